import {
  columnsBetween,
  move,
  offsetsOf,
  RowWindow,
  type SentTile,
  type Sort,
  sortsAfter,
  Tiles,
} from "./data_table_model.ts";

function same(found: unknown, wanted: unknown): void {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${a} is not ${b}`);
}

Deno.test("columns in sight are those of which a part lies between two places", () => {
  const offsets = offsetsOf([100, 50, 200, 80]);
  same(offsets, [0, 100, 150, 350, 430]);
  same(columnsBetween(offsets, 0, 100), [0, 1]);
  same(columnsBetween(offsets, 0, 101), [0, 2]);
  same(columnsBetween(offsets, 120, 360), [1, 4]);
  same(columnsBetween(offsets, 429, 2000), [3, 4]);
  same(columnsBetween([0], 0, 100), [0, 0]);
});

Deno.test("a long body is squeezed, and its last row can still be reached", () => {
  const short = new RowWindow(100, 26, 260);
  same([short.bodyHeight, short.topAt(0), short.topAt(26), short.topAt(2340)], [2600, 0, 1, 90]);
  same(short.rowsFrom(0.5), [0, 11]);
  const long = new RowWindow(2_000_000, 26, 260);
  same(long.bodyHeight, RowWindow.TALLEST);
  same(long.rowsFrom(long.topAt(RowWindow.TALLEST - 260)), [1_999_990, 2_000_000]);
  same(Math.round(long.topAt(long.scrollFor(123_456))), 123_456);
  same(new RowWindow(0, 26, 260).rowsFrom(0), [0, 0]);
  same(new RowWindow(3, 26, 260).topAt(0), 0);
});

Deno.test("a row is brought into sight by the shortest way", () => {
  const view = new RowWindow(1000, 20, 205);
  same(view.topShowing(5, 10), 5);
  same(view.topShowing(12, 10), 10);
  same(view.topShowing(20, 10), 20 - 205 / 20 + 1);
  same(view.topShowing(-1, 10), -1);
});

Deno.test("keys lead to the next cell, a page further, or to the ends", () => {
  const at = { row: 5, column: 2 };
  const go = (key: string, whole = false, from = at) => move(key, whole, from, 1000, 20, 10);
  same(go("ArrowDown"), { row: 6, column: 2 });
  same(go("PageDown"), { row: 15, column: 2 });
  same(go("PageUp"), { row: 0, column: 2 });
  same(go("PageUp", false, { row: -1, column: 2 }), { row: -1, column: 2 });
  same(go("Home"), { row: 5, column: 0 });
  same(go("End", true), { row: 999, column: 19 });
  same(go("Home", true), { row: -1, column: 0 });
  same(go("ArrowUp", false, { row: -1, column: 0 }), { row: -1, column: 0 });
  same(go("ArrowRight", false, { row: 0, column: 19 }), { row: 0, column: 19 });
  same([go("a"), go("ArrowDown", true), go("toString")], [null, null, null]);
});

Deno.test("a heading sorts up, down and no more; with Shift it is one of several keys", () => {
  same(sortsAfter([], 3, false), [[3, false]]);
  same(sortsAfter([[3, false]], 3, false), [[3, true]]);
  same(sortsAfter([[3, true]], 3, false), []);
  const two: Sort[] = [[1, true], [2, false]];
  same(sortsAfter(two, 3, false), [[3, false]]);
  same(sortsAfter(two, 3, true), [[1, true], [2, false], [3, false]]);
  same(sortsAfter(two, 1, true), [[2, false]]);
  same(sortsAfter(two, 2, true), [[1, true], [2, true]]);
});

Deno.test("tiles know their cells, and which of them are wanted", () => {
  const tiles = new Tiles();
  tiles.clear([2, 3]);
  const tile: SentTile = { row: 1, column: 0, numbers: [7, 9], parts: ["tr", "te"], cells: [["a", null], ["b", "c"]] };
  tiles.add([tile]);
  same([tiles.cell(2, 0), tiles.cell(3, 0), tiles.cell(3, 1)], ["a", null, "c"]);
  same([tiles.cell(0, 0), tiles.cell(2, 5)], [undefined, undefined]);
  same(tiles.lead(3, 1), { number: 9, part: "te" });
  same(tiles.lead(0, 0), undefined);
  same(tiles.missing([0, 4], [0, 1, 3]), [[0, 0], [0, 1], [1, 1]]);
  for (let row = 0; row < 700; row += 1) tiles.add([{ ...tile, row }]);
  same([tiles.cell(0, 0), tiles.cell(1398, 0)], [undefined, "a"]); // the oldest have gone
});
