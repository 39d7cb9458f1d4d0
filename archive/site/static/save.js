// A button at each passage that saves it in this browser, and takes it back: of a transcript, and of what was found.

import { has, read, whenChangedElsewhere, write } from "./keeping.js";

const model = document.querySelector("template.saving");
const buttons = new Map();

/** The address of a moment without the words that were searched for: that is what is saved. */
function plainAddress(link) {
  const url = new URL(link.href);
  url.searchParams.delete("q");
  return url.pathname + url.search + (url.searchParams.has("t") ? "#here" : "");
}

/** The address to come back by: from when to when, and in which version, so that its page can tell what changed since. */
function lastingAddress(url, place) {
  const times = place.querySelector(":scope > .cite")?.href.match(/t=([\d.,]+)/)?.[1];
  const version = place.closest("[data-version]")?.dataset.version;
  return times ? url.replace(/t=[\d.]+/, `t=${times}${version ? `&v=${version}` : ""}`) : url;
}

function words(element) {
  const copy = element.cloneNode(true);
  for (const each of copy.querySelectorAll(".who, .made")) each.remove();
  return copy.textContent.trim().replace(/\s+/g, " ");
}

/** What a passage is, read from the page at the moment it is saved. */
function passage({ link, texts, place }) {
  const told = place.closest("[data-title]")?.dataset ?? {};
  const before = (element) => element?.querySelector(".who")?.textContent ?? speakerBefore(element);
  const url = plainAddress(link);
  return {
    url,
    link: lastingAddress(url, place),
    title: told.title ?? "",
    date: told.date ?? "",
    language: texts[0]?.closest("[lang]").lang ?? "",
    speaker: before(texts[0]),
    text: texts.map(words).join("\n"),
    time: link.querySelector("time")?.textContent ?? "",
    saved: new Date().toISOString().slice(0, 10),
    note: "",
  };
}

/** A transcript names a voice only where it changes. */
function speakerBefore(text) {
  for (let row = text?.closest(".row"); row; row = row.previousElementSibling) {
    const named = row.querySelector(":scope > p .who");
    if (named) return named.textContent;
  }
  return "";
}

function toggle(source) {
  const url = plainAddress(source.link);
  const others = read().filter((each) => each.url !== url);
  const kept = has(url) ? write(others) : write([...others, passage(source)]);
  if (!kept) button(source).title = model.dataset.full;
  showAll();
}

function button(source) {
  return buttons.get(source);
}

function showAll() {
  const urls = new Set(read().map((each) => each.url));
  for (const [source, each] of buttons) {
    const isSaved = urls.has(plainAddress(source.link));
    if ((each.getAttribute("aria-pressed") === "true") === isSaved) continue;
    each.setAttribute("aria-pressed", isSaved);
    each.textContent = isSaved ? model.dataset.saved : model.dataset.save;
  }
}

function offer(source) {
  const made = model.content.firstElementChild.cloneNode(true);
  made.addEventListener("click", () => toggle(source));
  source.place.append(made);
  buttons.set(source, made);
}

for (const row of document.querySelectorAll(".rows .row")) {
  const link = row.querySelector(":scope > a[href*='t=']");
  const texts = [...row.querySelectorAll(":scope > p, :scope > .to > p")];
  if (link && texts.length) offer({ link, texts, place: row });
}
for (const found of document.querySelectorAll(".hit .passage")) {
  const link = found.querySelector("a.play");
  const text = found.querySelector("p[lang]");
  if (link && text) offer({ link, texts: [text], place: found });
}
showAll();
whenChangedElsewhere(showAll);
