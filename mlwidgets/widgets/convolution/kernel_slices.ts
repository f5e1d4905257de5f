// The kernel beside two pictures: a grid of numbers for each of its slices, which can be edited.

import { element } from "../base/dom.ts";
import { Grid } from "./convolution_terms.ts";
import { NumberGrid, Range, signedRange } from "./number_grid.ts";
import { t } from "../base/language.ts";

const KERNEL_TEXT = {
  title: t("Kernel"),
  slice: (
    number: number,
    count: number,
  ) => (count > 1 ? t("Kernel, channel {number} of {count}", { number, count }) : t("Kernel")),
  short: (
    number: number,
    count: number,
  ) => (count > 1 ? t("Kernel {number} of {count}", { number, count }) : t("Kernel")),
};
const CELL = { largest: 44, smallest: 24 }; // pixels
const GAP = 12; // between slices

export interface KernelListener {
  edit(row: number, column: number, channel: number, value: number): void;
  fill(row: number, column: number, channel: number, values: number[][]): void;
  complain(sentence: string): void;
}

export class KernelSlices {
  readonly root = element("div", "mlw-kernel-slices");
  private readonly id = `mlw-kernel-${Math.random().toString(36).slice(2)}`;
  private grids: NumberGrid[] = [];
  private width = 0;

  constructor(private readonly on: KernelListener) {}

  show(kernel: Grid, limits: Range): void {
    if (this.grids.length !== kernel.channels) this.build(kernel.channels);
    const range = signedRange(kernel.values);
    const { rows, columns } = kernel;
    this.grids.forEach((grid, channel) => {
      if (grid.faulty) grid.complain(grid.faulty, ""); // something else has been done since
      grid.limits = limits;
      grid.show({ rows, columns, range, at: (row, column) => kernel.at(row, column, channel) });
    });
    this.resize(this.width);
  }

  /** Choose a size of the cells with which all slices stand side by side, if there is room for that. */
  resize(width: number): void {
    this.width = width;
    const count = this.grids.length;
    const room = (width - GAP * (count - 1)) / count;
    for (const grid of this.grids) {
      const side = Math.max(CELL.smallest, Math.min(CELL.largest, Math.floor(room / grid.columns)));
      grid.resize({ width: Math.max(side, grid.need), height: side });
    }
  }

  close(): void {
    for (const grid of this.grids) grid.close();
  }

  private build(count: number): void {
    this.close();
    const boxes: HTMLElement[] = [];
    this.grids = Array.from({ length: count }, (_, channel) => {
      const name = KERNEL_TEXT.slice(channel + 1, count);
      const short = KERNEL_TEXT.short(channel + 1, count);
      const heading = element("h3", "mlw-kernel-heading", { id: `${this.id}-${channel}`, "aria-label": name }, short);
      const on = {
        edit: (row: number, column: number, value: number) => this.on.edit(row, column, channel, value),
        fill: (row: number, column: number, values: number[][]) => this.on.fill(row, column, channel, values),
        complain: (sentence: string) => this.on.complain(sentence),
      };
      const grid = new NumberGrid({ kind: "signed", name, heading, editable: true, on });
      const box = element("div", "mlw-kernel-slice");
      box.append(heading, grid.root);
      boxes.push(box);
      return grid;
    });
    this.root.replaceChildren(...boxes);
  }
}
