/* The kiosk's invitation: remembers in this tab that it is a kiosk, so that the garden leads back here (idle.js). */

import { Player, keep, sleep, stayAwake } from "./player.js";

const WALK = 60000;
const invitation = document.querySelector(".invitation");
const isWalk = document.querySelector(".pane")?.dataset.pane.startsWith("walk");
const player = new Player(isWalk ? { isCalm: true, ask: WALK } : {});

sessionStorage.setItem("kiosk", JSON.stringify({ idle: Number(invitation.dataset.idle), back: location.pathname + location.search }));
invitation.addEventListener("submit", (event) => {
  // Nobody is sent to a browser's own error page; the sign says why nothing opens.
  if (player.isAway) event.preventDefault();
});

player.start();
stayAwake();
sleep();
keep();
