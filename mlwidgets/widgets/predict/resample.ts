// Pictures brought to another size number by number as Pillow does it, so that a page sees what Python sees.

export interface Filter {
  reach: number; // in pixels of the smaller picture
  weight(distance: number): number;
}

/** Pillow's bicubic filter (a = −0.5). */
export const BICUBIC: Filter = {
  reach: 2,
  weight(distance) {
    const x = Math.abs(distance);
    if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
    return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
  },
};

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

/** Lanczos' filter of three lobes. */
export const LANCZOS: Filter = { reach: 3, weight: (x) => (Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0) };

/** For each place of a line of `to` numbers: where its window on a line of `from` begins, and the weights there. */
function windows(from: number, to: number, filter: Filter): { first: number; weights: number[] }[] {
  const scale = from / to;
  const stretch = Math.max(scale, 1);
  return Array.from({ length: to }, (_, place) => {
    const centre = (place + 0.5) * scale;
    const first = Math.max(Math.trunc(centre - filter.reach * stretch + 0.5), 0);
    const last = Math.min(Math.trunc(centre + filter.reach * stretch + 0.5), from);
    const raw = Array.from({ length: last - first }, (_, at) => filter.weight((first + at - centre + 0.5) / stretch));
    const total = raw.reduce((sum, weight) => sum + weight, 0);
    return { first, weights: raw.map((weight) => weight / total) };
  });
}

/** Resize a picture of numbers, first along rows and then along columns; `keep` rounds what each pass gives. */
export function resized(
  picture: ArrayLike<number>,
  [height, width]: [number, number],
  [rows, columns]: [number, number],
  filter: Filter,
  keep: (value: number) => number = Math.fround,
): Float32Array<ArrayBuffer> {
  const across = windows(width, columns, filter);
  const down = windows(height, rows, filter);
  const narrow = new Float32Array(height * columns);
  for (let y = 0; y < height; y += 1) {
    across.forEach(({ first, weights }, x) => {
      let sum = 0;
      weights.forEach((weight, at) => (sum += weight * picture[y * width + first + at]));
      narrow[y * columns + x] = keep(sum);
    });
  }
  const small = new Float32Array(rows * columns);
  down.forEach(({ first, weights }, y) => {
    for (let x = 0; x < columns; x += 1) {
      let sum = 0;
      weights.forEach((weight, at) => (sum += weight * narrow[(first + at) * columns + x]));
      small[y * columns + x] = keep(sum);
    }
  });
  return small;
}

/** A pixel from 0 to 255, as Pillow keeps it between the passes. */
export const asByte = (value: number): number => Math.min(Math.max(Math.floor(value + 0.5), 0), 255);
