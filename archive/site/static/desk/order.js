/* An order of things: moved by buttons, with the keyboard or the mouse; the numbers that the form sends follow. */

const things = document.querySelector("ol[data-moved]");
const told = document.querySelector("#told");
const OURS = `earwitness order ${location.pathname}`;

function number() {
  const items = [...things.children];
  items.forEach((item, place) => {
    item.querySelector(".place").hidden = true;
    item.querySelector(".place input").value = place + 1;
    item.querySelector(".up").hidden = item.querySelector(".down").hidden = items.length < 2;
    item.querySelector(".up").disabled = place === 0;
    item.querySelector(".down").disabled = place === items.length - 1;
  });
}

things.addEventListener("click", (event) => {
  const button = event.target.closest(".up, .down");
  if (!button) return;
  const item = button.closest("li");
  if (button.matches(".up")) item.previousElementSibling?.before(item);
  else item.nextElementSibling?.after(item);
  number();
  remember();
  // At either end the button pressed has no more to do; its neighbour takes the focus, which must not get lost.
  (button.disabled ? item.querySelector(".up:enabled, .down:enabled") : button).focus();
  const place = [...things.children].indexOf(item) + 1;
  told.textContent = `${item.querySelector("bdi").textContent} ${things.dataset.moved} ${place}`;
  things.dispatchEvent(new Event("input", { bubbles: true }));
});

/* Tapes that wait to be taken in have no order on the server yet: a page that is loaded again finds it in this tab. */
function remember() {
  const uploads = [...things.children].map((item) => item.dataset.upload);
  try {
    if (uploads.every(Boolean)) sessionStorage.setItem(OURS, JSON.stringify(uploads));
  } catch { /* no store in this browser: the order is sent with the form all the same */ }
}

function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem(OURS)) ?? [];
  } catch {
    return [];
  }
}

things.addEventListener("change-of-tapes", number);
const before = remembered();
const known = [...things.children].filter((item) => before.includes(item.dataset.upload));
known.sort((one, other) => before.indexOf(one.dataset.upload) - before.indexOf(other.dataset.upload));
things.prepend(...known);
number();
