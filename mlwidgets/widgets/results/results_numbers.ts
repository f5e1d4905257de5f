// What a threshold makes of scores. The page has the share of one class for each example, the example's true class, and
// the class that it is called if it is not called that one: so every threshold is counted here, in one pass.

/** Examples of several classes, one of which has a threshold. */
export interface Scored {
  labels: Int32Array; // the true class of each example
  scores: Float32Array; // its share for the class in focus
  runners: Int32Array; // what it is called if its share is below the threshold
  focus: number;
  classes: number;
}
export interface ClassScores {
  precision: number;
  recall: number;
  specificity: number;
  f1: number;
  support: number;
}
export interface Report {
  classes: ClassScores[];
  macro: ClassScores;
  weighted: ClassScores;
  accuracy: number; // NaN without examples
}
/** How many are of the class and called so, are not and are called so, …. */
export interface Counts {
  hits: number;
  alarms: number;
  misses: number;
  rejections: number;
}
export interface Cheapest {
  threshold: number;
  cost: number;
}
/** What each different threshold makes of the examples, from the highest on; the first calls none positive. */
export interface Sweep {
  thresholds: Float64Array; // Infinity first, then the different scores, falling
  hits: Float64Array;
  alarms: Float64Array;
  positives: number;
  negatives: number;
}

const SCORES = ["precision", "recall", "specificity", "f1"] as const;

/** How often each true class was called which: `matrix[true][called]`. */
export function matrixAt({ labels, scores, runners, focus, classes }: Scored, threshold: number): number[][] {
  const matrix = Array.from({ length: classes }, () => Array<number>(classes).fill(0));
  for (let at = 0; at < labels.length; at += 1) {
    matrix[labels[at]][scores[at] >= threshold ? focus : runners[at]] += 1;
  }
  return matrix;
}

/** The same, of one class against all others. */
export function countsAt({ labels, scores, focus }: Scored, threshold: number): Counts {
  const counts = { hits: 0, alarms: 0, misses: 0, rejections: 0 };
  for (let at = 0; at < labels.length; at += 1) {
    const called = scores[at] >= threshold;
    if (labels[at] === focus) counts[called ? "hits" : "misses"] += 1;
    else counts[called ? "alarms" : "rejections"] += 1;
  }
  return counts;
}

const share = (part: number, rest: number): number => (part + rest > 0 ? part / (part + rest) : 0);

/** Precision, recall, specificity and F1 of each class; 0 where a score divides by 0, as in Python. */
export function reportOf(matrix: number[][]): Report {
  const called = matrix.map((_, column) => matrix.reduce((sum, row) => sum + row[column], 0));
  const are = matrix.map((row) => row.reduce((sum, count) => sum + count, 0));
  const total = are.reduce((sum, count) => sum + count, 0);
  const right = matrix.reduce((sum, row, at) => sum + row[at], 0);
  const classes = matrix.map((row, at) => {
    const [hits, alarms, misses] = [row[at], called[at] - row[at], are[at] - row[at]];
    return {
      precision: share(hits, alarms),
      recall: share(hits, misses),
      specificity: share(total - hits - alarms - misses, alarms),
      f1: share(2 * hits, alarms + misses),
      support: are[at],
    };
  });
  const mean = (weight: (one: ClassScores) => number): ClassScores => {
    const made = { precision: 0, recall: 0, specificity: 0, f1: 0, support: total };
    for (const one of classes) for (const name of SCORES) made[name] += weight(one) * one[name];
    return made;
  };
  return {
    classes,
    macro: mean(() => 1 / classes.length),
    weighted: mean(({ support }) => (total ? support / total : 0)),
    accuracy: total ? right / total : NaN,
  };
}

/** Sort the scores once; all curves and the cheapest threshold follow from this. */
export function sweepOf(scores: Float32Array, isPositive: (at: number) => boolean): Sweep {
  const order = Array.from(scores, (_, at) => at).sort((a, b) => scores[b] - scores[a]);
  const [thresholds, hits, alarms] = [[Infinity], [0], [0]];
  let [found, called] = [0, 0];
  order.forEach((at, rank) => {
    found += isPositive(at) ? 1 : 0;
    called += 1;
    if (rank + 1 < order.length && scores[order[rank + 1]] === scores[at]) return;
    thresholds.push(scores[at]);
    hits.push(found);
    alarms.push(called - found);
  });
  return {
    thresholds: Float64Array.from(thresholds),
    hits: Float64Array.from(hits),
    alarms: Float64Array.from(alarms),
    positives: found,
    negatives: called - found,
  };
}

/** The threshold with the smallest N · misses + false alarms; of several the one nearest to 1 / (1 + N). */
export function cheapest({ thresholds, hits, alarms, positives }: Sweep, missCost: number): Cheapest | null {
  const count = thresholds.length;
  if (count < 2) return null;
  const bounds = [...thresholds.subarray(1), Math.min(0, thresholds[count - 1])];
  const high = Math.max(1, thresholds[1]);
  let best: Cheapest | null = null;
  for (let at = 0; at < count; at += 1) {
    const upper = at === 0 ? high : bounds[at - 1];
    const threshold = (upper + bounds[at]) / 2;
    if (at === 0 && threshold <= thresholds[1]) continue; // it would call those with the highest score positive
    const cost = missCost * (positives - hits[at]) + alarms[at];
    const distance = Math.abs(threshold - 1 / (1 + missCost));
    if (!best || cost < best.cost || (cost === best.cost && distance < Math.abs(best.threshold - 1 / (1 + missCost)))) {
      best = { threshold, cost };
    }
  }
  return best;
}

/** The threshold whose point on a curve is nearest to a place; `point` gives that of each step of the sweep. */
export function nearestThreshold(sweep: Sweep, point: (at: number) => [number, number], x: number, y: number): number {
  let [best, least] = [1, Infinity];
  for (let at = 1; at < sweep.thresholds.length; at += 1) {
    const [px, py] = point(at);
    const distance = (px - x) ** 2 + (py - y) ** 2;
    if (distance < least) [best, least] = [at, distance];
  }
  return sweep.thresholds[best];
}

export const rocPoint = ({ hits, alarms, positives, negatives }: Sweep, at: number): [number, number] => [
  alarms[at] / Math.max(1, negatives),
  hits[at] / Math.max(1, positives),
];
export const prPoint = ({ hits, alarms, positives }: Sweep, at: number): [number, number] => [
  hits[at] / Math.max(1, positives),
  share(hits[at], alarms[at]),
];
