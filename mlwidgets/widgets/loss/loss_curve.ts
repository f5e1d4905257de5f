// A prediction on the curve of its loss. Python has computed every place of a drag before it begins, so dragging only
// looks numbers up: they are the engine's, and no message is sent until the learner lets go.

import { element } from "../base/dom.ts";
import type { CleanUp, CustomMessage, Model, View } from "../base/model.ts";
import { shownNumber } from "../base/number_text.ts";
import { Colours, rgbOf } from "../base/shades.ts";
import { inNextFrame } from "../base/watching.ts";
import { Bars } from "./loss_bars.ts";
import { DASHES, drawLosses, type Ink } from "./loss_drawing.ts";
import type { Plot } from "./loss_geometry.ts";
import { type Bench, benchOf, type Path, placeNear, rowOf, type SentFrame } from "./loss_model.ts";
import { type Formula, formulasAt } from "./loss_formulas.ts";
import { indexOf } from "./loss_words.ts";
import { t } from "../base/language.ts";

export interface Traits {
  frame: SentFrame;
}

const TEXT = {
  name: t("Loss of one prediction"),
  prediction: (symbol: string) => ({ ŷ: t("Prediction ŷ"), p: t("Probability p"), z: t("Score z") })[symbol] ?? symbol,
  axis: (symbol: string) => ({ ŷ: t("prediction ŷ"), p: t("probability p of yes"), z: t("score z") })[symbol] ?? symbol,
  bar: (symbol: string, name: string) =>
    symbol === "z" ? t("score of {name}", { name }) : t("probability of {name}", { name }),
  truth: t("Truth y"),
  truthWord: (letter: string, text: string) => t("truth {letter} = {text}", { letter, text }),
  yes: t("yes"),
  no: t("no"),
  loss: t("loss"),
  down: t("lowers the loss"),
  columns: [t("Loss"), t("Value")],
  slope: t("Slope"),
  along: t("Slope along the drag"),
  state: (name: string, at: string, loss: string, slope: string) =>
    t("{name} {at}: loss {loss}, slope {slope}", { name, at, loss, slope }),
};
const LETTERS = { least: 12, most: 22, share: 1 / 42 };
const GRAB = 14; // pixels around the truth's line in which it is taken instead of the prediction

class Stage {
  readonly root = element("div", "mlw mlw-loss", { role: "group", "aria-label": TEXT.name });
  private readonly formulas = element("div", "mlw-loss-formulas");
  private readonly value = element("p", "mlw-loss-formula");
  private readonly slope = element("p", "mlw-loss-formula");
  private readonly through = element("p", "mlw-loss-formula");
  private readonly canvas = element("canvas", "mlw-loss-canvas", { "aria-hidden": "true" });
  private readonly alt = element("p", "mlw-visually-hidden", { role: "status" });
  private readonly soft = element("p", "mlw-loss-why");
  private readonly side = element("div", "mlw-loss-side");
  private readonly one = element("div", "mlw-loss-one");
  private readonly predicted = this.slider("mlw-loss-prediction");
  private readonly true_ = this.slider("mlw-loss-truth");
  private readonly answers = element("fieldset", "mlw-loss-answers");
  private readonly table = element("table", "mlw-loss-table");
  private readonly bars: Bars;
  private bench: Bench | null = null;
  private plot: Plot | null = null;
  private chosen = 0; // which number is dragged
  private place = 0;
  private dragging: "prediction" | "truth" | null = null;
  private wanted: number | null = null; // a truth that waits until Python has answered the one before
  private asked = false;
  private judged: number | null = null; // the truth that was chosen last, until Python has answered
  private moves = 0; // of bars, which Python has not answered yet
  private reserved: { path: Path | null; width: number } = { path: null, width: 0 };
  private ink: Ink | null = null;
  private look = "";
  private readonly paint = inNextFrame(() => this.draw());
  private readonly colours = new Colours(this.root, this.paint.soon);
  private readonly resized = new ResizeObserver(this.paint.soon);

