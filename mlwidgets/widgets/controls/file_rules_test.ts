/// <reference lib="deno.ns" />
// What the page can say of a file before it sends it.

import { deepStrictEqual as same, ok } from "node:assert";
import { complaintAbout, type FileRules, filled, kindOf, megabytes, shownName } from "./file_rules.ts";

const PNG = [0x89, 0x50, 0x4e, 0x47];
const RULES: FileRules = {
  kinds: [["a PNG picture", 0, PNG], ["a BMP picture", 0, [0x42, 0x4d]]],
  ...{ text: "a text file", unknown: "of an unknown kind", good: ["a text file"], limit: 3 * 2 ** 20 },
  ...{ accept: ".csv", hint: "", empty: "“{name}” is empty.", large: "“{name}” has {size} MB of {limit}." },
  ...{ kind: "“{name}” is {kind}.", several: "{count} files", progress: "", pastes: true, most: 1, words: {} },
};
const file = (...parts: BlobPart[]) => new File(parts, "a.csv");

Deno.test("names and sizes are fit to be shown", () => {
  same(shownName(" \u202ecat.png "), "cat.png");
  same(shownName("\u202e"), "file");
  ok([...shownName("a".repeat(90))].length <= 40);
  same(megabytes(2 ** 20), "1.0");
  same(filled("{name} of {other}", { name: "{other}" }), "{other} of {other}");
});

Deno.test("first bytes tell what a file is", () => {
  const text = (words: string) => new TextEncoder().encode(words);
  same(kindOf(new Uint8Array([...PNG, 0]), RULES), "a PNG picture");
  same(kindOf(text("hello"), RULES), "a text file");
  same(kindOf(text("BMW,Audi"), RULES), "a text file");
  same(kindOf(new Uint8Array([0x42, 0x4d, 0, 1]), RULES), "a BMP picture");
  same(kindOf(new Uint8Array([0xe4, 0x3b]), RULES), "of an unknown kind");
});

Deno.test("a file is refused by the sentences of the rules", async () => {
  same(await complaintAbout(file("a,b"), "a.csv", RULES), "");
  same(await complaintAbout(file(), "a.csv", RULES), "“a.csv” is empty.");
  same(await complaintAbout(file(new Uint8Array(3 * 2 ** 20 + 1)), "a.csv", RULES), "“a.csv” has 3.1 MB of 3.");
  same(await complaintAbout(file(new Uint8Array(PNG)), "a.csv", RULES), "“a.csv” is a PNG picture.");
  const german = { ...RULES, words: { "a PNG picture": "ein PNG-Bild" } };
  same(await complaintAbout(file(new Uint8Array(PNG)), "a.csv", german), "“a.csv” is ein PNG-Bild.");
});
