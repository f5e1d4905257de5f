// What the drawing of a network means: how a link looks, and what the colours of a picture stand for.

import { element } from "../base/dom.ts";
import { shownNumber } from "../base/number_text.ts";
import { LINK } from "./network_links.ts";
import type { Scale, Structure } from "./network_model.ts";
import type { Shades } from "./network_shades.ts";
import { t } from "../base/language.ts";

const LEGEND_TEXT = {
  name: t("What the drawing means"),
  positive: t("weight above 0"),
  negative: t("below 0"),
  thinSolid: t("below 0 (the thinnest not dashed)"), // in a network of many links
  thick: t("thicker: larger"),
  low: t("neuron below 0"),
  high: t("above 0"),
  zero: t("neuron 0"),
  probability: t("output: probability 0 to 1"),
  output: t("output:"),
};

const words = (text: string) => element("span", "", {}, text);

/** A piece of a link: `dashed` below 0. */
function link(kind: "positive" | "negative", text: string): HTMLElement {
  const item = element("li");
  item.append(element("span", `mlw-net-sample mlw-net-${kind}`, { "aria-hidden": "true" }), words(text));
  return item;
}

/** A bar of colours between two texts. */
function bar(low: string, gradient: string, high: string): HTMLElement {
  const item = element("li");
  const colours = element("span", "mlw-net-scale", { "aria-hidden": "true" });
  colours.style.background = gradient;
  item.append(...(low ? [words(low)] : []), colours, words(high));
  return item;
}

/** What the output's colours mean, which are fixed so that they can be compared from one moment to the next. */
function output({ kind, range }: Scale, names: string[], shades: Shades): HTMLElement[] {
  if (kind === "own") return [];
  const [low, high] = range.map((end) => shownNumber(end, 3));
  const signed = kind !== "classes";
  if (kind === "classes") {
    const item = element("li");
    const bars = names.map((_, unit) => {
      const colours = element("span", "mlw-net-scale mlw-net-short", { "aria-hidden": "true" });
      colours.style.background = shades.gradient({ kind, range }, unit, signed);
      return colours;
    });
    item.append(...bars, words(LEGEND_TEXT.probability));
    return [item];
  }
  const ends = kind === "sides" ? [`${LEGEND_TEXT.output} ${names[0]} ${low}`, `${names[1]} ${high}`] : [
    `${LEGEND_TEXT.output} ${low}`,
    high,
  ];
  return [bar(ends[0], shades.gradient({ kind, range }, 0, signed), ends[1])];
}

export class NetworkLegend {
  readonly root = element("ul", "mlw-net-legend", { "aria-label": LEGEND_TEXT.name });
  private shown = "";

  /** Show the legend of a network; `signed` says whether any neuron goes below 0. */
  show(structure: Structure, shades: Shades, signed: boolean): void {
    const scale = structure.columns.find(({ output }) => output)?.scale;
    const hidden = structure.columns.some(({ layer, names, scale: own }) =>
      layer !== null && names.length > 0 && own.kind === "own"
    );
    const count = structure.columns.reduce(
      (sum, { layer, names, weights: [rows] }) => sum + (layer === null ? 0 : rows * names.length),
      0,
    );
    const negative = count < LINK.many ? LEGEND_TEXT.negative : LEGEND_TEXT.thinSolid;
    const own: Scale = { kind: "own", range: [0, 0] };
    const key = JSON.stringify([scale, structure.outputs, signed, hidden, negative, shades.look]);
    if (key === this.shown) return;
    this.shown = key;
    this.root.replaceChildren(
      link("positive", LEGEND_TEXT.positive),
      link("negative", `${negative}; ${LEGEND_TEXT.thick}`),
      ...(hidden
        ? [bar(signed ? LEGEND_TEXT.low : LEGEND_TEXT.zero, shades.gradient(own, 0, signed), LEGEND_TEXT.high)]
        : []),
      ...(scale ? output(scale, structure.outputs, shades) : []),
    );
  }
}
