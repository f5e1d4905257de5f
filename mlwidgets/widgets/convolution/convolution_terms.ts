// Which products make a number of a convolution. Pure functions, no page. All coordinates count from 0; a place is
// [grid, row, column, channel], and a place of the padding lies outside the input.
//
//   z[y, x, o] = (Σ applied[i, j, c] · padded[y·s + i·d, x·s + j·d, c]) / divisor + bias

import { tidy } from "../base/number_text.ts";

/** The settings of a convolution, as Python's `ConvolutionSettings` has them. */
export interface Settings {
  strides: number;
  padding: string | number;
  padding_mode: "zero" | "edge" | "reflect";
  dilation_rate: number;
  flip: boolean;
  divisor: number;
  bias: number;
  channels: "sum" | "separately";
  activation: "linear" | "relu";
  pooling: "none" | "max" | "average";
  pool_size: number;
  before: [top: number, left: number]; // rows and columns of padding
  bias_gradient?: number;
}

/** A grid as Python sends it: float64 in the order rows, columns, channels. */
export interface PackedGrid {
  shape: [rows: number, columns: number, channels: number];
  data: DataView;
}

export interface Grid {
  rows: number;
  columns: number;
  channels: number;
  values: Float64Array;
  at(row: number, column: number, channel?: number): number;
}
export type Grids = Record<string, Grid>;

export type Place = [grid: string, row: number, column: number, channel: number];

export interface Term {
  left: number;
  right: number | null; // none where a gradient is only summed
  padding: boolean; // whether the second factor comes from the padding
  places: Place[]; // where the factors stand on the board
}
/** The terms of one channel, a line for each row of the grid that they come from. */
export interface Block {
  channel: number;
  lines: Term[][];
}

export const count = (length: number): number[] => Array.from({ length }, (_, index) => index);

export function readGrid({ shape: [rows, columns, channels], data }: PackedGrid): Grid {
  const bytes = data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength) as ArrayBuffer;
  const values = new Float64Array(bytes);
  const at = (row: number, column: number, channel = 0) => values[(row * columns + column) * channels + channel];
  return { rows, columns, channels, values, at };
}

/** What the formula needs of the grids and settings. */
export interface Convolution {
  input: Grid;
  padded: Grid;
  applied: Grid;
  kernel: Grid;
  gradient: Grid | undefined;
  gradientName: string;
  top: number;
  left: number;
  summed: boolean;
  stride: number;
  dilation: number;
  settings: Settings;
}

export function makeConvolution(grids: Partial<Grids>, settings: Settings): Convolution {
  const { input, padded, applied, kernel } = grids as Grids;
  const [top, left] = settings.before;
  return {
    ...{ input, padded, applied, kernel, top, left, settings },
    summed: settings.channels === "sum",
    gradient: grids.z_gradient ?? grids.output_gradient,
    gradientName: grids.z_gradient ? "z_gradient" : "output_gradient",
    stride: settings.strides,
    dilation: settings.dilation_rate,
  };
}

/** The place on the input of a cell of the padded input. */
const inputPlace = ({ top, left }: Convolution, row: number, column: number, channel: number): Place => [
  "input",
  row - top,
  column - left,
  channel,
];

const isPadding = ({ input, top, left }: Convolution, row: number, column: number): boolean =>
  row < top || column < left || row >= top + input.rows || column >= left + input.columns;

/** The places of a cell of the kernel as it is applied: there, and as it was typed. */
function kernelPlaces({ kernel, settings }: Convolution, i: number, j: number, channel: number): Place[] {
  const [row, column] = settings.flip ? [kernel.rows - 1 - i, kernel.columns - 1 - j] : [i, j];
  return [["applied", i, j, channel], ["kernel", row, column, channel]];
}

/** The products of one cell of z: a block for each channel that is summed, in it a line for each row of the kernel. */
export function sumTerms(convolution: Convolution, row: number, column: number, output: number): Block[] {
  const { applied, padded, stride, dilation, summed, input } = convolution;
  return (summed ? count(input.channels) : [output]).map((channel) => ({
    channel,
    lines: count(applied.rows).map((i) =>
      count(applied.columns).map((j) => {
        const [y, x] = [row * stride + i * dilation, column * stride + j * dilation];
        const kernelChannel = summed ? channel : 0;
        return {
          left: applied.at(i, j, kernelChannel),
          right: padded.at(y, x, channel),
          padding: isPadding(convolution, y, x),
          places: [...kernelPlaces(convolution, i, j, kernelChannel), inputPlace(convolution, y, x, channel)],
        };
      })
    ),
  }));
}

