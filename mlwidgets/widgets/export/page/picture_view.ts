// A pad to draw on, or a picture from a file, for a network that takes pictures.

import { element } from "../../base/dom.ts";
import { SIDE, Sketch } from "../../predict/pad_sketch.ts";
import { renderPad } from "../../predict/pad_view.ts";
import type { Given, GivenView } from "./given.ts";
import { type PictureInputs, prepareDrawing, preparePlanes } from "./inputs.ts";
import { t } from "../../base/language.ts";

const TEXT = {
  title: t("Draw"),
  pad: t("Drawing pad"),
  file: t("Use a picture file"),
  sees: t("What the network sees"),
  seesAlt: (height: number, width: number) =>
    t("The same, as the {height} × {width} pixels that the network is given", { height, width }),
  missing: t("Draw something, or use a picture file."),
  words: t("drawing"),
  unreadable: t("This file is not a picture that the browser can read. Choose a PNG, JPEG or WebP file."),
};
const LARGEST = 512; // pixels of a picture file's longer side
const BRIGHT = 127;

/** The grey levels of a file on the pad's square, ink bright on dark; a picture with a bright edge is reversed. */
function padLevels(picture: ImageBitmap): Uint8Array {
  const canvas = element("canvas", "", { width: SIDE, height: SIDE });
  const context = canvas.getContext("2d")!;
  const scale = SIDE / Math.max(picture.width, picture.height);
  const [width, height] = [picture.width * scale, picture.height * scale];
  const levelsOf = (ground: string) => {
    context.fillStyle = ground;
    context.fillRect(0, 0, SIDE, SIDE);
    context.drawImage(picture, (SIDE - width) / 2, (SIDE - height) / 2, width, height);
    const { data } = context.getImageData(0, 0, SIDE, SIDE);
    return Uint8Array.from(
      { length: SIDE * SIDE },
      (_, at) => (data[4 * at] + data[4 * at + 1] + data[4 * at + 2]) / 3,
    );
  };
  const levels = levelsOf("#fff");
  let [edge, count] = [0, 0];
  const [left, top] = [Math.ceil((SIDE - width) / 2), Math.ceil((SIDE - height) / 2)];
  for (let x = left; x < SIDE - left; x += 1) {
    edge += levels[top * SIDE + x] + levels[(SIDE - 1 - top) * SIDE + x];
    count += 2;
  }
  return edge / count > BRIGHT ? levels.map((level) => 255 - level) : levelsOf("#000");
}

/** The planes of a file's colours, or of its grey, at most `LARGEST` pixels wide and high. */
function planesOf(picture: ImageBitmap, channels: number): { planes: Uint8Array[]; height: number; width: number } {
  const scale = Math.min(1, LARGEST / Math.max(picture.width, picture.height));
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const context = element("canvas", "", { width, height }).getContext("2d")!;
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  context.drawImage(picture, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  const plane = (level: (at: number) => number) =>
    Uint8Array.from({ length: width * height }, (_, at) => level(4 * at));
  if (channels === 3) return { planes: [0, 1, 2].map((channel) => plane((at) => data[at + channel])), height, width };
  const grey = plane((at) => Math.round(0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2]));
  return { planes: [grey], height, width };
}

/** Paint an input of the network as a picture. */
function paintInput(canvas: HTMLCanvasElement, { steps }: PictureInputs, x: Float32Array): void {
  const { height, width, channels, divisor } = steps;
  Object.assign(canvas, { width, height });
  const picture = new ImageData(width, height);
  for (let at = 0; at < height * width; at += 1) {
    for (let channel = 0; channel < 3; channel += 1) {
      picture.data[4 * at + channel] = x[at * channels + Math.min(channel, channels - 1)] * divisor;
    }
    picture.data[4 * at + 3] = 255;
  }
  canvas.getContext("2d")!.putImageData(picture, 0, 0);
}

export class PictureView implements GivenView {
  readonly root = element("div", "mlw-page-give mlw-page-picture");
  readonly title = TEXT.title;
  readonly missing = TEXT.missing;
  readonly settled = true;
  readonly sketch: Sketch;
  private file: Float32Array | null = null; // of a picture that was not drawn
  private readonly seen;
  private readonly fault = element("p", "mlw-page-fault", { role: "alert" });

  constructor(private readonly inputs: PictureInputs, changed: () => void) {
    const { height, width } = inputs.steps;
    const show = () => {
      this.showSeen();
      changed();
    };
    this.sketch = new Sketch(show, () => 60);
    this.sketch.onStroke = () => {
      this.file = null;
      this.fault.textContent = "";
    };
    renderPad(this.sketch, this.root).name(TEXT.pad);
    this.seen = element("canvas", "mlw-page-seen", { role: "img", "aria-label": TEXT.seesAlt(height, width) });
    const input = element("input", "mlw-visually-hidden", { type: "file", accept: "image/*" });
    const label = element("label", "mlw-button mlw-page-file", {}, TEXT.file);
    label.prepend(input);
    input.addEventListener("change", async () => {
      const [file] = input.files ?? [];
      input.value = "";
      if (file) await this.take(file);
      show();
    });
    const row = element("div", "mlw-page-seen-row");
    const figure = element("figure", "mlw-page-figure");
    figure.append(this.seen, element("figcaption", "", {}, `${TEXT.sees}: ${height} × ${width}`));
    row.append(figure, label);
    this.root.append(row, this.fault);
    this.showSeen();
  }

  get given(): Given | null {
    const x = this.x;
    if (!x) return null;
    const picture = element("canvas", "mlw-page-thumb", { "aria-hidden": "true" });
    paintInput(picture, this.inputs, x);
    return { x, words: TEXT.words, picture };
  }

  learned(): void {}
  listed(): void {}

  private get x(): Float32Array | null {
    if (this.file) return this.file;
    return this.sketch.isBlank ? null : prepareDrawing(this.inputs.steps, this.sketch.bytes, SIDE);
  }

  private showSeen(): void {
    const { height, width, channels } = this.inputs.steps;
    paintInput(this.seen, this.inputs, this.x ?? new Float32Array(height * width * channels));
  }

  private async take(file: File): Promise<void> {
    this.fault.textContent = "";
    let picture: ImageBitmap;
    try {
      picture = await createImageBitmap(file);
    } catch {
      this.fault.textContent = TEXT.unreadable;
      return;
    }
    const { steps } = this.inputs;
    this.sketch.show(padLevels(picture));
    if (steps.drawing === "plain") {
      const { planes, height, width } = planesOf(picture, steps.channels);
      this.file = preparePlanes(steps, planes, height, width);
    }
    picture.close();
  }
}
