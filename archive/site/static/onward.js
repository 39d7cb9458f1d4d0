// Where a tape ends, the way to the next one: a tape is a page of its own, so the reader decides whether to go there.

const media = document.querySelector(".player audio, .player video");
const onward = document.querySelector(".onward");

if (onward) {
  media.addEventListener("ended", () => { onward.hidden = false; });
  media.addEventListener("play", () => { onward.hidden = true; });
}
