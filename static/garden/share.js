/* The device's own share sheet; where there is none, the link goes to the clipboard. */

import { tell } from "./taken.js";
import { toast, word } from "./toast.js";

const button = document.querySelector("[data-share]");

function copiedByHand(text) {
  // Over plain HTTP a page has no clipboard, but it may still copy what is selected.
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "hush";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  button.focus();
  return done;
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedByHand(text);
  }
}

async function copiedAndTold(url) {
  const done = await copied(url);
  if (done) {
    toast(word("Copied"), { by: button });
    tell(button.dataset.shared);
  }
  return done;
}

async function share() {
  const { share: url, title } = button.dataset;
  if (navigator.share) {
    try {
      await navigator.share({ title, url });
      tell(button.dataset.shared);
    } catch (error) {
      // Closing the sheet is an answer, too.
      if (error.name !== "AbortError") await copiedAndTold(url);
    }
  } else if (!(await copiedAndTold(url))) {
    prompt("", url);
  }
}

button.addEventListener("click", share);
