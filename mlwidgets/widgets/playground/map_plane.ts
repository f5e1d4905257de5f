// Where things are on the plane, which goes from −6 to 6: places, pixels, cells, keys.

import type { Near, Place, ShownPart } from "./map_model.ts";

export const EDGE = 6;
const STEP = { small: 0.1, large: 1 };

/** A coordinate, in the plane and with two decimals. */
export const tidyPlace = (part: number): number => Math.round(Math.min(EDGE, Math.max(-EDGE, part)) * 100) / 100;

/** The place under a share of the picture's width and height, both from the upper left corner. */
export const placeAt = (across: number, down: number): Place => [
  tidyPlace((across * 2 - 1) * EDGE),
  tidyPlace((1 - down * 2) * EDGE),
];

/** Where a place is, in pixels of a picture so many pixels wide. */
export const spotOf = (x1: number, x2: number, side: number): [number, number] => [
  ((x1 + EDGE) / (2 * EDGE)) * side,
  ((EDGE - x2) / (2 * EDGE)) * side,
];

/** The number of the cell that a place lies in, row by row from the upper left corner. */
export function cellOf([x1, x2]: Place, size: number): number {
  const cell = (part: number) => Math.min(size - 1, Math.max(0, Math.floor(((part + EDGE) / (2 * EDGE)) * size)));
  return cell(-x2) * size + cell(x1);
}

/** Where a key moves the cross-hair; null for a key that does not. */
export function movedBy(key: string, large: boolean, [x1, x2]: Place): Place | null {
  const step = large ? STEP.large : STEP.small;
  const targets: Record<string, Place> = {
    ArrowUp: [x1, x2 + step],
    ArrowDown: [x1, x2 - step],
    ArrowLeft: [x1 - step, x2],
    ArrowRight: [x1 + step, x2],
    Home: [-EDGE, x2],
    End: [EDGE, x2],
    Enter: [x1, x2],
    " ": [x1, x2],
  };
  return Object.hasOwn(targets, key) ? [tidyPlace(targets[key][0]), tidyPlace(targets[key][1])] : null;
}

/** The nearest point of the parts within a distance, such as ["train", 17], or nothing. */
export function nearestPoint(parts: ShownPart[], [x1, x2]: Place, within: number): Near {
  let best: Near = [];
  let least = within;
  for (const { name, x, y } of parts) {
    for (let index = 0; index < y.length; index += 1) {
      const distance = Math.hypot(x[2 * index] - x1, x[2 * index + 1] - x2);
      if (distance < least) [best, least] = [[name, index], distance];
    }
  }
  return best;
}
