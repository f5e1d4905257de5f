// The grid of a table: only the cells in sight are on the page, and the one that has the focus. Rows and columns keep
// their numbers for assistive technology all the same.

import { element } from "../base/dom.ts";
import type { CleanUp } from "../base/model.ts";
import { inNextFrame } from "../base/watching.ts";
import { fillHeading, widthsOf } from "./data_table_heading.ts";
import {
  columnsBetween,
  move,
  offsetsOf,
  type Place,
  RowWindow,
  type SentHead,
  type SentShown,
  type SentTile,
  type Sort,
  sortsAfter,
  Tiles,
} from "./data_table_model.ts";
import { grouped, t } from "../base/language.ts";

const TEXT = {
  row: t("Row"),
  part: t("Part"),
  missing: t("missing"),
  parts: { tr: t("training row"), va: t("validation row"), te: t("test row"), "": t("in no part") } as Record<
    string,
    string
  >,
  read: (row: string, name: string, value: string) => t("Row {row}, {name}: {value}", { row, name, value }),
  empty: t("No row is left. Clear the filters to see all of them."),
};
const NARROW = 520; // px, below which only the first column stays in place
const LONGEST_WAIT = 8_000; // ms after which cells are asked for once more

interface Line {
  root: HTMLElement;
  cells: Map<number, HTMLElement>; // by their place in the line
}

export interface GridCalls {
  ask(tiles: [number, number][]): void;
  sort(sorts: Sort[]): void;
  filter(column: number, anchor: HTMLElement): void;
  read(words: string): void;
}

export class Grid {
  readonly root = element("div", "mlw-table-scroller", { role: "grid", "aria-readonly": "true" });
  private readonly head = element("div", "mlw-table-head", { role: "rowgroup" });
  private readonly body = element("div", "mlw-table-body", { role: "rowgroup" });
  private readonly probe = element("span", "mlw-table-probe", { "aria-hidden": "true" }, "0000000000");
  private readonly none = element("p", "mlw-table-none", {}, TEXT.empty);
  private readonly tiles = new Tiles();
  private readonly lines = new Map<number, Line>(); // by row; −1 is the heading
  private sent: SentHead = { serial: -1, rows: 0, columns: [] };
  private shown: SentShown = { serial: -1, ask: 0, count: 0, sorts: [], filters: [], words: "" };
  private widths: number[] = [];
  private offsets: number[] = [0];
  private at: Place = { row: -1, column: 1 };
  private top = 0; // the topmost row, with its fraction
  private scrolledTo = -1; // where this script has scrolled to: what follows is no move of the learner's
  private asked = 0; // when cells were asked for that have not come; 0 if none are under way
  private looks = "";
  private narrow = false; // measured once a drawing: read for each cell, it would lay the page out for each
  private readonly paint = inNextFrame(() => this.draw());
  private readonly resized = new ResizeObserver(this.paint.soon);

  constructor(describedBy: string, private readonly calls: GridCalls) {
    this.root.setAttribute("aria-describedby", describedBy);
    this.root.append(this.head, this.body, this.probe, this.none);
    this.resized.observe(this.root);
    this.root.addEventListener("scroll", () => {
      if (Math.abs(this.root.scrollTop - this.scrolledTo) >= 1) {
        this.scrolledTo = -1;
        this.top = this.window().topAt(this.root.scrollTop);
      }
      this.paint.soon();
    }, { passive: true });
    this.root.addEventListener("keydown", (event) => this.press(event));
    this.root.addEventListener("click", (event) => this.click(event));
    this.root.addEventListener("focusin", ({ target }) => {
      const place = this.placeOf(target);
      if (place) this.goTo(place, false);
    });
    this.root.addEventListener("pointerover", ({ target }) => this.tell(this.placeOf(target)));
    this.root.addEventListener("pointerleave", () => this.tell(this.hasFocus() ? this.at : null));
  }

  /** Take a table, or the same with other roles. */
  showHead(sent: SentHead): void {
    const another = sent.serial !== this.sent.serial;
    const before = this.leads;
    this.sent = sent;
    this.at.column = Math.max(0, this.at.column + this.leads - before); // the same column of data
    this.looks = ""; // everything is measured anew
    this.root.setAttribute("aria-label", sent.name ?? "");
    if (another) {
      this.at = { row: -1, column: this.leads };
      this.root.scrollTo(0, 0);
      this.top = 0;
    }
    this.paint.soon();
  }

