// The neurons of a network: a button each, over a canvas with their pictures, and what stands above and beside.

import { element } from "../base/dom.ts";
import { bytesOf, floatsOf, type Table } from "../base/shades.ts";
import { isPlaced, type Layout, NET } from "./network_layout.ts";
import type { NetFrame, Neuron, Scale, Structure } from "./network_model.ts";
import type { Shades } from "./network_shades.ts";
import { capital, WORDS, Words } from "./network_words.ts";

/** Pictures of a few cells a side, one under the other on a canvas of their own. */
class Pictures {
  private readonly canvas = element("canvas");
  private readonly image: ImageData;
  private readonly pixels: Uint32Array;

  constructor(private readonly size: number, count: number) {
    const height = Math.max(1, size * count);
    Object.assign(this.canvas, { width: size, height });
    this.image = new ImageData(size, height);
    this.pixels = new Uint32Array(this.image.data.buffer);
  }

  /** Take levels; `tables` gives each picture's colours. */
  paint(levels: Uint8Array, tables: Table[]): void {
    const cells = this.size * this.size;
    tables.forEach((table, picture) => {
      for (let index = picture * cells; index < (picture + 1) * cells; index += 1) {
        this.pixels[index] = table[levels[index]];
      }
    });
    this.canvas.getContext("2d")!.putImageData(this.image, 0, 0);
  }

  draw(context: CanvasRenderingContext2D, number: number, x: number, y: number, side: number): void {
    context.drawImage(this.canvas, 0, number * this.size, this.size, this.size, x, y, side, side);
  }
}

interface Head {
  head: HTMLElement;
  foot: HTMLElement;
  neurons: Neuron[];
  thin: boolean;
}

/** What a picture's colours mean. */
export interface Shown {
  scale: Scale;
  reach: number; // the largest size, of a scale of its own
  signed: boolean;
}

/** All neurons of one network. Elements are made once, and stay as long as the network does. */
export class Neurons {
  readonly words: Words;
  readonly root = element("div", "mlw-net-neurons");
  readonly list: Neuron[] = [];
  readonly columns: Head[];
  private readonly features: Pictures;
  private readonly made: Pictures;
  private readonly given: { reaches: Float32Array; signed: boolean[] };
  private scales: { reaches: Float32Array; signed: boolean[] } | null = null;

  constructor(private readonly structure: Structure) {
    const { columns, size } = structure;
    this.words = new Words(structure);
    const count = { feature: 0, neuron: 0, dense: -1 };
    this.columns = columns.map(({ layer, names, title, total }, column) => {
      const thin = names.length === 0;
      const head = element("div", thin ? "mlw-net-thin" : "mlw-net-head");
      const lines = thin ? [title] : this.words.heading(column);
      head.append(...lines.map((text) => element("span", "", {}, text)));
      const hidden = thin ? 0 : total - names.length;
      const foot = element("div", "mlw-net-foot", {}, hidden ? WORDS.more(hidden) : "");
      const feature = layer === null;
      if (!feature && !thin) count.dense += 1;
      const neurons = names.map((_, unit): Neuron => {
        const number = feature ? count.feature++ : count.neuron++;
        const button = this.makeButton(column, unit);
        return { column, unit, feature, number, dense: count.dense, button, x: 0, y: 0, side: 0 };
      });
      this.list.push(...neurons);
      this.root.append(head, foot, ...neurons.map(({ button }) => button));
      return { head, foot, neurons, thin };
    });
    this.features = new Pictures(size, count.feature);
    this.made = new Pictures(size, count.neuron);
    this.given = { reaches: floatsOf(structure.reaches), signed: [structure.signed] };
  }

  private makeButton(column: number, unit: number): HTMLButtonElement {
    const name = capital(this.words.described(column, unit));
    const button = element("button", "mlw-net-neuron", { type: "button", tabindex: -1, "aria-label": name });
    const label = this.words.label(column, unit);
    const side = this.structure.columns[column].layer === null ? "before" : "after";
    if (label) button.append(element("span", `mlw-net-label mlw-net-${side}`, { title: label }, label));
    return button;
  }

