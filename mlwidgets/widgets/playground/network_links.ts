// A part: the weights of a network as links, drawn on one canvas: as thick as the weight, blue above nought and orange,
// with dashes, below. Needs network_layout.js.

import { NET } from "./network_layout.ts";

const LINK = {
  widest: 0.24, // of a neuron's picture
  thinnest: 0.7,
  least: 2.5, // the largest weight counts for so much at least, or a young network would look like an old one
  spread: 0.66, // of a picture's height, over which links arrive
  buckets: 10, // links of about the same width are drawn in one go
  dash: [7, 4],
  many: 400, // from so many links on, dashes of those that are hardly wider than a hair would only cost time
  hair: 2, // in buckets
  near: 7,
  nearFinger: 16,
};

/** The links and biases of a network, and where their numbers stand in what Python sends. */
export class Links {
  constructor(columns) {
    this.columns = columns;
    this.links = []; // { column, unit, source, index }, and in pixels x0, y0, x1, y1
    this.biases = []; // { column, unit, source: null, index }, and in pixels x, y
    this.byNeuron = new Map();
    let index = 0;
    columns.forEach(({ layer, names, weights: [rows], bias }, column) => {
      if (layer === null) return;
      for (let source = 0; source < rows; source += 1) {
        names.forEach((_, unit) => this.take(this.links, { column, unit, source, index: index++ }));
      }
      if (bias) names.forEach((_, unit) => this.take(this.biases, { column, unit, source: null, index: index++ }));
    });
    this.weights = new Float32Array(index);
  }

  take(list, link) {
    list.push(link);
    const key = `${link.column} ${link.unit}`;
    if (!this.byNeuron.has(key)) this.byNeuron.set(key, []);
    this.byNeuron.get(key).push(link);
  }

  /** What comes into a neuron: its weights from top to bottom, then its bias. */
  into(column, unit) {
    return this.byNeuron.get(`${column} ${unit}`) ?? [];
  }

  /** The same link among these, after another network has taken the place of the one it was of. */
  find({ column, unit, source }) {
    return this.into(column, unit).find((link) => link.source === source) ?? null;
  }

  place({ places, tile }) {
    this.tile = tile;
    for (const link of this.links) {
      const to = places[link.column];
      const from = places[this.columns[link.column].source];
      const count = from.y.length;
      const port = count > 1 ? (link.source / (count - 1) - 0.5) * LINK.spread * tile : 0;
      link.x0 = from.x + tile;
      link.y0 = from.y[link.source] + tile / 2;
      link.x1 = to.x;
      link.y1 = to.y[link.unit] + tile / 2 + port;
    }
    for (const bias of this.biases) {
      bias.x = places[bias.column].x - 1;
      bias.y = places[bias.column].y[bias.unit] + tile - 1;
    }
  }

  valueOf(link) {
    return this.weights[link.index];
  }

  /** The size for which a link is as wide as can be. */
  get reach() {
    let reach = LINK.least;
    for (const { index } of this.links) {
      const size = Math.abs(this.weights[index]);
      if (size > reach && size < Infinity) reach = size;
    }
    return reach;
  }

  widthOf(link, reach) {
    const share = Math.min(1, Math.abs(this.valueOf(link)) / reach) || 0;
    return Math.max(LINK.thinnest, share * LINK.widest * this.tile);
  }

  /** Draw all links, or all but these lightly. */
  draw(context, { negative, positive, faint }, strong) {
    const { reach } = this;
    const buckets = new Map();
    for (const link of this.links) {
      const weight = this.valueOf(link);
      if (!Number.isFinite(weight)) continue;
      const width = this.widthOf(link, reach);
      const level = Math.round((width / (LINK.widest * this.tile)) * LINK.buckets);
      const light = strong !== null && !strong.has(link);
      const key = `${level} ${weight < 0} ${light}`;
      if (!buckets.has(key)) buckets.set(key, { level, width: 0, count: 0, below: weight < 0, light, links: [] });
      buckets.get(key).links.push([link, width]);
    }
    for (const { links, below, light, level } of [...buckets.values()].sort((a, b) => b.light - a.light)) {
      context.strokeStyle = light ? faint : below ? negative : positive;
      context.lineWidth = level === 0 ? LINK.thinnest : links.reduce((sum, [, width]) => sum + width, 0) / links.length;
      const dashed = below && (level > LINK.hair || this.links.length < LINK.many);
      context.setLineDash(dashed ? LINK.dash : []);
      context.beginPath();
      for (const [link] of links) trace(context, link);
      context.stroke();
    }
    context.setLineDash([]);
  }

  drawOne(context, link, { negative, positive, ink, surface }) {
    const weight = this.valueOf(link);
    const width = this.widthOf(link, this.reach);
    for (
      const [colour, more] of [
        [ink, 4.5],
        [surface, 2.5],
        [weight < 0 ? negative : positive, 0],
      ]
    ) {
      context.strokeStyle = colour;
      context.lineWidth = width + more;
      context.setLineDash(more || weight >= 0 ? [] : LINK.dash);
      context.beginPath();
      trace(context, link);
      context.stroke();
    }
    context.setLineDash([]);
  }

  drawBiases(context, { negative, positive, surface, ink }, pointed) {
    const side = NET.bias;
    context.lineWidth = 1;
    for (const bias of this.biases) {
      const value = this.valueOf(bias);
      const [left, top] = [bias.x - side / 2, bias.y - side / 2].map(Math.round);
      context.fillStyle = bias === pointed ? ink : surface;
      context.fillRect(left - 1.5, top - 1.5, side + 3, side + 3);
      if (!Number.isFinite(value)) continue;
      context.fillStyle = value < 0 ? negative : positive;
      context.fillRect(left, top, side, side);
      if (value === 0) continue;
      context.fillStyle = surface; // − or +
      context.fillRect(left + 2.5, top + side / 2 - 1, side - 5, 2);
      if (value > 0) context.fillRect(left + side / 2 - 1, top + 2.5, 2, side - 5);
    }
  }

  /** The link under a point of the drawing, if there is one. */
  at(x, y, coarse) {
    const near = coarse ? LINK.nearFinger : LINK.near;
    let [best, least] = [null, near];
    for (const link of this.links) {
      const share = (x - link.x0) / (link.x1 - link.x0);
      if (share < 0 || share > 1) continue;
      const slope = ((link.y1 - link.y0) * 6 * share * (1 - share)) / (link.x1 - link.x0);
      const distance = Math.abs(y - heightAt(link, share)) / Math.hypot(1, slope);
      if (distance < least) [best, least] = [link, distance];
    }
    return best;
  }

  /** The middle of a link, or of a bias. */
  middle(link) {
    if (link.source === null) return { x: link.x, y: link.y };
    // Not all in one place: those that come into one neuron cross between it and its sources.
    const share = 0.42;
    return { x: link.x0 + (link.x1 - link.x0) * share, y: heightAt(link, share) };
  }
}

/** The height of a link after a share of its way across. */
const heightAt = ({ y0, y1 }, share) => y0 + (y1 - y0) * share * share * (3 - 2 * share);

/** With these two points in between the curve is as high as `heightAt` says, and starts and ends level. */
function trace(context, { x0, y0, x1, y1 }) {
  const third = (x1 - x0) / 3;
  context.moveTo(x0, y0);
  context.bezierCurveTo(x0 + third, y0, x1 - third, y1, x1, y1);
}