  constructor(private readonly send: (message: CustomMessage) => void) {
    this.bars = new Bars({
      choose: (at) => this.choose(at),
      drag: (at, place) => this.dragTo(at, place),
      drop: () => this.drop(),
      truth: (at) => this.askTruth(at),
    });
    const picture = element("div", "mlw-loss-picture");
    picture.append(this.canvas);
    this.one.append(this.predicted.root, this.true_.root, this.answers);
    this.side.append(this.one, this.bars.root, this.table, this.soft);
    this.formulas.append(this.value, this.slope, this.through);
    const columns = element("div", "mlw-loss-columns");
    columns.append(picture, this.side);
    this.root.append(this.formulas, columns, this.alt);
    this.resized.observe(this.canvas);
    this.listen();
  }

  show(bench: Bench): void {
    const kept = this.path?.grid[this.place];
    const same = this.bench?.question === bench.question;
    this.bench = bench;
    if (!same || this.chosen >= bench.paths.length) this.chosen = bench.several ? bench.truth : 0;
    this.place = this.path!.at;
    // What the learner holds stays in the hand: the answer to an earlier move comes while they drag on.
    if (!same || this.moves === 0 || bench.truth === this.judged) this.judged = null; // else the answer to a move
    this.moves = same ? Math.max(this.moves - 1, 0) : 0;
    const held = this.dragging === "prediction" || this.moves > 0;
    if (same && held && kept !== undefined) this.place = placeNear(this.path!.grid, kept);
    this.asked = false;
    if (this.wanted !== null) this.askTruth(this.wanted);
    this.build(bench);
    this.paint.soon();
  }

  stop: CleanUp = () => {
    this.paint.stop();
    this.colours.stop();
    this.resized.disconnect();
  };

  private get path(): Path | undefined {
    return this.bench?.paths[this.chosen];
  }

  private slider(name: string) {
    const root = element("label", `mlw-loss-slider ${name}`);
    const [label, output] = [element("span", "mlw-loss-slider-label"), element("output", "mlw-loss-slider-value")];
    const input = element("input", "", { type: "range", min: 0, step: 1 });
    root.append(label, input, output);
    return { root, label, output, input };
  }

  private build(bench: Bench): void {
    const { predicted, true_ } = this;
    this.one.hidden = bench.several;
    this.bars.root.hidden = !bench.several;
    this.soft.textContent = bench.why;
    if (bench.several) return;
    predicted.label.textContent = TEXT.prediction(bench.symbol);
    predicted.input.max = String(this.path!.grid.length - 1);
    true_.label.textContent = TEXT.truth;
    const two = bench.truths.length === 2;
    true_.root.hidden = two;
    this.answers.hidden = !two;
    true_.input.max = String(bench.truths.length - 1);
    if (!two || this.answers.dataset.question === bench.question) return;
    this.answers.dataset.question = bench.question;
    const group = `mlw-loss-${Math.random().toString(36).slice(2)}`;
    const options = bench.truths.map((truth, index) => {
      const label = element("label");
      const input = element("input", "", { type: "radio", name: group, value: truth });
      input.addEventListener("change", () => this.askTruth(truth));
      label.append(input, `${[TEXT.no, TEXT.yes][index]} (${shownNumber(truth)})`);
      return label;
    });
    this.answers.replaceChildren(element("legend", "", {}, TEXT.truth), ...options);
  }

  private listen(): void {
    const { predicted, true_, canvas } = this;
    predicted.input.addEventListener("input", () => this.dragTo(0, Number(predicted.input.value)));
    predicted.input.addEventListener("change", () => this.drop());
    true_.input.addEventListener("input", () => this.askTruth(this.bench!.truths[Number(true_.input.value)]));
    canvas.addEventListener("pointerdown", (event) => {
      if (!this.plot || !this.bench || event.button) return;
      canvas.setPointerCapture(event.pointerId);
      const near = (value: number) => Math.abs(this.plot!.x(value) - event.offsetX);
      const truth = this.truthHere();
      const movable = truth !== null && !this.bench.several && this.bench.truths.length > 2;
      const closer = movable && near(truth) <= GRAB && near(truth) < near(this.path!.grid[this.place]);
      this.dragging = closer ? "truth" : "prediction";
      this.pull(event);
    });
    canvas.addEventListener("pointermove", (event) => this.dragging && this.pull(event));
    for (const end of ["pointerup", "pointercancel"] as const) {
      canvas.addEventListener(end, () => {
        const moved = this.dragging === "prediction";
        this.dragging = null;
        if (moved) this.drop();
      });
    }
  }

