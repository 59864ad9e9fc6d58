/* Carries the chosen season, weather and time from their selects into whichever door is opened. */

const wish = document.querySelector(".wish");

export function chosen() {
  const selects = wish ? [...wish.querySelectorAll("select")] : [];
  return selects.filter((select) => select.value).map((select) => [select.name, select.value]);
}

for (const form of document.querySelectorAll(".door form[method=post]")) {
  form.addEventListener("formdata", (event) => {
    for (const [name, value] of chosen()) event.formData.set(name, value);
  });
}
