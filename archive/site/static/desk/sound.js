// Sound while typing: play and pause from wherever the cursor is, and the passage that is heard marked in the text.

const media = document.querySelector(".player-bar audio, .player-bar video");
const list = document.querySelector("#text");
const AGAIN_S = 0.7; // what was just heard is heard once more when it goes on
const BACK_S = 3;
const AT_ONCE = 20; // voices overlap: so many passages may have begun since one that is still heard

let fresh = null; // the moment from which the passage that was just opened begins
let rows = null;
let current = null;

/** The next time it plays, it plays from here, unless it is playing already. */
export function cueUp(startMs) {
  if (media?.paused) fresh = startMs / 1000;
}

/** Play or pause. */
export function toggle() {
  if (!media) return;
  if (!media.paused) return media.pause();
  media.currentTime = fresh ?? Math.max(0, media.currentTime - AGAIN_S);
  fresh = null;
  media.play().catch(() => {}); // no sound to play: the player says so itself
}

/** Hear the last seconds again. */
export function back() {
  if (!media) return;
  media.currentTime = Math.max(0, media.currentTime - BACK_S);
  fresh = null;
  media.play().catch(() => {});
}

/** Where it is, in milliseconds. */
export const now = () => Math.round((media?.currentTime ?? 0) * 1000);

/** The passages are others than before. */
export function forgetRows() {
  rows = null;
}

function mark() {
  rows ??= [...list.querySelectorAll("li[data-start-ms]")].map((row) => (
    { row, start: Number(row.dataset.startMs), end: Number(row.dataset.endMs) }));
  const at = now();
  let low = 0, high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle].start <= at) low = middle + 1; else high = middle;
  }
  const speaks = rows.slice(Math.max(0, low - AT_ONCE), low).findLast(({ end }) => end > at);
  const heard = (speaks ?? rows[low - 1])?.row;
  if (heard === current) return;
  current?.removeAttribute("aria-current");
  heard?.setAttribute("aria-current", "true");
  current = heard;
}

media?.addEventListener("timeupdate", () => { if (!media.paused) mark(); });
