// A part: which pixels of the input one pixel of the output is made of, and the arithmetic that makes it. No drawing here.
//
// A "task" is what the board has got from Python: { pixels, shape: [height, width, channels], kernel, settings }.
// The kernel is nested [row][column][channel]; `settings` are those of mlwidgets.explain.convolution, and "before".

/** Where a padded axis reads the picture; null where the padding is 0. */
function readAt(index, length, mode) {
  if (index >= 0 && index < length) return index;
  if (mode === "edge") return index < 0 ? 0 : length - 1;
  if (mode !== "reflect" || length < 2) return null;
  const period = 2 * (length - 1); // there and back, the pixels at the rim once
  const place = ((index % period) + period) % period;
  return place < length ? place : period - place;
}

/** The kernel as it meets the input: a convolution in the sense of mathematics turns it by 180°. */
function appliedKernel(kernel, flip) {
  return flip ? kernel.map((row) => [...row].reverse()).reverse() : kernel;
}

/** Rows (axis 0) or columns (axis 1) of the input that place `index` of the convolution looks at. */
function looksAt({ kernel, settings }, axis, index) {
  const size = axis === 0 ? kernel.length : kernel[0].length;
  const first = index * settings.strides - settings.before[axis];
  return Array.from({ length: size }, (_, step) => first + step * settings.dilation_rate);
}

/** The window at (y, x) in one channel: rows of { pixel, weight, padding }, and the sum of the products. */
export function readWindow(task, y, x, channel) {
  const { pixels, shape, settings } = task;
  const [height, width, channels] = shape;
  const kernel = appliedKernel(task.kernel, settings.flip);
  const [rows, columns] = [looksAt(task, 0, y), looksAt(task, 1, x)];
  const layer = settings.channels === "sum" ? channel : 0; // "separately": one kernel for all channels
  let sum = 0;
  const cells = rows.map((row, i) =>
    columns.map((column, j) => {
      const [r, c] = [readAt(row, height, settings.padding_mode), readAt(column, width, settings.padding_mode)];
      const pixel = r === null || c === null ? 0 : pixels[(r * width + c) * channels + channel];
      const weight = kernel[i][j][layer];
      sum += pixel * weight;
      return { pixel, weight, padding: row !== r || column !== c };
    })
  );
  return { rows, columns, cells, sum };
}

/** The convolution at (y, x): the sum of each channel that takes part, and what becomes of it. */
function convolveAt(task, y, x, output) {
  const { shape, settings } = task;
  const channels = settings.channels === "sum" ? [...Array(shape[2]).keys()] : [output];
  const sums = channels.map((channel) => readWindow(task, y, x, channel).sum);
  const total = sums.reduce((a, b) => a + b, 0);
  const divided = total / settings.divisor;
  const z = divided + settings.bias;
  return { sums, total, divided, z, activated: settings.activation === "relu" ? Math.max(z, 0) : z };
}

/** The places of the convolution that one pixel of the output is made of: one, or as many as a pool has. */
function pooledPlaces({ settings }, [row, column]) {
  const side = settings.pooling === "none" ? 1 : settings.pool_size;
  return Array.from({ length: side * side }, (_, index) => ({
    y: row * side + Math.floor(index / side),
    x: column * side + (index % side),
  }));
}

/** Everything about one channel of one pixel of the output; `best` is the place that max pooling took, else 0. */
export function readPixel(task, cell, output) {
  const places = pooledPlaces(task, cell).map(({ y, x }) => ({ y, x, ...convolveAt(task, y, x, output) }));
  const results = places.map((place) => place.activated);
  if (task.settings.pooling === "average") {
    return { places, best: 0, value: results.reduce((a, b) => a + b, 0) / results.length };
  }
  const best = results.indexOf(Math.max(...results));
  return { places, best, value: results[best] };
}

/** The rectangle of the input that a pixel of the output sees, in pixels; it may reach beyond the rim. */
export function seenBy(task, places) {
  const [first, last] = [places[0], places.at(-1)];
  const [top, left] = [looksAt(task, 0, first.y)[0], looksAt(task, 1, first.x)[0]];
  const [bottom, right] = [looksAt(task, 0, last.y).at(-1), looksAt(task, 1, last.x).at(-1)];
  return { top, left, height: bottom - top + 1, width: right - left + 1 };
}
