// One picture, and the numbers that stand behind it: the pixel under the pointer or the keys, and those around it.

import { element } from "../base/dom.ts";
import type { CleanUp, CustomMessage, View } from "../base/model.ts";
import { bytesOf } from "../base/shades.ts";
import { around, moved, paintPicture, placeAt, type Shape } from "./picture_pixels.ts";
import { grouped, t } from "../base/language.ts";

export interface Traits {
  picture: { shape: Shape; pixels?: DataView; title: string; label?: string };
}

const TEXT = {
  name: (title: string) => t("{title} as a grid of pixels", { title }),
  reading: (row: number, column: number, value: string) =>
    t("Row {row}, column {column}: {value}", { row, column, value }),
  grey: (value: number) => `${value}`,
  rgb: (values: number[]) =>
    t("red {red}, green {green}, blue {blue}", { red: values[0], green: values[1], blue: values[2] }),
  scale: t("0 is black, 255 is white. A network is given these numbers divided by 255."),
  scaleRgb: t("0 is none of a colour, 255 all of it. A network is given these numbers divided by 255."),
  size: ([rows, columns, channels]: Shape) => {
    const values = { rows, columns, count: grouped(rows * columns * channels) };
    return channels === 3
      ? t("{rows} rows × {columns} columns × 3 channels = {count} numbers", values)
      : t("{rows} rows × {columns} columns = {count} numbers", values);
  },
  channel: t("Numbers of"),
  channels: [t("red"), t("green"), t("blue"), t("all three")],
  table: (reach: number) => t("The {reach} × {reach} pixels around it", { reach }),
  before: t("Previous"),
  after: t("Next"),
  outside: "·",
};
const REACH = 4; // pixels on either side of the one that is read
const LIGHT = 118; // a grey from here on carries black numbers, a darker one white: at least 4.5 to 1 either way

class Grid {
  readonly root = element("div", "mlw mlw-pixels");
  private readonly title = element("strong", "mlw-pixels-title", { "aria-live": "polite" });
  private readonly size = element("span", "mlw-pixels-size");
  private readonly stage = element("div", "mlw-pixels-stage");
  private readonly canvas = element("canvas", "mlw-pixels-canvas", { role: "img", tabindex: 0 });
  private readonly cursor = element("div", "mlw-pixels-cursor", { "aria-hidden": "true" });
  private readonly reading = element("p", "mlw-pixels-reading", { "aria-live": "polite" });
  private readonly scale = element("p", "mlw-pixels-scale");
  private readonly channel = element("select", "mlw-pixels-menu", { "aria-label": TEXT.channel });
  private readonly channelRow = element("label", "mlw-pixels-channel");
  private readonly table = element("table", "mlw-pixels-table");
  private readonly body = element("div", "mlw-pixels-body");
  private readonly steps: HTMLElement;
  private bytes: Uint8Array = new Uint8Array();
  private shape: Shape = [0, 0, 1];
  private place: [number, number] = [0, 0];
  private cells: HTMLElement[][] = [];
  private heads: HTMLElement[] = [];
  private sides: HTMLElement[] = [];

