/* The kiosk's invitation: remembers in this tab that it is a kiosk, so that the garden leads back here (idle.js). */

import { Player, keep, sleep, stayAwake } from "./player.js";

const WALK = 60000;
const PATIENCE = 10000;
const invitation = document.querySelector(".invitation");
const isWalk = document.querySelector(".pane")?.dataset.pane.startsWith("walk");
const player = new Player(isWalk ? { isCalm: true, ask: WALK } : {});

// Asked for first: nobody is left with the browser's own error page, which leads nowhere.
async function begin(event) {
  event.preventDefault();
  const asked = { method: "POST", body: new FormData(invitation), redirect: "manual", signal: AbortSignal.timeout(PATIENCE) };
  try {
    const answer = await fetch(invitation.action, asked);
    if (answer.type === "opaqueredirect") location.assign(invitation.dataset.gate);
    else if (answer.status < 500) location.reload();
    else player.say(true);
  } catch {
    player.say(true);
  }
}

sessionStorage.setItem("kiosk", JSON.stringify({ idle: Number(invitation.dataset.idle), back: location.pathname + location.search }));
invitation.addEventListener("submit", begin);

player.start();
stayAwake();
sleep();
keep();
