// The board of a fair race: progress, curves and the table of results. All that moves here moves without Python.

import { element } from "../base/dom.ts";
import type { CleanUp, View } from "../base/model.ts";
import { paintedTeller, watchedScript, type Watchers } from "../base/watching.ts";
import { RaceChart } from "./fair_race_chart.ts";
import { isBusy, raceOf, type SentFrame } from "./fair_race_model.ts";
import { RaceTable } from "./fair_race_table.ts";
import { t } from "../base/language.ts";

export interface Traits {
  frame: SentFrame;
  visible: boolean;
}

const TEXT = { csv: t("Save CSV"), json: t("Save JSON"), bar: t("Progress of the race") };
const TYPES: Record<string, string> = { csv: "text/csv", json: "application/json" };

/** Hand the learner a file. */
function saveFile(name: string, content: string): void {
  const type = TYPES[name.split(".").at(-1) ?? ""] ?? "text/plain";
  const address = URL.createObjectURL(new Blob([content], { type }));
  element("a", "", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address));
}

function renderBoard(watchers: Watchers, { model, el }: View<Traits>): CleanUp {
  const root = element("div", "mlw mlw-fair-board");
  const status = element("div", "mlw-fair-status");
  const progress = element("span", "mlw-fair-progress", { role: "status" });
  const bar = element("progress", "mlw-fair-bar", { max: 1, value: 0, "aria-label": TEXT.bar });
  const note = element("span", "mlw-fair-note");
  status.append(progress, bar, note);
  let asked = false; // by this view, and not by another one of the same model
  const files = (["csv", "json"] as const).map((form) => {
    const button = element("button", "mlw-button mlw-fair-file", { type: "button" }, TEXT[form]);
    button.addEventListener("click", () => {
      asked = true;
      model.send({ kind: "file", format: form });
    });
    return button;
  });
  const chart = new RaceChart(files);
  const table = new RaceTable((kind, line) => model.send({ kind, line }));
  root.append(status, chart.root, table.root);
  el.append(root);

  const tellPainted = paintedTeller(model);
  const show = () => {
    const sent = model.get("frame");
    const frame = raceOf(sent);
    if (progress.textContent !== frame.progress) progress.textContent = frame.progress;
    progress.classList.toggle("mlw-fair-failed", frame.error !== "");
    bar.hidden = !isBusy(frame.status);
    if (frame.status === "starting") bar.removeAttribute("value");
    else bar.value = frame.share;
    note.textContent = frame.note;
    for (const button of files) button.disabled = !frame.files;
    chart.show(frame);
    table.show(frame);
    tellPainted(sent);
  };
  const hear = (content: unknown) => {
    const { kind, name, text } = content as Record<string, unknown>;
    if (kind !== "file" || !asked || typeof name !== "string" || typeof text !== "string") return;
    asked = false;
    saveFile(name, text);
  };
  model.on("change:frame", show);
  model.on("msg:custom", hear);
  show();
  const stopWatching = watchers.watch(root, show);
  return () => {
    stopWatching();
    chart.stop();
    model.off("change:frame", show);
    model.off("msg:custom", hear);
  };
}

export default watchedScript(renderBoard);
