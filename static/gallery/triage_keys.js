// The keys of triage. A held key decides once; inside a field, and with a key that the browser wants, none does.
"use strict";

window.gardenTriage.keys = ({ root, table, acts }) => {
  const keys = {
    a: "approve", ArrowRight: "approve", r: "reject", x: "reject", ArrowLeft: "reject", s: "skip", ArrowDown: "skip",
    u: "undo", ArrowUp: "undo", z: "zoom", i: "info", v: "reveal", n: "note", o: "open", "?": "help", Escape: "close",
  };
  const stored = "triage keys";
  const choice = table.part("keys");
  try { choice.checked = localStorage.getItem(stored) !== "off"; } catch { /* then they are on */ }
  choice.addEventListener("change", () => { try { localStorage.setItem(stored, choice.checked ? "on" : "off"); } catch { /* for this page only */ } });

  // The letter on the key where the keyboard writes another script, such as Hangul.
  const named = ({ key, code }) => {
    if (/^[a-z]$/i.test(key)) return key.toLowerCase();
    if (key.length === 1 && key > "~" && code.startsWith("Key")) return code.slice(3).toLowerCase();
    return key;
  };

  const typing = (event) => {
    if (!event.target.matches("input:not([type=checkbox]), select, textarea")) return false;
    if (event.key === "Escape" || event.key === "Enter") { event.preventDefault(); table.stage.focus(); }
    return true;
  };

  document.addEventListener("keydown", (event) => {
    const name = named(event);
    const act = keys[name];
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || root.querySelector("dialog[open]")) return;
    const filter = event.target.closest(".gt-filter[open]");
    if (filter && act === "close") filter.open = false;
    if (filter || typing(event) || !act) return;
    const arrow = name.startsWith("Arrow");
    if (arrow && (table.zoomed || !table.part("info").hidden)) return;
    if (!choice.checked && !arrow && act !== "help" && act !== "close") return;
    event.preventDefault();
    if (!event.repeat) acts[act](event.shiftKey);
  });
};
