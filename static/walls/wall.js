/* One wall: its player, and the bar for whoever sets it up. */

import { Player, keep, sleep, stayAwake } from "./player.js";

const player = new Player();
const pausing = document.querySelector("[data-pausing]");
const full = document.querySelector("[data-full]");

function pause() {
  player.isPaused = !player.isPaused;
  pausing.setAttribute("aria-pressed", String(player.isPaused));
}

pausing.hidden = false;
pausing.addEventListener("click", pause);
addEventListener("keydown", (event) => {
  if (event.key !== " " || event.target.closest("button, a")) return;
  event.preventDefault();
  pause();
});
if (document.fullscreenEnabled) {
  full.hidden = false;
  full.addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  });
}

player.start();
stayAwake();
sleep();
keep();
