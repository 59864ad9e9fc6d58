// Plays a zone's pictures as its wall does; without it the first of each is shown.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const room = document.querySelector("[data-walls]");
  if (!room) return;
  const button = room.querySelector("button[data-play]");
  const screens = [...room.querySelectorAll(".gd-screen")].map((screen) => [...screen.querySelectorAll("img")]);
  const seconds = 3;
  let beat = 0;

  const next = (pictures) => {
    const shown = pictures.findIndex((picture) => !picture.hidden);
    pictures.forEach((picture, place) => { picture.hidden = place !== (shown + 1) % pictures.length; });
  };

  const play = () => {
    const playing = beat !== 0;
    window.clearInterval(beat);
    beat = playing ? 0 : window.setInterval(() => screens.filter((all) => all.length > 1).forEach(next), 1000 * seconds);
    button.textContent = playing ? button.dataset.play : button.dataset.pause;
  };

  button.hidden = !screens.some((all) => all.length > 1);
  button.addEventListener("click", play);
});
