// A batch's page as it goes: asks for the part that changes. Without this script the page loads itself anew.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const live = document.getElementById("gb-live");
  if (!live) return;
  const PAUSE = 2000;
  const PATIENCE = 30000;
  let pause = PAUSE;

  const standing = (part) => part.querySelector(".gb-progress");

  // Pictures that are here stay as they are: a new element would load its picture again.
  const merge = (fresh) => {
    const shown = live.querySelector(".gb-pictures");
    const news = [...fresh.querySelectorAll(".gb-picture")].filter((picture) => !document.getElementById(picture.id));
    shown.prepend(...news.map((picture) => document.importNode(picture, true)));
    fresh.querySelector(".gb-pictures").remove();
    [...live.children].forEach((part) => { if (part !== shown) part.remove(); });
    const isNote = (part) => part.matches(".gl-nothing");
    const parts = [...fresh.children].map((part) => document.importNode(part, true));
    shown.before(...parts.filter((part) => !isNote(part)));
    shown.after(...parts.filter(isNote));
  };

  const look = async () => {
    try {
      const answer = await fetch(live.dataset.url, { headers: { Accept: "text/html" }, redirect: "error" });
      if (!answer.ok) throw new Error(answer.statusText);
      const box = document.createElement("template");
      box.innerHTML = await answer.text();
      const before = standing(live).dataset.state;
      if (!standing(box.content)) throw new Error("not the batch");
      // Which buttons fit depends on the state: the whole page is needed.
      if (standing(box.content).dataset.state !== before) return location.reload();
      merge(box.content);
      pause = PAUSE;
    } catch {
      pause = Math.min(pause * 2, PATIENCE);
    }
    return next();
  };

  const next = () => {
    if (standing(live).dataset.over === "yes") return;
    setTimeout(() => (document.hidden ? next() : look()), pause);
  };
  next();
});
