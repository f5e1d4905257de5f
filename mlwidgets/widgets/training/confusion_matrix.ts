// A confusion matrix as a table of buttons. One of them is in the tab order; arrow keys move from cell to cell.

import { element } from "../base/dom.ts";
import type { View } from "../base/model.ts";
import { t } from "../base/language.ts";

export interface Traits {
  class_names: string[];
  counts: number[][];
  caption: string;
  row_title: string;
  column_title: string;
  selected: number[];
}

const TEXT = {
  cell: (row: string, column: string, rowTitle: string, columnTitle: string, count: number, total: number) =>
    t("{rowTitle} {row}, {columnTitle} {column}: {count} of {total}", {
      rowTitle,
      row,
      columnTitle,
      column,
      count,
      total,
    }),
  none: "·",
};
const LONGEST_NAME = 10; // letters that are shown of a name beside its row

/** How strong the colour is: the root brings out the few mistakes among many examples. */
function strength(share: number, right: boolean): number {
  return Math.min(1, (right ? 1 : 1.5) * Math.sqrt(share));
}

/** Make the table; the counts come later and change in place. */
function build(
  names: string[],
  rowTitle: string,
  columnTitle: string,
): { table: HTMLElement; caption: HTMLElement; cells: HTMLButtonElement[][] } {
  const size = names.length;
  const table = element("table", "mlw-confusion-table");
  const longest = Math.max(1, ...names.map((name) => name.length));
  table.style.setProperty("--mlw-classes", String(size));
  table.style.setProperty("--mlw-name-length", String(Math.min(longest, LONGEST_NAME)));
  const columns = element("colgroup");
  columns.append(
    element("col", "mlw-confusion-titles"),
    element("col", "mlw-confusion-names"),
    element("col", "", { span: Math.max(size, 1) }),
  );

  const head = element("thead");
  const titles = element("tr");
  const over = element("th", "mlw-confusion-title", { scope: "colgroup", colspan: size });
  over.append(element("span", "", {}, columnTitle));
  titles.append(
    element("td", "", { colspan: 2, rowspan: 2 }),
    over,
  );
  const header = element("tr");
  header.append(...names.map((name) => element("th", "", { scope: "col", title: name }, name)));
  head.append(titles, header);

  const body = element("tbody");
  const cells = names.map((name, row) => {
    const line = element("tr");
    if (row === 0) {
      const title = element("th", "mlw-confusion-title", { scope: "rowgroup", rowspan: size });
      title.append(element("span", "", {}, rowTitle));
      line.append(title);
    }
    line.append(element("th", "", { scope: "row", title: name }, name));
    const buttons = names.map((_, column) => {
      const right = row === column ? " mlw-confusion-right" : "";
      return element("button", `mlw-confusion-cell${right}`, {
        type: "button",
        tabindex: -1,
        "data-row": row,
        "data-column": column,
      });
    });
    for (const button of buttons) {
      const place = element("td");
      place.append(button);
      line.append(place);
    }
    body.append(line);
    return buttons;
  });
  const caption = element("caption");
  table.append(caption, columns, head, body);
  return { table, caption, cells };
}

/** The cell that an arrow key leads to from another one; null for other keys. */
export function moved(key: string, row: number, column: number, last: number, whole: boolean): [number, number] | null {
  switch (key) {
    case "ArrowUp":
      return [row - 1, column];
    case "ArrowDown":
      return [row + 1, column];
    case "ArrowLeft":
      return [row, column - 1];
    case "ArrowRight":
      return [row, column + 1];
    case "Home":
      return [whole ? 0 : row, 0];
    case "End":
      return [whole ? last : row, last];
    default:
      return null;
  }
}

function render({ model, el }: View<Traits>): void {
  // Without the attribute JupyterLab would take the arrow keys for itself.
  const root = element("div", "mlw mlw-confusion", { "data-lm-suppress-shortcuts": "true" });
  el.append(root);
  let cells: HTMLButtonElement[][] = [];
  let caption: HTMLElement;
  let home: HTMLElement | null = null; // the cell in the tab order

  const makeHome = (cell: HTMLElement | null) => {
    home?.setAttribute("tabindex", "-1");
    home = cell;
    home?.setAttribute("tabindex", "0");
  };
  const cellAt = (row: number, column: number): HTMLButtonElement | null => cells[row]?.[column] ?? null;
  const cellOf = (event: Event): HTMLElement | null =>
    event.target instanceof Element ? event.target.closest<HTMLElement>(".mlw-confusion-cell") : null;

  const showCaption = () => (caption.textContent = model.get("caption"));
  const showCounts = () => {
    const names = model.get("class_names");
    const [rowTitle, columnTitle] = [model.get("row_title"), model.get("column_title")];
    const counts = model.get("counts");
    const empty = counts.every((row) => row.every((count) => count === 0));
    counts.forEach((row, y) => {
      const total = row.reduce((sum, count) => sum + count, 0);
      row.forEach((count, x) => {
        const cell = cellAt(y, x);
        const label = TEXT.cell(names[y], names[x], rowTitle, columnTitle, count, total);
        const text = empty ? TEXT.none : String(count);
        if (!cell || (cell.getAttribute("aria-label") === label && cell.textContent === text)) return;
        cell.setAttribute("aria-label", label);
        cell.textContent = text;
        cell.classList.toggle("mlw-confusion-none", count === 0);
        cell.style.setProperty("--mlw-share", total ? strength(count / total, x === y).toFixed(3) : "0");
      });
    });
  };
  const showSelected = () => {
    root.querySelector("[aria-current]")?.removeAttribute("aria-current");
    const [row = -1, column = -1] = model.get("selected");
    const chosen = cellAt(row, column);
    if (!chosen) return;
    chosen.setAttribute("aria-current", "true");
    if (!root.contains(document.activeElement)) makeHome(chosen);
  };
  const rebuild = () => {
    const parts = build(model.get("class_names"), model.get("row_title"), model.get("column_title"));
    ({ caption, cells } = parts);
    root.replaceChildren(parts.table);
    home = null;
    makeHome(cellAt(0, 0));
    showCaption();
    showCounts();
    showSelected();
  };

  root.addEventListener("click", (event) => {
    const cell = cellOf(event);
    if (!cell) return;
    makeHome(cell);
    model.set("selected", [Number(cell.dataset.row), Number(cell.dataset.column)]);
    model.save_changes();
  });
  root.addEventListener("keydown", (event) => {
    const cell = cellOf(event);
    if (!cell || event.altKey || event.metaKey) return;
    const [row, column, last] = [Number(cell.dataset.row), Number(cell.dataset.column), cells.length - 1];
    const target = moved(event.key, row, column, last, event.ctrlKey);
    if (!target) return;
    event.preventDefault(); // the page would scroll
    const next = cellAt(...target);
    if (!next) return;
    makeHome(next);
    next.focus();
  });

  rebuild();
  for (const name of ["class_names", "row_title", "column_title"] as const) model.on(`change:${name}`, rebuild);
  model.on("change:caption", showCaption);
  model.on("change:counts", showCounts);
  model.on("change:selected", showSelected);
}

export default { render };
