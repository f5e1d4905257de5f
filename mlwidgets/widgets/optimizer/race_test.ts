/// <reference lib="deno.ns" />

import { deepEqual, equal, ok } from "node:assert/strict";
import { arrowsAt } from "./race_arrows.ts";
import { Asking } from "./race_asking.ts";
import { csvOf } from "./race_csv.ts";
import { bandOf, contour, heightAt } from "./race_ground.ts";
import { numberAt, type Point, type Race, raceOf, type Racer, rowAt, type Surface, surfaceOf } from "./race_model.ts";
import { writtenOut } from "./race_numbers.ts";
import { moved, placeOf, type Plane, planeIn, spotOf, ticksOf } from "./race_plane.ts";
import { Player, STEPS_PER_SECOND } from "./race_player.ts";

const view = (numbers: number[]): DataView => new DataView(new Float32Array(numbers).buffer);

/** One racer with momentum: θ, z, ∇z, η, v and Δθ in two rows. */
const sent = {
  number: 2,
  name: "SGD",
  label: 'SGD "quick"',
  rate: "η = 0.5",
  fields: {
    theta: [0, 2],
    value: [2, 1],
    gradient: [3, 2],
    rate: [5, 1],
    velocity: [6, 2],
    step: [8, 2],
  } as Record<string, [number, number]>,
  initial: { velocity: [0, 0] as Point },
  rule: [
    {
      name: "velocity",
      symbol: "v",
      law: "v ← β v − η g",
      parts: ["0.9·", "velocity_before", " − ", "rate", "·", "g", ""],
    },
    { name: "step", symbol: "Δθ", law: "Δθ = v", parts: ["", "velocity", ""] },
  ],
  rows: 2,
  columns: 10,
  offset: 1,
  stop: "" as const,
  reached: null,
};
const rows = [1, 2, 5, 2, 4, 0.5, -1, -2, -1, -2, 0, 0, 0, 0, 0, 0.5, -0.9, -1.8, -0.9, -1.8];
const race = (): Race =>
  raceOf({ start: [1, 2], steps: 1, racers: [sent], numbers: view([99, ...rows]), results: "Nobody won." })!;
const racer = (): Racer => race().racers[0];

Deno.test("numbers are read from the one buffer, by name, row and coordinate", () => {
  const one = racer();
  deepEqual([numberAt(one, "theta", 0, 0), numberAt(one, "theta", 0, 1)], [1, 2]);
  equal(numberAt(one, "value", 0, 1), 5); // both coordinates share it
  equal(numberAt(one, "g", 0, 1), 4); // nothing is clipped
  equal(numberAt(one, "t", 1, 0), 2);
  deepEqual([0, 1].map((row) => numberAt(one, "velocity_before", row, 1)), [0, -2]);
  ok(Number.isNaN(numberAt(one, "m", 0, 0)));
  ok(Number.isNaN(numberAt(one, "m_before", 0, 0)));
  deepEqual([-3, 0, 1, 2, 900].map((step) => rowAt(one, step)), [0, 0, 1, 1, 1]);
});

Deno.test("nothing is made of what has not come", () => {
  equal(raceOf({}), null);
  equal(surfaceOf({}), null);
});

Deno.test("the rule is written out with the numbers of the moment, negative ones in brackets", () => {
  const one = racer();
  equal(writtenOut(one, one.rule[0], 0, 0), "0.9·0 − 0.5·2");
  equal(writtenOut(one, one.rule[0], 1, 1), "0.9·(−2) − 0.5·0");
  equal(writtenOut(one, one.rule[1], 0, 0), "−1");
});

Deno.test("both axes have one scale, in every shape of window", () => {
  for (const [width, height] of [[900, 300], [300, 900], [500, 500]]) {
    const plane = planeIn([-4, 4, -3, 3], width, height);
    const [[left, top], [right, bottom]] = [spotOf(plane, [-4, 3]), spotOf(plane, [4, -3])];
    ok(Math.abs((right - left) / 8 - (bottom - top) / 6) < 0.2);
    ok(left >= 30 && top >= 8 && right <= width - 7 && bottom <= height - 20);
  }
});

const plane: Plane = { domain: [-2, 2, -1, 3], left: 40, top: 10, width: 400, height: 400 };

Deno.test("a point has a pixel, and a pixel the nearest point of the surface", () => {
  deepEqual(spotOf(plane, [0, 1]), [240, 210]);
  deepEqual(placeOf(plane, [240, 210]), [0, 1]);
  deepEqual(placeOf(plane, [-500, 9_000]), [-2, -1]);
  deepEqual(placeOf(plane, [240.2, 210]), [0.002, 1]); // no more decimals than a pixel is worth
  equal(spotOf(plane, [1e12, 0])[0], 5_000); // far away, where lines keep their precision
});

Deno.test("keys move the start by shares of the surface, and not beyond it", () => {
  deepEqual(moved([0, 1], 0.02, 0, plane.domain), [0.08, 1]);
  deepEqual(moved([1.99, 2.99], 0.02, 0.02, plane.domain), [2, 3]);
  deepEqual(moved([-1.99, -0.99], -0.02, -0.02, plane.domain), [-2, -1]);
});

Deno.test("ticks are round and within the axis", () => {
  deepEqual(ticksOf(-2.4, 2.4, 6), [-2, -1, 0, 1, 2]);
  deepEqual(ticksOf(0, 1, 5), [0, 0.2, 0.4, 0.6, 0.8, 1]);
  deepEqual(ticksOf(-0.03, 0.03, 3), [-0.02, 0, 0.02]);
});