  private pull(event: PointerEvent): void {
    const value = this.plot!.valueAt(event.offsetX);
    if (this.dragging === "truth") this.askTruth(value);
    else this.dragTo(this.chosen, placeNear(this.path!.grid, value));
  }

  private choose(at: number): void {
    if (at === this.chosen) return;
    this.chosen = at;
    this.place = this.path!.at;
    this.paint.soon();
  }

  private dragTo(at: number, place: number): void {
    this.choose(at);
    this.place = place;
    this.paint.soon();
  }

  private drop(): void {
    if (!this.path) return;
    this.moves += Number(this.bench!.several); // only then Python answers
    this.send({ kind: "moved", path: this.chosen, value: this.path.grid[this.place] });
  }

  /** Another truth has other curves, which Python computes; the next is asked for when it has answered. */
  private askTruth(value: number): void {
    this.judged = value;
    this.wanted = this.asked ? value : null;
    if (this.asked) return;
    this.asked = true;
    this.send({ kind: "truth", value });
  }

  /** Where the truth is on the axis of what is dragged; a class's score has none. */
  private truthHere(): number | null {
    const bench = this.bench!;
    if (!bench.several) return bench.truth;
    return bench.symbol === "p" ? Number(bench.truth === this.chosen) : null;
  }

  private inks(): Ink {
    const style = getComputedStyle(this.root);
    const look = `${style.colorScheme} ${style.color}`;
    if (this.ink && this.look === look) return this.ink;
    this.look = look;
    const colour = (name: string) => `rgb(${rgbOf(this.root, `var(${name})`).map(Math.round).join(" ")})`;
    this.ink = {
      ink: style.color,
      soft: getComputedStyle(this.soft).color, // not only mixed but transparent, which a table of bytes is not
      line: getComputedStyle(this.soft).borderTopColor,
      surface: colour("--mlw-surface"),
      losses: ["2", "1", "3", "4"].map((number) => colour(`--mlw-class-${number}`)),
      truth: colour("--mlw-good"),
      font: style.fontFamily,
    };
    return this.ink;
  }

