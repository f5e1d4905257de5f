/// <reference lib="deno.ns" />

import { answerOf, computedLayers, type Network, shareText } from "./flow_numbers.ts";

function equal(found: unknown, wanted: unknown): void {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${a} is not ${b}`);
}

Deno.test("a share never rounds to a certainty that it is not", () => {
  equal([0.9613, 0.99999, 0.00002, 1, 0, 0.8151].map(shareText), ["96.1%", ">99.9%", "<0.1%", ">99.9%", "0%", "81.5%"]);
});

Deno.test("the answer says whether it is right, where that is known", () => {
  const names = ["zero", "one", "two"];
  equal(answerOf([0.2, 0.7, 0.1], names, 1), {
    said: 1,
    text: "It says one: 70.0%",
    verdict: "right",
    verdictText: "Right",
  });
  equal(answerOf([0.2, 0.7, 0.1], names, 2).verdictText, "Wrong: it is two");
  equal(answerOf([0.2, 0.7, 0.1], names, null).verdict, "");
  equal(answerOf(null, names, null), { said: -1, text: "Draw a digit", verdict: "", verdictText: "" });
});

Deno.test("every layer gets its numbers, its scale and its colours", () => {
  const group = (kind: "maps" | "units", count: number, total: number, height: number, width: number) => ({
    name: "",
    kind,
    count,
    total,
    height,
    width,
    reach: 0,
    table: "unsigned" as const,
    names: [],
    data: new DataView(new ArrayBuffer(0)),
  });
  const layer = (groups: ReturnType<typeof group>[]) => ({ title: "", shape: "", size: [], activation: "", groups });
  const network: Network = {
    serial: 1,
    told: false,
    layers: [
      layer([group("maps", 1, 1, 2, 2)]),
      layer([group("units", 2, 4, 1, 1)]),
      layer([group("units", 2, 2, 1, 1)]),
    ],
    plan: [
      { kind: "Flatten", input: [2, 2, 1], output: [4], activation: "" },
      { kind: "Dense", input: [4], output: [2], activation: "", bias: true },
    ],
    weights: new DataView(Float32Array.from([1, 0, 1, 0, 0, -1, 0, -1, 0, 0.5]).buffer),
    shares: null,
    names: [],
    note: "",
  };
  const [input, flat, output] = computedLayers(network, Float32Array.from([0, 1, 0.5, 1]))!;
  equal(Array.from(new Uint8Array(input.groups[0].data.buffer)), [1, 255, 128, 255]);
  equal([input.groups[0].table, flat.groups[0].table, output.groups[0].table], ["grey", "unsigned", "signed"]);
  equal(Array.from(new Float32Array(flat.groups[0].data.buffer)), [0, 1]); // the first two of four
  equal(Array.from(new Float32Array(output.groups[0].data.buffer)), [1, -1]);
  equal(output.groups[0].reach, 1);
  equal(computedLayers({ ...network, plan: null }, new Float32Array(4)), null);
});
