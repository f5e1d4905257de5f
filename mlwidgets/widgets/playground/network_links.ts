// The weights of a network as links, drawn on one canvas: as thick as the weight, blue above 0 and orange, with dashes,
// below.

import { isPlaced, type Layout } from "./network_layout.ts";
import { type Bias, type Column, isLink, type Link, type Look, type Weight } from "./network_model.ts";

export const LINK = {
  widest: 0.24, // of a neuron's picture
  thinnest: 0.7,
  least: 2.5, // the largest weight counts for so much at least, or a young network would look like an old one
  spread: 0.66, // of a picture's height, over which links arrive
  buckets: 10, // links of about the same width are drawn in one go
  dash: [7, 4],
  many: 250, // from so many links on, dashes of those that are hardly wider than a hair would only cost time
  thin: 2, // in buckets
  near: 7,
  nearFinger: 16,
  middle: 0.42, // those that come into one neuron cross half-way to its sources
};

interface Bundle {
  level: number;
  below: boolean;
  light: boolean;
  width: number; // of all together
  links: Link[];
}

/** The links and biases of a network, and where their numbers stand in what Python sends. */
export class Links {
  readonly links: Link[] = [];
  readonly biases: Bias[] = [];
  weights: Float32Array;
  private readonly byNeuron = new Map<string, Weight[]>();
  private tile = 0;
  private side = 0; // of a bias's mark

  constructor(private readonly columns: Column[]) {
    let index = 0;
    columns.forEach(({ layer, names, weights: [rows], bias }, column) => {
      if (layer === null) return;
      for (let source = 0; source < rows; source += 1) {
        for (let unit = 0; unit < names.length; unit += 1) {
          const link = { column, unit, source, index: index++, x0: 0, y0: 0, x1: 0, y1: 0 };
          this.links.push(link);
          this.into(column, unit).push(link);
        }
      }
      for (let unit = 0; bias && unit < names.length; unit += 1) {
        const one: Bias = { column, unit, source: null, index: index++, x: 0, y: 0 };
        this.biases.push(one);
        this.into(column, unit).push(one);
      }
    });
    this.weights = new Float32Array(index);
  }

  /** What comes into a neuron: its weights from top to bottom, then its bias. */
  into(column: number, unit: number): Weight[] {
    const key = `${column} ${unit}`;
    let found = this.byNeuron.get(key);
    if (!found) this.byNeuron.set(key, found = []);
    return found;
  }

  /** The same link among these, after another network has taken the place of the one it was of. */
  find({ column, unit, source }: Weight): Weight | null {
    return this.into(column, unit).find((link) => link.source === source) ?? null;
  }

  place({ places, tile, bias: side }: Layout): void {
    this.tile = tile;
    this.side = side;
    for (const link of this.links) {
      const to = places[link.column];
      const from = places[this.columns[link.column].source ?? 0];
      if (!isPlaced(to) || !isPlaced(from)) continue;
      const count = from.y.length;
      const port = count > 1 ? (link.source / (count - 1) - 0.5) * LINK.spread * to.tile : 0;
      link.x0 = from.x + from.tile;
      link.y0 = from.y[link.source] + from.tile / 2;
      link.x1 = to.x;
      link.y1 = to.y[link.unit] + to.tile / 2 + port;
    }
    for (const bias of this.biases) {
      const to = places[bias.column];
      if (!isPlaced(to)) continue;
      bias.x = to.x - 1;
      bias.y = to.y[bias.unit] + to.tile - 1;
    }
  }

  valueOf(link: Weight): number {
    return this.weights[link.index];
  }

  /** The size for which a link is as wide as can be. */
  get reach(): number {
    let reach = LINK.least;
    for (const { index } of this.links) {
      const size = Math.abs(this.weights[index]);
      if (size > reach && size < Infinity) reach = size;
    }
    return reach;
  }

  widthOf(link: Link, reach: number): number {
    const share = Math.min(1, Math.abs(this.valueOf(link)) / reach) || 0;
    return Math.max(LINK.thinnest, share * LINK.widest * this.tile);
  }

