"use strict";
// Pairs of pictures under a name of the page's own; then a look at them, and away with what is not liked.

const PACE = 200;
let disliked = new Set();
let keys = [];

// Without zeros before short numbers, as the original's names are.
function stamp(now) {
  const day = `${now.getUTCFullYear()}${now.getUTCMonth() + 1}${now.getUTCDate()}`;
  return `${day}-${now.getHours()}${now.getMinutes()}${now.getSeconds()}`;
}

at("make").onclick = () => {
  const [emotion, favorite, count] = ["emotion", "favorite", "count"].map((id) => at(id).value);
  const folder = favorite ? `imgPool/${emotion}/${favorite}` : `imgPool/${emotion}`;
  const fname = `${folder}/img_${stamp(new Date())}`;
  const prompt = JSON.stringify({ emotion, emotionText: emotion, favorite: "", others: at("others").value });
  let ordered = 0;
  at("name").textContent = fname;
  keys = [];
  for (let index = 0; index < count; index += 1) {
    keys.push(`${fname}_${index}h.jpeg`, `${fname}_${index}v.jpeg`);
    setTimeout(() => {
      askJson(`${host}bulk`, { index, prompt, fname }, (status, text) => {
        if (status === 200 && JSON.parse(text).index === index) ordered += 1;
        says(status === 200 ? `${ordered} ordered` : text);
      });
    }, index * PACE);
  }
};

at("update").onclick = () => {
  disliked = hang(keys.map((key) => host + key), () => {});
};

at("remove").onclick = () => {
  const gone = [...disliked].map((place) => keys[place]);
  // A text of a list, where another page sends the list itself.
  askJson(`${host}remove`, { objName: JSON.stringify(gone) }, (status, text) => {
    says(status === 200 && text === "" ? `${gone.length} removed` : text);
  });
  gone.forEach((key) => askJson(`${host}clearIndex`, { objName: key }, () => {}));
};
