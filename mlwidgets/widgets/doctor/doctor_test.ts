/// <reference lib="deno.ns" />

import { deepEqual, equal } from "node:assert/strict";
import { type Finding, news } from "./doctor_model.ts";

const finding = (name: string, severity: Finding["severity"]): Finding => ({
  name,
  severity,
  headline: `Something about ${name}`,
  why: "",
  numbers: [],
  remedies: [],
});

Deno.test("a problem is news once, a note never, and one that comes back is news again", () => {
  const [dead, late] = [finding("dead-1", "problem"), finding("overfitting-0", "note")];
  const first = news([dead, late], new Set());
  equal(first.fresh, "Something about dead-1.");
  deepEqual([...first.known], ["dead-1"]);
  equal(news([dead], first.known).fresh, "");
  const gone = news([], first.known);
  equal(gone.fresh, "");
  equal(news([dead], gone.known).fresh, "Something about dead-1.");
});
