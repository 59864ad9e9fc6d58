/* The printing button, where there is something to press it with. What is written stays on this page. */

const print = document.querySelector("[data-print]");
print.hidden = false;
print.addEventListener("click", () => window.print());
