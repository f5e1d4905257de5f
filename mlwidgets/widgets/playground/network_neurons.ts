// A part: the neurons of a network: a button each, over a canvas with their pictures, and what stands above and beside.
// Needs dom.js, shades.js, network_words.js, network_layout.js.

import { element } from "../base/dom.ts";
import { NET } from "./network_layout.ts";
import { capital, WORDS, Words } from "./network_words.ts";
import { bytesOf, floatsOf } from "../base/shades.ts";

/** Pictures of a few cells a side, one under the other on a canvas of their own. */
class Pictures {
  constructor(size, count) {
    this.size = size;
    this.canvas = element("canvas");
    Object.assign(this.canvas, { width: size, height: Math.max(1, size * count) });
    this.image = new ImageData(size, Math.max(1, size * count));
    this.pixels = new Uint32Array(this.image.data.buffer);
  }

  /** Take levels; `tables` gives each picture's colours. */
  paint(levels, tables) {
    const cells = this.size * this.size;
    for (let index = 0; index < levels.length; index += 1) {
      this.pixels[index] = tables[Math.floor(index / cells)][levels[index]];
    }
    this.canvas.getContext("2d").putImageData(this.image, 0, 0);
  }

  draw(context, number, x, y, side) {
    context.drawImage(this.canvas, 0, number * this.size, this.size, this.size, x, y, side, side);
  }
}

/** All neurons of one network. Elements are made once, and stay as long as the network does. */
export class Neurons {
  constructor(structure) {
    const { columns, size } = structure;
    this.structure = structure;
    this.words = new Words(structure);
    this.root = element("div", "mlw-net-neurons");
    // Each with its place among the pictures of its kind, and that of its column among those that learn.
    this.list = []; // { column, unit, feature, number, dense, button }
    const count = { feature: 0, neuron: 0, dense: -1 };
    this.columns = columns.map(({ layer, names, title, total }, column) => {
      const thin = names.length === 0;
      const head = element("div", thin ? "mlw-net-thin" : "mlw-net-head");
      if (thin) head.append(element("span", "", {}, title));
      else head.append(...this.words.heading(column).map((text) => element("span", "", {}, text)));
      const foot = element(
        "div",
        "mlw-net-foot",
        {},
        total > names.length && !thin ? WORDS.more(total - names.length) : "",
      );
      const feature = layer === null;
      if (!feature && !thin) count.dense += 1;
      const neurons = names.map((_, unit) => {
        const number = feature ? count.feature++ : count.neuron++;
        return { column, unit, feature, number, dense: count.dense, button: this.makeButton(column, unit) };
      });
      this.list.push(...neurons);
      this.root.append(head, foot, ...neurons.map(({ button }) => button));
      return { head, foot, neurons, thin };
    });
    this.made = this.list.filter(({ feature }) => !feature);
    this.features = new Pictures(size, count.feature);
    this.neurons = new Pictures(size, count.neuron);
  }

  makeButton(column, unit) {
    const name = capital(this.words.described(column, unit));
    const button = element("button", "mlw-net-neuron", { type: "button", tabindex: -1, "aria-label": name });
    const label = this.words.label(column, unit);
    const side = this.structure.columns[column].layer === null ? "before" : "after";
    if (label) button.append(element("span", `mlw-net-label mlw-net-${side}`, { title: label }, label));
    return button;
  }

  place({ places, tile, pitch, most }) {
    this.tile = tile;
    this.columns.forEach(({ head, foot, neurons, thin }, column) => {
      const place = places[column];
      if (thin) {
        Object.assign(head.style, { left: `${place.x}px`, top: `${place.top}px`, height: `${place.height}px` });
        return;
      }
      const middle = `${place.x + tile / 2}px`;
      head.style.left = middle;
      Object.assign(foot.style, { left: middle, top: `${NET.head + most * pitch - (pitch - tile) + 3}px` });
      neurons.forEach((neuron) => {
        [neuron.x, neuron.y] = [place.x, place.y[neuron.unit]];
        const sides = { left: neuron.x, top: neuron.y, width: tile, height: tile };
        for (const [side, value] of Object.entries(sides)) neuron.button.style[side] = `${value}px`;
      });
    });
  }

  /** Paint the pictures of the features, which stay as they are. */
  paintFeatures(tables) {
    const { features, reaches, signed } = this.structure;
    this.features.paint(bytesOf(features), Array(this.list.length).fill(tables[signed ? "signed" : "unsigned"]));
    this.given = { reaches: floatsOf(reaches), signed: [signed] };
  }

  /** Paint the pictures of the others; say whether they are those of this network. */
  paint({ maps, reaches, signed }, tables) {
    const levels = bytesOf(maps);
    if (levels.length !== this.made.length * this.structure.size ** 2) return false;
    this.scales = { reaches: floatsOf(reaches), signed };
    this.neurons.paint(
      levels,
      this.made.map(({ dense }) => tables[signed[dense] ? "signed" : "unsigned"]),
    );
    return true;
  }

  draw(context, surface) {
    context.imageSmoothingEnabled = true;
    for (const { x, y, feature, number } of this.list) {
      context.fillStyle = surface;
      context.fillRect(x, y, this.tile, this.tile);
      (feature ? this.features : this.neurons).draw(context, number, x, y, this.tile);
    }
  }

  at(column, unit) {
    return this.columns[column]?.neurons[unit] ?? null;
  }

  of(button) {
    return this.list.find((neuron) => neuron.button === button) ?? null;
  }

  /** The scale of a neuron's picture: `{ reach, signed }`; none before there is a picture. */
  scaleOf({ feature, number, dense }) {
    const scales = feature ? this.given : this.scales;
    return scales ? { reach: scales.reaches[number], signed: scales.signed[feature ? 0 : dense] } : null;
  }

  /** The neuron nearest in height, in the next column of neurons to that side. */
  beside({ column, y }, step) {
    for (let index = column + step; this.columns[index]; index += step) {
      const { neurons } = this.columns[index];
      if (!neurons.length) continue;
      return neurons.reduce((best, one) => (Math.abs(one.y - y) < Math.abs(best.y - y) ? one : best));
    }
    return null;
  }
}
