// A part: one layer as a row of tiles. Elements are made once and then change in place, so that nothing jumps and the
// keyboard stays where it is.

import { element } from "../base/dom.ts";
import { shownNumber } from "../base/number_text.ts";
import { bytesOf, floatsOf, paintLevels, type Table, type Tables } from "../base/shades.ts";
import { grouped, t } from "../base/language.ts";

const TILE_TEXT = {
  map: (layer: string, number: number) => t("{layer}, map {number}", { layer, number }),
  filter: (layer: string, name: string, number: number) => `${layer}, ${name} ${number}`,
  unit: (layer: string, number: number, value: string) =>
    t("{layer}, unit {number}: {value}", { layer, number, value }),
  named: (layer: string, name: string, value: string) => `${layer}, ${name}: ${value}`,
  some: (count: number, total: number) => t("the first {count} of {total}", { count, total: grouped(total) }),
  scale: (table: string, reach: number) =>
    t("{low} to {high}", { low: table === "signed" ? shownNumber(-reach, 3) : 0, high: shownNumber(reach, 3) }),
};
const LEAST_SIDE = 12; // pixels: a strip of one row must still be hit by a finger
const MOST_NAMED = 20;
const MOST_LETTERS = 120; // of all names together; the inputs of a table would all be cut to a letter
const FEW = 8;
const LONGEST = 6; // characters that fit above the bar of a named unit

/** Numbers of a layer that share one scale: maps, or units, which are single numbers. */
export interface Group {
  name: string;
  kind: "maps" | "units";
  count: number;
  total: number;
  height: number;
  width: number;
  reach: number;
  table: keyof Tables;
  names: string[];
  data: DataView; // levels of maps, float32 numbers of units
}

export interface LayerInfo {
  title: string;
  shape: string;
  size: number[]; // rows and columns of its maps; empty where it has none
  activation: string;
  groups: Group[];
}

/** Pixels of the longer side of a tile on the screen, about: of one among up to eight, of many, and of one alone. */
export interface TileSizes {
  few: number;
  many: number;
  alone: number;
}

export interface Tile {
  button: HTMLButtonElement;
  reach?: HTMLElement; // what outlines a part of a map
}

/** How large a tile is on the screen: whole pixels for each number, so that all are equal. */
function sizeOnScreen(
  { height, width, count }: Group,
  { few, many, alone }: TileSizes,
): { height: number; width: number } {
  const wanted = count === 1 ? alone : count <= FEW ? few : many;
  const scale = Math.max(1, Math.round(wanted / Math.max(height, width)));
  return { height: Math.max(height * scale, LEAST_SIDE), width: Math.max(width * scale, LEAST_SIDE) };
}

/** What two groups must share to be the same elements. */
const shapeOf = ({ name, kind, count, total, height, width, names }: Group): string =>
  JSON.stringify([name, kind, count, total, height, width, names]);

/** A number with as many digits, from three down to one, as there is room for. */
function fitting(number: number): string {
  const rounded = [number, Number(number.toPrecision(2)), Number(number.toPrecision(1))];
  const texts = rounded.map((value, index) => shownNumber(value, index === 0 ? 3 : 2));
  return texts.find((text) => text.length <= LONGEST) ?? texts.at(-1)!;
}

interface MapTile extends Tile {
  canvas: HTMLCanvasElement;
  reach: HTMLElement;
}

interface UnitTile extends Tile {
  bar: HTMLElement;
  value: HTMLElement;
  name: string;
}

class TileGroup {
  readonly root = element("div", "mlw-tiles");
  readonly head = element("span", "mlw-tiles-head");
  readonly tiles: Tile[];
  private readonly maps: MapTile[] = [];
  private readonly units: UnitTile[] = [];
  private readonly bar = element("span", "mlw-tiles-scale", { "aria-hidden": "true" });
  private readonly ends = element("span", "mlw-tiles-ends");
  private readonly row: HTMLElement;

  constructor(private readonly layer: string, group: Group, sizes: TileSizes) {
    const words = [group.name, group.total > group.count ? TILE_TEXT.some(group.count, group.total) : ""];
    this.head.append(element("span", "mlw-tiles-words", {}, words.filter(Boolean).join(", ")), this.bar, this.ends);
    const longest = Math.max(0, ...group.names.map((one) => one.length));
    const fits = group.count <= MOST_NAMED && group.count * longest <= MOST_LETTERS;
    const labelled = group.kind === "units" && longest > 0 && fits;
    this.row = element("div", `mlw-tiles-row${labelled ? " mlw-tiles-named" : ""}`);
    this.row.classList.toggle("mlw-tiles-maps", group.kind === "maps");
    this.row.classList.toggle("mlw-tiles-crowd", group.kind === "maps" && group.count > 2 * FEW);
    const places = Array.from({ length: group.count }, (_, index) => index);
    if (group.kind === "maps") this.maps = places.map((index) => this.makeMap(group, index, sizes));
    else this.units = places.map((index) => this.makeUnit(group, index, labelled));
    this.tiles = group.kind === "maps" ? this.maps : this.units;
    this.row.append(...this.tiles.map(({ button }) => button));
    this.root.append(this.head, this.row);
  }

