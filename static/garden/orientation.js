/* Turns the garden to fit the screen: upright phones get wide pictures, one above the other; wide screens tall ones. */

const upright = matchMedia("(max-aspect-ratio: 1/1)");
const wanted = () => (upright.matches ? "landscape" : "portrait");

function carry() {
  for (const each of document.querySelectorAll("[data-carry=orientation]")) {
    if (each.matches("input")) {
      each.value = wanted();
    } else {
      const address = new URL(each.href);
      address.searchParams.set("orientation", wanted());
      each.href = address;
    }
  }
}

function correctOnce() {
  const slate = document.querySelector(".slate");
  const address = new URL(location);
  // An orientation in the address was chosen already, by a link or by this very line: nothing turns twice.
  if (!slate || address.searchParams.has("orientation") || slate.dataset.orientation === wanted()) return false;
  address.searchParams.set("orientation", wanted());
  location.replace(address);
  return true;
}

/* True while the page is about to turn: it is not to be touched any more. */
export const turns = correctOnce();

if (!turns) {
  carry();
  upright.addEventListener("change", carry);
}