  place({ places, body }: Layout): void {
    this.columns.forEach(({ head, foot, neurons }, column) => {
      const place = places[column];
      if (!isPlaced(place)) {
        Object.assign(head.style, { left: `${place.x}px`, top: `${place.top}px`, height: `${place.height}px` });
        return;
      }
      const { tile } = place;
      const middle = `${place.x + tile / 2}px`;
      head.style.left = middle;
      Object.assign(foot.style, { left: middle, top: `${NET.head + body + 1}px` });
      for (const neuron of neurons) {
        [neuron.x, neuron.y, neuron.side] = [place.x, place.y[neuron.unit], tile];
        const box = { left: neuron.x, top: neuron.y, width: tile, height: tile };
        for (const [side, value] of Object.entries(box)) neuron.button.style.setProperty(side, `${value}px`);
      }
    });
  }

  private scale({ column }: Neuron): Scale {
    return this.structure.columns[column].scale;
  }

  private tables(features: boolean, shades: Shades, signed: boolean[]): Table[] {
    return this.list.filter(({ feature }) => feature === features)
      .map((one) => shades.table(this.scale(one), one.unit, signed[features ? 0 : one.dense]));
  }

  /** Paint the pictures of the features, which stay as they are. */
  paintFeatures(shades: Shades): void {
    this.features.paint(bytesOf(this.structure.features), this.tables(true, shades, this.given.signed));
  }

  /** Paint the pictures of the others; say whether they are those of this network. */
  paint({ maps, reaches, signed = [] }: NetFrame, shades: Shades): boolean {
    const levels = bytesOf(maps);
    const count = this.list.filter(({ feature }) => !feature).length;
    if (levels.length !== count * this.structure.size ** 2) return false;
    this.scales = { reaches: floatsOf(reaches), signed };
    this.made.paint(levels, this.tables(false, shades, signed));
    return true;
  }

  draw(context: CanvasRenderingContext2D, surface: string): void {
    context.imageSmoothingEnabled = true;
    for (const one of this.list) {
      context.fillStyle = surface;
      context.fillRect(one.x, one.y, one.side, one.side);
      this.drawOne(context, one, one.x, one.y, one.side);
    }
  }

  /** Draw a neuron's picture somewhere else. */
  drawOne(context: CanvasRenderingContext2D, { feature, number }: Neuron, x: number, y: number, side: number): void {
    (feature ? this.features : this.made).draw(context, number, x, y, side);
  }

  at(column: number, unit: number): Neuron | null {
    return this.columns[column]?.neurons[unit] ?? null;
  }

  of(button: EventTarget | null): Neuron | null {
    return this.list.find((neuron) => neuron.button === button) ?? null;
  }

  /** What a neuron's colours mean; nothing before there is a picture. */
  shown(one: Neuron): Shown | null {
    const scales = one.feature ? this.given : this.scales;
    if (!scales) return null;
    const signed = scales.signed[one.feature ? 0 : one.dense];
    return { scale: this.scale(one), reach: scales.reaches[one.number], signed };
  }

  /** Whether any neuron goes below 0. */
  get signed(): boolean {
    const hidden = this.list.filter((one) => this.scale(one).kind === "own");
    return hidden.some((one) => this.shown(one)?.signed);
  }

  /** The neuron nearest in height, in the next column of neurons to that side. */
  beside({ column, y }: Neuron, step: 1 | -1): Neuron | null {
    for (let index = column + step; this.columns[index]; index += step) {
      const { neurons } = this.columns[index];
      if (!neurons.length) continue;
      return neurons.reduce((best, one) => (Math.abs(one.y - y) < Math.abs(best.y - y) ? one : best));
    }
    return null;
  }
}
