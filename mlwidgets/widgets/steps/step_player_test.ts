/// <reference lib="deno.ns" />

import { deepEqual, equal } from "node:assert/strict";
import { CARDS, StepPlayer } from "./step_player.ts";

function walk(player: StepPlayer): string[] {
  const seen: string[] = [];
  while (player.next()) seen.push(`${player.example}${CARDS[player.card][0]}`);
  return seen;
}

Deno.test("one example after the other, then the update", () => {
  const player = new StepPlayer();
  player.begin(3);
  player.setGrain("example");
  deepEqual(walk(player), ["0f", "0l", "0g", "1f", "1l", "1g", "2f", "2l", "2g", "2u"]);
  equal(player.walking, false);
});

Deno.test("a batch is four cards of the example that is looked at", () => {
  const player = new StepPlayer();
  player.begin(3, 1);
  player.setGrain("batch");
  deepEqual(walk(player), ["1f", "1l", "1g", "1u"]);
});

Deno.test("cards open one by one while walking, and all together before and after", () => {
  const player = new StepPlayer();
  player.begin(2);
  player.setGrain("batch");
  const open = () => CARDS.map((_, card) => player.isOpen(card));
  deepEqual(open(), [true, true, true, true]);
  player.next();
  deepEqual(open(), [true, false, false, false]);
  player.next();
  deepEqual(open(), [true, true, false, false]);
  player.setGrain("example");
  deepEqual(open(), [true, true, true, false]); // the update waits for the last example
  player.turn(1);
  deepEqual(open(), [true, true, true, true]);
});

Deno.test("back is the way that was come", () => {
  const player = new StepPlayer();
  player.begin(2);
  player.setGrain("example");
  for (let step = 0; step < 4; step += 1) player.next();
  deepEqual([player.example, player.card], [1, 0]);
  player.back();
  deepEqual([player.example, player.card], [0, 2]);
  for (let step = 0; step < 3; step += 1) player.back();
  equal(player.walking, false);
  player.back(); // from rest: to the end of what is open
  deepEqual([player.walking, player.card], [true, 2]);
});

Deno.test("no example before the first or after the last", () => {
  const player = new StepPlayer();
  player.begin(2, 7);
  equal(player.example, 1);
  player.turn(5);
  equal(player.example, 1);
  player.turn(-5);
  equal(player.example, 0);
  player.begin(0);
  equal(player.lastExample, true);
});
