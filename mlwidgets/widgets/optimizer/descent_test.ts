/// <reference lib="deno.ns" />

import { deepEqual, equal, ok } from "node:assert/strict";
import { Asking } from "./descent_asking.ts";
import {
  ballAt,
  basinsOf,
  formulaOf,
  lossAt,
  outsideAt,
  type Scene,
  sceneOf,
  type SentFrame,
} from "./descent_model.ts";
import { type Clock, Player } from "./descent_player.ts";

const settings = { curve: "bowl", curvature: 2, start: 2, learning_rate: 0.1, momentum: 0 };
const view = (numbers: number[]) => new DataView(new Float32Array(numbers).buffer);

function scene(changes: Partial<SentFrame> = {}): Scene {
  return sceneOf({
    ...settings,
    asked: 0,
    error: "",
    low: -2,
    high: 2,
    shape: view([4, 1, 0, 1, 4]),
    path: view([2, 1.6, 1.28, 4, 2.56, 1.6384, 4, 3.2, 2.56, 0, -0.4, -0.32]),
    basins: new DataView(new Int8Array([-1, 0, 0, 1, 1]).buffer),
    minima: [[-1, 0], [1, 0]],
    lowest: 0,
    limit: 1,
    rates: [],
    end: "converged",
    text: "",
    told: 2,
    ...changes,
  });
}

Deno.test("a step is written out with its numbers", () => {
  deepEqual(formulaOf(scene(), 0), ["w ← w − η · dL/dw = 2 − 0.1 · 4 = 1.6"]);
  deepEqual(formulaOf(scene({ momentum: 0.9 }), 1), [
    "v ← β · v − η · dL/dw = 0.9 · (−0.4) − 0.1 · 3.2 = −0.32",
    "w ← w + v = 1.6 + (−0.32) = 1.28",
  ]);
  deepEqual(formulaOf(scene(), 2), ["w = 1.28"]);
});

Deno.test("starts that end alike are one part, and the parts cover everything", () => {
  const basins = basinsOf(scene());
  deepEqual(basins.map(({ minimum }) => minimum), [-1, 0, 1]);
  deepEqual(basins.map(({ from, to }) => [from, to]), [[-2, -1.5], [-1.5, 0.5], [0.5, 2]]);
});

Deno.test("the loss between two points of the curve, and beyond its ends", () => {
  equal(lossAt(scene(), 0.5), 0.5);
  equal(lossAt(scene(), 2), 4);
  equal(lossAt(scene(), 99), 4);
});

Deno.test("the ball moves evenly from step to step and stays at both ends", () => {
  equal(ballAt(scene(), 0).w, 2);
  ok(Math.abs(ballAt(scene(), 0.5).w - 1.8) < 1e-6);
  ok(Math.abs(ballAt(scene(), 9).w - 1.28) < 1e-6);
  equal(ballAt(scene(), -1).w, 2);
});

Deno.test("outside the picture a weight of the formula is named; at its very edge none is", () => {
  const far = scene({ path: view([-2.0000001, 1.6, 12.38, 4, 2.56, 30, -4, 3.2, 12, 0, -0.4, 11]) });
  equal(outsideAt(far, 0, 4.2), null);
  equal(outsideAt(far, 1, 4.2), null);
  ok(Math.abs(outsideAt(far, 1.7, 4.2)! - 12.38) < 1e-5); // where it is going to
  ok(Math.abs(outsideAt(far, 2, 4.2)! - 12.38) < 1e-5);
});

Deno.test("only one question is under way, and the last one is always asked", () => {
  const sent: [number, number][] = [];
  const asking = new Asking((asked, { start }) => sent.push([asked, start]), 40);
  for (const start of [1, 2, 3]) asking.ask({ ...settings, start });
  deepEqual(sent, [[41, 1]]);
  equal(asking.hear(40), false); // an answer to somebody else
  deepEqual(sent, [[41, 1]]);
  equal(asking.hear(41), false); // it is out of date already
  deepEqual(sent, [[41, 1], [42, 3]]);
  equal(asking.hear(42), true);
  equal(asking.open, false);
});

class Frames implements Clock {
  time = 0;
  private waiting: (() => void) | null = null;
  now = () => this.time;
  frame = (call: () => void) => {
    this.waiting = call;
    return 1;
  };
  cancel = () => (this.waiting = null);
  pass(ms: number): boolean {
    this.time += ms;
    const call = this.waiting;
    this.waiting = null;
    call?.();
    return call !== null;
  }
}

Deno.test("playing goes so many steps a second and ends at the last", () => {
  const clock = new Frames();
  let told = 0;
  const player = new Player(() => (told += 1), () => true, clock);
  player.load(10);
  player.speed = 4;
  player.play();
  clock.pass(250);
  ok(Math.abs(player.at - 1) < 1e-9);
  clock.pass(125);
  equal(player.step, 1);
  ok(player.at > 1.49);
  clock.pass(60_000);
  deepEqual([player.at, player.playing], [10, false]);
  equal(clock.pass(16), false);
  player.play(); // from the start again
  equal(player.at, 0);
  player.pause();
  ok(told > 4);
});

Deno.test("without movement it goes in whole steps and loses no time", () => {
  const clock = new Frames();
  const player = new Player(() => {}, () => false, clock);
  player.load(10);
  player.speed = 4;
  player.play();
  for (let count = 0; count < 10; count += 1) clock.pass(100); // a second: four steps
  equal(player.at, 4);
});

Deno.test("a step, a step back, and no further than the ends", () => {
  const player = new Player(() => {}, () => true, new Frames());
  player.load(2);
  for (const [step, there] of [[1, 1], [2, 2], [3, 2], [-1, 0]]) {
    player.go(step);
    equal(player.at, there);
  }
});
