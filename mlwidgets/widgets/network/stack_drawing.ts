// The shape of a layer's output as a block. Pictures are as high and wide as they are, to one scale for the
// whole stack, and as deep as they have channels; a row of numbers is a bar. Channels and lengths go by their square
// root, because 3,136 numbers beside 10 would leave nothing to see of the 10.

export type Shape = number[];

/** What all blocks of a stack are measured by. */
export interface DrawingScale {
  side: number;
  channels: number;
  length: number;
}

const SVG = "http://www.w3.org/2000/svg";
const DRAWING = { side: 54, depth: 30, bar: 68, width: 112, height: 76, thinnest: 3, channels: 16 };

export function svgElement<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, string | number> = {},
): SVGElementTagNameMap[Tag] {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  return node;
}

/** What all blocks of a stack are measured by: the largest side, number of channels and length; one channel is thin. */
export function drawingScale(shapes: (Shape | null)[]): DrawingScale {
  const scale = { side: 1, channels: DRAWING.channels, length: 1 };
  for (const shape of shapes) {
    if (!shape) continue;
    if (shape.length === 1) scale.length = Math.max(scale.length, shape[0]);
    else scale.side = Math.max(scale.side, shape[0], shape[1]);
    if (shape.length === 3) scale.channels = Math.max(scale.channels, shape[2]);
  }
  return scale;
}

/** Draw a shape into an svg; without one, a dashed box with a question mark. */
export function drawShape(svg: SVGSVGElement, shape: Shape | null, scale: DrawingScale): void {
  const { width, height, thinnest } = DRAWING;
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  if (!shape) {
    const frame = { x: width / 2 - 20, y: height / 2 - 20, width: 40, height: 40, rx: 4 };
    const mark = svgElement("text", { class: "mlw-block-mark", x: width / 2, y: height / 2 + 6 });
    mark.textContent = "?";
    svg.replaceChildren(svgElement("rect", { class: "mlw-block-none", ...frame }), mark);
    return;
  }
  const root = (number: number, largest: number, size: number) =>
    Math.max(thinnest, Math.sqrt(number / largest) * size);
  const linear = (number: number) => Math.max(thinnest, (number / scale.side) * DRAWING.side);
  if (shape.length === 1) {
    const long = root(shape[0], scale.length, DRAWING.bar);
    svg.replaceChildren(...box((width - 10) / 2, (height - long) / 2, 10, long, 4));
    return;
  }
  const [high, wide] = [linear(shape[0]), linear(shape[1])];
  const deep = shape.length === 3 ? root(shape[2], scale.channels, DRAWING.depth) : 1;
  const [across, up] = [deep * 0.8, deep * 0.5];
  svg.replaceChildren(...box((width - wide - across) / 2, (height - high + up) / 2, wide, high, deep));
}

/** A box seen from the front: its face, its top and its side. */
function box(x: number, y: number, wide: number, high: number, deep: number): SVGElement[] {
  const [across, up] = [deep * 0.8, deep * 0.5];
  const points = (...list: [number, number][]) => list.map(([a, b]) => `${a.toFixed(1)},${b.toFixed(1)}`).join(" ");
  const [right, bottom] = [x + wide, y + high];
  return [
    svgElement("polygon", {
      class: "mlw-block-top",
      points: points([x, y], [x + across, y - up], [right + across, y - up], [right, y]),
    }),
    svgElement("polygon", {
      class: "mlw-block-side",
      points: points([right, y], [right + across, y - up], [right + across, bottom - up], [right, bottom]),
    }),
    svgElement("rect", { class: "mlw-block-face", x: x.toFixed(1), y: y.toFixed(1), width: wide, height: high }),
  ];
}
