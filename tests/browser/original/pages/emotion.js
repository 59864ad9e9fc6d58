"use strict";
// Three lines about a face, and a link to keep the photo.

const KOREAN = {
  HAPPY: "행복", SURPRISED: "놀람", CALM: "평온", ANGRY: "화남",
  FEAR: "공포", CONFUSED: "혼란스러움", DISGUSTED: "역겨움", SAD: "슬픔",
};
const FEATURES = {
  smile: "웃음", eyeglasses: "안경", sunglasses: "썬글라스", beard: "수염",
  mustache: "콧수염", eyesOpen: "눈뜨고있음", mouthOpen: "입열고있음",
};

at("emotion").onclick = () => {
  readFace((face) => {
    const low = JSON.parse(face.ageRange.Low);
    const high = JSON.parse(face.ageRange.High);
    const features = Object.keys(FEATURES).filter((name) => face[name] === true).map((name) => FEATURES[name]);
    const lines = [
      `Emotion: ${KOREAN[face.emotions]} (${face.emotions})`,
      `Age: ${low} ~ ${high} (${face.gender === "Male" ? "남자" : "여자"})`,
      `Features: ${features.join(" ")}`,
    ];
    at("told").innerHTML = lines.map((line) => `<li>${line}</li>`).join("");
    const day = new Date().toISOString().slice(0, 10);
    at("download").download = `capture_${face.emotions}_${face.gender}_${(low + high) / 2}_${day}.jpeg`;
    at("download").href = at("still").toDataURL("image/jpeg");
    says("read");
  });
};
