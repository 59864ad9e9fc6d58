/* Tells the garden, once, that its pictures were really on the screen: an offer becomes an impression. */

const slate = document.querySelector(".slate[data-seen]");
const token = document.querySelector("input[name=csrfmiddlewaretoken]");
const MOMENT = 800;
// The windows that are on the screen now: an observer tells only of those that came or went.
const shown = new Set();
let timer = 0;
let told = false;

function tell() {
  if (told) return;
  told = true;
  fetch(slate.dataset.seen, {
    method: "POST",
    keepalive: true,
    headers: { "Content-Type": "application/json", "X-CSRFToken": token.value },
    body: JSON.stringify(slate.dataset.token ? { token: slate.dataset.token } : {}),
  }).then((answer) => answer.text()).catch(() => { told = false; });
}

function stop() {
  clearTimeout(timer);
  timer = 0;
}

function look(entries) {
  for (const entry of entries) {
    if (entry.intersectionRatio >= 0.5) shown.add(entry.target);
    else shown.delete(entry.target);
  }
  if (!shown.size) stop();
  else if (!timer && document.visibilityState === "visible") timer = setTimeout(tell, MOMENT);
}

if (slate) {
  const observer = new IntersectionObserver(look, { threshold: 0.5 });
  const watch = () => {
    // Observed anew, each window is told of once more.
    observer.disconnect();
    shown.clear();
    stop();
    if (document.visibilityState === "visible") for (const each of slate.children) observer.observe(each);
  };
  document.addEventListener("visibilitychange", watch);
  watch();
}
