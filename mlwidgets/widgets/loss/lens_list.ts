// The top of the ranking as a list to choose from: one of it is in the tab order, arrow keys move.

import { arrange, element } from "../base/dom.ts";
import { shownNumber } from "../base/number_text.ts";
import { type Examples, type Ranking, truthOf } from "./lens_model.ts";
import { look, type Paints } from "./lens_pictures.ts";
import { nameOf, percent, rowWords } from "./lens_words.ts";
import { t } from "../base/language.ts";

const TEXT = {
  name: t("Examples with the largest loss"),
  columns: ["", "", t("truth → says"), t("loss"), t("of loss"), t("of gradient")],
};
const SIZE = 34;
const MOST = 30;

export class RankList {
  readonly root = element("div", "mlw-lens-list");
  private readonly list = element("div", "mlw-lens-rows", { role: "listbox", "aria-label": TEXT.name, tabindex: 0 });
  private readonly id = `mlw-lens-${Math.random().toString(36).slice(2)}`;
  private rows: HTMLElement[] = [];

  constructor(choose: (rank: number) => void) {
    const head = element("div", "mlw-lens-row mlw-lens-head", { "aria-hidden": "true" });
    head.append(...TEXT.columns.map((word) => element("span", "", {}, word)));
    this.root.append(head, this.list);
    this.list.addEventListener("click", (event) => {
      const rank = this.rows.findIndex((row) => row.contains(event.target as Node));
      if (rank >= 0) choose(rank);
    });
    this.list.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const here = this.rows.findIndex((row) => row.getAttribute("aria-selected") === "true");
      const moves: Record<string, number> = {
        ArrowUp: Math.max(here - 1, 0),
        ArrowDown: Math.min(here + 1, this.rows.length - 1),
        Home: 0,
        End: this.rows.length - 1,
      };
      if (!Object.hasOwn(moves, event.key)) return;
      event.preventDefault(); // the list would scroll
      choose(moves[event.key]);
      this.rows[moves[event.key]]?.scrollIntoView({ block: "nearest" });
    });
  }

  show(examples: Examples, ranking: Ranking, chosen: number, paints: Paints): void {
    this.root.classList.toggle("mlw-lens-plain", !examples.pictures.length && !examples.points.length);
    // The rows stay and their words change: a click on one must not be lost while the network trains.
    const before = this.rows;
    this.rows = [...ranking.order.subarray(0, MOST)].map((at, rank) => {
      const row = before[rank] ?? element("div", "mlw-lens-row", { role: "option", id: `${this.id}-${rank}` });
      row.setAttribute("aria-label", rowWords(examples, ranking, rank));
      row.classList.toggle("mlw-lens-tried", ranking.relabelled.has(at) || examples.changed.has(at));
      const answer = `${nameOf(examples, truthOf(examples, ranking, at))} → ${nameOf(examples, ranking.said[at])}`;
      const words = [
        answer,
        shownNumber(ranking.losses[at], 3),
        percent(ranking.shares[at]),
        percent(ranking.pulls[at]),
      ];
      const seen = element("span", "mlw-lens-look");
      seen.append(look(examples, ranking, at, SIZE, paints));
      const cells = words.map((word) => element("span", "", {}, word));
      row.replaceChildren(element("span", "mlw-lens-rank", {}, `${rank + 1}`), seen, ...cells);
      return row;
    });
    arrange(this.list, this.rows);
    this.mark(chosen);
  }

  mark(chosen: number): void {
    this.rows.forEach((row, rank) => row.setAttribute("aria-selected", String(rank === chosen)));
    const row = this.rows[chosen];
    if (row) this.list.setAttribute("aria-activedescendant", row.id);
    else this.list.removeAttribute("aria-activedescendant");
  }
}
