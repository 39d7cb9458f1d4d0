/* An order of things: moved by buttons, with the keyboard or the mouse; the numbers that the form sends follow. */

const things = document.querySelector("ol[data-moved]");
const told = document.querySelector("#told");

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
  // At either end the button pressed has no more to do; its neighbour takes the focus, which must not get lost.
  (button.disabled ? item.querySelector(".up:enabled, .down:enabled") : button).focus();
  const place = [...things.children].indexOf(item) + 1;
  told.textContent = `${item.querySelector("bdi").textContent} ${things.dataset.moved} ${place}`;
  things.dispatchEvent(new Event("input", { bubbles: true }));
});

things.addEventListener("change-of-tapes", number);
number();
