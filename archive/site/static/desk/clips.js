// A clip plays in the player of the page and stops where it ends. Without this script its link opens the sound by itself,
// and the browser keeps to the same moments. Where a stretch is given to somebody, the player says from and to when.

const sound = document.querySelector(".player-bar audio");
let playing = null; // the link that was clicked last
let stopAt = Infinity;

function show() {
  for (const link of document.querySelectorAll(".hear[aria-current]")) link.removeAttribute("aria-current");
  if (playing && !sound.paused) playing.setAttribute("aria-current", "true");
}

function hear(link) {
  playing = link;
  stopAt = Number(link.dataset.until) / 1000;
  sound.currentTime = Number(link.dataset.from) / 1000;
  sound.play().catch(() => {}); // what cannot be played, the player says so itself
}

if (sound) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".hear[data-from]");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (link === playing && !sound.paused) sound.pause();
    else hear(link);
  });
  sound.addEventListener("timeupdate", () => {
    if (sound.currentTime < stopAt) return;
    stopAt = Infinity; // whoever plays on from here hears on
    sound.pause();
  });
  for (const button of document.querySelectorAll("[data-fills]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const minutes = Math.floor(sound.currentTime / 60);
      const seconds = (sound.currentTime - 60 * minutes).toFixed(2).padStart(5, "0");
      button.closest("form").elements[button.dataset.fills].value = `${minutes}:${seconds}`;
    });
  }
  for (const kind of ["play", "pause", "ended"]) sound.addEventListener(kind, show);
}
