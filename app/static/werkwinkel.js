// What a page cannot say in HTML alone. Every page works without this file and the three beside it.
(() => {
  "use strict";
  const words = document.body.dataset;
  const inSight = (selector) => [...document.querySelectorAll(selector)].find((element) => element.checkVisibility());

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") escape(event.target);
    else if (event.key === "Enter" && event.target.matches("input.search")) enter(event);
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
        document.dispatchEvent(new CustomEvent("werkwinkel:press", { detail: inSight('[data-key="n"]') }));
      }
    } else if (known !== null && field.closest("[hx-get], [hx-post]")) {
      event.preventDefault(); // the answer is on its way; nobody is registered unseen
    }
  }

  // -- what went wrong on the way, said calmly and in one place -----------------------------------------------------------
  const refusal = () => document.getElementById("refusal");
  const speaksForItself = (source) => source?.id === "board" || source?.matches?.("form[data-keep]");
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
    if (!ctx.response && !speaksForItself(ctx.sourceElement)) say(words.lost);
  });

  // -- small things -------------------------------------------------------------------------------------------------------
  document.addEventListener("click", ({ target }) => {
    document.querySelectorAll(".more[open]").forEach((more) => { if (!more.contains(target)) more.open = false; });
    if (target.closest("[data-print]")) print();
  });
  const wake = () => document.querySelectorAll("[data-print][hidden]").forEach((button) => { button.hidden = false; });
  document.addEventListener("htmx:after:swap", wake);
  wake();
})();
