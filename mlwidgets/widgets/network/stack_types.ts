// What Python tells the page of a stack, and what the page asks of Python.

import type { DrawingScale, Shape } from "./stack_drawing.ts";

/** A setting of a layer, or of a part of one, as its row in Python has it. */
export interface LayerOption {
  name: string;
  kind: string;
  help: string;
  default: unknown;
  optional: boolean;
  choices: string[];
  low: number;
  high: number;
  closed: "both" | "left" | "right" | "neither";
  also: number[] | null;
}

export interface Catalogue {
  families: [string, string[]][];
  sentences: Record<string, string>;
  options: LayerOption[];
  layers: Record<string, number[]>;
  /** By kind and name: the numbers of its options, and the config that the name alone stands for. */
  parts: Record<string, Record<string, [number[], Record<string, unknown>]>>;
}

export interface Row {
  id: number;
  class_name: string;
  name: string;
  call: string;
  values: Record<string, unknown>;
  activation: string;
  shape: Shape | null;
  shape_text: string;
  parameters: string;
  multiply_adds: string;
  error: string;
  waits: boolean;
  advice: string;
  repairs: string[];
}

export interface StackState {
  input: { shape: Shape; text: string };
  rows: Row[];
  totals: [string, string, string][];
  wanted: string;
  error: string;
  repairs: string[];
  status: string;
  used: boolean;
  can_undo: boolean;
  can_redo: boolean;
}

/** What the page asks for, such as `{ kind: "move", id: 3, to: 0 }` or `{ kind: "move", id: 3, by: 1 }`. */
export type Request = { kind: string } & Record<string, unknown>;

export interface Outcome {
  at: number | null;
  failed: boolean;
  said: string;
  text?: string;
}

export interface Traits {
  state: StackState;
  catalogue: Catalogue;
  presets: { name: string; title: string; text: string; unsuited: string }[];
  outcome: Outcome & { view: string; ticket: number };
}

export type Ask = (request: Request, how?: { focus: boolean }) => Promise<Outcome>;
export type { DrawingScale, Shape };
