// What Python sends of the learning curves, and the same as numbers.

import { floatsOf } from "../base/shades.ts";

type Sent<T> = { [Name in keyof T]: DataView };

export interface Line {
  x: Float32Array;
  y: Float32Array;
}
interface Scattered extends Line {
  low: Float32Array;
  high: Float32Array;
}
/** One quantity over the present run. */
export interface Panel {
  name: string;
  title: string;
  percent: boolean;
  train: Scattered;
  validation: Line;
  test: Line;
  penalty: Line;
}
export interface SentPanel {
  name: string;
  title: string;
  percent: boolean;
  train: Sent<Scattered>;
  validation: Sent<Line>;
  test: Sent<Line>;
  penalty: Sent<Line>;
}
export interface Mark {
  epoch: number;
  text: string;
}
export interface SentFrame {
  serial: number;
  told: boolean;
  epochs?: number;
  now?: number | null;
  best?: number;
  marks?: Mark[];
  panels?: SentPanel[];
  alt?: string;
}
/** An earlier run, in the same panels. */
export interface SentGhost {
  id: number;
  letter: string;
  label: string;
  panels: { train: Sent<Line>; validation: Sent<Line> }[];
}
export interface Ghost {
  id: number;
  label: string;
  letter: string;
  panels: { train: Line; validation: Line }[];
}
export interface Curves {
  epochs: number;
  now: number | null; // the epoch at which the run stands, if it has gone back
  best: number;
  marks: Mark[];
  panels: Panel[];
  alt: string;
}

const lineOf = (sent: Sent<Line>): Line => ({ x: floatsOf(sent.x), y: floatsOf(sent.y) });

export function curvesOf(frame: SentFrame): Curves {
  const panels = (frame.panels ?? []).map(({ train, validation, test, penalty, ...words }) => ({
    ...words,
    train: { ...lineOf(train), low: floatsOf(train.low), high: floatsOf(train.high) },
    validation: lineOf(validation),
    test: lineOf(test),
    penalty: lineOf(penalty),
  }));
  const { epochs = 1, now = null, best = 0, marks = [], alt = "" } = frame;
  return { epochs, now, best, marks, panels, alt };
}

export function ghostsOf(sent: SentGhost[]): Ghost[] {
  return sent.map(({ panels, ...words }) => ({
    ...words,
    panels: panels.map(({ train, validation }) => ({ train: lineOf(train), validation: lineOf(validation) })),
  }));
}
