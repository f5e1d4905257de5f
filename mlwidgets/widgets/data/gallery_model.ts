// A page of the gallery: which picture stands where.

export interface SentPage {
  pixels?: DataView;
  shape?: [number, number, number];
  numbers?: number[];
  rows?: [name: string, count: string, shown: number][];
  kind?: string;
  summary?: string;
  page?: number;
  pages?: number;
}

/** One picture of the page. */
export interface Tile {
  row: number;
  column: number;
  /** Its position among the pictures of the page, which is also where its bytes stand. */
  at: number;
  number: number;
  name: string;
}

/** The tiles of a page, row by row. */
export function tilesOf(page: SentPage): Tile[][] {
  let at = 0;
  return (page.rows ?? []).map(([name, , shown], row) =>
    Array.from({ length: shown }, (_, column) => {
      const tile = { row, column, at, number: page.numbers?.[at] ?? -1, name };
      at += 1;
      return tile;
    })
  );
}

/** How many tiles there is room for. */
export function roomFor(width: number, height: number, head: number, tile: number): { columns: number; rows: number } {
  return {
    columns: Math.max(1, Math.floor((width - head) / tile)),
    rows: Math.max(1, Math.floor(height / tile)),
  };
}

/** Where a key leads from a tile: to another one of the page, or to another page; null for any other key. */
export function next(
  tiles: Tile[][],
  from: { row: number; column: number },
  key: string,
): { row: number; column: number } | "before" | "after" | null {
  const last = (row: number) => tiles[row].length - 1;
  const filled = (row: number, step: number): number => {
    let at = row + step;
    while (tiles[at] && !tiles[at].length) at += step;
    return tiles[at] ? at : row;
  };
  const inRow = (row: number, column: number) => ({ row, column: Math.min(Math.max(column, 0), last(row)) });
  switch (key) {
    case "ArrowLeft":
      return inRow(from.row, from.column - 1);
    case "ArrowRight":
      return inRow(from.row, from.column + 1);
    case "ArrowUp":
      return inRow(filled(from.row, -1), from.column);
    case "ArrowDown":
      return inRow(filled(from.row, 1), from.column);
    case "Home":
      return inRow(from.row, 0);
    case "End":
      return inRow(from.row, Infinity);
    case "PageUp":
      return "before";
    case "PageDown":
      return "after";
    default:
      return null;
  }
}
