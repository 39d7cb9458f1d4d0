// The passages in the page, brought to how the text stands: those that are there stay, others come or go.
// A passage that is being typed in is never taken away.

import { read } from "./saving.js";
import { forgetRows } from "./sound.js";

const list = document.querySelector("#text");
const AT_ONCE = 150;

/** What a passage says. */
export function cueOf(row) {
  const { startMs, endMs, speaker } = row.dataset;
  return { start_ms: Number(startMs), end_ms: Number(endMs), speaker, text: row.querySelector(".said").textContent };
}

/** The passage of that name, if it is in the page. */
export const rowOf = (key) => list.querySelector(`li[data-key="${CSS.escape(key)}"]`);

/** A passage from its markup. */
export function rowFrom(html) {
  const made = document.createElement("template");
  made.innerHTML = html.trim();
  const row = made.content.firstElementChild;
  row.querySelector(".said").tabIndex = -1;
  return row;
}

/** Bring the page to `keys`, the passages in order. `rows` has the markup of some; `kept` stays, whatever it says. */
export async function bringTo(keys, rows, kept) {
  const known = new Map(Array.from(list.children, (row) => [row.dataset.key, row]));
  const missing = keys.filter((key) => !known.has(key) && !rows[key]);
  for (let from = 0; from < missing.length; from += AT_ONCE) {
    const some = missing.slice(from, from + AT_ONCE).join(",");
    const found = await read(`${list.dataset.base}/rows.json?keys=${some}`);
    if (!found) return false;
    Object.assign(rows, found);
  }
  const wanted = new Set(keys);
  let at = list.firstElementChild;
  for (const key of keys) {
    while (at && !wanted.has(at.dataset.key)) at = passOver(at, kept);
    const row = known.get(key) ?? (rows[key] ? rowFrom(rows[key]) : null);
    if (!row) return false; // it changed once more in between: the next look sees it
    if (row === at) at = at.nextElementSibling; else list.insertBefore(row, at);
  }
  while (at) at = passOver(at, kept, wanted);
  forgetRows();
  return true;
}

function passOver(row, kept, wanted) {
  const next = row.nextElementSibling;
  if (row !== kept && !wanted?.has(row.dataset.key)) row.remove();
  return next;
}
