// What Python sends of a descent in one dimension, the same as numbers, and what is written of a step.

import { bracketed, shownNumber } from "../base/number_text.ts";
import { bytesOf, floatsOf } from "../base/shades.ts";

/** What the page asks Python with. */
export interface Settings {
  curve: string;
  curvature: number;
  start: number;
  learning_rate: number;
  momentum: number;
}
export interface SentFrame extends Settings {
  asked: number;
  error: string;
  low: number;
  high: number;
  shape: DataView;
  path: DataView;
  basins: DataView;
  minima: [number, number][];
  lowest: number;
  limit: number | null;
  rates: [string, number][];
  end: string;
  text: string;
  told: number; // the step at which the text is known
}
export interface Path {
  weights: Float32Array;
  losses: Float32Array;
  slopes: Float32Array;
  velocities: Float32Array;
}
export interface Scene extends Omit<SentFrame, "shape" | "path" | "basins"> {
  shape: Float32Array; // the loss at even distances from low to high
  path: Path;
  basins: Int8Array; // the minimum of each start at even distances, −1 for none
}
/** Starts beside each other that end in the same minimum. */
export interface Basin {
  from: number;
  to: number;
  minimum: number;
}

export function sceneOf(frame: SentFrame): Scene {
  const all = floatsOf(frame.path);
  const count = all.length >> 2;
  const part = (index: number) => all.subarray(index * count, (index + 1) * count);
  return {
    ...frame,
    shape: floatsOf(frame.shape),
    path: { weights: part(0), losses: part(1), slopes: part(2), velocities: part(3) },
    basins: Int8Array.from(bytesOf(frame.basins), (byte) => (byte << 24) >> 24),
  };
}

export const settingsOf = ({ curve, curvature, start, learning_rate, momentum }: Settings): Settings => ({
  curve,
  curvature,
  start,
  learning_rate,
  momentum,
});

export const lastStep = ({ path }: Scene): number => Math.max(path.weights.length - 1, 0);

/** Join neighbours that end alike; each reaches half way to the next. */
export function basinsOf({ basins, low, high }: Pick<Scene, "basins" | "low" | "high">): Basin[] {
  const found: Basin[] = [];
  const at = (index: number) => low + ((high - low) * index) / Math.max(basins.length - 1, 1);
  basins.forEach((minimum, index) => {
    const last = found.at(-1);
    const to = Math.min(at(index + 0.5), high);
    if (last?.minimum === minimum) last.to = to;
    else found.push({ from: last?.to ?? low, to, minimum });
  });
  return found;
}

/** The loss at a place of the curve, read between the points that were sent; those beyond its ends get the ends'. */
export function lossAt({ shape, low, high }: Pick<Scene, "shape" | "low" | "high">, w: number): number {
  const exact = Math.min(Math.max(((w - low) / (high - low)) * (shape.length - 1), 0), shape.length - 1);
  const left = Math.min(Math.floor(exact), shape.length - 2);
  return shape[left] + (shape[left + 1] - shape[left]) * (exact - left);
}

/** The step from one place of the path to the next, with its numbers in the formula; one line, or two with momentum. */
export function formulaOf({ path, learning_rate, momentum }: Scene, step: number): string[] {
  const [w, next] = [path.weights[step], path.weights[step + 1]];
  if (next === undefined) return [`w = ${shownNumber(w)}`];
  const [eta, slope] = [shownNumber(learning_rate), bracketed(path.slopes[step])];
  const v = path.velocities[step + 1];
  if (!momentum) {
    return [`w ← w − η · dL/dw = ${shownNumber(w)} − ${eta} · ${slope} = ${shownNumber(next)}`];
  }
  const before = `${shownNumber(momentum)} · ${bracketed(path.velocities[step])}`;
  return [
    `v ← β · v − η · dL/dw = ${before} − ${eta} · ${slope} = ${shownNumber(v)}`,
    `w ← w + v = ${shownNumber(w)} + ${bracketed(v)} = ${shownNumber(next)}`,
  ];
}

/** The weight that is named beside a ball outside the picture: one of the two that the formula shows; null inside. */
export function outsideAt(scene: Scene, at: number, top: number): number | null {
  const edge = 1e-6 * (scene.high - scene.low); // the path is in single precision
  const inside = (w: number) => w >= scene.low - edge && w <= scene.high + edge;
  const ball = ballAt(scene, at);
  if (inside(ball.w) && ball.loss <= top) return null;
  const { weights } = scene.path;
  const step = Math.min(Math.max(Math.floor(at + 1e-9), 0), weights.length - 1);
  return inside(weights[step]) ? weights[step + 1] ?? weights[step] : weights[step];
}

/** Where the ball is between two steps, for a smooth movement: `at` is the number of the step with a fraction. */
export function ballAt({ path }: Scene, at: number): { w: number; loss: number } {
  const last = path.weights.length - 1;
  const step = Math.min(Math.max(Math.floor(at), 0), last);
  const next = Math.min(step + 1, last);
  const part = Math.min(Math.max(at - step, 0), 1);
  const between = (numbers: Float32Array) => numbers[step] + (numbers[next] - numbers[step]) * part;
  return { w: between(path.weights), loss: between(path.losses) };
}
