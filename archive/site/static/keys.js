// Single keys for those who listen a lot. They press the page's own buttons, never act while somebody types, and can be
// turned off for good (WCAG 2.1.4); whether they are is kept in this browser and nowhere else.

const KEPT = "earwitness.keys";
const dialog = document.querySelector("dialog.keys");
const opener = document.querySelector(".keys-opener");
const wished = dialog.querySelector("input[type=checkbox]");
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

function help() {
  dialog.showModal();
  return true;
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

/** Whether a key means something where the reader is: letters in a field, a space on a button, arrows on a slider. */
function isTaken(key, target) {
  if (target.closest("input:not([type=checkbox], [type=range]), textarea, select, [contenteditable]")) return true;
  if (key === " ") return Boolean(target.closest("button, a, summary, input, audio, video"));
  return key.startsWith("Arrow") && Boolean(target.closest("input, audio, video"));
}

function kept() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null; // a browser that keeps nothing
  }
}

function keep() {
  try {
    if (wished.checked) localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, "off");
  } catch {
    // then it holds for this page
  }
}

wished.checked = kept() !== "off";
wished.addEventListener("change", keep);
opener.hidden = false;
opener.addEventListener("click", help);
document.addEventListener("keydown", (event) => {
  if (!wished.checked || dialog.open || event.isComposing || event.defaultPrevented) return;
  if (event.ctrlKey || event.metaKey || event.altKey || isTaken(event.key, event.target)) return;
  if (event.shiftKey && (event.key === " " || event.key.startsWith("Arrow"))) return; // scrolls back; widens what is selected
  if (ACTS[event.key]?.()) event.preventDefault();
});
