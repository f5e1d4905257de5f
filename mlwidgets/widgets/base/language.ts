// Texts of the scripts in the page's language. A script marks each text with `t` and keeps it in its TEXT; in
// another language than English, Python puts the script's translations before it: see `widgets/base/localized.py`.

interface Page {
  language: string;
  /** By the English text: its translation, or the forms of a plural. */
  texts: Record<string, string | string[]>;
}

declare const mlwPage: Page; // only in a script that Python has put translations before

const ENGLISH: Page = { language: "en", texts: {} };
const page = typeof mlwPage === "undefined" ? ENGLISH : mlwPage;

export const language = page.language;

type Values = Record<string, string | number>;

/** How a language writes numbers: its mark between thousands, the one before decimals, its percent sign. */
export interface Marks {
  thousands: string;
  decimal: string;
  share: string;
}

const filled = (page: Page, text: string, values: Values): string =>
  text.replace(/\{(\w+)\}/g, (field, name) => {
    if (!(name in values)) return field;
    const value = values[name];
    return typeof value === "number" ? write(marksOf(page), String(value)) : value;
  });

/** The marks, from how a catalogue translates this number. */
export function marksOf({ texts }: Page): Marks {
  const found = /^1(\D?)234(\D)5(\D?%)$/.exec(String(texts["1,234.5%"] ?? "1,234.5%"));
  const [thousands, decimal, share] = found ? found.slice(1) : [",", ".", "%"];
  return { thousands, decimal, share };
}

/** A number that is written as in English, with other marks. */
export const write = ({ thousands, decimal, share }: Marks, number: string): string =>
  number.replace(/[.,%]/g, (mark) => ({ ".": decimal, ",": thousands, "%": share })[mark]!);

/** A text in a page's language, with values in place of the fields in braces. */
export function translate(page: Page, english: string, values: Values = {}): string {
  const found = Object.hasOwn(page.texts, english) ? page.texts[english] : english;
  return filled(page, typeof found === "string" ? found : english, values);
}

/** The form of a text for a number; `{count}` in it is the number, unless the values say otherwise. */
export function translateCount(
  page: Page,
  count: number,
  one: string,
  many: string,
  values: Values = {},
): string {
  const forms = Object.hasOwn(page.texts, one) ? page.texts[one] : [one, many];
  const rules = new Intl.PluralRules(page.language);
  // The rules name all forms, of which a catalogue may have only the first: those for whole numbers.
  const at = rules.resolvedOptions().pluralCategories.sort(byOrder).indexOf(rules.select(count));
  const form = typeof forms === "string" ? forms : forms[Math.min(Math.max(at, 0), forms.length - 1)];
  return filled(page, form, { count, ...values });
}

const ORDER = ["zero", "one", "two", "few", "many", "other"];
const byOrder = (a: string, b: string): number => ORDER.indexOf(a) - ORDER.indexOf(b);

/** Mark a text that a person sees. */
export const t = (english: string, values?: Values): string => translate(page, english, values);

/** Mark a text that depends on a number. */
export const counted = (count: number, one: string, many: string, values?: Values): string =>
  translateCount(page, count, one, many, values);

/** How the page's language writes numbers. Python has its twin: `written` of `mlwidgets/language.py`. */
export const marks = marksOf(page);

/** A number that is written as in English, "1,234.5%", as the page's language writes it; for people, not for programs. */
export const written = (number: string): string => write(marks, number);

/** A number with its thousands grouped: 12,500. */
export const grouped = (number: number, options?: Intl.NumberFormatOptions): string =>
  written(number.toLocaleString("en", options));

/** What stands between the numbers of a list: a comma, unless decimals have it. */
export const BETWEEN = marks.decimal === "," ? "; " : ", ";
