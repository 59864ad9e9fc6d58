"use strict";
// What the pages share. They ask by XMLHttpRequest, without a token, and take the answer's text apart themselves.

// The original pages name their host in full; only likes are asked for relatively.
const host = `${location.origin}/`;
const at = (id) => document.getElementById(id);
const says = (text) => {
  at("said").textContent = text;
};

function ask(route, body, type, done) {
  const request = new XMLHttpRequest();
  request.open("POST", route, true);
  request.setRequestHeader("Content-Type", type);
  request.onreadystatechange = () => {
    if (request.readyState === 4) done(request.status, request.responseText);
  };
  request.send(body);
}

const askJson = (route, body, done) => ask(route, JSON.stringify(body), "application/json", done);

// A card's picture is asked for once more when it is pressed; at each state of the request its status is looked at.
function isDead(url, dead) {
  const request = new XMLHttpRequest();
  request.open("GET", url, true);
  request.onreadystatechange = () => {
    if (request.readyState >= 2 && request.status === 403) dead();
  };
  request.send();
}

// Lying ones first, then those that stand.
const both = (text) => {
  const found = JSON.parse(text);
  return [...found.landscape, ...found.portrait].map((item) => item.url);
};

// Cards with a picture and a button to dislike it; `pressed` is told of a press on the picture.
function hang(urls, pressed) {
  const disliked = new Set();
  at("cards").innerHTML = urls
    .map((url) => `<figure><img src="${url}" width="200"><button class="dislike">dislike</button></figure>`)
    .join("");
  [...at("cards").children].forEach((card, place) => {
    card.firstChild.onclick = () => pressed(urls[place], card);
    card.lastChild.onclick = () => {
      if (!disliked.delete(place)) disliked.add(place);
      card.classList.toggle("disliked", disliked.has(place));
    };
  });
  return disliked;
}
