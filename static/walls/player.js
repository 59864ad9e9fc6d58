/* Plays what hangs: asks about every two seconds, changes over only to what is decoded, and never takes a picture away
   because something cannot be reached. Only the garden's own word that a picture left takes it down. */

const ASK = 1800;
const LONGEST = 30000;
const PATIENCE = 10000;
const RELOAD_AFTER = 3600000;
const upright = matchMedia("(max-aspect-ratio: 1/1)");
// Not all screens at once, or they would go on in step for ever.
const about = (wait) => wait * (0.9 + Math.random() * 0.2);

class Pane {
  constructor(element) {
    this.element = element;
    this.feed = { landscape: [], portrait: [] };
    this.list = [];
    this.at = -1;
    this.images = new Map();
    this.shown = null;
    this.turn = 0;
  }

  hang(feed) {
    const known = new Set(this.list.map((picture) => picture.src));
    this.feed = feed;
    const isUpright = this.element.clientHeight > this.element.clientWidth;
    const [fitting, others] = isUpright ? [feed.portrait, feed.landscape] : [feed.landscape, feed.portrait];
    this.list = fitting.length ? fitting : others;
    this.isWhole = !fitting.length;
    const now = new Set(this.list.map((picture) => picture.src));
    for (const src of this.images.keys()) if (!now.has(src)) this.images.delete(src);
    const fresh = this.list.findIndex((picture) => !known.has(picture.src));
    const isGone = !this.shown || !now.has(this.shown);
    this.at = this.list.findIndex((picture) => picture.src === this.shown);
    return { fresh, isGone };
  }

  // In memory from now on: what passes later needs no garden.
  async load(picture) {
    let image = this.images.get(picture.src);
    if (!image) {
      image = new Image();
      image.alt = picture.alt;
      image.dataset.code = picture.code;
      image.src = picture.src;
    }
    await image.decode();
    this.images.set(picture.src, image);
    return image;
  }

  // The first from here on that can be shown; what cannot be loaded is passed over.
  async show(start) {
    const turn = ++this.turn;
    for (let step = 0; step < this.list.length; step += 1) {
      const at = (start + step) % this.list.length;
      const picture = this.list[at];
      const image = await this.load(picture).catch(() => null);
      if (turn !== this.turn) return;
      if (image) {
        this.at = at;
        this.swap(picture, image);
        return;
      }
    }
    if (!this.list.length) this.clear();
  }

  swap(picture, image) {
    this.element.querySelector(".nothing").hidden = true;
    if (this.shown === picture.src) return;
    const before = [...this.element.querySelectorAll(".layer")];
    const isFirst = !before.length;
    const layer = document.createElement("div");
    layer.className = this.isWhole ? "layer whole" : "layer";
    layer.dataset.emotion = picture.emotion;
    layer.append(image);
    this.element.append(layer);
    this.shown = picture.src;
    const drop = () => before.forEach((old) => old.remove());
    if (isFirst || matchMedia("(prefers-reduced-motion: reduce)").matches) return drop();
    layer.classList.add("coming");
    layer.addEventListener("animationend", drop, { once: true });
  }

  clear() {
    this.element.querySelectorAll(".layer").forEach((layer) => layer.remove());
    this.element.querySelector(".nothing").hidden = false;
    this.shown = null;
  }

  keepAll() {
    return Promise.allSettled(this.list.map((picture) => this.load(picture)));
  }

  // The garden was reached, but says nothing of these: whether each may still hang is asked at the file door.
  async recheck() {
    const left = async ({ src }) => {
      const answer = await fetch(src, { method: "HEAD", cache: "no-cache" }).catch(() => null);
      return !answer || ![403, 404, 410].includes(answer.status);
    };
    const stays = await Promise.all(this.list.map(left));
    if (stays.every(Boolean)) return;
    const there = new Set(this.list.filter((_picture, at) => stays[at]).map((picture) => picture.src));
    const kept = (list) => list.filter((picture) => there.has(picture.src));
    if (this.hang({ landscape: kept(this.feed.landscape), portrait: kept(this.feed.portrait) }).isGone) this.show(0);
  }
}

