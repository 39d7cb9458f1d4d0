// Taking a passage along: a row's "Cite" opens its page in place, a selection decides from where to where, and whatever
// is meant to be copied gets a button. Without this script "Cite" is a link to the same page, and text can be selected.

const rows = document.querySelector(".rows");
let open;

function addCopying(taking) {
  if (!navigator.clipboard) return; // a site without https: text can be selected
  for (const source of taking.querySelectorAll("[data-copy]")) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "copy", textContent: taking.dataset.copyLabel });
    button.addEventListener("click", async () => {
      await navigator.clipboard.write([new ClipboardItem(kinds(source))]);
      button.textContent = taking.dataset.copiedLabel;
      setTimeout(() => { button.textContent = taking.dataset.copyLabel; }, 2000);
    });
    source.after(button);
  }
}

/** Italics go along where they can be pasted; code and addresses are plain. */
function kinds(source) {
  const plain = { "text/plain": new Blob([source.textContent.trim()], { type: "text/plain" }) };
  return source.querySelector("i") ? { ...plain, "text/html": new Blob([source.innerHTML], { type: "text/html" }) } : plain;
}

/** From where to where: all that is selected, if it reaches into this row; else the row as its link says. */
function address(link) {
  const chosen = getSelection();
  if (chosen.isCollapsed || !rows.contains(chosen.anchorNode) || !chosen.containsNode(link.closest(".row"), true)) return link.href;
  const cues = [...rows.querySelectorAll(".row > [data-ms], .to > [data-ms]")].filter((cue) => chosen.containsNode(cue, true));
  if (!cues.length) return link.href;
  const times = cues.map(span);
  const from = Math.min(...times.map(([start]) => start)), to = Math.max(...times.map(([, end]) => end));
  const found = new URL(link.href);
  return `${found.origin}${found.pathname}${found.search.replace(/t=[\d.,]+/, `t=${from / 1000},${to / 1000}`)}`;
}

/** Of a cue with word times only the words that are selected. */
function span(cue) {
  const chosen = getSelection();
  const [start, end] = cue.dataset.ms.split("-").map(Number);
  const all = [...cue.querySelectorAll(".word")];
  const first = all.find((word) => chosen.containsNode(word, true));
  if (!first) return [start, end];
  const after = all[all.findLastIndex((word) => chosen.containsNode(word, true)) + 1];
  return [first === all[0] ? start : first.word.start, after ? after.word.start : end];
}

async function show(link) {
  const wanted = address(link);
  const answer = await fetch(wanted);
  if (!answer.ok) return location.assign(wanted);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const taking = page.querySelector(".taking");
  if (!taking) return location.assign(wanted);
  close();
  const panel = Object.assign(document.createElement("section"), { className: "sharing", tabIndex: -1 });
  panel.setAttribute("aria-label", page.querySelector("h1").textContent);
  const shut = Object.assign(document.createElement("button"), { type: "button", className: "copy shut", textContent: taking.dataset.closeLabel });
  shut.addEventListener("click", () => { close(); link.focus(); });
  // What stands on the page already need not be named twice.
  for (const each of taking.querySelectorAll("[id]")) each.id = `taking-${each.id}`;
  for (const each of taking.querySelectorAll("[aria-labelledby]")) each.setAttribute("aria-labelledby", `taking-${each.getAttribute("aria-labelledby")}`);
  for (const each of taking.querySelectorAll("a[href]")) each.href = new URL(each.getAttribute("href"), wanted).href;
  panel.append(shut, taking);
  link.closest(".row").after(panel);
  addCopying(taking);
  open = { panel, link };
  panel.focus({ preventScroll: true });
}

function close() {
  open?.panel.remove();
  open = undefined;
}

for (const taking of document.querySelectorAll(".taking")) addCopying(taking);
// A press on "Cite" must not undo the selection that it is about.
rows?.addEventListener("mousedown", (event) => { if (event.target.closest(".row > .cite")) event.preventDefault(); });
rows?.addEventListener("click", (event) => {
  const link = event.target.closest(".row > .cite");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (open?.link === link && getSelection().isCollapsed) return close();
  show(link).catch(() => location.assign(link.href));
});
rows?.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !open?.panel.contains(event.target)) return;
  const { link } = open;
  close();
  link.focus();
});
