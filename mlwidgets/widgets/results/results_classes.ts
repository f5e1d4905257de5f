// Results of classes. The threshold moves matrix, scores and the points on both curves at once, without a message.

import { element } from "../base/dom.ts";
import { saveFile } from "../base/download.ts";
import { Help } from "../base/floating.ts";
import { drawCalibration, drawCurve, type Frame, type Ink } from "./results_drawing.ts";
import { Matrix, type Opened } from "./results_matrix.ts";
import type { ClassResults } from "./results_model.ts";
import {
  cheapest,
  type Counts,
  countsAt,
  matrixAt,
  nearestThreshold,
  prPoint,
  reportOf,
  rocPoint,
  type Sweep,
  sweepOf,
} from "./results_numbers.ts";
import { Picture } from "./results_picture.ts";
import { ScoreTable } from "./results_table.ts";
import * as words from "./results_words.ts";
import { t, written } from "../base/language.ts";

const TEXT = {
  threshold: t("Threshold"),
  cost: t("A miss costs"),
  times: t("× a false alarm"),
  use: (threshold: string) => t("Use {threshold}", { threshold }),
  useName: (threshold: string, cost: string) =>
    t("Use {threshold}, the cheapest threshold on the validation examples; it costs {cost} there", { threshold, cost }),
  chosen: t("cheapest on validation"),
  none: t("no validation examples to choose it by"),
  help: t(
    "Say how many false alarms a miss is worth. The ring on the curves is the threshold that costs least, misses " +
      "and false alarms counted together. It is chosen on the validation examples; on others it need not be the best.",
  ),
  about: t("the cost of a miss"),
  roc: t("ROC"),
  pr: t("Precision-recall"),
  calibration: t("Calibration"),
  area: (area: string) => t("AUC {area}", { area }),
  ap: (area: string) => t("AP {area}", { area }),
  error: (error: string) => t("error {error}", { error }),
  notProbabilities: t("The shares are no probabilities: they do not lie between 0 and 1 and sum to 1."),
  saveMetrics: t("Save scores"),
  saveCurves: t("Save curves"),
  metricsFile: t("scores.csv"),
  curvesFile: t("threshold_curves.csv"),
};
const STEP = 0.01; // of an arrow key
const COSTS = { least: 0.001, most: 1_000_000 };
const area = (value: number): string => (Number.isNaN(value) ? "–" : written(value.toFixed(3)));

export class ClassBoard {
  readonly root = element("div", "mlw-measured-classes");
  readonly pictures = element("div", "mlw-measured-pictures");
  readonly body = element("div", "mlw-measured-body");
  threshold = 0.5;
  private missCost = 1;
  private readonly slider = element("input", "mlw-measured-slider", {
    type: "range",
    step: "any",
    "aria-label": TEXT.threshold,
  });
  private readonly value = element("output", "mlw-measured-value");
  private readonly cost = element("input", "mlw-measured-cost", {
    type: "number",
    min: COSTS.least,
    step: "any",
    value: 1,
    "aria-label": `${TEXT.cost} ${TEXT.times}`,
  });
  private readonly use = element("button", "mlw-button mlw-measured-small", { type: "button" });
  private readonly chosen = element("span", "mlw-measured-soft");
  private readonly help = new Help(`mlw-measured-${Math.random().toString(36).slice(2)}`);
  private readonly accuracy = element("p", "mlw-measured-accuracy");
  private readonly matrix: Matrix;
  private readonly scores = new ScoreTable();
  private readonly roc = new Picture();
  private readonly pr = new Picture();
  private readonly calibration = new Picture();
  private readonly improbable = element("p", "mlw-measured-soft", {}, TEXT.notProbabilities);
  private readonly frames = new Map<HTMLCanvasElement, Frame>();
  private results: ClassResults | null = null;
  private sweep: Sweep | null = null;
  private tuned: Sweep | null = null;
  private best: number | null = null;

