// The colours of the neurons' pictures.

import { packedTable, type RGB, rgbOf, type Table, type Tables } from "../base/shades.ts";
import type { Look, Scale } from "./network_model.ts";
import { mixed } from "./map_marks.ts";

const CLASSES = 5;

/** Everything that is painted takes its colours from here. */
export class Shades {
  readonly look: Look;
  private readonly classes: { css: string; table: Table }[];

  constructor(root: HTMLElement, private readonly tables: Tables) {
    const read = (name: string): RGB => rgbOf(root, `var(--mlw-${name})`);
    const css = (rgb: RGB) => `rgb(${rgb.map(Math.round).join(" ")})`;
    const [negative, positive, surface, ink] = ["negative", "positive", "surface", "ink"].map(read);
    this.look = {
      negative: css(negative),
      positive: css(positive),
      surface: css(surface),
      ink: css(ink),
      faint: `rgb(${ink.map(Math.round).join(" ")} / 12%)`,
    };
    this.classes = Array.from({ length: CLASSES }, (_, index) => {
      const colour = read(`class-${index + 1}`);
      return { css: css(colour), table: packedTable((level) => mixed(surface, colour, (level - 1) / 254)) };
    });
  }

  /** The colours of a picture's levels. */
  table({ kind }: Scale, unit: number, signed: boolean): Table {
    if (kind === "classes") return this.classes[unit % CLASSES].table;
    return signed ? this.tables.signed : this.tables.unsigned;
  }

  /** The same as the background of a bar, from the lowest number to the highest. */
  gradient({ kind }: Scale, unit: number, signed: boolean): string {
    const { negative, positive, surface } = this.look;
    const ends = kind === "classes" ? [surface, this.classes[unit % CLASSES].css] : [surface, positive];
    return `linear-gradient(to right, ${(signed ? [negative, surface, positive] : ends).join(", ")})`;
  }
}
