// One block of a page (the board, a list) follows what happens in the shop by itself, and says so when it cannot.
(() => {
  "use strict";
  const board = () => document.querySelector("[data-events]");
  if (!board()) return;
  const POLL = 10_000; // without events: how often the board asks
  const SILENT = 2 * Number(board().dataset.heartbeat) * 1000 + 2_000; // nothing heard for so long: something is wrong
  const ASLEEP = 20_000; // between two ticks of a second: this machine slept
  const AWAY = 3_000; // an answer may take so long before the board says that it waits for one

  let source = null;
  let drawn = Date.now(); // when the server last drew the board that stands here
  let known = Date.now(); // when the board was last known to be right
  let asked = 0;
  let asking = false;
  let lost = false;
  let ticked = Date.now();

  // -- hearing ------------------------------------------------------------------------------------------------------------
  const follows = () => source?.readyState === 1;

  function follow() {
    if (!window.EventSource) return;
    source?.close();
    const mine = source = new EventSource(board().dataset.events);
    const hear = (event) => {
      if (event.data !== board().dataset.pulse) { refresh(); return; }
      known = Date.now();
      lost = false;
      show();
    };
    mine.addEventListener("board", hear);
    mine.addEventListener("beat", hear);
    mine.addEventListener("error", () => { if (mine === source && !lost) refresh(); }); // the answer tells what is the matter
  }

  function refresh() {
    asked = Date.now();
    asking = true;
    htmx.trigger(board(), "refresh");
  }

  const isBoard = (ctx) => ctx?.sourceElement?.matches?.("[data-events]");
  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    if (!board() || (!isBoard(ctx) && ctx.target?.id !== "main")) return;
    drawn = known = Date.now();
    asking = lost = false;
    countInRail();
    show();
  });
  const fail = () => {
    asking = false;
    lost = true;
    show();
  };
  document.addEventListener("htmx:error", ({ detail: { ctx } }) => { if (isBoard(ctx)) fail(); });
  document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => { if (isBoard(ctx)) fail(); });

  // -- showing ------------------------------------------------------------------------------------------------------------
  function clock(at) {
    const two = (number) => String(number).padStart(2, "0");
    const when = new Date(at);
    return two(when.getHours()) + (document.documentElement.lang === "nl" ? "." : ":") + two(when.getMinutes());
  }
  const write = (element, text) => { if (element && element.textContent !== text) element.textContent = text; };

  function show() {
    const here = board();
    if (!here) return;
    const now = Date.now();
    const waiting = asking && now - asked < AWAY; // a moment of patience: after a sleep the answer is on its way
    const stale = lost || (now - known > SILENT && !waiting);
    here.toggleAttribute("data-stale", stale);
    const sign = document.getElementById("live");
    sign.hidden = stale;
    write(sign, follows() ? sign.dataset.live : sign.dataset.polled.replace("#", clock(known)));
    sign.toggleAttribute("data-follows", follows());
    const words = document.getElementById("stale");
    write(words, stale ? words.dataset.words.replace("#", clock(known)) : "");
    for (const time of here.querySelectorAll("time[data-seconds]")) {
      const minutes = Math.floor((Number(time.dataset.seconds) + (now - drawn) / 1000) / 60);
      const long = "waits" in time.dataset && minutes >= Number(here.dataset.long);
      time.classList.toggle("late", long);
      write(time, (long ? here.dataset.minutesLong : here.dataset.minutes).replace("#", minutes));
    }
  }

  function countInRail() {
    const counts = board().dataset.counts.trim().split(" "); // a place, how much waits there, the next place …
    for (let at = 0; at < counts.length; at += 2) {
      for (const place of document.querySelectorAll(`.rail a[href="${counts[at]}"]`)) {
        let count = place.querySelector(".count");
        if (counts[at + 1] === "0") { count?.remove(); continue; }
        if (!count) {
          count = document.createElement("span");
          count.className = "count";
          place.append(" ", count);
        }
        write(count, counts[at + 1]);
      }
    }
  }

  // -- time goes by -------------------------------------------------------------------------------------------------------
  function tick() {
    const now = Date.now();
    const slept = now - ticked > ASLEEP;
    ticked = now;
    if (document.hidden || !board()) return;
    const silent = follows() && now - known > SILENT;
    if (slept || silent) {
      follow();
      refresh();
    } else if (!follows() && now - asked >= POLL) {
      if (!source || source.readyState === 2) follow(); // given up by the browser: it was refused, not cut off
      refresh();
    }
    show();
  }
  function leave() {
    source?.close();
    source = null;
  }
  function comeBack() {
    ticked = Date.now();
    follow();
    refresh();
    show();
  }
  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : comeBack()));
  addEventListener("pagehide", leave);
  addEventListener("pageshow", (event) => { if (event.persisted) comeBack(); });
  addEventListener("offline", fail);
  addEventListener("online", comeBack);
  setInterval(tick, 1000);
  if (!document.hidden) follow();
  show();
})();