  constructor(
    open: (cell: Opened) => void,
    private readonly moved: (settled: boolean) => void,
  ) {
    this.matrix = new Matrix(open);
    const bar = element("div", "mlw-measured-bar");
    const label = element("label", "mlw-measured-threshold");
    label.append(element("span", "mlw-measured-label", {}, TEXT.threshold), this.slider, this.value);
    const cost = element("label", "mlw-measured-cost-label");
    cost.append(TEXT.cost, this.cost, TEXT.times);
    bar.append(label, cost, ...this.help.parts, this.use, this.chosen);
    this.help.show(TEXT.help, TEXT.about);
    const left = element("div", "mlw-measured-left");
    left.append(this.matrix.root, this.scores.root, this.accuracy);
    this.pictures.append(this.roc.root, this.pr.root, this.calibration.root, this.improbable);
    this.body.append(left, this.pictures);
    this.root.append(bar, this.body);
    this.listen();
  }

  /** Take other results; null where there are none. */
  show(results: ClassResults): void {
    if (results !== this.results) {
      const { scores, labels, focus, tuned, part } = results;
      this.results = results;
      this.sweep = sweepOf(scores, (at) => labels[at] === focus);
      this.tuned = tuned ? sweepOf(tuned.scores, (at) => tuned.positive[at] === 1) : null;
      if (!tuned && part === "validation") this.tuned = this.sweep;
    }
    const { thresholds } = this.sweep!;
    this.slider.min = String(Math.min(0, thresholds[thresholds.length - 1]));
    this.slider.max = String(Math.max(1, thresholds[1] ?? 1));
    this.threshold = Math.min(Math.max(this.threshold, Number(this.slider.min)), Number(this.slider.max));
    this.choose();
  }

  /** Draw everything for the present threshold; `opened` is the cell whose examples are shown. */
  draw(ink: Ink, opened: string): void {
    const { results, sweep, threshold } = this;
    if (!results || !sweep) return;
    const counts = countsAt(results, threshold);
    const report = reportOf(matrixAt(results, threshold));
    const { names, focus, part, prevalence } = results;
    this.slider.value = String(threshold);
    this.value.textContent = words.thresholdText(threshold);
    const said = words.thresholdWords(results, threshold, counts);
    if (this.slider.getAttribute("aria-valuetext") !== said) this.slider.setAttribute("aria-valuetext", said);
    this.matrix.show(names[focus], names.length === 2 ? names[1 - focus] : "", counts, opened);
    this.accuracy.textContent = words.accuracyWords(results, report);
    this.scores.show(names, report, focus);
    this.roc.say(TEXT.roc, TEXT.area(area(results.auc)), words.rocWords(results, counts));
    this.pr.say(TEXT.pr, TEXT.ap(area(results.averagePrecision)), words.prWords(results, counts));
    const best = this.best === null ? null : countsAt(results, this.best);
    this.roc.draw((pen, width, height) => {
      const frame = drawCurve(
        pen,
        width,
        height,
        ink,
        "roc",
        results.roc,
        part,
        prevalence,
        onRoc(counts),
        best && onRoc(best),
      );
      this.frames.set(this.roc.canvas, frame);
    });
    this.pr.draw((pen, width, height) => {
      const frame = drawCurve(
        pen,
        width,
        height,
        ink,
        "pr",
        results.pr,
        part,
        prevalence,
        onPr(counts),
        best && onPr(best),
      );
      this.frames.set(this.pr.canvas, frame);
    });
    const { calibration } = results;
    this.calibration.root.hidden = !calibration;
    this.improbable.hidden = calibration !== null;
    if (!calibration) return;
    const error = TEXT.error(area(calibration.error));
    this.calibration.say(TEXT.calibration, error, words.calibrationWords(results));
    this.calibration.draw((pen, width, height) => drawCalibration(pen, width, height, ink, calibration, part));
  }