  /** Take another order; its cells are others. */
  showOrder(shown: SentShown): void {
    const first = JSON.stringify([shown.sorts, shown.filters, shown.count]);
    const before = JSON.stringify([this.shown.sorts, this.shown.filters, this.shown.count]);
    this.shown = shown;
    this.tiles.clear(this.sent.tile ?? [64, 16]);
    this.asked = 0;
    this.looks = "";
    if (first !== before) this.scrollTop(0);
    this.at.row = Math.min(this.at.row, shown.count - 1);
    this.paint.soon();
  }

  showTiles(order: number, tiles: SentTile[]): void {
    if (order !== this.shown.serial) return;
    this.asked = 0;
    this.tiles.add(tiles);
    this.paint.soon();
  }

  /** The tiles at the top of the table, for the columns in sight: what another order needs first. */
  firstTiles(): [number, number][] {
    const wanted = new Tiles();
    wanted.clear(this.sent.tile ?? [64, 16]);
    return wanted.missing([0, this.window().rowsFrom(0)[1] || 40], this.columnsInSight());
  }

  /** Put the keyboard where it was. */
  focus(): void {
    this.lines.get(this.at.row)?.cells.get(this.at.column)?.focus({ preventScroll: true });
  }

  /** The heading of a column, if it is on the page. */
  heading = (column: number): HTMLElement | undefined => this.lines.get(-1)?.cells.get(column + this.leads);

  stop: CleanUp = () => {
    this.paint.stop();
    this.resized.disconnect();
  };

  // ---- where things are ----

  private get leads(): number { // what stands before the data: the row's number, and its part
    return this.sent.parts ? 2 : 1;
  }

  private get count(): number {
    return this.sent.columns.length + this.leads;
  }

  private frozen(): number { // so many cells at the left stay in place
    return Math.min(this.leads + 1, this.count);
  }

  private window(): RowWindow {
    const view = Math.max(0, this.root.clientHeight - this.head.offsetHeight);
    return new RowWindow(this.shown.count, this.probe.offsetHeight || 26, view);
  }

  /** Columns of data of which a part is in sight, the frozen one among them. */
  private columnsInSight(): number[] {
    const narrow = this.root.clientWidth < NARROW;
    const from = this.leads + 1;
    const hidden = narrow ? this.widths[this.leads] ?? 0 : this.offsets[Math.min(from, this.count)];
    const { scrollLeft: left, clientWidth: width } = this.root;
    const [begin, end] = columnsBetween(this.offsets, left + hidden, left + Math.max(width, hidden));
    const columns = new Set([0]);
    for (let place = Math.max(begin, from); place < end; place += 1) columns.add(place - this.leads);
    return [...columns].filter((column) => column < this.sent.columns.length);
  }

  private placeOf(target: EventTarget | null): Place | null {
    const cell = target instanceof Element ? target.closest<HTMLElement>("[data-place]") : null;
    if (!cell || !this.root.contains(cell)) return null;
    const [row, column] = (cell.dataset.place ?? "").split("/").map(Number);
    return { row, column };
  }

  private hasFocus = (): boolean => this.root.contains(document.activeElement);

  // ---- what the learner does ----

  private press(event: KeyboardEvent): void {
    if (event.altKey || event.metaKey || event.target instanceof HTMLButtonElement) return;
    const column = this.at.column - this.leads;
    if (event.key === "Enter" && this.at.row === -1 && column >= 0) {
      event.preventDefault();
      this.calls.sort(sortsAfter(this.shown.sorts, column, event.shiftKey));
      return;
    }
    if (event.key.toLowerCase() === "f" && !event.ctrlKey && column >= 0) {
      event.preventDefault();
      this.openFilter(column);
      return;
    }
    const page = Math.max(1, Math.floor(this.window().viewHeight / this.window().rowHeight) - 1);
    const to = move(event.key, event.ctrlKey, this.at, this.shown.count, this.count, page);
    if (!to) return;
    event.preventDefault(); // the page would scroll
    if (event.key === "Home") this.root.scrollLeft = 0; // the first cells stay in place: they are in sight anyway
    this.goTo(to, true);
  }

