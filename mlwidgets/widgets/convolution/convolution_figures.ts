// A grid of the board with its heading, and what is marked on it.

import { element } from "../base/dom.ts";
import type { Frame, GridMarks } from "./convolution_reading.ts";
import type { Grid } from "./convolution_terms.ts";
import type { Padding } from "./grid_cells.ts";
import { GridListener, Kind, NumberGrid, Range } from "./number_grid.ts";
import { t } from "../base/language.ts";

const FIGURE_TEXT = {
  size: (rows: number, columns: number, channels: number) =>
    [rows, columns, ...(channels > 1 ? [channels] : [])].join(" × "),
  channel: (number: number) => t("channel {number}", { number }),
};
const MOST_LIT = 400; // dots
const ROOM_FOR_NOTES = 36; // pixels: from this height on a cell has room for a factor in its corner
const NO_MARKS: GridMarks = { target: [], lit: [], notes: [], frame: null };

/** The padding around a grid, and the numbers of both. */
export interface Around {
  padding: Padding;
  at(row: number, column: number): number;
}

export class Figure {
  readonly root = element("div", "mlw-board-figure");
  readonly grid: NumberGrid;
  shown = 0; // channel
  /** What a grid that starts a column of the board stands in; those below it have none. */
  column: HTMLElement | null = null;
  part: HTMLElement | null = null;
  sign: HTMLElement | null = null; // before it, such as "∗"
  private readonly name: HTMLElement;
  private readonly size = element("span", "mlw-board-size");
  private readonly which = element("span", "mlw-visually-hidden"); // the switch between channels shows it

  constructor(
    id: string,
    { kind, name, editable, on }: { kind: Kind; name: string; editable: boolean; on: Partial<GridListener> },
  ) {
    const heading = element("h3", "mlw-board-heading", { id });
    this.name = element("span", "", {}, name);
    heading.append(this.name, " ", this.size, " ", this.which);
    this.grid = new NumberGrid({ kind, name, heading, editable, on });
    this.root.append(heading, this.grid.root);
  }

  /** Show one channel of a grid. */
  show(data: Grid, channel: number, range: Range, name: string, around: Around | null): void {
    this.shown = Math.min(channel, data.channels - 1);
    this.name.textContent = this.grid.name = name;
    const alone = data.values.length === 1 && !this.grid.editable; // a single number needs no size
    this.size.textContent = alone ? "" : FIGURE_TEXT.size(data.rows, data.columns, data.channels);
    this.which.textContent = data.channels > 1 ? FIGURE_TEXT.channel(this.shown + 1) : "";
    const { rows, columns } = data;
    const at = (row: number, column: number) => data.at(row, column, this.shown);
    this.grid.show({ rows, columns, range, at, ...around });
  }

  /** Mark what a reading says, in the channel that is shown; pairs come and go with the terms. */
  mark({ target, lit, frame, notes }: GridMarks = NO_MARKS): void {
    const seen = <One extends readonly [number, number, number, ...unknown[]]>(places: One[]) =>
      places.filter((place) => place[2] === this.shown);
    this.grid.mark("target", seen(target));
    // A frame around thousands of dots says the same as each of them.
    const dense = this.grid.coloursOnly && lit.length > MOST_LIT;
    this.grid.mark("lit", dense ? [] : seen(lit));
    this.grid.frame(frame ?? (dense ? boxAround(seen(lit)) : null));
    const large = this.grid.size.height >= ROOM_FOR_NOTES && !this.grid.coloursOnly;
    this.grid.annotate(large ? seen(notes).map(([row, column, , text]) => [row, column, text]) : []);
    if (frame) this.grid.reveal(frame);
    else if (target.length === 1) this.grid.reveal({ row: target[0][0], column: target[0][1] });
  }
}

/** The smallest rectangle that holds all of some places; null if there are none. */
export function boxAround(places: readonly (readonly [number, number, ...unknown[]])[]): Frame | null {
  if (places.length === 0) return null;
  let [top, left, bottom, right] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [row, column] of places) {
    [top, left] = [Math.min(top, row), Math.min(left, column)];
    [bottom, right] = [Math.max(bottom, row), Math.max(right, column)];
  }
  return { row: top, column: left, rows: bottom - top + 1, columns: right - left + 1 };
}
