/* Tells the garden, once, that its pictures were really on the screen: an offer becomes an impression. */

const slate = document.querySelector(".slate[data-seen]");
const token = document.querySelector("input[name=csrfmiddlewaretoken]");
const MOMENT = 800;
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

function look(entries) {
  clearTimeout(timer);
  const visible = document.visibilityState === "visible" && entries.some((entry) => entry.intersectionRatio >= 0.5);
  if (visible) timer = setTimeout(tell, MOMENT);
}

if (slate) {
  const observer = new IntersectionObserver(look, { threshold: 0.5 });
  const watch = () => {
    observer.disconnect();
    clearTimeout(timer);
    if (document.visibilityState === "visible") for (const each of slate.children) observer.observe(each);
  };
  document.addEventListener("visibilitychange", watch);
  watch();
}
