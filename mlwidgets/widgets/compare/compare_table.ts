// The table of models and their figures.

import { element } from "../base/dom.ts";
import { lookOf, type ModelRow, type SentFrame } from "./compare_model.ts";
import { t } from "../base/language.ts";

const TEXT = { model: t("Model") };

/** A short line as the model's curve is drawn. */
export function swatch(key: string): SVGSVGElement {
  const look = lookOf(key);
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawing.setAttribute("class", "mlw-compare-swatch");
  drawing.setAttribute("viewBox", "0 0 28 8");
  drawing.setAttribute("aria-hidden", "true");
  const stroke = document.createElementNS("http://www.w3.org/2000/svg", "line");
  const places = { x1: 0, y1: 4, x2: 28, y2: 4, "stroke-width": look.width, "stroke-dasharray": look.dash.join(" ") };
  for (const [name, value] of Object.entries(places)) stroke.setAttribute(name, String(value));
  stroke.style.stroke = `var(${look.colour})`;
  drawing.append(stroke);
  return drawing;
}

/** Fill the table: a line for each model, the figures of each part of the rows beside each other. */
export function fillTable(table: HTMLTableElement, { parts = [], figures = [], models = [] }: SentFrame): void {
  const top = element("tr");
  const head = element("tr");
  top.append(
    element("th", "", { scope: "col", rowspan: 2 }, TEXT.model),
    ...parts.map((words) => element("th", "mlw-compare-number", { scope: "colgroup", colspan: figures.length }, words)),
  );
  head.append(
    ...parts.flatMap(() => figures.map((words) => element("th", "mlw-compare-number", { scope: "col" }, words))),
  );
  const made = (row: ModelRow) => {
    const line = element("tr");
    const name = element("th", "", { scope: "row" });
    const about = element("span", "mlw-compare-about", {}, row.about);
    name.append(swatch(row.key), element("b", "", {}, row.title), about);
    line.append(name, ...row.cells.map((cell) => element("td", "mlw-compare-number", {}, cell || "–")));
    return line;
  };
  const thead = element("thead");
  const tbody = element("tbody");
  thead.append(top, head);
  tbody.append(...models.map(made));
  table.replaceChildren(thead, tbody);
}