/** ∂L/∂z, which all gradients stand on; a board without a way back has none. */
function gradientOf({ gradient }: Convolution): Grid {
  if (!gradient) throw new Error("The gradient of the output is missing.");
  return gradient;
}

/** The products of one cell of ∂L/∂kernel: the gradient at each output place times the input cell it met there. */
export function kernelTerms(convolution: Convolution, row: number, column: number, channel: number): Block[] {
  const { kernel, input, padded, stride, dilation, summed, settings } = convolution;
  const gradient = gradientOf(convolution);
  const [i, j] = settings.flip ? [kernel.rows - 1 - row, kernel.columns - 1 - column] : [row, column];
  return (summed ? [channel] : count(input.channels)).map((from) => ({
    channel: from,
    lines: count(gradient.rows).map((y) =>
      count(gradient.columns).map((x) => {
        const [r, c] = [y * stride + i * dilation, x * stride + j * dilation];
        const output = summed ? 0 : from;
        return {
          left: gradient.at(y, x, output),
          right: padded.at(r, c, from),
          padding: isPadding(convolution, r, c),
          places: [[convolution.gradientName, y, x, output], inputPlace(convolution, r, c, from)] as Place[],
        };
      })
    ),
  }));
}

/** Which input row or column a padded one repeats; -1 if it is a zero of the padding. */
export function source(index: number, before: number, side: number, mode: Settings["padding_mode"]): number {
  const inside = index - before;
  if (inside >= 0 && inside < side) return inside;
  if (mode === "edge") return inside < 0 ? 0 : side - 1;
  if (mode === "reflect") return inside < 0 ? -inside : 2 * (side - 1) - inside;
  return -1;
}

/** The products of one cell of ∂L/∂input: the output cells that it took part in, and its copies in the padding, too. */
export function inputTerms(convolution: Convolution, row: number, column: number, channel: number): Block[] {
  const { applied, input, padded, stride, dilation, summed, settings } = convolution;
  const gradient = gradientOf(convolution);
  const mode = settings.padding_mode;
  const rows = count(padded.rows).filter((r) => source(r, convolution.top, input.rows, mode) === row);
  const columns = count(padded.columns).filter((c) => source(c, convolution.left, input.columns, mode) === column);
  const [output, kernelChannel] = summed ? [0, channel] : [channel, 0];
  const lines = new Map<number, Term[]>(); // one for each row of the output
  const steps = (from: number, kernelSide: number, side: number) =>
    count(kernelSide)
      .map((k) => [k, (from - k * dilation) / stride])
      .filter(([, to]) => Number.isInteger(to) && to >= 0 && to < side)
      .reverse(); // the last kernel row meets the first output row
  for (const r of rows) {
    for (const [i, y] of steps(r, applied.rows, gradient.rows)) {
      const line = lines.get(y) ?? [];
      for (const c of columns) {
        for (const [j, x] of steps(c, applied.columns, gradient.columns)) {
          line.push({
            left: gradient.at(y, x, output),
            right: applied.at(i, j, kernelChannel),
            padding: isPadding(convolution, r, c),
            places: [
              [convolution.gradientName, y, x, output],
              ...kernelPlaces(convolution, i, j, kernelChannel),
              inputPlace(convolution, r, c, channel),
            ],
          });
        }
      }
      if (line.length > 0) lines.set(y, line);
    }
  }
  const order = [...lines.keys()].sort((a, b) => a - b);
  return [{ channel, lines: order.map((y) => lines.get(y) ?? []) }];
}

/** The terms of ∂L/∂bias: the gradient at every output place. */
export function biasTerms(convolution: Convolution): Block[] {
  const gradient = gradientOf(convolution);
  return count(gradient.channels).map((output) => ({
    channel: output,
    lines: count(gradient.rows).map((y) =>
      count(gradient.columns).map((x) => ({
        left: gradient.at(y, x, output),
        right: null,
        padding: false,
        places: [[convolution.gradientName, y, x, output]] as Place[],
      }))
    ),
  }));
}

/** The cells that one pooled cell is made of, as [row, column]. */
export function pooledCells({ pool_size: side }: Settings, row: number, column: number): [number, number][] {
  return count(side).flatMap((i) => count(side).map((j): [number, number] => [row * side + i, column * side + j]));
}

export const product = (
  { left, right }: Pick<Term, "left" | "right">,
): number => (right === null ? left : left * right);
export const allTerms = (blocks: readonly Block[]): Term[] => blocks.flatMap(({ lines }) => lines.flat());
export const sumOf = (terms: readonly Term[]): number => tidy(terms.reduce((sum, term) => sum + product(term), 0));
