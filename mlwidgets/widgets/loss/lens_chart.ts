// The ranking as bars, the largest loss first, and how much of loss and gradient the first so many make together.

import { shownNumber } from "../base/number_text.ts";
import { type RankPlot, rankPlot, rankTicks } from "./lens_geometry.ts";
import type { Examples, Ranking } from "./lens_model.ts";
import { t, written } from "../base/language.ts";

export interface LensInk {
  ink: string;
  soft: string;
  line: string;
  loss: string;
  pull: string;
  tried: string;
  font: string;
}
const TEXT = { loss: t("loss"), rank: t("rank (log scale)"), together: t("share so far") };
const MARK = 9; // pixels below the axis down to which the chosen rank's mark reaches

export function drawRanking(
  pen: CanvasRenderingContext2D,
  width: number,
  height: number,
  ink: LensInk,
  examples: Examples,
  ranking: Ranking,
  chosen: number, // a rank
  letters: number,
): RankPlot {
  const count = ranking.order.length;
  const plot = rankPlot(width, height, count, letters);
  const base = height - plot.bottom;
  const finite = [...ranking.losses].filter(Number.isFinite);
  const top = Math.max(...finite, 1e-12);
  const zero = Math.min(0, ...finite);
  const heightOf = (loss: number) => (Number.isFinite(loss) ? (loss - zero) / (top - zero) : 1);
  pen.clearRect(0, 0, width, height);
  pen.font = `${letters}px ${ink.font}`;
  pen.textBaseline = "alphabetic";
  pen.lineWidth = 1;
  pen.strokeStyle = ink.line;
  pen.fillStyle = ink.soft;
  for (const share of [0, 0.5, 1]) {
    const y = Math.round(plot.y(share)) + 0.5;
    line(pen, [[plot.left, y], [width - plot.right, y]]);
    pen.textAlign = "right";
    pen.fillText(shownNumber(zero + share * (top - zero), 2), plot.left - 5, y + letters / 3);
    pen.textAlign = "left";
    pen.fillText(written(`${100 * share}%`), width - plot.right + 5, y + letters / 3);
  }
  pen.fillText(TEXT.loss, 2, letters);
  pen.textAlign = "right";
  pen.fillText(TEXT.together, width - 2, letters);
  pen.fillText(TEXT.rank, width - plot.right, height - 3);
  pen.textAlign = "center";
  let last = -Infinity;
  for (const tick of rankTicks(count)) {
    const middle = (plot.x(tick - 1) + plot.x(tick)) / 2;
    if (middle - last < letters * 2.2) continue;
    last = middle;
    pen.fillText(String(tick), middle, base + MARK + letters);
  }
  for (let rank = 0; rank < count; rank += 1) {
    const at = ranking.order[rank];
    const [left, right] = [plot.x(rank), plot.x(rank + 1)];
    const gap = right - left > 6 ? 1 : 0;
    pen.fillStyle = ranking.relabelled.has(at) || examples.changed.has(at) ? ink.tried : ink.loss;
    pen.globalAlpha = rank === chosen ? 1 : 0.55;
    const y = plot.y(heightOf(ranking.losses[at]));
    pen.fillRect(left, y, Math.max(right - left - gap, 0.6), base - y);
  }
  pen.globalAlpha = 1;
  drawTogether(pen, plot, ranking, ranking.shares, ink.ink, []);
  drawTogether(pen, plot, ranking, ranking.pulls, ink.pull, [6, 4]);
  const x = (plot.x(chosen) + plot.x(chosen + 1)) / 2;
  pen.fillStyle = ink.ink;
  pen.beginPath();
  pen.moveTo(x, base + 1);
  pen.lineTo(x - 5, base + MARK);
  pen.lineTo(x + 5, base + MARK);
  pen.fill();
  return plot;
}

function drawTogether(
  pen: CanvasRenderingContext2D,
  plot: RankPlot,
  ranking: Ranking,
  shares: Float32Array,
  colour: string,
  dash: number[],
): void {
  if (!Number.isFinite(shares[0])) return; // there are no shares of what is not finite
  let sum = 0;
  pen.strokeStyle = colour;
  pen.lineWidth = 2;
  pen.setLineDash(dash);
  pen.beginPath();
  pen.moveTo(plot.x(0), plot.y(0));
  ranking.order.forEach((at, rank) => {
    sum += shares[at];
    pen.lineTo(plot.x(rank + 1), plot.y(sum));
  });
  pen.stroke();
  pen.setLineDash([]);
}

function line(pen: CanvasRenderingContext2D, points: [number, number][]): void {
  pen.beginPath();
  for (const [x, y] of points) pen.lineTo(x, y);
  pen.stroke();
}
