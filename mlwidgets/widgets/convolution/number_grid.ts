// A grid of numbers to read, point at and, if it may be, edit. One cell is in the tab order; arrow keys move from cell
// to cell. Rows and columns count from 0 here and from 1 on the page; a border of padding has rows and columns below 0 and
// beyond the last, and is only looked at.

import { element } from "../base/dom.ts";
import { shownNumber } from "../base/number_text.ts";
import { CellEditor } from "./cell_editor.ts";
import { Cell, GridCells, NO_PADDING, Padding } from "./grid_cells.ts";
import { listenToGrid } from "./grid_input.ts";
import { GridPicture, GridView } from "./grid_picture.ts";
import { t } from "../base/language.ts";

const GRID_TEXT = {
  cell: (row: number, column: number, value: string) =>
    t("row {row}, column {column}, {value}", { row, column, value }),
  place: (name: string, row: number, column: number) => t("{name}, row {row}, column {column}", { name, row, column }),
};
const COLOURS_BEYOND = 22; // rows or columns: from there a cell is too small for its number
const MOST_NUMBERS = 625; // cells; more of them are dots

export type Kind = "grey" | "signed"; // pixels, or numbers on both sides of zero
export type Spot = readonly [row: number, column: number, ...rest: unknown[]];
export type Note = readonly [row: number, column: number, text: string];
export interface Range {
  low: number;
  high: number;
}
export interface Size {
  width: number;
  height: number;
}
export interface Box {
  row: number;
  column: number;
  rows?: number;
  columns?: number;
}
/** What a grid tells whoever made it. */
export interface GridListener {
  point(row: number, column: number, hover: boolean): void;
  edit(row: number, column: number, value: number): void;
  fill(row: number, column: number, values: number[][]): void;
  /** A sentence, or "" when nothing is wrong any more. */
  complain(sentence: string): void;
}
export interface GridNumbers {
  rows: number;
  columns: number;
  /** The number at a place, the padding's too. */
  at(row: number, column: number): number;
  range: Range;
  padding?: Padding;
}

/** The numbers that black and white stand for: 0 to 255 or 0 to 1 where the values are pixels. */
export function greyRange(values: Iterable<number>): Range {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low >= 0 && high <= 255) return { low: 0, high: high <= 1 ? 1 : 255 };
  return { low, high };
}

/** The number that the strongest orange and blue stand for. */
export function signedRange(values: Iterable<number>): Range {
  let high = 0;
  for (const value of values) high = Math.max(high, Math.abs(value));
  return { low: 0, high };
}

/** How strong the colour of a number is, from 0 to 1; pixels go from black to white. */
export function strengthOf(value: number, kind: Kind, { low, high }: Range): number {
  if (kind === "grey") return high > low ? Math.min(Math.max((value - low) / (high - low), 0), 1) : 0.5;
  return high > 0 ? Math.min(Math.abs(value) / high, 1) ** 0.7 : 0; // brings out the small ones
}

export class NumberGrid {
  readonly root: HTMLElement;
  readonly body: HTMLElement;
  readonly box: HTMLElement; // scrolls
  readonly cells: GridCells;
  readonly editor: CellEditor | null;
  readonly editable: boolean;
  readonly on: GridListener;
  name: string;
  limits: Range = { low: -Infinity, high: Infinity };
  size: Size = { width: 44, height: 44 }; // of a cell
  home: Cell | null = null;
  faulty: Cell | null = null;
  private readonly kind: Kind;
  private readonly outline: HTMLElement;
  private readonly picture: GridPicture;
  private readonly view: GridView;
  private readonly marks = new Map<string, Set<Cell>>();
  private readonly typed = new Map<string, number>(); // by place: shown until Python has answered
  private notes: Cell[] = [];
  private range: Range = { low: 0, high: 1 };
  private numbers: GridNumbers["at"] = () => NaN;
  private digits = 4;
  private longest = 4; // characters

  /** @param heading the element that names the grid for a screen reader; `name` is how messages call it. */
  constructor({ kind, name, heading, editable = false, on = {} }: {
    kind: Kind;
    name: string;
    heading: HTMLElement;
    editable?: boolean;
    on?: Partial<GridListener>;
  }) {
    const ignore = () => undefined;
    this.on = { point: ignore, edit: ignore, fill: ignore, complain: ignore, ...on };
    this.editable = editable;
    this.name = name;
    this.kind = kind;
    this.root = element("div", `mlw-grid mlw-grid-${kind}${editable ? " mlw-grid-editable" : ""}`);
    this.body = element("div", "mlw-grid-body", { role: "grid", "aria-labelledby": heading.id });
    if (!editable) this.body.setAttribute("aria-readonly", "true");
    this.outline = element("div", "mlw-grid-outline", { "aria-hidden": "true" });
    this.outline.hidden = true;
    this.box = element("div", "mlw-grid-box");
    this.picture = new GridPicture(kind);
    this.box.append(this.picture.canvas, this.body, this.outline);
    this.root.append(this.box);
    this.cells = new GridCells(this.body, (cell) => this.fill(cell));
    this.editor = editable ? new CellEditor(this) : null;
    this.view = new GridView(this.box, () => this.paint());
    listenToGrid(this);
  }

