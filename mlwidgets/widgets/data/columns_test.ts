import { binText, binWords, dateText, type Summary, ticksOf, totalsOf } from "./columns_model.ts";

function same(found: unknown, wanted: unknown): void {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${a} is not ${b}`);
}
const seconds = (text: string) => Date.parse(`${text}Z`) / 1_000;
const texts = (low: string, high: string, most: number) =>
  ticksOf("date", seconds(low), seconds(high), most).map(({ text }) => text);
const summary: Summary = {
  column: 0,
  kind: "number",
  edges: [0.5, 1.5, 2.5],
  labels: [],
  rest: 0,
  counts: [[2, 0], [1, 4]],
  statistics: [],
  about: "",
};

Deno.test("dates have ticks at the beginnings of years, months and days", () => {
  same(texts("2007-11-05T00:00", "2010-06-01T00:00", 5), ["2008", "2009", "2010"]);
  same(texts("2020-01-20T00:00", "2020-07-02T00:00", 6), [
    "2020-02",
    "2020-03",
    "2020-04",
    "2020-05",
    "2020-06",
    "2020-07",
  ]);
  same(texts("2020-01-01T00:00", "2020-01-04T00:00", 4), ["2020-01-01", "2020-01-02", "2020-01-03", "2020-01-04"]);
  same(texts("0900-01-01T00:00", "2000-01-01T00:00", 3), ["1000", "1500", "2000"]);
  same(dateText(seconds("2020-01-01T12:30")), "2020-01-01 12:30");
  same(dateText(1e300), "1e+300");
});

Deno.test("an axis whose ends are the same has one tick, and huge ends do no harm", () => {
  same(ticksOf("number", 3, 3, 5), [{ at: 3, text: "3" }]);
  same(ticksOf("number", -1.7e308, 1.7e308, 5).length, 2);
  same(ticksOf("number", 0, 10, 5).map(({ text }) => text), ["0", "2", "4", "6", "8", "10"]);
});

Deno.test("a bin is called by what it holds", () => {
  same([binText(summary, 0), binText(summary, 1)], ["1", "2"]);
  same(binText({ ...summary, edges: [0.5, 5.5, 10.5] }, 1), "6 to 10");
  same(binText({ ...summary, edges: [0, 0.25, 0.5] }, 1), "0.25 to 0.5");
  same(binText({ ...summary, edges: [], labels: ["a"], rest: 7 }, 1), "7 others");
  same(totalsOf(summary.counts), [3, 4]);
  same(totalsOf([]), []);
  same(binWords(summary, ["cat", "dog"], 0), "1: 3 rows (cat 2, dog 1)");
  same(binWords(summary, [], 1), "2: 4 rows");
});
