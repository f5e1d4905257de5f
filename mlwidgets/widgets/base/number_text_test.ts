import { deepStrictEqual as same } from "node:assert";

import { numberIn, shownNumber } from "./number_text.ts";

Deno.test("a number has at most four significant digits and a real minus sign", () => {
  same([113, -26, 1 / 3, 0.1 + 0.2, 0.0005432].map((value) => shownNumber(value)), [
    "113",
    "−26",
    "0.3333",
    "0.3",
    "0.0005432",
  ]);
});

Deno.test("a small number is written out with two digits, as in Python; a very small one has an exponent", () => {
  same([1.454e-5, 2.027e-5, -1.234e-5, 9.99e-6, 1.23e-6, 1.234e-7].map((value) => shownNumber(value)), [
    "0.000015",
    "0.00002",
    "−0.000012",
    "0.00001",
    "0.0000012",
    "1.23e−7",
  ]);
});

const GERMAN = { thousands: ".", decimal: ",", share: " %" };

Deno.test("what is typed may have a comma or a point before its decimals, in any language", () => {
  same(["0,25", "0.25", "−3", "1e-3", "ten"].map((typed) => numberIn(typed)), [0.25, 0.25, -3, 0.001, NaN]);
  same(["0,25", "0.25", "1,234"].map((typed) => numberIn(typed, GERMAN)), [0.25, 0.25, 1.234]);
});

Deno.test("which mark may stand between thousands is the language's", () => {
  same(numberIn("1,500"), [1.5, 1500]);
  same(numberIn("1.500"), 1.5);
  same(numberIn("1.500", GERMAN), [1.5, 1500]);
});
