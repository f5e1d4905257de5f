// How each layer is: numbers beside what is usual, so that a healthy run can be looked at, too.

import { element } from "../base/dom.ts";
import type { Row } from "./doctor_model.ts";
import { t } from "../base/language.ts";

const TEXT = {
  columns: [t("Layer"), t("Gradient"), t("Update ÷ weights"), t("Units")],
  usual: ["", t("size per weight"), t("usually 0.0001–0.01"), t("stuck at 0 or at a limit")],
  none: "–",
};

export class HealthTable {
  readonly root = element("div", "mlw-doctor-health");
  private readonly body = element("tbody");
  private readonly moment = element("caption", "mlw-doctor-moment");
  private readonly more = element("p", "mlw-doctor-more");
  private shown = "";

  constructor(name: string) {
    const table = element("table", "mlw-doctor-table", { "aria-label": name });
    const head = element("thead");
    const titles = element("tr");
    TEXT.columns.forEach((title, place) => {
      const cell = element("th", "", { scope: "col" }, title);
      if (TEXT.usual[place]) cell.append(element("small", "", {}, TEXT.usual[place]));
      titles.append(cell);
    });
    head.append(titles);
    table.append(this.moment, head, this.body);
    this.root.tabIndex = 0;
    this.root.setAttribute("role", "region");
    this.root.setAttribute("aria-label", name);
    this.root.append(table, this.more);
  }

  show(rows: Row[], moment: string, more: string): void {
    this.root.classList.toggle("mlw-doctor-none", !rows.length);
    if (this.moment.textContent !== moment) this.moment.textContent = moment;
    if (this.more.textContent !== more) this.more.textContent = more;
    const shown = JSON.stringify(rows);
    if (shown === this.shown) return;
    this.shown = shown;
    this.body.replaceChildren(...rows.map(({ title, cells }) => {
      const row = element("tr");
      row.append(element("th", "", { scope: "row" }, title), ...cells.map(([text, verdict]) => cellOf(text, verdict)));
      return row;
    }));
  }
}

function cellOf(text: string, verdict: string): HTMLElement {
  const cell = element("td", verdict ? "mlw-doctor-odd" : "", {}, text || TEXT.none);
  if (verdict) cell.append(element("span", "mlw-doctor-verdict", {}, ` ${verdict}`));
  return cell;
}
