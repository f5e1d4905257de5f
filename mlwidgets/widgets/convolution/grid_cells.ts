// The cells of a NumberGrid. Where they hold numbers, each is an element. Where they are dots there may be twenty
// thousand, which no browser redraws in time: then a picture shows them all, and only those are elements that are
// marked, pointed at or in the tab order.

import { element } from "../base/dom.ts";

export interface Cell {
  readonly row: number;
  readonly column: number;
  readonly inside: boolean; // or in the padding around the grid
  readonly node: HTMLElement;
  text: string;
  share: string;
}

export interface Padding {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

export const NO_PADDING: Padding = { top: 0, left: 0, bottom: 0, right: 0 };

export class GridCells {
  rows = 0;
  columns = 0;
  padding: Padding = NO_PADDING;
  sparse = false;
  private shape = "";
  private readonly cells = new Map<number, Cell>();
  private readonly byNode = new Map<Element, Cell>();
  private readonly lines = new Map<number, HTMLElement>(); // by row

  /** @param label says what a cell holds; called when the element of a dot is made. */
  constructor(private readonly body: HTMLElement, private readonly label: (cell: Cell) => void) {}

  get height(): number {
    return this.rows + this.padding.top + this.padding.bottom;
  }

  get width(): number {
    return this.columns + this.padding.left + this.padding.right;
  }

  /** All cells that are elements now. */
  get all(): Iterable<Cell> {
    return this.cells.values();
  }

  isInside(row: number, column: number): boolean {
    return row >= 0 && column >= 0 && row < this.rows && column < this.columns;
  }

  /** Take another shape, if it is another; returns whether all elements are new. */
  reshape(rows: number, columns: number, padding: Padding, sparse: boolean): boolean {
    const shape = [rows, columns, padding.top, padding.left, padding.bottom, padding.right, sparse].join();
    if (shape === this.shape) return false;
    Object.assign(this, { shape, rows, columns, padding, sparse });
    this.cells.clear();
    this.byNode.clear();
    this.lines.clear();
    this.body.replaceChildren();
    if (sparse) {
      this.body.setAttribute("aria-rowcount", String(rows));
      this.body.setAttribute("aria-colcount", String(columns));
      return true;
    }
    this.body.removeAttribute("aria-rowcount");
    this.body.removeAttribute("aria-colcount");
    for (let row = -padding.top; row < rows + padding.bottom; row += 1) {
      for (let column = -padding.left; column < columns + padding.right; column += 1) this.make(row, column);
    }
    this.body.append(...this.lines.values());
    return true;
  }

  /** The cell at a place, made an element if it is none; null outside grid and padding. */
  at(row: number, column: number): Cell | null {
    const { top, left, bottom, right } = this.padding;
    if (row < -top || column < -left || row >= this.rows + bottom || column >= this.columns + right) return null;
    return this.cells.get(this.index(row, column)) ?? this.make(row, column);
  }

  /** The cell at a place if it is an element. */
  known(row: number, column: number): Cell | null {
    return this.cells.get(this.index(row, column)) ?? null;
  }

  of(node: EventTarget | null): Cell | null {
    return this.byNode.get(node as Element) ?? null;
  }

  /** Of dots, keep only the elements that somebody needs. */
  keep(needed: (cell: Cell) => boolean): void {
    if (!this.sparse) return;
    for (const [index, cell] of this.cells) {
      if (needed(cell)) continue;
      cell.node.remove();
      this.cells.delete(index);
      this.byNode.delete(cell.node);
      const line = this.lines.get(cell.row);
      if (!line || line.childElementCount > 0) continue;
      line.remove(); // a row without cells would be announced
      this.lines.delete(cell.row);
    }
  }

  private index(row: number, column: number): number {
    return (row + this.padding.top) * this.width + column + this.padding.left;
  }

  private make(row: number, column: number): Cell {
    const inside = this.isInside(row, column);
    const node = element("div", `mlw-grid-cell${inside ? "" : " mlw-grid-padding"}`);
    if (inside) {
      node.setAttribute("role", "gridcell");
      node.tabIndex = -1;
    } else {
      node.setAttribute("aria-hidden", "true");
    }
    const cell: Cell = { row, column, inside, node, text: "", share: "" };
    this.cells.set(this.index(row, column), cell);
    this.byNode.set(node, cell);
    this.line(row).append(node);
    if (this.sparse) {
      node.style.setProperty("--mlw-cell-x", String(column + this.padding.left));
      node.style.setProperty("--mlw-cell-y", String(row + this.padding.top));
      if (inside) node.setAttribute("aria-colindex", String(column + 1));
      this.label(cell);
    }
    return cell;
  }

  private line(row: number): HTMLElement {
    const known = this.lines.get(row);
    if (known) return known;
    const real = row >= 0 && row < this.rows;
    const line = element("div", "mlw-grid-row", real ? { role: "row" } : { "aria-hidden": "true" });
    this.lines.set(row, line);
    if (this.sparse) {
      line.setAttribute("aria-rowindex", String(row + 1));
      const after = [...this.lines.keys()].filter((one) => one > row).sort((a, b) => a - b)[0];
      this.body.insertBefore(line, (after === undefined ? null : this.lines.get(after)) ?? null);
    }
    return line;
  }
}
