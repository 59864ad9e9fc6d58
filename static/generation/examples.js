// The example prompts under the order form: one click fills the form. Without this script the link does.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const gallery = document.getElementById("gp-examples");
  if (!gallery) return;
  gallery.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-words]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    document.querySelector(`input[name="emotion"][value="${link.dataset.emotion}"]`).checked = true;
    const words = document.querySelector('textarea[name="others"]');
    words.value = link.dataset.words;
    document.querySelector('input[name="emotion_text"]').value = "";
    words.closest("details").open = true;
    gallery.querySelectorAll("[aria-current]").forEach((other) => other.removeAttribute("aria-current"));
    link.setAttribute("aria-current", "true");
    words.focus({ preventScroll: true });
    words.scrollIntoView({ block: "center" });
  });
});
