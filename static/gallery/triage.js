// Triage by keyboard: each key decides at once on the screen, and is sent behind it; the next pictures are loaded before.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const root = document.getElementById("triage");
  if (!root) return;
  const { Outbox, Table, post } = window.gardenTriage;
  const words = root.dataset;
  const table = new Table(root);
  const form = table.form;
  const place = `triage ${words.next}`;
  const FEW = 8;
  const MANY = 14;
  // Over plain HTTP browsers give random codes by this back door only.
  const code = () => crypto.randomUUID ? crypto.randomUUID() : URL.createObjectURL(new Blob()).slice(-36);

  let tab = words.tab;
  try {
    tab = sessionStorage.getItem(place) || tab;
    sessionStorage.setItem(place, tab);
  } catch { /* no storage: a reload then waits for the leases to end */ }

  const queue = [];
  const gone = new Set();
  const past = [];
  const undone = [];
  const counts = Object.fromEntries([...root.querySelectorAll("[data-count]")].map((one) => [one.dataset.count, Number(one.textContent.replace(/\D/g, ""))]));
  let asking = false;
  let touched = Date.now();

  const count = (changes) => {
    Object.entries(changes).forEach(([name, by]) => { counts[name] += by; });
    table.counts(counts);
  };

  const outbox = new Outbox({ address: words.decide, key: `${place} unsent`, changed: () => {
    table.sending(outbox.waiting.length, outbox.trouble);
    if (!outbox.waiting.length && !queue.length) fill();
  } });

  const show = () => {
    if (queue.length) { if (table.shown !== queue[0]) table.show(queue[0]); } else table.empty("loading");
    table.part("undo").hidden = !past.length;
    table.part("redo").hidden = !undone.length;
    if (queue.length < FEW) fill();
  };

  // More pictures; also how this tab says that it is still there.
  const fill = async (fields = {}) => {
    if ((asking && !fields.again) || (!queue.length && outbox.waiting.length)) return;
    asking = true;
    const have = queue.map((picture) => picture.pk);
    const quiet = !outbox.waiting.length;
    const answer = await post(words.next, { tab, have, count: MANY + outbox.waiting.length, ...fields });
    asking = false;
    if (answer.trouble) {
      table.toast(answer.trouble === "stranger" ? words.saidStranger : words.saidWaiting, "warning");
      setTimeout(show, 3000);
      return;
    }
    if (!answer.ok) { table.toast(answer.data.detail, "error"); table.empty("over"); return; }
    const { pictures, ...told } = answer.data;
    if (quiet && !outbox.waiting.length) { Object.assign(counts, told); table.counts(counts); }
    const fresh = pictures.filter((picture) => !gone.has(picture.pk) && !queue.some((one) => one.pk === picture.pk));
    fresh.forEach((picture) => { table.load(picture); queue.push(picture); });
    if (fresh.length) show();
    else if (!queue.length && !outbox.waiting.length) rest(told);
  };

  const rest = ({ left, skipped }) => {
    table.empty(left > 0 ? "busy" : skipped > 0 ? "skipped" : "over");
    if (left > 0) setTimeout(() => { if (!queue.length) fill(); }, 5000);
  };

  const put_back = (pictures) => {
    pictures.filter((picture) => !queue.includes(picture)).reverse().forEach((picture) => queue.unshift(picture));
    show();
  };

  const renewed = (cards) => cards.forEach((card) => {
    const known = queue.find((picture) => picture.pk === card.pk);
    if (!known) return;
    card.family.forEach((one) => table.load_small(one));
    Object.assign(known, { version: card.version, family: card.family });
  });

  const family_of = (picture, change) => queue.forEach((other) => {
    const meant = other.family.filter((one) => one.pk === picture.pk);
    meant.forEach(change);
    if (meant.length && table.shown === other) table.family(other);
  });

  // What is about to be decided: the picture, or with Shift those of its family that still wait.
  const meant = (kind, pair) => {
    const [first] = queue;
    const others = pair ? first.family.filter((one) => one.waits && !(kind === "approve" && one.veiled)) : [];
    return [first, ...others.map((one) => queue.find((picture) => picture.pk === one.pk) || one)];
  };

  const seen = (pictures) => {
    const [first, ...others] = pictures.map((picture) => `${picture.pk}:${picture.version}`);
    return { picture: first, ...(others.length ? { also: others, pair: 1 } : {}) };
  };

  const refused = (kind) => {
    if (kind === "approve" && !queue[0].safe) return words.saidUnsafe;
    if (kind === "approve" && queue[0].broken) return words.saidBroken;
    if (kind !== "skip" && !queue[0].image.complete) return words.saidLoading;
    return "";
  };

  const decide = (kind, pair) => {
    if (!queue.length || table.act(kind) === null) return;
    const no = refused(kind);
    if (no) { table.toast(no, "warning"); return; }
    const pictures = meant(kind, pair || form.elements.pair.checked);
    const act = { kind, pictures, code: code(), reason: form.elements.reason.value };
    form.elements.reason.value = "";
    undone.length = 0;
    carry_out(act);
    const both = pictures.length > 1 ? ` · ${words.saidPair}` : "";
    table.toast(`${words[`said${kind[0].toUpperCase()}${kind.slice(1)}`]}${both}`, kind);
  };

  const carry_out = (act) => {
    act.pictures.forEach((picture) => {
      gone.add(picture.pk);
      if (queue.includes(picture)) queue.splice(queue.indexOf(picture), 1);
    });
    past.push(act);
    const number = act.pictures.length;
    count(act.kind === "skip" ? { left: -number, skipped: number } : { left: -number, done: number });
    outbox.push({
      fields: () => ({ action: act.kind, ...seen(act.pictures), group: act.code, reason: act.reason, tab }),
      settle: (answer) => settled(act, answer),
    });
    show();
  };

  const settled = (act, answer) => {
    if (act.kind === "skip" && answer.ok) return;
    if (answer.ok) {
      act.pictures.forEach((picture) => {
        picture.version += 1;
        const name = act.kind === "approve" ? words.saidApprove : words.saidReject;
        family_of(picture, (one) => Object.assign(one, { waits: false, status: act.kind === "approve" ? "serving" : "rejected", status_name: name, version: picture.version }));
      });
      partly(act, act.pictures.length - answer.data.changed, answer.data.said);
      return;
    }
    if (past.includes(act)) take_back(act);
    if (undone.includes(act)) undone.splice(undone.indexOf(act), 1);
    renew_or_drop(act.pictures, answer);
    table.toast(answer.data.detail, "error");
  };

  // Of a pair, what somebody else holds has stayed: it comes to this table when it is free.
  const partly = (act, stayed, said) => {
    if (stayed <= 0) return;
    act.pictures.slice(1).forEach((picture) => gone.delete(picture.pk));
    if (past.includes(act)) count({ left: stayed, done: -stayed });
    table.toast(said, "warning");
  };

  // Somebody else was quicker, or it is not allowed: what still waits is shown again as it is now.
  const renew_or_drop = (pictures, answer) => {
    const cards = answer.data.pictures || [];
    const stay = answer.status === 409 ? pictures.filter((picture) => cards.some((card) => card.pk === picture.pk)) : pictures;
    put_back(stay.filter((picture) => picture.family));
    renewed(cards);
    show();
  };

  const take_back = (act) => {
    past.splice(past.indexOf(act), 1);
    act.pictures.forEach((picture) => gone.delete(picture.pk));
    const number = act.pictures.length;
    count(act.kind === "skip" ? { left: number, skipped: -number } : { left: number, done: -number });
  };

  const undo = () => {
    const act = past.at(-1);
    if (!act) { table.toast(words.saidNothing); return; }
    take_back(act);
    undone.push(act);
    const fields = act.kind === "skip" ? { action: "unskip", ...seen(act.pictures) } : { action: "undo", undoes: act.code };
    outbox.push({ fields: () => ({ ...fields, group: act.undoing = act.undoing || code(), tab }), settle: (answer) => came_back(act, answer) });
    put_back(act.pictures.filter((picture) => picture.family));
    table.toast(words.saidUndo, "undo");
  };

  const came_back = (act, answer) => {
    const back = answer.ok ? answer.data.pictures : [];
    act.pictures.forEach((picture) => {
      const card = back.find((one) => one.pk === picture.pk);
      if (card) picture.version = card.version;
      else if (queue.includes(picture)) queue.splice(queue.indexOf(picture), 1);
      family_of(picture, (one) => { if (card) Object.assign(one, { waits: true, status: card.status, status_name: card.status_name, version: card.version }); });
    });
    if (!answer.ok) table.toast(answer.data.detail, "error");
    show();
  };

  // The same decision once more, under a code of its own: the undoing of the undoing.
  const redo = () => {
    const act = undone.pop();
    if (!act) { table.toast(words.saidNothing); return; }
    carry_out({ kind: act.kind, pictures: act.pictures, reason: act.reason, code: code() });
    table.toast(words.saidRedo, act.kind);
  };

  const acts = {
    approve: (pair) => decide("approve", pair),
    reject: (pair) => decide("reject", pair),
    skip: (pair) => decide("skip", pair),
    undo: (shift) => shift ? redo() : undo(),
    redo,
    zoom: () => table.zoom(!table.zoomed),
    info: () => table.toggle_info(),
    reveal: () => { if (table.shown) { table.shown.veiled_now = table.shown.veiled && !table.shown.veiled_now; table.veil(); table.zoom(false); } },
    note: () => form.elements.reason.focus(),
    open: () => { if (table.shown) location.assign(table.shown.page); },
    help: () => table.part("help").showModal(),
    retry: () => outbox.wake(),
    close: () => { if (table.zoomed) table.zoom(false); else if (!table.part("info").hidden) table.toggle_info(); },
  };

  window.gardenTriage.keys({ root, table, acts });
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (!button || event.defaultPrevented) return;
    event.preventDefault();
    acts[button.dataset.act](event.shiftKey);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  table.part("again").addEventListener("submit", (event) => { event.preventDefault(); gone.clear(); fill({ again: 1 }); });
  table.stage.addEventListener("dblclick", acts.zoom);
  ["keydown", "pointerdown"].forEach((name) => document.addEventListener(name, () => { touched = Date.now(); }));
  setInterval(() => { if (!document.hidden && Date.now() - touched < 300000) fill(); }, 45000);
  window.addEventListener("pagehide", () => {
    const body = new URLSearchParams({ tab, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
    outbox.last(body);
    navigator.sendBeacon(words.leave, body);
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  outbox.resume();
  show();
});
