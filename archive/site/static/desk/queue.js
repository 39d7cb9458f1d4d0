// The queue goes on by itself: progress moves, and the table is asked for anew when a step begins, ends or fails.

const LOOK_MS = 2000;
let board = document.querySelector("#queue");

/** Show how far each running step is. */
function move(running) {
  for (const { key, done_ms, total_ms, left } of running) {
    const row = board.querySelector(`[data-row="${CSS.escape(key)}"]`);
    if (!row || !total_ms) continue;
    const bar = row.querySelector("progress");
    bar.max = total_ms;
    bar.value = done_ms;
    if (left) row.querySelector(".left").textContent = left;
  }
}

/** Put the page's own table, as it is now, in place of this one; the focus stays where it was. */
async function renew() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return location.reload();
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const held = document.activeElement?.id;
  const fresh = page.querySelector("#queue");
  board.replaceWith(fresh);
  board = fresh;
  if (held) document.getElementById(held)?.focus();
}

async function look() {
  if (document.hidden) return;
  try {
    const answer = await fetch(board.dataset.url, { headers: { Accept: "application/json" } });
    if (answer.status === 403) return location.reload(); // the session is over
    if (!answer.ok) return;
    const { state, running } = await answer.json();
    if (state !== board.dataset.state) await renew();
    move(running);
  } catch {
    // The server is away for a moment; the next look will tell.
  }
}

async function keepLooking() {
  await look();
  setTimeout(keepLooking, LOOK_MS);
}

document.addEventListener("visibilitychange", look);
keepLooking();
