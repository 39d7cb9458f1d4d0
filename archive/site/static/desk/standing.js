// How the text stands: what is asked of the server, what came of it, and the page brought to it.

import { bringTo } from "./rows.js";
import { read, send } from "./saving.js";

export const list = document.querySelector("#text");
export const words = list.dataset;
export const disputes = document.querySelector("#disputes");
const state = document.querySelector("#state");
const undo = document.querySelector("#undo");
const progress = document.querySelector("#progress");
const voices = document.querySelector("#voices");

const MOST_TRIES = 5;

let version = words.version;
let current = null; // the names of all passages, once they are others than when the page was made
const undoable = [];

export const tell = (kind, text = words[kind]) => { state.textContent = text; state.dataset.kind = kind; };
export const told = () => state.dataset.kind;

/** Whether a passage of the page is one of the text as it stands. */
export const isCurrent = (row) => current === null || current.has(row.dataset.key);

/** Send a wish; returns the answer, or nothing if it was refused. */
export async function act(wish) {
  try {
    const answer = await send(`${words.base}/wishes.json`, { by: words.by, ...wish }, tell);
    if (answer.outcome !== "disputed") undoable.push(answer.correction);
    undo.disabled = !undoable.length;
    tell(answer.outcome);
    return answer;
  } catch (refusal) {
    tell("refusal", refusal.message);
    return null;
  }
}

/** Take back the latest act of this page; returns the answer, or nothing. */
export async function takeBackLast() {
  const of = undoable.pop();
  const answer = of && (await act({ act: "undo", of }));
  if (answer) undoable.pop(); // the undoing itself
  undo.disabled = !undoable.length;
  return answer;
}

/** Whether anything was done in this page that can be taken back. */
export const canTakeBack = () => undoable.length > 0;

/** Bring the page to how the text stands; passages of which `stays` says so are not taken away. */
export async function show(answer, stays) {
  const rows = { ...answer.rows };
  for (let tries = 0; !(await bringTo(answer.keys, rows, stays)); tries += 1) {
    const later = tries < MOST_TRIES ? await read(`${words.base}/state.json`) : null; // it changed once more in between
    if (!later?.keys) return; // the next look sees it
    answer = { ...answer, ...later };
  }
  version = answer.version;
  current = new Set(answer.keys);
  progress.textContent = progress.dataset.told.replace("{heard}", answer.heard).replace("{cues}", answer.keys.length);
  document.querySelector("#approve").disabled = answer.disputed > 0;
  if (answer.disputes !== undefined) disputes.innerHTML = answer.disputes;
  for (const { speaker } of answer.after ?? []) addVoice(speaker);
}

/** What others did since, if they did anything. */
export async function lookForOthers() {
  const answer = await read(`${words.base}/state.json?known=${version}`);
  return answer?.keys ? answer : null;
}

/** The voice of that number, as the keys count them. */
export const voiceOf = (number) => voices.children[number - 1]?.textContent;

function addVoice(speaker) {
  if (speaker && ![...voices.children].some((each) => each.textContent === speaker)) voices.append(new Option(speaker));
}
