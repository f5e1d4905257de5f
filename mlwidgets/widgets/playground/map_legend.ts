// What the colours and marks of the map stand for.

import { element } from "../base/dom.ts";
import { shownNumber } from "../base/number_text.ts";
import { MAP_TEXT } from "./map_frame.ts";
import { COLOURS, Marks, paintMark, type Palette } from "./map_marks.ts";
import type { PartName } from "./map_model.ts";
import type { LargeNeuron } from "./neuron_event.ts";

function entry(words: string, part: PartName, value: number, marks: Marks): HTMLElement {
  const item = element("li");
  const mark = element("canvas", "mlw-map-mark", { "aria-hidden": "true" });
  paintMark(mark, marks, part, value);
  item.append(mark, element("span", "", {}, words));
  return item;
}

/** A bar from the largest number below 0 to the largest above it. */
function scale(reach: number): HTMLElement {
  const item = element("li", "mlw-map-scale");
  const bar = element("span", "mlw-map-scale-bar", { "aria-hidden": "true" });
  item.append(element("span", "", {}, shownNumber(-reach, 3)), bar, element("span", "", {}, shownNumber(reach, 3)));
  return item;
}

/** The name of a neuron that is shown in place of the decisions, with what its colours mean. */
export function neuronItem({ name, low, high, gradient }: LargeNeuron): HTMLElement {
  const item = element("li", "mlw-map-scale mlw-map-neuron");
  const bar = element("span", "mlw-map-scale-bar", { "aria-hidden": "true" });
  bar.style.background = gradient;
  const words = [`${name}:`, low].map((text) => element("span", "", {}, text));
  item.append(...words, bar, element("span", "", {}, high));
  return item;
}

/** The entries for the classes, or the scale of the numbers, and for the parts that are shown. */
export function legendItems(names: string[], reach: number, parts: PartName[], palette: Palette): HTMLElement[] {
  const marks = new Marks(palette, true, 1);
  const items = names.length ? names.map((name, index) => entry(name, "train", index, marks)) : [scale(reach)];
  // What a mark is for is not a matter of its class: grey.
  const grey = new Marks({ ...palette, classes: Array(COLOURS).fill(palette.ink) }, true, 1);
  return [...items, ...parts.map((part) => entry(MAP_TEXT.parts[part], part, 0, grey))];
}
