// An address that names a moment or a passage: `#t=a,b` and `?t=a,b` start at a and stop at b, and a hit clicked in a
// search plays on arrival. `?t=` needs no script to be read: the server marks the rows and the sound opens there.

const rows = document.querySelector(".rows");
const media = document.querySelector(".player audio, .player video");
let stopAt = Infinity;
let before = 0;

function range() {
  const found = location.hash.match(/^#t=(\d{1,6}(?:\.\d+)?)?(?:,(\d{1,6}(?:\.\d+)?))?$/);
  return found && { start: Number(found[1] ?? 0), end: Number(found[2] ?? Infinity) };
}

/** Where a passage that the server has marked ends; a reader who goes elsewhere meanwhile is not stopped. */
function passageEnd() {
  const found = new URLSearchParams(location.search).get("t")?.match(/^\d{1,6}(?:\.\d+)?,(\d{1,6}(?:\.\d+)?)$/);
  return found && !range() ? Number(found[1]) : Infinity;
}

function open() {
  const asked = range();
  if (!asked) return;
  stopAt = asked.end;
  rows.addEventListener("heard", ({ detail }) => detail.row.scrollIntoView({ block: "center" }), { once: true });
  media.currentTime = asked.start;
}

function cameFromSearch() {
  const [visit] = performance.getEntriesByType("navigation");
  const from = document.referrer && new URL(document.referrer);
  return visit?.type === "navigate" && from && from.origin === location.origin && /\/(search|concordance)$/.test(from.pathname);
}

media.addEventListener("timeupdate", () => {
  const reached = before < stopAt && media.currentTime >= stopAt && media.currentTime - before < 2;
  before = media.currentTime;
  if (!reached) return;
  stopAt = Infinity;
  media.pause();
});
stopAt = passageEnd();
addEventListener("hashchange", open);
if (media.readyState > 0) open();
else media.addEventListener("loadedmetadata", open, { once: true });
// The click on the hit, or on the next tape, was the wish to hear it. A browser may still refuse; then one presses play.
const isWished = cameFromSearch() && new URLSearchParams(location.search).has("t");
if (isWished || location.hash === "#play") media.play().catch(() => {});
