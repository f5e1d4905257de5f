// A part: the grids of the board with their headings, and how large they are drawn. Needs dom.js, number_grid.js.

import { element, isCoarse } from "../base/dom.ts";
import { NumberGrid } from "./number_grid.ts";

const FIGURE_TEXT = {
  size: (rows, columns, channels) => [rows, columns, ...(channels > 1 ? [channels] : [])].join(" × "),
  channel: (number) => `channel ${number}`,
};
const HEADING = { wide: 136, narrow: 96 }; // pixels that a heading needs
const LARGEST_CELL = 48;
const SMALLEST_CELL = 28;
const TALLEST = 400; // pixels: higher grids get smaller cells
const DOTS = { mouse: 7, finger: 12, largest: 20, box: 330 }; // cells without numbers
const SCROLLBAR = 14;
const MOST_LIT = 400; // dots

export class Figure {
  /** @param sign what stands before the grid, such as "∗". */
  constructor(id, { kind, name, editable = false, on }) {
    this.root = element("div", "mlw-board-figure");
    this.heading = element("h3", "mlw-board-heading", { id });
    this.name = element("span", "", {}, name);
    this.size = element("span", "mlw-board-size");
    this.which = element("span", "mlw-visually-hidden"); // the switch between channels shows it
    this.heading.append(this.name, " ", this.size, " ", this.which);
    this.grid = new NumberGrid({ kind, name, heading: this.heading, editable, on });
    this.root.append(this.heading, this.grid.root);
    this.shown = 0; // channel
  }

  /** Show one channel of a grid; `rim` says what padding is around it, and gives the numbers of both. */
  show(data, channel, range, name, rim = {}) {
    this.shown = Math.min(channel, data.channels - 1);
    this.name.textContent = this.grid.name = name;
    const alone = data.values.length === 1 && !this.grid.editable; // a single number needs no size
    this.size.textContent = alone ? "" : FIGURE_TEXT.size(data.rows, data.columns, data.channels);
    this.which.textContent = data.channels > 1 ? FIGURE_TEXT.channel(this.shown + 1) : "";
    const { rows, columns } = data;
    const at = (row, column) => data.at(row, column, this.shown);
    this.grid.show({ rows, columns, range, at, ...rim });
  }

  /** Mark what a reading says, in the channel that is shown; pairs come and go with the terms. */
  mark({ target = [], lit = [], frame = null, notes = [] } = {}) {
    const seen = (places) => places.filter((place) => (place[2] ?? 0) === this.shown);
    this.grid.mark("target", seen(target));
    // A frame around thousands of dots says the same as each of them.
    const dense = this.grid.coloursOnly && lit.length > MOST_LIT;
    this.grid.mark("lit", dense ? [] : seen(lit));
    this.grid.frame(frame ?? (dense ? boxAround(seen(lit)) : null));
    const large = this.grid.size.height >= 36 && !this.grid.coloursOnly;
    this.grid.annotate(large ? seen(notes).map(([row, column, , text]) => [row, column, text]) : []);
    if (frame) this.grid.reveal(frame);
    else if (target.length === 1) this.grid.reveal({ row: target[0][0], column: target[0][1] });
  }
}

/** The smallest rectangle that holds all of some places. */
function boxAround(places) {
  const [rows, columns] = [0, 1].map((axis) => places.map((place) => place[axis]));
  const [row, column] = [rows, columns].map((list) => list.reduce((a, b) => Math.min(a, b), Infinity));
  const [bottom, right] = [rows, columns].map((list) => list.reduce((a, b) => Math.max(a, b), -Infinity));
  return { row, column, rows: bottom - row + 1, columns: right - column + 1 };
}

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

/** How wide a grid is drawn when its cells are `cell` pixels wide if they can be. */
function gridWidth(grid, cell, heading) {
  if (grid.coloursOnly) return Math.min(grid.width * DOTS.largest, DOTS.box) + SCROLLBAR;
  return Math.max(heading, grid.width * Math.max(grid.need, cell));
}

/** How wide a column of grids is, with the sign before it. */
const columnWidth = ({ grids, before }, cell, heading) =>
  before + Math.max(...grids.map((grid) => gridWidth(grid, cell, heading)));

/**
 * Choose the size of the cells, so large that all columns stand in one row, or in as few rows as possible.
 * @param columns { grids, before }: grids that stand one below the other, and the width of the sign before them.
 * @returns whether they make one row, and the widths of the columns.
 */
export function arrange(columns, width, narrow) {
  const [first, second, ...rest] = columns;
  const alone = (list) => list.map((column) => [column]);
  const plans = [[columns], [[first, second], rest], [[first, second], ...alone(rest)], alone(columns)];
  const heading = narrow ? HEADING.narrow : HEADING.wide;
  const rowWidth = (row, cell) => row.reduce((sum, column) => sum + columnWidth(column, cell, heading), 0);
  const heights = columns.flatMap(({ grids }) => grids.filter((grid) => !grid.coloursOnly).map((grid) => grid.height));
  const largest = clamp(Math.floor(TALLEST / Math.max(1, ...heights)), SMALLEST_CELL, LARGEST_CELL);
  for (const plan of plans) {
    for (let cell = largest; cell >= SMALLEST_CELL; cell -= 1) {
      if (plan.some((row) => rowWidth(row, cell) > width)) continue;
      const oneRow = plan.length === 1;
      const widths = oneRow
        ? stretched(columns, cell, width, heading)
        : columns.map((column) => (isDotted(column) ? width : columnWidth(column, cell, heading)));
      resizeGrids(columns, cell, widths);
      return { oneRow, widths };
    }
  }
  const widths = columns.map(() => width);
  resizeGrids(columns, SMALLEST_CELL, widths);
  return { oneRow: false, widths };
}

const isDotted = ({ grids }) => grids.some((grid) => grid.coloursOnly);

/** The widths of the columns; what is left of the row goes to those whose grids have dots for cells. */
function stretched(columns, cell, width, heading) {
  const widths = columns.map((column) => columnWidth(column, cell, heading));
  const dotted = columns.map(({ grids }) => grids.filter((grid) => grid.coloursOnly));
  const left = width - widths.reduce((sum, one) => sum + one, 0);
  const share = left / Math.max(1, dotted.filter((grids) => grids.length > 0).length);
  return widths.map((one, index) => {
    if (dotted[index].length === 0) return one;
    const { before } = columns[index];
    const room = one + share - before;
    const used = Math.max(...dotted[index].map((grid) => grid.width * dotSize(grid, room) + SCROLLBAR));
    return Math.floor(Math.min(room, Math.max(used, heading)) + before);
  });
}

function dotSize(grid, room) {
  const smallest = isCoarse() ? DOTS.finger : DOTS.mouse;
  return clamp(Math.floor((room - SCROLLBAR) / grid.width), smallest, DOTS.largest);
}

function resizeGrids(columns, cell, widths) {
  columns.forEach(({ grids, before }, index) => {
    for (const grid of grids) {
      const room = widths[index] - before;
      grid.root.style.maxWidth = grid.coloursOnly ? `${room}px` : "";
      if (grid.coloursOnly) {
        const dot = dotSize(grid, room);
        grid.resize({ width: dot, height: dot });
      } else {
        grid.resize({ width: Math.max(grid.need, cell), height: cell });
      }
    }
  });
}
