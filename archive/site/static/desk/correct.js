// Correcting: a click or Enter on a passage opens its form in place; what is typed is saved after a moment's rest and on
// leaving. Every act is the same as that of the form without scripts. The keys are listed on the page.

import { bringTo, cueOf, rowFrom, rowOf } from "./passages.js";
import { inTurn, isSaving, read, send } from "./saving.js";
import * as sound from "./sound.js";

const list = document.querySelector("#text");
const words = list.dataset;
const state = document.querySelector("#state");
const undo = document.querySelector("#undo");
const disputes = document.querySelector("#disputes");
const progress = document.querySelector("#progress");
const REST_MS = 2000;
const LOOK_MS = 10000;
const NUDGE_MS = 100;
const MARKS = { KeyQ: "[?]", KeyP: "[pause]", KeyO: "[overlap]", KeyL: "[en: ]" };

let version = words.version;
let open = null; // the passage in hand: its row, form and field, the cue it began from, and its row as it will be
let rest; // runs while somebody types
const undoable = [];

const tell = (kind, text = words[kind]) => { state.textContent = text; state.dataset.kind = kind; };

// --- one thing after the other -----------------------------------------------------------------------------------

/** Send a wish and bring the page to how the text stands afterwards; returns the answer, or nothing if refused. */
async function act(wish) {
  try {
    const answer = await send(`${words.base}/wishes.json`, wish, tell);
    if (wish.act === "undo") undoable.pop();
    else if (answer.outcome !== "disputed") undoable.push(answer.correction);
    undo.disabled = !undoable.length;
    tell(answer.outcome === "saved" ? "saved" : answer.outcome);
    return answer;
  } catch (refusal) {
    tell("refusal", refusal.message);
    return null;
  }
}

async function show(answer) {
  if (!(await bringTo(answer.keys, answer.rows ?? {}, open?.row))) return;
  version = answer.version;
  progress.textContent = progress.dataset.told.replace("{heard}", answer.heard).replace("{cues}", answer.keys.length);
  document.querySelector("#approve").disabled = answer.disputed > 0;
  if (answer.disputes !== undefined) disputes.innerHTML = answer.disputes;
}

/** Save what was typed in the passage in hand, if it is not what was there. */
function saveText(passage = open) {
  clearTimeout(rest);
  return inTurn(async () => {
    const text = passage?.field.value.trim();
    if (!text || text === passage.cue.text) return;
    const answer = await act({ act: "text", cues: [passage.cue], text });
    if (!answer) return;
    if (answer.after.length === 1) becomes(passage, answer);
    await show(answer);
    if (answer.outcome === "disputed") choose(passage);
  });
}

/** The passage in hand is now what the server says; its own markup follows when it is left. */
function becomes(passage, { after: [cue], rows }) {
  passage.cue = cue;
  passage.row.dataset.key = cue.key;
  passage.next = rows[cue.key];
}

/** Two readings: leave the field, whose words are among them, and go to the choice. */
function choose(passage) {
  if (open && open !== passage) return; // somebody who types elsewhere by now is not led away
  leave({ save: false });
  disputes.focus();
}

/** Do something to the passage in hand after its text is saved, and open what came of it at `then(after)`. */
function change(name, more, then) {
  const passage = open;
  passage.field.readOnly = true;
  return inTurn(async () => {
    const typed = passage.field.value.trim();
    const carries = name === "split" || name === "join";
    if (!carries && typed && typed !== passage.cue.text) {
      const saved = await act({ act: "text", cues: [passage.cue], text: typed });
      if (saved?.after.length === 1) becomes(passage, saved);
    }
    const asked = typeof more === "function" ? more(passage.cue) : more;
    const answer = await act({ act: name, cues: [passage.cue], ...(carries && typed ? { text: passage.field.value } : {}), ...asked });
    passage.field.readOnly = false;
    if (!answer) return;
    if (open === passage) leave({ save: false });
    await show(answer);
    if (answer.outcome === "disputed") disputes.focus();
    else then?.(answer.after.map((each) => rowOf(each.key)));
  });
}

// --- the passage in hand -----------------------------------------------------------------------------------------

function enter(row, caret) {
  if (!row || row === open?.row) return;
  leave({ save: true });
  const form = document.querySelector("#form").content.firstElementChild.cloneNode(true);
  const cue = cueOf(row);
  open = { row, form, cue, field: form.elements.text, next: null };
  form.elements.text.value = cue.text;
  form.elements.speaker.value = cue.speaker;
  form.elements.start.value = clock(cue.start_ms);
  form.elements.end.value = clock(cue.end_ms);
  row.classList.add("chosen");
  row.append(form);
  open.field.focus();
  const place = caret ?? cue.text.length;
  open.field.setSelectionRange(place, place);
  row.scrollIntoView({ block: "nearest" });
  sound.cueUp(cue.start_ms);
}

