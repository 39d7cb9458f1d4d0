// The review queue by keyboard: one key a decision, sent one after the other while the next suggestion is looked at already.
// Every act is a button of the page's own forms, sent as the form would be.

import { help, listen } from "../keyboard.js";
import { inTurn, isSaving } from "./saving.js";

const list = document.querySelector("#suggestions");
const status = document.querySelector("#state");
const bar = document.querySelector(".player-bar");
const sound = bar?.querySelector("audio");
const howFar = document.querySelector("#how-far");
const done = []; // what was decided on this page: { row, alike, act }
let until = null;

const rows = () => [...list.children];
const now = () => list.querySelector("[aria-current]");
const isOpen = (row) => !row.dataset.outcome;

// --- where one is ------------------------------------------------------------------------------------------------

function go(row) {
  if (!row) return false;
  now()?.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
  if (sound && !sound.paused) sound.pause();
  return true;
}

function step(way) {
  const all = rows();
  return go(all[all.indexOf(now()) + way]);
}

/** On to the next that waits; behind the last one, to the next page once everything is kept. */
function onward() {
  const all = rows();
  const at = all.indexOf(now());
  const next = [...all.slice(at + 1), ...all.slice(0, at)].find(isOpen);
  if (next) return go(next);
  if (document.querySelector("#more")) inTurn(async () => {}).then(toNextPage);
  return true;
}

/** The next page begins behind those that were skipped: they wait on. */
function toNextPage() {
  if (rows().some(isOpen)) return;
  const next = new URL(location.href);
  const skipped = rows().filter((row) => row.dataset.outcome === "skipped").length;
  next.searchParams.set("from", Number(next.searchParams.get("from")) + skipped);
  next.hash = "";
  location.assign(next);
}

// --- deciding ----------------------------------------------------------------------------------------------------

function press(act) {
  const button = now()?.querySelector(`button[value="${act}"]`);
  if (!button || !isOpen(now())) return false;
  button.click();
  return true;
}

function decide(row, form, button) {
  const { value: act } = button;
  const alike = act.endsWith("everywhere") ? rows().filter((each) => isOpen(each) && each.dataset.spelling === row.dataset.spelling) : [row];
  const entry = { row, alike, act, form };
  const body = new URLSearchParams(new FormData(form, button));
  show(entry, act.startsWith("reject") ? "rejected" : "accepted", list.dataset[act.startsWith("reject") ? "rejected" : "accepted"]);
  done.push(entry);
  inTurn(async () => {
    const answer = await post(form.action, body);
    if (!answer.status) return takeBack(entry, answer.says);
    entry.count = answer.count;
    count(answer.count);
    const what = act === "change" || act === "teach" ? list.dataset.changed.replace("{what}", answer.means) : list.dataset[answer.status];
    show(entry, answer.status, what + (answer.count > 1 ? `, ${list.dataset.alike.replace("{count}", answer.count - 1)}` : ""));
    tell(`${row.querySelector("mark")?.textContent ?? ""}: ${what}`);
  });
  onward(); // whoever leaves the page behind its last suggestion waits for this one to be kept
}

function undo() {
  const entry = done.pop();
  if (!entry) {
    const last = document.querySelector("form[data-mine] button");
    if (last) last.click(); else tell(list.dataset.nothing);
    return true;
  }
  for (const each of entry.alike) show({ alike: [each] }, "", "");
  go(entry.row);
  if (entry.act === "skip") return true;
  const body = new URLSearchParams(new FormData(entry.form));
  body.set("act", entry.act.endsWith("everywhere") ? "undo everywhere" : "undo");
  inTurn(async () => {
    if (entry.failed) return;
    const answer = await post(entry.form.action, body);
    if (!answer.status) return tell(answer.says);
    count(-entry.count);
    tell(list.dataset.undone);
  });
  return true;
}

function skip() {
  if (!now() || !isOpen(now())) return false;
  const entry = { row: now(), alike: [now()], act: "skip" };
  show(entry, "skipped", list.dataset.skipped);
  done.push(entry);
  return onward();
}

function takeBack(entry, says) {
  entry.failed = true;
  done.splice(done.indexOf(entry), 1);
  show(entry, "", "");
  tell(says);
  go(entry.row);
}

function show({ alike }, outcome, says) {
  for (const row of alike) {
    if (outcome) row.dataset.outcome = outcome; else delete row.dataset.outcome;
    row.querySelector(".outcome").textContent = says;
  }
}

function count(by) {
  const { told, all } = howFar.dataset;
  const decided = Number(howFar.dataset.decided) + by;
  howFar.dataset.decided = decided;
  howFar.textContent = told.replace("{decided}", decided).replace("{all}", all);
  howFar.previousElementSibling.value = decided;
}

function tell(says) {
  status.textContent = says;
}

async function post(url, body) {
  try {
    const answer = await fetch(url, { method: "POST", headers: { Accept: "application/json" }, body, keepalive: true });
    const told = await answer.json();
    return answer.ok ? told : { says: [told.error?.says, told.error?.next_step].filter(Boolean).join(" ") };
  } catch {
    return { says: list.dataset.offline };
  }
}

// --- sound -------------------------------------------------------------------------------------------------------

function play(row = now()) {
  if (!sound || !row?.dataset.sound) return false;
  if (!sound.paused && row.hasAttribute("aria-current")) {
    sound.pause();
    return true;
  }
  const from = Number(row.dataset.from) / 1000;
  until = Number(row.dataset.until) / 1000;
  if (sound.getAttribute("src") !== row.dataset.sound) sound.src = row.dataset.sound;
  bar.hidden = false;
  sound.currentTime = from;
  sound.play().catch(() => {}); // no sound to play: the player says so itself
  return true;
}

sound?.addEventListener("timeupdate", () => {
  if (until === null || sound.currentTime < until) return;
  sound.pause();
  until = null;
});

// --- keys and clicks ---------------------------------------------------------------------------------------------

function alternative(number) {
  const row = now();
  const choice = row && isOpen(row) && row.querySelectorAll("input[name=alternative]")[number - 1];
  if (!choice) return false;
  choice.checked = true;
  return press("change");
}

/** A capital is for all that are spelt so; where only Caps Lock made it one, for this one. */
const capital = (act) => ({ shiftKey }) => press(shiftKey ? `${act} everywhere` : act);

function write() {
  const row = now();
  if (!row || !isOpen(row)) return false;
  row.querySelector("details").open = true;
  row.querySelector("input[name=meaning]").focus();
  return true;
}

document.body.classList.add("alive");
bar.hidden = false;
listen({
  a: () => press("accept"), r: () => press("reject"), A: capital("accept"), R: capital("reject"),
  c: write, s: skip, u: undo, p: () => play(), " ": () => play(), j: () => step(1), k: () => step(-1), "?": help,
  ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8, 9].map((each) => [each, () => alternative(each)])),
});
list.addEventListener("submit", (event) => {
  event.preventDefault();
  const row = event.target.closest("li");
  if (isOpen(row)) decide(row, event.target, event.submitter);
});
list.addEventListener("click", (event) => {
  const row = event.target.closest("li");
  if (row && row !== now() && !event.target.closest("form")) go(row);
  if (!event.target.closest(".hear")) return;
  event.preventDefault();
  go(row);
  play(row);
});
list.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.name === "meaning") now()?.focus();
});
window.addEventListener("beforeunload", (event) => { if (isSaving()) event.preventDefault(); });
go(rows().find(isOpen));
