// The mean picture of each class side by side, and the difference of two of them: orange where the second is brighter,
// blue where the first is. The page has all means; nothing is asked of Python.

import { element } from "../base/dom.ts";
import type { CleanUp, View } from "../base/model.ts";
import { shownNumber } from "../base/number_text.ts";
import { Colours, levelsOf, paintLevels } from "../base/shades.ts";
import { watchedScript, type Watchers } from "../base/watching.ts";
import { difference, distance, extremes, greyMean, meansOf, type SentMeans } from "./class_means_model.ts";
import { moved, paintPicture, placeAt, type Shape } from "./picture_pixels.ts";
import { grouped, t } from "../base/language.ts";

export interface Traits {
  found: SentMeans;
  visible: boolean;
}

const TEXT = {
  name: t("Mean picture of each class"),
  count: (
    count: number,
  ) => (count === 1 ? t("1 picture") : t("{count} pictures", { count: grouped(count) })),
  mean: (name: string, count: string) => t("Mean of {name}, {count}", { name, count }),
  first: t("First"),
  second: t("Second"),
  title: t("First minus second"),
  board: t("Difference of two mean pictures"),
  reading: (row: number, column: number, a: string, first: string, b: string, second: string, by: string) =>
    t("Row {row}, column {column}: the mean of {a} is {first}, of {b} {second}; difference {by}", {
      row,
      column,
      a,
      first,
      b,
      second,
      by,
    }),
  apart: (a: string, b: string, far: string) =>
    t("{a} and {b} differ by {far} grey values on average. Blue: {a} is brighter. Orange: {b} is brighter.", {
      a,
      b,
      far,
    }),
  same: t("Choose two different classes."),
  extremes: (a: string, b: string, c: string, d: string) =>
    t("Most alike are {a} and {b}, most different {c} and {d}.", { a, b, c, d }),
};

class Means {
  readonly root = element("div", "mlw mlw-means", { role: "group", "aria-label": TEXT.name });
  private readonly words = element("p", "mlw-means-words");
  private readonly extremes = element("p", "mlw-means-extremes");
  private readonly tiles = element("div", "mlw-means-tiles", { tabindex: 0, role: "group", "aria-label": TEXT.name });
  private readonly body = element("div", "mlw-means-body");
  private readonly canvas = element("canvas", "mlw-means-canvas", {
    role: "img",
    tabindex: 0,
    "aria-label": TEXT.board,
  });
  private readonly reading = element("p", "mlw-means-reading", { "aria-live": "polite" });
  private readonly apart = element("p", "mlw-means-apart");
  private readonly menus = [TEXT.first, TEXT.second].map((name) => {
    const menu = element("select", "mlw-means-menu", { "aria-label": name });
    menu.addEventListener("change", () => this.compare());
    return menu;
  });
  private sent: SentMeans = { names: [], words: "" };
  private means: Float32Array = new Float32Array();
  private place: [number, number] = [0, 0];
  private readonly colours = new Colours(this.root, () => this.compare());
  private readonly sight = new ResizeObserver(() => this.compare()); // before it is on the page it has no colours

  constructor() {
    const choice = element("div", "mlw-means-choice");
    choice.append(this.menus[0], element("span", "", { "aria-hidden": "true" }, "−"), this.menus[1]);
    const side = element("div", "mlw-means-side");
    side.append(element("strong", "", {}, TEXT.title), choice, this.canvas, this.reading, this.apart);
    this.body.append(this.tiles, side);
    this.root.append(this.words, this.extremes, this.body);
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
    this.sight.observe(this.canvas);
  }

  stop: CleanUp = () => {
    this.colours.stop();
    this.sight.disconnect();
  };

  private get shape(): Shape {
    return this.sent.shape ?? [1, 1, 1];
  }

  show(sent: SentMeans): void {
    this.sent = sent;
    this.means = meansOf(sent);
    this.words.textContent = sent.words;
    this.body.hidden = this.extremes.hidden = !sent.names.length;
    if (!sent.names.length) return;
    const [height, width, channels] = this.shape;
    this.place = [Math.floor(height / 2), Math.floor(width / 2)];
    this.tiles.replaceChildren(...sent.names.map((name, at) => {
      const count = TEXT.count(sent.counts?.[at] ?? 0);
      const tile = element("figure", "mlw-means-tile");
      const canvas = element("canvas", "", { role: "img", "aria-label": TEXT.mean(name, count) });
      paintPicture(canvas, this.means, at * height * width * channels, this.shape);
      const caption = element("figcaption", "", { title: name });
      caption.append(element("strong", "", {}, name), element("span", "", {}, count));
      tile.append(canvas, caption);
      return tile;
    }));
    const found = extremes(this.means, sent.counts ?? [], this.shape);
    const pair = found?.nearest ?? [0, 0];
    this.extremes.textContent = found
      ? TEXT.extremes(...[...found.nearest, ...found.farthest].map((at) => sent.names[at]) as [
        string,
        string,
        string,
        string,
      ])
      : "";
    this.menus.forEach((menu, place) => {
      menu.replaceChildren(...sent.names.map((name, at) => element("option", "", { value: at }, name)));
      menu.value = String(pair[place]);
    });
    this.compare();
  }

  private get pair(): [number, number] {
    return [Number(this.menus[0].value), Number(this.menus[1].value)];
  }

  private compare(): void {
    const { colours: { tables }, sent } = this;
    if (!sent.names.length || !tables) return;
    const [a, b] = this.pair;
    const values = difference(this.means, a, b, this.shape);
    const reach = Math.max(...values.map(Math.abs), 1);
    paintLevels(this.canvas, levelsOf(values, reach, true), this.shape[0], this.shape[1], tables.signed);
    const [first, second] = [sent.names[a], sent.names[b]];
    this.apart.textContent = a === b ? TEXT.same : TEXT.apart(first, second, shownNumber(distance(values), 3));
    this.canvas.setAttribute("aria-label", `${TEXT.board}. ${this.apart.textContent}`);
    this.read();
  }

  private point(event: PointerEvent): void {
    const box = this.canvas.getBoundingClientRect();
    if (!box.width) return;
    this.place = placeAt(event.clientX - box.left, event.clientY - box.top, box, this.shape);
    this.read();
  }

  private read(): void {
    const { sent, place: [row, column], shape } = this;
    const [a, b] = this.pair;
    if (!(a in sent.names) || !(b in sent.names)) return;
    const at = row * shape[1] + column;
    const [first, second] = [a, b].map((one) => Math.round(greyMean(this.means, one, shape)[at]));
    const by = first - second;
    const sign = by > 0 ? `+${by}` : shownNumber(by);
    this.reading.textContent = TEXT.reading(
      row + 1,
      column + 1,
      sent.names[a],
      String(first),
      sent.names[b],
      String(second),
      sign,
    );
  }
}

function render(watchers: Watchers, { model, el }: View<Traits>): CleanUp {
  const means = new Means();
  el.append(means.root);
  const show = () => means.show(model.get("found"));
  model.on("change:found", show);
  show();
  const stop = watchers.watch(means.root, () => {});
  return () => {
    stop();
    means.stop();
    model.off("change:found", show);
  };
}

export default watchedScript<Traits>(render);
