// The numbers for several classes, each of which can be dragged, with the gradient beside it.

import { element } from "../base/dom.ts";
import { shownNumber } from "../base/number_text.ts";
import type { Bench } from "./loss_model.ts";
import { placeNear } from "./loss_model.ts";
import { t } from "../base/language.ts";

const TEXT = {
  name: t("Prediction for each class: drag one"),
  columns: { p: "p", z: "z", share: t("softmax p"), truth: t("truth y"), gradient: "∂L/∂z" },
  value: (symbol: string, name: string) =>
    symbol === "z" ? t("Score of {name}", { name }) : t("Probability of {name}", { name }),
  truth: (name: string) => t("The truth is {name}", { name }),
};

export interface Shown {
  bench: Bench;
  chosen: number;
  place: number;
  points: number[];
  shares: number[];
  gradients: number[]; // ∂L/∂z, which training follows
  truth: number; // the class that is right
  said: string;
}
interface Hands {
  choose(at: number): void;
  drag(at: number, place: number): void;
  drop(): void;
  truth(at: number): void;
}
interface Row {
  root: HTMLTableRowElement;
  input: HTMLInputElement;
  truth: HTMLInputElement;
  cells: HTMLElement[];
}

export class Bars {
  readonly root = element("table", "mlw-loss-bars", { "aria-label": TEXT.name });
  private rows: Row[] = [];
  private built = "";

  constructor(private readonly hands: Hands) {}

  show(shown: Shown): void {
    const { bench } = shown;
    const key = JSON.stringify([bench.question, bench.names]);
    if (key !== this.built) this.build(bench);
    this.built = key;
    this.rows.forEach((row, at) => {
      const path = bench.paths[at];
      const value = shown.points[at];
      row.root.classList.toggle("mlw-loss-chosen", at === shown.chosen);
      row.input.max = String(path.grid.length - 1);
      // The others follow on paths of their own, whose nearest place is where their thumb stands.
      row.input.value = String(at === shown.chosen ? shown.place : placeNear(path.grid, value));
      row.input.setAttribute("aria-valuetext", at === shown.chosen ? shown.said : shownNumber(value));
      row.truth.checked = shown.truth === at; // as it was chosen, before Python has answered
      const numbers = [value, ...shown.shares.slice(at, at + 1), shown.gradients[at]];
      numbers.forEach((number, index) => row.cells[index].textContent = shownNumber(number, 3));
    });
  }

  private build(bench: Bench): void {
    const scores = bench.symbol === "z";
    const { p, z, share, truth, gradient } = TEXT.columns;
    const numbers = scores ? [z, share, gradient] : [p, gradient];
    const words = ["", ...numbers, truth];
    const head = element("tr");
    head.append(...words.map((word) => element(word ? "th" : "td", "", word ? { scope: "col" } : {}, word)));
    const group = `mlw-loss-${Math.random().toString(36).slice(2)}`;
    this.rows = bench.names.map((name, at) => {
      const root = element("tr");
      const input = element("input", "", {
        type: "range",
        min: 0,
        step: 1,
        "aria-label": TEXT.value(bench.symbol, name),
      });
      const radio = element("input", "", { type: "radio", name: group, "aria-label": TEXT.truth(name) });
      input.addEventListener("focus", () => this.hands.choose(at));
      input.addEventListener("input", () => this.hands.drag(at, Number(input.value)));
      input.addEventListener("change", () => this.hands.drop());
      radio.addEventListener("change", () => this.hands.truth(at));
      const bar = element("th", "mlw-loss-bar", { scope: "row" });
      bar.append(element("span", "", {}, name), input);
      const cells = numbers.map(() => element("td"));
      const choice = element("td");
      choice.append(radio);
      root.append(bar, ...cells, choice);
      return { root, input, truth: radio, cells };
    });
    this.root.replaceChildren(head, ...this.rows.map(({ root }) => root));
  }
}
