import { answerOf, targetOf, winnerOf } from "./answer.ts";
import { complaint, type NumberColumn, prepareRow, typedNumber, widthOf } from "./inputs.ts";
import { shuffled } from "./network.ts";
import { bytesFrom } from "./page_data.ts";

function equal(got: unknown, wanted: unknown): void {
  const [a, b] = [JSON.stringify(got), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`got ${a}, not ${b}`);
}

const target = { names: ["price"], offset: 100, divisor: 20 };
const size: NumberColumn = {
  ...{ name: "size", kind: "number", low: 0, high: 9, whole: false, fill: 4, offset: 2, divisor: 2 },
  missing_input: true,
};

Deno.test("numbers are given in their unit, and targets as the network learned them", () => {
  const reading = { kind: "numbers", activation: "linear", no: 0, yes: 1, probabilities: false } as const;
  equal(answerOf({ target }, reading, [0.5]), { shares: [], numbers: [110] });
  equal(targetOf({ target, class_names: [] }, reading, 110), [0.5]);
});

Deno.test("a class is a one-hot row, or one of two numbers", () => {
  const names = { target, class_names: ["no", "yes"] };
  const reading = { activation: "linear", no: -1, yes: 1, probabilities: true } as const;
  equal(targetOf(names, { ...reading, kind: "classes" }, 1), [0, 1]);
  equal(targetOf(names, { ...reading, kind: "one_output" }, 0), [-1]);
  equal(answerOf(names, { ...reading, kind: "one_output" }, [-3]).shares, [1, 0]);
  equal(winnerOf([0.5, 0.5]), 0);
});

Deno.test("a missing number is imputed, and the network is told", () => {
  equal(Array.from(prepareRow([size], { size: "6" })), [2, 0]);
  equal(Array.from(prepareRow([size], {})), [1, 1]);
  equal(widthOf(size), 2);
});

Deno.test("a name of JavaScript's own is no value of a row", () => {
  equal(Array.from(prepareRow([{ ...size, name: "constructor" }], {})), [1, 1]);
});

Deno.test("what is typed is a number, a date, or refused", () => {
  equal(typedNumber(size, " 1,5 "), 1.5);
  equal(typedNumber(size, "1e31"), null);
  equal(typedNumber({ ...size, kind: "date" }, "1970-01-03"), 2);
  equal(typedNumber({ ...size, kind: "date" }, "1970-01-03T12:00"), 2.5);
  equal(typedNumber({ ...size, kind: "date" }, "yesterday"), null);
  equal(complaint(size, "<b>"), "size must be a number, or empty.");
});

Deno.test("an order holds every place once, and the same seed gives it again", () => {
  equal(shuffled(50, 3).toSorted((a, b) => a - b), Array.from({ length: 50 }, (_, at) => at));
  equal(shuffled(50, 3), shuffled(50, 3));
  if (JSON.stringify(shuffled(50, 3)) === JSON.stringify(shuffled(50, 4))) throw new Error("seeds do nothing");
});

Deno.test("bytes come out of base64", () => equal(Array.from(bytesFrom("AP+A")), [0, 255, 128]));
