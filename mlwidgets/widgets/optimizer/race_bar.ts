// Play, pause, step and scrub; speed; three dimensions; and the paths to take away.

import { element } from "../base/dom.ts";
import { SPEEDS } from "./race_player.ts";
import { grouped, t, written } from "../base/language.ts";

const TEXT = {
  play: t("Play"),
  pause: t("Pause"),
  back: t("Step back"),
  step: t("Step"),
  scrub: t("Update shown"),
  at: (step: number, last: number) => t("update {step} of {last}", { step: grouped(step), last: grouped(last) }),
  speed: t("Speed"),
  times: (speed: number) => `${written(String(speed))} ×`,
  solid: t("3-D"),
  solidName: t("Show the surface in three dimensions"),
  save: t("CSV"),
  saveName: t("Save all paths as a CSV file"),
};

export interface BarHooks {
  toggle(): void;
  by(steps: number): void;
  go(step: number): void;
  speed(speed: number): void;
  solid(): void;
  save(): void;
}

export class RaceBar {
  readonly root = element("div", "mlw-race-bar");
  private readonly play = element("button", "mlw-button mlw-race-play", { type: "button" }, TEXT.play);
  private readonly scrub = element("input", "mlw-race-scrub", {
    type: "range",
    min: 0,
    step: 1,
    "aria-label": TEXT.scrub,
  });
  private readonly at = element("output", "mlw-race-at");
  private readonly solid = element("button", "mlw-button", {
    type: "button",
    "aria-pressed": "false",
    "aria-label": TEXT.solidName,
    title: TEXT.solidName,
  }, TEXT.solid);

  constructor(hooks: BarHooks) {
    const button = (words: string, call: () => void, name = words) => {
      const made = element("button", "mlw-button", { type: "button", "aria-label": name, title: name }, words);
      made.addEventListener("click", call);
      return made;
    };
    const menu = element("select", "mlw-race-menu", { "aria-label": TEXT.speed });
    menu.append(...SPEEDS.map((speed) => element("option", "", { value: speed }, TEXT.times(speed))));
    menu.value = "1";
    menu.addEventListener("change", () => hooks.speed(Number(menu.value)));
    this.play.addEventListener("click", hooks.toggle);
    this.solid.addEventListener("click", hooks.solid);
    this.scrub.addEventListener("input", () => hooks.go(this.scrub.valueAsNumber));
    this.root.append(
      button("◂", () => hooks.by(-1), TEXT.back),
      this.play,
      button("▸", () => hooks.by(1), TEXT.step),
      this.scrub,
      this.at,
      menu,
      this.solid,
      button(TEXT.save, hooks.save, TEXT.saveName),
    );
  }

  show(step: number, last: number, playing: boolean): void {
    const words = playing ? TEXT.pause : TEXT.play;
    if (this.play.textContent !== words) this.play.textContent = words;
    if (this.scrub.max !== String(last)) this.scrub.max = String(last);
    if (this.scrub.valueAsNumber !== step) this.scrub.valueAsNumber = step;
    const text = TEXT.at(step, last);
    if (this.at.textContent === text) return;
    this.at.textContent = text;
    this.scrub.setAttribute("aria-valuetext", text);
  }

  showSolid(on: boolean): void {
    this.solid.setAttribute("aria-pressed", String(on));
  }
}
