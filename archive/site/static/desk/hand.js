// The passage in hand: a form in its place, whose words are saved after a moment's rest and on leaving. Whoever types on
// while something is on its way loses nothing by it.

import { becomes, end, isChanged, meets, openedIn, passageOf, showAsItStands, trimmed, typedIn } from "./passage.js";
import { rowFrom } from "./rows.js";
import { inTurn, isSaving } from "./saving.js";
import * as sound from "./sound.js";
import { act, disputes, isCurrent, list, show, tell, told, words } from "./standing.js";
import { forget, remember } from "./unsent.js";

const REST_MS = 2000;

let open = null;
let rest; // runs while somebody types
const touched = new Set(); // passages with words that may not be saved yet

/** The passage in hand, if any. */
export const inHand = () => open;

/** Whether words of this page are not on the server yet. */
export const isDirty = () => isSaving() || [...touched].some(isChanged);

/** Whether a row stays in the page, whatever became of it at the server. */
export const stays = (row) => row === open?.row || (openedIn(row) !== undefined && isChanged(openedIn(row)));

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
  close();
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

function close() {
  open.form.remove();
  open.row.classList.remove("chosen");
  open = null;
}

/** The row of a passage that nobody has in hand, as the server writes it; away with one that is no part of the text. */
export function settle(passage) {
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

/** The passage is no more; returns whether it was in hand. */
export function drop(passage) {
  end(passage);
  touched.delete(passage);
  forget(passage);
  if (!isCurrent(passage.row)) passage.row.remove();
  if (open !== passage) return false;
  clearTimeout(rest);
  close();
  return true;
}

// --- saving ------------------------------------------------------------------------------------------------------

/** Words have been typed in the passage in hand. */
export function typed() {
  clearTimeout(rest);
  touch(open);
  if (told() !== "typing") tell("typing");
  rest = setTimeout(() => open && (open.isComposing ? typed() : save(open)), REST_MS);
}

/** A passage has words that are not saved yet. */
export function touch(passage) {
  touched.add(passage);
  remember(passage, passage.field.value);
}

/** Save what was typed in a passage, if it is not what was there. */
export const save = (passage = open) => inTurn(() => (passage ? saveNow(passage) : null));

/** The same, for whoever has the turn. */
export async function saveNow(passage) {
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

/** Take in what came of an act on a passage; `text` is what of its words was sent with it. */
export function cameOf(passage, answer, text) {
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

/** Nothing of it waits to be saved, or it is said that something does. */
export function atRest(passage) {
  if (isChanged(passage)) return void (passage === open && tell("typing"));
  touched.delete(passage);
  forget(passage);
  if (told() === "typing") tell("saved");
}

/** Show what came of an act, or what others did; the passage in hand follows them unless something was typed in it. */
export async function follow(answer) {
  await show(answer, stays);
  if (!open || open.reading || isCurrent(open.row) || open.field.value !== open.cue.text) return;
  const { row, field: { selectionStart } } = open;
  const theirs = [...list.querySelectorAll(`li[data-start-ms="${row.dataset.startMs}"]`)].find((each) => each !== row);
  if (theirs) enter(theirs, selectionStart); // else it stays until it is left: nobody's field goes from under their hands
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