  private openFilter(column: number): void {
    const { row } = this.at;
    this.goTo({ row: -1, column: column + this.leads }, true); // where the focus comes back to
    const heading = this.heading(column);
    if (heading) this.calls.filter(column, heading);
    else this.at.row = row;
  }

  private click(event: MouseEvent): void {
    const place = this.placeOf(event.target);
    if (!place || place.row !== -1 || place.column < this.leads) return;
    const column = place.column - this.leads;
    if ((event.target as Element).closest("button")) this.openFilter(column);
    else this.calls.sort(sortsAfter(this.shown.sorts, column, event.shiftKey));
  }

  /** Make another cell the one that the keyboard is at. */
  private goTo(place: Place, focus: boolean): void {
    const before = this.at;
    this.at = place;
    if (focus) this.reveal(place);
    this.tell(place);
    if (focus || before.row !== place.row || before.column !== place.column) this.draw();
    if (focus) this.focus();
  }

  private reveal({ row, column }: Place): void {
    const view = this.window();
    if (row >= 0) this.scrollTop(view.topShowing(row, this.top));
    const narrow = this.root.clientWidth < NARROW;
    const frozen = this.frozen();
    if (column < frozen && !(narrow && column < this.leads)) return;
    const hidden = narrow ? (column < this.leads ? 0 : this.widths[this.leads] ?? 0) : this.offsets[frozen];
    const [left, right] = [this.offsets[column], this.offsets[column + 1]];
    const { scrollLeft, clientWidth } = this.root;
    if (left < scrollLeft + hidden) this.root.scrollLeft = left - hidden;
    else if (right > scrollLeft + clientWidth) this.root.scrollLeft = Math.min(right - clientWidth, left - hidden);
  }

  private scrollTop(top: number): void {
    this.top = Math.max(0, top);
    this.root.scrollTop = this.window().scrollFor(this.top);
    this.scrolledTo = this.root.scrollTop;
  }

  /** Write out the cell under the pointer or the keyboard: in its column it may have been cut. */
  private tell(place: Place | null): void {
    if (!place || place.row < 0 || place.column < this.leads) return this.calls.read("");
    const column = place.column - this.leads;
    const lead = this.tiles.lead(place.row, column);
    const cell = this.tiles.cell(place.row, column);
    if (!lead || cell === undefined) return this.calls.read("");
    const { name } = this.sent.columns[column];
    this.calls.read(TEXT.read(grouped(lead.number), name, cell ?? TEXT.missing));
  }

  // ---- drawing ----

  private measure(): void {
    this.narrow = this.root.clientWidth < NARROW;
    const looks = `${this.probe.offsetWidth}/${this.probe.offsetHeight}/${this.narrow}`;
    if (looks === this.looks || !this.probe.offsetWidth) return;
    this.looks = looks;
    for (const line of this.lines.values()) line.root.remove();
    this.lines.clear();
    this.widths = widthsOf(this.sent, this.probe.offsetWidth / 10);
    this.offsets = offsetsOf(this.widths);
    this.head.style.width = this.body.style.width = `${this.offsets.at(-1)}px`;
    this.root.setAttribute("aria-colcount", String(this.count));
    this.root.setAttribute("aria-rowcount", String(this.shown.count + 1));
  }

  private draw(): void {
    const held = this.hasFocus();
    this.measure();
    if (!this.looks) return; // not on the page yet
    this.at = { row: Math.min(this.at.row, this.shown.count - 1), column: Math.min(this.at.column, this.count - 1) };
    const view = this.window();
    this.body.style.height = `${view.bodyHeight}px`;
    this.none.hidden = this.shown.count > 0 || !this.sent.columns.length;
    const rows = view.rowsFrom(this.top);
    const columns = this.columnsInSight();
    const places = new Set([...Array(this.leads).keys(), ...columns.map((column) => column + this.leads)]);
    places.add(this.at.column);
    const wanted = new Set([-1, this.at.row]);
    for (let row = rows[0]; row < rows[1]; row += 1) wanted.add(row);
    for (const [row, line] of this.lines) {
      if (wanted.has(row)) continue;
      line.root.remove();
      this.lines.delete(row);
    }
    const scroll = this.root.scrollTop;
    for (const row of wanted) {
      const line = this.lines.get(row) ?? this.makeLine(row);
      if (row >= 0) line.root.style.top = `${Math.round(scroll + (row - this.top) * view.rowHeight)}px`;
      this.fillLine(line, row, places);
    }
    if (held && !this.hasFocus()) this.focus(); // all cells are others, and the keyboard stays where it was
    this.askFor(rows, columns);
  }