  close(): void {
    this.view.close();
  }

  get rows(): number {
    return this.cells.rows;
  }

  get columns(): number {
    return this.cells.columns;
  }

  /** How many rows and columns are on the screen, the padding among them. */
  get height(): number {
    return this.cells.height;
  }

  get width(): number {
    return this.cells.width;
  }

  /** Whether the cells are too small for numbers. */
  get coloursOnly(): boolean {
    return this.cells.sparse;
  }

  /** Pixels that a column needs for its numbers. */
  get need(): number {
    return this.coloursOnly ? 0 : Math.max(28, Math.ceil(this.longest * 6) + 6);
  }

  valueAt(row: number, column: number): number {
    if (this.typed.size === 0) return this.numbers(row, column);
    return this.typed.get(`${row},${column}`) ?? this.numbers(row, column);
  }

  /** Show numbers. Cells stay the elements they are, unless the shape is another one. */
  show({ rows, columns, at, range, padding = NO_PADDING }: GridNumbers): void {
    this.numbers = at;
    this.typed.clear();
    this.range = range;
    this.digits = columns > 6 ? 3 : 4; // of those with a fraction; whole numbers have all of theirs
    this.longest = this.kind === "grey" ? 3 : 4; // room for common numbers is always kept
    const [height, width] = [rows + padding.top + padding.bottom, columns + padding.left + padding.right];
    this.reshape(rows, columns, padding, Math.max(height, width) > COLOURS_BEYOND || height * width > MOST_NUMBERS);
    for (const cell of this.cells.all) this.fill(cell);
    this.resize(this.size);
    this.paint();
  }

  /** Show a number that was typed and that nobody has taken yet. */
  put(row: number, column: number, value: number): void {
    this.fillBlock(row, column, [[value]]);
  }

  /** Show a block that was pasted. */
  fillBlock(row: number, column: number, values: readonly (readonly number[])[]): void {
    values.forEach((line, y) => line.forEach((value, x) => this.set(row + y, column + x, value)));
    this.paint();
  }

  private set(row: number, column: number, value: number): void {
    this.typed.set(`${row},${column}`, value);
    const cell = this.cells.known(row, column);
    if (cell) this.fill(cell);
  }

  private paint(): void {
    if (!this.coloursOnly) return;
    const { padding: { top, left } } = this.cells;
    this.picture.paint(this.height, this.width, (y, x) => {
      const [row, column] = [y - top, x - left];
      const value = this.valueAt(row, column);
      const share = strengthOf(value, this.kind, this.range);
      return { below: value < 0, share, inside: this.cells.isInside(row, column) };
    });
  }

  private reshape(rows: number, columns: number, padding: Padding, sparse: boolean): void {
    const { home } = this;
    const hadFocus = this.body.contains(document.activeElement);
    if (!this.cells.reshape(rows, columns, padding, sparse)) return;
    this.editor?.cancel();
    this.marks.clear();
    this.notes = [];
    this.home = this.faulty = null;
    const cell = this.cells.at(Math.min(home?.row ?? 0, rows - 1), Math.min(home?.column ?? 0, columns - 1));
    this.makeHome(cell);
    if (hadFocus) cell?.node.focus({ preventScroll: true });
  }

  /** Bring one cell up to date; whatever is right already is left alone. */
  private fill(cell: Cell): void {
    const value = this.valueAt(cell.row, cell.column);
    if (!this.coloursOnly) {
      const share = strengthOf(value, this.kind, this.range).toFixed(2);
      if (share !== cell.share) cell.node.style.setProperty("--mlw-share", share);
      cell.share = share;
    }
    const text = shownNumber(value, this.digits);
    this.longest = Math.max(this.longest, text.length);
    if (text === cell.text) return;
    cell.text = text;
    if (cell.inside) cell.node.setAttribute("aria-label", GRID_TEXT.cell(cell.row + 1, cell.column + 1, text));
    if (this.coloursOnly) return;
    cell.node.textContent = text;
    if (this.kind === "signed") cell.node.classList.toggle("mlw-grid-below", value < 0);
  }

