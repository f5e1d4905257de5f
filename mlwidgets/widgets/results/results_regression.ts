// Results of predicted numbers: predictions against truths, residuals, and the metrics beside those of the mean.

import { element } from "../base/dom.ts";
import { saveFile } from "../base/download.ts";
import { shownNumber } from "../base/number_text.ts";
import { drawHistogram, drawScatter, type Ink } from "./results_drawing.ts";
import type { NumberResults } from "./results_model.ts";
import { Picture } from "./results_picture.ts";
import * as words from "./results_words.ts";
import { t } from "../base/language.ts";

const TEXT = {
  table: t("Metrics, in the units of the target"),
  metrics: [t("Mean absolute error"), t("Root mean squared error"), "R²"],
  network: t("network"),
  mean: (mean: string) => t("always the mean, {mean}", { mean }),
  scatter: t("Predicted against true"),
  histogram: t("Residuals"),
  worst: t("Show the largest errors"),
  save: t("Save predictions"),
  file: t("predictions.csv"),
};

export class NumberBoard {
  readonly root = element("div", "mlw-measured-numbers");
  readonly pictures = element("div", "mlw-measured-pictures");
  readonly body = element("div", "mlw-measured-body");
  private readonly heads = [element("th", "", { scope: "col" }), element("th", "", { scope: "col" })];
  private readonly cells: HTMLElement[][] = [];
  private readonly scatter = new Picture();
  private readonly histogram = new Picture();
  private results: NumberResults | null = null;

  constructor(openWorst: () => void) {
    const table = element("table", "mlw-measured-table mlw-measured-metrics");
    const [head, body, line] = [element("thead"), element("tbody"), element("tr")];
    line.append(element("td"), ...this.heads);
    head.append(line);
    for (const name of TEXT.metrics) {
      const row = element("tr");
      const cells = [element("td"), element("td")];
      row.append(element("th", "", { scope: "row" }, name), ...cells);
      this.cells.push(cells);
      body.append(row);
    }
    table.append(element("caption", "", {}, TEXT.table), head, body);
    const worst = element("button", "mlw-button mlw-measured-small", { type: "button" }, TEXT.worst);
    worst.addEventListener("click", openWorst);
    const left = element("div", "mlw-measured-left");
    left.append(table, worst);
    this.pictures.append(this.scatter.root, this.histogram.root);
    this.body.append(left, this.pictures);
    this.root.append(this.body);
  }

  show(results: NumberResults): void {
    this.results = results;
  }

  draw(ink: Ink): void {
    const { results } = this;
    if (!results) return;
    const { mae, rmse, r2, baseline, name } = results;
    const number = (value: number) => (Number.isNaN(value) ? "–" : shownNumber(value, 4));
    this.heads[0].textContent = TEXT.network;
    this.heads[1].textContent = TEXT.mean(number(baseline.mean));
    const columns = [[mae, rmse, r2], [baseline.mae, baseline.rmse, baseline.r2]];
    this.cells.forEach((cells, row) => cells.forEach((cell, at) => (cell.textContent = number(columns[at][row]))));
    this.scatter.say(TEXT.scatter, name, words.scatterWords(results));
    this.histogram.say(TEXT.histogram, name, words.histogramWords(results));
    this.scatter.draw((pen, width, height) => drawScatter(pen, width, height, ink, results));
    this.histogram.draw((pen, width, height) => drawHistogram(pen, width, height, ink, results));
  }

  saveButtons(): HTMLElement[] {
    const button = element("button", "mlw-button mlw-measured-small", { type: "button" }, TEXT.save);
    button.addEventListener("click", () => {
      if (this.results) saveFile(TEXT.file, `\ufeff${words.predictionsCsv(this.results)}`, "text/csv");
    });
    return [button];
  }

  stop(): void {}
}
