// The sentences of the loss lens, and the ranking as a table to take away.

import { shownNumber } from "../base/number_text.ts";
import { type Examples, partOf, type Ranking, truthOf } from "./lens_model.ts";
import { counted, t, written } from "../base/language.ts";

const TEXT = {
  penalty: (loss: string, data: string, penalty: string) =>
    t("loss {loss} = data {data} + penalty {penalty}", { loss, data, penalty }),
  loss: (loss: string) => t("loss {loss}", { loss }),
  worst: (count: number, loss: string, pull: string) =>
    counted(
      count,
      "The worst {count} (5%) makes {loss} of the loss and {pull} of the gradient.",
      "The worst {count} (5%) make {loss} of the loss and {pull} of the gradient.",
      { loss, pull },
    ),
  unknown: t("The loss is not a finite number: training has diverged."),
  predicted: (values: Predicted) =>
    values.sure
      ? t("Truth {truth}, network says {said}, giving the truth {sure}.", { ...values })
      : t("Truth {truth}, network says {said}.", { ...values }),
  row: (values: Row) =>
    values.sure
      ? t(
        "Rank {rank}: {kind} {number}, truth {truth}, network says {said}, giving the truth {sure}; loss {loss}, " +
          "{share} of the loss, {pull} of the gradient",
        { ...values },
      )
      : t(
        "Rank {rank}: {kind} {number}, truth {truth}, network says {said}; loss {loss}, {share} of the loss, " +
          "{pull} of the gradient",
        { ...values },
      ),
  // Of a file that a program reads: not translated.
  columns: ["rank", "example", "truth", "prediction", "loss", "share_of_loss", "share_of_gradient", "label_tried"],
};
interface Predicted {
  truth: string;
  said: string;
  sure: string; // "" where the network gives no share
}
interface Row extends Predicted {
  rank: number;
  kind: string;
  number: number;
  loss: string;
  share: string;
  pull: string;
}
const WORST = 0.05;

const SUREST = 1 - 1e-9; // a share that float32 rounds to 1 is no certainty

/** A share as a percentage that never rounds to a certainty it is not. */
export function percent(share: number, digits = 1): string {
  if (!Number.isFinite(share)) return "–";
  const text = (100 * share).toFixed(digits);
  const none = (0).toFixed(digits);
  if (text === none && share > 0) return written(`<${(10 ** -digits).toFixed(digits)}%`);
  if (Number(text) === 100 && share < 1) return written(`>${(100 - 10 ** -digits).toFixed(digits)}%`);
  return written(`${Number(text)}%`);
}

export const nameOf = (examples: Examples, truth: number): string => examples.names[truth] ?? shownNumber(truth, 3);

/** Loss, penalty and metric, each by itself. */
export function summary(ranking: Ranking): [string, string] {
  const { mean, penalty, metric } = ranking;
  const number = (value: number) => shownNumber(value, 3);
  const loss = penalty ? TEXT.penalty(number(mean + penalty), number(mean), number(penalty)) : TEXT.loss(number(mean));
  return [loss, `${metric.name} ${metric.percent ? percent(metric.value) : number(metric.value)}`];
}

export function worstWords(ranking: Ranking): string {
  if (!Number.isFinite(ranking.mean)) return TEXT.unknown;
  const count = Math.max(1, Math.round(WORST * ranking.order.length));
  const [loss, pull] = [ranking.shares, ranking.pulls].map((shares) => partOf(shares, ranking.order, count));
  return TEXT.worst(count, percent(loss, 0), percent(pull, 0));
}

function predicted(examples: Examples, ranking: Ranking, at: number): Predicted {
  return {
    truth: nameOf(examples, truthOf(examples, ranking, at)),
    said: nameOf(examples, ranking.said[at]),
    sure: Number.isNaN(ranking.sure[at]) ? "" : percent(Math.min(ranking.sure[at], SUREST)),
  };
}

export const predictionWords = (examples: Examples, ranking: Ranking, at: number): string =>
  TEXT.predicted(predicted(examples, ranking, at));

export function rowWords(examples: Examples, ranking: Ranking, rank: number): string {
  const at = ranking.order[rank];
  return TEXT.row({
    rank: rank + 1,
    kind: examples.kind,
    number: examples.numbers[at],
    ...predicted(examples, ranking, at),
    loss: shownNumber(ranking.losses[at], 3),
    share: percent(ranking.shares[at]),
    pull: percent(ranking.pulls[at]),
  });
}

/** A cell of a CSV file: quoted where it must be, and never a formula for a spreadsheet. */
export function csvCell(value: string | number): string {
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function rankingCsv(examples: Examples, ranking: Ranking): string {
  const exact = (value: number) => (examples.names.length ? nameOf(examples, value) : value);
  const rows = [...ranking.order].map((at, rank) => [
    rank + 1,
    examples.numbers[at],
    exact(truthOf(examples, ranking, at)),
    exact(ranking.said[at]),
    ranking.losses[at],
    ranking.shares[at],
    ranking.pulls[at],
    ranking.relabelled.has(at) ? "yes" : "",
  ]);
  return [TEXT.columns, ...rows].map((row) => row.map(csvCell).join(",")).join("\r\n") + "\r\n";
}
