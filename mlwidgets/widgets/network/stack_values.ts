// Settings of a layer as text, and text as settings. Each kind of option has its own
// form: "3 × 5" for a pair, "28, 28, 1" for a list; what does not fit is answered with a sentence.

import { editedNumber, numberIn, quoted, shownNumber, tidy } from "../base/number_text.ts";
import type { LayerOption } from "./stack_types.ts";
import { BETWEEN, t } from "../base/language.ts";

export type Reading = { value: unknown; complaint?: undefined } | { value?: undefined; complaint: string };

const VALUE_TEXT = {
  empty: (name: string, rule: string) => t("{name} is empty. Type {rule}.", { name, rule }),
  wrong: (name: string, rule: string, typed: string) => t("{name} must be {rule}; got {typed}.", { name, rule, typed }),
  twoReadings: (name: string, typed: string, a: number, b: number) =>
    typed.includes(",")
      ? t("{name}: “{typed}” can be read as {a} or as {b}. Type it without the comma.", { name, typed, a, b })
      : t("{name}: “{typed}” can be read as {a} or as {b}. Type it without the point.", { name, typed, a, b }),
  ends: {
    both: (low: string, high: string) => t("from {low} to {high}", { low, high }),
    left: (low: string, high: string) => t("from {low} to below {high}", { low, high }),
    right: (low: string, high: string) => t("above {low}, up to {high}", { low, high }),
    neither: (low: string, high: string) => t("between {low} and {high}", { low, high }),
  },
  whole: (ends: string, also: string) => t("a whole number {ends}{also}", { ends, also }),
  number: (ends: string, _also: string) => t("a number {ends}", { ends }),
  pair: (ends: string, _also: string) => t("one or two whole numbers {ends}, such as 3 × 5", { ends }),
  padding: (ends: string, _also: string) => t("one, two or four whole numbers {ends}", { ends }),
  list: (ends: string, also: string) => t("whole numbers {ends}{also}, with commas between them", { ends, also }),
  also: (numbers: string) => t(" or {numbers}", { numbers }),
};
const VALUE_COUNTS: Record<string, number[]> = { "whole number": [1], pair: [1, 2], padding: [1, 2, 4] };

/** The rule of an option, in words. */
function ruleOf(option: LayerOption): string {
  const [low, high] = [option.low, option.high].map((end) => shownNumber(end));
  const ends = VALUE_TEXT.ends[option.closed](low, high);
  const also = option.also ? VALUE_TEXT.also(option.also.map((number) => shownNumber(number)).join(BETWEEN)) : "";
  const kind = (option.kind === "whole number" ? "whole" : option.kind) as
    | "whole"
    | "number"
    | "pair"
    | "padding"
    | "list";
  return VALUE_TEXT[kind](ends, also);
}

/** Whether a number lies within the option's range. */
function withinRange(option: LayerOption, number: number): boolean {
  if (option.also?.includes(number)) return true;
  const above = ["both", "left"].includes(option.closed) ? number >= option.low : number > option.low;
  const below = ["both", "right"].includes(option.closed) ? number <= option.high : number < option.high;
  return above && below;
}

/** What stands in the field for a value; whatever it is, it is shown. */
export function shownValue(option: LayerOption, value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return editedNumber(value).replace("-", "−");
  if (!Array.isArray(value)) return typeof value === "string" ? value : JSON.stringify(value);
  const flat: unknown[] = value.flat(9);
  if (option.kind === "pair" && flat.length === 2) {
    return flat[0] === flat[1] ? shownValue(option, flat[0]) : flat.map((one) => shownValue(option, one)).join(" × ");
  }
  const same = option.kind === "padding" && flat.every((one) => one === flat[0]);
  return same ? shownValue(option, flat[0]) : flat.map((one) => shownValue(option, one)).join(", ");
}

/** Read what was typed for an option: `{ value }`, or `{ complaint }`. */
export function readValue(option: LayerOption, typed: string): Reading {
  const text = typed.trim().replaceAll("−", "-");
  const rule = ruleOf(option);
  if (text === "") return option.optional ? { value: null } : { complaint: VALUE_TEXT.empty(option.name, rule) };
  if (option.kind === "number") return readReal(option, text, typed, rule);
  const words = text.replace(/[()[\]]/g, " ").split(/\s*[×x*,;]\s*|\s+/i).filter((word) => word !== "");
  const numbers = words.map((word) => (/^[+-]?\d{1,15}$/.test(word) ? Number(word) : NaN));
  const counts = VALUE_COUNTS[option.kind];
  const fits = numbers.length > 0 && (!counts || counts.includes(numbers.length));
  if (!fits || !numbers.every((number) => withinRange(option, number))) {
    return { complaint: VALUE_TEXT.wrong(option.name, rule, quoted(typed.trim())) };
  }
  if (option.kind === "list") return { value: numbers };
  if (numbers.length === 1) return { value: numbers[0] };
  if (numbers.length === 4) return { value: [numbers.slice(0, 2), numbers.slice(2)] };
  return { value: numbers };
}

function readReal(option: LayerOption, text: string, typed: string, rule: string): Reading {
  const number = numberIn(text);
  if (typeof number !== "number") return { complaint: VALUE_TEXT.twoReadings(option.name, text, ...number) };
  if (!withinRange(option, number)) return { complaint: VALUE_TEXT.wrong(option.name, rule, quoted(typed.trim())) };
  return { value: number };
}

/** The value one step up or down: whole numbers by 1, others by a tenth of their size. */
export function steppedValue(option: LayerOption, value: unknown, direction: number): unknown {
  const step = (given: unknown): unknown => {
    const number = Number(given);
    const whole = option.kind !== "number";
    const size = whole ? 1 : 10 ** (Math.floor(Math.log10(Math.abs(number) || 1)) - 1);
    const next = tidy(number + direction * size);
    return withinRange(option, next) ? next : number;
  };
  return Array.isArray(value) ? value.map((one) => (Array.isArray(one) ? one.map(step) : step(one))) : step(value);
}
