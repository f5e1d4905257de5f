// A part: what is known of the place that is pointed at, always in the same room. Needs dom.js, number_text.js.

import { shownNumber } from "../base/number_text.ts";

export const PLACE_TEXT = {
  nothing: "Point at the map to read what the network says there, and about the points.",
  nothingFinger: "Touch the map to read what the network says there, and about the points.",
  place: ([x1, x2]) => `x₁ = ${shownNumber(x1, 3)}, x₂ = ${shownNumber(x2, 3)}`,
  shares: (list) => list.map(([name, share]) => `${name} ${shareText(share)}`).join(", "),
  winner: (name, share) => `${name} ${shareText(share)}`,
  number: (value) => `the network says ${shownNumber(value, 3)}`,
  unknown: "the network says no number",
  parts: { train: "Training point", validation: "Validation point", test: "Test point" },
  point: (part, number, what) => `${PLACE_TEXT.parts[part]} ${number + 1}: ${what}`,
  says: (name, share) => `the network gives it ${shareText(share)}${name}`,
  loss: (loss) => `loss ${shownNumber(loss, 3)}`,
};

/** A share as a percentage that never rounds to a certainty it is not. */
function shareText(share) {
  if (share === 0 || share === 1) return `${100 * share}%`;
  const rounded = `${(100 * share).toFixed(1)}%`;
  return { "0.0%": "<0.1%", "100.0%": ">99.9%" }[rounded] ?? rounded;
}

/** The lines about a place: `{ place, near }`, what the map says there, and Python's answer if it has come. */
export function placeLines({ place, near }, ground, answer, classes, truth) {
  const exact = answer?.looking && `${answer.looking.place}|${answer.looking.near}` === `${place}|${near}`;
  let said = PLACE_TEXT.unknown;
  if (exact && answer.shares) said = PLACE_TEXT.shares(answer.shares.map((share, index) => [classes[index], share]));
  else if (exact && answer.number !== undefined) said = PLACE_TEXT.number(answer.number ?? NaN);
  else if (ground?.share !== undefined) said = PLACE_TEXT.winner(classes[ground.winner], ground.share);
  else if (ground) said = PLACE_TEXT.number(ground.number);
  const lines = [`${PLACE_TEXT.place(place)}: ${said}`];
  if (near.length) {
    const parts = [PLACE_TEXT.point(near[0], near[1], classes.length ? classes[truth] : shownNumber(truth, 3))];
    const point = exact ? answer.point : null;
    if (point?.shares) parts.push(PLACE_TEXT.says("", point.shares[truth]));
    else if (point) parts.push(PLACE_TEXT.number(point.number ?? NaN));
    if (point) parts.push(PLACE_TEXT.loss(point.loss ?? NaN));
    lines.push(parts.join("; "));
  }
  return lines;
}
