// A part: the shades of the map, one pixel a cell on a small canvas that the browser enlarges. Needs map_marks.js.

import { COLOURS } from "./map_marks.ts";
import { bytesOf, packedTable } from "../base/shades.ts";

const GROUND = {
  least: 0.1, // of a class's colour, where the network cannot decide
  most: 0.62, // where it is sure: points of the same colour still stand out
  hard: 0.5, // without shades
};

/** 256 colours for a class whose share goes from an even one, 1/classes, to 1; or of one number's levels. */
function groundTable(palette, colour, classes, hard) {
  const { surface, mix } = palette.ground;
  return packedTable((level) => {
    const share = (level - 1) / 254;
    const sure = Math.max(0, (share - 1 / classes) / (1 - 1 / classes));
    return mix(surface, colour, hard ? GROUND.hard : GROUND.least + (GROUND.most - GROUND.least) * sure);
  });
}

function numbersTable(palette, hard) {
  const { surface, low, high, mix } = palette.ground;
  return packedTable((level) => {
    const colour = level < 128 ? low : high;
    return mix(surface, colour, hard ? GROUND.hard : (Math.abs(level - 128) / 127) * GROUND.most);
  });
}

/** Paint what the network says; `count` classes, or numbers if there are none. */
export function paintGround(canvas, { size, classes, levels }, count, palette, hard) {
  const [winners, shades] = [bytesOf(classes), bytesOf(levels)];
  if (shades.length !== size * size || (count > 0 && winners.length !== shades.length)) return false;
  if (canvas.width !== size) Object.assign(canvas, { width: size, height: size });
  const tables = count > 0
    ? Array.from(
      { length: count },
      (_, index) => groundTable(palette, palette.ground.classes[index % COLOURS], count, hard),
    )
    : [numbersTable(palette, hard)];
  const picture = new ImageData(size, size);
  const pixels = new Uint32Array(picture.data.buffer);
  for (let index = 0; index < pixels.length; index += 1) {
    pixels[index] = (tables[count > 0 ? winners[index] : 0] ?? tables[0])[shades[index]];
  }
  canvas.getContext("2d").putImageData(picture, 0, 0);
  return true;
}

/** What the map says at a place of the plane: `{ winner, share }` or `{ number }`, or null. */
export function groundAt({ size, classes, levels }, [x1, x2], count, reach, edge) {
  const shades = bytesOf(levels);
  if (!size || shades.length !== size * size) return null;
  const cell = (part) => Math.min(size - 1, Math.max(0, Math.floor(((part + edge) / (2 * edge)) * size)));
  const index = cell(-x2) * size + cell(x1);
  const level = shades[index];
  if (level === 0) return null;
  if (count > 0) return { winner: bytesOf(classes)[index], share: (level - 1) / 254 };
  return { number: ((level - 128) / 127) * reach };
}
