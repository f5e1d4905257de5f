// A part: a picture on the screen: its pixels, one canvas pixel each, under a layer of lines that is as sharp as the screen.

import { element } from "../base/dom.ts";

const MARGIN = 6; // room around a picture for lines at its rim
const LINES = [
  ["#000", 3.5],
  ["#fff", 1.5],
]; // white on black, so that they are seen on every picture
const SMALLEST_BOX = 11; // a window of a few pixels of a photograph would be too small to see

/** Bytes with one or three channels as an image. */
function toImage(bytes, [height, width, channels]) {
  const image = new ImageData(width, height);
  // One number for each pixel: four times as quick as one for each byte. All browsers run on little-endian machines.
  const words = new Uint32Array(image.data.buffer);
  const opaque = 0xff000000;
  if (channels === 1) {
    for (let index = 0; index < words.length; index += 1) words[index] = opaque | (bytes[index] * 0x010101);
  } else {
    for (let index = 0, byte = 0; index < words.length; index += 1, byte += 3) {
      words[index] = opaque | (bytes[byte + 2] << 16) | (bytes[byte + 1] << 8) | bytes[byte];
    }
  }
  return image;
}

export function makeStage(className) {
  const stage = element("div", `mlw-pictures-stage ${className}`);
  const canvas = element("canvas", "mlw-pictures-canvas", { role: "img" });
  const layer = element("canvas", "mlw-pictures-layer", { "aria-hidden": "true" });
  stage.append(canvas, layer);
  let scale = 0; // CSS pixels for one pixel of the picture

  return {
    stage,
    canvas,
    paint(bytes, shape) {
      [canvas.height, canvas.width] = shape;
      canvas.getContext("2d").putImageData(toImage(bytes, shape), 0, 0);
    },
    /** Give every pixel of the picture `newScale` CSS pixels. */
    resize(newScale) {
      scale = newScale;
      stage.style.width = `${canvas.width * scale}px`;
      stage.style.height = `${canvas.height * scale}px`;
      canvas.classList.toggle("mlw-pictures-magnified", scale * window.devicePixelRatio >= 2);
    },
    /** Draw lines: `draw(line)` calls `line.box`, `line.cross` with places in pixels of the picture. */
    mark(draw) {
      const [width, height] = [canvas.width * scale + 2 * MARGIN, canvas.height * scale + 2 * MARGIN];
      const ratio = window.devicePixelRatio;
      layer.width = Math.round(width * ratio);
      layer.height = Math.round(height * ratio);
      layer.style.width = `${width}px`;
      layer.style.height = `${height}px`;
      const context = layer.getContext("2d");
      context.setTransform(ratio, 0, 0, ratio, MARGIN * ratio, MARGIN * ratio);
      const twice = (path, dash) => {
        context.setLineDash(dash);
        for (const [colour, thickness] of LINES) {
          context.strokeStyle = colour;
          context.lineWidth = thickness;
          context.stroke(path);
        }
      };
      const edges = ({ top, left, height: rows, width: columns }) => {
        const [w, h] = [columns, rows].map((count) => Math.max(count * scale, SMALLEST_BOX));
        return [(left + columns / 2) * scale - w / 2, (top + rows / 2) * scale - h / 2, w, h];
      };
      draw({
        box(place, dash = []) {
          const path = new Path2D();
          path.rect(...edges(place));
          twice(path, dash);
        },
        /** Lines from the rim to a box around one pixel. */
        cross([row, column]) {
          const [x, y, w, h] = edges({ top: row, left: column, height: 1, width: 1 });
          const path = new Path2D();
          path.rect(x, y, w, h);
          for (
            const [fromX, fromY, toX, toY] of [
              [0, y + h / 2, x, y + h / 2],
              [x + w, y + h / 2, canvas.width * scale, y + h / 2],
              [x + w / 2, 0, x + w / 2, y],
              [x + w / 2, y + h, x + w / 2, canvas.height * scale],
            ]
          ) {
            if (toX < fromX || toY < fromY) continue;
            path.moveTo(fromX, fromY);
            path.lineTo(toX, toY);
          }
          twice(path, []);
        },
      });
    },
    /** The pixel under a pointer, or the nearest one. */
    cellAt({ clientX, clientY }) {
      const box = canvas.getBoundingClientRect();
      const along = (from, size, count) => Math.min(Math.max(Math.floor((from / size) * count), 0), count - 1);
      return [
        along(clientY - box.top, box.height, canvas.height),
        along(clientX - box.left, box.width, canvas.width),
      ];
    },
  };
}
