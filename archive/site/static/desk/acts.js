// What is done to the passage in hand, besides typing. Acts are sent one after the other; one that was asked for while
// the passage was being split or joined is done to what became of it.

import { atRest, cameOf, drop, enter, follow, inHand, leave, save, saveNow, settle, stays, step, touch } from "./hand.js";
import { cutIn, heirOf, isChanged, openedIn, passageOf, trimmed } from "./passage.js";
import { cueOf, rowFrom, rowOf } from "./rows.js";
import { inTurn } from "./saving.js";
import { act, canTakeBack, show, takeBackLast, tell } from "./standing.js";

/** Do something to the passage in hand after its words are saved; `more` says what, of the passage as it is then. */
export function change(name, more) {
  const pressed = inHand();
  return inTurn(async () => {
    const { passage } = heirOf(pressed);
    if (!passage) return;
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
  const passage = inHand();
  const { row } = passage;
  if (!isChanged(passage) && row.dataset.sure !== undefined) change("heard");
  const next = step(row, 1);
  if (next) return enter(next, 0);
  leave();
  row.querySelector(".said").focus();
}

/** Take the passage in hand out, with what was typed in it: whoever puts it back finds that too. */
export function remove() {
  const pressed = inHand();
  const beside = step(pressed.row, 1) ?? step(pressed.row, -1);
  if (beside) enter(beside, 0); else leave();
  pressed.row.hidden = true; // nobody types in what is on its way out
  inTurn(async () => {
    const { passage } = heirOf(pressed);
    if (!passage) return;
    await saveNow(passage);
    const answer = await act({ act: "remove", cues: [passage.cue] });
    if (answer && answer.outcome !== "disputed") drop(passage);
    if (answer) await follow(answer);
    for (const each of [pressed, passage]) each.row.hidden = false;
  });
}

/** Split the passage in hand at the cursor. */
export function split() {
  const pressed = inHand();
  const at = firstLetter(pressed.field.value, pressed.field.selectionStart);
  pressed.field.setSelectionRange(at, at); // what is typed from now on begins the second half
  const { value: text } = pressed.field;
  inTurn(async () => {
    const { passage, from } = heirOf(pressed);
    if (passage === pressed) await splitNow(passage, text, at);
    else if (passage) await splitNow(passage, passage.field.value, at - from);
  });
}

async function splitNow(passage, text, at) {
  const points = [...text.slice(0, at)].length; // a character beyond the first 65,536 is two to JavaScript, one to others
  const answer = await act({ act: "split", cues: [passage.cue], text, at: points });
  if (!answer) return;
  if (answer.after.length !== 2) return void (await notDone(passage, answer, text));
  await show(answer, stays);
  const { value: now, selectionStart: caret } = passage.field; // no key is pressed between here and the end
  const cut = cutIn(now, text, at);
  const wasOpen = drop(passage);
  const halves = [put(answer, 0, now.slice(0, cut)), put(answer, 1, now.slice(cut))];
  const isFirst = caret < cut;
  passage.heir = halves[isFirst ? 0 : 1];
  passage.heirFrom = isFirst ? 0 : cut;
  if (wasOpen) enter(passage.heir.row, caret - passage.heirFrom);
}

const firstLetter = (text, from) => from + text.slice(from).search(/\S/);

/** Join the passage in hand with the next. */
export function join() {
  const pressed = inHand();
  inTurn(async () => {
    const { passage } = heirOf(pressed);
    const next = passage && step(passage.row, 1);
    if (!next) return;
    const { value: text } = passage.field;
    const following = openedIn(next)?.cue ?? cueOf(next);
    const answer = await act({ act: "join", cues: [passage.cue, following], text });
    if (!answer) return;
    if (answer.after.length !== 1) return void (await notDone(passage, answer, text));
    await show(answer, stays);
    const { value: now, selectionStart } = passage.field;
    const caret = now === text ? trimmed(text).length : selectionStart;
    const wasOpen = drop(passage);
    passage.heir = put(answer, 0, now.trimEnd() + answer.after[0].text.slice(trimmed(text).length));
    if (wasOpen) enter(passage.heir.row, caret);
  });
}

async function notDone(passage, answer, text) {
  cameOf(passage, answer, trimmed(text));
  await follow(answer);
  atRest(passage);
}

/** The passage that came of an act, with the words that were typed while it came to be. */
function put({ after, rows }, number, text) {
  const { key } = after[number];
  const passage = passageOf(rowOf(key) ?? rowFrom(rows[key])); // without a place in the page where others changed it since
  if (!trimmed(text)) return passage;
  passage.field.value = text; // with its spaces: the next word is typed after them
  if (!isChanged(passage)) return passage;
  touch(passage);
  passage.row.querySelector(".said").textContent = trimmed(text);
  save(passage);
  return passage;
}

/** Take back the latest act; what was typed before that is saved. */
export function takeBack() {
  if (!canTakeBack() && !(inHand() && isChanged(inHand()))) return;
  leave();
  inTurn(async () => {
    const answer = await takeBackLast();
    if (!answer) return;
    await follow(answer);
    if (answer.after[0] && !inHand()) enter(rowOf(answer.after[0].key));
  });
}
