/* The help sign of Django's two-box select has a name but no role: screen readers would pass it over. */

addEventListener("load", () => setTimeout(() => {
  for (const sign of document.querySelectorAll(".help-tooltip[aria-label]")) sign.setAttribute("role", "img");
}));
