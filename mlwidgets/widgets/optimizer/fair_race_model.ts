// What Python sends of a fair race, and the same as numbers.

import { floatsOf } from "../base/shades.ts";

export interface Band {
  at: Float32Array; // after how many updates
  median: Float32Array; // NaN where half of the runs or more have diverged
  low: Float32Array;
  high: Float32Array;
}
export interface Quantity {
  title: string;
  percent: boolean;
  bands: Band[]; // one for each line of the table
}
export interface Line {
  name: string;
  rate: string;
  rates: string; // which rates were tried
  final: string;
  spread: string;
  reached: string;
  seconds: string;
  runs: string; // how many have finished, as long as that is not all
  ended: string;
  why: string;
}
type SentBand = { [Name in keyof Band]: DataView };

export interface SentFrame {
  serial: number;
  told: boolean;
  status?: string;
  progress?: string;
  share?: number;
  note?: string;
  error?: string;
  updates?: number;
  per_epoch?: number;
  head?: string[];
  lines?: Line[];
  quantities?: { title: string; percent: boolean; bands: SentBand[] }[];
  band?: string;
  files?: boolean;
  alt?: string;
}
export interface RaceFrame {
  status: string;
  progress: string;
  share: number;
  note: string;
  error: string;
  updates: number;
  perEpoch: number;
  head: string[];
  lines: Line[];
  quantities: Quantity[];
  band: string;
  files: boolean;
  alt: string;
}

export const isBusy = (status: string): boolean => ["starting", "tuning", "running"].includes(status);

/** A dash for each of eight optimizers, so that nobody has to tell them apart by their colours. */
export const DASHES = [[], [9, 4], [2, 3], [10, 3, 2, 3], [16, 4], [5, 2], [2, 6], [14, 3, 2, 3, 2, 3]];
const COLOURS = 5;

/** The name of an optimizer's colour, by the line that it stands in. */
export const colourName = (line: number): string => `--mlw-class-${1 + (line % COLOURS)}`;

export function raceOf(frame: SentFrame): RaceFrame {
  const quantities = (frame.quantities ?? []).map(({ title, percent, bands }) => ({
    title,
    percent,
    bands: bands.map(({ at, median, low, high }) => ({
      at: floatsOf(at),
      median: floatsOf(median),
      low: floatsOf(low),
      high: floatsOf(high),
    })),
  }));
  const { status = "ready", progress = "", share = 0, note = "", error = "", updates = 0, head = [] } = frame;
  const { lines = [], band = "", files = false, alt = "", per_epoch: perEpoch = 1 } = frame;
  return { status, progress, share, note, error, updates, perEpoch, head, lines, quantities, band, files, alt };
}

/** Where in a band the last point at or before an update is; −1 if there is none. */
export function pointAt(band: Band, update: number): number {
  let found = -1;
  for (let index = 0; index < band.at.length && band.at[index] <= update; index += 1) found = index;
  return found;
}

/** The updates at which there is anything to read, rising. */
export function readable(bands: Band[]): number[] {
  return [...new Set(bands.flatMap(({ at }) => [...at]))].sort((a, b) => a - b);
}

/** The update nearest to another one among those that can be read. */
export function nearestOf(updates: number[], wanted: number): number | null {
  let best: number | null = null;
  for (const update of updates) {
    if (best === null || Math.abs(update - wanted) < Math.abs(best - wanted)) best = update;
  }
  return best;
}
