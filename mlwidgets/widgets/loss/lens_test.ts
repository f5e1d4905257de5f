/// <reference lib="deno.ns" />

import { deepEqual, equal, ok } from "node:assert/strict";
import { rankPlot, rankTicks } from "./lens_geometry.ts";
import { byClass, type Examples, examplesOf, partOf, type Ranking, rankingOf, truthOf } from "./lens_model.ts";
import { csvCell, percent, rankingCsv, rowWords, summary, worstWords } from "./lens_words.ts";

const view = (numbers: number[], whole = false): DataView =>
  new DataView((whole ? Int32Array.from(numbers) : Float32Array.from(numbers)).buffer);

const examples: Examples = examplesOf({
  count: 4,
  truth: view([0, 1, 1, 0]),
  numbers: view([10, 20, 30, 40], true),
  names: ["no", "yes"],
  kind: "Training example",
});
const sent = {
  order: view([2, 0, 3, 1], true),
  losses: view([1, 0.25, 2, 0.75]),
  shares: view([0.25, 0.0625, 0.5, 0.1875]),
  pulls: view([0.25, 0.125, 0.5, 0.125]),
  said: view([1, 1, 0, 0]),
  sure: view([0.25, 0.75, 0.125, 0.5]),
  mean: 1,
  penalty: 0.5,
  metric: { name: "accuracy", value: 0.5, percent: true },
  relabelled: { "2": 0 },
};
const ranking = rankingOf(sent, 4) as Ranking;

Deno.test("what Python sends is read; a ranking of other examples is none", () => {
  deepEqual([...ranking.order], [2, 0, 3, 1]);
  equal(rankingOf(sent, 5), null);
  equal(rankingOf({}, 4), null);
  equal(rankingOf({}, 0), null);
  equal(truthOf(examples, ranking, 2), 0); // the label that is tried
  equal(truthOf(examples, ranking, 1), 1);
});

Deno.test("loss, penalty and metric stand by themselves", () => {
  deepEqual(summary(ranking), ["loss 1.5 = data 1 + penalty 0.5", "accuracy 50%"]);
  deepEqual(summary({ ...ranking, penalty: 0 }), ["loss 1", "accuracy 50%"]);
  equal(worstWords(ranking), "The worst 1 (5%) makes 50% of the loss and 50% of the gradient.");
  const diverged = rankingOf(
    { ...sent, mean: null, penalty: 0, metric: { ...sent.metric, value: null } },
    4,
  ) as Ranking;
  ok(worstWords(diverged).includes("diverged"));
  deepEqual(summary(diverged), ["loss not a number", "accuracy –"]);
});

Deno.test("parts add up, over ranks and over classes", () => {
  equal(partOf(ranking.shares, ranking.order, 2), 0.75);
  deepEqual(byClass(examples, ranking), [{ loss: 0.9375, examples: 0.75 }, { loss: 0.0625, examples: 0.25 }]);
});

Deno.test("a percentage never claims more than is so", () => {
  deepEqual([0, 0.00001, 0.5, 0.99999, 1, NaN].map((share) => percent(share)), [
    "0%",
    "<0.1%",
    "50%",
    ">99.9%",
    "100%",
    "–",
  ]);
});

Deno.test("a row is a sentence", () => {
  equal(
    rowWords(examples, ranking, 1),
    "Rank 2: Training example 10, truth no, network says yes, giving the truth 25%; loss 1, 25% of the loss, " +
      "25% of the gradient",
  );
});

Deno.test("a CSV has a line for each example, and no cell is a formula", () => {
  const lines = rankingCsv(examples, ranking).split("\r\n");
  equal(lines[0], "rank,example,truth,prediction,loss,share_of_loss,share_of_gradient,label_tried");
  equal(lines[1], "1,30,no,no,2,0.5,0.5,yes");
  equal(lines.length, 6);
  deepEqual([csvCell("=1+1"), csvCell('a,"b"'), csvCell(-2), csvCell("-2")], ["'=1+1", '"a,""b"""', "-2", "'-2"]);
});

Deno.test("ranks and pixels are each other's inverse", () => {
  const plot = rankPlot(600, 300, 500, 14);
  for (const rank of [0, 1, 7, 99, 499]) equal(plot.rankAt((plot.x(rank) + plot.x(rank + 1)) / 2), rank);
  deepEqual([plot.rankAt(-10), plot.rankAt(9999)], [0, 499]);
  deepEqual(rankTicks(30), [1, 2, 5, 10, 20]);
});
