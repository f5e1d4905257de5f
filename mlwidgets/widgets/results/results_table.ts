// The scores of each class, and their means.

import { element } from "../base/dom.ts";
import type { ClassScores, Report } from "./results_numbers.ts";
import { percent } from "../loss/lens_words.ts";
import { t } from "../base/language.ts";

const TEXT = {
  name: t("Scores of each class at the threshold"),
  columns: [t("Class"), t("Precision"), t("Recall"), t("Specificity"), "F1", t("Count")],
  help: [
    "",
    t("Of those called so, how many are so"),
    t("Of those that are so, how many were called so"),
    t("Of all others, how many were not called so"),
    t("The harmonic mean of precision and recall"),
    t("How many examples there are of the class"),
  ],
  means: [t("macro mean"), t("weighted mean")],
};

export class ScoreTable {
  readonly root = element("div", "mlw-measured-scores", { tabindex: 0, role: "region", "aria-label": TEXT.name });
  private readonly body = element("tbody");
  private rows: { head: HTMLElement; cells: HTMLElement[]; root: HTMLElement }[] = [];

  constructor() {
    const table = element("table", "mlw-measured-table");
    const head = element("thead");
    const line = element("tr");
    line.append(...TEXT.columns.map((word, at) => element("th", "", { scope: "col", title: TEXT.help[at] }, word)));
    head.append(line);
    table.append(element("caption", "mlw-visually-hidden", {}, TEXT.name), head, this.body);
    this.root.append(table);
  }

  show(names: string[], report: Report, focus: number): void {
    const lines: [string, ClassScores][] = [
      ...names.map((name, at): [string, ClassScores] => [name, report.classes[at]]),
      [TEXT.means[0], report.macro],
      [TEXT.means[1], report.weighted],
    ];
    while (this.rows.length < lines.length) this.add();
    while (this.rows.length > lines.length) this.rows.pop()!.root.remove();
    lines.forEach(([name, scores], at) => {
      const { root, head, cells } = this.rows[at];
      const { precision, recall, specificity, f1, support } = scores;
      const texts = [precision, recall, specificity, f1].map((score) => percent(score));
      root.classList.toggle("mlw-measured-focus", at === focus);
      root.classList.toggle("mlw-measured-mean", at >= names.length);
      if (head.textContent !== name) head.textContent = head.title = name;
      [...texts, String(support)].forEach((text, column) => {
        if (cells[column].textContent !== text) cells[column].textContent = text;
      });
    });
  }

  private add(): void {
    const root = element("tr");
    const head = element("th", "", { scope: "row" });
    const cells = TEXT.columns.slice(1).map(() => element("td"));
    root.append(head, ...cells);
    this.body.append(root);
    this.rows.push({ root, head, cells });
  }
}
