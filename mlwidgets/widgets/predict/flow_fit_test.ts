/// <reference lib="deno.ns" />

import { zoomFor } from "./flow_fit.ts";

function equal(found: unknown, wanted: unknown): void {
  if (found !== wanted) throw new Error(`${found} is not ${wanted}`);
}

Deno.test("layers take the room that pad and answer leave", () => {
  equal(zoomFor(1240, 540, 700), 1);
  equal(zoomFor(1100, 400, 875), 0.8);
  equal(zoomFor(1880, 600, 400), 1.45); // larger than that nobody needs
});

Deno.test("what would be too small to read, or has no room, is shown as rows", () => {
  equal(zoomFor(1240, 540, 1400), null);
  equal(zoomFor(700, 0, 100), null);
});
