// What one sees of triage: the picture on the table, what is said about it, and the line that tells what was done.
"use strict";

window.gardenTriage.Table = class {
  constructor(root) {
    this.root = root;
    this.part = (name) => root.querySelector(`[data-part=${name}]`);
    this.act = (name) => root.querySelector(`.gt-bar [data-act=${name}]`);
    this.stage = this.part("stage");
    this.form = root.querySelector(".gt-table");
    this.shown = null;
    root.classList.add("gt-live");
    this.stage.querySelectorAll("img").forEach((image) => image.remove());
    this.empty("loading");
  }

  // The element itself is kept: pictures of the pool are in no cache, so it must be loaded once only.
  load(picture) {
    const image = new Image();
    image.className = "gt-image";
    image.sizes = "(max-width: 760px) 100vw, 80vw";
    image.width = picture.width;
    image.height = picture.height;
    image.alt = picture.alt;
    image.draggable = false;
    image.srcset = picture.srcset;
    image.src = picture.src;
    image.onerror = () => { picture.broken = true; };
    picture.image = image;
    picture.family.forEach((one) => this.load_small(one));
    picture.veiled_now = picture.veiled;
  }

  load_small(one) {
    one.image = new Image();
    Object.assign(one.image, { width: one.width, height: one.height, alt: one.alt, src: one.src });
  }

  show(picture) {
    this.root.classList.remove("gt-empty");
    this.part("nothing").hidden = true;
    this.zoom(false);
    this.shown = picture;
    this.stage.querySelectorAll("img").forEach((image) => image.remove());
    this.stage.prepend(picture.image);
    this.veil();
    this.say(picture);
    this.part("told").textContent = `${picture.emotion_name} ${picture.favorite} ${picture.alt}`;
  }

  say(picture) {
    const text = { emotion: "emotion_name", favorite: "favorite", caption: "caption", prompt: "caption", made: "made", grounds: "safety_note", safety: "safety_name" };
    Object.entries(text).forEach(([part, name]) => { this.part(part).textContent = picture[name]; });
    this.part("dot").className = `gt-dot gt-${picture.emotion}`;
    this.part("safety").className = `gt-badge gt-badge-${picture.safety}`;
    this.part("safety").hidden = picture.safe;
    this.part("own").href = this.part("page").href = picture.page;
    this.part("page").hidden = picture.safe || !this.act("approve");
    if (this.act("approve")) this.act("approve").hidden = !picture.safe;
    this.part("recipe").replaceChildren(...picture.recipe.map(([name, value]) => {
      const line = document.createElement("div");
      line.append(this.made("dt", "", name), this.made("dd", "gt-pre", value));
      return line;
    }));
    this.form.elements.pair.checked = false;
    this.family(picture);
  }

  family(picture) {
    this.part("pair").hidden = !picture.family.length;
    this.part("family").replaceChildren(...picture.family.map((one) => {
      const item = document.createElement("li");
      const link = this.made("a", one.veiled ? "gt-veil" : "");
      link.href = one.page;
      link.append(one.image);
      item.append(link, this.made("span", `gt-standing gt-standing-${one.status}`, one.status_name));
      return item;
    }));
    const pair = this.form.elements.pair;
    pair.disabled = !picture.family.some((one) => one.waits);
    if (pair.disabled) pair.checked = false;
  }

  made(tag, name, text = "") {
    const element = document.createElement(tag);
    element.className = name;
    element.textContent = text;
    return element;
  }

  // loading, busy, over: why there is no picture.
  empty(when) {
    this.shown = null;
    this.zoom(false);
    this.stage.querySelectorAll("img").forEach((image) => image.remove());
    this.root.classList.add("gt-empty");
    this.root.classList.remove("gt-veiled");
    this.part("nothing").hidden = false;
    this.root.querySelectorAll("[data-when]").forEach((part) => { part.hidden = part.dataset.when !== when; });
    this.part("info").hidden = true;
  }

  veil() {
    this.root.classList.toggle("gt-veiled", Boolean(this.shown && this.shown.veiled_now));
  }

  get zoomed() { return this.root.classList.contains("gt-zoomed"); }

  // Pixel for pixel, or twice as large as it was if that is more.
  zoom(on) {
    const wanted = on && this.shown && !this.shown.veiled_now;
    this.root.classList.toggle("gt-zoomed", Boolean(wanted));
    this.act("zoom").setAttribute("aria-pressed", String(Boolean(wanted)));
    this.stage.querySelectorAll(".gt-original").forEach((image) => image.remove());
    if (!wanted) return;
    const { image, original, alt, width, height } = this.shown;
    const scale = Math.min(this.stage.clientWidth / width, this.stage.clientHeight / height);
    const large = new Image();
    Object.assign(large, { className: "gt-original", alt, width: Math.max(width, width * scale * 2) });
    large.height = Math.round(large.width * height / width);
    large.style.backgroundImage = `url("${image.currentSrc}")`;
    large.src = original;
    this.stage.prepend(large);
    this.stage.scrollTo((large.width - this.stage.clientWidth) / 2, (large.height - this.stage.clientHeight) / 2);
    this.stage.focus();
  }

  toggle_info() {
    const info = this.part("info");
    info.hidden = !info.hidden;
    this.act("info").setAttribute("aria-pressed", String(!info.hidden));
    if (!info.hidden) info.focus();
  }

  toast(words, kind = "") {
    this.part("toast").replaceChildren(this.made("span", `gt-${kind}`, words));
  }

  counts(counts) {
    Object.entries(counts).forEach(([name, number]) => {
      const place = this.root.querySelector(`[data-count=${name}]`);
      place.textContent = Math.max(0, number).toLocaleString(document.documentElement.lang);
      if (name === "skipped") place.parentElement.hidden = this.part("again").hidden = number < 1;
    });
  }

  sending(count, trouble) {
    const words = this.root.dataset;
    const told = trouble === "stranger" ? words.saidStranger : trouble ? words.saidFailed : words.saidSending;
    this.part("sending").textContent = count ? `${count} ${told}` : "";
    this.part("sending").classList.toggle("gt-trouble", Boolean(trouble));
    this.part("retry").hidden = !trouble;
  }
};