  private makeLine(row: number): Line {
    const root = element("div", "mlw-table-line", { role: "row", "aria-rowindex": row + 2 });
    if (row >= 0 && row % 2) root.classList.add("mlw-table-odd");
    const line = { root, cells: new Map<number, HTMLElement>() };
    this.lines.set(row, line);
    (row < 0 ? this.head : this.body).append(root);
    return line;
  }

  private fillLine(line: Line, row: number, places: Set<number>): void {
    for (const [place, cell] of line.cells) {
      if (places.has(place)) continue;
      cell.remove();
      line.cells.delete(place);
    }
    let waiting = false;
    for (const place of places) {
      let cell = line.cells.get(place);
      if (!cell) {
        cell = this.makeCell(row, place);
        line.cells.set(place, cell);
        const next = [...line.cells.keys()].filter((other) => other > place).sort((a, b) => a - b)[0];
        line.root.insertBefore(cell, next === undefined ? null : line.cells.get(next) ?? null);
      }
      cell.tabIndex = row === this.at.row && place === this.at.column ? 0 : -1;
      if (row >= 0) waiting = this.fill(cell, row, place) || waiting;
    }
    if (waiting) line.root.setAttribute("aria-busy", "true");
    else line.root.removeAttribute("aria-busy");
  }

  private makeCell(row: number, place: number): HTMLElement {
    const column = place - this.leads;
    const role = row < 0 ? "columnheader" : place === 0 ? "rowheader" : "gridcell";
    const cell = element("div", "mlw-table-cell", { role, "aria-colindex": place + 1 });
    cell.dataset.place = `${row}/${place}`;
    cell.style.width = `${this.widths[place]}px`;
    if (place < this.frozen()) {
      cell.classList.add("mlw-table-frozen");
      if (!this.narrow) cell.style.left = `${this.offsets[place]}px`;
      else if (column === 0) cell.style.left = "0";
      else cell.style.position = "relative";
      if (column === 0) cell.classList.add("mlw-table-first");
    } else {
      cell.style.left = `${this.offsets[place]}px`;
      cell.style.position = "absolute";
    }
    if (column < 0) {
      cell.classList.add("mlw-table-lead");
      if (row < 0) cell.textContent = place ? TEXT.part : TEXT.row;
      return cell;
    }
    const { kind, role: use } = this.sent.columns[column];
    if (kind === "number") cell.classList.add("mlw-table-number");
    if (use !== "feature") cell.classList.add(`mlw-table-${use}`);
    if (row < 0) fillHeading(cell, column, this.sent.columns[column], this.shown);
    return cell;
  }

  /** Write what stands in a cell; whether it has still to come. */
  private fill(cell: HTMLElement, row: number, place: number): boolean {
    const column = place - this.leads;
    const text = column < 0 ? this.leadText(cell, row, place) : this.tiles.cell(row, column);
    const state = text === undefined ? "waiting" : text === null ? "missing" : "";
    const words = text ?? (text === null ? TEXT.missing : "");
    if (cell.dataset.state !== state) cell.dataset.state = state;
    if (cell.textContent !== words) cell.textContent = words;
    return text === undefined;
  }

  private leadText(cell: HTMLElement, row: number, place: number): string | undefined {
    const lead = this.tiles.lead(row, 0);
    if (!lead) return undefined;
    if (!place) return grouped(lead.number);
    cell.dataset.part = lead.part;
    cell.title = TEXT.parts[lead.part] ?? "";
    cell.setAttribute("aria-label", cell.title);
    return lead.part;
  }

  /** Ask for what is in sight and has not come, one request after the other: only the newest place counts. */
  private askFor(rows: [number, number], columns: number[]): void {
    if (this.asked && Date.now() - this.asked < LONGEST_WAIT) return;
    const tiles = this.tiles.missing(rows, columns);
    if (!tiles.length) return;
    this.asked = Date.now();
    this.calls.ask(tiles);
  }
}
