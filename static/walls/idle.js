/* In a tab that a kiosk has opened: back to the invitation when nobody touches it any more, and no way into the admin. */

const kiosk = JSON.parse(sessionStorage.getItem("kiosk") ?? "null");
const LAST = 10000;
const LATER = 5000;

// Only to where something answers: the garden, or what the kiosk has kept of it.
async function leave() {
  const isThere = await fetch(kiosk.back, { method: "HEAD", cache: "no-store" }).then((answer) => answer.ok, () => false);
  const kept = isThere || (await navigator.serviceWorker?.getRegistration(kiosk.back));
  const isKept = kept && kept !== true && new URL(kept.scope).pathname.startsWith("/kiosk/");
  if (isThere || isKept) location.replace(kiosk.back);
  else setTimeout(leave, LATER);
}

function watch() {
  const words = document.querySelector("script[data-word-still]").dataset.wordStill;
  const note = document.createElement("p");
  note.className = "note still-there";
  note.setAttribute("role", "status");
  document.body.append(note);
  let asking;
  let leaving;
  const touched = () => {
    clearTimeout(asking);
    clearTimeout(leaving);
    note.textContent = "";
    asking = setTimeout(() => { note.textContent = words; }, Math.max(kiosk.idle * 1000 - LAST, 1000));
    leaving = setTimeout(leave, kiosk.idle * 1000);
  };
  ["pointerdown", "pointermove", "keydown", "scroll", "input"].forEach((kind) => addEventListener(kind, touched, { passive: true }));
  document.querySelectorAll('a[href^="/admin/"]').forEach((link) => link.remove());
  touched();
}

if (kiosk) watch();
