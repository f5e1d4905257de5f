// Where the grids of the board stand, and how large their cells are.

import { isCoarse } from "../base/dom.ts";
import type { Figure } from "./convolution_figures.ts";
import { BACKWARD, BOARD_TEXT, Parts } from "./convolution_parts.ts";
import type { Size } from "./number_grid.ts";

const SIGN_WIDTH = { wide: 44, narrow: 22 };
const NARROW = 560; // pixels
const HEADING = { wide: 136, narrow: 96 }; // pixels that a heading needs
const LARGEST_CELL = 72;
const SMALLEST_CELL = { mouse: 24, finger: 28 };
const LEAST_HEIGHT = 240; // pixels for a row of grids, however low the window is
const DOTS = { mouse: 5, finger: 12, largest: 20 }; // cells without numbers
const SCROLLBAR = 14;

/** What of a grid decides how large it is drawn. */
export interface GridSize {
  width: number; // columns, padding among them
  height: number;
  need: number; // pixels that a column needs for its numbers
  coloursOnly: boolean;
}
/** Grids that stand one below the other, and the width of the sign before them. */
export interface Column {
  grids: GridSize[];
  before: number;
}
/** The room that there is: the height for one row of grids. */
export interface Room {
  width: number;
  height: number;
  coarse: boolean;
}
export interface Arrangement {
  oneRow: boolean;
  widths: number[]; // of the columns
  sizes: Size[][]; // of the cells, by column and grid
}

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

/** Choose the size of the cells, so large that all columns stand in one row, or in as few rows as possible. */
export function arrange(columns: readonly Column[], room: Room): Arrangement {
  const smallest = room.coarse ? SMALLEST_CELL.finger : SMALLEST_CELL.mouse;
  const dots = room.coarse ? DOTS.finger : DOTS.mouse;
  const heading = room.width < NARROW ? HEADING.narrow : HEADING.wide;
  const dotSize = (grid: GridSize, width: number) =>
    clamp(
      Math.floor(Math.min((width - SCROLLBAR) / grid.width, room.height / grid.height)),
      dots,
      DOTS.largest,
    );
  const gridWidth = (grid: GridSize, cell: number) => {
    if (!grid.coloursOnly) return Math.max(heading, grid.width * Math.max(grid.need, cell));
    return Math.max(heading, grid.width * dots + SCROLLBAR);
  };
  const columnWidth = ({ grids, before }: Column, cell: number) =>
    before + Math.max(...grids.map((grid) => gridWidth(grid, cell)));
  const isDotted = ({ grids }: Column) => grids.some((grid) => grid.coloursOnly);
  const sized = (cell: number, widths: number[]): Size[][] =>
    columns.map(({ grids, before }, index) =>
      grids.map((grid) => {
        const dot = dotSize(grid, widths[index] - before);
        if (grid.coloursOnly) return { width: dot, height: dot };
        return { width: Math.max(grid.need, cell), height: cell };
      })
    );
  /** What is left of a row goes to the grids that have dots for cells. */
  const stretched = (cell: number) => {
    const widths = columns.map((column) => columnWidth(column, cell));
    const left = room.width - widths.reduce((sum, one) => sum + one, 0);
    const share = left / Math.max(1, columns.filter(isDotted).length);
    return columns.map((column, index) => {
      if (!isDotted(column)) return widths[index];
      const most = widths[index] + share - column.before;
      const dotted = column.grids.filter((grid) => grid.coloursOnly);
      const used = Math.max(...dotted.map((grid) => grid.width * dotSize(grid, most) + SCROLLBAR));
      return Math.floor(Math.min(most, Math.max(used, heading)) + column.before);
    });
  };

  const [first, second, ...rest] = columns;
  const alone = (list: readonly Column[]) => list.map((column) => [column]);
  const plans = [[columns], [[first, second], rest], [[first, second], ...alone(rest)], alone(columns)];
  const heights = columns.flatMap(({ grids }) => grids.filter((one) => !one.coloursOnly).map((one) => one.height));
  const largest = clamp(Math.floor(room.height / Math.max(1, ...heights)), smallest, LARGEST_CELL);
  for (const plan of plans) {
    for (let cell = largest; cell >= smallest; cell -= 1) {
      const fits = plan.every((row) => row.reduce((sum, one) => sum + columnWidth(one, cell), 0) <= room.width);
      if (!fits) continue;
      const oneRow = plan.length === 1;
      const widths = oneRow
        ? stretched(cell)
        : columns.map((column) => (isDotted(column) ? room.width : columnWidth(column, cell)));
      return { oneRow, widths, sizes: sized(cell, widths) };
    }
  }
  const widths = columns.map(() => room.width);
  return { oneRow: false, widths, sizes: sized(smallest, widths) };
}

