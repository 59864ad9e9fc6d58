"use strict";
// What is served, all of it; a press on a picture that is gone takes it out of the list.

let shown = [];
let disliked = new Set();

const key = (url) => url.substring(url.lastIndexOf("emotions"));

function pressed(url, card) {
  isDead(url, () => {
    askJson(`${host}clearIndex`, { objName: key(url) }, (status) => card.setAttribute("data-cleared", status));
  });
}

at("view").onclick = () => {
  askJson(`${host}gardenfromDB`, { emotion: at("emotion").value }, (status, text) => {
    shown = both(text);
    disliked = hang(shown, pressed);
    says(`${shown.length} are served`);
  });
};

at("remove").onclick = () => {
  const gone = [...disliked].map((place) => key(shown[place]));
  askJson(`${host}remove`, { objName: gone }, (status, text) => {
    says(status === 200 && text === "" ? `${gone.length} removed` : text);
  });
  gone.forEach((name) => askJson(`${host}clearIndex`, { objName: name }, () => {}));
};
