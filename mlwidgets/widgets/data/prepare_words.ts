// The words of the parts and their classes: not drawing, so it is tested.

import type { PartState } from "./prepare_types.ts";
import { counted, grouped, t, written } from "../base/language.ts";

export const PART_TITLES: Record<string, string> = {
  train: t("Training"),
  validation: t("Validation"),
  test: t("Test"),
};

export const count = (value: number): string => grouped(value);

/** A share as whole percent, never rounded to nothing or to all that it is not. */
export function percent(part: number, whole: number): string {
  if (whole === 0 || part === 0) return written("0%");
  if (part === whole) return written("100%");
  const rounded = Math.round(100 * part / whole);
  return written(rounded === 0 ? "<1%" : rounded === 100 ? ">99%" : `${rounded}%`);
}

/** Say in one sentence how large the parts are and how their classes are balanced. */
export function partsSentence(parts: PartState[], classes: string[]): string {
  const whole = parts.reduce((sum, part) => sum + part.rows, 0);
  return parts.filter((part) => part.rows > 0).map((part) => {
    const balance = part.classes.map((rows, at) => `${percent(rows, part.rows)} ${classes[at]}`).join(", ");
    const more = balance || part.words;
    const values = { part: PART_TITLES[part.name], count: count(part.rows), share: percent(part.rows, whole) };
    const size = counted(part.rows, "{part} {count} row ({share})", "{part} {count} rows ({share})", values);
    return more ? `${size}: ${more}` : size;
  }).join("; ") + ".";
}
