// Where everything of a network stands, in pixels of its drawing.

import type { Column } from "./network_model.ts";

export const NET = {
  head: 54, // three short lines above a column
  foot: 18,
  labels: 46, // left of the features
  outputs: 70, // right of the output
  thin: 24, // a layer that stands between columns of neurons
  thinGap: 12,
  leastGap: 40, // between two columns of neurons, where links must still be told apart
};
// From one neuron to the next; how much of that is the picture, and how large one is that can be read.
const PITCH = { least: 21, most: 104, tile: 0.78, readable: 36 };
const BIAS = { least: 9, most: 12, tile: 0.4 }; // side of its mark, and how much of the picture it may hide

export type Placed = { x: number; y: number[]; tile: number }; // a column of neurons; the side of their pictures
export type Thin = { x: number; top: number; height: number }; // a layer between two of them

export interface Layout {
  places: (Placed | Thin)[];
  tile: number; // side of the smallest pictures
  bias: number; // side of a bias's mark
  body: number; // height of the longest column
  width: number;
  height: number;
}

export const isPlaced = (place: Placed | Thin): place is Placed => "y" in place;

/**
 * Place the columns in a box of a width and about a height. They take the whole width; where that is not enough, the
 * drawing is wider, and scrolls in the box.
 */
export function placeNetwork(columns: Column[], room: number, tall: number): Layout {
  const most = Math.max(1, ...columns.map(({ names }) => names.length));
  const wide = columns.map((_, index) => index).filter((index) => columns[index].names.length > 0);
  const between = (from: number, to: number) => to - from - 1; // thin columns
  const least = (count: number) => Math.max(NET.leastGap, count * (NET.thin + NET.thinGap) + NET.thinGap);
  const gaps = wide.slice(1).map((column, index) => least(between(wide[index], column)));
  const after = columns.length - 1 - (wide.at(-1) ?? -1);
  const tail = after * (NET.thin + NET.thinGap);
  const fixed = NET.labels + tail + NET.outputs + gaps.reduce((sum, gap) => sum + gap, 0);
  const across = (room - fixed) / Math.max(1, wide.length) / PITCH.tile;
  const pitchOf = (count: number) => {
    const fits = Math.min((tall - NET.head - NET.foot) / count, across);
    return Math.min(PITCH.most, Math.max(PITCH.least, fits));
  };
  // Where a full column has small pictures, those of features and outputs are large enough to be read.
  const tile = Math.floor(pitchOf(most) * PITCH.tile);
  const tiles = wide.map((column) => {
    const count = columns[column].names.length;
    return Math.min(Math.floor(pitchOf(count) * PITCH.tile), Math.max(tile, PITCH.readable));
  });
  const heightOf = (count: number, side: number) => Math.round((count - 1) * (side / PITCH.tile)) + side;
  const body = heightOf(most, tile);
  const needed = fixed + tiles.reduce((sum, side) => sum + side, 0);
  const spare = gaps.length ? Math.max(0, (room - needed) / gaps.length) : 0;

  const places: (Placed | Thin)[] = [];
  const putThin = (from: number, to: number, start: number, gap: number) => {
    const count = between(from, to);
    const step = (gap - count * NET.thin) / (count + 1);
    for (let index = 0; index < count; index += 1) {
      const x = start + step + index * (NET.thin + step);
      places[from + 1 + index] = { x, top: NET.head, height: body };
    }
  };
  let x = NET.labels;
  wide.forEach((column, index) => {
    const count = columns[column].names.length;
    const side = tiles[index];
    const pitch = side / PITCH.tile;
    const top = NET.head + (body - heightOf(count, side)) / 2;
    places[column] = { x, y: Array.from({ length: count }, (_, unit) => Math.round(top + unit * pitch)), tile: side };
    x += side;
    if (index === wide.length - 1) return;
    const gap = gaps[index] + spare;
    putThin(column, wide[index + 1], x, gap);
    x += gap;
  });
  if (wide.length && after) {
    putThin(wide.at(-1)!, columns.length, x, tail + NET.thinGap);
    x += tail;
  }
  const bias = Math.round(Math.min(BIAS.most, Math.max(BIAS.least, tile * BIAS.tile)));
  return { places, tile, bias, body, width: Math.floor(x + NET.outputs), height: NET.head + body + NET.foot };
}
