// The formulas above the picture, worked out for one place of a drag.

import { shownNumber } from "../base/number_text.ts";
import { type Bench, type Path, rowOf } from "./loss_model.ts";
import { directWords, filled, numbersOf, symbolic } from "./loss_words.ts";
import { t } from "../base/language.ts";

const TEXT = {
  value: t("L"),
  slope: (symbol: string) => `∂L/∂${symbol}`,
  through: t("∂L/∂z through the sigmoid"),
};

/** With letters, with numbers, and the result; all empty where there is nothing to say. */
export type Formula = [string, string, string];
const NONE: Formula = ["", "", ""];

/** The loss, its slope, and the gradient through the last activation. */
export function formulasAt(bench: Bench, path: Path, chosen: number, place: number): Formula[] {
  const line = path.lines[0];
  const shares = rowOf(path.shares, path, place);
  const points = rowOf(path.points, path, place);
  const numbers = numbersOf(points, shares, bench.truth);
  const worked = (head: string, text: string, result: number): Formula => [
    `${head} = ${symbolic(text, bench.symbol)}`,
    ` = ${filled(text, numbers)}`,
    ` = ${shownNumber(result)}`,
  ];
  const [valueText, slopeText] = line.texts[line.cases[place]];
  const slope = slopeText ? worked(TEXT.slope(bench.symbol), slopeText, line.slopes[place]) : NONE;
  return [worked(TEXT.value, valueText, line.values[place]), slope, through(bench, path, chosen, place)];
}

function through(bench: Bench, path: Path, chosen: number, place: number): Formula {
  const below = rowOf(path.below, path, place);
  const scored = bench.symbol === "z";
  if (path.direct && (bench.several || !scored)) {
    const at = bench.several ? chosen : 0;
    const shares = rowOf(path.shares, path, place);
    const share = (shares.length ? shares : rowOf(path.points, path, place))[at];
    const gradient = (scored ? rowOf(path.gradients, path, place) : below)[at];
    return directWords(share, gradient, bench.several ? at : null);
  }
  return !bench.several && below.length ? [TEXT.through, "", ` = ${shownNumber(below[0])}`] : NONE;
}
