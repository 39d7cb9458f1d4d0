// Hearing a passage where it was found: one player for the page. Without this script a passage is a link to its second
// in the interview, and so it stays for whoever opens it in another tab.

const section = document.querySelector(".hearing");
const sound = section.querySelector("audio");
const title = section.querySelector(".title");
const there = section.querySelector("a");
const fault = section.querySelector(".fault");
let playing = null; // the link that was clicked last

function show() {
  for (const link of document.querySelectorAll(".play[aria-current]")) link.removeAttribute("aria-current");
  if (playing && !sound.paused) playing.setAttribute("aria-current", "true");
}

function hear(link) {
  const address = new URL(link.dataset.sound, location).href;
  const start = Number(link.dataset.startMs) / 1000;
  fault.hidden = true;
  section.hidden = false;
  title.textContent = link.dataset.title;
  there.href = link.href;
  if (sound.dataset.address === address && sound.readyState > 0) {
    sound.currentTime = start;
  } else {
    sound.dataset.address = address;
    sound.src = `${address}#t=${start}`;
  }
  playing = link;
  sound.play().catch(() => {});
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".play[data-sound]");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (link === playing && !sound.paused) sound.pause();
  else hear(link);
});

section.querySelector("button").addEventListener("click", () => {
  sound.pause();
  section.hidden = true;
  playing?.focus();
});
for (const kind of ["play", "pause", "ended"]) sound.addEventListener(kind, show);
sound.addEventListener("error", () => { fault.hidden = false; });
