/* Likes and "not now" without leaving the page; a form that cannot be sent this way is sent as a form. */

import { toast, word } from "./toast.js";

const KINDS = {
  like: { on: "like", off: "unlike", said: "Liked", takenBack: "Unliked" },
  "not-now": { on: "not-now", off: "undo", said: "PutOff", takenBack: "CalledBack" },
};
const count = document.querySelector("[data-liked]");

const pressed = (form) => form.querySelector("button").getAttribute("aria-pressed") === "true";

function show(form, on) {
  const kind = KINDS[form.dataset.wish];
  const button = form.querySelector("button");
  if (form.dataset.wish === "like" && count && pressed(form) !== on) {
    count.textContent = Math.max(0, Number(count.textContent) + (on ? 1 : -1)) || "";
  }
  button.setAttribute("aria-pressed", String(on));
  button.value = on ? kind.off : kind.on;
  // Who likes it wants to see it: the garden takes a "not now" back by itself.
  const other = on && form.dataset.wish === "like" && form.parentElement.querySelector("form[data-wish=not-now]");
  if (other) show(other, false);
}

async function send(form, on) {
  const fields = new FormData(form);
  return fetch(form.dataset.api, {
    method: on ? "PUT" : "DELETE",
    headers: { "Content-Type": "application/json", "X-CSRFToken": fields.get("csrfmiddlewaretoken") },
    body: on ? JSON.stringify({ slate: fields.get("slate") }) : null,
  });
}

// The picture left, or the garden no longer knows this page: cookies are gone, or the visitor was erased meanwhile.
async function refused(form, status, by) {
  const hangs = async () => (await fetch(new URL("../", form.action), { method: "HEAD" })).ok;
  if (status === 404 && !(await hangs())) toast(word("Gone"), { by });
  else if (status === 404 || status === 403) toast(word("Old"), { by, act: () => location.reload(), called: word("Reload") });
  else toast(word("Failed"), { by });
}

async function wish(form, on, { undoes = false } = {}) {
  // One press at a time: a double tap is one wish, not two.
  if (form.dataset.busy) return;
  form.dataset.busy = "yes";
  const kind = KINDS[form.dataset.wish];
  const by = form.querySelector("button");
  show(form, on);
  try {
    const answer = await send(form, on);
    // Read to its end, or the connection stays taken.
    await answer.text();
    if (!answer.ok) {
      show(form, !on);
      await refused(form, answer.status, by);
      return;
    }
    const undo = undoes ? null : () => wish(form, !on, { undoes: true });
    toast(word(undoes ? "Undone" : on ? kind.said : kind.takenBack), { by, undo });
  } catch {
    show(form, !on);
    toast(word("Failed"), { by });
  } finally {
    delete form.dataset.busy;
  }
}

for (const form of document.querySelectorAll("form[data-wish]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    wish(form, !pressed(form));
  });
  // The second click of a double click.
  form.addEventListener("click", (event) => { if (event.detail > 1) event.preventDefault(); });
}
