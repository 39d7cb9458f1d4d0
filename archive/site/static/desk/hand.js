// The passage in hand: a form in its place, whose words are saved after a moment's rest and on leaving. Acts are sent one
// after the other; whoever types on while one is on its way loses nothing by it.

import { cueOf, rowFrom, rowOf } from "./passages.js";
import { inTurn, isSaving, uuid } from "./saving.js";
import * as sound from "./sound.js";
import { act, canTakeBack, disputes, isCurrent, list, show, takeBackLast, tell, told, words } from "./standing.js";
import { forget, remember } from "./unsent.js";

const REST_MS = 2000;
const LONGEST = 20000;

let open = null;
let rest; // runs while somebody types
const passages = new WeakMap(); // of each row that was opened: its form, the cue it began from, what of it is saved
const touched = new Set(); // those with words that may not be saved yet

/** The passage in hand, if any. */
export const inHand = () => open;

const trimmed = (text) => text.replace(/\r\n?/g, "\n").trim();
const typedIn = (passage) => trimmed(passage.field.value);
const isChanged = (passage) => !passage.isGone && typedIn(passage) !== "" && typedIn(passage) !== passage.saved;
const stays = (row) => row === open?.row || (passages.has(row) && isChanged(passages.get(row)));

/** Whether words of this page are not on the server yet. */
export const isDirty = () => isSaving() || [...touched].some(isChanged);

/** The next passage of the page, or with -1 the one before. */
export function step(row, way) {
  let found = row;
  do found = way > 0 ? found.nextElementSibling : found.previousElementSibling; while (found && (!found.dataset.key || found.hidden));
  return found;
}

// --- opening and leaving -----------------------------------------------------------------------------------------

/** Open a passage at a place in its text; at its end if none is given. */
export function enter(row, caret) {
  if (!row?.isConnected || row === open?.row) return;
  leave();
  open = passageOf(row);
  row.classList.add("chosen");
  row.append(open.form);
  open.field.focus();
  const place = caret ?? open.field.value.length;
  open.field.setSelectionRange(place, place);
  row.scrollIntoView({ block: "nearest" });
  sound.cueUp(open.cue.start_ms);
}

/** Close the passage in hand; what was typed is saved. */
export function leave() {
  if (!open) return;
  const passage = open;
  open = null;
  passage.form.remove();
  passage.row.classList.remove("chosen");
  if (!typedIn(passage) && passage.saved) {
    passage.field.value = passage.saved;
    tell("refusal", words.empty);
  }
  if (isChanged(passage)) {
    passage.row.querySelector(".said").textContent = typedIn(passage); // until it is saved, what was typed is shown
    save(passage);
  } else {
    settle(passage);
  }
}

function passageOf(row) {
  if (!passages.has(row)) {
    const form = document.querySelector("#form").content.firstElementChild.cloneNode(true);
    const markup = row.querySelector(".said").innerHTML;
    const passage = { id: uuid(), row, form, markup, field: form.elements.text, next: null, saved: "", reading: "", isGone: false };
    fill(passage, cueOf(row));
    passage.field.value = passage.cue.text;
    passage.field.maxLength = LONGEST + passage.cue.text.length;
    passages.set(row, passage);
  }
  return passages.get(row);
}

function fill(passage, cue) {
  const shown = { speaker: cue.speaker, start: clock(cue.start_ms), end: clock(cue.end_ms) };
  passage.cue = cue;
  passage.saved = trimmed(cue.text);
  for (const [name, value] of Object.entries(shown)) {
    const input = passage.form.elements[name];
    if (input !== document.activeElement) input.value = value; // somebody may be typing in it by now
  }
}

/** The row of a passage that nobody has in hand, as the server writes it; away with one that is no part of the text. */
function settle(passage) {
  const { row, next } = passage;
  if (!row.isConnected || row === open?.row || isChanged(passage)) return;
  const isFocused = row.contains(document.activeElement);
  if (!next && isCurrent(row)) return void showAsItStands(passage);
  const fresh = isCurrent(row) ? rowFrom(next) : null; // what the server wrote may be old by now
  const beside = step(row, 1) ?? step(row, -1);
  if (fresh) row.replaceWith(fresh); else row.remove();
  sound.forgetRows();
  if (isFocused) (fresh ?? beside)?.querySelector(".said").focus();
}

