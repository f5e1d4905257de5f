// Every number of one racer at one moment: where it is, its gradient, and its update rule with the numbers in it.

import { element } from "../base/dom.ts";
import { bracketed, shownNumber, writtenFormula } from "../base/number_text.ts";
import { racerSample } from "./race_marks.ts";
import { type Coordinate, numberAt, type Racer, rowAt, type RuleLine } from "./race_model.ts";
import { t } from "../base/language.ts";

const TEXT = {
  name: t("Numbers of the chosen optimizer"),
  head: (update: number) => t("Next: update {update}", { update }),
  stopped: (rows: number) => t("Stopped after update {rows}", { rows }),
  nothing: t("Choose an optimizer to see its numbers."),
  written: (axis: string) => t("Write out the rule for {axis}", { axis }),
  rows: {
    theta: t("θ, the position"),
    gradient: t("∇z, the gradient"),
    value: t("z, the height"),
    rate: t("η, the learning rate"),
  },
};
const AXES = ["x", "y"] as const;
const PLAIN = ["theta", "value", "gradient", "rate"] as const;

interface Row {
  name: string;
  cells: HTMLElement[];
  written: HTMLElement | null;
  line: RuleLine | null;
}

/** A line of the rule with the numbers of a moment in it. */
export function writtenOut(racer: Racer, line: RuleLine, row: number, coordinate: Coordinate): string {
  return line.parts.map((part, at) => {
    if (at % 2 === 0) return writtenFormula(part);
    const value = numberAt(racer, part, row, coordinate);
    return line.parts.length === 3 && line.parts[0] === "" ? shownNumber(value) : bracketed(value);
  }).join("");
}

export class RaceNumbers {
  readonly root = element("section", "mlw mlw-race-numbers", { "aria-label": TEXT.name });
  private readonly title = element("h3", "mlw-race-title");
  private readonly moment = element("p", "mlw-race-moment");
  private readonly table = element("table", "mlw-race-table");
  private rows: Row[] = [];
  private racer: Racer | null = null;
  private coordinate: Coordinate = 0;
  private step = 0;
  private buttons: HTMLButtonElement[] = [];
  private shape = ""; // what the rows were made for

  constructor() {
    this.root.append(this.title, this.moment, this.table);
  }

  /** Show another racer, or the same with other numbers. */
  take(racer: Racer | null): void {
    this.racer = racer;
    this.table.hidden = this.moment.hidden = racer === null;
    if (!racer) {
      this.title.textContent = TEXT.nothing;
      this.shape = "";
      return;
    }
    this.title.innerHTML = racerSample(racer.number);
    this.title.append(element("span", "", {}, racer.label));
    const shape = racer.rule.map(({ law }) => law).join();
    if (shape !== this.shape) this.build(racer);
    else this.rows.forEach((row) => (row.line = racer.rule.find(({ name }) => name === row.name) ?? null));
    this.shape = shape;
    this.show(this.step);
  }

  /** Show the numbers of a step. */
  show(step: number): void {
    this.step = step;
    const racer = this.racer;
    if (!racer) return;
    const row = rowAt(racer, step);
    const stopped = racer.stop !== "" && row === racer.rows - 1;
    setText(this.moment, stopped ? TEXT.stopped(row) : TEXT.head(row + 1));
    for (const { name, cells, written, line } of this.rows) {
      cells.forEach((cell, at) => setText(cell, shownNumber(numberAt(racer, name, row, at as Coordinate))));
      if (written && line) setText(written, `= ${writtenOut(racer, line, row, this.coordinate)}`);
    }
    this.buttons.forEach((button, at) => button.setAttribute("aria-pressed", String(at === this.coordinate)));
  }

  private build(racer: Racer): void {
    const head = element("tr");
    this.buttons = AXES.map((axis, at) => {
      const button = element("button", "mlw-race-axis", {
        type: "button",
        "aria-label": TEXT.written(axis),
        title: TEXT.written(axis),
      }, axis);
      button.addEventListener("click", () => {
        this.coordinate = at as Coordinate;
        this.show(this.step);
      });
      return button;
    });
    head.append(
      element("td"),
      ...this.buttons.map((button) => {
        const cell = element("th", "", { scope: "col" });
        cell.append(button);
        return cell;
      }),
    );
    const body = element("tbody");
    body.append(head);
    this.rows = [];
    for (const name of PLAIN) this.rows.push(this.row(body, name, TEXT.rows[name], racer.fields[name][1] > 1));
    for (const line of racer.rule) {
      const row = this.row(body, line.name, writtenFormula(line.law), true);
      const written = element("td", "mlw-race-written", { colspan: 3 });
      const below = element("tr");
      below.append(written);
      body.append(below);
      Object.assign(row, { written, line });
      this.rows.push(row);
    }
    this.table.replaceChildren(body);
  }

  private row(body: HTMLElement, name: string, words: string, wide: boolean): Row {
    const row = element("tr");
    const cells = (wide ? AXES : [0]).map(() => element("td", "mlw-race-number", wide ? {} : { colspan: 2 }));
    row.append(element("th", "mlw-race-law", { scope: "row" }, words), ...cells);
    body.append(row);
    return { name, cells, written: null, line: null };
  }
}

function setText(node: HTMLElement, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}
