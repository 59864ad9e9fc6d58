// The contact sheet's comforts: a live count, the whole page at once, ranges with Shift. Everything works without.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const bar = document.querySelector(".gl-bar");
  if (!bar) return;
  const ticks = [...document.querySelectorAll(".gl-tick")];
  const counter = bar.querySelector(".gl-counter");
  const page = bar.querySelector(".gl-page");
  const across = bar.querySelector("[name=select_across]");
  let last = null;

  const count = () => {
    const ticked = ticks.filter((tick) => tick.checked).length;
    counter.textContent = ticked ? `${ticked} ${counter.dataset.some}` : counter.dataset.none;
    page.setAttribute("aria-pressed", String(ticked === ticks.length));
  };

  const range = (tick, event) => {
    const ends = [ticks.indexOf(last), ticks.indexOf(tick)].sort((one, other) => one - other);
    if (event.shiftKey && last && last !== tick) {
      ticks.slice(ends[0], ends[1] + 1).forEach((between) => { between.checked = tick.checked; });
    }
    last = tick;
    count();
  };

  ticks.forEach((tick) => tick.addEventListener("click", (event) => range(tick, event)));
  page.hidden = false;
  page.addEventListener("click", () => {
    const all = ticks.every((tick) => tick.checked);
    ticks.forEach((tick) => { tick.checked = !all; });
    count();
  });
  if (across) across.addEventListener("change", () => ticks.forEach((tick) => { tick.disabled = across.checked; }));

  window.addEventListener("pageshow", count);
});
