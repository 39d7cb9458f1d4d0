/* A record as a form: each field is checked as one leaves it, by the archive's own rules; people are added; what was
   typed is not left behind unnoticed. Without scripts the form does the same when it is sent. */

const form = document.querySelector("form.sheet");

async function check(field) {
  const control = field.querySelector("input, textarea");
  const error = field.querySelector(".error");
  const said = control.value;
  const asked = new URLSearchParams({ part: field.dataset.check, said });
  // A long text is judged when it is kept: an address cannot carry it.
  if (said.length > 2000) return;
  const answer = await fetch(`${form.dataset.checkAt}?${asked}`).catch(() => null);
  // Nobody there, or signed out: keeping says so, with everything still in its place.
  if (!answer?.ok || control.value !== said) return;
  const { says } = await answer.json();
  error.textContent = says;
  error.hidden = !says;
  field.classList.toggle("wrong", Boolean(says));
  if (says) control.setAttribute("aria-invalid", "true");
  else control.removeAttribute("aria-invalid");
}

form?.addEventListener("change", (event) => {
  const field = event.target.closest("[data-check]");
  if (field) check(field);
});

/* --- people ------------------------------------------------------------------------------------------------------ */

const people = document.querySelector(".people");
const another = document.querySelector("#another");

another?.addEventListener("click", () => {
  const number = people.children.length + 1;
  const row = people.lastElementChild.cloneNode(true);
  for (const control of row.querySelectorAll("input, select")) {
    const label = row.querySelector(`label[for="${control.id}"]`);
    control.id = label.htmlFor = control.id.replace(/\d+/, number);
    if (control.matches("input")) control.value = "";
  }
  people.append(row);
  row.querySelector("input").focus();
});
if (another) another.hidden = false;

/* --- leaving ------------------------------------------------------------------------------------------------------ */

let isChanged = false;
if (form?.matches("[data-leaving]")) {
  form.addEventListener("input", () => (isChanged = true));
  form.addEventListener("submit", () => (isChanged = false));
  addEventListener("beforeunload", (event) => isChanged && event.preventDefault());
}
