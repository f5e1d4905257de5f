// The matrix of one class against the rest: four buttons that open the examples behind their counts.

import { element } from "../base/dom.ts";
import { percent } from "../loss/lens_words.ts";
import type { Counts } from "./results_numbers.ts";
import { t } from "../base/language.ts";

const TEXT = {
  name: t("Confusion matrix at the threshold"),
  is: (name: string) => t("is {name}", { name }),
  isNot: (name: string) => t("is not {name}", { name }),
  called: (name: string) => t("called {name}", { name }),
  notCalled: (name: string) => t("not called {name}", { name }),
  words: { hits: t("hits"), misses: t("misses"), alarms: t("false alarms"), rejections: t("correct rejections") },
  cell: (count: number, word: string, share: string, truth: string) =>
    t("{count} {word}: {share} of what {truth}. Show them", { count, word, share, truth }),
};
type Cell = keyof Counts;
const ROWS: [Cell, Cell][] = [["hits", "misses"], ["alarms", "rejections"]];
const MOVES: Record<string, [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Which examples are behind a cell: of the class or not, called so or not. */
export interface Opened {
  is: boolean;
  called: boolean;
}

export class Matrix {
  readonly root = element("table", "mlw-measured-matrix");
  private readonly cells: Record<Cell, { button: HTMLButtonElement; count: HTMLElement }>;
  private readonly heads: HTMLElement[] = [];

  constructor(open: (cell: Opened) => void) {
    const caption = element("caption", "mlw-visually-hidden", {}, TEXT.name);
    const body = element("tbody");
    const head = element("tr");
    head.append(element("td"));
    body.append(head);
    const made: Partial<typeof this.cells> = {};
    for (const _ of ROWS) {
      const cell = element("th", "", { scope: "col" });
      this.heads.push(cell);
      head.append(cell);
    }
    ROWS.forEach((row, at) => {
      const line = element("tr");
      const name = element("th", "", { scope: "row" });
      this.heads.push(name);
      line.append(name);
      row.forEach((cell, column) => {
        const right = cell === "hits" || cell === "rejections";
        const button = element("button", `mlw-measured-cell${right ? " mlw-measured-right" : ""}`, {
          type: "button",
          tabindex: at + column === 0 ? 0 : -1,
          "data-cell": cell,
        });
        const count = element("b");
        button.append(count, element("span", "", {}, TEXT.words[cell]));
        button.addEventListener("click", () => {
          this.goTo(button);
          open({ is: at === 0, called: column === 0 });
        });
        const place = element("td");
        place.append(button);
        line.append(place);
        made[cell] = { button, count };
      });
      body.append(line);
    });
    this.cells = made as typeof this.cells;
    const columns = element("colgroup");
    columns.append(element("col", "mlw-measured-names"), element("col", "", { span: 2 }));
    this.root.append(caption, columns, body);
    this.root.addEventListener("keydown", (event) => {
      const move = MOVES[event.key];
      const from = event.target instanceof HTMLElement ? event.target.dataset.cell : undefined;
      if (!move || !from || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault(); // the page would scroll
      const at = ROWS.findIndex((row) => row.includes(from as Cell));
      const to = ROWS[at + move[0]]?.[ROWS[at].indexOf(from as Cell) + move[1]];
      if (!to) return;
      this.goTo(this.cells[to].button);
      this.cells[to].button.focus();
    });
  }

  show(name: string, other: string, counts: Counts, opened: string): void {
    const words = [TEXT.called(name), TEXT.notCalled(name), TEXT.is(name), TEXT.isNot(name)];
    if (other) [words[1], words[3]] = [TEXT.called(other), TEXT.is(other)]; // of two classes it has a name
    words.forEach((word, at) => {
      if (this.heads[at].textContent === word) return;
      this.heads[at].textContent = word;
      this.heads[at].title = word;
    });
    ROWS.forEach((row, at) => {
      const total = counts[row[0]] + counts[row[1]];
      row.forEach((cell, column) => {
        const { button, count } = this.cells[cell];
        const part = counts[cell] / total; // not a number where there are none
        count.textContent = String(counts[cell]);
        button.style.setProperty("--mlw-share", total ? Math.sqrt(part).toFixed(3) : "0");
        button.setAttribute("aria-label", TEXT.cell(counts[cell], TEXT.words[cell], percent(part), words[2 + at]));
        button.setAttribute("aria-pressed", String(opened === `${1 - at}${1 - column}`));
      });
    });
  }

  private goTo(button: HTMLButtonElement): void {
    for (const cell of Object.values(this.cells)) cell.button.tabIndex = cell.button === button ? 0 : -1;
  }
}
