/// <reference lib="deno.ns" />

import { deepEqual, equal, ok } from "node:assert/strict";
import { drawnWords, Strokes } from "./map_drawing.ts";
import { groundAt } from "./map_ground.ts";
import type { Drawn, MapFrame, ShownPart } from "./map_model.ts";
import { cellOf, movedBy, nearestPoint, placeAt, spotOf } from "./map_plane.ts";
import { placeLines, shareText } from "./map_reader.ts";

const view = (bytes: number[]) => new DataView(Uint8Array.from(bytes).buffer);

Deno.test("a place has its pixel and its cell, and a pixel its place", () => {
  deepEqual(spotOf(-6, 6, 300), [0, 0]);
  deepEqual(spotOf(3, -3, 300), [225, 225]);
  deepEqual(placeAt(0.75, 0.75), [3, -3]);
  deepEqual(placeAt(1.2, -0.5), [6, 6]); // a hand may leave the picture
  equal(cellOf([-6, 6], 100), 0);
  equal(cellOf([6, -6], 100), 9_999);
  equal(cellOf([0.01, -0.01], 2), 3);
});

Deno.test("keys move the cross-hair within the plane", () => {
  deepEqual(movedBy("ArrowRight", false, [0, 0]), [0.1, 0]);
  deepEqual(movedBy("ArrowUp", true, [0.1, 0]), [0.1, 1]);
  deepEqual(movedBy("ArrowLeft", false, [-6, 2]), [-6, 2]);
  deepEqual(movedBy("End", false, [1, 2]), [6, 2]);
  deepEqual(movedBy("Enter", false, [1, 2]), [1, 2]);
  equal(movedBy("a", false, [0, 0]), null);
  equal(movedBy("constructor", false, [0, 0]), null);
});

Deno.test("the nearest point is found within a distance only", () => {
  const parts: ShownPart[] = [
    { name: "train", x: Float32Array.from([0, 0, 2, 2]), y: Uint8Array.from([0, 1]) },
    { name: "test", x: Float32Array.from([2.2, 2]), y: Uint8Array.from([1]) },
  ];
  deepEqual(nearestPoint(parts, [1.9, 2], 0.5), ["train", 1]);
  deepEqual(nearestPoint(parts, [2.3, 2], 0.5), ["test", 0]);
  deepEqual(nearestPoint(parts, [4, 4], 0.5), []);
});

Deno.test("the map is read where it is pointed at", () => {
  const classes: MapFrame = {
    serial: 1,
    told: false,
    size: 2,
    classes: view([0, 1, 2, 0]),
    levels: view([255, 128, 1, 0]),
  };
  deepEqual(groundAt(classes, [-3, 3], 3, 1), { winner: 0, share: 1 });
  equal(groundAt(classes, [3, 3], 3, 1)?.share, 0.5);
  equal(groundAt(classes, [3, -3], 3, 1), null); // no number
  const numbers: MapFrame = { serial: 1, told: false, size: 1, levels: view([1]) };
  deepEqual(groundAt(numbers, [0, 0], 0, 2), { number: -2 });
  equal(groundAt({ serial: 0, told: false }, [0, 0], 3, 1), null);
});

Deno.test("a probability is never rounded to a certainty", () => {
  deepEqual([0, 0.0004, 0.5, 0.9996, 1].map(shareText), ["0%", "<0.1%", "50.0%", ">99.9%", "100%"]);
});

Deno.test("a place and the point near it in words, with Python's answer once it has come", () => {
  const ground = { winner: 1, share: 0.75 };
  deepEqual(placeLines([1, 2], ["train", 4], ground, {}, ["red", "blue"], 0), [
    "x₁ = 1, x₂ = 2: blue 75.0%",
    "Training point 5: red",
  ]);
  const answer = {
    looking: { place: [1, 2] as [number, number], near: ["train", 4] as ["train", number] },
    shares: [0.2, 0.8],
    point: { shares: [0.1, 0.9], loss: 2.3 },
  };
  deepEqual(placeLines([1, 2], ["train", 4], ground, answer, ["red", "blue"], 0), [
    "x₁ = 1, x₂ = 2: red 20.0%, blue 80.0%",
    "Training point 5: red; the network gives it 10.0%; loss 2.3",
  ]);
  ok(placeLines([1, 3], [], ground, answer, ["red", "blue"], 0)[0].includes("75.0%")); // an answer about elsewhere
});

Deno.test("a stroke is undone in one go, and what was undone is given up with the next", () => {
  let shown = [] as Drawn[];
  const strokes = new Strokes((points) => (shown = points));
  strokes.begin();
  strokes.add([0, 0, 0]);
  strokes.add([1, 0, 0]);
  strokes.begin();
  strokes.add([2, 0, 1]);
  strokes.undo();
  equal(shown.length, 2);
  strokes.redo();
  equal(shown.length, 3);
  strokes.clear();
  equal(shown.length, 0);
  strokes.undo();
  strokes.undo();
  strokes.begin();
  strokes.add([5, 5, 2]);
  equal(strokes.canRedo, false);
  deepEqual(shown.map(([x]) => x), [0, 1, 5]);
});

Deno.test("what has been drawn is told in words", () => {
  equal(drawnWords([], false), "");
  equal(drawnWords([[0, 0, 0], [1, 1, 2], [2, 2, 2]], false), "class 1: 1, class 3: 2");
  equal(drawnWords([[0, 0, -0.5], [1, 1, 1]], true), "numbers from −0.5 to 1, 0.25 on average");
});