  constructor(send: (message: CustomMessage) => void) {
    this.steps = element("span", "mlw-pixels-steps");
    for (const [words, by] of [[TEXT.before, -1], [TEXT.after, 1]] as const) {
      const button = element("button", "mlw-button", { type: "button" }, words);
      button.addEventListener("click", () => send({ kind: "step", by }));
      this.steps.append(button);
    }
    const head = element("div", "mlw-pixels-head");
    head.append(this.title, this.size, this.steps);
    this.channelRow.append(element("span", "", {}, TEXT.channel), this.channel);
    this.channel.append(...TEXT.channels.map((name, at) => element("option", "", { value: at }, name)));
    this.channel.value = "3";
    this.channel.addEventListener("change", () => this.read());
    this.stage.append(this.canvas, this.cursor);
    const side = element("div", "mlw-pixels-side");
    side.append(this.reading, this.channelRow, this.table, this.scale);
    this.body.append(this.stage, side);
    this.root.append(head, this.body);
    this.build();
    this.canvas.addEventListener("pointermove", (event) => this.point(event));
    this.canvas.addEventListener("pointerdown", (event) => this.point(event));
    this.canvas.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const to = moved(this.place, event.key, this.shape);
      if (!to) return;
      event.preventDefault();
      this.place = to;
      this.read();
    });
  }

  show({ shape, pixels, title, label }: Traits["picture"]): void {
    const resized = shape.join() !== this.shape.join();
    [this.shape, this.bytes] = [shape, bytesOf(pixels)];
    const empty = !this.bytes.length;
    this.body.hidden = this.size.hidden = this.steps.hidden = empty;
    this.title.textContent = label ? `${title}: ${label}` : title;
    if (empty) return;
    if (resized) this.place = [Math.floor(shape[0] / 2), Math.floor(shape[1] / 2)];
    this.size.textContent = TEXT.size(shape);
    this.channelRow.hidden = shape[2] !== 3;
    this.scale.textContent = shape[2] === 3 ? TEXT.scaleRgb : TEXT.scale;
    this.stage.style.aspectRatio = `${shape[1]} / ${shape[0]}`;
    paintPicture(this.canvas, this.bytes, 0, shape);
    this.canvas.setAttribute("aria-label", TEXT.name(this.title.textContent));
    this.read();
  }

  private build(): void {
    const size = 2 * REACH + 1;
    const caption = element("caption", "mlw-visually-hidden", {}, TEXT.table(size));
    const corner = element("tr");
    this.heads = Array.from({ length: size }, () => element("th", "", { scope: "col" }));
    corner.append(element("td"), ...this.heads);
    const head = element("thead");
    head.append(corner);
    const body = element("tbody");
    this.sides = this.heads.map(() => element("th", "", { scope: "row" }));
    this.cells = this.sides.map((side) => {
      const line = element("tr");
      const cells = this.heads.map(() => element("td", "mlw-pixels-cell"));
      line.append(side, ...cells);
      body.append(line);
      return cells;
    });
    this.cells[REACH][REACH].classList.add("mlw-pixels-middle");
    this.table.append(caption, head, body);
  }

  private point(event: PointerEvent): void {
    const box = this.canvas.getBoundingClientRect();
    if (!box.width || !this.bytes.length) return;
    this.place = placeAt(event.clientX - box.left, event.clientY - box.top, box, this.shape);
    this.read();
  }

  private valuesAt(row: number, column: number): number[] {
    const [, width, channels] = this.shape;
    const start = (row * width + column) * channels;
    return Array.from(this.bytes.subarray(start, start + channels));
  }

  private read(): void {
    if (!this.bytes.length) return;
    const { shape, place: [row, column] } = this;
    const values = this.valuesAt(row, column);
    const words = values.length === 3 ? TEXT.rgb(values) : TEXT.grey(values[0]);
    this.reading.textContent = TEXT.reading(row + 1, column + 1, words);
    Object.assign(this.cursor.style, {
      left: `${(column / shape[1]) * 100}%`,
      top: `${(row / shape[0]) * 100}%`,
      width: `${100 / shape[1]}%`,
      height: `${100 / shape[0]}%`,
    });
    const channel = shape[2] === 3 ? Number(this.channel.value) : 0;
    this.table.classList.toggle("mlw-pixels-three", channel === 3);
    const [rows, columns] = [around(row, REACH, shape[0]), around(column, REACH, shape[1])];
    rows.forEach((at, line) => (this.sides[line].textContent = at === null ? "" : String(at + 1)));
    columns.forEach((at, place) => (this.heads[place].textContent = at === null ? "" : String(at + 1)));
    rows.forEach((y, line) => columns.forEach((x, at) => this.fill(this.cells[line][at], y, x, channel)));
  }

  private fill(cell: HTMLElement, row: number | null, column: number | null, channel: number): void {
    const outside = row === null || column === null;
    cell.classList.toggle("mlw-pixels-outside", outside);
    cell.style.background = cell.style.color = "";
    if (outside) {
      cell.textContent = TEXT.outside;
      return;
    }
    const values = this.valuesAt(row, column);
    const shown = channel === 3 ? values : [values[channel]];
    cell.replaceChildren(...shown.map((value) => element("span", "", {}, String(value))));
    const [red, green, blue] = channel === 3 ? values : [shown[0], shown[0], shown[0]];
    cell.style.background = `rgb(${red} ${green} ${blue})`;
    cell.style.color = 0.299 * red + 0.587 * green + 0.114 * blue >= LIGHT ? "#000" : "#fff";
  }
}

function render({ model, el }: View<Traits>): CleanUp {
  const grid = new Grid((message) => model.send(message));
  el.append(grid.root);
  const show = () => grid.show(model.get("picture"));
  model.on("change:picture", show);
  show();
  return () => model.off("change:picture", show);
}

export default { render };
