/// <reference lib="deno.ns" />

import { equal } from "node:assert/strict";
import { after, settled } from "./run_moves.ts";

Deno.test("a press shows at once what it leads to", () => {
  equal(after("run"), "running");
  equal(after("epoch"), "running");
  equal(after("pause"), "paused");
  equal(after("batch"), null);
  equal(after("reset"), null);
  equal(after("test"), null);
});

Deno.test("what is shown ahead stays until Python says it, or says that it went otherwise", () => {
  equal(settled("paused", "running"), false); // a picture that was on its way
  equal(settled("paused", "paused"), true);
  equal(settled("paused", "finished"), true); // the run ended before Pause arrived
  equal(settled("running", "paused"), false);
  equal(settled("running", "running"), true);
  equal(settled(null, "idle"), true);
});
