/* The printing button. What is written on the card stays on this page. */

document.querySelector("[data-print]").addEventListener("click", () => window.print());