  private draw(): void {
    const { bench, path, canvas } = this;
    if (!bench || !path || !this.colours.tables) return;
    const { clientWidth: width, clientHeight: height } = canvas;
    const pen = canvas.getContext("2d");
    if (width && height && pen) {
      const ratio = window.devicePixelRatio || 1;
      const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
      if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high });
      pen.setTransform(wide / width, 0, 0, high / height, 0, 0);
      const truth = this.truthHere();
      this.plot = drawLosses(pen, width, height, this.inks(), {
        path,
        place: this.place,
        low: bench.low,
        high: bench.high,
        truth,
        axisWord: bench.several ? TEXT.bar(bench.symbol, bench.names[this.chosen]) : TEXT.axis(bench.symbol),
        lossWord: TEXT.loss,
        truthWord: TEXT.truthWord(bench.several ? `y${indexOf(this.chosen)}` : "y", shownNumber(truth ?? 0)),
        downWord: TEXT.down,
        letters: Math.min(Math.max(LETTERS.least, width * LETTERS.share), LETTERS.most),
      });
    }
    this.reserve(bench, path);
    this.write(bench, path);
  }

  private write(bench: Bench, path: Path): void {
    const points = rowOf(path.points, path, this.place);
    const shares = rowOf(path.shares, path, this.place);
    const gradients = rowOf(path.gradients, path, this.place);
    const below = rowOf(path.below, path, this.place);
    const line = path.lines[0];
    const [value, slope] = [line.values[this.place], line.slopes[this.place]];
    const scored = bench.symbol === "z";
    this.writeFormulas(formulasAt(bench, path, this.chosen, this.place));
    const name = bench.several ? TEXT.bar(bench.symbol, bench.names[this.chosen]) : TEXT.prediction(bench.symbol);
    const said = TEXT.state(name, shownNumber(path.grid[this.place]), shownNumber(value), shownNumber(slope));
    if (bench.several) {
      const pulls = scored ? gradients : below; // a score's own, a probability's through softmax
      const truth = this.judged ?? bench.truth;
      this.bars.show({ bench, truth, chosen: this.chosen, place: this.place, points, shares, gradients: pulls, said });
    } else {
      this.predicted.input.value = String(this.place);
      this.predicted.output.textContent = shownNumber(path.grid[this.place]);
      this.predicted.input.setAttribute("aria-valuetext", said);
      if (document.activeElement !== this.true_.input || this.wanted === null) {
        this.true_.input.value = String(bench.truths.indexOf(bench.truth));
      }
      this.true_.output.textContent = shownNumber(bench.truth);
      this.true_.input.setAttribute("aria-valuetext", shownNumber(bench.truth));
      const truth = this.judged ?? bench.truth;
      for (const input of this.answers.querySelectorAll("input")) input.checked = Number(input.value) === truth;
    }
    this.alt.textContent = this.dragging ? "" : said;
    this.writeTable(path);
  }

  private writeFormulas(formulas: Formula[]): void {
    [this.value, this.slope, this.through].forEach((row, number) => {
      const [symbols, worked, result] = formulas[number];
      row.hidden = !symbols;
      row.replaceChildren(
        element("span", "mlw-loss-symbols", {}, symbols),
        element("span", "mlw-loss-numbers", {}, worked),
        element("strong", "", {}, result),
      );
    });
  }

  /** Keep the room that the longest formulas of a path need, so that a drag moves nothing but what it drags. */
  private reserve(bench: Bench, path: Path): void {
    const width = this.formulas.clientWidth;
    if (this.reserved.path === path && this.reserved.width === width) return;
    this.reserved = { path, width };
    let longest: Formula[] = [];
    let most = -1;
    path.grid.forEach((_, place) => {
      const formulas = formulasAt(bench, path, this.chosen, place);
      const length = formulas.flat().join("").length;
      if (length > most) [most, longest] = [length, formulas];
    });
    this.formulas.style.minHeight = "";
    this.writeFormulas(longest);
    this.formulas.style.minHeight = `${this.formulas.offsetHeight}px`;
  }

  private writeTable(path: Path): void {
    const rows = path.lines.map((line, number) => {
      const row = element("tr");
      const name = element("th", "", { scope: "row" });
      const dash = DASHES[number].join(" ");
      name.innerHTML = `<svg width="30" height="8" aria-hidden="true" class="mlw-loss-sample-${number}">` +
        `<line x1="1" y1="4" x2="29" y2="4" stroke-dasharray="${dash}"/></svg>`; // nothing in it comes from elsewhere
      name.append(element("span", "", {}, line.title));
      const cell = (value: number) => element("td", "", {}, shownNumber(value));
      row.append(name, cell(line.values[this.place]), cell(line.slopes[this.place]));
      return row;
    });
    const head = element("tr");
    const slope = this.bench?.several && this.bench.symbol === "p" ? TEXT.along : TEXT.slope;
    head.append(...[...TEXT.columns, slope].map((word) => element("th", "", { scope: "col" }, word)));
    this.table.replaceChildren(head, ...rows);
  }
}

function render({ model, el }: View<Traits>): CleanUp {
  const stage = new Stage((message) => (model as Model<Traits>).send(message));
  el.append(stage.root);
  const show = () => {
    const bench = benchOf(model.get("frame"));
    if (bench) stage.show(bench);
  };
  model.on("change:frame", show);
  show();
  return () => {
    stage.stop();
    model.off("change:frame", show);
  };
}

export default { render };
