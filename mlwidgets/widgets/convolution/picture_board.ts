// The kernel, the input and the filtered picture side by side, and a pixel of the output under the magnifier. Python
// sends the pixels; which of them a pixel of the output is made of is found here, so that it follows the pointer at once.

import { isCoarse } from "../base/dom.ts";
import type { CleanUp, Model, View } from "../base/model.ts";
import { shownNumber } from "../base/number_text.ts";
import { makeSender } from "../base/sender.ts";
import { bytesOf } from "../base/shades.ts";
import { inNextFrame } from "../base/watching.ts";
import { count, Grid, PackedGrid, readGrid, Settings } from "./convolution_terms.ts";
import { HistoryTraits, listenForHistory, Step } from "./history_keys.ts";
import { KernelSlices } from "./kernel_slices.ts";
import { SPOKEN_CHANNELS } from "./picture_arithmetic.ts";
import { Lens } from "./picture_lens.ts";
import { buildPictures, download, isWhole, TEXT, ViewName } from "./picture_parts.ts";
import { CellPlace, PictureShape, pixelMove, readPixel, seenBy, Task } from "./picture_window.ts";

export interface Traits extends HistoryTraits {
  grids: { kernel?: PackedGrid };
  minimum: number;
  maximum: number;
  error: string;
  pixels: DataView;
  shape: PictureShape;
  result: DataView;
  result_shape: PictureShape;
  settings: Settings;
  view: ViewName;
  result_range: [number, number];
  size_text: string;
  alt_input: string;
  alt_result: string;
  cell: number[];
  cell_value: { cell: number[]; values: (number | null)[] };
  update_interval: number;
}
const EVEN_FROM = 6; // screen pixels for one pixel of the picture, from which on all of them get the same number
const BESIDES = 160 + 36 + 96; // pixels of the window for what stands above a picture in any lab, for bar and captions
const LARGE_KERNEL = 5; // columns, from which on its window does not fit beside it
const LOWEST = 260; // pixels that a picture gets, however low the window is
const NO_SHAPE: PictureShape = [0, 0, 1];

/** A kernel as nested lists, [row][column][channel]. */
const nested = ({ rows, columns, channels, at }: Grid): number[][][] =>
  count(rows).map((i) => count(columns).map((j) => count(channels).map((channel) => at(i, j, channel))));

type Work = "input" | "result" | "marks" | "layout";

class PictureBoard {
  private readonly parts;
  private readonly lens = new Lens(() => this.soon("marks"));
  private readonly kernel: KernelSlices;
  private readonly sender: { request(): void; stop(): void };
  private readonly observer: ResizeObserver;
  private readonly frame = inNextFrame(() => this.draw());
  private readonly due = new Set<Work>(["input", "result", "marks"]); // what the next frame has to do
  private painted = 0;
  private held = false;
  private pointing = false; // with mouse, finger or keys
  private pressed: number | null = null; // the pointer that is down
  private dragged = false;
  private complaint = "";
  private height = Infinity; // the most that a picture may have
  private readonly measure = () => {
    this.height = Math.max(LOWEST, window.innerHeight - BESIDES);
    this.kernel.resize(this.parts.pair.clientWidth);
    this.soon("layout");
  };

  constructor(private readonly model: Model<Traits>, el: HTMLElement) {
    this.parts = buildPictures(el);
    const { root, side, pair, message, undo, redo, view, save, output } = this.parts;
    const edit = (kind: string, row: number, column: number, channel: number, rest: Record<string, unknown>) =>
      model.send({ kind, grid: "kernel", row, column, channel, ...rest });
    this.kernel = new KernelSlices({
      edit: (row, column, channel, value) => edit("edit", row, column, channel, { value }),
      fill: (row, column, channel, values) => edit("fill", row, column, channel, { values }),
      complain: (sentence) => {
        this.complaint = sentence;
        this.showMessage();
      },
    });
    pair.append(this.kernel.root, this.lens.window);
    side.append(this.lens.head, pair, message, this.lens.sums);
    this.sender = makeSender(() => model.save_changes(), () => model.get("update_interval"));
    const history: Model<HistoryTraits> = model as unknown as Model<HistoryTraits>;
    listenForHistory(history, root, { undo, redo }, (kind: Step) => model.send({ kind }));
    this.listen();
    view.addEventListener("change", () => {
      model.set("view", view.value as ViewName);
      model.save_changes();
    });
    save.addEventListener("click", () => download(output.stage.canvas, TEXT.file));
    this.observer = new ResizeObserver(() => this.measure());
    window.addEventListener("resize", this.measure);
    this.observer.observe(root);
    this.observer.observe(output.figure);
    this.showWords();
    this.showHint();
    this.showMessage();
    this.showKernel();
    this.draw();
  }

