// Single keys for what is done all day, shown by "?". Never while typing, and they can be turned off: speech input and
// some hands press them unawares (WCAG 2.1.4).
(() => {
  "use strict";
  const root = document.documentElement;
  const KEYS = "werkwinkel-keys";
  const typing = (element) => element.closest("input, select, textarea, [contenteditable]");
  const inSight = (selector) => [...document.querySelectorAll(selector)].find((element) => element.checkVisibility());
  const dialog = document.getElementById("keys");

  // -- on or off ----------------------------------------------------------------------------------------------------------
  const isOn = () => root.dataset.keys === "on";
  const set = (on) => {
    root.dataset.keys = on ? "on" : "off";
    document.querySelectorAll("button[data-keys]").forEach((button) => { button.hidden = false; });
    if (dialog) dialog.querySelector("[data-keys-on]").checked = on;
  };
  let remembered = null;
  try { remembered = localStorage.getItem(KEYS); } catch { /* a browser may forbid it: then the keys are on */ }
  set(remembered !== "off");
  document.addEventListener("htmx:after:swap", () => set(isOn()));
  dialog?.querySelector("[data-keys-on]").addEventListener("change", ({ target }) => {
    set(target.checked);
    try { localStorage.setItem(KEYS, root.dataset.keys); } catch { /* then it holds for this page only */ }
  });

  // -- which keys this page has -------------------------------------------------------------------------------------------
  const named = (element) => {
    const copy = element.cloneNode(true);
    copy.querySelectorAll(".visually-hidden").forEach((part) => part.remove());
    return element.dataset.keyName ?? copy.textContent.trim();
  };
  function list() {
    const found = new Map();
    const search = inSight("input.search");
    if (search) found.set("/", search.labels[0].textContent.trim());
    for (const element of document.querySelectorAll("[data-key]")) {
      if (element.checkVisibility() && !found.has(element.dataset.key)) found.set(element.dataset.key, named(element));
    }
    found.set("?", dialog.dataset.this);
    return [...found].flatMap(([key, text]) => {
      const term = document.createElement("dt");
      const cap = document.createElement("kbd");
      cap.textContent = key.toUpperCase();
      term.append(cap);
      const what = document.createElement("dd");
      what.textContent = text;
      return [term, what];
    });
  }
  function open() {
    dialog.querySelector("dl").replaceChildren(...list());
    dialog.showModal();
  }
  document.addEventListener("click", ({ target }) => {
    if (target.closest("button[data-keys]")) open();
    else if (target === dialog) dialog.close(); // beside it
  });

  // -- pressing one -------------------------------------------------------------------------------------------------------
  function press(element) {
    if (element.matches("input, select, textarea")) { element.focus(); return; }
    element.click();
    if (element.parentElement?.open) element.parentElement.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat || event.defaultPrevented) return;
    if (!isOn() || dialog?.open || typing(event.target) || !/^[a-z0-9/?]$/i.test(event.key)) return;
    if (event.key === "?" && dialog) {
      event.preventDefault();
      open();
      return;
    }
    const found = event.key === "/" ? inSight("input.search") : inSight(`[data-key="${event.key.toLowerCase()}"]`);
    if (!found) return;
    event.preventDefault();
    press(found);
  });
  document.addEventListener("werkwinkel:press", ({ detail }) => press(detail));
})();
