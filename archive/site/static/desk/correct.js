// Correcting: a click or Enter on a passage opens its form in place. Every act is the same as that of the form without
// scripts. The keys are listed on the page.

import { change, confirm, join, remove, split, takeBack } from "./acts.js";
import { enter, follow, inHand, isDirty, leave, save, sendLeftBehind, step, typed } from "./hand.js";
import { rowOf } from "./rows.js";
import { inTurn, isSaving } from "./saving.js";
import * as sound from "./sound.js";
import { act, disputes, list, lookForOthers, show, tell, voiceOf, words } from "./standing.js";
import { done, leftBehind, sayWeAreHere } from "./unsent.js";

const LOOK_MS = 10000;
const NUDGE_MS = 100;
const MARKS = { KeyQ: "[?]", KeyP: "[pause]", KeyO: "[overlap]" };

// --- keys --------------------------------------------------------------------------------------------------------

const KEYS = {
  "Tab": sound.toggle,
  "Shift Tab": sound.back,
  "Enter": splitOrGoOn,
  "Shift Enter": join,
  "Ctrl Enter": confirm,
  "Escape": () => { const { row } = inHand(); leave(); row.querySelector(".said")?.focus(); },
  "Alt ArrowUp": () => enter(step(inHand().row, -1)),
  "Alt ArrowDown": () => enter(step(inHand().row, 1), 0),
  "Alt KeyU": () => enter(leastCertain(), 0),
  "Alt KeyS": () => inHand().form.elements.speaker.select(),
  "Alt KeyL": () => wrap(words.otherLanguage),
  "Alt Delete": remove,
  "Alt Backspace": remove,
  "Alt Comma": () => nudge("start_ms", -NUDGE_MS),
  "Alt Period": () => nudge("start_ms", NUDGE_MS),
  "Alt Shift Comma": () => nudge("end_ms", -NUDGE_MS),
  "Alt Shift Period": () => nudge("end_ms", NUDGE_MS),
};

list.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return; // Enter and Tab choose a character of an input method
  if (event.target.matches(".said") && /^Arrow(Up|Down)$/.test(event.key)) return void rove(event);
  const hand = inHand();
  if (!hand || event.target.form !== hand.form) return;
  if (event.target !== hand.field) return void (event.key === "Escape" && hand.field.focus());
  const does = actOf(event);
  if (!does) return;
  event.preventDefault();
  does();
});

function actOf(event) {
  const held = [event.ctrlKey || event.metaKey ? "Ctrl" : "", event.altKey ? "Alt" : "", event.shiftKey ? "Shift" : ""];
  const pressed = [...held.filter(Boolean), event.code === "NumpadEnter" ? "Enter" : event.code].join(" ");
  const voice = pressed.match(/^Alt Digit([1-9])$/);
  if (voice) return () => speak(voiceOf(Number(voice[1])));
  if (MARKS[event.code] && pressed === `Alt ${event.code}`) return () => insert(MARKS[event.code]);
  return KEYS[pressed];
}

document.addEventListener("keydown", (event) => {
  if (event.altKey && !event.ctrlKey && !event.shiftKey && event.code === "KeyZ") { event.preventDefault(); takeBack(); }
});

function rove(event) {
  const row = step(event.target.closest("li"), event.key === "ArrowDown" ? 1 : -1);
  if (!row) return;
  event.preventDefault();
  row.querySelector(".said").focus();
}

function splitOrGoOn() {
  const { field, row } = inHand();
  const at = field.selectionStart;
  if (!field.value.slice(at).trim()) return void enter(step(row, 1), 0);
  if (field.value.slice(0, at).trim()) split();
}

function leastCertain() {
  const doubtful = [...list.querySelectorAll("li[data-sure]")].filter((row) => row !== inHand()?.row);
  const rank = (row) => (row.classList.contains("doubtful") ? -1 : Number(row.dataset.sure));
  return doubtful.reduce((worst, row) => (!worst || rank(row) < rank(worst) ? row : worst), null);
}

function nudge(edge, by) {
  change("times", ({ start_ms, end_ms }) => ({ start_ms, end_ms, [edge]: Math.max(0, { start_ms, end_ms }[edge] + by) }));
}

function speak(speaker) {
  if (speaker !== undefined) change("speaker", () => ({ speaker }));
}

/** Put in a mark after what is selected: no word goes by it. */
function insert(mark) {
  const { field } = inHand();
  field.setRangeText(mark, field.selectionEnd, field.selectionEnd, "end");
  typed();
}

/** Mark what is selected as said in another language. */
function wrap(language) {
  const { field } = inHand();
  const { selectionStart: from, selectionEnd: to } = field;
  field.setRangeText(`[${language}: ${field.value.slice(from, to)}]`, from, to, "end");
  if (from === to) field.selectionStart = field.selectionEnd -= 1;
  typed();
}

// --- typing, clicking --------------------------------------------------------------------------------------------

list.addEventListener("input", ({ target }) => { if (target === inHand()?.field) typed(); });
for (const kind of ["compositionstart", "compositionend"]) {
  list.addEventListener(kind, ({ type }) => { if (inHand()) inHand().isComposing = type === "compositionstart"; });
}

list.addEventListener("change", ({ target }) => {
  if (target.form !== inHand()?.form) return;
  const { speaker, start, end } = target.form.elements;
  if (target === speaker) speak(speaker.value.trim());
  if (target === start || target === end) moveTo(ms(start.value), ms(end.value));
});

function moveTo(startMs, endMs) {
  if (Number.isFinite(startMs) && Number.isFinite(endMs)) change("times", () => ({ start_ms: startMs, end_ms: endMs }));
  else tell("refusal", words.noMoment);
}

list.addEventListener("submit", (event) => {
  event.preventDefault();
  const does = { text: () => save(), heard: confirm, split: splitOrGoOn, join, remove };
  if (inHand()) does[event.submitter?.value]?.();
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
    await show(answer, (row) => row === inHand()?.row);
    (rowOf(answer.after[0]?.key ?? "")?.querySelector(".said") ?? disputes).focus();
  });
});

document.querySelector("#undo").addEventListener("click", takeBack);

// --- keeping it in step ------------------------------------------------------------------------------------------

document.querySelector(".whole").addEventListener("submit", async (event) => {
  if (!isDirty()) return;
  event.preventDefault(); // what is kept or approved has in it what was typed last
  await save();
  if (!isDirty()) event.target.submit();
});
addEventListener("beforeunload", (event) => { if (isDirty()) event.preventDefault(); });
document.addEventListener("visibilitychange", () => { if (document.hidden && inHand()) save(); });

setInterval(async () => {
  sayWeAreHere();
  if (document.hidden || isSaving()) return;
  await sendWhatWasLeft();
  const answer = await lookForOthers();
  if (!answer || isSaving()) return;
  await follow(answer);
  tell("others");
}, LOOK_MS);

async function sendWhatWasLeft(when) {
  for (const left of leftBehind(when)) {
    if (await sendLeftBehind(left)) done(left);
  }
}

const ms = (written) => (/^[\d:.,\s]+$/.test(written) ? Math.round(written.split(":").reduce((sum, part) => sum * 60 + Number(part.replace(",", ".")), 0) * 1000) : NaN);

// --- now ---------------------------------------------------------------------------------------------------------

document.querySelector("#state").parentElement.hidden = false;
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
sendWhatWasLeft({ atStart: true });
