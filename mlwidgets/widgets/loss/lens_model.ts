// What Python sends of the examples and their losses, and the same as numbers.

import { bytesOf, floatsOf } from "../base/shades.ts";

export interface SentExamples {
  count: number;
  truth?: DataView;
  numbers?: DataView;
  names?: string[];
  kind?: string;
  pictures?: DataView;
  height?: number;
  width?: number;
  points?: DataView;
  rows?: string[];
  changed?: Record<string, number | null>;
  tryable?: boolean;
  trainable?: boolean;
}
export interface SentRanking {
  order?: DataView;
  losses?: DataView;
  shares?: DataView;
  pulls?: DataView;
  said?: DataView;
  sure?: DataView;
  mean?: number | null; // null where it is not finite
  penalty?: number | null;
  metric?: { name: string; value: number | null; percent: boolean };
  state?: string;
  factors?: DataView;
  bold?: DataView;
  accuracies?: DataView;
  weights?: number[];
  relabelled?: Record<string, number>;
}
export interface SentProgress {
  serial: number;
  told: boolean;
  progress?: number;
}
export interface Examples {
  count: number;
  truth: Float32Array;
  numbers: Int32Array;
  names: string[];
  kind: string;
  pictures: Uint8Array;
  height: number;
  width: number;
  points: Float32Array;
  rows: string[];
  changed: Map<number, number | null>; // by position, with the truth before, if anybody knows it
  tryable: boolean;
  trainable: boolean;
}
export interface Ranking {
  order: Int32Array; // positions of the examples, the largest loss first
  losses: Float32Array; // by position, as all that follow
  shares: Float32Array;
  pulls: Float32Array;
  said: Float32Array;
  sure: Float32Array;
  mean: number;
  penalty: number;
  metric: { name: string; value: number; percent: boolean };
  state: string;
  factors: Float32Array;
  bold: Float32Array;
  accuracies: Float32Array;
  weights: number[];
  relabelled: Map<number, number>;
}

const wholeOf = (data: DataView | undefined): Int32Array => new Int32Array(bytesOf(data).slice().buffer);

export function examplesOf(sent: SentExamples): Examples {
  return {
    count: sent.count,
    truth: floatsOf(sent.truth),
    numbers: wholeOf(sent.numbers),
    names: sent.names ?? [],
    kind: sent.kind ?? "",
    pictures: bytesOf(sent.pictures),
    height: sent.height ?? 0,
    width: sent.width ?? 0,
    points: floatsOf(sent.points),
    rows: sent.rows ?? [],
    changed: new Map(Object.entries(sent.changed ?? {}).map(([at, truth]) => [Number(at), truth])),
    tryable: sent.tryable ?? false,
    trainable: sent.trainable ?? false,
  };
}

/** What has been measured; null if nothing has, or of other examples than these. */
export function rankingOf(sent: SentRanking, count: number): Ranking | null {
  const order = wholeOf(sent.order);
  if (!count || order.length !== count) return null;
  return {
    order,
    losses: floatsOf(sent.losses),
    shares: floatsOf(sent.shares),
    pulls: floatsOf(sent.pulls),
    said: floatsOf(sent.said),
    sure: floatsOf(sent.sure),
    mean: sent.mean ?? NaN,
    penalty: sent.penalty === null ? NaN : sent.penalty ?? 0,
    metric: { name: "", percent: false, ...sent.metric, value: sent.metric?.value ?? NaN },
    state: sent.state ?? "",
    factors: floatsOf(sent.factors),
    bold: floatsOf(sent.bold),
    accuracies: floatsOf(sent.accuracies),
    weights: sent.weights ?? [],
    relabelled: new Map(Object.entries(sent.relabelled ?? {}).map(([at, truth]) => [Number(at), truth])),
  };
}

/** The truth that counts: a label that is being tried stands before its own. */
export const truthOf = (examples: Examples, ranking: Ranking, at: number): number =>
  ranking.relabelled.get(at) ?? examples.truth[at];

/** How much the first so many of an order make of a whole. */
export function partOf(shares: Float32Array, order: Int32Array, count: number): number {
  let sum = 0;
  for (let rank = 0; rank < count; rank += 1) sum += shares[order[rank]];
  return sum;
}

/** What each class makes of the loss, and of the examples. */
export function byClass(examples: Examples, ranking: Ranking): { loss: number; examples: number }[] {
  const parts = examples.names.map(() => ({ loss: 0, examples: 0 }));
  for (let at = 0; at < examples.count; at += 1) {
    const part = parts[truthOf(examples, ranking, at)];
    if (!part) continue;
    part.loss += ranking.shares[at];
    part.examples += 1 / examples.count;
  }
  return parts;
}

/** Where 1 is among factors. */
export const placeOfOne = (factors: Float32Array): number =>
  factors.reduce((best, factor, place) => (Math.abs(factor - 1) < Math.abs(factors[best] - 1) ? place : best), 0);
