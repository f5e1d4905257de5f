// How well the network does: the losses as curves, and their newest values beside them.

import { element } from "../base/dom.ts";
import type { CleanUp, Model } from "../base/model.ts";
import { LatestFrame, presses } from "../base/pressing.ts";
import { Colours, floatsOf } from "../base/shades.ts";
import { inNextFrame, watchedScript, type Watchers } from "../base/watching.ts";
import { curvesOf, metricText, numberText, type Part, rangeOf } from "./results_values.ts";
import { t } from "../base/language.ts";

interface Frame {
  serial: number;
  told: boolean;
  moving?: boolean; // the network is being trained
  metric?: string;
  results?: [Part, number | null, number | null][];
  curves?: DataView;
}

export interface Traits {
  frame: Frame;
  visible: boolean;
}

const TEXT: { parts: Record<Part, string>; loss: string; metrics: Record<string, string>; name: string } = {
  parts: { train: t("training"), validation: t("validation"), test: t("test") },
  loss: t("loss"),
  metrics: { accuracy: t("accuracy"), mean_absolute_error: t("mean error") },
  name: t("Results"),
};
// The same as in every chart: training solid, validation dashed, test dotted.
const DASHES: Record<Part, number[]> = { train: [], validation: [6, 3], test: [1.5, 3] };
const PARTS: Part[] = ["train", "validation", "test"];
const WIDTH = { line: 1.75, edge: 2 };

function buildPanel(el: HTMLElement) {
  const root = element("div", "mlw mlw-results");
  const chart = element("canvas", "mlw-results-chart", { "aria-hidden": "true" });
  const table = element("table", "mlw-results-table", { "aria-label": TEXT.name });
  const head = element("thead");
  const titles = element("tr");
  const metric = element("th", "", { scope: "col" });
  titles.append(element("td"), element("th", "", { scope: "col" }, TEXT.loss), metric);
  head.append(titles);
  const body = element("tbody");
  table.append(head, body);
  root.append(chart, table);
  el.append(root);
  const rows = new Map(PARTS.map((part) => {
    const row = element("tr");
    const name = element("th", "", { scope: "row" });
    const sample = element("span", `mlw-results-sample mlw-results-${part}`, { "aria-hidden": "true" });
    const cells = [element("td"), element("td")];
    name.append(sample, element("span", "", {}, TEXT.parts[part]));
    row.append(name, ...cells);
    body.append(row);
    return [part, { row, cells }];
  }));
  return { root, chart, metric, rows };
}

class PanelView {
  private readonly parts: ReturnType<typeof buildPanel>;
  private readonly colours: Colours;
  private readonly frame = inNextFrame(() => this.show());
  private readonly stops: CleanUp[] = [];
  private readonly latest: LatestFrame<Frame>;
  private size: { width: number; height: number } | null = null;
  private ink = "";

  constructor(model: Model<Traits>, el: HTMLElement, watchers: Watchers) {
    this.parts = buildPanel(el);
    const { root, chart } = this.parts;
    this.latest = new LatestFrame(() => model.get("frame"));
    this.colours = new Colours(root, () => {
      this.ink = "";
      this.frame.soon();
    });
    const changed = () => this.frame.soon();
    model.on("change:frame", changed);
    const resized = new ResizeObserver(() => {
      this.size = null;
      this.frame.soon();
    });
    resized.observe(chart);
    this.stops.push(
      () => model.off("change:frame", changed),
      () => resized.disconnect(),
      presses.hear(root, (press) => this.latest.press(press)),
      watchers.watch(root, changed),
    );
  }

  stop(): void {
    this.colours.stop();
    this.frame.stop();
    for (const stop of this.stops) stop();
  }

  private show(): void {
    if (!this.colours.tables) return; // not on the page yet
    const { results = [], metric = "accuracy" } = this.latest.current;
    const write = (node: HTMLElement, text: string) => {
      if (node.textContent !== text) node.textContent = text;
    };
    write(this.parts.metric, TEXT.metrics[metric] ?? metric);
    for (const [part, { row, cells }] of this.parts.rows) {
      const found = results.find(([name]) => name === part);
      row.hidden = !found;
      write(cells[0], found ? numberText(found[1]) : "");
      write(cells[1], found ? metricText(found[2], metric) : "");
    }
    this.draw();
  }

  private draw(): void {
    const { root, chart } = this.parts;
    this.size ??= { width: chart.clientWidth, height: chart.clientHeight };
    this.ink ||= getComputedStyle(root).color;
    const { width, height } = this.size;
    const ratio = window.devicePixelRatio || 1;
    const wide = Math.round(width * ratio);
    if (chart.width !== wide) Object.assign(chart, { width: wide, height: Math.round(height * ratio) });
    const context = chart.getContext("2d")!;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const { epochs, losses } = curvesOf(floatsOf(this.latest.current.curves));
    const range = rangeOf(losses);
    if (epochs.length < 2 || !range) return;
    const last = epochs.at(-1)! || 1;
    context.strokeStyle = this.ink;
    context.lineWidth = WIDTH.line;
    PARTS.forEach((part, index) => {
      context.setLineDash(DASHES[part]);
      context.beginPath();
      let under = false; // the pen is on the paper
      losses[index].forEach((loss, moment) => {
        const x = WIDTH.edge + ((width - 2 * WIDTH.edge) * epochs[moment]) / last;
        const y = WIDTH.edge + (height - 2 * WIDTH.edge) * (1 - loss / range);
        if (!Number.isFinite(y)) under = false;
        else if (under) context.lineTo(x, y);
        else context.moveTo(x, y);
        under = Number.isFinite(y);
      });
      context.stroke();
    });
  }
}

export default watchedScript<Traits>((watchers, { model, el }) => {
  const view = new PanelView(model, el, watchers);
  return () => view.stop();
});
