// A part: one layer as a row of tiles. Needs dom.js, number_text.js, shades.js. Elements are made once and then change
// in place, so that nothing jumps and the keyboard stays where it is.

import { element } from "../base/dom.ts";
import { shownNumber } from "../base/number_text.ts";
import { bytesOf, floatsOf, paintLevels } from "../base/shades.ts";

const TILE_TEXT = {
  map: (layer, number) => `${layer}, map ${number}`,
  filter: (layer, name, number) => `${layer}, ${name} ${number}`,
  unit: (layer, number, value) => `${layer}, unit ${number}: ${value}`,
  named: (layer, name, value) => `${layer}, ${name}: ${value}`,
  some: (count, total) => `the first ${count} of ${total.toLocaleString("en")}`,
  scale: (table, reach) => `${table === "signed" ? shownNumber(-reach, 3) : 0} to ${shownNumber(reach, 3)}`,
};
const SIDE = 52; // pixels of the longer side of a tile, about
const LARGE_SIDE = 84; // of a picture that stands alone
const LEAST_SIDE = 12; // a strip of one row must still be hit by a finger
const MOST_NAMED = 20;
const LONGEST = 6; // characters that fit above the bar of a named unit

/** How large a tile is on the screen: whole pixels for each number, so that all are equal. */
function sizeOnScreen({ height, width, count }) {
  const wanted = count === 1 ? LARGE_SIDE : SIDE;
  const scale = Math.max(1, Math.round(wanted / Math.max(height, width)));
  return { height: Math.max(height * scale, LEAST_SIDE), width: Math.max(width * scale, LEAST_SIDE) };
}

/** What two groups must share to be the same elements. */
const shapeOf = ({ name, kind, count, total, height, width, names }) =>
  JSON.stringify([name, kind, count, total, height, width, names]);

/** A number with as many digits, from three down to one, as there is room for. */
function fitting(number) {
  const rounded = [number, Number(number.toPrecision(2)), Number(number.toPrecision(1))];
  const texts = rounded.map((value, index) => shownNumber(value, index === 0 ? 3 : 2));
  return texts.find((text) => text.length <= LONGEST) ?? texts.at(-1);
}

class TileGroup {
  constructor(layer, group) {
    this.shape = shapeOf(group);
    this.kind = group.kind;
    this.layer = layer;
    this.root = element("div", "mlw-tiles");
    this.head = element("span", "mlw-tiles-head");
    this.bar = element("span", "mlw-tiles-scale", { "aria-hidden": "true" });
    this.ends = element("span", "mlw-tiles-ends");
    const words = [group.name, group.total > group.count ? TILE_TEXT.some(group.count, group.total) : ""];
    this.head.append(element("span", "mlw-tiles-words", {}, words.filter(Boolean).join(", ")), this.bar, this.ends);
    const labelled = group.kind === "units" && group.names.length > 0 && group.count <= MOST_NAMED;
    this.row = element("div", `mlw-tiles-row${labelled ? " mlw-tiles-named" : ""}`);
    this.tiles = Array.from(
      { length: group.count },
      (_, index) => group.kind === "maps" ? this.makeMap(group, index) : this.makeUnit(group, index, labelled),
    );
    this.row.append(...this.tiles.map(({ button }) => button));
    this.root.append(this.head, this.row);
  }

  makeMap(group, index) {
    const name = group.name
      ? TILE_TEXT.filter(this.layer, group.name, index + 1)
      : TILE_TEXT.map(this.layer, index + 1);
    const button = element("button", "mlw-tile", { type: "button", tabindex: -1, "aria-label": name, title: name });
    const canvas = element("canvas");
    const box = element("span", "mlw-tile-reach", { hidden: "" });
    const { height, width } = sizeOnScreen(group);
    Object.assign(canvas.style, { height: `${height}px`, width: `${width}px` });
    button.append(canvas, box);
    return { button, canvas, box };
  }

  makeUnit(group, index, labelled) {
    const button = element("button", "mlw-unit", { type: "button", tabindex: -1 });
    const value = element("span", "mlw-unit-value");
    const space = element("span", "mlw-unit-space");
    const bar = element("span", "mlw-unit-bar");
    space.append(bar);
    button.append(space);
    if (labelled) {
      button.prepend(value);
      button.append(element("span", "mlw-unit-name", {}, group.names[index]));
    }
    return { button, bar, value, name: group.names[index] ?? "" };
  }

  show(group, tables) {
    this.bar.className = `mlw-tiles-scale mlw-scale-${group.table}`;
    this.ends.textContent = TILE_TEXT.scale(group.table, group.reach);
    this.row.classList.toggle("mlw-tiles-signed", group.table === "signed");
    if (this.kind === "maps") this.showMaps(group, tables[group.table]);
    else this.showUnits(group);
  }

  showMaps({ height, width, data }, table) {
    const levels = bytesOf(data);
    const size = height * width;
    this.tiles.forEach(({ canvas }, index) =>
      paintLevels(canvas, levels.subarray(index * size, (index + 1) * size), height, width, table)
    );
  }

  showUnits({ reach, data }) {
    floatsOf(data).forEach((number, index) => {
      const { button, bar, value, name } = this.tiles[index];
      const text = shownNumber(number, 3);
      const label = name ? TILE_TEXT.named(this.layer, name, text) : TILE_TEXT.unit(this.layer, index + 1, text);
      if (button.title === label) return;
      button.title = label;
      button.setAttribute("aria-label", label);
      value.textContent = fitting(number);
      const share = Number.isFinite(number) && reach ? number / reach : 0;
      bar.style.setProperty("--mlw-share", Math.abs(share).toFixed(3));
      bar.classList.toggle("mlw-unit-below", share < 0);
    });
  }

  /** Outline the part of the maps `from` … `to` that a cell of a later layer looks at; none without a box. */
  outline([from, to], box, [height, width]) {
    this.tiles.forEach((tile, index) => {
      if (!tile.box) return;
      tile.box.hidden = !box || index < from || index >= to;
      if (tile.box.hidden) return;
      const [top, left, rows, columns] = box;
      const [bottom, right] = [Math.min(top + rows, height), Math.min(left + columns, width)];
      const [first, start] = [Math.max(top, 0), Math.max(left, 0)];
      Object.assign(tile.box.style, {
        top: `${(100 * first) / height}%`,
        left: `${(100 * start) / width}%`,
        height: `${(100 * (bottom - first)) / height}%`,
        width: `${(100 * (right - start)) / width}%`,
      });
    });
  }
}

export class LayerRow {
  constructor(info) {
    this.shape = JSON.stringify([info.title, info.shape, info.activation, info.groups.map(shapeOf)]);
    this.root = element("div", "mlw-layer", { role: "group", "aria-label": info.title });
    const head = element("p", "mlw-layer-head");
    head.append(element("strong", "", {}, info.title), element("span", "mlw-layer-shape", {}, info.shape));
    if (info.activation) head.append(element("span", "mlw-layer-activation", {}, info.activation));
    this.groups = info.groups.map((group) => new TileGroup(info.title, group));
    if (this.groups.length === 1 && !info.groups[0].name) head.append(this.groups[0].head);
    this.root.append(head, ...this.groups.map(({ root }) => root));
  }

  /** Whether these elements can show another picture of the layer. */
  fits(info) {
    return this.shape === JSON.stringify([info.title, info.shape, info.activation, info.groups.map(shapeOf)]);
  }

  show(info, tables) {
    this.groups.forEach((group, index) => group.show(info.groups[index], tables));
  }
}
