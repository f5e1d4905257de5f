// The table of a fair race: a line for each optimizer, with its colour and dash, its results, and what can be done.

import { element } from "../base/dom.ts";
import { colourName, DASHES, type Line, type RaceFrame } from "./fair_race_model.ts";
import { t } from "../base/language.ts";

const TEXT = {
  caption: t("Optimizers in the race, and their results"),
  actions: t("Actions"),
  use: t("Use"),
  useName: (name: string) => t("Use the settings of {name}", { name }),
  useNote: t("Use: training restarts with another optimizer; Undo brings the present network back."),
  remove: "×",
  removeName: (name: string) => t("Remove {name}", { name }),
};
const SVG = "http://www.w3.org/2000/svg";

export type Act = (kind: "use" | "remove", line: number) => void;

/** A short piece of an optimizer's line, as the chart draws it. */
function sample(line: number): SVGSVGElement {
  const made = document.createElementNS(SVG, "svg");
  for (
    const [name, value] of Object.entries({ width: 34, height: 10, class: "mlw-fair-sample", "aria-hidden": true })
  ) {
    made.setAttribute(name, String(value));
  }
  const stroke = document.createElementNS(SVG, "line");
  const look = {
    x1: 1,
    y1: 5,
    x2: 33,
    y2: 5,
    "stroke-width": 2.5,
    "stroke-dasharray": DASHES[line % DASHES.length].join(" "),
  };
  for (const [name, value] of Object.entries(look)) stroke.setAttribute(name, String(value));
  stroke.style.stroke = `var(${colourName(line)})`;
  made.append(stroke);
  return made;
}

export class RaceTable {
  readonly root = element("div", "mlw-fair-results");
  private readonly head = element("tr");
  private readonly body = element("tbody");
  private shown = "";

  constructor(private readonly act: Act) {
    const table = element("table", "mlw-fair-table");
    const head = element("thead");
    head.append(this.head);
    table.append(element("caption", "mlw-visually-hidden", {}, TEXT.caption), head, this.body);
    this.root.append(table, element("p", "mlw-fair-use-note", {}, TEXT.useNote));
  }

  /** Show other lines; where nothing has changed, the button that has the focus keeps it. */
  show(frame: RaceFrame): void {
    const wanted = JSON.stringify([frame.head, frame.lines]);
    if (wanted === this.shown) return;
    this.shown = wanted;
    const heads = frame.head.map((text) => element("th", "", { scope: "col" }, text));
    const last = element("th", "", { scope: "col" });
    last.append(element("span", "mlw-visually-hidden", {}, TEXT.actions));
    this.head.replaceChildren(...heads, last);
    while (this.body.rows.length > frame.lines.length) this.body.lastElementChild?.remove();
    frame.lines.forEach((line, number) => this.fill(this.body.rows[number] ?? this.row(number), line, frame.head));
  }

  private row(number: number): HTMLTableRowElement {
    const row = element("tr");
    const name = element("th", "mlw-fair-name", { scope: "row" });
    name.append(sample(number), element("span"));
    row.append(name, ...Array.from({ length: 5 }, () => element("td")));
    const actions = element("td", "mlw-fair-actions");
    for (const kind of ["use", "remove"] as const) {
      const button = element("button", `mlw-button mlw-fair-${kind}`, { type: "button" }, TEXT[kind]);
      button.addEventListener("click", () => this.act(kind, number));
      actions.append(button);
    }
    row.append(actions);
    this.body.append(row);
    return row;
  }

  private fill(row: HTMLTableRowElement, line: Line, head: string[]): void {
    const [name, ...cells] = row.cells;
    name.lastElementChild!.textContent = line.name;
    const values = [line.rate, line.final, line.spread, line.reached, line.seconds];
    values.forEach((value, index) => {
      cells[index].textContent = value;
      cells[index].dataset.head = head[index + 1] ?? "";
    });
    cells[0].title = line.rates;
    if (line.runs) cells[1].prepend(element("span", "mlw-fair-runs", {}, line.runs), " ");
    if (line.ended) cells[1].append(" ", element("span", "mlw-fair-ended", { title: line.why }, line.ended));
    const [use, remove] = row.querySelectorAll("button");
    use.setAttribute("aria-label", TEXT.useName(line.name));
    remove.setAttribute("aria-label", TEXT.removeName(line.name));
    remove.title = TEXT.removeName(line.name);
    use.title = `${TEXT.useName(line.name)}. ${TEXT.useNote}`;
  }
}
