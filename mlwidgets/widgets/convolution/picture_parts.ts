// What a picture board consists of, and all of its texts.

import { element } from "../base/dom.ts";
import { saveFile } from "../base/download.ts";
import { shownNumber } from "../base/number_text.ts";
import { Stage } from "./picture_stage.ts";
import type { CellPlace, PictureShape } from "./picture_window.ts";
import { t } from "../base/language.ts";

export const TEXT = {
  input: t("Input"),
  output: t("Output"),
  size: ([height, width, channels]: PictureShape) => {
    const sides = { height, width };
    const size = height === width ? `${height} × ${width}` : t("{height} × {width} (rows × columns)", sides);
    return channels === 3 ? `${size}, RGB` : size;
  },
  range: ([low, high]: readonly number[]) =>
    t("values from {low} to {high}", { low: shownNumber(low), high: shownNumber(high) }),
  noInput: t("No picture yet."),
  noResult: t("No filtered picture yet."),
  reader: t("Point at a pixel of the output"),
  help: t("Arrows move by one pixel, with Shift by ten; Home and End go to the ends of the row."),
  free: t("Point, drag or use the arrow keys. A click holds the pixel."),
  held: t("Held at this pixel. Click again to release it."),
  view: t("Show the output as"),
  views: {
    clip: [t("Clipped to 0–255"), t("Below 0 is black, above 255 is white.")],
    absolute: [t("Absolute value"), t("The sign is dropped: 0 is black, 255 and above is white.")],
    centred: [t("Signed (0 = grey)"), t("0 is grey, negative values are darker, positive ones brighter.")],
    stretch: [
      t("Full contrast"),
      t("The smallest value is black, the largest white; if all are equal, all are grey."),
    ],
  },
  undo: t("Undo"),
  redo: t("Redo"),
  edit: {
    mouse: t("Click a number of the kernel to change it."),
    finger: t("Tap a number of the kernel twice to change it."),
  },
  save: t("Save the result"),
  saveHelp: t("Download the output picture as a PNG file"),
  file: t("filtered.png"),
  spoken: ([row, column]: CellPlace, values: string) =>
    t("row {row}, column {column}: {values}", { row: row + 1, column: column + 1, values }),
  inputAlt: t("The input picture"),
  resultAlt: t("The filtered picture"),
};
export type ViewName = keyof typeof TEXT.views;

/** A picture with its caption, and what stands in its place while there is none. */
export class PictureFigure {
  readonly figure = element("figure", "mlw-pictures-figure");
  readonly room = element("div", "mlw-pictures-room");
  readonly foot = element("div", "mlw-pictures-foot");
  readonly notes = element("div");
  readonly empty = element("p", "mlw-pictures-empty");
  readonly caption = element("span");
  readonly stage: Stage;

  constructor(words: string, className: string) {
    this.stage = new Stage(className);
    const caption = element("figcaption");
    caption.append(element("strong", "", {}, words), " ", this.caption);
    this.room.append(this.stage.root, this.empty);
    this.notes.append(caption);
    this.foot.append(this.notes);
    this.figure.append(this.room, this.foot);
  }

  /** Paint a picture if all of it is there, else say `words`. */
  paint(bytes: Uint8Array, shape: PictureShape, words: string): boolean {
    const there = isWhole(bytes, shape);
    this.stage.root.hidden = !there;
    this.empty.textContent = there ? "" : words;
    this.caption.textContent = there ? TEXT.size(shape) : "";
    if (there) this.stage.paint(bytes, shape);
    return there;
  }
}

export const isWhole = (bytes: Uint8Array, shape: PictureShape): boolean =>
  bytes.length > 0 && bytes.length === shape[0] * shape[1] * shape[2];

/** Everything that a picture board consists of, made once. */
export function buildPictures(el: HTMLElement) {
  const id = `mlw-pictures-${Math.random().toString(36).slice(2)}`;
  const button = (text: string) => element("button", "mlw-button", { type: "button" }, text);
  const parts = {
    // Without the attribute JupyterLab would take the arrow keys for itself.
    root: element("div", "mlw mlw-pictures", { "data-lm-suppress-shortcuts": "true", "data-painted": 0 }),
    side: element("div", "mlw-pictures-side"),
    pair: element("div", "mlw-pictures-pair"),
    message: element("p", "mlw-pictures-message", { "aria-live": "polite" }),
    input: new PictureFigure(TEXT.input, "mlw-pictures-input"),
    output: new PictureFigure(TEXT.output, "mlw-pictures-output"),
    hint: element("p", "mlw-pictures-hint"),
    size: element("p", "mlw-pictures-hint"),
    spoken: element("p", "mlw-visually-hidden mlw-pictures-spoken", { "aria-live": "polite" }),
    view: element("select", "mlw-pictures-select", { id: `${id}-view`, "aria-describedby": `${id}-view-help` }),
    viewHelp: element("p", "mlw-pictures-help", { id: `${id}-view-help` }),
    save: element("button", "mlw-button", { type: "button", title: TEXT.saveHelp }, TEXT.save),
    undo: button(TEXT.undo),
    redo: button(TEXT.redo),
  };
  const { root, side, output, input } = parts;
  // An application, so that a screen reader lets the arrow keys through; the canvas in it is the picture.
  const reader = { tabindex: 0, role: "application", "aria-label": TEXT.reader, "aria-describedby": `${id}-help` };
  for (const [name, value] of Object.entries(reader)) output.stage.root.setAttribute(name, String(value));
  output.notes.append(parts.size, parts.hint);
  output.foot.append(parts.save);
  output.figure.append(element("p", "mlw-visually-hidden", { id: `${id}-help` }, TEXT.help), parts.spoken);
  for (const [name, [words]] of Object.entries(TEXT.views)) {
    parts.view.append(element("option", "", { value: name }, words));
  }
  const bar = element("div", "mlw-pictures-bar");
  const history = element("div", "mlw-pictures-history");
  history.append(parts.undo, parts.redo);
  const label = element("label", "mlw-pictures-label", { for: `${id}-view` }, TEXT.view);
  bar.append(label, parts.view, parts.viewHelp, history);
  const desk = element("div", "mlw-pictures-desk");
  desk.append(side, input.figure, output.figure);
  root.append(bar, desk);
  el.append(root);
  return parts;
}

/** Let the browser download a canvas. */
export function download(canvas: HTMLCanvasElement, name: string): void {
  canvas.toBlob((blob) => blob && saveFile(name, blob, "image/png"), "image/png");
}