  saveButtons(): HTMLElement[] {
    const save = (name: string, file: string, write: () => string) => {
      const button = element("button", "mlw-button mlw-measured-small", { type: "button" }, name);
      button.addEventListener("click", () => this.results && saveFile(file, `\ufeff${write()}`, "text/csv"));
      return button;
    };
    const metrics = () =>
      words.metricsCsv(this.results!, this.threshold, reportOf(matrixAt(this.results!, this.threshold)));
    return [
      save(TEXT.saveMetrics, TEXT.metricsFile, metrics),
      save(TEXT.saveCurves, TEXT.curvesFile, () => words.curvesCsv(this.sweep!)),
    ];
  }

  stop(): void {
    this.help.stop();
  }

  /** Find the threshold that costs least on the validation examples. */
  private choose(): void {
    const found = this.tuned && cheapest(this.tuned, this.missCost);
    this.best = found ? found.threshold : null;
    this.use.hidden = !found;
    this.chosen.textContent = found ? TEXT.chosen : TEXT.none;
    if (!found) return;
    const threshold = words.thresholdText(found.threshold);
    this.use.textContent = TEXT.use(threshold);
    this.use.setAttribute("aria-label", TEXT.useName(threshold, written(String(Number(found.cost.toPrecision(4))))));
  }

  private move(threshold: number, settled: boolean): void {
    if (!Number.isFinite(threshold)) return;
    this.threshold = Math.min(Math.max(threshold, Number(this.slider.min)), Number(this.slider.max));
    this.moved(settled);
  }

  private listen(): void {
    this.slider.addEventListener("input", () => this.move(Number(this.slider.value), false));
    this.slider.addEventListener("change", () => this.move(Number(this.slider.value), true));
    this.slider.addEventListener("keydown", (event) => {
      const [low, high] = [Number(this.slider.min), Number(this.slider.max)];
      const round = (value: number) => Number(value.toFixed(6));
      const target: Record<string, number> = {
        ArrowLeft: round(this.threshold - STEP),
        ArrowDown: round(this.threshold - STEP),
        ArrowRight: round(this.threshold + STEP),
        ArrowUp: round(this.threshold + STEP),
        PageDown: round(this.threshold - 10 * STEP),
        PageUp: round(this.threshold + 10 * STEP),
        Home: low,
        End: high,
      };
      if (!Object.hasOwn(target, event.key) || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      this.move(target[event.key], true);
    });
    this.cost.addEventListener("input", () => {
      const cost = Number(this.cost.value);
      const fits = this.cost.value !== "" && cost >= COSTS.least && cost <= COSTS.most;
      this.cost.setAttribute("aria-invalid", String(!fits));
      if (!fits) return;
      this.missCost = cost;
      this.choose();
      this.moved(false);
    });
    this.use.addEventListener("click", () => this.best !== null && this.move(this.best, true));
    for (const [picture, point] of [[this.roc, rocPoint], [this.pr, prPoint]] as const) {
      const { canvas } = picture;
      const take = (event: PointerEvent) => {
        const [frame, sweep] = [this.frames.get(canvas), this.sweep];
        if (!frame || !sweep) return;
        const [x, y] = [frame.valueX(event.offsetX), frame.valueY(event.offsetY)];
        this.move(nearestThreshold(sweep, (at) => point(sweep, at), x, y), false);
      };
      canvas.addEventListener("pointerdown", (event) => {
        if (event.button !== 0) return;
        canvas.setPointerCapture(event.pointerId);
        take(event);
      });
      canvas.addEventListener("pointermove", (event) => canvas.hasPointerCapture(event.pointerId) && take(event));
      canvas.addEventListener("lostpointercapture", () => this.moved(true));
    }
  }
}

const share = (part: number, rest: number): number => (part + rest > 0 ? part / (part + rest) : 0);

const onRoc = ({ hits, misses, alarms, rejections }: Counts): [number, number] => [
  share(alarms, rejections),
  share(hits, misses),
];
/** None where nothing is called positive: then there is no precision. */
const onPr = ({ hits, misses, alarms }: Counts): [number, number] | null =>
  hits + alarms ? [share(hits, misses), share(hits, alarms)] : null;