/** What was typed in a passage, and came to nothing or became a second reading, is shown there no longer. */
function showAsItStands({ row, cue, markup }) {
  const said = row.querySelector(".said");
  if (said.textContent !== cue.text) said.innerHTML = markup;
}

/** The passage is now what the server says; its own markup follows when it is left. */
function becomes(passage, { after: [cue], rows }) {
  fill(passage, cue);
  passage.row.dataset.key = cue.key;
  passage.next = rows[cue.key];
}

// --- saving ------------------------------------------------------------------------------------------------------

/** Words have been typed in the passage in hand. */
export function typed() {
  clearTimeout(rest);
  touched.add(open);
  remember(open, open.field.value);
  if (told() !== "typing") tell("typing");
  rest = setTimeout(() => open && (open.isComposing ? typed() : save(open)), REST_MS);
}

/** Save what was typed in a passage, if it is not what was there. */
export const save = (passage = open) => inTurn(() => (passage ? saveNow(passage) : null));

async function saveNow(passage) {
  if (!isChanged(passage)) return atRest(passage);
  const text = typedIn(passage);
  const answer = await act({ act: "text", cues: [passage.cue], text, of: passage.reading });
  if (!answer) return void passage.row.classList.toggle("unsaved", true);
  passage.row.classList.remove("unsaved");
  cameOf(passage, answer, text);
  await follow(answer);
  atRest(passage);
  settle(passage);
  if (answer.outcome === "disputed" && !open) disputes.focus(); // somebody who types is not led away
}

function cameOf(passage, answer, text) {
  if (answer.outcome === "disputed") {
    if (text) passage.reading = answer.correction; // a longer reading of the same hand takes its place
    passage.saved = text || passage.saved;
  } else if (answer.after.length === 1) {
    const { cue: { text: had }, saved } = passage;
    becomes(passage, answer);
    if (text) passage.saved = text;
    else if (passage.cue.text === had) passage.saved = saved;
    else meets(passage, had, saved);
  }
}

/** Somebody else wrote in the passage meanwhile: whoever typed nothing has their words, else the two are told apart. */
function meets(passage, had, saved) {
  if (typedIn(passage) === saved) {
    const { selectionStart, selectionEnd } = passage.field;
    passage.field.value = passage.cue.text;
    passage.field.setSelectionRange(selectionStart, selectionEnd);
  } else {
    passage.cue = { ...passage.cue, text: had }; // what was typed began from these words, and is saved as such
    passage.saved = saved;
  }
}

/** Nothing of it waits to be saved, or it is said that something does. */
function atRest(passage) {
  if (isChanged(passage)) return void (passage === open && tell("typing"));
  touched.delete(passage);
  forget(passage);
  if (told() === "typing") tell("saved");
}

/** Take up words that a closed page had not saved. */
export function sendLeftBehind({ cue, reading, text }) {
  return inTurn(async () => {
    if (!trimmed(text) || trimmed(text) === trimmed(cue.text)) return true;
    const answer = await act({ act: "text", cues: [cue], text: trimmed(text), of: reading ?? "" });
    if (answer) await follow(answer);
    if (answer && answer.outcome !== "disputed") tell("found");
    return Boolean(answer);
  });
}

// --- acts --------------------------------------------------------------------------------------------------------

/** Do something to the passage in hand after its words are saved; `more` says what, of the passage as it is then. */
export function change(name, more) {
  const passage = open;
  return inTurn(async () => {
    if (passage.isGone) return;
    await saveNow(passage);
    if (passage.reading) return tell("disputed"); // whose passage it is has to be chosen first
    const answer = await act({ act: name, cues: [passage.cue], ...more?.(passage.cue) });
    if (!answer) return;
    cameOf(passage, answer, "");
    await follow(answer);
    atRest(passage);
    settle(passage);
  });
}

/** Right as it is, and on to the next. */
export function confirm() {
  const { row } = open;
  const passage = open;
  const isNews = !isChanged(passage) && row.dataset.sure !== undefined;
  if (isNews) change("heard");
  const next = step(row, 1);
  if (next) return enter(next, 0);
  leave();
  row.querySelector(".said").focus();
}

/** Take the passage in hand out, with what was typed in it: whoever puts it back finds that too. */
export function remove() {
  const passage = open;
  const beside = step(passage.row, 1) ?? step(passage.row, -1);
  if (beside) enter(beside, 0); else leave();
  passage.row.hidden = true; // nobody types in what is on its way out
  inTurn(async () => {
    if (passage.isGone) return;
    await saveNow(passage);
    const answer = await act({ act: "remove", cues: [passage.cue] });
    if (answer && answer.outcome !== "disputed") drop(passage);
    if (answer) await follow(answer);
    passage.row.hidden = false;
  });
}

