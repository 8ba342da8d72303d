// Reads words aloud with the browser's own voice, where it has one for their language: only then is there a button.
(() => {
  "use strict";
  const speech = window.speechSynthesis;
  if (!speech) return;
  const voiceFor = (code) => speech.getVoices().find((voice) => voice.lang.toLowerCase().split(/[-_]/)[0] === code);
  const buttons = () => [...document.querySelectorAll("read-aloud button")];
  let reading = null;

  const look = () => {
    for (const button of buttons()) {
      button.hidden = !voiceFor(document.getElementById(button.dataset.reads)?.closest("[lang]").lang);
    }
  };
  const stop = () => {
    reading?.setAttribute("aria-pressed", "false");
    reading = null;
    speech.cancel();
  };

  function start(button) {
    stop();
    const words = document.getElementById(button.dataset.reads);
    const lines = [...words.querySelectorAll("p, li")].map((line) => line.textContent.trim()).filter(Boolean);
    const voice = voiceFor(words.closest("[lang]").lang);
    reading = button;
    button.setAttribute("aria-pressed", "true");
    lines.forEach((line, n) => { // line by line: long texts are cut off by some voices
      const said = new SpeechSynthesisUtterance(line);
      said.voice = voice;
      said.lang = voice.lang;
      said.onerror = () => reading === button && stop();
      if (n === lines.length - 1) said.onend = () => reading === button && stop();
      speech.speak(said);
    });
  }

  class ReadAloud extends HTMLElement {
    connectedCallback() { look(); }
    disconnectedCallback() { if (reading && !reading.isConnected) stop(); }
  }
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("read-aloud button");
    if (button) (button === reading ? stop : start)(button);
  });
  window.addEventListener("pagehide", stop);
  speech.addEventListener?.("voiceschanged", look);
  customElements.define("read-aloud", ReadAloud);
})();
