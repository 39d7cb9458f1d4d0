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

/** Bring the page to `keys`, the passages in order. `rows` has the markup of some; of which `stays` says so, stay. */
export async function bringTo(keys, rows, stays) {
  const inOrder = [...list.children].sort((one, other) => stays(one) - stays(other)); // of two alike, the one in hand
  const known = new Map(inOrder.map((row) => [row.dataset.key, row]));
  const missing = keys.filter((key) => !known.has(key) && !rows[key]);
  for (let from = 0; from < missing.length; from += AT_ONCE) {
    const some = missing.slice(from, from + AT_ONCE).join(",");
    const found = await read(`${list.dataset.base}/rows.json?keys=${some}`);
    if (!found) return false;
    Object.assign(rows, found);
  }
  const isThere = keys.every((key) => known.has(key) || rows[key]);
  if (isThere) keepingFocus(() => arrange(keys, rows, known, stays));
  return isThere;
}

function arrange(keys, rows, known, stays) {
  const wanted = new Set(keys.map((key) => known.get(key) ?? rowFrom(rows[key])));
  for (const row of [...list.children]) if (!wanted.has(row) && !stays(row)) row.remove();
  let at = list.firstElementChild;
  for (const row of wanted) {
    while (at && !wanted.has(at)) at = at.nextElementSibling;
    if (row === at) at = at.nextElementSibling; else list.insertBefore(row, at);
  }
  forgetRows();
}

/** A passage that is moved loses the cursor; whoever types in it should not. */
function keepingFocus(move) {
  const field = document.activeElement;
  const { selectionStart, selectionEnd } = field;
  move();
  if (document.activeElement === field || !field.isConnected) return;
  field.focus({ preventScroll: true });
  if (selectionStart !== undefined) field.setSelectionRange(selectionStart, selectionEnd);
}
