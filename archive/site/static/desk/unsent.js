// Words that are not on the server yet lie in this browser, so that a closed tab, a dead battery or a server that is away
// loses none: whoever typed them opens the text again, and they are sent. What has been saved is not kept here.

import { uuid } from "./saving.js";
import { words } from "./standing.js";

const OURS = `earwitness unsaved ${words.by} ${words.base} `;
const GONE_AFTER_MS = 180000; // a page that is open, even in the background, says so more often

const tab = inThisTab();

/** Remember what was typed in a passage until it is saved. */
export function remember({ id, cue, reading }, text) {
  put(`${OURS}${tab} ${id}`, JSON.stringify({ cue, reading, text, at: Date.now() }));
}

/** It is saved. */
export function forget({ id }) {
  put(`${OURS}${tab} ${id}`, null);
}

/** What a page left behind that is closed by now; at the start also this very one, before it was loaded again. */
export function leftBehind({ atStart = false } = {}) {
  return stored().filter(({ key, at }) => (key.startsWith(`${OURS}${tab} `) ? atStart : Date.now() - at > GONE_AFTER_MS));
}

/** It is sent, or nobody can send it. */
export const done = ({ key }) => put(key, null);

/** Say that this page is open still. */
export const sayWeAreHere = () => stamp(Date.now());

addEventListener("pagehide", () => stamp(0));
addEventListener("pageshow", sayWeAreHere);

function stamp(at) {
  for (const { key, ...left } of stored()) {
    if (key.startsWith(`${OURS}${tab} `)) put(key, JSON.stringify({ ...left, at }));
  }
}

function stored() {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(OURS))
      .map((key) => ({ ...JSON.parse(localStorage.getItem(key)), key }));
  } catch {
    return []; // no store in this browser: what is typed is on the server after two seconds' rest
  }
}

function put(key, value) {
  try {
    if (value === null) localStorage.removeItem(key); else localStorage.setItem(key, value);
  } catch { /* full, or not allowed: as above */ }
}

function inThisTab() {
  try {
    return (sessionStorage.earwitnessTab ??= uuid());
  } catch {
    return uuid();
  }
}
