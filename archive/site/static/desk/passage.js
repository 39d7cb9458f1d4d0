// One passage somebody has opened: its form, the cue it began from, and what of it is saved.

import { cueOf } from "./rows.js";
import { uuid } from "./saving.js";

const LONGEST = 20000;
const passages = new WeakMap(); // by row

export const trimmed = (text) => text.replace(/\r\n?/g, "\n").trim();
export const typedIn = (passage) => trimmed(passage.field.value);
export const isChanged = (passage) => !passage.isGone && typedIn(passage) !== "" && typedIn(passage) !== passage.saved;

/** The passage of a row, if it was ever opened. */
export const openedIn = (row) => passages.get(row);

/** The passage of a row, with the words it has there. */
export function passageOf(row) {
  if (!passages.has(row)) {
    const form = document.querySelector("#form").content.firstElementChild.cloneNode(true);
    const markup = row.querySelector(".said").innerHTML;
    const passage = { id: uuid(), row, form, markup, field: form.elements.text, next: null, saved: "", reading: "", isGone: false, heir: null, heirFrom: 0 };
    fill(passage, cueOf(row));
    passage.field.value = passage.cue.text;
    passage.field.maxLength = LONGEST + passage.cue.text.length;
    passages.set(row, passage);
  }
  return passages.get(row);
}

/** The passage is no more: should the same words stand there again, they are a passage of their own. */
export function end(passage) {
  passage.isGone = true;
  passages.delete(passage.row);
}

/** What became of a passage that was split or joined before an act on it had its turn, and where its words begin there. */
export function heirOf(passage) {
  let from = 0;
  for (; passage?.isGone; passage = passage.heir) from += passage.heirFrom;
  return { passage, from };
}

/** The passage is what this cue says; what somebody is typing beside its words stays. */
export function fill(passage, cue) {
  const shown = { speaker: cue.speaker, start: clock(cue.start_ms), end: clock(cue.end_ms) };
  passage.cue = cue;
  passage.saved = trimmed(cue.text);
  for (const [name, value] of Object.entries(shown)) {
    const input = passage.form.elements[name];
    if (input !== document.activeElement) input.value = value; // somebody may be typing in it by now
  }
}

/** The passage is now what the server says; its own markup follows when it is left. */
export function becomes(passage, { after: [cue], rows }) {
  fill(passage, cue);
  passage.row.dataset.key = cue.key;
  passage.next = rows[cue.key];
}

/** Somebody else wrote in the passage meanwhile: whoever typed nothing has their words, else the two are told apart. */
export function meets(passage, had, saved) {
  if (typedIn(passage) === saved) {
    const { selectionStart, selectionEnd } = passage.field;
    passage.field.value = passage.cue.text;
    passage.field.setSelectionRange(selectionStart, selectionEnd);
  } else {
    passage.cue = { ...passage.cue, text: had }; // what was typed began from these words, and is saved as such
    passage.saved = saved;
  }
}

/** What was typed in a passage, and came to nothing or became a second reading, is shown there no longer. */
export function showAsItStands({ row, cue, markup }) {
  const said = row.querySelector(".said");
  if (said.textContent !== cue.text) said.innerHTML = markup;
}

/** Where a text that was typed on in the meantime is cut, which was to be cut at `at`. */
export function cutIn(now, text, at) {
  const [left, right] = [text.slice(0, at), text.slice(at)];
  if (now.startsWith(left)) return left.length;
  let same = 0;
  while (same < right.length && now.at(-1 - same) === right.at(-1 - same)) same += 1;
  return now.length - same;
}

function clock(all) {
  const whole = `${Math.floor(all / 60000) % 60}:${String(Math.floor(all / 1000) % 60).padStart(2, "0")}.${String(all % 1000).padStart(3, "0")}`;
  return all >= 3600000 ? `${Math.floor(all / 3600000)}:${whole.padStart(9, "0")}` : whole;
}
