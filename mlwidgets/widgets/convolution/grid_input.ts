// What mouse, finger, keys and clipboard do to a NumberGrid.

import { editedNumber, readBlock, readNumber } from "../base/number_text.ts";
import type { Cell } from "./grid_cells.ts";
import type { NumberGrid } from "./number_grid.ts";
import { t } from "../base/language.ts";

const INPUT_TEXT = {
  noRoom: (values: Record<"name" | "rows" | "columns" | "row" | "column" | "high" | "wide", string | number>) =>
    t(
      "A block of {rows} × {columns} cells does not fit at row {row}, column {column}: from there {name} has {high} × {wide}. Paste it further up or make the grid larger.",
      values,
    ),
};

/** Where a key leads from a cell of a grid of this size, or null if the key does not move. With `jump`, to the edge. */
export function keyMove(
  { rows, columns }: { rows: number; columns: number },
  { row, column }: { row: number; column: number },
  key: string,
  jump: boolean,
): { row: number; column: number } | null {
  const [bottom, right] = [rows - 1, columns - 1];
  const places: Record<string, [number, number]> = {
    ArrowUp: [jump ? 0 : row - 1, column],
    ArrowDown: [jump ? bottom : row + 1, column],
    ArrowLeft: [row, jump ? 0 : column - 1],
    ArrowRight: [row, jump ? right : column + 1],
    Home: [jump ? 0 : row, 0],
    End: [jump ? bottom : row, right],
    PageUp: [0, column],
    PageDown: [bottom, column],
  };
  if (!Object.hasOwn(places, key)) return null;
  const [y, x] = places[key];
  return { row: Math.min(Math.max(y, 0), bottom), column: Math.min(Math.max(x, 0), right) };
}

export function gridDestination(grid: NumberGrid, from: Cell, key: string, jump: boolean): Cell | null {
  const to = keyMove(grid, from, key, jump);
  return to && grid.cells.at(to.row, to.column);
}

/** The grid as a spreadsheet takes it. */
function gridAsText(grid: NumberGrid): string {
  const line = (row: number) =>
    Array.from({ length: grid.columns }, (_, column) => editedNumber(grid.valueAt(row, column))).join("\t");
  return Array.from({ length: grid.rows }, (_, row) => line(row)).join("\n");
}

/** Take a block from a spreadsheet, from a cell on; nothing is taken if anything is wrong with it. */
function pasteIntoGrid(grid: NumberGrid, cell: Cell, text: string): void {
  const block = readBlock(text);
  if (block.complaint !== undefined) return grid.complain(cell, block.complaint);
  const [rows, columns] = [block.rows.length, block.rows[0].length];
  const [high, wide] = [grid.rows - cell.row, grid.columns - cell.column];
  if (rows > high || columns > wide) {
    const place = { row: cell.row + 1, column: cell.column + 1 };
    return grid.complain(cell, INPUT_TEXT.noRoom({ name: grid.name, rows, columns, ...place, high, wide }));
  }
  const values: number[][] = [];
  for (const [y, line] of block.rows.entries()) {
    values.push([]);
    for (const [x, typed] of line.entries()) {
      const place = { row: cell.row + y, column: cell.column + x };
      const read = readNumber(typed, grid.place(place), grid.limits.low, grid.limits.high);
      if (read.complaint !== undefined) return grid.complain(grid.cells.at(place.row, place.column), read.complaint);
      values[y].push(read.number);
    }
  }
  grid.complain(cell, "");
  grid.fillBlock(cell.row, cell.column, values);
  return grid.on.fill(cell.row, cell.column, values);
}

function pressGridKey(grid: NumberGrid, cell: Cell, event: KeyboardEvent): void {
  const command = event.ctrlKey || event.metaKey;
  const target = gridDestination(grid, cell, event.key, command);
  if (target) {
    event.preventDefault(); // the page would scroll
    return grid.go(target);
  }
  if (!grid.editor || command) return;
  if (event.key === "Enter" || event.key === "F2") grid.editor.open(cell);
  else if (event.key === "Delete" || event.key === "Backspace") grid.take(cell, 0);
  else if (event.key === "Escape") grid.complain(cell, "");
  else if (event.key.length === 1 && event.key !== " ") grid.editor.open(cell, event.key);
  else return;
  event.preventDefault();
}

export function listenToGrid(grid: NumberGrid): void {
  const { body } = grid;
  /** The cell under a pointer or with the focus; of dots, most have no element of their own. */
  const cellOf = (event: Event): Cell | null => {
    let cell = grid.cells.of(event.target);
    if (!cell && event.target === body && event instanceof MouseEvent) {
      const [row, column] = [event.offsetY / grid.size.height, event.offsetX / grid.size.width].map(Math.floor);
      cell = grid.cells.at(row - grid.cells.padding.top, column - grid.cells.padding.left);
    }
    return cell?.inside ? cell : null;
  };
  const listen = <Kind extends keyof HTMLElementEventMap>(
    kind: Kind,
    act: (cell: Cell, event: HTMLElementEventMap[Kind]) => void,
  ) =>
    body.addEventListener(kind, (event) => {
      const cell = cellOf(event);
      if (cell) act(cell, event);
    });
  let touched: Cell | null = null; // the cell under a finger, if it was selected before
  // Not `pointerover`: it also comes when the page moves under a pointer that rests.
  listen("pointermove", (cell, event) => {
    if (event.pointerType !== "touch") grid.on.point(cell.row, cell.column, true);
  });
  listen("pointerdown", (cell, event) => {
    touched = event.pointerType === "touch" && cell.node === document.activeElement ? cell : null;
  });
  listen("focusin", (cell) => {
    grid.makeHome(cell);
    grid.on.point(cell.row, cell.column, false);
  });
  listen("click", (cell) => {
    if (document.activeElement !== cell.node) return grid.go(cell); // and `focusin` says so
    grid.on.point(cell.row, cell.column, false);
    if (touched === cell) grid.editor?.open(cell); // within the tap, or no keyboard would come up
  });
  listen("dblclick", (cell) => grid.editor?.open(cell));
  listen("keydown", (cell, event) => {
    if (!event.altKey) pressGridKey(grid, cell, event);
  });
  listen("copy", (_cell, event) => {
    event.preventDefault();
    event.clipboardData?.setData("text/plain", gridAsText(grid));
  });
  listen("paste", (cell, event) => {
    if (!grid.editable) return;
    event.preventDefault();
    pasteIntoGrid(grid, cell, event.clipboardData?.getData("text/plain") ?? "");
  });
}
