// Counts in Deno what the page would, for a test in Python: a question as JSON comes in, its answer goes out.

import { cheapest, countsAt, matrixAt, prPoint, reportOf, rocPoint, sweepOf } from "../../../mlwidgets/widgets/results/results_numbers.ts";

const { labels, scores, runners, focus, classes, thresholds, costs } = JSON.parse(
  await new Response(Deno.stdin.readable).text(),
);
const scored = {
  labels: Int32Array.from(labels),
  scores: Float32Array.from(scores),
  runners: Int32Array.from(runners),
  focus,
  classes,
};
const sweep = sweepOf(scored.scores, (at) => scored.labels[at] === focus);
const places = Array.from(sweep.thresholds, (_, at) => at);
console.log(JSON.stringify({
  at: thresholds.map((threshold: number) => {
    const matrix = matrixAt(scored, threshold);
    return { matrix, report: reportOf(matrix), counts: countsAt(scored, threshold) };
  }),
  cheapest: costs.map((cost: number) => cheapest(sweep, cost)),
  roc: places.map((at) => rocPoint(sweep, at)),
  pr: places.slice(1).map((at) => prPoint(sweep, at)),
}));
