// Following: while it plays, the page keeps the row that is heard in sight. A reader who scrolls is left alone, and finds
// the way back in one button. Nothing else on the site moves the page.

const rows = document.querySelector(".rows");
const player = document.querySelector(".player");
const media = player.querySelector("audio, video");
const choice = document.querySelector(".follow");

if (choice) {
  const wished = choice.querySelector("input");
  const back = Object.assign(document.createElement("button"), { className: "return", type: "button", hidden: true });
  back.textContent = rows.dataset.return;
  rows.after(back);
  choice.hidden = false;

  let away = false; // the reader has scrolled to somewhere else
  let ours = false; // the scrolling that goes on is ours
  let settled = false; // the page has come to rest after loading, at whatever its address points to
  let calm; // ends our scrolling in browsers that do not say when it ends

  const show = () => { back.hidden = !(wished.checked && away && !media.paused); };

  const bring = (row) => {
    const top = player.getBoundingClientRect().bottom;
    const seen = row.getBoundingClientRect();
    const room = innerHeight - top;
    if (seen.top >= top && seen.bottom <= top + room * 0.75) return;
    const most = document.documentElement.scrollHeight - innerHeight;
    const target = Math.min(Math.max(scrollY + seen.top - top - room * 0.2, 0), most);
    if (Math.abs(target - scrollY) < 2) return;
    ours = true;
    clearTimeout(calm);
    calm = setTimeout(() => { ours = false; }, 1500);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    scrollTo({ top: target, behavior: still ? "instant" : "smooth" });
  };

  const leave = () => {
    if (media.paused || !settled) return;
    if (ours) scrollTo({ top: scrollY, behavior: "instant" }); // we were on the way: stop where the reader took over
    ours = false;
    away = true;
    show();
  };

  const join = () => {
    away = false;
    show();
    const row = rows.querySelector(".row[aria-current]");
    if (row && wished.checked) bring(row);
  };

  rows.addEventListener("heard", ({ detail }) => { if (wished.checked && !away && !media.paused) bring(detail.row); });
  rows.addEventListener("asked", ({ detail }) => { if (detail.row) bring(detail.row); });
  for (const kind of ["wheel", "touchmove"]) addEventListener(kind, leave, { passive: true });
  addEventListener("scroll", () => { if (!ours) leave(); }, { passive: true });
  addEventListener("scrollend", () => { ours = false; });
  addEventListener("load", () => requestAnimationFrame(() => requestAnimationFrame(() => { settled = true; })));
  media.addEventListener("seeking", () => { away = false; show(); });
  for (const kind of ["play", "pause"]) media.addEventListener(kind, show);
  wished.addEventListener("change", join);
  back.addEventListener("click", join);
}
