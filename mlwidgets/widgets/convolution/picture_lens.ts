// The magnifier beside the pictures: the window of one pixel of the output in numbers, and its arithmetic. Places count
// from 0 here, and from 1 in words.

import { element } from "../base/dom.ts";
import { shownNumber } from "../base/number_text.ts";
import type { Settings } from "./convolution_terms.ts";
import { arithmeticLines, CHANNELS, pixelText } from "./picture_arithmetic.ts";
import {
  CellPlace,
  PictureShape,
  PixelReading,
  Position,
  readPixel,
  readWindow,
  Task,
  Window,
} from "./picture_window.ts";
import { t } from "../base/language.ts";

const LENS_TEXT = {
  title: (row: number, column: number) => t("Output, row {row}, column {column}: ", { row, column }),
  nothing: t("No pixel to look at yet."),
  channel: t("Channel"),
  heading: t("Input × kernel"),
  inWindow: t("Input under the kernel"),
  inChannel: [
    t("Input under the kernel, red"),
    t("Input under the kernel, green"),
    t("Input under the kernel, blue"),
  ],
  weight: (weight: string) => `× ${weight}`,
  arithmetic: t("Arithmetic of the output pixel"),
  padding: t("Dashed, in [brackets]: padding, outside the picture."),
  flipped: t("The kernel is rotated by 180°: convolution as mathematicians define it."),
  max: (side: number) =>
    t("Max pooling: the pixel is the largest of {side} × {side} results. Choose one to see its window.", { side }),
  average: (side: number) =>
    t("Average pooling: the pixel is the mean of {side} × {side} results. Choose one to see its window.", { side }),
  result: (value: string, largest: boolean) =>
    largest ? t("Result {value}, the largest", { value }) : t("Result {value}", { value }),
  outside: t("pad"),
  screen: (value: number) => t("On the screen: {value} (0 is black, 255 is white)", { value }),
};
const LIGHT = 118; // a grey from here on carries black numbers, a darker one white: at least 4.5 to 1 either way

/** What is under the magnifier: the pixel's reading, and the position whose window is shown. */
export interface Looked {
  read: PixelReading;
  shown: Position;
}

/** Buttons of one choice; `choose` gets the index. */
function channelChoice(choose: (channel: number) => void): { box: HTMLFieldSetElement; inputs: HTMLInputElement[] } {
  const name = `mlw-lens-${Math.random().toString(36).slice(2)}`;
  const box = element("fieldset", "mlw-lens-channels");
  box.append(element("legend", "", {}, LENS_TEXT.channel));
  const inputs = CHANNELS.map((words, index) => {
    const label = element("label", "mlw-lens-channel");
    const input = element("input", "", { type: "radio", name, value: index });
    input.addEventListener("change", () => choose(index));
    label.append(input, element("span", "", {}, words));
    box.append(label);
    return input;
  });
  return { box, inputs };
}

/** The table of the window; it is only built again when the kernel has another size. */
class WindowTable {
  readonly table = element("table", "mlw-lens-table");
  private readonly caption = element("caption", "mlw-visually-hidden");
  private size = "";
  private heads: HTMLElement[] = [];
  private sides: HTMLElement[] = [];
  private cells: { place: HTMLElement; pixel: HTMLElement; weight: HTMLElement }[][] = [];

  show(window: Window, words: string, shape: PictureShape): void {
    const size = `${window.rows.length} ${window.columns.length}`;
    if (size !== this.size) this.build(window.rows.length, window.columns.length);
    this.size = size;
    this.caption.textContent = words;
    const name = (place: number, length: number) => place >= 0 && place < length ? `${place + 1}` : LENS_TEXT.outside;
    window.rows.forEach((row, i) => (this.sides[i].textContent = name(row, shape[0])));
    window.columns.forEach((column, j) => (this.heads[j].textContent = name(column, shape[1])));
    window.cells.forEach((line, i) =>
      line.forEach((cell, j) => {
        const { place, pixel, weight } = this.cells[i][j];
        pixel.textContent = pixelText(cell);
        pixel.style.background = `rgb(${cell.pixel} ${cell.pixel} ${cell.pixel})`;
        pixel.style.color = cell.pixel >= LIGHT ? "#000" : "#fff";
        weight.textContent = LENS_TEXT.weight(shownNumber(cell.weight));
        place.classList.toggle("mlw-lens-padding", cell.padding);
        place.classList.toggle("mlw-lens-negative", cell.weight < 0);
        place.classList.toggle("mlw-lens-positive", cell.weight > 0);
      })
    );
  }

  private build(rows: number, columns: number): void {
    const corner = element("tr");
    this.heads = Array.from({ length: columns }, () => element("th", "", { scope: "col" }));
    corner.append(element("td"), ...this.heads);
    this.sides = Array.from({ length: rows }, () => element("th", "", { scope: "row" }));
    const [head, body] = [element("thead"), element("tbody")];
    this.cells = this.sides.map((side) => {
      const line = element("tr");
      const cells = this.heads.map(() => {
        const place = element("td", "mlw-lens-cell");
        const [pixel, weight] = [element("span", "mlw-lens-pixel"), element("span", "mlw-lens-weight")];
        place.append(pixel, weight);
        return { place, pixel, weight };
      });
      line.append(side, ...cells.map(({ place }) => place));
      body.append(line);
      return cells;
    });
    head.append(corner);
    this.table.replaceChildren(this.caption, head, body);
  }
}

