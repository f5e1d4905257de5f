// The square of numbers between columns: a grid of cells, blue above 0 and orange below, in which a pair is chosen.

import { element } from "../base/dom.ts";
import { type Matrix, strengthText } from "./pairs_model.ts";
import { t } from "../base/language.ts";

const TEXT = {
  name: t("How strongly each pair of columns belongs together"),
  none: (row: string, column: string) => t("{row} and {column}: none", { row, column }),
  cell: (row: string, column: string, measure: string, value: string) =>
    t("{row} and {column}: {measure} = {value}", { row, column, measure, value }),
};
const STRONGEST = 58; // percent of colour at 1: letters must be readable on it, on light and dark pages

export class MatrixGrid {
  readonly root = element("div", "mlw-pairs-matrix", {
    role: "grid",
    "aria-label": TEXT.name,
    "aria-readonly": "true",
  });
  private matrix: Matrix | null = null;
  private cells: HTMLElement[][] = [];
  private at: [number, number] = [0, 0];

  constructor(private readonly choose: (x: number, y: number) => void, private readonly read: (words: string) => void) {
    this.root.addEventListener("click", ({ target }) => {
      const place = this.placeOf(target);
      if (place) this.press(place);
    });
    this.root.addEventListener("pointerover", ({ target }) => this.tell(this.placeOf(target)));
    this.root.addEventListener("pointerleave", () => this.tell(null));
    this.root.addEventListener("focusin", ({ target }) => {
      const place = this.placeOf(target);
      if (place) this.goTo(place);
    });
    this.root.addEventListener("keydown", (event) => {
      const last = this.cells.length - 1;
      if (last < 0 || event.altKey || event.metaKey) return;
      const [row, column] = this.at;
      const moves: Record<string, [number, number]> = {
        ArrowUp: [row - 1, column],
        ArrowDown: [row + 1, column],
        ArrowLeft: [row, column - 1],
        ArrowRight: [row, column + 1],
        Home: [event.ctrlKey ? 0 : row, 0],
        End: [event.ctrlKey ? last : row, last],
      };
      if (event.key === "Enter" || event.key === " ") this.press(this.at);
      else if (Object.hasOwn(moves, event.key)) {
        const [to, across] = moves[event.key].map((one) => Math.min(Math.max(one, 0), last));
        this.goTo([to, across]);
        this.cells[to][across].focus();
      } else return;
      event.preventDefault(); // the page would scroll
    });
  }

  show(matrix: Matrix, names: string[], pair: [number, number]): void {
    this.matrix = matrix;
    const count = matrix.columns.length;
    this.at = [Math.min(1, count - 1), 0];
    this.root.style.setProperty("--mlw-pairs-count", String(count));
    this.root.hidden = !count;
    const head = element("div", "mlw-pairs-line", { role: "row" });
    head.append(
      element("span", "mlw-pairs-corner", { role: "columnheader" }),
      ...matrix.columns.map((at) => {
        const cell = element("div", "mlw-pairs-column", { role: "columnheader", title: names[at] });
        cell.append(element("span", "", {}, names[at]));
        return cell;
      }),
    );
    this.cells = matrix.values.map((values, row) =>
      values.map((value, column) => this.makeCell(value, row, column, names))
    );
    const lines = this.cells.map((cells, row) => {
      const line = element("div", "mlw-pairs-line", { role: "row" });
      const name = names[matrix.columns[row]];
      line.append(element("div", "mlw-pairs-row", { role: "rowheader", title: name }, name), ...cells);
      return line;
    });
    this.root.replaceChildren(head, ...lines);
    this.mark(pair);
  }

  /** Mark the pair that is drawn. */
  mark([x, y]: [number, number]): void {
    const columns = this.matrix?.columns ?? [];
    const [column, row] = [columns.indexOf(x), columns.indexOf(y)];
    this.cells.forEach((cells, at) =>
      cells.forEach((cell, across) => cell.setAttribute("aria-selected", String(at === row && across === column)))
    );
    if (row >= 0 && column >= 0) this.goTo([row, column], false);
    else this.goTo(this.at, false);
  }

  private makeCell(value: number | null, row: number, column: number, names: string[]): HTMLElement {
    const { columns, measures } = this.matrix!;
    const text = strengthText(value);
    const pair = [names[columns[row]], names[columns[column]]] as const;
    const words = value === null ? TEXT.none(...pair) : TEXT.cell(...pair, measures[row][column], text);
    const cell = element("div", "mlw-pairs-cell", { role: "gridcell", tabindex: -1, "aria-label": words });
    cell.append(element("span", "", {}, text));
    cell.dataset.place = `${row}/${column}`;
    if (value === null) cell.classList.add("mlw-pairs-none");
    else {
      const colour = value < 0 ? "--mlw-negative" : "--mlw-positive";
      const part = (STRONGEST * Math.abs(value)).toFixed(1);
      cell.style.background = `color-mix(in srgb, var(${colour}) ${part}%, var(--mlw-surface))`;
    }
    return cell;
  }

  private placeOf(target: EventTarget | null): [number, number] | null {
    const cell = target instanceof Element ? target.closest<HTMLElement>(".mlw-pairs-cell") : null;
    if (!cell) return null;
    const [row, column] = (cell.dataset.place ?? "").split("/").map(Number);
    return [row, column];
  }

  private goTo(place: [number, number], told = true): void {
    const old = this.cells[this.at[0]]?.[this.at[1]];
    if (old) old.tabIndex = -1;
    this.at = place;
    const cell = this.cells[place[0]]?.[place[1]];
    if (cell) cell.tabIndex = 0;
    if (told) this.tell(place);
  }

  private press([row, column]: [number, number]): void {
    const { columns } = this.matrix ?? { columns: [] };
    this.choose(columns[column], columns[row]);
  }

  private tell(place: [number, number] | null): void {
    this.read(place ? this.cells[place[0]]?.[place[1]]?.getAttribute("aria-label") ?? "" : "");
  }
}