/** Split the passage in hand at the cursor. */
export function split() {
  const passage = open;
  const { value: text, selectionStart } = passage.field;
  const at = selectionStart + text.slice(selectionStart).search(/\S/);
  passage.field.setSelectionRange(at, at); // what is typed from now on begins the second half
  inTurn(async () => {
    if (passage.isGone) return;
    const points = [...text.slice(0, at)].length; // a character beyond the first 65,536 is two to JavaScript, one to others
    const answer = await act({ act: "split", cues: [passage.cue], text, at: points });
    if (!answer) return;
    if (answer.after.length !== 2) return void (await notDone(passage, answer, text));
    await show(answer, stays);
    const { value: now, selectionStart: caret } = passage.field; // no key is pressed between here and the end
    const cut = cutIn(now, text, at);
    const wasOpen = drop(passage);
    const halves = [put(answer, 0, now.slice(0, cut)), put(answer, 1, now.slice(cut))];
    const [half, from] = caret < cut ? [halves[0], 0] : [halves[1], cut];
    if (wasOpen) enter(half.row, caret - from);
  });
}

/** Join the passage in hand with the next. */
export function join() {
  const passage = open;
  inTurn(async () => {
    const next = step(passage.row, 1);
    if (passage.isGone || !next) return;
    const { value: text } = passage.field;
    const following = passages.get(next)?.cue ?? cueOf(next);
    const answer = await act({ act: "join", cues: [passage.cue, following], text });
    if (!answer) return;
    if (answer.after.length !== 1) return void (await notDone(passage, answer, text));
    await show(answer, stays);
    const { value: now, selectionStart } = passage.field;
    const caret = now === text ? trimmed(text).length : selectionStart;
    const wasOpen = drop(passage);
    const whole = put(answer, 0, now.trimEnd() + answer.after[0].text.slice(trimmed(text).length));
    if (wasOpen) enter(whole.row, caret);
  });
}

/** Take back the latest act; what was typed before that is saved. */
export function takeBack() {
  if (!canTakeBack() && !(open && isChanged(open))) return;
  leave();
  inTurn(async () => {
    const answer = await takeBackLast();
    if (!answer) return;
    await follow(answer);
    if (answer.after[0] && !open) enter(rowOf(answer.after[0].key));
  });
}

/** Show what came of an act, or what others did; the passage in hand follows them unless something was typed in it. */
export async function follow(answer) {
  await show(answer, stays);
  if (!open || open.reading || isCurrent(open.row) || open.field.value !== open.cue.text) return;
  const { row, field: { selectionStart } } = open;
  const theirs = [...list.querySelectorAll(`li[data-start-ms="${row.dataset.startMs}"]`)].find((each) => each !== row);
  if (theirs) enter(theirs, selectionStart); // else it stays until it is left: nobody's field goes from under their hands
}

async function notDone(passage, answer, text) {
  cameOf(passage, answer, trimmed(text));
  await follow(answer);
  atRest(passage);
}

/** The passage is no more; returns whether it was in hand. */
function drop(passage) {
  passage.isGone = true;
  passages.delete(passage.row); // should the same words stand there again, they are a passage of their own
  touched.delete(passage);
  forget(passage);
  if (!isCurrent(passage.row)) passage.row.remove();
  if (open !== passage) return false;
  clearTimeout(rest);
  open = null;
  passage.form.remove();
  passage.row.classList.remove("chosen");
  return true;
}

/** The passage that came of an act, with the words that were typed while it came to be. */
function put({ after, rows }, number, text) {
  const { key } = after[number];
  const passage = passageOf(rowOf(key) ?? rowFrom(rows[key])); // without a place in the page where others changed it since
  if (!trimmed(text)) return passage;
  passage.field.value = text; // with its spaces: the next word is typed after them
  if (!isChanged(passage)) return passage;
  touched.add(passage);
  remember(passage, passage.field.value);
  passage.row.querySelector(".said").textContent = trimmed(text);
  save(passage);
  return passage;
}

/** Where a text that was typed on in the meantime is cut, which was to be cut at `at`. */
function cutIn(now, text, at) {
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
