import { asEntry, type Entry, MOST_BYTES, offered, sizeWords, surplus, timeWords } from "./run_entries.ts";

function assert(right: boolean, said = "not as expected"): void {
  if (!right) throw new Error(said);
}
const entry = (id: string, saved: number, more: Partial<Entry> = {}): Entry => ({
  id,
  saved,
  page: "dashboard",
  size: 1000,
  about: { data: "mnist", updates: 5 },
  ...more,
});
const ids = (entries: Entry[]) => entries.map((one) => one.id).join();

Deno.test("only what is an entry is one", () => {
  assert(asEntry(entry("a", 1))?.id === "a");
  const odd: unknown[] = [null, 3, "a", [], {}, { ...entry("a", 1), saved: NaN }, { ...entry("a", 1), size: -1 }];
  odd.push({ ...entry("a", 1), id: {} }, { ...entry("a", 1), about: null }, { ...entry("a", 1), id: "x".repeat(999) });
  odd.push({ ...entry("a", 1), about: { data: "<b>", updates: "5" } });
  for (const one of odd) assert(asEntry(one) === null, JSON.stringify(one));
  assert(!("script" in asEntry({ ...entry("a", 1), script: "x" })!));
});

Deno.test("the newest of the same kind of page is offered, but none that is open", () => {
  const entries = [entry("old", 1), entry("new", 3), entry("play", 9, { page: "playground" }), entry("own", 10)];
  assert(offered(entries, "dashboard", "own", new Set())?.id === "new");
  assert(offered(entries, "dashboard", "own", new Set(["new"]))?.id === "old");
  assert(offered(entries, "other", "own", new Set()) === null);
});

Deno.test("three runs are kept, and not too much; one's own stays", () => {
  const four = [entry("a", 1), entry("b", 2), entry("c", 3), entry("own", 0)];
  assert(ids(surplus(four, "own")) === "a");
  assert(ids(surplus(four.slice(1), "own")) === "");
  const large = [entry("own", 0, { size: MOST_BYTES }), entry("b", 2)];
  assert(ids(surplus(large, "own")) === "b");
});

Deno.test("sizes and times are words", () => {
  assert(sizeWords(10) === "1 KB" && sizeWords(24_031) === "23 KB" && sizeWords(1_572_864) === "1.5 MB");
  const now = new Date(2026, 10, 26, 15, 0).getTime();
  const at = (day: number, hour: number) => timeWords(new Date(2026, 10, day, hour, 5).getTime(), now);
  assert(at(26, 14) === "today at 14:05", at(26, 14));
  assert(at(25, 14) === "yesterday at 14:05", at(25, 14));
  assert(at(3, 14) === "on 3 Nov at 14:05", at(3, 14));
});
