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

const filled = (text: string, values: Values): string =>
  text.replace(/\{(\w+)\}/g, (field, name) => (name in values ? String(values[name]) : field));

/** A text in a page's language, with values in place of the fields in braces. */
export function translate({ texts }: Page, english: string, values: Values = {}): string {
  const found = Object.hasOwn(texts, english) ? texts[english] : english;
  return filled(typeof found === "string" ? found : english, values);
}

/** The form of a text for a number; `{count}` in it is the number, unless the values say otherwise. */
export function translateCount(
  { language, texts }: Page,
  count: number,
  one: string,
  many: string,
  values: Values = {},
): string {
  const forms = Object.hasOwn(texts, one) ? texts[one] : [one, many];
  const rules = new Intl.PluralRules(language);
  // The rules name all forms, of which a catalogue may have only the first: those for whole numbers.
  const at = rules.resolvedOptions().pluralCategories.sort(byOrder).indexOf(rules.select(count));
  const form = typeof forms === "string" ? forms : forms[Math.min(Math.max(at, 0), forms.length - 1)];
  return filled(form, { count, ...values });
}

const ORDER = ["zero", "one", "two", "few", "many", "other"];
const byOrder = (a: string, b: string): number => ORDER.indexOf(a) - ORDER.indexOf(b);

/** Mark a text that a person sees. */
export const t = (english: string, values?: Values): string => translate(page, english, values);

/** Mark a text that depends on a number. */
export const counted = (count: number, one: string, many: string, values?: Values): string =>
  translateCount(page, count, one, many, values);
