// The loss lens: every example by its loss. The page has all numbers and pictures, so looking through them, sorting and
// saving cost no message; Python is asked only for what another label would do.

import { element } from "../base/dom.ts";
import type { CleanUp, CustomMessage, View } from "../base/model.ts";
import { Help } from "../base/floating.ts";
import { Colours, rgbOf } from "../base/shades.ts";
import { inNextFrame, paintedTeller, watchedScript, type Watchers } from "../base/watching.ts";
import { drawRanking, type LensInk } from "./lens_chart.ts";
import { Detail } from "./lens_detail.ts";
import { BoldAnswers, ClassShares } from "./lens_extras.ts";
import type { RankPlot } from "./lens_geometry.ts";
import { RankList } from "./lens_list.ts";
import {
  type Examples,
  examplesOf,
  type Ranking,
  rankingOf,
  type SentExamples,
  type SentProgress,
  type SentRanking,
} from "./lens_model.ts";
import type { Paints } from "./lens_pictures.ts";
import { percent, rankingCsv, rowWords, summary, worstWords } from "./lens_words.ts";
import { t } from "../base/language.ts";

export interface Traits {
  examples: SentExamples;
  ranking: SentRanking;
  frame: SentProgress;
  visible: boolean;
}

const TEXT = {
  name: t("Loss of every example"),
  chart: t("Examples by rank"),
  measuring: (progress: string) => t("Measuring the examples… {progress}", { progress }),
  save: t("Save as CSV"),
  file: t("loss_ranking.csv"),
  pull: t(
    "How hard an example pulls: the length of the gradient that it alone gives to all weights, ‖∂L/∂θ‖, as a part " +
      "of the sum of these lengths. The lines add up the examples so far, from the first rank on.",
  ),
  series: [t("loss of each"), t("share of the loss"), t("share of the gradient")],
};
const LETTERS = { least: 12, most: 18, share: 1 / 45 };

class Lens {
  readonly root = element("div", "mlw mlw-lens", { role: "group", "aria-label": TEXT.name });
  private readonly summary = element("p", "mlw-lens-summary");
  private readonly state = element("p", "mlw-lens-state");
  private readonly body = element("div", "mlw-lens-body");
  private readonly canvas = element("canvas", "mlw-lens-canvas", {
    role: "slider",
    tabindex: 0,
    "aria-label": TEXT.chart,
    "aria-valuemin": 1,
  });
  private readonly help = new Help(`mlw-lens-${Math.random().toString(36).slice(2)}-help`);
  private readonly worst = element("p", "mlw-lens-worst");
  private readonly list = new RankList((rank) => this.choose(rank));
  private readonly classes = new ClassShares();
  private readonly bold = new BoldAnswers();
  private readonly detail: Detail;
  private examples: Examples | null = null;
  private ranking: Ranking | null = null;
  private chosen = 0; // a position among the examples: it stays the same when its rank changes
  private left = false; // whether the keyboard was among what greyed out
  private plot: RankPlot | null = null;
  private ink: (LensInk & { paints: Paints }) | null = null;
  private look = "";
  private readonly paint = inNextFrame(() => this.draw());
  private readonly colours = new Colours(this.root, () => {
    this.ink = null;
    this.write();
  });
  private readonly resized = new ResizeObserver(this.paint.soon);

  constructor(send: (message: CustomMessage) => void) {
    this.detail = new Detail({
      relabel: (at, truth) => send({ kind: "relabel", example: at, truth }),
      restore: (at) => send({ kind: "restore", example: at }),
      train: (at) => send({ kind: "train", example: at }),
      own: (at) => send({ kind: "own", example: at }),
      inspect: (at) => send({ kind: "inspect", example: at }),
    });
    const save = element("button", "mlw-button", { type: "button" }, TEXT.save);
    save.addEventListener("click", () => this.save());
    const head = element("div", "mlw-lens-top");
    head.append(this.summary, this.state, save);
    const series = element("div", "mlw-lens-series");
    series.append(...TEXT.series.map((word, number) => element("span", `mlw-lens-series-${number}`, {}, word)));
    series.append(...this.help.parts);
    this.help.show(TEXT.pull, TEXT.series[2]);
    const chart = element("div", "mlw-lens-chart");
    chart.append(this.canvas, series, this.worst, this.bold.root, this.classes.root);
    this.body.append(chart, this.list.root, this.detail.root);
    this.root.append(head, this.body);
    this.body.hidden = true;
    this.resized.observe(this.canvas);
    this.listen();
  }

  showExamples(sent: SentExamples): void {
    const before = this.examples;
    this.examples = examplesOf(sent);
    // Other labels for the same examples: whoever looks at one goes on looking at it.
    const same = before?.count === this.examples.count && before.kind === this.examples.kind;
    if (!same) this.chosen = -1;
  }

  showRanking(sent: SentRanking): void {
    const ranking = this.examples && rankingOf(sent, this.examples.count);
    if (!ranking) {
      this.wait();
      return;
    }
    const waited = this.body.inert;
    this.ranking = ranking;
    this.body.inert = false;
    if (this.chosen < 0 || this.chosen >= ranking.order.length) this.chosen = ranking.order[0];
    this.body.hidden = false;
    this.write();
    if (waited && this.left) this.detail.root.focus();
    this.left = false;
  }

  /** Nothing of what is on the page is true any longer: it greys out until the first is measured. */
  private wait(): void {
    if (!this.ranking) return;
    this.ranking = null;
    this.left = this.detail.root.contains(document.activeElement);
    this.body.inert = true;
    this.summary.replaceChildren();
    this.showProgress(0);
  }

