// Step back, step, play and pause, and how fast.

import { element } from "../base/dom.ts";
import { t, written } from "../base/language.ts";

const PLAYER_TEXT = {
  group: t("Go through the output cells"),
  back: t("Step back"),
  step: t("Step"),
  play: t("Play"),
  pause: t("Pause"),
  speed: t("Speed"),
  times: (factor: number) => `${written(String(factor))}×`,
};
const SPEEDS = [0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 7, 10]; // cells a second

/** Moves by −1 or 1; `quiet` while it plays. Returns whether there was a cell to move to. */
export type Move = (step: number, how: { quiet: boolean }) => boolean;

export class Player {
  readonly root: HTMLElement;
  readonly speed: HTMLElement;
  private readonly toggle: HTMLButtonElement;
  private readonly slider: HTMLInputElement;
  private readonly factor: HTMLElement;
  private timer: ReturnType<typeof setTimeout> | null = null;

  /** @param rewind goes to the first cell. */
  constructor(private readonly move: Move, private readonly rewind: () => void) {
    const button = (text: string) => element("button", "mlw-button", { type: "button" }, text);
    this.root = element("div", "mlw-player", { role: "group", "aria-label": PLAYER_TEXT.group });
    const [back, step] = [button(PLAYER_TEXT.back), button(PLAYER_TEXT.step)];
    this.toggle = button(PLAYER_TEXT.play);
    this.toggle.classList.add("mlw-player-play");
    this.speed = element("label", "mlw-player-speed", {}, PLAYER_TEXT.speed);
    this.slider = element("input", "mlw-player-slider", { type: "range", min: 0, max: SPEEDS.length - 1, step: 1 });
    this.slider.value = String(SPEEDS.indexOf(1));
    this.factor = element("span", "mlw-player-factor", { "aria-hidden": "true" });
    this.speed.append(this.slider, this.factor);
    this.root.append(back, this.toggle, step);
    back.addEventListener("click", () => this.once(-1));
    step.addEventListener("click", () => this.once(1));
    this.toggle.addEventListener("click", () => (this.playing ? this.pause() : this.play()));
    this.slider.addEventListener("input", () => {
      this.showSpeed();
      if (this.playing) this.schedule();
    });
    this.showSpeed();
  }

  get playing(): boolean {
    return this.timer !== null;
  }

  pause(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.toggle.textContent = PLAYER_TEXT.play;
  }

  private get rate(): number {
    return SPEEDS[Number(this.slider.value)];
  }

  private showSpeed(): void {
    const text = PLAYER_TEXT.times(this.rate);
    this.factor.textContent = text;
    this.slider.setAttribute("aria-valuetext", text);
  }

  private once(step: number): void {
    this.pause();
    this.move(step, { quiet: false });
  }

  private play(): void {
    if (!this.move(1, { quiet: true })) this.rewind(); // from the last cell it starts again
    this.toggle.textContent = PLAYER_TEXT.pause;
    this.schedule();
  }

  private schedule(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (this.move(1, { quiet: true })) this.schedule();
      else this.pause();
    }, 1000 / this.rate);
  }
}
