/* The camera: opened by a press and never before, one still picture, then closed again. */

import { chosen } from "./wish.js";

const door = document.getElementById("camera");
const arch = door.querySelector(".arch");
const says = door.querySelector("[data-says]");
const open = door.querySelector("[data-open]");
const shutter = door.querySelector("[data-shutter]");
const shoot = door.querySelector("[data-shoot]");
const WIDEST = 1280;
const drawn = arch.innerHTML;
let stream = null;

function say(sentence, bad = false) {
  says.hidden = false;
  says.textContent = sentence;
  says.classList.toggle("bad", bad);
}

const word = (name) => door.dataset[`word${name}`];

function close() {
  if (stream) for (const track of stream.getTracks()) track.stop();
  stream = null;
  door.classList.remove("open");
  arch.innerHTML = drawn;
  shutter.hidden = true;
  open.hidden = false;
}

function giveUp(sentence) {
  close();
  say(sentence, true);
  // The sentence names the other ways; Tab goes on from it. A small screen scrolls to it.
  says.tabIndex = -1;
  says.focus();
}

async function begin() {
  open.disabled = true;
  say(word("Asking"));
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "user", width: { ideal: WIDEST } } });
    const video = document.createElement("video");
    Object.assign(video, { muted: true, playsInline: true, srcObject: stream });
    const mirror = document.createElement("div");
    mirror.className = "mirror";
    mirror.append(video);
    arch.replaceChildren(mirror);
    door.classList.add("open");
    await video.play();
    open.hidden = true;
    shutter.hidden = false;
    say(word("Ready"));
    shoot.focus();
  } catch (error) {
    giveUp(word(error.name === "NotAllowedError" ? "Denied" : "None"));
  } finally {
    open.disabled = false;
  }
}

function still() {
  const video = arch.querySelector("video");
  const scale = Math.min(1, WIDEST / Math.max(video.videoWidth, video.videoHeight));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", 0.92); });
}

async function ask(photo) {
  const form = new FormData();
  form.append("photo", photo, "photo.jpeg");
  form.append("consent", door.querySelector("input[name=consent]").value);
  const proof = door.querySelector("input[name=csrfmiddlewaretoken]").value;
  return fetch(door.dataset.action, { method: "POST", body: form, headers: { "X-CSRFToken": proof } });
}

async function look() {
  shoot.disabled = true;
  say(word("Looking"));
  try {
    const answer = await ask(await still());
    const body = await answer.json();
    if (body.code === "old_consent") {
      // The words at the door are no longer those of this page: they are to be read first.
      location.reload();
      return;
    }
    if (!answer.ok) {
      say(body.detail || word("Failed"), true);
      return;
    }
    say(word("Found"));
    go(body);
  } catch {
    say(word("Failed"), true);
  } finally {
    shoot.disabled = false;
  }
}

// To the garden that the photo looks like; a reading that is not sure has a page that asks.
function go({ code, emotion }) {
  const asks = door.dataset.asks.replace("00000000-0000-0000-0000-000000000000", code);
  const address = new URL(emotion ? door.dataset.garden.replace("happy", emotion) : asks, location);
  address.searchParams.set("orientation", door.querySelector("input[name=orientation]").value);
  for (const [name, value] of chosen()) address.searchParams.set(name, value);
  if (emotion) address.searchParams.set("reading", code);
  close();
  location.assign(address);
}

if (navigator.mediaDevices?.getUserMedia) {
  // The server may have guessed otherwise.
  door.classList.add("lent");
  open.addEventListener("click", begin);
  shoot.addEventListener("click", look);
  door.querySelector("[data-close]").addEventListener("click", () => { close(); says.hidden = true; open.focus(); });
  addEventListener("pagehide", close);
} else {
  door.classList.remove("lent");
  say(word(window.isSecureContext ? "None" : "Insecure"));
}