Deno.test("a race is played by the clock, whatever the screen's rhythm", () => {
  for (const [frame, speed] of [[1000 / 60, 1], [1000 / 144, 1], [100, 1], [1000 / 60, 0.1], [1000 / 60, 10]]) {
    const player = new Player(100_000);
    player.speed = speed;
    player.play();
    for (let time = frame; time <= 2_000 + 1e-6; time += frame) player.advance(frame);
    ok(Math.abs(player.step - 2 * STEPS_PER_SECOND * speed) <= 1, `${frame} ${speed} ${player.step}`);
  }
});

Deno.test("a race stops at its end, and Play then begins anew", () => {
  const player = new Player(10);
  player.play();
  ok(player.advance(1_000));
  deepEqual([player.step, player.playing], [10, false]);
  ok(!player.advance(1_000));
  player.play();
  deepEqual([player.step, player.playing], [0, true]);
  player.pause();
  ok(!player.advance(1_000));
  player.go(-5);
  equal(player.step, 0);
  player.go(99);
  equal(player.step, 10);
  new Player(0).play(); // nothing to play
});

Deno.test("the first race is opened at its start", () => {
  const player = new Player();
  player.take(600);
  deepEqual([player.step, player.whole], [0, false]);
  player.go(600);
  equal(player.whole, true);
});

Deno.test("another race is shown in whole if the last one was, else at the same update", () => {
  const player = new Player(100);
  player.go(100);
  player.take(300);
  equal(player.step, 300);
  player.go(200);
  player.take(250);
  equal(player.step, 200);
  player.take(50);
  equal(player.step, 50);
});

Deno.test("a start that is dragged is asked again only when an answer has come, and the last one always", () => {
  const asked: [Point, number][] = [];
  const asking = new Asking((start, serial) => asked.push([start, serial]));
  for (let x = 0; x < 50; x += 1) asking.ask([x, 0]);
  deepEqual(asked.map(([start]) => start), [[0, 0]]);
  ok(!asking.answered(-1)); // of another view
  ok(!asking.answered(asked[0][1])); // the last one is still to be asked
  deepEqual(asked.map(([start]) => start), [[0, 0], [49, 0]]);
  ok(asking.busy);
  ok(asking.answered(asked[1][1]));
  ok(!asking.busy);
  ok(!asking.answered(asked[1][1])); // an echo
  asking.stop();
});

const bowl = (size: number): Surface => ({
  title: "Bowl",
  formula: "",
  sentence: "",
  domain: [-1, 1, -1, 1],
  minima: [],
  size,
  heights: Float32Array.from({ length: size * size }, (_, at) => {
    const [x, y] = [at % size, Math.floor(at / size)].map((one) => (2 * one) / (size - 1) - 1);
    return x * x + y * y;
  }),
  levels: [0.25, 1],
});

Deno.test("a height lies in the band between two contour lines", () => {
  deepEqual([-1, 0.2, 0.25, 0.9, 1, 7].map((height) => bandOf(height, [0.25, 1])), [0, 0, 1, 1, 2, 2]);
  equal(bandOf(NaN, [1]), -1);
  equal(bandOf(Infinity, [1]), -1);
  equal(bandOf(3, []), 0);
});

Deno.test("heights between the grid's points are interpolated, at its last edge, too", () => {
  const surface = bowl(3);
  equal(heightAt(surface, 1, 1), 0);
  equal(heightAt(surface, 0.5, 1), 0.5);
  equal(heightAt(surface, 2, 2), 2);
  surface.heights[4] = NaN;
  ok(Number.isNaN(heightAt(surface, 0.5, 1)));
});

Deno.test("a contour line of a bowl is a circle", () => {
  const surface = bowl(81);
  const ends = contour(surface, 0.25);
  ok(ends.length > 200 && ends.length % 4 === 0);
  for (let at = 0; at < ends.length; at += 2) {
    const [x, y] = [ends[at] / 40 - 1, ends[at + 1] / 40 - 1];
    ok(Math.abs(Math.hypot(x, y) - 0.5) < 0.002);
  }
  equal(contour(surface, -1).length, 0);
  surface.heights.fill(NaN);
  equal(contour(surface, 0.25).length, 0);
});

Deno.test("arrows show where it is steepest downhill, the momentum, and the step in its true length", () => {
  const one = racer();
  const arrows = arrowsAt(one, 0, plane);
  deepEqual(arrows.map(({ kind }) => kind), ["gradient", "momentum", "step"]);
  const step = arrows[2];
  deepEqual([step.from, step.to], [spotOf(plane, [1, 2]), spotOf(plane, [0, 0])]);
  // −∇z = (−2, −4) points left and down: on the screen down is more.
  const [gradient] = arrows;
  ok(gradient.to[0] < gradient.from[0] && gradient.to[1] > gradient.from[1]);
  equal(arrowsAt(one, 1, plane).some(({ kind }) => kind === "gradient"), false); // the gradient is zero there
});

Deno.test("the table has a row for each update, and a name with quotation marks is quoted", () => {
  const lines = csvOf(race()).trimEnd().split("\r\n");
  equal(lines[0], "optimizer,update,x,y,value,gradient_x,gradient_y,rate,velocity_x,velocity_y,step_x,step_y");
  equal(lines[1], '"SGD ""quick"", η = 0.5",0,1,2,5,2,4,0.5,-1,-2,-1,-2');
  equal(lines.length, 3);
});

Deno.test("in the table infinity and what is not a number have a word", () => {
  const one = race();
  one.racers[0].numbers.set([Infinity, NaN], 2);
  equal(csvOf(one).split("\r\n")[1].split(",").slice(5, 7).join(), "inf,nan");
});
