// Above the sheet: menus that close as menus do, and the counts of the kept searches, asked for when the page is there.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const menus = ".gl-filter[open], .gl-help[open], .gl-menu[open]";
  const close = (except) => document.querySelectorAll(menus).forEach((menu) => {
    if (menu !== except) menu.open = false;
  });
  document.addEventListener("click", (event) => close(event.target.closest(".gl-filter, .gl-help, .gl-menu")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const inside = document.activeElement.closest(menus);
    close(null);
    if (inside) inside.querySelector("summary").focus();
  });

  const boards = document.querySelector("[data-counts]");
  if (!boards) return;
  fetch(boards.dataset.counts, { headers: { Accept: "application/json" } })
    .then((response) => (response.ok ? response.json() : { counts: {} }))
    .then(({ counts, most }) => {
      const number = new Intl.NumberFormat(document.documentElement.lang);
      Object.entries(counts).forEach(([board, count]) => {
        const place = boards.querySelector(`[data-board="${board}"]`);
        if (place) place.textContent = count > most ? `${number.format(most)}+` : number.format(count);
      });
    })
    .catch(() => {});
});
