"use strict";
// One picture of a text. What comes is parsed twice; the picture is asked for once, ready or not.

const MOST = 10;

const show = (urls) => {
  at("pictures").innerHTML = urls.slice(0, MOST).map((url) => `<img src="${url}">`).join("");
};

at("make").onclick = () => {
  const [width, height] = at("size").value.split("x").map(Number);
  askJson(`${host}text2image`, { text: at("text").value, width, height }, (status, text) => {
    if (status !== 200) {
      says(text);
      return;
    }
    const envelope = JSON.parse(text);
    show(JSON.parse(envelope.body));
    says(`after ${JSON.parse(envelope.time)} s`);
  });
};

// That one knows no sizes, and gets one address.
at("older").onclick = () => {
  askJson(`${host}dev/text2image`, { text: at("text").value }, (status, text) => {
    if (status !== 200) {
      says(text);
      return;
    }
    show([JSON.parse(text).body]);
    says("by the older API");
  });
};
