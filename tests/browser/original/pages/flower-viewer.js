"use strict";
// One place of a wall, asked for again and again: `?zone=zone1&place=img1h`, and with `&first` as its first version did.

const asked = new URLSearchParams(location.search);
const url = `${host}display/${asked.get("zone")}/${asked.get("place")}.jpeg`;
const isFirst = asked.has("first");
let turns = 0;

function turn() {
  const next = new Image();
  // One that could not be loaded is hung, too: the wall is blank then.
  next.onload = next.onerror = () => {
    at("wall").replaceChildren(next);
    turns += 1;
    says(`${turns}`);
  };
  next.src = isFirst ? `${url}&time=${Date.now()}` : `${url}?${Date.now()}`;
}

turn();
setInterval(turn, isFirst ? 5000 : 3000);
