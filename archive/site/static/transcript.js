// Transcript and sound in step: the row and the word that are heard are marked, and a click on a word plays from it.
// `row` is announced as an event ("heard") so that following, in its own module, can scroll.

const rows = document.querySelector(".rows");
const media = document.querySelector(".player audio, .player video");
const SHIFT_MS = 50; // a browser may land a little before the moment asked for; the row before must not flash
const LINGER_MS = 2000; // how long a row stays marked in silence

function times(cue) {
  const [start, end] = cue.dataset.ms.split("-").map(Number);
  return { start, end };
}

const timed = [...rows.querySelectorAll(".row:has([data-ms])")].map((row) => {
  const cues = [...row.querySelectorAll("[data-ms]")].map(times);
  return { row, start: Math.min(...cues.map((cue) => cue.start)), end: Math.max(...cues.map((cue) => cue.end)) };
}).sort((one, other) => one.start - other.start);
timed.reduce((latest, entry) => (entry.latest = Math.max(latest, entry.end)), 0); // when all rows up to here are over

let current = rows.querySelector(".row[aria-current]");
let heard = []; // the rows in which somebody is speaking
let marked = [];

/** How many of `entries` have started by `now`, by halving. */
function started(entries, now) {
  let low = 0, high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (entries[middle].start <= now) low = middle + 1; else high = middle;
  }
  return low;
}

const lastStarted = (entries, now) => entries[started(entries, now) - 1];

/** The rows that are heard, the last to begin first; in silence the one that was heard last, for a while. */
function heardAt(now) {
  const found = [];
  const first = started(timed, now) - 1;
  for (let at = first; at >= 0 && timed[at].latest > now; at--) if (timed[at].end > now) found.push(timed[at].row);
  if (found.length || first < 0 || now >= timed[first].latest + LINGER_MS) return found;
  let at = first;
  while (timed[at].end < timed[first].latest) at--;
  return [timed[at].row];
}

/** Wrap each word of a cue in a span; `data-words` is pairs of letters and hundredths of a second from its start. */
function split(cue) {
  const pairs = cue.dataset.words.split(" ").map(Number);
  const start = times(cue).start;
  delete cue.dataset.words;
  const words = [];
  for (let at = 0; at < pairs.length; at += 2) words.push({ letters: pairs[at], start: start + pairs[at + 1] * 10 });
  cue.words = words;
  const texts = document.createTreeWalker(cue, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement.closest(".who") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  const nodes = [];
  while (texts.nextNode()) nodes.push(texts.currentNode);
  wrap(nodes, words);
}

/** Cut the text nodes at the words' edges: a word that is partly marked becomes two spans of one word. */
function wrap(nodes, words) {
  let place = 0, left = words[0]?.letters ?? 0;
  for (const node of nodes) {
    const letters = Array.from(node.data);
    const pieces = document.createDocumentFragment();
    while (letters.length) {
      while (!left && place < words.length - 1) left = words[++place].letters;
      const text = letters.splice(0, left || letters.length).join("");
      left = Math.max(0, left - Array.from(text).length);
      const [, before, word, after] = text.match(/^(\s*)(.*?)(\s*)$/su);
      const span = Object.assign(document.createElement("span"), { className: "word", textContent: word });
      span.word = words[place];
      (words[place].spans ??= []).push(span);
      pieces.append(before, ...(word ? [span] : []), after);
    }
    node.replaceWith(pieces);
  }
}

// The contents stand on the page twice, for wide and narrow windows; one of them is seen.
const contents = [...document.querySelectorAll(".contents")].map((list) => ({
  entries: [...list.querySelectorAll("li > a")].map((link) => ({ link, start: secondsOf(link) * 1000 })),
}));

function secondsOf(link) {
  return Number(new URL(link.href).searchParams.get("t"));
}

function markHeading(now) {
  for (const list of contents) {
    const found = lastStarted(list.entries, now)?.link;
    if (found === list.current) continue;
    list.current?.removeAttribute("aria-current");
    found?.setAttribute("aria-current", "true");
    list.current = found;
  }
}

function markWord(now) {
  const words = [];
  for (const cue of heard.flatMap((row) => [...row.querySelectorAll("[data-ms]")])) {
    if (cue.dataset.words) split(cue);
    const { start, end } = times(cue);
    if (cue.words && start <= now && now < end + LINGER_MS) words.push(...(lastStarted(cue.words, now)?.spans ?? []));
  }
  if (words.length === marked.length && words.every((span, n) => span === marked[n])) return;
  for (const span of marked) span.removeAttribute("aria-current");
  for (const span of words) span.setAttribute("aria-current", "true");
  marked = words;
}

function step() {
  const now = media.currentTime * 1000 + SHIFT_MS;
  heard = heardAt(now);
  const row = heard[0] ?? null;
  if (row !== current) {
    current?.removeAttribute("aria-current");
    row?.setAttribute("aria-current", "true");
    current = row;
    if (row) rows.dispatchEvent(new CustomEvent("heard", { detail: { row } }));
  }
  markHeading(now);
  markWord(now);
}

function run() {
  step();
  if (!media.paused) requestAnimationFrame(run);
}

function playFrom(seconds) {
  media.currentTime = seconds;
  media.play().catch(() => {}); // refused: the reader presses play
}

function plainClick(event) {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}

document.addEventListener("click", (event) => {
  if (!plainClick(event)) return;
  const word = event.target.closest(".word");
  if (word && getSelection().isCollapsed) return playFrom(word.word.start / 1000);
  const link = event.target.closest(".row > a[href*='t=']:not(.cite), .heading > a[href*='t='], .contents li > a");
  if (!link) return;
  event.preventDefault();
  history.replaceState(null, "", link.href);
  playFrom(secondsOf(link));
  if (!rows.contains(link)) step(), rows.dispatchEvent(new CustomEvent("asked", { detail: { row: current } }));
});

const inView = new IntersectionObserver((seen) => {
  for (const { isIntersecting, target } of seen) {
    if (!isIntersecting) continue;
    inView.unobserve(target);
    for (const cue of target.querySelectorAll("[data-words]")) split(cue);
  }
}, { rootMargin: "200px" });
for (const { row } of timed) inView.observe(row);

media.addEventListener("play", run);
for (const kind of ["seeked", "timeupdate"]) media.addEventListener(kind, step);