function leave({ save }) {
  if (!open) return;
  const passage = open;
  const typed = passage.field.value.trim();
  if (save && typed && typed !== passage.cue.text) {
    // Until it is saved, the row shows what was typed, not what was there.
    passage.row.querySelector(".said").textContent = typed;
    saveText(passage).then(() => settle(passage));
  } else {
    settle(passage);
  }
  open = null;
  passage.form.remove();
  passage.row.classList.remove("chosen");
}

function settle({ row, next }) {
  if (!next || !row.isConnected || row === open?.row) return;
  const isFocused = row.contains(document.activeElement);
  const fresh = rowFrom(next);
  row.replaceWith(fresh);
  sound.forgetRows();
  if (isFocused) fresh.querySelector(".said").focus();
}

const step = (row, way) => {
  let found = row;
  do found = way > 0 ? found.nextElementSibling : found.previousElementSibling; while (found && !found.dataset.key);
  return found;
};

function leastCertain() {
  const doubtful = [...list.querySelectorAll("li[data-sure]")].filter((row) => row !== open?.row);
  const rank = (row) => (row.classList.contains("withheld") ? -1 : Number(row.dataset.sure));
  return doubtful.reduce((worst, row) => (!worst || rank(row) < rank(worst) ? row : worst), null);
}

// --- keys --------------------------------------------------------------------------------------------------------

function splitOrGoOn() {
  const { field, row } = open;
  const at = field.selectionStart;
  if (!field.value.slice(at).trim()) return void enter(step(row, 1), 0);
  if (field.value.slice(0, at).trim()) change("split", { at }, ([, second]) => enter(second, 0));
}

function joinWithNext() {
  const next = step(open.row, 1);
  if (!next) return;
  const caret = open.field.value.trim().length;
  change("join", (cue) => ({ cues: [cue, cueOf(next)] }), ([row]) => enter(row, caret));
}

function confirm() {
  const { row, field, cue } = open;
  const next = step(row, 1);
  if (field.value.trim() === cue.text && row.dataset.sure !== undefined) change("heard", {}, () => enter(next, 0));
  else enter(next, 0);
}

function nudge(edge, by) {
  change("times", ({ start_ms, end_ms }) => ({ start_ms, end_ms, [edge]: Math.max(0, { start_ms, end_ms }[edge] + by) }), again);
}

const again = ([row]) => enter(row, open?.field.selectionStart);

function insert(mark) {
  const { field } = open;
  field.setRangeText(mark, field.selectionStart, field.selectionEnd, "end");
  if (mark.endsWith(" ]")) field.selectionStart = field.selectionEnd -= 1;
  typed();
}

function takeBack() {
  const of = undoable.at(-1);
  if (!of) return;
  if (open) leave({ save: true });
  inTurn(async () => {
    const answer = await act({ act: "undo", of: undoable.at(-1) });
    if (!answer) return void undoable.pop();
    await show(answer);
    if (answer.after[0]) enter(rowOf(answer.after[0].key));
  });
}

const KEYS = {
  "Tab": sound.toggle,
  "Shift Tab": sound.back,
  "Enter": splitOrGoOn,
  "Shift Enter": joinWithNext,
  "Ctrl Enter": confirm,
  "Escape": () => { const { row } = open; leave({ save: true }); row.querySelector(".said").focus(); },
  "Alt ArrowUp": () => enter(step(open.row, -1)),
  "Alt ArrowDown": () => enter(step(open.row, 1), 0),
  "Alt KeyU": () => enter(leastCertain(), 0),
  "Alt Comma": () => nudge("start_ms", -NUDGE_MS),
  "Alt Period": () => nudge("start_ms", NUDGE_MS),
  "Alt Shift Comma": () => nudge("end_ms", -NUDGE_MS),
  "Alt Shift Period": () => nudge("end_ms", NUDGE_MS),
};

list.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return; // Enter and Tab choose a character of an input method
  if (event.target.matches(".said") && /^Arrow(Up|Down)$/.test(event.key)) return void rove(event);
  if (event.target !== open?.field) return;
  const held = [event.ctrlKey || event.metaKey ? "Ctrl" : "", event.altKey ? "Alt" : "", event.shiftKey ? "Shift" : ""];
  const pressed = [...held.filter(Boolean), event.code === "NumpadEnter" ? "Enter" : event.code].join(" ");
  const voice = pressed.match(/^Alt Digit([1-9])$/);
  const does = voice ? () => speak(Number(voice[1])) : MARKS[event.code] && pressed === `Alt ${event.code}` ? () => insert(MARKS[event.code]) : KEYS[pressed];
  if (!does) return;
  event.preventDefault();
  does();
});