  /** Make the cells `size` pixels wide and high. */
  resize(size: Size): void {
    this.size = size;
    this.picture.resize(this.coloursOnly ? this.width * size.width : 0, this.height * size.height);
    const font = Math.max(9.5, Math.min(17, size.height * 0.34, (size.width - 7) / (this.longest * 0.65)));
    const { style, classList } = this.root;
    classList.toggle("mlw-grid-colours", this.coloursOnly);
    style.setProperty("--mlw-cell-width", `${size.width}px`);
    style.setProperty("--mlw-cell-height", `${size.height}px`);
    style.setProperty("--mlw-cell-font", `${font.toFixed(1)}px`);
    style.setProperty("--mlw-grid-columns", String(this.width));
    style.setProperty("--mlw-grid-rows", String(this.height));
  }

  /** Mark cells, and only those, with a class: `mlw-grid-<mark>`. Padding cells can be marked, too. */
  mark(mark: string, places: readonly Spot[]): void {
    const name = `mlw-grid-${mark}`;
    const wanted = new Set<Cell>();
    for (const [row, column] of places) {
      const cell = this.cells.at(row, column);
      if (cell) wanted.add(cell);
    }
    for (const { node } of this.marks.get(name) ?? []) node.classList.remove(name);
    for (const { node } of wanted) node.classList.add(name);
    this.marks.set(name, wanted);
    const marked = [...this.marks.values()];
    const isNeeded = (cell: Cell) => cell === this.home || cell === this.faulty || cell === this.editor?.cell;
    this.cells.keep((cell) =>
      isNeeded(cell) || cell.node === document.activeElement || marked.some((cells) => cells.has(cell))
    );
  }

  /** Write small factors into the corners of cells. */
  annotate(notes: readonly Note[]): void {
    for (const { node } of this.notes) delete node.dataset.note;
    this.notes = [];
    for (const [row, column, text] of notes) {
      const cell = this.cells.at(row, column);
      if (!cell) continue;
      cell.node.dataset.note = text;
      this.notes.push(cell);
    }
  }

  /** Draw a line around a rectangle of cells; null takes it away. */
  frame(box: Box | null): void {
    this.outline.hidden = box === null;
    if (!box) return;
    const { style } = this.outline;
    const { top, left } = this.cells.padding;
    style.setProperty("--mlw-frame-x", String(box.column + left));
    style.setProperty("--mlw-frame-y", String(box.row + top));
    style.setProperty("--mlw-frame-columns", String(box.columns ?? 1));
    style.setProperty("--mlw-frame-rows", String(box.rows ?? 1));
  }

  /** Scroll the grid, and nothing else, until a rectangle of cells can be seen. */
  reveal({ row, column, rows = 1, columns = 1 }: Box): void {
    const { width, height } = this.size;
    const { top, left } = this.cells.padding;
    const shift = (start: number, length: number, from: number, room: number) =>
      Math.min(Math.max(from, start + length - room), start);
    const [x, y] = [(column + left) * width, (row + top) * height];
    const { view } = this;
    view.scroll(shift(x, columns * width, view.left, view.width), shift(y, rows * height, view.top, view.height));
  }

  makeHome(cell: Cell | null): void {
    if (this.home) this.home.node.tabIndex = -1;
    this.home = cell;
    if (cell) cell.node.tabIndex = 0;
  }

  /** Make a cell the one that the tab key finds, without going there. */
  settle(row: number, column: number): void {
    if (this.cells.isInside(row, column)) this.makeHome(this.cells.at(row, column));
  }

  go(cell: Cell): void {
    this.makeHome(cell);
    this.reveal(cell);
    cell.node.focus();
  }

  /** Say what is wrong with what was typed into a cell; its old number stays. */
  complain(cell: Cell | null, sentence: string): void {
    this.faulty?.node.removeAttribute("aria-invalid");
    this.faulty = sentence ? cell : null;
    this.faulty?.node.setAttribute("aria-invalid", "true");
    this.on.complain(sentence);
  }

  /** Take a number for a cell: it is shown at once, and taken back if nobody accepts it. */
  take(cell: Cell, value: number): void {
    this.complain(cell, "");
    if (Object.is(value, this.valueAt(cell.row, cell.column))) return;
    this.put(cell.row, cell.column, value);
    this.on.edit(cell.row, cell.column, value);
  }

  place({ row, column }: { row: number; column: number }): string {
    return GRID_TEXT.place(this.name, row + 1, column + 1);
  }
}
