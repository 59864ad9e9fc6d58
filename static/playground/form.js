/* An example fills the form where it stands; without this script its link does. One order for one press. */

const form = document.getElementById("wish");
const examples = document.querySelector(".examples");

examples.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-words]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const prompt = form.elements.prompt;
  prompt.value = link.dataset.words;
  form.querySelector(`input[name="emotion"][value="${link.dataset.mood}"]`).checked = true;
  examples.querySelector("[aria-current]")?.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
  prompt.focus({ preventScroll: true });
  prompt.scrollIntoView({ block: "center" });
});

form.addEventListener("submit", () => {
  // Later than the submission itself, which a disabled button would stop.
  setTimeout(() => { form.querySelector("button[type=submit]").disabled = true; });
});
addEventListener("pageshow", () => { form.querySelector("button[type=submit]").disabled = false; });
form.querySelector("[role=alert]")?.focus();
