// The controls above the cards: how much is looked at, play and step, the weight and the example.

import { element } from "../base/dom.ts";
import { bytesOf, levelsOf, paintLevels, type Tables } from "../base/shades.ts";
import { letWait } from "../base/waiting_button.ts";
import type { SentFrame } from "./step_model.ts";
import { type Grain, GRAINS, type StepPlayer } from "./step_player.ts";
import { t, written } from "../base/language.ts";

const TEXT = {
  grain: t("Look at"),
  grains: { example: t("each example"), batch: t("a batch"), epoch: t("an epoch"), updates: t("N updates") },
  count: t("Number of updates"),
  back: t("‹ Back"),
  backName: t("Previous card"),
  play: t("▶ Play"),
  pause: t("❚❚ Pause"),
  next: t("Next ›"),
  nextName: t("Next card"),
  speed: t("Speed"),
  make: {
    example: t("Make this update"),
    batch: t("Make this update"),
    epoch: t("Train to the epoch's end"),
    updates: t("Train"),
  },
  start: t("Train from the start"),
  weight: t("Weight"),
  steepest: t("Steepest"),
  steepestTip: t("Follow the weight with the largest gradient in this batch"),
  earlier: t("Previous example"),
  later: t("Next example"),
  of: (at: number, count: number) => t("{at} of {count}", { at, count }),
};
const SPEEDS = [0.25, 0.5, 1, 2, 4];
const MOST_UPDATES = 1_000_000;

export interface PlayOrders {
  grain(grain: Grain): void;
  back(): void;
  next(): void;
  play(): void;
  speed(speed: number): void;
  make(count: number): void;
}
export interface ChoiceOrders {
  choose(array: number, index: number[]): void;
  turn(by: number): void;
}

function menu<Value extends string>(label: string, options: [Value, string][], call: (value: Value) => void) {
  const select = element("select", "mlw-step-menu", { "aria-label": label });
  for (const [value, text] of options) select.append(element("option", "", { value }, text));
  select.addEventListener("change", () => call(select.value as Value));
  return select;
}

function button(text: string, name: string, call: () => void, kind = ""): HTMLButtonElement {
  const made = element("button", `mlw-button ${kind}`, { type: "button" }, text);
  if (name) made.setAttribute("aria-label", name);
  made.addEventListener("click", call);
  return made;
}

function numberField(label: string, low: number, high: number, value: number, call: (value: number) => void) {
  const field = element("input", "mlw-step-field", { type: "number", min: low, max: high, value, "aria-label": label });
  field.addEventListener("change", () => {
    const number = Math.round(Number(field.value));
    const kept = Number.isFinite(number) ? Math.min(Math.max(number, low), high) : value;
    field.value = String(kept);
    call(kept);
  });
  return field;
}

/** How much is looked at, and how it moves. */
export class PlayBar {
  readonly root = element("div", "mlw-step-row mlw-step-plays");
  private readonly grain: HTMLSelectElement;
  private readonly count: HTMLInputElement;
  private readonly playing: HTMLButtonElement;
  private readonly made: HTMLButtonElement;

  constructor(orders: PlayOrders) {
    this.grain = menu(TEXT.grain, GRAINS.map((one) => [one, TEXT.grains[one]]), orders.grain);
    this.count = numberField(TEXT.count, 1, MOST_UPDATES, 100, () => {});
    this.playing = button(TEXT.play, "", orders.play, "mlw-step-play");
    const speeds = menu(
      TEXT.speed,
      SPEEDS.map((one) => [String(one), `${written(String(one))} ×`]),
      (one) => orders.speed(Number(one)),
    );
    speeds.value = "1";
    this.made = button("", "", () => orders.make(Number(this.count.value)), "mlw-step-make");
    const back = button(TEXT.back, TEXT.backName, orders.back);
    const next = button(TEXT.next, TEXT.nextName, orders.next);
    this.root.append(this.grain, this.count, back, this.playing, next, speeds, this.made);
  }

  show(player: StepPlayer, playing: boolean, still: boolean, beyond: SentFrame["beyond"], held: string): void {
    this.grain.value = player.grain;
    this.count.hidden = player.grain !== "updates";
    this.playing.textContent = playing ? TEXT.pause : TEXT.play;
    this.made.textContent = beyond === "learned" ? TEXT.start : TEXT.make[player.grain];
    this.made.disabled = !still || beyond === "end";
    letWait(this.made, held);
  }
}

/** Which weight and which example is followed. */
export class ChoiceBar {
  readonly root = element("div", "mlw-step-row");
  private readonly weight = element("span", "mlw-step-weight");
  private readonly at = element("span", "mlw-step-at");
  private readonly picture = element("canvas", "mlw-step-picture", { "aria-hidden": "true" });
  private drawn = "";

  constructor(private readonly orders: ChoiceOrders) {
    const turns = element("span", "mlw-step-turns");
    turns.append(
      button("‹", TEXT.earlier, () => orders.turn(-1)),
      this.at,
      button("›", TEXT.later, () => orders.turn(1)),
    );
    const steepest = button(TEXT.steepest, "", () => orders.choose(-1, []));
    steepest.title = TEXT.steepestTip;
    this.root.append(this.weight, steepest, turns, this.picture);
  }

  show(frame: SentFrame, player: StepPlayer, tables: Tables | null): void {
    this.showWeight(frame);
    const { examples = [], pictureShape = [0, 0] } = frame;
    this.at.textContent = TEXT.of(player.example + 1, examples.length);
    const [height, width] = pictureShape;
    this.picture.hidden = !height;
    if (!height || !tables) return;
    const size = height * width;
    const grey = bytesOf(frame.pictures).subarray(player.example * size, (player.example + 1) * size);
    paintLevels(this.picture, levelsOf(grey, 255, false), height, width, tables.grey);
  }

  private showWeight({ arrays = [], chosen = [] }: SentFrame): void {
    const now = JSON.stringify([arrays, chosen]);
    if (now === this.drawn) return;
    this.drawn = now;
    const focused = [...this.weight.children].findIndex((one) => one.contains(document.activeElement));
    const [at, ...index] = chosen;
    const array = arrays[at];
    if (!array) return;
    const names = menu(
      TEXT.weight,
      arrays.map((one, number): [string, string] => [String(number), one.title]),
      (number) => this.orders.choose(Number(number), arrays[Number(number)].shape.map(() => 0)),
    );
    names.value = String(at);
    const fields = array.axes.map((axis, number) => {
      const label = element("label", "mlw-step-axis", {}, `${axis} `);
      label.append(numberField(axis, 1, array.shape[number], index[number] + 1, (value) => {
        this.orders.choose(at, index.map((old, place) => (place === number ? value - 1 : old)));
      }));
      return label;
    });
    this.weight.replaceChildren(names, ...fields);
    const again = this.weight.children[focused];
    (again?.querySelector("input") ?? (again as HTMLElement | undefined))?.focus();
  }
}
