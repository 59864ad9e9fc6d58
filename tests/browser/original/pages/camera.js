"use strict";
// The webcam's picture, through a canvas, as a PNG.

at("video").onclick = () => {
  navigator.mediaDevices.getUserMedia({ video: true }).then((stream) => {
    at("mirror").onplaying = () => says("ready");
    at("mirror").srcObject = stream;
    at("mirror").play();
  });
};

function readFace(done) {
  const canvas = at("still");
  canvas.getContext("2d").drawImage(at("mirror"), 0, 0, canvas.width, canvas.height);
  canvas.toBlob((photo) => {
    ask(`${host}emotion`, photo, photo.type, (status, text) => {
      if (status === 200) done(JSON.parse(text));
      else says("No Face");
    });
  });
}
