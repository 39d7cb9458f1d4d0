// Single keys: they never act while somebody types, are listed in a dialog, and can be turned off for good (WCAG 2.1.4);
// whether they are is kept in this browser and nowhere else.

const KEPT = "earwitness.keys";
const dialog = document.querySelector("dialog.keys");
const opener = document.querySelector(".keys-opener");
const wished = dialog.querySelector("input[type=checkbox]");

/** Show which keys there are. */
export function help() {
  dialog.showModal();
  return true;
}

/** Do what these keys say: an act by each key that returns whether there was anything to do. */
export function listen(acts) {
  wished.checked = kept() !== "off";
  wished.addEventListener("change", keep);
  opener.hidden = false;
  opener.addEventListener("click", help);
  document.addEventListener("keydown", (event) => {
    if (!wished.checked || dialog.open || event.isComposing || event.defaultPrevented) return;
    const key = named(event);
    if (event.ctrlKey || event.metaKey || event.altKey || isTaken(key, event.target)) return;
    if (event.shiftKey && (key === " " || key.startsWith("Arrow"))) return; // scrolls back; widens what is selected
    if (acts[key]?.(event)) event.preventDefault();
  });
}

/** The key by its name; where a Chinese input method has taken it, and says so and no more, by its place. */
function named({ key, code, shiftKey }) {
  if (key !== "Process") return key;
  const [, letter, digit] = code.match(/^(?:Key(.)|Digit(.))$/) ?? [];
  if (letter) return shiftKey ? letter : letter.toLowerCase();
  return digit ?? { Space: " ", Slash: shiftKey ? "?" : "/" }[code] ?? key;
}

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