/** The results that a pool takes together, as buttons. */
class PoolChoice {
  readonly box = element("div", "mlw-lens-pool");
  private readonly words = element("p");
  private readonly grid = element("div", "mlw-lens-results");
  private buttons: HTMLButtonElement[] = [];

  constructor(private readonly choose: (place: number) => void) {
    this.box.append(this.words, this.grid);
  }

  show({ pooling, pool_size: side }: Settings, read: PixelReading, place: number): void {
    this.box.hidden = pooling === "none";
    if (pooling === "none") return;
    if (this.buttons.length !== read.places.length) this.build(read.places.length);
    this.words.textContent = LENS_TEXT[pooling](side);
    this.buttons.forEach((button, index) => {
      const largest = pooling === "max" && index === read.best;
      const value = shownNumber(read.places[index].activated);
      button.textContent = value;
      button.setAttribute("aria-label", LENS_TEXT.result(value, largest));
      button.setAttribute("aria-pressed", String(index === place));
      button.classList.toggle("mlw-lens-largest", largest);
    });
  }

  private build(count: number): void {
    this.buttons = Array.from({ length: count }, (_, index) => {
      const button = element("button", "mlw-button mlw-lens-result", { type: "button" });
      button.addEventListener("click", () => this.choose(index));
      return button;
    });
    this.grid.style.gridTemplateColumns = `repeat(${Math.sqrt(count)}, auto)`;
    this.grid.replaceChildren(...this.buttons);
  }
}

export class Lens {
  /** The pixel and its value; the window in numbers; the arithmetic. */
  readonly head = element("div", "mlw-lens-head");
  readonly window = element("div", "mlw-lens-window");
  readonly sums = element("div", "mlw-lens-sums");
  private readonly place = element("span");
  private readonly value = element("strong");
  private readonly scroller = element("div", "mlw-lens-scroller", { tabindex: 0, role: "group" });
  private readonly padding = element("p", "mlw-lens-note", {}, LENS_TEXT.padding);
  private readonly flipped = element("p", "mlw-lens-note", {}, LENS_TEXT.flipped);
  private readonly lines: HTMLElement;
  private readonly table = new WindowTable();
  private readonly channels;
  private readonly pool: PoolChoice;
  private channel = 0;
  private chosen: number | null = null; // the result of the pool whose window is shown, if the learner chose one
  private seen = ""; // for which pixel

  /** @param changed called when the learner chooses another channel or another result of a pool. */
  constructor(changed: () => void) {
    const title = element("p", "mlw-lens-title");
    title.append(this.place, this.value);
    this.channels = channelChoice((channel) => {
      this.channel = channel;
      changed();
    });
    this.pool = new PoolChoice((place) => {
      this.chosen = place;
      changed();
    });
    this.scroller.append(this.table.table);
    this.window.append(element("h3", "mlw-lens-heading", {}, LENS_TEXT.heading), this.scroller);
    this.lines = element("div", "mlw-lens-lines", { tabindex: 0, role: "group", "aria-label": LENS_TEXT.arithmetic });
    this.head.append(title, this.channels.box);
    this.sums.append(this.pool.box, this.lines, this.flipped, this.padding);
  }

  /** Show a pixel. `numbers` are the engine's, one for each channel of the output, or null; `shades` the screen's. */
  show(task: Task | null, cell: CellPlace, numbers: number[] | null, shades: ArrayLike<number>): Looked | null {
    this.window.hidden = this.sums.hidden = this.channels.box.hidden = !task;
    if (!task) {
      this.place.textContent = LENS_TEXT.nothing;
      this.value.textContent = "";
      return null;
    }
    const { settings, shape } = task;
    this.channel = Math.min(this.channel, shape[2] - 1);
    const output = settings.channels === "sum" ? 0 : this.channel;
    const read = readPixel(task, cell, output);
    if (this.seen !== `${cell} ${output}` || (this.chosen ?? 0) >= read.places.length) this.chosen = null;
    this.seen = `${cell} ${output}`;
    const shown = this.chosen ?? read.best;
    const window = readWindow(task, read.places[shown].y, read.places[shown].x, this.channel);

    this.place.textContent = LENS_TEXT.title(cell[0] + 1, cell[1] + 1);
    this.value.textContent = shownNumber(numbers?.[output] ?? read.value);
    this.channels.box.hidden = shape[2] === 1;
    this.channels.inputs.forEach((input, index) => (input.checked = index === this.channel));
    const words = shape[2] > 1 ? LENS_TEXT.inChannel[this.channel] : LENS_TEXT.inWindow;
    this.scroller.setAttribute("aria-label", words);
    this.table.show(window, words, shape);
    // Invisible, not away: the page must not move while somebody points along the edge.
    this.padding.classList.toggle("mlw-lens-away", !window.cells.flat().some((one) => one.padding));
    this.flipped.hidden = !settings.flip;
    this.pool.show(settings, read, shown);
    const texts = arithmeticLines(task, read, { place: shown, channel: this.channel, cells: window.cells });
    texts.push(LENS_TEXT.screen(shades[output]));
    while (this.lines.children.length > texts.length) this.lines.lastChild?.remove();
    while (this.lines.children.length < texts.length) this.lines.append(element("p"));
    texts.forEach((text, index) => (this.lines.children[index].textContent = text));
    return { read, shown: read.places[shown] };
  }
}
