/* The address names the pictures that hang there; after “Next three” it says that they are others, and leaves a keyboard
   where it stood. */

import { turns } from "./orientation.js";

const KEY = "garden-walk";
const onward = document.querySelector(".paths a[rel~=next]");
const says = document.querySelector("[data-arrived]");

function stepped() {
  try {
    const how = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    return how;
  } catch {
    return null;
  }
}

function arrive(how) {
  // Later than the page itself: what stands in a status from the beginning is read out by nobody.
  setTimeout(() => { says.textContent = says.dataset.arrived; }, 300);
  if (how === "keys") onward.focus({ preventScroll: true });
}

// So that Back and a reload show these three again. What led here stays in the address, but for where the form stood.
function settle({ slate, orientation }) {
  const address = new URL(location);
  address.searchParams.delete("after");
  address.searchParams.set("orientation", orientation);
  address.searchParams.set("slate", slate);
  address.hash = "";
  history.replaceState(history.state, "", address);
}

const hangs = document.querySelector(".slate");
if (hangs && !turns) settle(hangs.dataset);

if (onward && says) {
  const how = stepped();
  if (how) arrive(how);
  onward.addEventListener("click", (event) => {
    // A click that no pointer made comes from Enter.
    try {
      sessionStorage.setItem(KEY, event.detail ? "pointer" : "keys");
    } catch {
      // Without storage the page still opens.
    }
  });
}
