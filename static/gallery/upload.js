// Sends the chosen files one after the other and shows what comes of each; without it the form sends them together.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form[data-upload]");
  if (!form) return;
  const said = form.dataset;
  const input = form.querySelector("input[type=file]");
  const drop = form.querySelector(".gh-drop");
  const chosen = form.querySelector(".gh-chosen");
  const button = form.querySelector("button[type=submit]");
  const box = document.getElementById("gh-results");
  const list = box.querySelector("ul");
  const tally = box.querySelector(".gh-tally");
  const bar = box.querySelector("progress");
  let running = false;

  const node = (tag, name, text) => {
    const made = document.createElement(tag);
    made.className = name;
    made.textContent = text || "";
    return made;
  };

  // The line of a file before the server has one for it.
  const line = (name, kind, sentence) => {
    const item = node("li", `gh-result gh-${kind}`);
    const words = document.createElement("div");
    words.append(node("p", "gh-name", name), node("p", "gh-told", sentence));
    item.append(node("span", "gh-thumb", kind === "refused" ? "✕" : "…"), words);
    if (kind === "refused") item.append(node("span", "gh-mark", tally.dataset.refused));
    item.dataset.kind = kind;
    return item;
  };

  const count = () => {
    const kinds = [...list.children].map((item) => item.dataset.kind);
    const parts = ["received", "known", "refused"].map((kind) => [kinds.filter((one) => one === kind).length, kind]);
    tally.replaceChildren(...parts.filter(([n]) => n).map(([n, kind]) => node("span", "", `${n} ${tally.dataset[kind]}`)));
  };

  const sent = async (file) => {
    const body = new FormData(form);
    body.delete("files");
    body.append("files", file);
    body.append("part", "1");
    const answer = await fetch(form.action || location.href, { method: "POST", body, credentials: "same-origin" });
    if (answer.redirected) throw new Error(said.wordOut);
    if (answer.status === 413) throw new RangeError(said.wordLarge);
    if (!answer.ok) throw new Error(said.wordFailed);
    const page = new DOMParser().parseFromString(`<ul>${await answer.text()}</ul>`, "text/html");
    const item = page.querySelector("li");
    if (!item) throw new Error(said.wordFailed);
    return document.adoptNode(item);
  };

  // True when the file is done, false when it is worth another try.
  const one = async (file, item) => {
    if (file.size > Number(said.largest)) {
      item.replaceWith(line(file.name, "refused", said.wordLarge));
      return true;
    }
    item.querySelector(".gh-told").textContent = said.wordSending;
    try {
      item.replaceWith(await sent(file));
      return true;
    } catch (error) {
      const told = error instanceof TypeError ? said.wordFailed : error.message;
      item.replaceWith(line(file.name, "refused", told));
      return error instanceof RangeError;
    }
  };

  const run = async (files) => {
    const items = files.map((file) => line(file.name, "waits", said.wordWaits));
    list.replaceChildren(...items);
    tally.replaceChildren();
    box.hidden = bar.hidden = false;
    bar.max = files.length;
    bar.value = 0;
    box.scrollIntoView({ block: "start" });
    const left = new DataTransfer();
    for (const [place, file] of files.entries()) {
      if (!(await one(file, items[place]))) left.items.add(file);
      bar.value += 1;
      count();
    }
    bar.hidden = true;
    // What did not reach the garden stays chosen, to be sent again.
    input.files = left.files;
    tell();
  };

  const tell = () => {
    if (!chosen.dataset.kinds) chosen.dataset.kinds = chosen.textContent;
    const names = [...input.files].map((file) => file.name);
    const many = `${names.length} ${said.wordChosen}: ${names.slice(0, 3).join(", ")}${names.length > 3 ? " …" : ""}`;
    chosen.textContent = names.length ? many : chosen.dataset.kinds;
  };

  drop.classList.add("gh-live");
  form.querySelector(".gh-alone").hidden = true;
  form.querySelector(".gh-each").hidden = false;
  input.addEventListener("change", tell);
  ["dragenter", "dragover"].forEach((name) => drop.addEventListener(name, () => drop.classList.add("gh-over")));
  ["dragleave", "drop"].forEach((name) => drop.addEventListener(name, () => drop.classList.remove("gh-over")));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (running) return;
    running = true;
    button.disabled = true;
    try {
      await run([...input.files]);
    } finally {
      running = false;
      button.disabled = false;
    }
  });
  window.addEventListener("beforeunload", (event) => { if (running) event.preventDefault(); });
});