  close(): void {
    this.observer.disconnect();
    window.removeEventListener("resize", this.measure);
    this.frame.stop();
    this.sender.stop();
    this.kernel.close();
  }

  /** One message from Python changes several traits, each with an event of its own: they are drawn in one frame. */
  soon(what: Work): void {
    this.due.add(what);
    this.frame.soon();
  }

  // What has come from Python

  private get inputShape(): PictureShape {
    const shape = this.model.get("shape");
    return shape.length === 3 ? shape : NO_SHAPE;
  }

  private get resultShape(): PictureShape {
    const shape = this.model.get("result_shape");
    return shape.length === 3 ? shape : NO_SHAPE;
  }

  private get hasResult(): boolean {
    return isWhole(bytesOf(this.model.get("result")), this.resultShape);
  }

  /** All that the arithmetic needs, or null. */
  private task(): Task | null {
    const kernel = this.model.get("grids").kernel;
    const pixels = bytesOf(this.model.get("pixels"));
    if (!kernel || !isWhole(pixels, this.inputShape) || !this.hasResult) return null;
    return { pixels, shape: this.inputShape, kernel: nested(readGrid(kernel)), settings: this.model.get("settings") };
  }

  private cell(): [number, number] {
    const [height, width] = this.resultShape;
    const chosen = this.model.get("cell");
    const [row, column] = chosen.length === 2 ? chosen : [height >> 1, width >> 1];
    return [Math.min(row, height - 1), Math.min(column, width - 1)];
  }

  /** The engine's numbers for the pixel, if they have come. */
  private engineNumbers(at: CellPlace): number[] | null {
    const { cell, values } = this.model.get("cell_value");
    return `${cell}` === `${at}` && !values.includes(null) ? (values as number[]) : null;
  }

  // What is shown

  private draw(): void {
    const { input, output, save, root } = this.parts;
    const { due } = this;
    if (due.has("input")) input.paint(bytesOf(this.model.get("pixels")), this.inputShape, TEXT.noInput);
    if (due.has("result")) {
      const there = output.paint(bytesOf(this.model.get("result")), this.resultShape, TEXT.noResult);
      save.disabled = !there;
      this.showHint();
      if (there) {
        output.caption.textContent += `, ${TEXT.range(this.model.get("result_range"))}`;
        this.painted += 1;
      }
    }
    if (due.has("input") || due.has("result") || due.has("layout")) this.layout();
    due.clear();
    this.mark();
    root.dataset.painted = String(this.painted);
  }

  private layout(): void {
    const { input, output } = this.parts;
    const room = output.figure.clientWidth;
    const [a, b] = [this.inputShape, this.resultShape];
    const [rows, columns] = [0, 1].map((axis) => Math.max(a[axis], b[axis]));
    if (room === 0 || rows === 0) return;
    const ratio = window.devicePixelRatio;
    let scale = Math.min(room / Math.max(rows, columns), this.height / rows);
    if (scale * ratio >= EVEN_FROM) scale = Math.floor(scale * ratio) / ratio;
    const beside = input.figure.offsetTop === output.figure.offsetTop; // then the captions stand in line
    for (const [one, [height]] of [[input, a], [output, b]] as const) {
      one.stage.resize(scale);
      one.room.style.height = `${(beside || height === 0 ? rows : height) * scale}px`;
    }
  }

  /** Show what the pixel is made of; the lines on the pictures are there only while somebody points. */
  private mark(): void {
    const { input, output } = this.parts;
    const now = this.task();
    const at = this.cell();
    const [, width, channels] = this.resultShape;
    const first = (at[0] * width + at[1]) * channels;
    const shades = bytesOf(this.model.get("result")).subarray(first, first + channels);
    const looked = this.lens.show(now, at, now && this.engineNumbers(at), shades);
    const marking = now !== null && (this.pointing || this.held);
    output.stage.mark((pen) => {
      if (marking) pen.reticle(at);
    });
    input.stage.mark((pen) => {
      if (!marking || !looked) return;
      const { places } = looked.read;
      if (places.length > 1) pen.box(seenBy(now, places), [5, 4]);
      pen.box(seenBy(now, [looked.shown]));
    });
  }

  showKernel(): void {
    const { kernel } = this.model.get("grids");
    if (!kernel) return;
    const { shape: [, columns, slices] } = kernel;
    this.parts.side.classList.toggle("mlw-pictures-large", columns * slices > LARGE_KERNEL);
    this.kernel.show(readGrid(kernel), { low: this.model.get("minimum"), high: this.model.get("maximum") });
    this.soon("marks");
  }

