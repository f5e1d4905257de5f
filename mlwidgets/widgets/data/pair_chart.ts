// Two columns beside each other, and all pairs in a square. Python is asked for a pair once; reading its points costs no
// message.

import { element } from "../base/dom.ts";
import type { CleanUp, View } from "../base/model.ts";
import { Colours } from "../base/shades.ts";
import { onSight } from "../base/sight.ts";
import { inNextFrame } from "../base/watching.ts";
import { type Ink, inkOf, Legend, penOf } from "./columns_paint.ts";
import { Plot } from "./pairs_drawing.ts";
import { MatrixGrid } from "./pairs_matrix.ts";
import {
  type Matrix,
  nearestPoint,
  type Points,
  pointsOf,
  pointWords,
  type SentHead,
  type SentPair,
} from "./pairs_model.ts";
import { t } from "../base/language.ts";

export interface Traits {
  head: SentHead;
}

const TEXT = {
  name: t("Pairs"),
  x: t("Across"),
  y: t("Up"),
  swap: t("Swap"),
  points: (x: string, y: string) => t("Points of {x} and {y}", { x, y }),
  hint: t("Point at a point or use the arrow keys to read it."),
  matrixHint: t("Press a cell to draw its pair."),
  counting: t("Computing the numbers of all pairs…"),
  about: t("What the numbers are"),
  scale: ["−1", "", "1"],
  nothing: t("There is no table yet."),
};
const REACH = 14; // px around the pointer in which a point is read
const JUMP = 25; // points
const FEW = 9; // columns
const WIDE = 700; // px

class Pairs {
  readonly root = element("div", "mlw mlw-pairs", { role: "group", "aria-label": TEXT.name });
  private readonly nothing = element("p", "mlw-summaries-nothing", {}, TEXT.nothing);
  private readonly left = element("div", "mlw-pairs-left");
  private readonly right = element("div", "mlw-pairs-right");
  private readonly menus = [0, 1].map(() => element("select", "mlw-pairs-menu"));
  private readonly canvas = element("canvas", "mlw-pairs-canvas", { role: "slider", tabindex: 0, "aria-valuemin": 1 });
  private readonly reading = element("p", "mlw-summaries-reading", { "aria-hidden": "true" });
  private readonly words = element("p", "mlw-pairs-words");
  private readonly legend = new Legend();
  private readonly matrixReading = element("p", "mlw-summaries-reading", { "aria-hidden": "true" }, TEXT.counting);
  private readonly scale = element("div", "mlw-pairs-scale", { "aria-hidden": "true" });
  private readonly about = element("details", "mlw-pairs-about");
  private readonly grid: MatrixGrid;
  private head: SentHead = { serial: -1, columns: [], classes: {}, pair: [0, 0] };
  private pair: [number, number] = [0, 0];
  private points: Points | null = null;
  private plot: Plot | null = null;
  private chosen = -1; // a point
  private wanted = true; // whether the page lacks what it shows
  private inSight = false;
  private ink: Ink | null = null;
  private readonly paint = inNextFrame(() => this.draw());
  private readonly colours = new Colours(this.root, () => {
    this.ink = null;
    this.paint.soon();
  });
  private readonly resized = new ResizeObserver(this.paint.soon);
  private readonly stopLooking: () => void;

  constructor(private readonly askPair: (x: number, y: number) => void, private readonly askMatrix: () => void) {
    this.grid = new MatrixGrid(
      (x, y) => this.choosePair([x, y]),
      (words) => this.matrixReading.textContent = words || TEXT.matrixHint,
    );
    const id = `mlw-pairs-${Math.random().toString(36).slice(2)}`;
    const tools = element("div", "mlw-pairs-tools");
    [TEXT.x, TEXT.y].forEach((words, axis) => {
      const menu = this.menus[axis];
      menu.id = `${id}-${axis}`;
      const field = element("div", "mlw-pairs-field");
      field.append(element("label", "", { for: menu.id }, words), menu);
      menu.addEventListener("change", () => {
        const pair: [number, number] = [...this.pair];
        pair[axis] = Number(menu.value);
        this.choosePair(pair);
      });
      tools.append(field);
    });
    const swap = element("button", "mlw-button mlw-pairs-swap", { type: "button" }, TEXT.swap);
    swap.addEventListener("click", () => this.choosePair([this.pair[1], this.pair[0]]));
    tools.append(swap);
    this.left.append(tools, this.canvas, this.reading, this.legend.root, this.words);
    this.scale.append(...TEXT.scale.map((words) => element("span", "", {}, words)));
    this.right.append(this.matrixReading, this.grid.root, this.scale, this.about);
    this.root.append(this.nothing, this.left, this.right);
    this.resized.observe(this.canvas);
    this.stopLooking = onSight(this.root, (seen) => {
      this.inSight = seen;
      this.ask();
    });
    this.listen();
  }

  show(head: SentHead): void {
    const same = head.table === this.head.table && head.columns.length === this.head.columns.length;
    this.head = head;
    if (!same) this.pair = head.pair;
    this.points = null;
    this.chosen = -1;
    this.ink = null;
    this.wanted = true;
    this.nothing.hidden = head.columns.length > 0;
    this.left.hidden = this.right.hidden = !head.columns.length;
    for (const menu of this.menus) {
      menu.replaceChildren(
        ...head.columns.map(({ name }, at) => element("option", "", { value: at }, name)),
      );
    }
    this.legend.show(head.classes);
    this.matrixReading.textContent = TEXT.counting;
    this.grid.root.hidden = true;
    this.about.hidden = this.scale.hidden = true;
    this.showPair();
    this.ask();
  }

