/// <reference lib="deno.ns" />

import { deepEqual, equal } from "node:assert/strict";
import { difference, distance, extremes, greyMean, meansOf } from "./class_means_model.ts";
import { next, roomFor, tilesOf } from "./gallery_model.ts";
import { around, brightness, moved, placeAt } from "./picture_pixels.ts";

const PAGE = {
  numbers: [5, 9, 2, 7],
  rows: [["cats", "2", 2], ["dogs", "0", 0], ["foxes", "2", 2]] as [string, string, number][],
};

Deno.test("the tiles of a page stand row by row", () => {
  const tiles = tilesOf(PAGE);
  deepEqual(tiles.map((row) => row.map((tile) => tile.number)), [[5, 9], [], [2, 7]]);
  deepEqual([tiles[2][1].at, tiles[2][1].name], [3, "foxes"]);
});

Deno.test("keys lead over rows that are empty, and to other pages", () => {
  const tiles = tilesOf(PAGE);
  deepEqual(next(tiles, { row: 0, column: 1 }, "ArrowDown"), { row: 2, column: 1 });
  deepEqual(next(tiles, { row: 2, column: 1 }, "ArrowDown"), { row: 2, column: 1 });
  deepEqual(next(tiles, { row: 0, column: 1 }, "ArrowRight"), { row: 0, column: 1 });
  deepEqual(next(tiles, { row: 0, column: 1 }, "Home"), { row: 0, column: 0 });
  deepEqual(next(tiles, { row: 2, column: 0 }, "End"), { row: 2, column: 1 });
  equal(next(tiles, { row: 0, column: 0 }, "PageDown"), "after");
  equal(next(tiles, { row: 0, column: 0 }, "a"), null);
});

Deno.test("there is always room for one picture", () => {
  deepEqual(roomFor(600, 470, 72, 46), { columns: 11, rows: 10 });
  deepEqual(roomFor(10, 10, 72, 46), { columns: 1, rows: 1 });
});

Deno.test("a place is found under the pointer and by keys", () => {
  deepEqual(placeAt(99, 50, { width: 100, height: 100 }, [28, 28, 1]), [14, 27]);
  deepEqual(placeAt(-5, 500, { width: 100, height: 100 }, [28, 28, 1]), [27, 0]);
  deepEqual(moved([0, 0], "ArrowUp", [28, 28, 1]), [0, 0]);
  deepEqual(moved([3, 4], "End", [28, 28, 1]), [3, 27]);
  equal(moved([3, 4], "x", [28, 28, 1]), null);
  deepEqual(around(0, 1, 3), [null, 0, 1]);
});

Deno.test("means are compared by their brightness", () => {
  const tenths = new DataView(Uint16Array.from([0, 100, 2550, 2550, 2550, 0]).buffer);
  const sent = { names: ["a", "b", "c"], words: "", counts: [1, 1, 1], shape: [1, 2, 1] as [number, number, number] };
  const means = meansOf({ ...sent, tenths });
  deepEqual([...greyMean(means, 0, sent.shape)], [0, 10]);
  deepEqual([...difference(means, 0, 1, sent.shape)], [-255, -245]);
  equal(distance(difference(means, 0, 1, sent.shape)), 250);
  deepEqual(extremes(means, sent.counts, sent.shape)?.farthest, [0, 1]);
  equal(extremes(means, [1, 0, 0], sent.shape), null);
  equal(Math.round(brightness([255, 255, 255], 0, 3)), 255);
});