  showWords(): void {
    const { input, output, view, viewHelp, size } = this.parts;
    input.stage.canvas.setAttribute("aria-label", this.model.get("alt_input") || TEXT.inputAlt);
    output.stage.canvas.setAttribute("aria-label", this.model.get("alt_result") || TEXT.resultAlt);
    view.value = this.model.get("view");
    viewHelp.textContent = TEXT.views[this.model.get("view")][1];
    size.textContent = this.model.get("size_text");
  }

  private showHint(): void {
    const { hint, output } = this.parts;
    hint.textContent = !this.hasResult ? "" : this.held ? TEXT.held : TEXT.free;
    output.stage.root.classList.toggle("mlw-pictures-held", this.held);
  }

  showMessage(): void {
    const { message } = this.parts;
    const fault = this.complaint || this.model.get("error");
    const text = fault || TEXT.edit[isCoarse() ? "finger" : "mouse"];
    if (message.textContent !== text) message.textContent = text;
    message.classList.toggle("mlw-pictures-fault", fault !== "");
  }

  // Pointing

  private listen(): void {
    const { root: stage } = this.parts.output.stage;
    stage.addEventListener("pointerdown", (event) => {
      if (this.pressed !== null || event.button !== 0) return;
      this.pressed = event.pointerId;
      this.dragged = false;
      stage.setPointerCapture(event.pointerId);
      this.pointAt(event);
    });
    stage.addEventListener("pointermove", (event) => {
      const other = event.pointerId !== this.pressed;
      if (this.pressed === null ? this.held || event.pointerType === "touch" : other) return;
      const before = `${this.cell()}`;
      this.pointAt(event);
      this.dragged ||= before !== `${this.cell()}`;
    });
    stage.addEventListener("pointerleave", () => this.setPointing(stage.matches(":focus-visible")));
    stage.addEventListener("focus", () => this.setPointing(true));
    stage.addEventListener("blur", () => this.setPointing(false));
    const lift = (event: PointerEvent) => {
      if (event.pointerId !== this.pressed) return;
      this.pressed = null;
      if (event.type !== "pointerup" || event.pointerType === "touch") return; // a finger does not hover
      this.held = this.dragged || !this.held;
      this.showHint();
    };
    for (const name of ["pointerup", "pointercancel", "lostpointercapture"] as const) {
      stage.addEventListener(name, lift);
    }
    stage.addEventListener("keydown", (event) => {
      if (event.altKey || event.metaKey || !this.hasResult) return;
      const target = pixelMove(this.resultShape, this.cell(), event);
      if (!target) return;
      event.preventDefault(); // the page would scroll
      this.setPointing(true);
      this.move(target);
      this.speak();
    });
  }

  private pointAt(event: PointerEvent): void {
    this.setPointing(true);
    this.move(this.parts.output.stage.cellAt(event));
  }

  private setPointing(pointing: boolean): void {
    if (this.pointing === pointing) return;
    this.pointing = pointing;
    this.soon("marks");
  }

  private move(to: [number, number]): void {
    if (!this.hasResult || `${to}` === `${this.model.get("cell")}`) return;
    this.model.set("cell", to);
    this.sender.request();
  }

  private speak(): void {
    const now = this.task();
    if (!now) return;
    const at = this.cell();
    const values = count(this.resultShape[2]).map((channel) => shownNumber(readPixel(now, at, channel).value));
    const named = values.map((value, channel) => values.length > 1 ? SPOKEN_CHANNELS[channel](value) : value);
    this.parts.spoken.textContent = TEXT.spoken(at, named.join(", "));
  }
}

function render({ model, el }: View<Traits>): CleanUp {
  const board = new PictureBoard(model, el);
  for (const name of ["alt_input", "alt_result", "view", "size_text"] as const) {
    model.on(`change:${name}`, () => board.showWords());
  }
  for (const name of ["pixels", "shape"] as const) model.on(`change:${name}`, () => board.soon("input"));
  for (const name of ["result", "result_shape", "result_range"] as const) {
    model.on(`change:${name}`, () => board.soon("result"));
  }
  for (const name of ["settings", "cell", "cell_value"] as const) model.on(`change:${name}`, () => board.soon("marks"));
  for (const name of ["grids", "minimum", "maximum"] as const) model.on(`change:${name}`, () => board.showKernel());
  model.on("change:error", () => board.showMessage());
  return () => board.close();
}

export default { render };
