// A part: step back, step, play and pause, and how fast. Needs dom.js.

import { element } from "../base/dom.ts";

const PLAYER_TEXT = {
  group: "Go through the output cells",
  back: "Step back",
  step: "Step",
  play: "Play",
  pause: "Pause",
  speed: "Speed",
  times: (factor) => `${factor}×`,
};
const SPEEDS = [0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 7, 10]; // cells a second

export class Player {
  /**
   * @param move called with −1 or 1, and { quiet } while it plays; returns whether there was a cell to move to.
   * @param rewind goes to the first cell.
   */
  constructor(move, rewind) {
    const button = (text) => element("button", "mlw-button", { type: "button" }, text);
    this.root = element("div", "mlw-player", { role: "group", "aria-label": PLAYER_TEXT.group });
    this.back = button(PLAYER_TEXT.back);
    this.step = button(PLAYER_TEXT.step);
    this.toggle = button(PLAYER_TEXT.play);
    this.toggle.classList.add("mlw-player-play");
    const label = element("label", "mlw-player-speed", {}, PLAYER_TEXT.speed);
    this.slider = element("input", "mlw-player-slider", { type: "range", min: 0, max: SPEEDS.length - 1, step: 1 });
    this.slider.value = SPEEDS.indexOf(1);
    this.factor = element("span", "mlw-player-factor", { "aria-hidden": "true" });
    label.append(this.slider, this.factor);
    this.root.append(this.back, this.toggle, this.step);
    this.speed = label;
    this.timer = null;
    this.back.addEventListener("click", () => this.once(-1, move));
    this.step.addEventListener("click", () => this.once(1, move));
    this.toggle.addEventListener("click", () => (this.timer === null ? this.play(move, rewind) : this.pause()));
    this.slider.addEventListener("input", () => {
      this.showSpeed();
      if (this.timer !== null) this.schedule(move);
    });
    this.showSpeed();
  }

  get playing() {
    return this.timer !== null;
  }

  showSpeed() {
    const text = PLAYER_TEXT.times(SPEEDS[this.slider.value]);
    this.factor.textContent = text;
    this.slider.setAttribute("aria-valuetext", text);
  }

  once(step, move) {
    this.pause();
    move(step, { quiet: false });
  }

  play(move, rewind) {
    if (!move(1, { quiet: true })) rewind(); // from the last cell it starts again
    this.toggle.textContent = PLAYER_TEXT.pause;
    this.schedule(move);
  }

  schedule(move) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (move(1, { quiet: true })) this.schedule(move);
      else this.pause();
    }, 1000 / SPEEDS[this.slider.value]);
  }

  pause() {
    clearTimeout(this.timer);
    this.timer = null;
    this.toggle.textContent = PLAYER_TEXT.play;
  }
}
