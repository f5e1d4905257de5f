// The examples behind a cell: rows with their names and values, or pictures with their captions.

import { element } from "../base/dom.ts";
import { bytesOf } from "../base/shades.ts";
import type { SentExamples } from "./results_model.ts";
import { t } from "../base/language.ts";

const TEXT = {
  close: t("Back to the curves"),
  none: t("There are no such examples."),
  inspect: (kind: string, number: number) => t("Open {kind} {number} in the other labs", { kind, number }),
  picture: (number: number, words: string) =>
    t("Example {number}: {words}. Open it in the other labs", { number, words }),
};
const SIZE = 48; // pixels of a picture's longer side

export class ExampleList {
  readonly root = element("section", "mlw-measured-examples", { "aria-label": "" });
  private readonly title = element("h3", "mlw-measured-title", { tabindex: -1 });
  private readonly list = element("div", "mlw-measured-list", { tabindex: 0, role: "region" });
  private shown = "";

  constructor(close: () => void, private readonly inspect: (at: number) => void) {
    const head = element("div", "mlw-measured-list-head");
    const button = element("button", "mlw-button mlw-measured-small", { type: "button" }, TEXT.close);
    button.addEventListener("click", close);
    head.append(this.title, button);
    this.root.append(head, this.list);
    this.root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      close();
    });
  }

  show(sent: SentExamples): void {
    const { title = "", kind = "", numbers = [], columns = [], rows = [], pictures, height = 0, width = 0 } = sent;
    const scrolled = this.title.textContent === title ? this.list.scrollTop : 0;
    this.title.textContent = title;
    this.root.setAttribute("aria-label", title);
    this.list.setAttribute("aria-label", title);
    // Measured again while the network trains: the same examples stay as they are, under the hand.
    const now = JSON.stringify([kind, numbers, columns, rows, height, width]);
    if (now === this.shown) return;
    this.shown = now;
    const buttons = () => [...this.list.querySelectorAll("button")];
    const focused = buttons().indexOf(document.activeElement as HTMLButtonElement);
    if (!numbers.length) this.list.replaceChildren(element("p", "", {}, TEXT.none));
    else if (height && width) {
      this.list.replaceChildren(this.gallery(numbers, rows, bytesOf(pictures), height, width));
    } else this.list.replaceChildren(this.table(kind, numbers, columns, rows));
    this.list.scrollTop = scrolled;
    if (focused >= 0) (buttons()[focused] ?? this.title).focus({ preventScroll: true });
  }

  focus(): void {
    this.title.focus();
  }

  leave(): void {
    this.root.remove();
    this.shown = "";
  }

  private table(kind: string, numbers: number[], columns: string[], rows: string[][]): HTMLElement {
    const table = element("table", "mlw-measured-table mlw-measured-rows");
    const [head, body, line] = [element("thead"), element("tbody"), element("tr")];
    line.append(...[kind, ...columns].map((word) => element("th", "", { scope: "col" }, word)));
    head.append(line);
    numbers.forEach((number, at) => {
      const row = element("tr");
      const name = element("th", "", { scope: "row" });
      const button = element("button", "mlw-measured-open", {
        type: "button",
        title: TEXT.inspect(kind, number),
        "aria-label": TEXT.inspect(kind, number),
      }, String(number));
      button.addEventListener("click", () => this.inspect(at));
      name.append(button);
      row.append(name, ...(rows[at] ?? []).map((value) => element("td", "", { title: value }, value)));
      body.append(row);
    });
    table.append(head, body);
    return table;
  }

  private gallery(numbers: number[], rows: string[][], pixels: Uint8Array, height: number, width: number): HTMLElement {
    const gallery = element("div", "mlw-measured-gallery");
    const scale = SIZE / Math.max(width, height);
    numbers.forEach((number, at) => {
      const words = (rows[at] ?? []).join(", ");
      const button = element("button", "mlw-measured-picture", {
        type: "button",
        "aria-label": TEXT.picture(number, words),
      });
      const canvas = element("canvas", "", { "aria-hidden": "true", width, height });
      Object.assign(canvas.style, { width: `${width * scale}px`, height: `${height * scale}px` });
      const image = new ImageData(width, height);
      for (let pixel = 0; pixel < width * height; pixel += 1) {
        const grey = pixels[at * width * height + pixel];
        image.data.set([grey, grey, grey, 255], 4 * pixel);
      }
      canvas.getContext("2d")?.putImageData(image, 0, 0);
      button.append(canvas, element("span", "", {}, words));
      button.addEventListener("click", () => this.inspect(at));
      gallery.append(button);
    });
    return gallery;
  }
}
