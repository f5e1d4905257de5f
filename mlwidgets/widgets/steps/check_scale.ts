// The axes of the error chart, both in powers of ten, and the sentences for a step ε.

import { shownNumber } from "../base/number_text.ts";
import type { Check, Format } from "./step_model.ts";
import { counted, t, written } from "../base/language.ts";

const TEXT = {
  kinks: (count: number) =>
    counted(
      count,
      "Between w − ε and w + ε, {count} unit of a ReLU or a max pooling switches: the loss has a corner there, and the quotient mixes two slopes.",
      "Between w − ε and w + ε, {count} units of a ReLU or a max pooling switch: the loss has a corner there, and the quotient mixes two slopes.",
    ),
  rounding: t("This small, rounding rules: the two losses differ in their last digits only."),
  lost: t("In float32 it is too small: both losses come out the same."),
  curvature: t("This large, the curve of the loss between the two points shows."),
  best: t("A good ε in float64: neither rounding nor curvature shows."),
  said: (step: string, quotient: string, error: string) =>
    t("ε = {step}: the quotient is {quotient}, off by {error}", { step, quotient, error }),
};
const LOWEST = 1e-17; // an error of 0 stands here

/** A power of ten as it is read: 1e−5, 0.01. */
export function stepText(step: number): string {
  if (step >= 1e-3) return written(String(Number(step.toPrecision(3))));
  return written(step.toExponential(2).replace(/\.?0+e/, "e").replace("-", "−"));
}

export const errorText = (error: number): string =>
  Number.isFinite(error)
    ? error === 0 ? "0" : error >= 1e-3 ? shownNumber(Number(error.toPrecision(2))) : errorPower(error)
    : t("not a number");
const errorPower = (error: number): string => written(error.toExponential(1).replace(".0e", "e").replace("-", "−"));

export interface Scale {
  low: number; // powers of ten
  high: number;
}

/** The powers of ten that the errors span. */
export function errorScale(check: Check): Scale {
  const logs = [...check.errors.float32, ...check.errors.float64]
    .filter((error) => Number.isFinite(error) && error > 0)
    .map(Math.log10);
  if (!logs.length) return { low: -17, high: 0 };
  const low = Math.floor(Math.max(Math.min(...logs), Math.log10(LOWEST)));
  return { low, high: Math.max(Math.ceil(Math.max(...logs)), low + 1) };
}

/** Where an error stands, 0 at the bottom and 1 at the top; null where there is none. */
export function errorPlace(error: number, { low, high }: Scale): number | null {
  if (!Number.isFinite(error)) return null;
  return Math.min(1, Math.max(0, (Math.log10(Math.max(error, LOWEST)) - low) / (high - low)));
}

export const stepPlace = (check: Check, at: number): number => at / (check.steps.length - 1);

/** The step that is nearest to a place from 0 to 1. */
export const stepAt = (check: Check, place: number): number =>
  Math.min(check.steps.length - 1, Math.max(0, Math.round(place * (check.steps.length - 1))));

/** What is to be said about a step. */
export function remark(check: Check, at: number): string {
  const [first, last] = check.best;
  if (check.kinks[at] > 0) return TEXT.kinks(check.kinks[at]);
  if (at > last) return TEXT.curvature;
  const lost = check.quotients.float32[at] === 0 && check.gradients.float32 !== 0;
  return [at >= first ? TEXT.best : TEXT.rounding, ...(lost ? [TEXT.lost] : [])].join(" ");
}

export function said(check: Check, at: number, format: Format = "float64"): string {
  const quotient = shownNumber(Number(check.quotients[format][at].toPrecision(6)), 6);
  return TEXT.said(stepText(check.steps[at]), quotient, errorText(check.errors[format][at]));
}
