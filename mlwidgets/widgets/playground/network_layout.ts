// Where everything of a network stands, in pixels of its drawing.

import type { Column } from "./network_model.ts";

export const NET = {
  head: 54, // three short lines above a column
  foot: 18,
  labels: 58, // left of the features
  outputs: 84, // right of the output
  thin: 24, // a layer that stands between columns of neurons
  thinGap: 12,
  leastGap: 54, // between two columns of neurons, where links must still be told apart
};
const PITCH = { least: 21, most: 74, tile: 0.78 }; // from one neuron to the next; how much of it is the picture
const BIAS = { least: 9, most: 12, tile: 0.4 }; // side of its mark, and how much of the picture it may hide

export type Placed = { x: number; y: number[] }; // a column of neurons
export type Thin = { x: number; top: number; height: number }; // a layer between two of them

export interface Layout {
  places: (Placed | Thin)[];
  tile: number; // side of a neuron's picture
  bias: number; // side of a bias's mark
  pitch: number;
  most: number; // neurons in the longest column
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
  const pitch = Math.round(Math.min(PITCH.most, Math.max(PITCH.least, (tall - NET.head - NET.foot) / most)));
  const tile = Math.round(pitch * PITCH.tile);
  const body = most * pitch - (pitch - tile);
  const wide = columns.map((_, index) => index).filter((index) => columns[index].names.length > 0);
  const between = (from: number, to: number) => to - from - 1; // thin columns
  const least = (count: number) => Math.max(NET.leastGap, count * (NET.thin + NET.thinGap) + NET.thinGap);
  const gaps = wide.slice(1).map((column, index) => least(between(wide[index], column)));
  const after = columns.length - 1 - (wide.at(-1) ?? -1);
  const tail = after * (NET.thin + NET.thinGap);
  const needed = NET.labels + wide.length * tile + tail + NET.outputs + gaps.reduce((sum, gap) => sum + gap, 0);
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
    const top = NET.head + ((most - count) * pitch) / 2;
    places[column] = { x, y: Array.from({ length: count }, (_, unit) => top + unit * pitch) };
    x += tile;
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
  return { places, tile, bias, pitch, most, width: Math.floor(x + NET.outputs), height: NET.head + body + NET.foot };
}
