/* An order as it goes: asks what has changed, and puts each picture into its place. Without this script the page loads
   itself anew. */

const live = document.getElementById("live");
const PAUSE = 1500;
const LONGEST = 30000;
const PATIENCE = 10000;
let pause = PAUSE;

function put(slot) {
  const place = document.getElementById(`slot-${slot.id}`);
  if (!place) return;
  place.dataset.state = slot.state;
  place.querySelector("[data-words]").textContent = slot.words;
  const frame = place.querySelector(".frame");
  if (!slot.picture || frame.querySelector("img")) return;
  const link = document.createElement("a");
  link.href = slot.picture.href;
  link.classList.toggle("veiled", slot.picture.veiled);
  const image = new Image(slot.width, slot.height);
  image.alt = slot.alt;
  image.src = slot.picture.src;
  link.append(image);
  frame.replaceChildren(link);
}

async function look() {
  const sentence = live.querySelector("[data-sentence]");
  try {
    const answer = await fetch(live.dataset.progress, { redirect: "error", signal: AbortSignal.timeout(PATIENCE) });
    if (!answer.ok) throw new Error(answer.statusText);
    const said = await answer.json();
    // A status that says the same again would be read out again.
    if (sentence.textContent !== said.sentence) sentence.textContent = said.sentence;
    live.querySelector("progress").value = said.done;
    said.slots.forEach(put);
    if (said.over) live.querySelector("[data-cancel]")?.remove();
    live.dataset.over = said.over ? "yes" : "no";
    pause = PAUSE;
  } catch {
    sentence.textContent = live.dataset.wordAway;
    pause = Math.min(pause * 2, LONGEST);
  }
  next();
}

function next() {
  if (live.dataset.over === "no") setTimeout(() => (document.hidden ? next() : look()), pause);
}

next();
