// Sends what was decided, in order and in the background; what a bad connection has held up is sent again.
// Safe to send twice: each request carries a code of its own, under which the server does it once.
"use strict";

window.gardenTriage = {};

const written = (fields) => {
  const body = new URLSearchParams();
  Object.entries(fields).forEach(([name, value]) => [value].flat().forEach((one) => body.append(name, one)));
  return body;
};

window.gardenTriage.Outbox = class {
  constructor({ address, key, changed }) {
    this.address = address;
    this.key = key;
    this.changed = changed;
    this.waiting = [];
    this.trouble = "";
    this.busy = false;
    this.wake = () => {};
    window.addEventListener("online", () => this.wake());
    window.addEventListener("beforeunload", (event) => { if (this.trouble) event.preventDefault(); });
  }

  // What a reload has interrupted; its answers are of no interest to anybody any more.
  resume() {
    try {
      JSON.parse(sessionStorage.getItem(this.key) || "[]").forEach((fields) => this.push({ fields: () => fields, settle() {} }));
    } catch { sessionStorage.removeItem(this.key); }
  }

  push(letter) {
    this.waiting.push(letter);
    this.keep();
    this.run();
  }

  // The page is closing: what waits is sent without anybody to hear the answer. Sent again later, it does no harm.
  last(common) {
    this.waiting.forEach((letter) => {
      const body = written(letter.fields());
      common.forEach((value, name) => body.set(name, value));
      navigator.sendBeacon(this.address, body);
    });
  }

  keep() {
    try { sessionStorage.setItem(this.key, JSON.stringify(this.waiting.map((letter) => letter.fields()))); } catch { /* full or forbidden */ }
    this.changed();
  }

  async run() {
    if (this.busy) return;
    this.busy = true;
    let patience = 500;
    while (this.waiting.length) {
      const answer = await window.gardenTriage.post(this.address, this.waiting[0].fields());
      if (answer.trouble) {
        this.trouble = answer.trouble;
        this.changed();
        await new Promise((resolve) => { this.wake = resolve; setTimeout(resolve, patience); });
        patience = Math.min(patience * 2, 15000);
        continue;
      }
      this.trouble = "";
      patience = 500;
      const letter = this.waiting.shift();
      letter.settle(answer);
      this.keep();
    }
    this.busy = false;
  }
};

// {ok, data}, or {trouble} when the server was not reached, or did not answer as itself.
window.gardenTriage.post = async (address, fields) => {
  const body = written(fields);
  const cookie = document.cookie.split("; ").find((one) => one.startsWith("csrftoken="));
  const token = cookie ? cookie.slice("csrftoken=".length) : document.querySelector("[name=csrfmiddlewaretoken]").value;
  try {
    const answer = await fetch(address, {
      method: "POST",
      body,
      headers: { Accept: "application/json", "X-CSRFToken": token },
      signal: AbortSignal.timeout(15000),
    });
    const is_ours = (answer.headers.get("Content-Type") || "").startsWith("application/json");
    if (answer.status >= 500 || answer.status === 429) return { trouble: "failed" };
    if (answer.redirected || !is_ours) return { trouble: "stranger" };
    return { ok: answer.ok, status: answer.status, data: await answer.json() };
  } catch {
    return { trouble: "failed" };
  }
};
