// A part: where everything of a network stands, in pixels of its drawing.

export const NET = {
  head: 66, // three short lines above a column
  foot: 22,
  labels: 62, // left of the features
  outputs: 92, // right of the output
  thin: 24, // a layer that stands between columns of neurons
  thinGap: 12,
  leastGap: 54, // between two columns of neurons, where links must still be told apart
  mostGap: [130, 0.36], // at most so wide, or so large a part of the drawing's height
  bias: 12,
};
const TILES = [
  // up to so many neurons in a column; side of their pictures; from one to the next
  [8, 40, 52],
  [12, 34, 43],
  [16, 30, 38],
];

/** Place the columns in a box of a width; the drawing may be wider, and then scrolls in the box. */
export function placeNetwork(columns, room) {
  const most = Math.max(1, ...columns.map(({ names }) => names.length));
  const [, tile, pitch] = TILES.find(([count]) => most <= count) ?? TILES.at(-1);
  const wide = columns.map((_, index) => index).filter((index) => columns[index].names.length > 0);
  const between = (from, to) => columns.slice(from + 1, to).length; // thin columns
  const least = (count) => Math.max(NET.leastGap, count * (NET.thin + NET.thinGap) + NET.thinGap);
  const gaps = wide.slice(1).map((column, index) => least(between(wide[index], column)));
  const after = columns.length - 1 - (wide.at(-1) ?? -1);
  const tail = after * (NET.thin + NET.thinGap);
  const fixed = NET.labels + wide.length * tile + tail + NET.outputs;
  const needed = fixed + gaps.reduce((sum, gap) => sum + gap, 0);
  const spare = gaps.length ? Math.max(0, (room - needed) / gaps.length) : 0;

  const height = NET.head + most * pitch + NET.foot;
  const mostGap = Math.max(NET.mostGap[0], NET.mostGap[1] * height);
  const places = columns.map(() => null);
  const putThin = (from, to, start, gap) => {
    const count = between(from, to);
    const step = (gap - count * NET.thin) / (count + 1);
    for (let index = 0; index < count; index += 1) {
      const x = start + step + index * (NET.thin + step);
      places[from + 1 + index] = { x, top: NET.head, height: most * pitch - (pitch - tile), thin: true };
    }
  };
  let x = NET.labels;
  wide.forEach((column, index) => {
    const count = columns[column].names.length;
    const top = NET.head + ((most - count) * pitch) / 2;
    places[column] = { x, thin: false, y: Array.from({ length: count }, (_, unit) => top + unit * pitch) };
    x += tile;
    if (index === wide.length - 1) return;
    const gap = Math.min(gaps[index] + spare, Math.max(gaps[index], mostGap));
    putThin(column, wide[index + 1], x, gap);
    x += gap;
  });
  if (wide.length && after) {
    putThin(wide.at(-1), columns.length, x, tail + NET.thinGap);
    x += tail;
  }
  return { places, tile, pitch, height, width: Math.ceil(x + NET.outputs), most };
}
