// Marking: what is selected in the text becomes the stretch to keep back; a moment that is clicked is heard.

const form = document.querySelector("#marking");
const text = document.querySelector(".markable");
const whole = document.querySelector("#whole-sound");
const copy = document.querySelector("#public-sound");

/** A moment as the form writes it: 1:02:03.450. */
function clock(ms) {
  const hours = Math.floor(ms / 3600000), minutes = Math.floor(ms / 60000) % 60;
  const seconds = `${String(Math.floor(ms / 1000) % 60).padStart(2, "0")}.${String(ms % 1000).padStart(3, "0")}`;
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${seconds}` : `${minutes}:${seconds}`;
}

/** The words, or passages where words have no times, that a selection touches. */
function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed || !text.contains(selection.anchorNode)) return [];
  const range = selection.getRangeAt(0);
  const touched = [...text.querySelectorAll("[data-start-ms]")].filter((each) => touches(range, each));
  return touched.filter((each) => !each.querySelector("[data-start-ms]"));
}

/** A word that a selection only borders on is not touched. */
function touches(range, element) {
  const own = document.createRange();
  own.selectNodeContents(element);
  return range.compareBoundaryPoints(Range.END_TO_START, own) < 0 && range.compareBoundaryPoints(Range.START_TO_END, own) > 0;
}

function take() {
  const words = selected();
  if (!words.length) return;
  form.elements.start.value = clock(Math.min(...words.map((each) => Number(each.dataset.startMs))));
  form.elements.end.value = clock(Math.max(...words.map((each) => Number(each.dataset.endMs))));
  document.querySelector("#will-go")?.remove(); // it told of another stretch
  const told = document.querySelector("#marked");
  told.textContent = told.dataset.told.replace("{words}", words.map((each) => each.textContent).join("").trim());
}

if (form && text) document.addEventListener("selectionchange", take);

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-play]");
  const media = link?.dataset.of === "whole" ? whole : copy ?? whole;
  if (!link || !media) return;
  event.preventDefault();
  media.currentTime = Number(link.dataset.play) / 1000;
  media.play().catch(() => {}); // no sound to play: the player says so itself
});
