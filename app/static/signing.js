// A frame to sign in: what a finger, a mouse or a pen draws becomes strokes in a hidden field. Without this file one signs
// on paper. The server looks at the strokes again (consents.rules.is_signature).
(() => {
  "use strict";
  const WIDTH = 600, HEIGHT = 200, LONGEST = 19_900, APART = 3;

  class SignHere extends HTMLElement {
    connectedCallback() {
      this.sheet = this.querySelector("svg");
      this.strokes = this.querySelector("path");
      this.field = this.querySelector("input");
      const choice = this.closest("fieldset").querySelector("[data-signing]");
      if (choice) choice.hidden = false;
      this.sheet.addEventListener("pointerdown", (event) => this.begin(event));
      this.sheet.addEventListener("pointermove", (event) => this.go(event));
      for (const end of ["pointerup", "pointercancel"]) this.sheet.addEventListener(end, () => { this.at = null; });
      this.querySelector("button").addEventListener("click", () => this.keep(""));
    }

    point(event) {
      const frame = this.sheet.getBoundingClientRect();
      const place = (part, whole) => Math.min(whole, Math.max(0, Math.round(part * whole)));
      return [place((event.clientX - frame.left) / frame.width, WIDTH), place((event.clientY - frame.top) / frame.height, HEIGHT)];
    }

    begin(event) {
      if (event.button > 0) return;
      event.preventDefault();
      this.sheet.setPointerCapture(event.pointerId);
      const [x, y] = this.at = this.point(event);
      this.keep(`${this.field.value}M${x} ${y}L${x} ${y}`);
    }

    go(event) {
      if (!this.at) return;
      const [x, y] = this.point(event);
      if (Math.hypot(x - this.at[0], y - this.at[1]) < APART) return;
      this.at = [x, y];
      this.keep(`${this.field.value}L${x} ${y}`);
    }

    keep(strokes) {
      if (strokes.length > LONGEST) return;
      this.field.value = strokes;
      this.strokes.setAttribute("d", strokes);
    }
  }
  customElements.define("sign-here", SignHere);
})();
