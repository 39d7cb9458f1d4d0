// From match to match: two buttons and "3 of 12" go through what was searched for, in order of time, and the sound goes
// along. The marks are the server's; without this script they are read where they stand.

const rows = document.querySelector(".rows");
const control = document.querySelector(".hits");
const media = document.querySelector(".player audio, .player video");
const NEAR_MS = 3000; // a reader who has listened on, or gone elsewhere, means the next match from there

if (control) {
  const said = control.querySelector("[data-said]");
  const hits = [...rows.querySelectorAll("[data-found]")]
    .map((line) => ({ line, start: Number(line.dataset.ms.split("-")[0]) }))
    .sort((one, other) => one.start - other.start);
  let at = -1;

  const now = () => media.currentTime * 1000;

  /** The match after this moment, or before it; past the last comes the first again. */
  const fromHere = (step) => {
    if (step > 0) return hits.findIndex(({ start }) => start > now() + 50);
    return hits.findLastIndex(({ start }) => start < now() - 50);
  };

  const go = (step) => {
    const isLost = media && (at < 0 || Math.abs(now() - hits[at].start) > NEAR_MS);
    const next = isLost ? fromHere(step) : at + step;
    hits[at]?.line.classList.remove("at");
    at = next < 0 ? (step > 0 ? 0 : hits.length - 1) : next % hits.length;
    const { line, start } = hits[at];
    line.classList.add("at");
    said.textContent = said.dataset.said.replace("{}", at + 1);
    const row = line.closest(".row");
    if (media) {
      media.currentTime = start / 1000;
      rows.dispatchEvent(new CustomEvent("asked", { detail: { row } }));
    } else {
      row.scrollIntoView({ block: "center" });
    }
  };

  control.hidden = false;
  for (const button of control.querySelectorAll("[data-step]")) {
    button.addEventListener("click", () => go(Number(button.dataset.step)));
  }
}
