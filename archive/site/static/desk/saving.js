// Saving: what a person does is sent one thing after the other, each under a name of its own, until the server has it.
// A lost answer is asked for again under the same name, so nothing is done twice; a session that ended goes on after
// somebody signed in elsewhere.

const LONGEST_WAIT_MS = 15000;
const FULL = 507; // of a disk: it goes on by itself when somebody has made room
const MOST_WHILE_LEAVING = 20000; // browsers refuse more than 64 KiB in a request that outlives its page

let token = document.querySelector("meta[name=csrf-token]").content;
let last = Promise.resolve();
let waiting = 0;

/** Whether something is on its way. */
export const isSaving = () => waiting > 0;

/** Do `task` after all that was asked for before; returns what it returns. */
export function inTurn(task) {
  waiting += 1;
  const done = last.then(task).finally(() => { waiting -= 1; });
  last = done.catch(() => {});
  return done;
}

/** Send a wish until it is answered. `tell` hears "saving", "offline" and "refused". Throws what the server refused. */
export async function send(url, wish, tell) {
  const body = JSON.stringify({ id: uuid(), ...wish });
  for (let wait = 1000; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
    tell("saving");
    const answer = await ask(url, {
      method: "POST",
      keepalive: body.length < MOST_WHILE_LEAVING,
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body,
    });
    if (answer?.ok) return answer.json();
    const told = answer && (await answer.json().catch(() => ({})));
    const isSignedOut = answer?.status === 403 || told?.error?.stale;
    if (answer && !isSignedOut && answer.status < 500) throw new Error([told.error?.says, told.error?.next_step].join(" "));
    if (answer?.status === FULL) tell("offline", told.error?.says); else tell(isSignedOut ? "refused" : "offline");
    await new Promise((go) => setTimeout(go, wait));
    if (isSignedOut) await renewToken();
  }
}

/** What the server says, or nothing where it does not answer. */
export async function read(url) {
  const answer = await ask(url, { headers: { Accept: "application/json" } });
  return answer?.ok ? answer.json() : null;
}

async function ask(url, how) {
  try {
    return await fetch(url, how);
  } catch {
    return null;
  }
}

async function renewToken() {
  const answer = await ask(location.pathname, {});
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  token = page.querySelector("meta[name=csrf-token]")?.content ?? token;
}

/** A random name; `crypto.randomUUID` is there only over HTTPS, and an archive's own network may have none. */
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (each) => each.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
