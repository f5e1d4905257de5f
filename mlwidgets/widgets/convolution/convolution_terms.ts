// A part: which products make a number of a convolution. Pure functions, no page. All coordinates count from 0; a
// place is [grid, row, column, channel], and a place of the rim lies outside the input.
//
//   z[y, x, o] = (Σ applied[i, j, c] · padded[y·s + i·d, x·s + j·d, c]) / divisor + bias
//
// A term is { left, right, rim, places }: two factors (the right one is null where a gradient is only summed), whether
// the second one comes from the rim, and the places on the board that the factors stand in.

import { tidy } from "../base/number_text.ts";

export const count = (length) => Array.from({ length }, (_, index) => index);

/** A grid as it came from Python, and as the rest of the board reads it. */
export function readGrid({ shape: [rows, columns, channels], data }) {
  const bytes = data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength);
  const values = new Float64Array(bytes);
  const at = (row, column, channel = 0) => values[(row * columns + column) * channels + channel];
  return { rows, columns, channels, values, at };
}

/** What the formula needs of the grids and settings. */
export function makeConvolution(grids, settings) {
  const { input, padded, applied, kernel, z } = grids;
  const [top, left] = settings.before;
  const summed = settings.channels === "sum";
  return {
    ...{ input, padded, applied, kernel, z, top, left, summed, settings },
    gradient: grids.z_gradient ?? grids.output_gradient,
    gradientName: grids.z_gradient ? "z_gradient" : "output_gradient",
    stride: settings.strides,
    dilation: settings.dilation_rate,
    /** The place on the input of a cell of the padded input. */
    inputPlace: (row, column, channel) => ["input", row - top, column - left, channel],
    isRim: (row, column) => row < top || column < left || row >= top + input.rows || column >= left + input.columns,
    /** The places of a cell of the kernel as it is applied: there, and as it was typed. */
    kernelPlaces(i, j, channel) {
      const typed = settings.flip ? [kernel.rows - 1 - i, kernel.columns - 1 - j] : [i, j];
      return [["applied", i, j, channel], ["kernel", ...typed, channel]];
    },
  };
}

/** The products of one cell of z: a block for each channel that is summed, in it a line for each row of the kernel. */
export function sumTerms(convolution, row, column, output) {
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
          rim: convolution.isRim(y, x),
          places: [...convolution.kernelPlaces(i, j, kernelChannel), convolution.inputPlace(y, x, channel)],
        };
      })
    ),
  }));
}

/** The products of one cell of ∂L/∂kernel: the gradient at each output place times the input cell it met there. */
export function kernelTerms(convolution, row, column, channel) {
  const { kernel, input, padded, gradient, stride, dilation, summed, settings } = convolution;
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
          rim: convolution.isRim(r, c),
          places: [[convolution.gradientName, y, x, output], convolution.inputPlace(r, c, from)],
        };
      })
    ),
  }));
}

/** Which input row or column a padded one repeats; -1 if it is a nought of the padding. */
function source(index, before, side, mode) {
  const inside = index - before;
  if (inside >= 0 && inside < side) return inside;
  if (mode === "edge") return inside < 0 ? 0 : side - 1;
  if (mode === "reflect") return inside < 0 ? -inside : 2 * (side - 1) - inside;
  return -1;
}

/** The products of one cell of ∂L/∂input: the output cells that it took part in, and its copies in the rim, too. */
export function inputTerms(convolution, row, column, channel) {
  const { applied, input, padded, gradient, stride, dilation, summed, settings } = convolution;
  const mode = settings.padding_mode;
  const rows = count(padded.rows).filter((r) => source(r, convolution.top, input.rows, mode) === row);
  const columns = count(padded.columns).filter((c) => source(c, convolution.left, input.columns, mode) === column);
  const [output, kernelChannel] = summed ? [0, channel] : [channel, 0];
  const lines = new Map(); // one for each row of the output
  const steps = (from, kernelSide, side) =>
    count(kernelSide)
      .map((k) => [k, (from - k * dilation) / stride])
      .filter(([, to]) => Number.isInteger(to) && to >= 0 && to < side)
      .reverse(); // the last kernel row meets the first output row
  for (const r of rows) {
    for (const [i, y] of steps(r, applied.rows, gradient.rows)) {
      for (const c of columns) {
        for (const [j, x] of steps(c, applied.columns, gradient.columns)) {
          if (!lines.has(y)) lines.set(y, []);
          lines.get(y).push({
            left: gradient.at(y, x, output),
            right: applied.at(i, j, kernelChannel),
            rim: convolution.isRim(r, c),
            places: [
              [convolution.gradientName, y, x, output],
              ...convolution.kernelPlaces(i, j, kernelChannel),
              convolution.inputPlace(r, c, channel),
            ],
          });
        }
      }
    }
  }
  const order = [...lines.keys()].sort((a, b) => a - b);
  return [{ channel, lines: order.map((y) => lines.get(y)) }];
}

/** The terms of ∂L/∂bias: the gradient at every output place. */
export function biasTerms({ gradient, gradientName }) {
  return count(gradient.channels).map((output) => ({
    channel: output,
    lines: count(gradient.rows).map((y) =>
      count(gradient.columns).map((x) => ({
        left: gradient.at(y, x, output),
        right: null,
        rim: false,
        places: [[gradientName, y, x, output]],
      }))
    ),
  }));
}

/** The cells that one pooled cell is made of, as [row, column]. */
export function pooledCells({ pool_size: side }, row, column) {
  return count(side).flatMap((i) => count(side).map((j) => [row * side + i, column * side + j]));
}

export const product = ({ left, right }) => (right === null ? left : left * right);
export const allTerms = (blocks) => blocks.flatMap(({ lines }) => lines.flat());
export const sumOf = (blocks) => tidy(allTerms(blocks).reduce((sum, term) => sum + product(term), 0));
