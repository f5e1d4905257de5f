import { partsSentence, percent } from "./prepare_words.ts";

function equal(got: unknown, expected: unknown): void {
  if (got !== expected) throw new Error(`got ${got}, expected ${expected}`);
}

Deno.test("a share is never rounded to nothing or to all", () => {
  equal(percent(1, 1000), "<1%");
  equal(percent(999, 1000), ">99%");
  equal(percent(0, 1000), "0%");
  equal(percent(7, 7), "100%");
  equal(percent(0, 0), "0%");
  equal(percent(1, 3), "33%");
});

Deno.test("the parts are told in one sentence", () => {
  const parts = [
    { name: "train", rows: 6, classes: [4, 2], words: "" },
    { name: "validation", rows: 0, classes: [0, 0], words: "" },
    { name: "test", rows: 2, classes: [1, 1], words: "" },
  ];
  equal(partsSentence(parts, ["a", "b"]), "Training 6 rows (75%): 67% a, 33% b; Test 2 rows (25%): 50% a, 50% b.");
  const numbers = [{ name: "train", rows: 1200, classes: [], words: "mean 3.2" }];
  equal(partsSentence(numbers, []), "Training 1,200 rows (100%): mean 3.2.");
});
