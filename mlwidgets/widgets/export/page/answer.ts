// How a network's outputs are read: as a probability for each class, or as numbers in their units.

import type { Inputs } from "./inputs.ts";

export interface Reading {
  kind: "classes" | "one_output" | "numbers";
  activation: "linear" | "softmax" | "sigmoid"; // what makes probabilities of the outputs
  no: number; // of one output: what it is for the first class, and for the second
  yes: number;
  probabilities: boolean; // whether the shares of the classes may be called so
}
export interface Answer {
  shares: number[]; // of each class; empty where numbers are predicted
  numbers: number[]; // in their units; empty where there are classes
}

function activated(outputs: ArrayLike<number>, activation: Reading["activation"]): number[] {
  const values = Array.from(outputs);
  if (activation === "sigmoid") return values.map((value) => 1 / (1 + Math.exp(-value)));
  if (activation === "linear") return values;
  const largest = Math.max(...values);
  const powers = values.map((value) => Math.exp(value - largest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

/** What a network says of one example. */
export function answerOf({ target }: Pick<Inputs, "target">, reading: Reading, outputs: ArrayLike<number>): Answer {
  const values = activated(outputs, reading.activation);
  if (reading.kind === "numbers") {
    return { shares: [], numbers: values.map((value) => value * target.divisor + target.offset) };
  }
  if (reading.kind === "classes") return { shares: values, numbers: [] };
  const yes = Math.min(Math.max((values[0] - reading.no) / (reading.yes - reading.no), 0), 1);
  return { shares: [1 - yes, yes], numbers: [] };
}

/** The place of the largest share; the first if several are. */
export const winnerOf = (shares: number[]): number => shares.indexOf(Math.max(...shares));

/** The target that the network is trained towards: of a class its place, else the number in its unit. */
export function targetOf(inputs: Pick<Inputs, "target" | "class_names">, reading: Reading, label: number): number[] {
  if (reading.kind === "numbers") return [(label - inputs.target.offset) / inputs.target.divisor];
  if (reading.kind === "one_output") return [label === 1 ? reading.yes : reading.no];
  return inputs.class_names.map((_, place) => (place === label ? 1 : 0));
}
