// What Python sends of a table, and the arithmetic of showing a part of it: none of this draws anything.

export interface SentColumn {
  name: string;
  kind: "number" | "category" | "text" | "date";
  role: "feature" | "target" | "ignored";
  width: number; // in letters
}
export interface SentHead {
  serial: number;
  name?: string;
  rows: number;
  columns: SentColumn[];
  parts?: boolean; // whether each row has a part: training, validation, test
  about?: string;
  tile?: [number, number]; // rows and columns of a tile
}
export type Sort = [column: number, descending: boolean];
export interface SentFilter {
  column: number;
  kind: "contains" | "among" | "within" | "missing";
  words?: string;
  text?: string;
  levels?: number[];
  low?: number | string | null;
  high?: number | string | null;
}
export interface SentShown {
  serial: number;
  ask: number; // the order that this answers
  count: number;
  sorts: Sort[];
  filters: SentFilter[];
  words: string;
}
export interface SentTile {
  row: number;
  column: number;
  numbers: number[];
  parts: string[];
  cells: (string | null)[][]; // a list for each column
}
export interface SentFacts {
  head: number;
  column: number;
  missing: number;
  low: string;
  high: string;
  levels: [number, string, number][]; // position, name, how many rows
  more: number;
}
/** A cell that has not come yet is undefined, one where nothing stands null. */
export type Cell = string | null | undefined;

const MOST_KEPT = 600; // tiles: about 600,000 cells

/** The tiles that have come, the newest and the last used longest. */
export class Tiles {
  private readonly kept = new Map<string, SentTile>();

  constructor(private rows = 64, private columns = 16) {}

  clear([rows, columns]: [number, number]): void {
    this.kept.clear();
    this.rows = rows;
    this.columns = columns;
  }

  add(tiles: SentTile[]): void {
    for (const tile of tiles) this.kept.set(`${tile.row}/${tile.column}`, tile);
    for (const key of this.kept.keys()) {
      if (this.kept.size <= MOST_KEPT) break;
      this.kept.delete(key);
    }
  }

  cell(row: number, column: number): Cell {
    const tile = this.tile(Math.floor(row / this.rows), Math.floor(column / this.columns));
    return tile?.cells[column % this.columns]?.[row % this.rows];
  }

  /** The number of a row in the table and its part; any tile of the row knows them. */
  lead(row: number, column: number): { number: number; part: string } | undefined {
    const tile = this.tile(Math.floor(row / this.rows), Math.floor(column / this.columns));
    const at = row % this.rows;
    return tile && at < tile.numbers.length ? { number: tile.numbers[at], part: tile.parts[at] ?? "" } : undefined;
  }

  /** The tiles that some rows and columns need and that have not come. */
  missing(rows: [number, number], columns: Iterable<number>): [number, number][] {
    const wanted: [number, number][] = [];
    const across = [...new Set([...columns].map((column) => Math.floor(column / this.columns)))];
    for (let row = Math.floor(rows[0] / this.rows); row * this.rows < rows[1]; row += 1) {
      for (const column of across) if (!this.kept.has(`${row}/${column}`)) wanted.push([row, column]);
    }
    return wanted;
  }

  private tile(row: number, column: number): SentTile | undefined {
    const key = `${row}/${column}`;
    const tile = this.kept.get(key);
    if (tile && this.kept.size > MOST_KEPT / 2) { // the order of a Map is that of putting in
      this.kept.delete(key);
      this.kept.set(key, tile);
    }
    return tile;
  }
}

/** Where each column begins, and at the end how wide they are together. */
export function offsetsOf(widths: number[]): number[] {
  const offsets = [0];
  for (const width of widths) offsets.push(offsets[offsets.length - 1] + width);
  return offsets;
}

/** The columns of which a part lies between two places, as [first, end). */
export function columnsBetween(offsets: number[], left: number, right: number): [number, number] {
  const count = offsets.length - 1;
  const lastUpTo = (x: number) => { // the last column that begins at x or before
    let [low, high] = [0, count];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (offsets[middle] <= x) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  return [Math.min(lastUpTo(left), count), Math.min(lastUpTo(Math.max(left, right - 1)) + 1, count)];
}

/** The rows in sight of a body that is as high as browsers allow: beyond that, a pixel stands for more than one. */
export class RowWindow {
  static readonly TALLEST = 15_000_000; // px; Firefox gives up at 17.9 million

  constructor(readonly count: number, readonly rowHeight: number, readonly viewHeight: number) {}

  get bodyHeight(): number {
    return Math.min(this.count * this.rowHeight, RowWindow.TALLEST);
  }

  private get scrollable(): [rows: number, px: number] {
    const rows = Math.max(0, this.count - this.viewHeight / this.rowHeight);
    return [rows, Math.max(0, this.bodyHeight - this.viewHeight)];
  }

  /** Which row, with its fraction, is the topmost. */
  topAt(scroll: number): number {
    const [rows, px] = this.scrollable;
    return px ? Math.min(1, Math.max(0, scroll / px)) * rows : 0;
  }

  scrollFor(top: number): number {
    const [rows, px] = this.scrollable;
    return rows ? Math.min(1, Math.max(0, top / rows)) * px : 0;
  }

  /** [first, end) of the rows of which a part is in sight. */
  rowsFrom(top: number): [number, number] {
    const end = Math.ceil(top + this.viewHeight / this.rowHeight);
    return [Math.min(Math.floor(top), this.count), Math.min(end, this.count)];
  }

  /** The topmost row after a row has been brought into sight. */
  topShowing(row: number, top: number): number {
    const whole = Math.floor(this.viewHeight / this.rowHeight);
    if (row < top) return row;
    return row > top + whole - 1 ? row - this.viewHeight / this.rowHeight + 1 : top;
  }
}

export interface Place {
  row: number; // −1 is the line of headings
  column: number;
}

/** Where a key leads in a grid; null if it is none of ours. */
export function move(
  key: string,
  whole: boolean, // with Ctrl: the ends of the whole grid
  at: Place,
  rows: number,
  columns: number,
  page: number,
): Place | null {
  const { row, column } = at;
  const last = { row: rows - 1, column: columns - 1 };
  const moves: Record<string, Place> = {
    ArrowUp: { row: row - 1, column },
    ArrowDown: { row: row + 1, column },
    ArrowLeft: { row, column: column - 1 },
    ArrowRight: { row, column: column + 1 },
    PageUp: { row: Math.max(row - page, Math.min(row, 0)), column },
    PageDown: { row: row + page, column },
    Home: whole ? { row: -1, column: 0 } : { row, column: 0 },
    End: whole ? last : { row, column: last.column },
  };
  if (!Object.hasOwn(moves, key) || (whole && !["Home", "End"].includes(key))) return null;
  const to = moves[key];
  return {
    row: Math.min(Math.max(to.row, -1), last.row),
    column: Math.min(Math.max(to.column, 0), last.column),
  };
}

/** The keys of the order after a heading was pressed: up, down, none; with Shift beside the others. */
export function sortsAfter(sorts: Sort[], column: number, beside: boolean): Sort[] {
  const before = sorts.find(([one]) => one === column);
  const next: Sort[] = !before ? [[column, false]] : before[1] ? [] : [[column, true]];
  if (!beside) return next;
  if (!before) return [...sorts, ...next];
  return sorts.flatMap((sort) => sort === before ? next : [sort]);
}