  takePair(sent: SentPair, buffers: DataView[]): void {
    if (sent.head !== this.head.serial || sent.pair.some((at, axis) => at !== this.pair[axis])) return;
    this.points = pointsOf(sent, buffers);
    this.chosen = -1;
    this.words.textContent = sent.words;
    this.canvas.setAttribute("aria-busy", "false");
    this.paint.soon();
  }

  takeMatrix(matrix: Matrix): void {
    if (matrix.head !== this.head.serial) return;
    this.grid.show(matrix, this.head.columns.map(({ name }) => name), this.pair);
    this.matrixReading.textContent = TEXT.matrixHint;
    const summary = element("summary", "", {}, TEXT.about);
    this.about.replaceChildren(summary, ...matrix.words.map((words) => element("p", "", {}, words)));
    this.about.hidden = this.scale.hidden = false;
    this.about.open = matrix.columns.length <= FEW && this.root.clientWidth >= WIDE; // there is room for it
  }

  stop: CleanUp = () => {
    this.paint.stop();
    this.colours.stop();
    this.resized.disconnect();
    this.stopLooking();
  };

  private ask(): void {
    if (!this.wanted || !this.inSight || !this.head.columns.length) return;
    this.wanted = false;
    this.askPair(...this.pair); // first what is quick
    this.askMatrix();
  }

  private choosePair(pair: [number, number]): void {
    this.pair = pair;
    this.points = null; // those of the pair before have other names
    this.chosen = -1;
    this.askPair(...pair);
    this.grid.mark(pair);
    this.showPair();
  }

  private showPair(): void {
    this.menus.forEach((menu, axis) => menu.value = String(this.pair[axis]));
    if (this.head.columns.length) this.canvas.setAttribute("aria-label", TEXT.points(...this.names()));
    this.canvas.setAttribute("aria-busy", String(this.points === null));
  }

  private names = (): [string, string] => {
    const [x, y] = this.pair.map((at) => this.head.columns[at]?.name ?? "");
    return [x, y];
  };

  private listen(): void {
    const point = (at: number) => {
      this.chosen = at;
      this.paint.soon();
    };
    const near = ({ offsetX, offsetY }: PointerEvent) => {
      if (this.plot && this.points) {
        point(nearestPoint(this.points.rows.length, this.plot.placeOf, [offsetX, offsetY], REACH));
      }
    };
    this.canvas.addEventListener("pointermove", near);
    this.canvas.addEventListener("pointerdown", near);
    this.canvas.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && point(-1));
    this.canvas.addEventListener("keydown", (event) => {
      const order = this.points?.order ?? [];
      if (!order.length || event.altKey || event.ctrlKey || event.metaKey) return;
      const here = order.indexOf(this.chosen);
      const moves: Record<string, number> = {
        ArrowLeft: here - 1,
        ArrowDown: here - 1,
        ArrowRight: here + 1,
        ArrowUp: here + 1,
        PageUp: here + JUMP,
        PageDown: here - JUMP,
        Home: 0,
        End: order.length - 1,
      };
      if (!Object.hasOwn(moves, event.key)) return;
      event.preventDefault(); // the page would scroll
      point(order[Math.min(Math.max(moves[event.key], 0), order.length - 1)]);
    });
  }

  private draw(): void {
    if (!this.colours.tables || !this.head.columns.length) return; // not on the page yet
    const ink = (this.ink ??= inkOf(this.root, this.head.classes));
    const plain = this.head.classes.plain ?? 0;
    this.legend.paint(ink, plain, true);
    const { points, canvas } = this;
    const pen = penOf(canvas);
    if (!points || !pen) return;
    this.plot = new Plot(pen, canvas.clientWidth, canvas.clientHeight, ink, points);
    this.plot.draw(this.names(), plain, this.chosen);
    const words = this.chosen < 0 ? "" : pointWords(points, this.names(), this.head.classes, this.chosen);
    this.reading.textContent = words || TEXT.hint;
    canvas.setAttribute("aria-valuemax", String(Math.max(1, points.order.length)));
    canvas.setAttribute("aria-valuenow", String(Math.max(points.order.indexOf(this.chosen), 0) + 1));
    canvas.setAttribute("aria-valuetext", words || points.words);
  }
}

function render({ model, el }: View<Traits>): CleanUp {
  const head = () => model.get("head").serial;
  const pairs = new Pairs(
    (x, y) => model.send({ kind: "pair", head: head(), x, y }),
    () => model.send({ kind: "matrix", head: head() }),
  );
  const show = () => pairs.show(model.get("head"));
  const hear = (heard: SentPair | Matrix, buffers: DataView[]) => {
    if (heard.kind === "pair") pairs.takePair(heard, buffers);
    else if (heard.kind === "matrix") pairs.takeMatrix(heard);
  };
  el.append(pairs.root);
  show();
  model.on("change:head", show);
  model.on("msg:custom", hear);
  return () => {
    pairs.stop();
    model.off("change:head", show);
    model.off("msg:custom", hear);
  };
}

export default { render };