  /** How far the first measuring has come; later ones go on behind the ranking that is there. */
  showProgress(progress: number): void {
    if (!this.ranking) this.state.textContent = TEXT.measuring(percent(progress, 0));
  }

  stop: CleanUp = () => {
    this.help.stop();
    this.bold.stop();
    this.detail.stop();
    this.paint.stop();
    this.colours.stop();
    this.resized.disconnect();
  };

  private get rank(): number {
    return Math.max(this.ranking?.order.indexOf(this.chosen) ?? 0, 0);
  }

  private choose(rank: number): void {
    const { examples, ranking } = this;
    if (!examples || !ranking) return;
    this.chosen = ranking.order[Math.min(Math.max(rank, 0), ranking.order.length - 1)];
    this.list.mark(this.rank);
    if (this.ink) this.detail.show(examples, ranking, this.rank, this.ink.paints);
    this.paint.soon();
  }

  private listen(): void {
    const point = (event: PointerEvent) => this.plot && this.choose(this.plot.rankAt(event.offsetX));
    this.canvas.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      this.canvas.setPointerCapture(event.pointerId);
      point(event);
    });
    this.canvas.addEventListener("pointermove", (event) => event.buttons && point(event));
    this.canvas.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const count = this.ranking?.order.length ?? 1;
      const moves: Record<string, number> = {
        ArrowLeft: this.rank - 1,
        ArrowUp: this.rank - 1,
        ArrowRight: this.rank + 1,
        ArrowDown: this.rank + 1,
        PageUp: this.rank - 10,
        PageDown: this.rank + 10,
        Home: 0,
        End: count - 1,
      };
      if (!Object.hasOwn(moves, event.key)) return;
      event.preventDefault(); // the page would scroll
      this.choose(moves[event.key]);
    });
  }

  private inks(): LensInk & { paints: Paints } {
    const style = getComputedStyle(this.root);
    const look = `${style.colorScheme} ${style.color}`;
    if (this.ink && this.look === look) return this.ink;
    this.look = look;
    const colour = (name: string) => `rgb(${rgbOf(this.root, `var(${name})`).map(Math.round).join(" ")})`;
    const [soft, line] = [getComputedStyle(this.state).color, getComputedStyle(this.body).borderTopColor];
    const classes = ["1", "2", "3", "4", "5"].map((number) => colour(`--mlw-class-${number}`));
    this.ink = {
      ink: style.color,
      soft,
      line,
      loss: colour("--mlw-positive"),
      pull: colour("--mlw-class-4"),
      tried: colour("--mlw-negative"),
      font: style.fontFamily,
      paints: { classes, soft, ink: style.color },
    };
    return this.ink;
  }

  private write(): void {
    const { examples, ranking } = this;
    if (!examples || !ranking || !this.colours.tables) return;
    const { paints } = this.inks();
    const [loss, metric] = summary(ranking);
    this.summary.replaceChildren(element("strong", "", {}, loss), element("span", "", {}, ` · ${metric}`));
    this.state.textContent = ranking.state;
    this.worst.textContent = worstWords(ranking);
    this.list.show(examples, ranking, this.rank, paints);
    this.detail.show(examples, ranking, this.rank, paints);
    this.classes.show(examples, ranking);
    this.bold.show(ranking);
    this.paint.soon();
  }

  private draw(): void {
    const { examples, ranking, canvas } = this;
    if (!examples || !ranking || !this.colours.tables) return;
    const { clientWidth: width, clientHeight: height } = canvas;
    const pen = canvas.getContext("2d");
    if (!width || !height || !pen) return;
    const scale = globalThis.devicePixelRatio || 1;
    const [wide, high] = [Math.round(width * scale), Math.round(height * scale)];
    if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high });
    pen.setTransform(wide / width, 0, 0, high / height, 0, 0);
    const letters = Math.min(Math.max(LETTERS.least, width * LETTERS.share), LETTERS.most);
    this.plot = drawRanking(pen, width, height, this.inks(), examples, ranking, this.rank, letters);
    canvas.setAttribute("aria-valuemax", String(ranking.order.length));
    canvas.setAttribute("aria-valuenow", String(this.rank + 1));
    canvas.setAttribute("aria-valuetext", rowWords(examples, ranking, this.rank));
  }

  private save(): void {
    if (!this.examples || !this.ranking) return;
    const text = rankingCsv(this.examples, this.ranking);
    const address = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" }));
    element("a", "", { href: address, download: TEXT.file }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }
}

function renderLens(watchers: Watchers, { model, el }: View<Traits>): CleanUp {
  const lens = new Lens((message) => model.send(message));
  el.append(lens.root);
  const tellPainted = paintedTeller(model);
  const show = () => {
    const frame = model.get("frame");
    lens.showProgress(frame.progress ?? 0);
    tellPainted(frame);
  };
  const showRanking = () => lens.showRanking(model.get("ranking"));
  const showAll = () => {
    lens.showExamples(model.get("examples"));
    showRanking();
  };
  model.on("change:examples", showAll);
  model.on("change:ranking", showRanking);
  model.on("change:frame", show);
  showAll();
  show();
  const stopWatching = watchers.watch(lens.root, () => {
    showRanking(); // it was not on the page before, and had no colours
    show();
  });
  return () => {
    stopWatching();
    lens.stop();
    model.off("change:examples", showAll);
    model.off("change:ranking", showRanking);
    model.off("change:frame", show);
  };
}

export default watchedScript(renderLens);
