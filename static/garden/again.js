/* Looks for the garden, less and less often, and opens the page that was asked for as soon as it is back. */

const FIRST = 4000;
const LAST = 60000;
let wait = FIRST;

async function look() {
  try {
    const answer = await fetch("/healthz/live", { cache: "no-store" });
    if (answer.ok) location.reload();
  } catch {
    // Still out of reach.
  }
}

async function again() {
  await look();
  wait = Math.min(wait * 1.5, LAST);
  setTimeout(again, wait);
}

// Asked for by its own address there is nothing to come back to.
if (location.pathname !== "/offline/") {
  setTimeout(again, wait);
  addEventListener("online", look);
}
