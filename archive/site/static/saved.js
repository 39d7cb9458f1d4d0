// The page of saved passages: shown, put in order, annotated, and taken away as a file. All of it in this browser.

import { read, whenChangedElsewhere, write } from "./keeping.js";
import { asCsv, asMarkdown, asRis } from "./taking.js";

const page = document.querySelector(".saved");
const list = page.querySelector("ol");
const model = page.querySelector("template");
const said = page.querySelector("[role=status]");
const undo = page.querySelector(".undo");
let removed;

function entry(passage, place, all) {
  const item = model.content.firstElementChild.cloneNode(true);
  const find = (name) => item.querySelector(`.${name}`);
  find("title").textContent = passage.title || passage.url;
  find("title").href = passage.link ?? passage.url;
  find("when").textContent = [passage.time, passage.date].filter(Boolean).join(" · ");
  find("speaker").textContent = passage.speaker ?? "";
  find("words").textContent = passage.text ?? "";
  if (passage.language) find("words").lang = passage.language;
  find("note-text").value = passage.note ?? "";
  find("note-text").addEventListener("change", ({ target }) => change(passage.url, { note: target.value }));
  find("up").disabled = place === 0;
  find("down").disabled = place === all.length - 1;
  find("up").addEventListener("click", () => move(passage.url, -1));
  find("down").addEventListener("click", () => move(passage.url, 1));
  find("remove").addEventListener("click", () => remove(passage.url));
  for (const each of item.querySelectorAll("[data-of]")) {
    each.setAttribute("aria-label", `${each.textContent || each.dataset.of}: ${passage.title} ${passage.time}`);
  }
  return item;
}

function show() {
  const all = read();
  list.replaceChildren(...all.map(entry));
  page.classList.toggle("none", !all.length);
  for (const each of page.querySelectorAll(".with-some")) each.hidden = !all.length;
  page.querySelector(".with-none").hidden = Boolean(all.length);
}

function change(url, told) {
  write(read().map((each) => (each.url === url ? { ...each, ...told } : each)));
  said.textContent = page.dataset.kept;
}

function move(url, by) {
  const all = read();
  const from = all.findIndex((each) => each.url === url);
  const to = from + by;
  if (from < 0 || to < 0 || to >= all.length) return;
  [all[from], all[to]] = [all[to], all[from]];
  write(all);
  show();
  const again = list.children[to].querySelector(by < 0 ? ".up" : ".down");
  (again.disabled ? list.children[to].querySelector(by < 0 ? ".down" : ".up") : again).focus();
}

function remove(url) {
  const all = read();
  const place = all.findIndex((each) => each.url === url);
  removed = { place, passage: all[place] };
  write(all.filter((each) => each.url !== url));
  show();
  said.textContent = page.dataset.removed;
  undo.hidden = false;
  undo.focus();
}

undo.addEventListener("click", () => {
  const all = read();
  all.splice(removed.place, 0, removed.passage);
  write(all);
  undo.hidden = true;
  said.textContent = "";
  show();
  list.children[removed.place].querySelector(".title").focus();
});

const files = {
  md: { made: asMarkdown, type: "text/markdown" },
  csv: { made: asCsv, type: "text/csv" },
  ris: { made: asRis, type: "application/x-research-info-systems" },
};

for (const button of page.querySelectorAll("[data-take]")) {
  button.addEventListener("click", () => {
    const { made, type } = files[button.dataset.take];
    const address = URL.createObjectURL(new Blob([made(read(), page.dataset)], { type: `${type};charset=utf-8` }));
    Object.assign(document.createElement("a"), { href: address, download: `saved.${button.dataset.take}` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  });
}

page.hidden = false;
show();
whenChangedElsewhere(show);
