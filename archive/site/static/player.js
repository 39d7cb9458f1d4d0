// The player: the browser's own element does the work; here it gets the round button, jumps, the line of time, the speed.
// Without this script the element shows its own controls and everything still plays.

const player = document.querySelector(".player");
const media = player.querySelector("audio, video");
const button = player.querySelector(".round");
const slider = player.querySelector("input[type=range]");
const position = player.querySelector(".position");
const heard = player.querySelector("#heard rect");
const speed = player.querySelector(".speed");
const total = Number(player.dataset.durationMs) / 1000;
const words = { play: button.getAttribute("aria-label"), pause: button.dataset.pause };

function clock(seconds) {
  const whole = Math.floor(seconds);
  const parts = [Math.floor(whole / 60) % 60, whole % 60].map((each) => String(each).padStart(2, "0"));
  const hours = Math.floor(whole / 3600);
  return hours ? `${hours}:${parts.join(":")}` : `${Number(parts[0])}:${parts[1]}`;
}

function showTime() {
  const now = clock(media.currentTime);
  position.textContent = now;
  slider.value = media.currentTime;
  slider.setAttribute("aria-valuetext", now);
  // A film or tape of unknown length has no line to draw on.
  if (heard && total) heard.setAttribute("width", (720 * media.currentTime) / total);
}

function showState() {
  player.classList.toggle("playing", !media.paused);
  button.setAttribute("aria-label", media.paused ? words.play : words.pause);
}

const jumps = [...player.querySelectorAll("[data-jump]")];
for (const part of [button, slider, speed, ...jumps]) part.hidden = false;
if (media.localName === "audio") media.removeAttribute("controls");
if (media.localName === "audio") media.hidden = true;

button.addEventListener("click", () => (media.paused ? media.play().catch(() => {}) : media.pause()));
for (const each of jumps) each.addEventListener("click", () => { media.currentTime += Number(each.dataset.jump); });
slider.addEventListener("input", () => { media.currentTime = Number(slider.value); });
speed.querySelector("select").addEventListener("change", (event) => { media.playbackRate = Number(event.target.value); });
for (const kind of ["play", "pause", "ended"]) media.addEventListener(kind, showState);
for (const kind of ["timeupdate", "seeking"]) media.addEventListener(kind, showTime);
media.addEventListener("error", () => { player.querySelector(".fault").hidden = false; });
showState();
