// The network beside simpler models: figures, curves, and what matters to each.

import { element } from "../base/dom.ts";
import { saveFile } from "../base/download.ts";
import type { CleanUp, View } from "../base/model.ts";
import { paintedTeller, watchedScript, type Watchers } from "../base/watching.ts";
import { makeBars } from "./compare_bars.ts";
import { makeCurves } from "./compare_curves.ts";
import type { SentFrame } from "./compare_model.ts";
import { fillTable } from "./compare_table.ts";
import { t } from "../base/language.ts";

export interface Traits {
  frame: SentFrame;
  visible: boolean;
}

const TEXT = {
  start: t("Compare"),
  startHelp: t("Fit simpler models to the same rows, and measure what matters to each"),
  stop: t("Stop"),
  csv: t("Download CSV"),
  progress: t("Progress of the comparison"),
  figures: t("Figures of all models"),
  bars: t("What matters to each model"),
};

function renderCompare(watchers: Watchers, { model, el }: View<Traits>): CleanUp {
  const root = element("div", "mlw mlw-compare", { "data-lm-suppress-shortcuts": "true" });
  const bar = element("div", "mlw-compare-bar");
  const button = (words: string, what: string, help = words, primary = false) => {
    const made = element(
      "button",
      `mlw-button${primary ? " mod-primary" : ""}`,
      { type: "button", title: help },
      words,
    );
    made.addEventListener("click", () => model.send({ kind: "ask", what }));
    return made;
  };
  const start = button(TEXT.start, "start", TEXT.startHelp, true);
  const stop = button(TEXT.stop, "stop");
  const csv = button(TEXT.csv, "export");
  const said = element("p", "mlw-compare-said", { role: "status" });
  const progress = element("progress", "mlw-compare-progress", { max: 1, "aria-label": TEXT.progress });
  bar.append(start, stop, said, progress, csv);

  const about = element("p", "mlw-compare-small");
  const grid = element("div", "mlw-compare-grid");
  const scroller = (label: string, table: HTMLElement) => {
    const made = element("div", "mlw-compare-scroller", { tabindex: 0, role: "region", "aria-label": label });
    made.append(table);
    return made;
  };
  const table = element("table", "mlw-compare-table");
  const tableNote = element("p", "mlw-compare-small");
  const curves = makeCurves();
  const curvesNote = element("p", "mlw-compare-small");
  const left = element("div", "mlw-compare-part-left");
  left.append(scroller(TEXT.figures, table), tableNote, curves.root, curvesNote);

  const right = element("div", "mlw-compare-part-right");
  const barsTitle = element("h3", "mlw-compare-title", {}, TEXT.bars);
  const barsAbout = element("p", "mlw-compare-small");
  const barsTable = element("table", "mlw-compare-bars");
  const chosen = element("p", "mlw-compare-chosen", { role: "status" });
  const barsNote = element("p", "mlw-compare-small");
  const bars = makeBars(barsTable, chosen);
  right.append(barsTitle, barsAbout, scroller(TEXT.bars, barsTable), chosen, barsNote);
  grid.append(left, right);
  const alt = element("p", "mlw-visually-hidden");
  root.append(bar, about, grid, alt);
  el.append(root);

  const tellPainted = paintedTeller(model);
  const put = (at: HTMLElement, words: string) => {
    if (at.textContent !== words) at.textContent = words; // what is the same is not read out again
    at.hidden = !words;
  };
  const show = () => {
    const frame = model.get("frame");
    const { status = "ready" } = frame;
    const unsuited = status === "unsuited";
    root.dataset.status = status;
    put(said, frame.said ?? "");
    for (const part of [start, stop, csv, grid, about]) part.hidden = unsuited;
    const busy = status === "running";
    start.disabled = busy;
    stop.disabled = !busy;
    const share = frame.progress ?? -1;
    progress.hidden = !busy;
    if (share < 0) progress.removeAttribute("value");
    else progress.value = share;
    if (!unsuited) {
      put(about, frame.about ?? "");
      fillTable(table, frame);
      curves.show(frame.curves ?? { series: [], loss: "" });
      const sent = frame.importance ?? { columns: [], more: 0, title: "", percent: false, series: [] };
      right.hidden = !sent.columns.length;
      grid.classList.toggle("mod-alone", right.hidden);
      put(barsAbout, sent.title);
      bars.show(sent);
      put(tableNote, frame.notes?.table ?? "");
      put(curvesNote, frame.notes?.curves ?? "");
      put(barsNote, frame.notes?.bars ?? "");
    }
    put(alt, frame.alt ?? "");
    tellPainted(frame);
  };
  const hear = (message: { kind?: string; name?: string; type?: string; text?: string }) => {
    if (message.kind === "file") saveFile(message.name ?? "", message.text ?? "", message.type ?? "");
  };
  model.on("change:frame", show);
  model.on("msg:custom", hear);
  show();
  const stopWatching = watchers.watch(root, show);
  return () => {
    stopWatching();
    curves.stop();
    model.off("change:frame", show);
    model.off("msg:custom", hear);
  };
}

export default watchedScript(renderCompare);
