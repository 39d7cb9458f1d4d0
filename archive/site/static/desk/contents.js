// The contents of a recording: times play where one is, the heading that is heard is marked, and a moment is taken from
// the player. Without this script a time opens the recording there, and moments are typed.

import "./describe.js";

const media = document.querySelector(".player-bar audio, .player-bar video");
const rows = [...document.querySelectorAll(".headings > li")];

document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".hear");
  if (!media || !link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  media.currentTime = Number(link.dataset.atMs) / 1000;
  media.play().catch(() => {}); // no sound to play: the player says so itself
});

function mark() {
  const heard = rows.findLast((row) => Number(row.dataset.startMs) <= media.currentTime * 1000);
  for (const row of rows) {
    if (row === heard) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  }
}

function clock(seconds) {
  const ms = Math.round(seconds * 1000);
  const minutes = Math.floor(ms / 60000);
  const rest = `${String(Math.floor((ms % 60000) / 1000)).padStart(2, "0")}.${String(ms % 1000).padStart(3, "0")}`;
  return minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${rest}`;
}

media?.addEventListener("timeupdate", mark);
for (const button of media ? document.querySelectorAll(".here") : []) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const field = button.closest("form").elements.start_ms;
    field.value = clock(media.currentTime);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
}
