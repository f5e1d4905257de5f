// A network's forward pass in the page: while somebody draws, no number has to come from Python. It knows the layers
// and activations that explain/network/page_network.py writes down; every other network is computed in Python.

export interface PageLayer {
  kind: string; // "Conv2D", "MaxPooling2D", "Dense", "Flatten" or "Dropout"
  input: number[]; // the shape of one example: [height, width, channels], or [units]
  output: number[];
  activation: string; // "" is linear
  size?: number[]; // rows and columns of a window
  strides?: number[];
  before?: number[]; // rows and columns of padding on top and at the left
  bias?: boolean;
}

const sizeOf = (shape: number[]): number => shape.reduce((product, side) => product * side, 1);

/** Each layer's output a for one example, in the order of the shape: row, column, channel. */
export function forward(layers: PageLayer[], weights: Float32Array, x: Float32Array): Float32Array[] {
  const outputs: Float32Array[] = [];
  let [given, at] = [x, 0];
  const take = (count: number) => weights.subarray(at, at += count);
  for (const layer of layers) {
    const z = transformed(layer, given, take);
    activate(z, layer.activation, layer.output.at(-1)!);
    outputs.push(given = z);
  }
  return outputs;
}

function transformed(layer: PageLayer, given: Float32Array, take: (count: number) => Float32Array): Float32Array {
  const count = layer.output.at(-1)!;
  const channels = layer.input.at(-1)!;
  switch (layer.kind) {
    case "Conv2D": {
      const kernel = take(sizeOf(layer.size!) * channels * count);
      return convolved(layer, given, kernel, layer.bias ? take(count) : new Float32Array(count));
    }
    case "Dense": {
      const kernel = take(channels * count);
      return weighted(given, kernel, layer.bias ? take(count) : new Float32Array(count));
    }
    case "MaxPooling2D":
      return pooled(layer, given);
    default: // Flatten and Dropout pass every number on
      return given.slice();
  }
}

/** Call for every place of a window that is inside the picture: with its row and column in the window and below it. */
function through(
  { input, size, strides, before }: PageLayer,
  row: number,
  column: number,
  call: (i: number, j: number, y: number, x: number) => void,
): void {
  const [height, width] = input;
  for (let i = 0; i < size![0]; i += 1) {
    const y = row * strides![0] + i - before![0];
    if (y < 0 || y >= height) continue;
    for (let j = 0; j < size![1]; j += 1) {
      const x = column * strides![1] + j - before![1];
      if (x >= 0 && x < width) call(i, j, y, x);
    }
  }
}

function convolved(layer: PageLayer, given: Float32Array, kernel: Float32Array, bias: Float32Array): Float32Array {
  const [, width, channels] = layer.input;
  const [rows, columns, filters] = layer.output;
  const across = layer.size![1];
  const z = new Float32Array(rows * columns * filters);
  const sums = new Float64Array(filters);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      sums.set(bias);
      through(layer, row, column, (i, j, y, x) => {
        for (let channel = 0; channel < channels; channel += 1) {
          const number = given[(y * width + x) * channels + channel];
          if (number === 0) continue; // most of a digit is empty
          const from = ((i * across + j) * channels + channel) * filters;
          for (let filter = 0; filter < filters; filter += 1) sums[filter] += number * kernel[from + filter];
        }
      });
      z.set(sums, (row * columns + column) * filters);
    }
  }
  return z;
}

function pooled(layer: PageLayer, given: Float32Array): Float32Array {
  const [, width, channels] = layer.input;
  const [rows, columns] = layer.output;
  const z = new Float32Array(rows * columns * channels).fill(-Infinity);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const to = (row * columns + column) * channels;
      through(layer, row, column, (_i, _j, y, x) => {
        const from = (y * width + x) * channels;
        for (let channel = 0; channel < channels; channel += 1) {
          z[to + channel] = Math.max(z[to + channel], given[from + channel]);
        }
      });
    }
  }
  return z;
}

function weighted(given: Float32Array, kernel: Float32Array, bias: Float32Array): Float32Array {
  const sums = Float64Array.from(bias);
  given.forEach((number, index) => {
    if (number === 0) return;
    for (let unit = 0; unit < sums.length; unit += 1) sums[unit] += number * kernel[index * sums.length + unit];
  });
  return Float32Array.from(sums);
}

const CURVES: Record<string, (z: number) => number> = {
  relu: (z) => Math.max(z, 0),
  tanh: Math.tanh,
  sigmoid: (z) => 1 / (1 + Math.exp(-z)),
};

function activate(z: Float32Array, name: string, channels: number): void {
  if (name === "softmax") {
    for (let from = 0; from < z.length; from += channels) softmax(z.subarray(from, from + channels));
  } else if (name) {
    z.forEach((number, index) => (z[index] = CURVES[name](number)));
  }
}

function softmax(z: Float32Array): void {
  const top = z.reduce((a, b) => Math.max(a, b));
  const powers = Float64Array.from(z, (number) => Math.exp(number - top)); // beyond e^88 float32 would overflow
  const total = powers.reduce((a, b) => a + b);
  z.set(powers.map((power) => power / total));
}