/** The grids in columns: the gradients stand below what they belong to. */
export function columnsOf(stages: readonly string[], visible: readonly string[]): string[][] {
  const below = (index: number) => {
    if (index === stages.length - 1) return ["output_gradient"];
    return index === 0 ? ["z_gradient"] : [];
  };
  return [
    ["input", "input_gradient"],
    ["kernel", "applied", "kernel_gradient", "bias_gradient"],
    ...stages.map((name, index) => [name, ...below(index)]),
  ].map((names) => names.filter((name) => visible.includes(name)));
}

/** Choose sizes for the room that there is, and put the grids in columns if they make one row. */
export function placeFigures(
  parts: Parts,
  figures: Record<string, Figure>,
  stages: readonly string[],
  visible: readonly string[],
  room: { width: number; height: number },
): void {
  const narrow = room.width < NARROW;
  const before = narrow ? SIGN_WIDTH.narrow : SIGN_WIDTH.wide;
  parts.root.style.setProperty("--mlw-sign-width", `${before}px`);
  parts.root.classList.toggle("mlw-board-narrow", narrow);
  const columns = columnsOf(stages, visible);
  const { oneRow, widths, sizes } = arrange(
    columns.map((names, index) => ({
      grids: names.map((name) => figures[name].grid),
      before: index === 0 ? 0 : before,
    })),
    { width: room.width, height: Math.max(LEAST_HEIGHT, room.height), coarse: isCoarse() },
  );
  parts.root.classList.toggle("mlw-board-wide", oneRow);
  for (const row of [parts.forward, parts.backward]) {
    row.style.gridTemplateColumns = oneRow ? widths.map((one) => `${one}px`).join(" ") : "";
  }
  columns.forEach((names, index) => {
    names.forEach((name, at) => {
      const { part, sign, grid } = figures[name];
      const own = widths[index] - (index === 0 ? 0 : before);
      grid.root.style.maxWidth = grid.coloursOnly ? `${own}px` : "";
      grid.resize(sizes[index][at]);
      if (!part || !sign) return;
      part.style.gridColumn = oneRow ? String(index + 1) : "";
      // In rows of their own, parts of the way out are as wide as was reckoned with, whatever their headings say.
      part.style.width = oneRow || BACKWARD.includes(name) ? "" : `${widths[index]}px`;
      sign.textContent = signBefore(name, stages, oneRow);
      sign.hidden = sign.textContent === "" && !(oneRow && index > 0);
    });
  });
  // Each cell of the input's gradient stands below its cell of the input, also beside a padding.
  const { input, input_gradient: below } = figures;
  const aligned = oneRow && input.grid.size.width === below.grid.size.width;
  below.root.style.marginLeft = `${aligned ? input.grid.cells.padding.left * input.grid.size.width : 0}px`;
}

/** What stands before a grid: ∗ = → on the way out, ← on the way back where it stands below. */
export function signBefore(name: string, stages: readonly string[], oneRow: boolean): string {
  const { signs } = BOARD_TEXT;
  if (name === "kernel") return signs.kernel;
  if (stages.includes(name)) return name === stages[0] ? signs.first : signs.next;
  const flowsBack = name === "output_gradient" || name === "z_gradient";
  return oneRow && flowsBack ? signs.back : "";
}
