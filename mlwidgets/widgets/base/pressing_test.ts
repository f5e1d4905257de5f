/// <reference lib="deno.ns" />

import { equal } from "node:assert/strict";
import { LatestFrame } from "./pressing.ts";

Deno.test("after Pause a picture stands still, until Python says that the run rests", () => {
  let frame = { serial: 1, moving: true };
  const latest = new LatestFrame(() => frame);
  frame = { serial: 2, moving: true };
  equal(latest.current.serial, 2);
  latest.press("pause");
  frame = { serial: 3, moving: true }; // was under way
  equal(latest.current.serial, 2);
  frame = { serial: 4, moving: false };
  equal(latest.current.serial, 4);
  frame = { serial: 5, moving: true }; // somebody else has pressed Run
  equal(latest.current.serial, 5);
});

Deno.test("Run after Pause lets the picture move again, and Pause of a run that rests stops nothing", () => {
  let frame = { serial: 1, moving: true };
  const latest = new LatestFrame(() => frame);
  latest.press("pause");
  latest.press("run");
  frame = { serial: 2, moving: true };
  equal(latest.current.serial, 2);
  frame = { serial: 3, moving: false };
  equal(latest.current.serial, 3);
  latest.press("pause");
  frame = { serial: 4, moving: true };
  equal(latest.current.serial, 4);
});