  /** Draw all links; those that are not among the strong ones are faint. */
  draw(context: CanvasRenderingContext2D, { negative, positive, faint }: Look, strong: Set<Weight> | null): void {
    for (const { links, below, light, level, width } of this.bundles(strong)) {
      context.strokeStyle = light ? faint : below ? negative : positive;
      context.lineWidth = level === 0 ? LINK.thinnest : width / links.length;
      const dashed = below && (level > LINK.thin || this.links.length < LINK.many);
      context.setLineDash(dashed ? LINK.dash : []);
      context.beginPath();
      for (const link of links) trace(context, link);
      context.stroke();
    }
    context.setLineDash([]);
  }

  /** Links of about the same look, the faint ones first. */
  private bundles(strong: Set<Weight> | null): Bundle[] {
    const { reach } = this;
    const bundles = new Map<string, Bundle>();
    for (const link of this.links) {
      const weight = this.valueOf(link);
      if (!Number.isFinite(weight)) continue;
      const width = this.widthOf(link, reach);
      const level = Math.round((width / (LINK.widest * this.tile)) * LINK.buckets);
      const light = strong !== null && !strong.has(link);
      const key = `${level} ${weight < 0} ${light}`;
      let bundle = bundles.get(key);
      if (!bundle) bundles.set(key, bundle = { level, below: weight < 0, light, width: 0, links: [] });
      bundle.links.push(link);
      bundle.width += width;
    }
    return [...bundles.values()].sort((a, b) => Number(b.light) - Number(a.light));
  }

  /** Draw one link so that it stands out. */
  drawOne(context: CanvasRenderingContext2D, link: Link, { negative, positive, ink, surface }: Look): void {
    const weight = this.valueOf(link);
    const width = this.widthOf(link, this.reach);
    const strokes: [string, number][] = [[ink, 4.5], [surface, 2.5], [weight < 0 ? negative : positive, 0]];
    for (const [colour, more] of strokes) {
      context.strokeStyle = colour;
      context.lineWidth = width + more;
      context.setLineDash(more || weight >= 0 ? [] : LINK.dash);
      context.beginPath();
      trace(context, link);
      context.stroke();
    }
    context.setLineDash([]);
  }

  drawBiases(
    context: CanvasRenderingContext2D,
    { negative, positive, surface, ink }: Look,
    pointed: object | null,
  ): void {
    const { side } = this;
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
      context.fillRect(left + 2, top + side / 2 - 1, side - 4, 2);
      if (value > 0) context.fillRect(left + side / 2 - 1, top + 2, 2, side - 4);
    }
  }

  /** The link under a point of the drawing, if there is one. */
  at(x: number, y: number, coarse: boolean): Link | null {
    let best: Link | null = null;
    let least = coarse ? LINK.nearFinger : LINK.near;
    for (const link of this.links) {
      const share = (x - link.x0) / (link.x1 - link.x0);
      if (share < 0 || share > 1) continue;
      const slope = ((link.y1 - link.y0) * 6 * share * (1 - share)) / (link.x1 - link.x0);
      const distance = Math.abs(y - heightAt(link, share)) / Math.hypot(1, slope);
      if (distance < least) [best, least] = [link, distance];
    }
    return best;
  }

  /** The bias whose mark is under a point of the drawing, if there is one. */
  biasAt(x: number, y: number, coarse: boolean): Bias | null {
    const reach = this.side / 2 + (coarse ? 8 : 2);
    return this.biases.find((one) => Math.abs(one.x - x) <= reach && Math.abs(one.y - y) <= reach) ?? null;
  }

  /** The middle of a link, or of a bias. */
  middle(link: Weight): { x: number; y: number } {
    if (!isLink(link)) return { x: link.x, y: link.y };
    return { x: link.x0 + (link.x1 - link.x0) * LINK.middle, y: heightAt(link, LINK.middle) };
  }
}

/** The height of a link after a share of its way across. */
export const heightAt = ({ y0, y1 }: { y0: number; y1: number }, share: number): number =>
  y0 + (y1 - y0) * share * share * (3 - 2 * share);

/** With these two points in between the curve is as high as `heightAt` says, and starts and ends level. */
function trace(context: CanvasRenderingContext2D, { x0, y0, x1, y1 }: Link): void {
  const third = (x1 - x0) / 3;
  context.moveTo(x0, y0);
  context.bezierCurveTo(x0 + third, y0, x1 - third, y1, x1, y1);
}
