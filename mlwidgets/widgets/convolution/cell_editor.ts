// The field in which a cell of a NumberGrid is edited. Under a finger it has a button that changes the sign, because the
// keypads of many telephones have no minus.

import { element, isCoarse } from "../base/dom.ts";
import { editedNumber, readNumber } from "../base/number_text.ts";
import type { Cell } from "./grid_cells.ts";
import { gridDestination } from "./grid_input.ts";
import type { NumberGrid } from "./number_grid.ts";
import { t } from "../base/language.ts";

const EDITOR_TEXT = { changeSign: t("± Change sign") };
const EDITOR_WIDTH = 64; // at least: room for a number even where the cells are dots
const EDITOR_HEIGHT = 30;

export class CellEditor {
  /** The cell that is edited, if one is. */
  cell: Cell | null = null;
  private field: HTMLInputElement | null = null;
  private replaces = false; // whether what is typed takes the place of the number
  private before = "";
  private readonly sign: HTMLButtonElement;

  constructor(private readonly grid: NumberGrid) {
    this.sign = element("button", "mlw-button mlw-grid-sign", { type: "button" }, EDITOR_TEXT.changeSign);
    this.sign.hidden = true;
    for (const kind of ["pointerdown", "mousedown"] as const) {
      this.sign.addEventListener(kind, (event) => event.preventDefault()); // the field keeps the focus
    }
    this.sign.addEventListener("click", () => this.changeSign());
    grid.root.append(this.sign);
  }

  /** Open the field over a cell: on its number, or on what was just typed in place of it. */
  open(cell: Cell, typed: string | null = null): void {
    this.commit();
    const { grid } = this;
    grid.complain(cell, "");
    this.cell = cell;
    this.replaces = typed !== null;
    this.before = editedNumber(grid.valueAt(cell.row, cell.column));
    const field = element("input", "mlw-grid-editor", {
      type: "text",
      inputmode: "decimal",
      enterkeyhint: "done",
      autocomplete: "off",
      spellcheck: "false",
      "aria-label": grid.place(cell),
    });
    this.field = field;
    field.value = typed ?? this.before;
    field.addEventListener("keydown", (event) => this.press(event));
    field.addEventListener("blur", () => this.commit());
    grid.box.append(field);
    this.sign.hidden = !isCoarse();
    this.put(field, cell);
    field.focus();
    if (!this.replaces) field.select();
  }

  /** Put the field over its cell, and within the grid. */
  private put(field: HTMLInputElement, cell: Cell): void {
    const { grid } = this;
    const [across, down] = [grid.body.offsetWidth, grid.body.offsetHeight];
    const width = Math.min(across, Math.max(EDITOR_WIDTH, grid.size.width));
    const height = Math.min(down, Math.max(EDITOR_HEIGHT, grid.size.height));
    const middle = (count: number, size: number) => (count + 0.5) * size;
    const x = middle(cell.column + grid.cells.padding.left, grid.size.width) - width / 2;
    const y = middle(cell.row + grid.cells.padding.top, grid.size.height) - height / 2;
    Object.assign(field.style, {
      left: `${Math.max(0, Math.min(x, across - width))}px`,
      top: `${Math.max(0, Math.min(y, down - height))}px`,
      width: `${width}px`,
      height: `${height}px`,
    });
    // Below the field, and not beyond the edge of what the grid is a part of.
    const [own, whole] = [grid.root, grid.root.closest(".mlw") ?? grid.root].map((one) => one.getBoundingClientRect());
    this.sign.style.top = `${field.offsetTop + height - grid.box.scrollTop + 6}px`;
    this.sign.style.left = `${Math.floor(Math.min(0, whole.right - own.left - this.sign.offsetWidth - 1))}px`;
  }

  /** Take the field away. */
  cancel(): void {
    const { field } = this;
    if (!field) return;
    this.field = this.cell = null; // first: taking a focused field away sends it a blur
    field.remove();
    this.sign.hidden = true;
  }

  /** Read the field and take it away; say whether the cell has a number now that was meant. */
  private commit(): boolean {
    const { grid, cell } = this;
    if (!this.field || !cell) return true;
    const typed = this.field.value;
    this.cancel();
    if (typed === this.before) return true;
    const read = readNumber(typed, grid.place(cell), grid.limits.low, grid.limits.high);
    if (read.complaint !== undefined) grid.complain(cell, read.complaint);
    else grid.take(cell, read.number);
    return read.complaint === undefined;
  }

  /** Turn the sign of what is in the field. */
  private changeSign(): void {
    if (!this.field) return;
    const text = this.field.value.trim();
    this.field.value = /^[-−]/.test(text) ? text.slice(1) : `-${text.replace(/^\+/, "")}`;
    this.field.focus();
  }

  private press(event: KeyboardEvent): void {
    event.stopPropagation(); // the grid's own keys, and undo, are not meant while someone types
    const { grid, cell } = this;
    if (!cell) return;
    if (event.key === "Escape") {
      event.preventDefault();
      this.cancel();
      return grid.go(cell);
    }
    const moves: Record<string, string> = {
      Enter: event.shiftKey ? "ArrowUp" : "ArrowDown",
      ArrowUp: "ArrowUp",
      ArrowDown: "ArrowDown",
    };
    if (this.replaces) Object.assign(moves, { ArrowLeft: "ArrowLeft", ArrowRight: "ArrowRight" });
    let target = Object.hasOwn(moves, event.key) ? gridDestination(grid, cell, moves[event.key], false) : null;
    if (event.key === "Tab") target = this.neighbour(cell, event.shiftKey ? -1 : 1);
    if (!target) {
      if (event.key === "Tab") this.leave(cell);
      return;
    }
    event.preventDefault();
    grid.go(this.commit() ? target : cell);
  }

  /** The next cell in reading order, into the next row at a row's end; null past the last one. */
  private neighbour(cell: Cell, step: number): Cell | null {
    const { grid } = this;
    const index = cell.row * grid.columns + cell.column + step;
    if (index < 0 || index >= grid.rows * grid.columns) return null;
    return grid.cells.at(Math.floor(index / grid.columns), index % grid.columns);
  }

  /** Commit, and stand on the cell, so that the tab key leads on from there. */
  private leave(cell: Cell): void {
    this.commit();
    this.grid.go(cell);
  }
}
