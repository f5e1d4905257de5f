// A part: a grid of numbers to read, point at and, if it may be, edit. Needs dom.js, number_text.js, cell_editor.js,
// grid_picture.js and grid_input.js. One cell is in the tab order; arrow keys move from cell to cell. Rows and columns
// count from 0 here and from 1 on the page; a rim of padding has rows and columns below 0 and beyond the last, and is
// only looked at.

import { CellEditor } from "./cell_editor.ts";
import { element } from "../base/dom.ts";
import { listenToGrid } from "./grid_input.ts";
import { GridPicture, GridView } from "./grid_picture.ts";
import { shownNumber } from "../base/number_text.ts";

const GRID_TEXT = {
  cell: (row, column, value) => `row ${row}, column ${column}, ${value}`,
  place: (name, row, column) => `${name}, row ${row}, column ${column}`,
};
const COLOURS_BEYOND = 22; // columns: from there a cell is too small for its number

/** The numbers that black and white stand for: 0 to 255 or 0 to 1 where the values are pixels. */
export function greyRange(values) {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low >= 0 && high <= 255) return { low: 0, high: high <= 1 ? 1 : 255 };
  return { low, high };
}

/** The number that the strongest orange and blue stand for. */
export function signedRange(values) {
  let high = 0;
  for (const value of values) high = Math.max(high, Math.abs(value));
  return { low: 0, high };
}

export class NumberGrid {
  /**
   * @param kind "grey" for pixels, "signed" for numbers on both sides of nought.
   * @param name how messages call the grid: "Input".
   * @param heading the element that names the grid for a screen reader.
   * @param editable whether its cells can be edited.
   * @param on what to call: point(row, column, hover), edit(row, column, value), fill(row, column, values),
   *   complain(sentence, or "" when nothing is wrong).
   */
  constructor({ kind, name, heading, editable = false, on = {} }) {
    const ignore = () => undefined;
    this.on = { point: ignore, edit: ignore, fill: ignore, complain: ignore, ...on };
    this.editable = editable;
    this.name = name;
    this.limits = { low: -Infinity, high: Infinity };
    this.root = element("div", `mlw-grid mlw-grid-${kind}${editable ? " mlw-grid-editable" : ""}`);
    this.body = element("div", "mlw-grid-body", { role: "grid", "aria-labelledby": heading.id });
    if (!editable) this.body.setAttribute("aria-readonly", "true");
    this.outline = element("div", "mlw-grid-outline", { "aria-hidden": "true" });
    this.outline.hidden = true;
    this.box = element("div", "mlw-grid-box"); // scrolls
    this.picture = new GridPicture(kind);
    this.box.append(this.picture.canvas, this.body, this.outline);
    this.root.append(this.box);
    this.kind = kind;
    this.cells = [];
    this.byNode = new Map();
    this.marks = new Map();
    this.shape = "";
    this.digits = 4;
    this.home = null;
    this.rows =
      this.columns =
      this.top =
      this.left =
        0;
    this.size = { width: 44, height: 44 }; // of a cell
    this.longest = 4; // characters
    this.editor = editable ? new CellEditor(this) : null;
    this.view = new GridView(this.box, () => this.paint());
    listenToGrid(this);
  }

  close() {
    this.view.close();
  }

  /** How many rows and columns are on the screen, the rim among them. */
  get height() {
    return this.rows + this.top + this.bottom;
  }

  get width() {
    return this.columns + this.left + this.right;
  }

  cellAt(row, column) {
    const [y, x] = [row + this.top, column + this.left];
    return y >= 0 && x >= 0 && y < this.height && x < this.width ? this.cells[y * this.width + x] : null;
  }

  isInside(row, column) {
    return row >= 0 && column >= 0 && row < this.rows && column < this.columns;
  }

  /**
   * Show numbers. Cells stay the elements they are, unless the shape is another one.
   * @param at the number at (row, column), the rim's too.
   * @param rim how many cells of padding are at each side.
   */
  show({ rows, columns, at, range, rim = { top: 0, left: 0, bottom: 0, right: 0 } }) {
    const shape = [rows, columns, rim.top, rim.left, rim.bottom, rim.right].join();
    if (shape !== this.shape) this.rebuild(shape, rows, columns, rim);
    this.range = range;
    this.digits = columns > 6 ? 3 : 4; // of those with a fraction; whole numbers have all of theirs
    this.longest = this.kind === "grey" ? 3 : 4; // room for common numbers is always kept
    for (const cell of this.cells) this.put(cell, at(cell.row, cell.column));
    this.resize(this.size);
    this.paint();
  }

  paint() {
    if (this.coloursOnly) this.picture.paint(this.cells, this.width, this.height, (cell) => this.strength(cell.value));
  }

  rebuild(shape, rows, columns, rim) {
    const home = this.home;
    const hadFocus = this.body.contains(document.activeElement);
    this.editor?.cancel();
    Object.assign(this, { shape, rows, columns, ...rim, home: null });
    this.cells = [];
    this.byNode.clear();
    this.marks.clear();
    const lines = [];
    for (let row = -rim.top; row < rows + rim.bottom; row += 1) {
      const real = row >= 0 && row < rows;
      const line = element("div", "mlw-grid-row", real ? { role: "row" } : { "aria-hidden": "true" });
      for (let column = -rim.left; column < columns + rim.right; column += 1) {
        const inside = this.isInside(row, column);
        const node = element("div", `mlw-grid-cell${inside ? "" : " mlw-grid-rim"}`);
        if (inside) node.setAttribute("role", "gridcell");
        else node.setAttribute("aria-hidden", "true");
        if (inside) node.tabIndex = -1;
        const cell = { node, row, column, inside, value: NaN, text: "", share: "" };
        this.cells.push(cell);
        this.byNode.set(node, cell);
        line.append(node);
      }
      lines.push(line);
    }
    this.body.replaceChildren(...lines);
    const cell = this.cellAt(Math.min(home?.row ?? 0, rows - 1), Math.min(home?.column ?? 0, columns - 1));
    this.makeHome(cell);
    if (hadFocus) cell.node.focus({ preventScroll: true });
  }