export class Player {
  constructor({ isCalm = false, ask = ASK } = {}) {
    this.panes = [...document.querySelectorAll(".pane")].map((element) => new Pane(element));
    this.address = new URL(`pictures.json${location.search}`, location);
    this.pause = Number(document.body.dataset.pause) * 1000;
    this.isCalm = isCalm;
    this.every = ask;
    this.wait = ask;
    this.isPaused = false;
    this.isAway = false;
  }

  start() {
    this.ask();
    setInterval(() => this.isPaused || this.step(), this.pause);
    upright.addEventListener("change", () => this.panes.forEach((pane) => this.changeOver(pane, pane.feed)));
    addEventListener("online", () => this.ask());
  }

  async ask() {
    clearTimeout(this.timer);
    try {
      const answer = await fetch(this.address, { cache: "no-cache", signal: AbortSignal.timeout(PATIENCE) });
      const isKept = answer.headers.has("X-Garden-Kept");
      if (!answer.ok) {
        if ([403, 404, 410].includes(answer.status)) this.panes.forEach((pane) => pane.recheck());
        throw new Error(answer.statusText);
      }
      const etag = answer.headers.get("ETag");
      if (etag !== this.etag) this.take(await answer.json(), isKept);
      this.etag = etag;
      if (isKept) throw new Error("away");
      this.wait = this.every;
      this.say(false);
    } catch {
      this.wait = Math.min(Math.max(this.wait, ASK) * 1.7, LONGEST);
      this.say(true);
    }
    this.timer = setTimeout(() => this.ask(), about(this.wait));
  }

  take(said, isKept) {
    if (!isKept && said.release !== document.body.dataset.release) this.renew();
    this.panes.forEach((pane, number) => {
      this.changeOver(pane, said.panes[number] ?? { landscape: [], portrait: [] });
    });
  }

  // At once to what is new; a calm player only leaves what is gone.
  async changeOver(pane, feed) {
    const { fresh, isGone } = pane.hang(feed);
    if (isGone || (fresh >= 0 && !this.isCalm)) await pane.show(Math.max(fresh, 0));
    this.tone();
    await pane.keepAll();
  }

  async step() {
    await Promise.all(this.panes.map((pane) => (pane.list.length > 1 ? pane.show(pane.at + 1) : null)));
    this.tone();
  }

  // Everything around the pictures takes the mood of the first.
  tone() {
    const layers = document.querySelectorAll(".pane:first-child .layer");
    const emotion = layers[layers.length - 1]?.dataset.emotion;
    if (emotion) document.documentElement.dataset.emotion = emotion;
  }

  // The scripts have changed; at most once an hour, should a cache not know it.
  renew() {
    const last = Number(sessionStorage.getItem("walls-renewed") ?? 0);
    if (Date.now() - last < RELOAD_AFTER) return;
    sessionStorage.setItem("walls-renewed", String(Date.now()));
    location.reload();
  }

  say(isAway) {
    if (isAway === this.isAway && document.body.dataset.garden) return;
    this.isAway = isAway;
    document.body.dataset.garden = isAway ? "away" : "here";
    const sign = document.querySelector(".sign");
    sign.textContent = isAway ? sign.dataset.wordAway : "";
  }
}

// Browsers allow this on https and on localhost only; elsewhere a screen keeps its pictures until it is reloaded.
export async function keep() {
  if (!navigator.serviceWorker) return;
  const known = await navigator.serviceWorker.register(document.body.dataset.keeper, { scope: location.pathname });
  await navigator.serviceWorker.ready;
  const loaded = performance.getEntriesByType("resource").map((entry) => entry.name);
  known.active?.postMessage({ keep: [location.href, ...loaded] });
}

// The screen stays on while it is looked at.
export function stayAwake() {
  const lock = () => document.hidden || navigator.wakeLock?.request("screen").catch(() => null);
  document.addEventListener("visibilitychange", lock);
  lock();
}

// Mouse and bar go to sleep together.
export function sleep(after = 3000) {
  let timer;
  const wake = () => {
    document.body.classList.remove("asleep");
    clearTimeout(timer);
    timer = setTimeout(() => document.body.classList.add("asleep"), after);
  };
  ["pointermove", "pointerdown", "keydown"].forEach((kind) => addEventListener(kind, wake));
  wake();
}
