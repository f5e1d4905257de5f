// What is known of the place that is pointed at.

import { shownNumber } from "../base/number_text.ts";
import type { GroundSaid } from "./map_ground.ts";
import type { Answer, Looking, PartName, Place } from "./map_model.ts";
import { BETWEEN, t, written } from "../base/language.ts";

type Named = { number: number; what: string };
const POINTS: Record<PartName, (point: Named) => string> = {
  train: (point) => t("Training point {number}: {what}", point),
  validation: (point) => t("Validation point {number}: {what}", point),
  test: (point) => t("Test point {number}: {what}", point),
};
export const PLACE_TEXT = {
  nothing: t("Point at the map to read what the network says there."),
  nothingFinger: t("Touch the map to read what the network says there."),
  place: ([x1, x2]: Place) => `x₁ = ${shownNumber(x1, 3)}${BETWEEN}x₂ = ${shownNumber(x2, 3)}`,
  shares: (list: [string, number | null][]) => list.map(([name, share]) => `${name} ${shareText(share)}`).join(", "),
  winner: (name: string, share: number) => `${name} ${shareText(share)}`,
  number: (value: number) => t("the network says {value}", { value: shownNumber(value, 3) }),
  unknown: t("the network gives no number"),
  point: (part: PartName, number: number, what: string) => POINTS[part]({ number: number + 1, what }),
  says: (share: number | null) => t("the network gives it {share}", { share: shareText(share) }),
  loss: (loss: number) => t("loss {loss}", { loss: shownNumber(loss, 3) }),
};

/** A probability as a percentage that never rounds to a certainty it is not. */
export function shareText(share: number | null): string {
  if (share === null) return t("no number");
  if (share === 0 || share === 1) return written(`${100 * share}%`);
  const rounded = `${(100 * share).toFixed(1)}%`;
  return written({ "0.0%": "<0.1%", "100.0%": ">99.9%" }[rounded] ?? rounded);
}

/** The lines about a place: what the map says there, and Python's answer if it has come; `truth` of a point near it. */
export function placeLines(
  place: Place,
  near: NonNullable<Looking["near"]>,
  ground: GroundSaid | null,
  answer: Answer,
  classes: string[],
  truth: number,
): string[] {
  const exact = answer.looking && `${answer.looking.place}|${answer.looking.near}` === `${place}|${near}`;
  let said = PLACE_TEXT.unknown;
  if (exact && answer.shares) said = PLACE_TEXT.shares(answer.shares.map((share, index) => [classes[index], share]));
  else if (exact && answer.number !== undefined) said = PLACE_TEXT.number(answer.number ?? NaN);
  else if (ground?.share !== undefined) said = PLACE_TEXT.winner(classes[ground.winner], ground.share);
  else if (ground) said = PLACE_TEXT.number(ground.number);
  const lines = [`${PLACE_TEXT.place(place)}: ${said}`];
  if (near.length) {
    const what = classes.length ? classes[truth] : shownNumber(truth, 3);
    const parts = [PLACE_TEXT.point(near[0], near[1], what)];
    const point = exact ? answer.point : undefined;
    if (point?.shares) parts.push(PLACE_TEXT.says(point.shares[truth]));
    else if (point) parts.push(PLACE_TEXT.number(point.number ?? NaN));
    if (point) parts.push(PLACE_TEXT.loss(point.loss ?? NaN));
    lines.push(parts.join("; "));
  }
  return lines;
}