  /** How strong the colour of a number is, from 0 to 1; pixels go from black to white. */
  strength(value) {
    const { low, high } = this.range;
    if (this.kind === "grey") return high > low ? Math.min(Math.max((value - low) / (high - low), 0), 1) : 0.5;
    return high > 0 ? Math.min(Math.abs(value) / high, 1) ** 0.7 : 0; // brings out the small ones
  }

  /** Put a number into a cell; whatever is there already is left alone. */
  put(cell, value) {
    if (!this.coloursOnly) {
      const share = this.strength(value).toFixed(2);
      if (share !== cell.share) cell.node.style.setProperty("--mlw-share", share);
      cell.share = share;
    }
    const known = Object.is(value, cell.value);
    const text = known && this.digits === cell.digits ? cell.text : shownNumber(value, this.digits);
    this.longest = Math.max(this.longest, text.length);
    Object.assign(cell, { value, digits: this.digits });
    if (text === cell.text) return;
    cell.text = text;
    if (cell.inside) cell.node.setAttribute("aria-label", GRID_TEXT.cell(cell.row + 1, cell.column + 1, text));
    if (this.coloursOnly) return;
    cell.node.textContent = text;
    if (this.kind === "signed") cell.node.classList.toggle("mlw-grid-below", value < 0);
  }

  /** Pixels that a column needs for its numbers. */
  get need() {
    return this.coloursOnly ? 0 : Math.max(28, Math.ceil(this.longest * 6) + 6);
  }

  /** Whether the cells are too small for numbers. */
  get coloursOnly() {
    return this.width > COLOURS_BEYOND;
  }

  /** Make the cells `size` pixels wide and high. */
  resize(size) {
    this.size = size;
    this.picture.resize(this.coloursOnly ? this.width * size.width : 0, this.height * size.height);
    const font = Math.max(9.5, Math.min(15, size.height * 0.34, (size.width - 7) / (this.longest * 0.65)));
    this.root.classList.toggle("mlw-grid-colours", this.coloursOnly);
    this.root.style.setProperty("--mlw-cell-width", `${size.width}px`);
    this.root.style.setProperty("--mlw-cell-height", `${size.height}px`);
    this.root.style.setProperty("--mlw-cell-font", `${font.toFixed(1)}px`);
  }

  /** Mark cells, and only those, with a class: `mlw-grid-<mark>`. Rim cells can be marked, too. */
  mark(mark, places) {
    const name = `mlw-grid-${mark}`;
    const wanted = new Set();
    for (const [row, column] of places) {
      const cell = this.cellAt(row, column);
      if (cell) wanted.add(cell.node);
    }
    for (const node of this.marks.get(name) ?? []) if (!wanted.has(node)) node.classList.remove(name);
    for (const node of wanted) node.classList.add(name);
    this.marks.set(name, wanted);
  }

  /** Write small factors into the corners of cells: [row, column, text]. */
  annotate(notes) {
    for (const node of this.notes ?? []) delete node.dataset.note;
    this.notes = new Set();
    for (const [row, column, text] of notes) {
      const cell = this.cellAt(row, column);
      if (!cell) continue;
      cell.node.dataset.note = text;
      this.notes.add(cell.node);
    }
  }

  /** Draw a line around a rectangle of cells; null takes it away. */
  frame(box) {
    this.outline.hidden = box === null;
    if (!box) return;
    const { style } = this.outline;
    style.setProperty("--mlw-frame-x", box.column + this.left);
    style.setProperty("--mlw-frame-y", box.row + this.top);
    style.setProperty("--mlw-frame-columns", box.columns);
    style.setProperty("--mlw-frame-rows", box.rows);
  }

  /** Scroll the grid, and nothing else, until a rectangle of cells can be seen. */
  reveal({ row, column, rows = 1, columns = 1 }) {
    const { width, height } = this.size;
    const shift = (start, length, from, room) => Math.min(Math.max(from, start + length - room), start);
    const [x, y] = [(column + this.left) * width, (row + this.top) * height];
    const { view } = this;
    view.scroll(shift(x, columns * width, view.left, view.width), shift(y, rows * height, view.top, view.height));
  }

  makeHome(cell) {
    if (this.home) this.home.node.tabIndex = -1;
    this.home = cell;
    if (cell) cell.node.tabIndex = 0;
  }

  /** Make a cell the one that the tab key finds, without going there. */
  settle(row, column) {
    if (this.isInside(row, column)) this.makeHome(this.cellAt(row, column));
  }

  go(cell) {
    this.makeHome(cell);
    this.reveal(cell);
    cell.node.focus();
  }

  /** Say what is wrong with what was typed into a cell; its old number stays. */
  complain(cell, sentence) {
    this.faulty?.node.removeAttribute("aria-invalid");
    this.faulty = sentence ? cell : null;
    this.faulty?.node.setAttribute("aria-invalid", "true");
    this.on.complain(sentence);
  }

  /** Take a number for a cell: it is shown at once, and is what it was if nobody takes it. */
  take(cell, value) {
    this.complain(cell, "");
    if (Object.is(value, cell.value)) return;
    this.put(cell, value);
    this.on.edit(cell.row, cell.column, value);
  }

  place(cell) {
    return GRID_TEXT.place(this.name, cell.row + 1, cell.column + 1);
  }
}
