"use strict";
// What waits in the pool, fifty at a time from wherever one likes; what is disliked goes.

const ROWS = 50;
let shown = [];
let disliked = new Set();

const key = (url) => url.substring(url.lastIndexOf("imgPool"));

function pressed(url, card) {
  isDead(url, () => {
    askJson(`${host}removePool`, { objName: [key(url)] }, () => card.classList.add("gone"));
  });
}

at("retrieve").onclick = () => {
  const [emotion, favorite] = ["emotion", "favorite"].map((id) => at(id).value);
  askJson(`${host}retrieve`, { emotion: favorite ? `${emotion}/${favorite}` : emotion }, (status, text) => {
    if (status !== 200) {
      says(text);
      return;
    }
    const urls = both(text);
    const start = Number(at("start").value);
    shown = urls.slice(start, start + ROWS);
    disliked = hang(shown, pressed);
    says(`${urls.length} in the pool`);
  });
};

at("remove").onclick = () => {
  const gone = [...disliked].map((place) => key(shown[place]));
  askJson(`${host}removePool`, { objName: gone }, (status, text) => {
    says(status === 200 && text === "" ? `${gone.length} removed` : text);
  });
};
