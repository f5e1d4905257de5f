// What a press of a button will lead to, before Python has said so.

import type { State } from "./progress.ts";

export type Press = "run" | "pause" | "batch" | "epoch" | "back" | "reset" | "test";

/** The state that a press leads to; null where it is too short to be shown, or is no state. */
export function after(press: Press): State | null {
  if (press === "run" || press === "epoch") return "running";
  return press === "pause" ? "paused" : null;
}

/** Whether Python has said what the page has shown ahead of it. */
export function settled(ahead: State | null, state: State): boolean {
  return ahead === null || ahead === state || (ahead === "paused" && state !== "running");
}
