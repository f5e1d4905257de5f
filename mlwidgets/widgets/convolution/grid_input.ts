// A part: what mouse, finger, keys and clipboard do to a NumberGrid. Needs number_text.js.

import { editedNumber, readBlock, readNumber } from "../base/number_text.ts";

const INPUT_TEXT = {
  noRoom: (name, rows, columns, row, column, high, wide) =>
    `A block of ${rows} × ${columns} cells does not fit at row ${row}, column ${column}: from there ${name} has ` +
    `${high} × ${wide}. Paste it further up or make the grid larger.`,
};

/** Where a key leads from a cell: a cell, or null if the key does not move. With `jump`, to the edge. */
export function gridDestination(grid, { row, column }, key, jump) {
  const [bottom, right] = [grid.rows - 1, grid.columns - 1];
  const place = {
    ArrowUp: [jump ? 0 : row - 1, column],
    ArrowDown: [jump ? bottom : row + 1, column],
    ArrowLeft: [row, jump ? 0 : column - 1],
    ArrowRight: [row, jump ? right : column + 1],
    Home: [jump ? 0 : row, 0],
    End: [jump ? bottom : row, right],
    PageUp: [0, column],
    PageDown: [bottom, column],
  }[key];
  if (!place) return null;
  return grid.cellAt(Math.min(Math.max(place[0], 0), bottom), Math.min(Math.max(place[1], 0), right));
}

/** The grid as a spreadsheet takes it. */
function gridAsText(grid) {
  const rows = Array.from(
    { length: grid.rows },
    (_, row) => Array.from({ length: grid.columns }, (__, column) => editedNumber(grid.cellAt(row, column).value)),
  );
  return rows.map((row) => row.join("\t")).join("\n");
}

/** Take a block from a spreadsheet, from a cell on; nothing is taken if anything is wrong with it. */
function pasteIntoGrid(grid, cell, text) {
  const block = readBlock(text);
  if (block.complaint) return grid.complain(cell, block.complaint);
  const [rows, columns] = [block.rows.length, block.rows[0].length];
  const [high, wide] = [grid.rows - cell.row, grid.columns - cell.column];
  if (rows > high || columns > wide) {
    const at = [cell.row + 1, cell.column + 1];
    return grid.complain(cell, INPUT_TEXT.noRoom(grid.name, rows, columns, ...at, high, wide));
  }
  const values = [];
  for (const [y, row] of block.rows.entries()) {
    values.push([]);
    for (const [x, typed] of row.entries()) {
      const target = grid.cellAt(cell.row + y, cell.column + x);
      const read = readNumber(typed, grid.place(target), grid.limits.low, grid.limits.high);
      if (read.complaint) return grid.complain(target, read.complaint);
      values[y].push(read.number);
    }
  }
  grid.complain(cell, "");
  values.forEach((row, y) => row.forEach((value, x) => grid.put(grid.cellAt(cell.row + y, cell.column + x), value)));
  return grid.on.fill(cell.row, cell.column, values);
}

function pressGridKey(grid, cell, event) {
  const command = event.ctrlKey || event.metaKey;
  const target = gridDestination(grid, cell, event.key, command);
  if (target) {
    event.preventDefault(); // the page would scroll
    return grid.go(target);
  }
  if (!grid.editor || command) return undefined;
  if (event.key === "Enter" || event.key === "F2") grid.editor.open(cell);
  else if (event.key === "Delete" || event.key === "Backspace") grid.take(cell, 0);
  else if (event.key === "Escape") grid.complain(cell, "");
  else if (event.key.length === 1 && event.key !== " ") grid.editor.open(cell, event.key);
  else return undefined;
  return event.preventDefault();
}

export function listenToGrid(grid) {
  const { body } = grid;
  const cellOf = (event) => {
    const cell = grid.byNode.get(event.target);
    return cell?.inside ? cell : null;
  };
  const listen = (kind, act) =>
    body.addEventListener(kind, (event) => {
      const cell = cellOf(event);
      if (cell) act(cell, event);
    });
  let touched = null; // the cell under a finger, if it was selected before
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
    return undefined;
  });
  listen("dblclick", (cell) => grid.editor?.open(cell));
  listen("keydown", (cell, event) => {
    if (!event.altKey) pressGridKey(grid, cell, event);
  });
  listen("copy", (_cell, event) => {
    event.preventDefault();
    event.clipboardData.setData("text/plain", gridAsText(grid));
  });
  listen("paste", (cell, event) => {
    if (!grid.editable) return;
    event.preventDefault();
    pasteIntoGrid(grid, cell, event.clipboardData.getData("text/plain"));
  });
}
