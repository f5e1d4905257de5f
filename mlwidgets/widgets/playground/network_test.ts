/// <reference lib="deno.ns" />

import { deepEqual, equal, ok } from "node:assert/strict";
import { levelest } from "./network_keyboard.ts";
import { isPlaced, placeNetwork } from "./network_layout.ts";
import { heightAt, LINK, Links } from "./network_links.ts";
import { type Column, isLink } from "./network_model.ts";
import { endsOf, rangeText } from "./network_reader.ts";
import { Words } from "./network_words.ts";

const own = { kind: "own" as const, range: [0, 0] as [number, number] };

function column(layer: number | null, units: number, rows = 0, more: Partial<Column> = {}): Column {
  const names = Array.from({ length: units }, (_, unit) => `n${unit}`);
  const base = { layer, title: `Dense ${units}`, activation: "tanh", names, total: units, source: layer };
  return { ...base, weights: [rows, units], bias: layer !== null, output: false, scale: own, ...more };
}
const small = [column(null, 2), column(0, 4, 2), column(1, 2, 4, { output: true })];

Deno.test("columns take the whole width, and what does not fit is wider than the box", () => {
  const { places, tile, width } = placeNetwork(small, 700, 400);
  equal(width, 700);
  const x = places.map((place) => place.x);
  equal(Math.round(x[1] - x[0]), Math.round(x[2] - x[1]));
  ok(x[1] - x[0] > 3 * tile);
  ok(placeNetwork(Array.from({ length: 9 }, (_, layer) => column(layer, 3, 3)), 300, 400).width > 300);
});

Deno.test("many neurons are small and few are large, both about as high as there is room for", () => {
  const many = placeNetwork([column(null, 2), column(0, 16, 2), column(1, 16, 16), column(2, 2, 16)], 700, 430);
  ok(many.height <= 430, `${many.height}`);
  ok(many.tile >= 15, `${many.tile}`);
  const few = placeNetwork(small, 700, 430);
  ok(few.tile > 2 * many.tile && few.height <= 430);
  ok(many.bias < few.bias);
  const [features, hidden] = many.places;
  ok(isPlaced(features) && isPlaced(hidden) && features.tile > 1.5 * hidden.tile);
});

Deno.test("each column is in the middle, and thin layers stand between", () => {
  const thin = column(1, 0, 0, { names: [] });
  const { places } = placeNetwork([column(null, 2), column(0, 4, 2), thin, column(2, 2, 4), thin], 800, 400);
  const middles = [0, 1, 3].map((index) => {
    const place = places[index];
    return isPlaced(place) ? (place.y[0] + place.y.at(-1)! + place.tile) / 2 : NaN;
  });
  ok(Math.max(...middles) - Math.min(...middles) <= 1, `${middles}`);
  ok(!isPlaced(places[2]) && places[2].x > places[1].x && places[2].x < places[3].x);
  ok(places[4].x > places[3].x);
});

Deno.test("links know their numbers, kernel before bias, and how thick they are", () => {
  const links = new Links(small);
  equal(links.weights.length, 2 * 4 + 4 + 4 * 2 + 2);
  links.place(placeNetwork(small, 700, 400));
  links.weights[0] = 1;
  links.weights[5] = -5; // row 1, column 1
  const into = links.into(1, 1);
  deepEqual(into.map(({ source }) => source), [0, 1, null]);
  equal(links.valueOf(into[1]), -5);
  equal(links.reach, 5);
  const [first] = links.links;
  equal(Math.round(links.widthOf(first, 5) * 5), Math.round(links.widthOf(into[1] as typeof first, 5)));
  equal(links.widthOf(links.links[2], 5), LINK.thinnest);
  links.weights[0] = NaN;
  equal(links.widthOf(first, 5), LINK.thinnest);
  equal(new Links(small).reach, LINK.least); // a young network does not look like an old one
});

Deno.test("a link and a bias are found where they are drawn", () => {
  const links = new Links(small);
  links.place(placeNetwork(small, 700, 400));
  for (const link of links.links.filter(({ column }) => column === 1)) {
    const { x, y } = links.middle(link);
    equal(links.at(x, y, false), link);
    equal(y, heightAt(link, LINK.middle));
  }
  const bias = links.biases[1];
  equal(links.biasAt(bias.x + 2, bias.y - 2, false), bias);
  equal(links.biasAt(bias.x + 12, bias.y, false), null);
  equal(links.biasAt(bias.x + 12, bias.y, true), bias); // a finger is not so exact
  equal(links.at(5, 5, false), null);
});

Deno.test("to the left of a neuron the most level link comes first", () => {
  const links = new Links(small);
  links.place(placeNetwork(small, 700, 400));
  const into = links.into(2, 0);
  const link = into[levelest(into)];
  ok(isLink(link) && link.source === 1);
});

Deno.test("neurons have names, and two classes with one output are its sides", () => {
  const words = new Words({ columns: small, outputs: ["red", "blue"] });
  equal(words.described(1, 2), "neuron 3 of layer 1, tanh");
  equal(words.neuron(2, 1), "output “blue”");
  equal(words.label(2, 1), "blue");
  const one = column(1, 1, 4, { output: true, scale: { kind: "sides", range: [0, 1] } });
  const single = new Words({ columns: [small[0], small[1], one], outputs: ["red", "blue"] });
  equal(single.neuron(2, 0), "the output");
  equal(single.label(2, 0), "");
});

Deno.test("what the colours mean is true of every kind of neuron", () => {
  const shown = { scale: own, reach: 2.5, signed: true };
  equal(rangeText(shown, []), "Colours from −2.5 (orange) to 2.5 (blue).");
  equal(rangeText({ ...shown, signed: false }, []), "Colours from 0 to 2.5 (blue)."); // relu
  equal(rangeText({ ...shown, reach: 0, signed: false }, []), "It is 0 everywhere.");
  const classes = { scale: { kind: "classes" as const, range: [0, 1] as [number, number] }, reach: 1, signed: false };
  equal(rangeText(classes, ["red", "blue"]), "Colours from 0 (pale) to 1 (full colour).");
  const sides = { ...classes, scale: { kind: "sides" as const, range: [-1, 1] as [number, number] }, signed: true };
  equal(rangeText(sides, ["red", "blue"]), "Colours from −1 (red) to 1 (blue).");
  deepEqual(endsOf(sides), ["−1", "1"]);
});
