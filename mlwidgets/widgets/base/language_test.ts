import { counted, grouped, marksOf, t, translate, translateCount, write, written } from "./language.ts";

const same = (got: unknown, expected: unknown): void => {
  if (got !== expected) throw new Error(`${got} is not ${expected}`);
};
const GERMAN = {
  language: "de",
  texts: {
    "Step {at} of {count}": "Schritt {at} von {count}",
    "{count} step": ["{count} Schritt", "{count} Schritte"],
    "1,234.5%": "1.234,5\u202f%",
  },
};

Deno.test("without a catalogue a text is English", () => {
  same(t("Step {at} of {count}", { at: 2, count: 5 }), "Step 2 of 5");
  same(counted(1, "{count} step", "{count} steps"), "1 step");
  same(counted(0, "{count} step", "{count} steps"), "0 steps");
});

Deno.test("a translation may change the order of its fields, and a text without one stays English", () => {
  same(translate(GERMAN, "Step {at} of {count}", { at: 2, count: 5 }), "Schritt 2 von 5");
  same(translate(GERMAN, "toString"), "toString");
});

Deno.test("a value is put in as it is, braces and all", () => {
  same(translate(GERMAN, "Step {at} of {count}", { at: "{count}", count: "$&" }), "Schritt {count} von $&");
});

Deno.test("a plural follows the language", () => {
  same(translateCount(GERMAN, 1, "{count} step", "{count} steps"), "1 Schritt");
  same(translateCount(GERMAN, 2, "{count} step", "{count} steps", { count: "2.000" }), "2.000 Schritte");
});

Deno.test("numbers are written as the language writes them, in sentences too", () => {
  same(grouped(12500), "12,500");
  same(written("<0.1%"), "<0.1%");
  same(write(marksOf(GERMAN), "−12,500.25 s"), "−12.500,25 s");
  same(write(marksOf(GERMAN), ">99.9%"), ">99,9\u202f%");
  same(translate(GERMAN, "rate {rate}, version {version}", { rate: 0.5, version: "1.5" }), "rate 0,5, version 1.5");
});

Deno.test("a translation that shows no marks leaves numbers as in English", () => {
  same(write(marksOf({ language: "de", texts: { "1,234.5%": "?" } }), "1,234.5%"), "1,234.5%");
});
