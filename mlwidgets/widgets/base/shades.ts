// From levels to colours, in the page's own light or dark. 0 is an empty place. Numbers of both signs: 128 is
// zero, 1 and 255 are the largest sizes, orange and blue. Numbers from zero, and the pixels of a picture: 1 to 255.

import { element } from "./dom.ts";

export type RGB = number[]; // red, green, blue, 0 to 255
export type Table = Uint32Array; // 256 colours, packed as the pixels of an ImageData
export type Tables = { signed: Table; unsigned: Table; grey: Table };

/** A CSS colour as [red, green, blue], 0 to 255; a mixed one is computed as "color(srgb 0.1 0.2 0.3)". */
export function rgbOf(root: HTMLElement, value: string): RGB {
  const probe = element("span");
  probe.style.color = value;
  root.append(probe);
  const computed = getComputedStyle(probe).color;
  probe.remove();
  const scale = computed.startsWith("color(") ? 255 : 1;
  return (computed.match(/[\d.]+(e-?\d+)?/g) ?? [])
    .slice(0, 3)
    .map((part) => Number(part) * scale);
}

/** 256 colours, packed as the pixels of an ImageData; `colourOf` gives [red, green, blue] of a level. */
export function packedTable(colourOf: (level: number) => RGB): Table {
  const table = new Uint32Array(256);
  const bytes = new Uint8ClampedArray(table.buffer);
  for (let level = 1; level < 256; level += 1) bytes.set([...colourOf(level), 255], 4 * level);
  return table; // level 0 stays transparent
}

/** The tables by name, for an element of the page. */
function shadeTables(root: HTMLElement): Tables {
  const [low, high, zero] = ["--mlw-negative", "--mlw-positive", "--mlw-surface"].map((name) =>
    rgbOf(root, `var(${name})`)
  );
  const towards = (end: RGB, share: number) => zero.map((part, index) => part + (end[index] - part) * share);
  return {
    signed: packedTable((level) => towards(level < 128 ? low : high, Math.abs(level - 128) / 127)),
    unsigned: packedTable((level) => towards(high, (level - 1) / 254)),
    grey: packedTable((level) => Array(3).fill(((level - 1) / 254) * 255)),
  };
}

/** The levels of numbers, as Python makes them of maps. */
export function levelsOf(values: ArrayLike<number>, reach: number, signed: boolean): Uint8ClampedArray {
  const [zero, steps] = signed ? [128, 127] : [1, 254];
  return Uint8ClampedArray.from(
    values,
    (value) =>
      Number.isFinite(value) ? Math.min(255, Math.max(1, zero + Math.round((value / (reach || 1)) * steps))) : 0,
  );
}

/** Paint levels, row by row, one pixel each. */
export function paintLevels(
  canvas: HTMLCanvasElement,
  levels: ArrayLike<number>,
  height: number,
  width: number,
  table: Table,
): void {
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const picture = new ImageData(width, height);
  const pixels = new Uint32Array(picture.data.buffer);
  for (let index = 0; index < pixels.length; index += 1) pixels[index] = table[levels[index]];
  canvas.getContext("2d")?.putImageData(picture, 0, 0);
}

/** The array behind a trait of bytes; Python writes little-endian, as every browser's machine does. */
export function bytesOf(data: DataView | null | undefined): Uint8Array {
  return data ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array();
}
export function floatsOf(data: DataView | null | undefined): Float32Array {
  return new Float32Array(bytesOf(data).slice().buffer);
}

/** The tables of an element, made when it is on the page: before that it has no colours of its own. */
export class Colours {
  private made: Tables | null = null;
  private look = "";
  private readonly themes: MutationObserver;
  private readonly system: MediaQueryList;
  private readonly check: () => void;

  constructor(
    private readonly root: HTMLElement,
    repaint: () => void,
  ) {
    const check = () => {
      if (!this.made || getComputedStyle(root).colorScheme === this.look) return;
      this.made = null;
      repaint();
    };
    this.themes = new MutationObserver(check);
    this.system = matchMedia("(prefers-color-scheme: dark)");
    this.check = check;
    this.themes.observe(document.body, { attributeFilter: ["class", "data-jp-theme-light", "data-jp-theme-name"] });
    this.system.addEventListener("change", check);
  }

  /** By name; null as long as the element is not on the page. */
  get tables(): Tables | null {
    if (!this.root.isConnected) return null;
    if (!this.made) this.look = getComputedStyle(this.root).colorScheme;
    this.made ??= shadeTables(this.root);
    return this.made;
  }

  stop(): void {
    this.themes.disconnect();
    this.system.removeEventListener("change", this.check);
  }
}
