// The sentences of the loss lens, and the ranking as a table to take away.

import { shownNumber } from "../base/number_text.ts";
import { type Examples, partOf, type Ranking, truthOf } from "./lens_model.ts";
import { t } from "../base/language.ts";

const TEXT = {
  penalty: (loss: string, data: string, penalty: string) =>
    t("loss {loss} = data {data} + penalty {penalty}", { loss, data, penalty }),
  loss: (loss: string) => t("loss {loss}", { loss }),
  worst: (count: string, loss: string, pull: string) =>
    t("The worst {count} (5%) make {loss} of the loss and {pull} of the gradient.", { count, loss, pull }),
  unknown: t("The loss is not a finite number: training has diverged."),
  predicted: (truth: string, said: string) => t("truth {truth}, network says {said}", { truth, said }),
  sure: (share: string) => t(", giving the truth {share}", { share }),
  row: (rank: number, what: string, loss: string, share: string, pull: string) =>
    t("Rank {rank}: {what}; loss {loss}, {share} of the loss, {pull} of the gradient", {
      rank,
      what,
      loss,
      share,
      pull,
    }),
  columns: ["rank", "example", "truth", "prediction", "loss", "share_of_loss", "share_of_gradient", "label_tried"],
};
const WORST = 0.05;

const SUREST = 1 - 1e-9; // a share that float32 rounds to 1 is no certainty

/** A share as a percentage that never rounds to a certainty it is not. */
export function percent(share: number, digits = 1): string {
  if (!Number.isFinite(share)) return "–";
  const text = (100 * share).toFixed(digits);
  const none = (0).toFixed(digits);
  if (text === none && share > 0) return `<${(10 ** -digits).toFixed(digits)}%`;
  if (Number(text) === 100 && share < 1) return `>${(100 - 10 ** -digits).toFixed(digits)}%`;
  return `${Number(text)}%`;
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
  return TEXT.worst(String(count), percent(loss, 0), percent(pull, 0));
}

export function predictionWords(examples: Examples, ranking: Ranking, at: number): string {
  const words = TEXT.predicted(nameOf(examples, truthOf(examples, ranking, at)), nameOf(examples, ranking.said[at]));
  return Number.isNaN(ranking.sure[at]) ? words : words + TEXT.sure(percent(Math.min(ranking.sure[at], SUREST)));
}

export function rowWords(examples: Examples, ranking: Ranking, rank: number): string {
  const at = ranking.order[rank];
  const what = `${examples.kind} ${examples.numbers[at]}, ${predictionWords(examples, ranking, at)}`;
  const [share, pull] = [percent(ranking.shares[at]), percent(ranking.pulls[at])];
  return TEXT.row(rank + 1, what, shownNumber(ranking.losses[at], 3), share, pull);
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