  private makeMap(group: Group, index: number, sizes: TileSizes): MapTile {
    const name = group.name
      ? TILE_TEXT.filter(this.layer, group.name, index + 1)
      : TILE_TEXT.map(this.layer, index + 1);
    const button = element("button", "mlw-tile", { type: "button", tabindex: -1, "aria-label": name, title: name });
    const canvas = element("canvas");
    const reach = element("span", "mlw-tile-reach", { hidden: "" });
    const { height, width } = sizeOnScreen(group, sizes);
    Object.assign(canvas.style, { height: `${height}px`, width: `${width}px` });
    button.append(canvas, reach);
    return { button, canvas, reach };
  }

  private makeUnit(group: Group, index: number, labelled: boolean): UnitTile {
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

  show(group: Group, tables: Tables): void {
    this.bar.className = `mlw-tiles-scale mlw-scale-${group.table}`;
    this.ends.textContent = TILE_TEXT.scale(group.table, group.reach);
    this.row.classList.toggle("mlw-tiles-signed", group.table === "signed");
    if (this.maps.length) this.showMaps(group, tables[group.table]);
    else this.showUnits(group);
  }

  private showMaps({ height, width, data }: Group, table: Table): void {
    const levels = bytesOf(data);
    const size = height * width;
    this.maps.forEach(({ canvas }, index) =>
      paintLevels(canvas, levels.subarray(index * size, (index + 1) * size), height, width, table)
    );
  }

  private showUnits({ reach, data }: Group): void {
    floatsOf(data).forEach((number, index) => {
      const { button, bar, value, name } = this.units[index];
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
}

/** Outline the part of the maps `from` … `to` that a cell of a later layer looks at; none without a box. */
export function outline(tiles: Tile[], [from, to]: number[], box: number[] | null, [height, width]: number[]): void {
  tiles.forEach(({ reach }, index) => {
    if (!reach) return;
    reach.hidden = !box || index < from || index >= to;
    if (reach.hidden || !box) return;
    const [top, left, rows, columns] = box;
    const [bottom, right] = [Math.min(top + rows, height), Math.min(left + columns, width)];
    const [first, start] = [Math.max(top, 0), Math.max(left, 0)];
    Object.assign(reach.style, {
      top: `${(100 * first) / height}%`,
      left: `${(100 * start) / width}%`,
      height: `${(100 * (bottom - first)) / height}%`,
      width: `${(100 * (right - start)) / width}%`,
    });
  });
}

/** The elements of one layer, whatever they look like. */
export interface LayerElements {
  root: HTMLElement;
  groups: { tiles: Tile[] }[];
  fits(info: LayerInfo): boolean;
  show(info: LayerInfo, tables: Tables): void;
}

export class LayerRow implements LayerElements {
  readonly root: HTMLElement;
  readonly groups: TileGroup[];
  private readonly shape: string;

  constructor(info: LayerInfo, sizes: TileSizes) {
    this.shape = LayerRow.shapeOf(info);
    this.root = element("div", "mlw-layer", { role: "group", "aria-label": info.title });
    const head = element("p", "mlw-layer-head");
    // A line may end before the sizes, not within them.
    const title = info.title.replaceAll(" × ", "\u00a0×\u00a0");
    head.append(element("strong", "", {}, title), element("span", "mlw-layer-shape", {}, info.shape));
    if (info.activation) head.append(element("span", "mlw-layer-activation", {}, info.activation));
    this.groups = info.groups.map((group) => new TileGroup(info.title, group, sizes));
    if (this.groups.length === 1 && !info.groups[0].name) head.append(this.groups[0].head);
    this.root.append(head, ...this.groups.map(({ root }) => root));
  }

  private static shapeOf(info: LayerInfo): string {
    return JSON.stringify([info.title, info.shape, info.activation, info.groups.map(shapeOf)]);
  }

  /** Whether these elements can show another picture of the layer. */
  fits(info: LayerInfo): boolean {
    return this.shape === LayerRow.shapeOf(info);
  }

  show(info: LayerInfo, tables: Tables): void {
    this.groups.forEach((group, index) => group.show(info.groups[index], tables));
  }
}