document.addEventListener("keydown", (event) => {
  if (event.altKey && !event.ctrlKey && !event.shiftKey && event.code === "KeyZ") { event.preventDefault(); takeBack(); }
});

function rove(event) {
  const row = step(event.target.closest("li"), event.key === "ArrowDown" ? 1 : -1);
  if (!row) return;
  event.preventDefault();
  row.querySelector(".said").focus();
}

function speak(number) {
  const voice = document.querySelectorAll("#voices option")[number - 1]?.textContent;
  if (voice) change("speaker", { speaker: voice }, again);
}

// --- typing, clicking, leaving ------------------------------------------------------------------------------------

function typed() {
  clearTimeout(rest);
  if (state.dataset.kind !== "typing") tell("typing");
  rest = setTimeout(saveText, REST_MS);
}

list.addEventListener("input", (event) => { if (event.target === open?.field) typed(); });

list.addEventListener("change", ({ target }) => {
  if (!open || target.form !== open.form) return;
  if (target.name === "speaker") change("speaker", { speaker: target.value.trim() }, again);
  if (target.name === "start" || target.name === "end") change("times", { start_ms: ms(open.form.elements.start.value), end_ms: ms(open.form.elements.end.value) }, again);
});

list.addEventListener("submit", (event) => {
  event.preventDefault();
  const does = { text: saveText, heard: confirm, split: splitOrGoOn, join: joinWithNext, remove: () => change("remove", {}) };
  does[event.submitter?.value]?.();
});

list.addEventListener("click", (event) => {
  const said = event.target.closest(".said");
  if (!said || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  enter(said.closest("li"), event.detail ? placeUnder(said, event) : 0);
});

function placeUnder(said, { clientX, clientY }) {
  const under = document.caretPositionFromPoint?.(clientX, clientY);
  if (!under || !said.contains(under.offsetNode)) return undefined;
  const before = new Range();
  before.setStart(said, 0);
  before.setEnd(under.offsetNode, under.offset);
  return before.toString().length;
}

disputes.addEventListener("submit", (event) => {
  event.preventDefault();
  const { act: name, of } = event.target.dataset;
  inTurn(async () => {
    const answer = await act({ act: name, of });
    if (!answer) return;
    await show(answer);
    (rowOf(answer.after[0]?.key ?? "")?.querySelector(".said") ?? disputes).focus();
  });
});

undo.addEventListener("click", takeBack);
const isDirty = () => isSaving() || (open && open.field.value.trim() !== open.cue.text);
document.querySelector(".whole").addEventListener("submit", async (event) => {
  if (!isDirty()) return;
  event.preventDefault(); // what is kept or approved has in it what was typed last
  await saveText();
  event.target.submit();
});
addEventListener("beforeunload", (event) => { if (isDirty()) event.preventDefault(); });
document.addEventListener("visibilitychange", () => { if (document.hidden && open) saveText(); });

setInterval(async () => {
  if (document.hidden || isSaving()) return;
  const answer = await read(`${words.base}/state.json?known=${version}`);
  if (!answer?.keys || isSaving()) return;
  await show(answer);
  tell("others");
}, LOOK_MS);

function clock(all) {
  const whole = `${Math.floor(all / 60000) % 60}:${String(Math.floor(all / 1000) % 60).padStart(2, "0")}.${String(all % 1000).padStart(3, "0")}`;
  return all >= 3600000 ? `${Math.floor(all / 3600000)}:${whole.padStart(9, "0")}` : whole;
}

const ms = (written) => Math.round(written.split(":").reduce((sum, part) => sum * 60 + Number(part.replace(",", ".")), 0) * 1000) || 0;

// --- now -----------------------------------------------------------------------------------------------------------

state.parentElement.hidden = false;
list.classList.add("alive");
for (const [number, said] of list.querySelectorAll(".said").entries()) said.tabIndex = number ? -1 : 0;
list.addEventListener("focusin", ({ target }) => {
  if (!target.matches(".said")) return;
  list.querySelector(".said[tabindex='0']")?.setAttribute("tabindex", "-1");
  target.tabIndex = 0;
});
const chosen = list.querySelector("li.chosen");
chosen?.querySelector("form").remove();
if (chosen) enter(chosen);
