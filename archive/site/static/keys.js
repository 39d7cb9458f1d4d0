// Single keys for those who listen a lot: they press the page's own buttons.

import { help, listen } from "./keyboard.js";

const player = document.querySelector(".player");
const media = player.querySelector("audio, video");
const find = document.querySelector(".find input[type=search]");

function press(selector) {
  const button = player.querySelector(selector);
  button?.click();
  return Boolean(button);
}

function jump(seconds) {
  if (media) media.currentTime += seconds;
  return Boolean(media);
}

function changeRate(step) {
  const speed = player.querySelector(".speed select");
  if (!speed?.options[speed.selectedIndex + step]) return false;
  speed.selectedIndex += step;
  return speed.dispatchEvent(new Event("change"));
}

function toFind() {
  find?.select();
  find?.scrollIntoView({ block: "center" });
  find?.focus({ preventScroll: true });
  return Boolean(find);
}

const ACTS = {
  " ": () => press(".round"),
  k: () => press(".round"),
  j: () => jump(-10),
  l: () => jump(10),
  ArrowLeft: () => jump(-5),
  ArrowRight: () => jump(5),
  "[": () => changeRate(-1),
  "]": () => changeRate(1),
  n: () => press("[data-step='1']"),
  p: () => press("[data-step='-1']"),
  f: toFind,
  "/": toFind,
  "?": help,
};

listen(ACTS);
