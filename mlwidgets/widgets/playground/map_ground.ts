// The shades of the map, one pixel a cell on a small canvas that the browser enlarges.

import { COLOURS, type Palette } from "./map_marks.ts";
import type { MapFrame, Place } from "./map_model.ts";
import { cellOf } from "./map_plane.ts";
import type { LargeNeuron } from "./neuron_event.ts";
import { bytesOf, packedTable, type RGB, type Table } from "../base/shades.ts";

const GROUND = {
  least: 0.1, // of a class's colour, where the network cannot decide
  most: 0.62, // where it is sure: points of the same colour still stand out
  hard: 0.5, // without shades
  neuron: 0.8, // of a neuron's colours
  cells: 100,
};

/** 256 colours for a class whose share goes from an even one, 1/classes, to 1. */
function classTable({ ground: { surface, mix } }: Palette, colour: RGB, classes: number, hard: boolean): Table {
  return packedTable((level) => {
    const share = (level - 1) / 254;
    const sure = Math.max(0, (share - 1 / classes) / (1 - 1 / classes));
    return mix(surface, colour, hard ? GROUND.hard : GROUND.least + (GROUND.most - GROUND.least) * sure);
  });
}

/** 256 colours for numbers of both signs. */
function numbersTable({ ground: { surface, low, high, mix } }: Palette, hard: boolean): Table {
  return packedTable((level) => {
    const colour = level < 128 ? low : high;
    return mix(surface, colour, hard ? GROUND.hard : (Math.abs(level - 128) / 127) * GROUND.most);
  });
}

/** The tables of a map: one for each class, or one for numbers. They stay until the colours or the classes change. */
export function groundTables(palette: Palette, classes: number, hard: boolean): Table[] {
  if (!classes) return [numbersTable(palette, hard)];
  return Array.from(
    { length: classes },
    (_, index) => classTable(palette, palette.ground.classes[index % COLOURS], classes, hard),
  );
}

/** Paint what the network says; `count` classes, or numbers if there are none. */
export function paintGround(canvas: HTMLCanvasElement, frame: MapFrame, count: number, tables: Table[]): boolean {
  const size = frame.size ?? 0;
  const [winners, shades] = [bytesOf(frame.classes), bytesOf(frame.levels)];
  if (!size || shades.length !== size * size || (count > 0 && winners.length !== shades.length)) return false;
  if (canvas.width !== size) Object.assign(canvas, { width: size, height: size });
  const picture = new ImageData(size, size);
  const pixels = new Uint32Array(picture.data.buffer);
  for (let index = 0; index < pixels.length; index += 1) {
    pixels[index] = (tables[count > 0 ? winners[index] : 0] ?? tables[0])[shades[index]];
  }
  canvas.getContext("2d")!.putImageData(picture, 0, 0);
  return true;
}

/** Paint a neuron's picture; its few cells are smoothed. */
export function paintNeuron(canvas: HTMLCanvasElement, neuron: LargeNeuron): void {
  if (!canvas.width) Object.assign(canvas, { width: GROUND.cells, height: GROUND.cells });
  const context = canvas.getContext("2d")!;
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = "high";
  context.globalAlpha = GROUND.neuron;
  neuron.draw(context, canvas.width);
  context.globalAlpha = 1;
}

export type GroundSaid = { winner: number; share: number; number?: undefined } | { number: number; share?: undefined };

/** What the map says at a place of the plane: `{ winner, share }` or `{ number }`, or null. */
export function groundAt(frame: MapFrame, place: Place, count: number, reach: number): GroundSaid | null {
  const size = frame.size ?? 0;
  const shades = bytesOf(frame.levels);
  if (!size || shades.length !== size * size) return null;
  const index = cellOf(place, size);
  const level = shades[index];
  if (level === 0) return null;
  if (count > 0) return { winner: bytesOf(frame.classes)[index], share: (level - 1) / 254 };
  return { number: ((level - 128) / 127) * reach };
}
