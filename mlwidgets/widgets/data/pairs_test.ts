import { nearestPoint, type Points, pointsOf, pointWords, strengthText } from "./pairs_model.ts";

function same(found: unknown, wanted: unknown): void {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${a} is not ${b}`);
}
const number = { kind: "number" as const, low: 0, high: 9, labels: [], rest: 0 };
const level = { kind: "category" as const, low: -0.5, high: 1.5, labels: ["a"], rest: 3 };

function made(): Points {
  const view = (array: ArrayBufferView) => new DataView(array.buffer);
  return pointsOf({ kind: "pair", head: 1, pair: [2, 4], axes: [number, level], words: "" }, [
    view(new Float64Array([5, 1])),
    view(new Float64Array([0.2, 0.9])),
    view(new Int32Array([1203, 7])),
    view(new Uint8Array([1, 0])),
  ]);
}

Deno.test("points come as numbers, and are read from left to right", () => {
  const points = made();
  same([[...points.x], [...points.rows], [...points.groups], points.order], [[5, 1], [1203, 7], [1, 0], [1, 0]]);
  const classes = { target: "species", names: ["cat", "dog"], plain: 2 };
  same(pointWords(points, ["mass", "island"], classes, 0), "Row 1,204: mass 5, island a, species dog");
  same(pointWords(points, ["mass", "island"], {}, 1), "Row 8: mass 1, island 3 others");
});

Deno.test("the nearest point within reach is found", () => {
  const places: [number, number][] = [[0, 0], [10, 0], [12, 3]];
  const find = (x: number, y: number) => nearestPoint(3, (at) => places[at], [x, y], 5);
  same([find(9, 1), find(12, 2), find(50, 50)], [1, 2, -1]);
});

Deno.test("numbers between columns have two digits, and none is a word", () => {
  same([0.756, -0.3, -0.001, 1, null].map(strengthText), ["0.76", "−0.30", "0.00", "1.00", "none"]);
});
