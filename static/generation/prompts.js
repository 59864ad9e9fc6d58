// An order from a prompt set: what it makes is shown as boxes are ticked. Without this script a button shows it.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("gp-form");
  const look = document.getElementById("gp-look");
  if (!form || !look) return;
  const PAUSE = 350;
  let timer = 0;
  let asked = 0;
  form.classList.add("gp-live");

  const ask = async () => {
    const mine = ++asked;
    const data = new FormData(form);
    data.set("do", "part");
    try {
      const answer = await fetch(location.href, { method: "POST", body: data, redirect: "error" });
      const text = await answer.text();
      // An older answer must not stand over a newer one.
      if (mine !== asked || !answer.ok) return;
      look.innerHTML = text;
    } catch {
      // The button still asks for the whole page.
    } finally {
      if (mine === asked) look.classList.remove("gp-waits");
    }
  };

  form.addEventListener("input", () => {
    look.classList.add("gp-waits");
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
});
