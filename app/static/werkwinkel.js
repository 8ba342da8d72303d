// What a page cannot say in HTML alone. Every page works without this file.
(() => {
  "use strict";
  const root = document.documentElement;
  const words = document.body.dataset;
  const typing = (element) => element.closest("input, select, textarea, [contenteditable]");
  const inSight = (selector) => [...document.querySelectorAll(selector)].find((element) => element.checkVisibility());

  // -- single keys. They can be turned off: speech input and some hands press them unawares (WCAG 2.1.4). ------------
  const KEYS = "werkwinkel-keys";
  const keysOn = () => root.dataset.keys === "on";
  const setKeys = (on) => {
    root.dataset.keys = on ? "on" : "off";
    document.querySelectorAll("button[data-keys]").forEach((button) => {
      button.hidden = !document.querySelector("[data-key], input.search");
      button.setAttribute("aria-pressed", String(on));
    });
  };
  let remembered = null;
  try { remembered = localStorage.getItem(KEYS); } catch { /* a browser may forbid it: then the keys are on */ }
  setKeys(remembered !== "off");

  const press = (element) => {
    if (element.matches("input, select, textarea")) { element.focus(); return; }
    element.click();
    if (element.parentElement?.open) element.parentElement.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { escape(event.target); return; }
    if (event.key === "Enter" && event.target.matches("input.search")) { enter(event); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat || event.defaultPrevented) return;
    if (!keysOn() || typing(event.target) || !/^[a-z0-9/]$/i.test(event.key)) return;
    const found = event.key === "/" ? inSight("input.search") : inSight(`[data-key="${event.key.toLowerCase()}"]`);
    if (!found) return;
    event.preventDefault();
    press(found);
  });

  function escape(from) {
    const more = from.closest(".more[open]");
    if (more) {
      more.open = false;
      more.querySelector("summary").focus();
    } else if (from.matches("input.search") && !from.value) {
      from.blur(); // so that the single keys can be reached from the search field
    }
  }

  // -- Enter takes the first name found, but only of an answer to what stands in the field now --------------------------
  const answered = new WeakMap();
  const asked = new WeakMap();
  const searchOf = (source) => (source?.matches?.("input.search") ? source : source?.querySelector?.("input.search"));

  function enter(event) {
    const field = event.target;
    const known = answered.has(field) ? answered.get(field) : field.defaultValue;
    if (known === field.value) {
      const first = inSight("[data-first]");
      if (first) {
        event.preventDefault();
        first.click();
      } else if (field.value && inSight("[data-nobody]")) { // somebody new, whose name stands there already
        event.preventDefault();
        press(inSight('[data-key="n"]'));
      }
    } else if (known !== null && field.closest("[hx-get], [hx-post]")) {
      event.preventDefault(); // the answer is on its way; nobody is registered unseen
    }
  }

  // -- once is enough -----------------------------------------------------------------------------------------------------
  const sent = new WeakSet();
  const buttons = (form) => [...form.elements].filter((element) => element.type === "submit");
  const release = (form) => {
    sent.delete(form);
    buttons(form).forEach((button) => button.removeAttribute("aria-disabled"));
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-once]")) return;
    if (sent.has(form)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    sent.add(form);
    // aria-disabled and not disabled: the button keeps the focus, and its name and value are sent along
    buttons(form).forEach((button) => button.setAttribute("aria-disabled", "true"));
  }, true);
  addEventListener("pageshow", () => document.querySelectorAll("form[data-once]").forEach(release));

  // -- what went wrong on the way, said calmly and in one place -----------------------------------------------------------
  const refusal = () => document.getElementById("refusal");
  const say = (text) => {
    const line = document.createElement("p");
    line.dataset.way = "";
    line.textContent = text;
    refusal()?.replaceChildren(line);
  };
  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    const field = searchOf(ctx.sourceElement);
    if (field) asked.set(field, field.value);
    if (ctx.request.method !== "GET") refusal()?.replaceChildren();
  });
  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    if (ctx.response.status < 400) refusal()?.querySelector("[data-way]")?.remove();
  });
  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    const field = searchOf(ctx.sourceElement);
    if (field) answered.set(field, asked.get(field));
  });
  document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
    if (!ctx) return;
    const field = searchOf(ctx.sourceElement);
    if (field) answered.set(field, null);
    if (!ctx.response) say(words.lost);
  });
  document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
    const source = ctx.sourceElement;
    const form = source?.type === "submit" ? source.form : source; // not for a field that saves itself meanwhile
    if (form?.matches?.("form[data-once]")) release(form);
  });

  // -- what saves itself while it is typed -------------------------------------------------------------------------------
  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    const form = ctx.sourceElement;
    if (!form?.matches?.("form[data-keep]")) return;
    ctx.request.keepalive = true; // it arrives also when the page is left
    // a save that had to wait for another goes on from what that one kept
    const version = form.elements.version;
    if (version) ctx.request.body.set("version", version.value);
  });
  document.addEventListener("visibilitychange", () => {
    const field = document.activeElement;
    if (document.hidden && field?.closest("form[data-keep]")) field.dispatchEvent(new Event("change", { bubbles: true }));
  });

  // -- small things -------------------------------------------------------------------------------------------------------
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("button[data-keys], [data-print]");
    document.querySelectorAll(".more[open]").forEach((more) => { if (!more.contains(target)) more.open = false; });
    if (!button) return;
    if (button.matches("[data-print]")) { print(); return; }
    setKeys(!keysOn());
    try { localStorage.setItem(KEYS, root.dataset.keys); } catch { /* then it holds for this page only */ }
  });
  const wake = () => {
    setKeys(keysOn());
    document.querySelectorAll("[data-print][hidden]").forEach((button) => { button.hidden = false; });
  };
  document.addEventListener("htmx:after:swap", wake);
  wake();
})();
