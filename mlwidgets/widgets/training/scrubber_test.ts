/// <reference lib="deno.ns" />

import { deepEqual, equal } from "node:assert/strict";
import { epochOf } from "./scrubber.ts";

const REACH = { first: 0, newest: 100, at: 100, updates: [0, 50, 100], epochs: [0, 1, 4] };

Deno.test("an update between two known ones lies on the line between their epochs", () => {
  deepEqual([0, 25, 50, 75, 100].map((update) => epochOf(REACH, update)), [0, 0.5, 1, 2.5, 4]);
});

Deno.test("beyond what is known it stays at the end, and nothing is known of a run that has not begun", () => {
  equal(epochOf(REACH, 140), 4);
  equal(epochOf({ ...REACH, updates: [], epochs: [] }, 3), 0);
});
