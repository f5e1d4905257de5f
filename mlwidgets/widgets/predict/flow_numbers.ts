// The numbers of the picture: what every layer makes of one digit, laid out as tiles, and the answer in words. No
// drawing here, so that Deno can test it.

import { forward, type PageLayer } from "../inside/forward.ts";
import type { Group, LayerInfo } from "../inside/layer_tiles.ts";
import type { TileTraits } from "../inside/tile_board.ts";
import { floatsOf, levelsOf } from "../base/shades.ts";
import { t, written } from "../base/language.ts";

const TEXT = {
  says: (name: string, share: string) => t("It says {name}: {share}", { name, share }),
  right: t("Right"),
  wrong: (truth: string) => t("Wrong: it is {truth}", { truth }),
  nothing: t("Draw a digit"),
};

/** The network: its layers as tiles, and what the page needs to compute them, or else Python's numbers. */
export interface Network {
  serial: number;
  told: boolean;
  layers: LayerInfo[];
  plan: PageLayer[] | null; // null for a network that only Python can compute
  weights: DataView | null;
  shares: number[] | null; // Python's answer where there is no plan
  names: string[];
  note: string;
}

/** What is looked at: a picture from the data, with its numbers, or what is drawn on this page. */
export interface Example {
  source: "picture" | "drawing" | "nothing";
  title: string;
  truth: number | null;
  test: number | null; // which test digit it is
  x: DataView | null;
}

export interface Traits extends TileTraits {
  frame: Network;
  example: Example;
  drawing: DataView;
  update_interval: number;
  test_count: number;
  stages: [name: string, words: string][];
  stage: string; // "" where the weights are none of the shipped ones
  run: "" | "running" | "paused" | "finished"; // of the learner's own training
  held: string;
  message: string;
  visible: boolean;
}

/** The layers with the numbers that this example gives; null where there is nothing to compute with. */
export function computedLayers({ layers, plan, weights }: Network, x: Float32Array): LayerInfo[] | null {
  if (!plan) return null;
  const outputs = [x, ...forward(plan, floatsOf(weights), x)];
  return layers.map((info, index) => ({
    ...info,
    groups: info.groups.map((group) => filled(group, outputs[index], index === 0)),
  }));
}

/** A group with its numbers, as explain/network/activations.py lays them out. */
function filled(group: Group, numbers: Float32Array, isInput: boolean): Group {
  const { kind, count, total, height, width } = group;
  const size = height * width;
  const shown = new Float32Array(count * size);
  for (let tile = 0; tile < count; tile += 1) {
    for (let cell = 0; cell < size; cell += 1) shown[tile * size + cell] = numbers[cell * total + tile];
  }
  const [low, high] = shown.reduce(([a, b], one) => [Math.min(a, one), Math.max(b, one)], [0, 0]);
  const reach = Math.max(-low, high);
  const table = low < 0 ? "signed" : isInput ? "grey" : "unsigned";
  const data = kind === "maps" ? levelsOf(shown, reach, table === "signed") : shown;
  return { ...group, reach, table, data: new DataView(data.buffer) };
}

/** A probability as a percentage that never rounds to a certainty it is not; the one rounding in text and bars. */
export function shareText(share: number): string {
  if (share === 0) return written("0%");
  const rounded = `${(100 * share).toFixed(1)}%`;
  return written({ "0.0%": "<0.1%", "100.0%": ">99.9%" }[rounded] ?? rounded); // softmax never gives a whole 1
}

export interface Answer {
  said: number; // the class with the largest share; −1 if nothing is asked
  text: string;
  verdict: "" | "right" | "wrong";
  verdictText: string;
}

/** What the network says, in words. */
export function answerOf(shares: ArrayLike<number> | null, names: string[], truth: number | null): Answer {
  if (!shares || shares.length === 0) return { said: -1, text: TEXT.nothing, verdict: "", verdictText: "" };
  const said = Array.from(shares).reduce((best, share, index) => (share > shares[best] ? index : best), 0);
  const text = TEXT.says(names[said], shareText(shares[said]));
  if (truth === null) return { said, text, verdict: "", verdictText: "" };
  if (truth === said) return { said, text, verdict: "right", verdictText: TEXT.right };
  return { said, text, verdict: "wrong", verdictText: TEXT.wrong(names[truth]) };
}
