// Pictures as bytes: how they are painted, and what is said of one pixel.

export type Shape = [height: number, width: number, channels: number];

/** Paint a picture, row by row, one pixel each; `start` is where its bytes begin. */
export function paintPicture(canvas: HTMLCanvasElement, bytes: ArrayLike<number>, start: number, shape: Shape): void {
  const [height, width, channels] = shape;
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const image = new ImageData(width, height);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const from = start + pixel * channels;
    for (let part = 0; part < 3; part += 1) image.data[4 * pixel + part] = bytes[from + (channels === 3 ? part : 0)];
    image.data[4 * pixel + 3] = 255;
  }
  canvas.getContext("2d")?.putImageData(image, 0, 0);
}

/** The brightness of a pixel, as television weighs red, green and blue. */
export function brightness(values: ArrayLike<number>, start: number, channels: number): number {
  return channels === 1 ? values[start] : 0.299 * values[start] + 0.587 * values[start + 1] + 0.114 * values[start + 2];
}

/** The place under a pointer, and none outside. */
export function placeAt(x: number, y: number, box: { width: number; height: number }, shape: Shape): [number, number] {
  const within = (share: number, length: number) => Math.min(Math.max(Math.floor(share * length), 0), length - 1);
  return [within(y / box.height, shape[0]), within(x / box.width, shape[1])];
}

/** Where the arrow keys lead from a place; null for any other key. */
export function moved([row, column]: [number, number], key: string, shape: Shape): [number, number] | null {
  const moves: Record<string, [number, number]> = {
    ArrowUp: [row - 1, column],
    ArrowDown: [row + 1, column],
    ArrowLeft: [row, column - 1],
    ArrowRight: [row, column + 1],
    Home: [row, 0],
    End: [row, shape[1] - 1],
    PageUp: [0, column],
    PageDown: [shape[0] - 1, column],
  };
  if (!Object.hasOwn(moves, key)) return null;
  const [to, at] = moves[key];
  return [Math.min(Math.max(to, 0), shape[0] - 1), Math.min(Math.max(at, 0), shape[1] - 1)];
}

/** The places within `reach` of one, in order; null for those that lie outside. */
export function around(place: number, reach: number, length: number): (number | null)[] {
  return Array.from({ length: 2 * reach + 1 }, (_, step) => {
    const at = place - reach + step;
    return at >= 0 && at < length ? at : null;
  });
}
