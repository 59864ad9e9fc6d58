"use strict";
// A face, then three pictures at a time; a like says what hung beside it.

const SEASONS = ["spring", "summer", "autumn", "winter"];
const WEATHERS = ["cloudy", "rainy", "snowy", "sunny"];
const TIMES = ["day", "sunset", "the-early-dawn", "the-middle-of-the-night"];
const AT_ONCE = 3;

let person;
let urls = [];
let start = 0;

const parts = SEASONS.flatMap((season) => WEATHERS.flatMap((sky) => TIMES.map((time) => `${season},${sky},${time}`)));
at("favorite").innerHTML = parts.map((part) => `<option>${part}</option>`).join("");

const key = (url) => url.substring(url.lastIndexOf("emotions"));

function show() {
  const shown = urls.slice(start, start + AT_ONCE);
  at("garden").innerHTML = shown
    .map((url) => `<figure><img src="${url}" width="200"><button class="like">like</button></figure>`)
    .join("");
  if (!shown.length) says("No Image");
  document.querySelectorAll(".like").forEach((button, place) => {
    button.onclick = () => {
      // Once for each column, until the next three come.
      button.disabled = true;
      const told = { id: person.id, itemId: key(shown[place]), impression: shown.map(key) };
      askJson("/like", told, (status, text) => says(text));
    };
  });
}

at("emotion").onclick = () => {
  urls = [];
  start = 0;
  readFace((face) => {
    person = face;
    const wish = {
      id: face.id,
      emotion: `${face.emotions.toLowerCase()}/${at("favorite").value}`,
      generation: face.generation,
      gender: face.gender,
    };
    askJson(host + at("garden").dataset.route, wish, (status, text) => {
      urls = urls.concat(both(text));
      says(`${urls.length} for ${wish.emotion}`);
      show();
    });
  });
};

at("next").onclick = () => {
  start = start + AT_ONCE >= urls.length ? 0 : start + AT_ONCE;
  show();
};
