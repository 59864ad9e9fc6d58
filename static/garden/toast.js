/* A few words about what was just done, and a button that undoes it: the next stop of the Tab key, or Ctrl+Z. */

const PATIENCE = 8000;
const says = document.querySelector("[data-likes]");
let shown = null;
let timer = 0;

export const word = (name) => says?.dataset[`word${name}`] ?? "";

function read(sentence) {
  // Emptied first, so that the same words are read out again.
  says.textContent = "";
  setTimeout(() => { says.textContent = sentence; }, 30);
}

function hide() {
  clearTimeout(timer);
  if (!shown) return;
  const { box, by } = shown;
  shown = null;
  // Whoever stood on its button comes back to where they were.
  if (box.contains(document.activeElement)) by.focus();
  box.remove();
}

function wait() {
  clearTimeout(timer);
  timer = setTimeout(hide, PATIENCE);
}

function rest() {
  // Nobody is hurried who points at it or stands on it.
  if (shown && !shown.box.matches(":hover, :focus-within")) wait();
}

function made(sentence, act, called) {
  const box = document.createElement("div");
  box.className = "toast";
  const text = document.createElement("span");
  text.textContent = sentence;
  // Read out already, by the status.
  text.ariaHidden = "true";
  box.append(text);
  if (act) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = called;
    button.addEventListener("click", () => { hide(); act(); });
    box.append(button);
  }
  return box;
}

/* `by`: what was pressed; it keeps the focus. `undo`: what the button does, if anything can be undone; else `act`. */
export function toast(sentence, { by, undo = null, act = undo, called = word("Undo") }) {
  hide();
  read(sentence);
  const box = made(sentence, act, called);
  (by.closest("form") ?? by).after(box);
  if (box.showPopover) {
    // In the top layer it stands free of whatever clips or moves its place.
    box.popover = "manual";
    box.showPopover();
  }
  shown = { box, by, undo };
  for (const event of ["pointerenter", "focusin"]) box.addEventListener(event, () => clearTimeout(timer));
  for (const event of ["pointerleave", "focusout"]) box.addEventListener(event, () => setTimeout(rest));
  wait();
}

// A sheet that opens would lie under it.
addEventListener("beforetoggle", (event) => {
  if (event.newState === "open" && !event.target.matches(".toast")) hide();
}, true);

addEventListener("keydown", (event) => {
  if (!shown) return;
  if (event.key === "Escape") hide();
  const undoes = event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey;
  if (!undoes || !shown?.undo || event.target.matches("input, textarea, select")) return;
  event.preventDefault();
  const { undo } = shown;
  hide();
  undo();
});
