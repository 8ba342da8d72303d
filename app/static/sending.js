// A form is sent once, and one that could not be sent says so beside itself, keeps what was typed and goes by itself
// when the connection is back: with the same intention, so that nothing happens twice. In memory only.
(() => {
  "use strict";
  const AGAIN = 3_000;
  const LATER = new Set([502, 503, 504]); // the service, or what it stores in, is away for a moment
  const words = document.body.dataset;
  const ours = (form) => form.matches?.('form[data-once][method="post"]');
  const refusal = () => document.getElementById("refusal");

  // -- once is enough -----------------------------------------------------------------------------------------------------
  const sent = new WeakSet();
  const buttons = (form) => [...form.elements].filter((element) => element.type === "submit");
  const release = (form) => {
    sent.delete(form);
    buttons(form).forEach((button) => button.removeAttribute("aria-disabled"));
  };
  addEventListener("pageshow", () => document.querySelectorAll("form[data-once]").forEach(release));

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!ours(form) || event.defaultPrevented) return;
    event.preventDefault();
    if (sent.has(form)) return;
    const { submitter } = event;
    const where = submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? location.href;
    let body = new FormData(form, submitter);
    send(form, where, () => (body = form.isConnected ? new FormData(form, submitter) : body));
  });

  async function send(form, where, typed) {
    sent.add(form);
    // aria-disabled and not disabled: the button keeps the focus
    buttons(form).forEach((button) => button.setAttribute("aria-disabled", "true"));
    refusal()?.replaceChildren();
    const again = () => send(form, where, typed);
    let answer;
    let page;
    try {
      const body = form.enctype === "multipart/form-data" ? typed() : new URLSearchParams(typed()); // a file goes whole
      answer = await fetch(where, { method: "POST", body, headers: { "Sent-By": "page" } });
      page = await answer.text();
    } catch {
      wait(form, again);
      return;
    }
    if (LATER.has(answer.status)) { wait(form, again); return; }
    arrive(form);
    const next = answer.headers.get("Go-To");
    if (next !== null) goOn(next);
    else if (answer.ok || answer.status === 422) await read(form, page);
    else {
      const message = new DOMParser().parseFromString(page, "text/html").querySelector("main .note");
      refusal()?.replaceChildren(message ?? page);
      release(form);
    }
  }

  // An answer without another address is a page: the same one with what is wrong, or with what is shown only once.
  async function read(form, page) {
    const main = document.getElementById("main");
    await htmx.swap({ sourceElement: main, target: main, text: page, select: "#main", swap: "outerHTML" });
    scrollTo(0, 0);
    const fresh = document.getElementById("main");
    (fresh.querySelector(".errors a") ?? fresh.querySelector("[autofocus]") ?? fresh).focus();
  }

  let further = null;
  function goOn(address) {
    further = address;
    if (waiting.size) return; // another form of this page still has to go
    const next = new URL(further, location.href);
    const same = next.pathname === location.pathname && next.search === location.search;
    location.assign(next);
    if (same && next.hash) location.reload(); // the address alone would only scroll
  }

  // -- what could not be sent ---------------------------------------------------------------------------------------------
  const waiting = new Map(); // form: how it is sent again
  let timer = null;

  function wait(form, again) {
    waiting.set(form, again);
    if (form.matches("[data-once]")) release(form);
    if (form.isConnected && !form.querySelector(".unsent")) {
      const line = document.createElement("p");
      line.className = "unsent";
      line.setAttribute("role", "status");
      form.append(line);
      line.textContent = words.unsent;
    }
    clearTimeout(timer);
    timer = setTimeout(retry, AGAIN);
  }
  function arrive(form) {
    waiting.delete(form);
    form.querySelector(".unsent")?.remove();
    if (further !== null && !waiting.size) goOn(further);
  }
  function retry() {
    for (const [form, again] of [...waiting]) if (!sent.has(form)) again();
  }
  addEventListener("online", retry);
  addEventListener("beforeunload", (event) => { if (waiting.size) event.preventDefault(); });

  // -- what saves itself while it is typed -------------------------------------------------------------------------------
  const keeps = (ctx) => ctx?.sourceElement?.matches?.("form[data-keep]");
  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    if (!keeps(ctx)) return;
    const form = ctx.sourceElement;
    ctx.request.keepalive = true; // it arrives also when the page is left
    // a save that had to wait for another goes on from what that one kept
    const version = form.elements.version;
    if (version) ctx.request.body.set("version", version.value);
  });
  const keepLater = (form) => wait(form, () => form.dispatchEvent(new Event("change", { bubbles: true })));
  document.addEventListener("htmx:error", ({ detail: { ctx } }) => { if (keeps(ctx)) keepLater(ctx.sourceElement); });
  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    if (!keeps(ctx)) return;
    if (LATER.has(ctx.response.status)) keepLater(ctx.sourceElement);
    else arrive(ctx.sourceElement);
  });
  document.addEventListener("visibilitychange", () => {
    const field = document.activeElement;
    if (document.hidden && field?.closest("form[data-keep]")) field.dispatchEvent(new Event("change", { bubbles: true }));
  });
})();
