// A row of a table: its form, the network's answer, the sweep of a column and the nearest row with another answer.

import { element } from "../base/dom.ts";
import type { CleanUp, View } from "../base/model.ts";
import { paintedTeller, watchedScript, type Watchers } from "../base/watching.ts";
import { showAnswer } from "./row_answer.ts";
import { makeForm } from "./row_form.ts";
import type { FormColumn, SentFrame } from "./row_model.ts";
import { makeNearest } from "./row_nearest.ts";
import { makeSweep } from "./row_sweep.ts";
import { t } from "../base/language.ts";

export interface Traits {
  columns: FormColumn[];
  frame: SentFrame;
  visible: boolean;
}

const TEXT = {
  part: t("Rows"),
  number: t("Row number"),
  previous: t("Previous"),
  next: t("Next"),
  undo: t("Undo edit"),
  back: t("Back to the row"),
  answer: t("Answer"),
};

function renderRow(watchers: Watchers, { model, el }: View<Traits>): CleanUp {
  const root = element("div", "mlw mlw-row-board", { "data-lm-suppress-shortcuts": "true" });
  const button = (words: string, press: () => void) => {
    const made = element("button", "mlw-button", { type: "button" }, words);
    made.addEventListener("click", press);
    return made;
  };

  // Which row
  const chooser = element("div", "mlw-row-chooser");
  const part = element("select", "mlw-row-part", { "aria-label": TEXT.part });
  const number = element("input", "mlw-row-number", {
    type: "text",
    inputmode: "numeric",
    "aria-label": TEXT.number,
    autocomplete: "off",
  });
  const go = (to: number) => model.send({ kind: "go", part: part.value, number: to - 1 });
  part.addEventListener("change", () => go(1));
  number.addEventListener("change", () => {
    const typed = number.value.trim();
    if (/^\d{1,9}$/.test(typed)) go(Number(typed));
    else number.value = String(model.get("frame").number ?? 1);
  });
  chooser.append(
    part,
    number,
    button(TEXT.previous, () => model.send({ kind: "step", by: -1 })),
    button(TEXT.next, () => model.send({ kind: "step", by: 1 })),
  );
  const undo = button(TEXT.undo, () => model.send({ kind: "undo" }));
  const back = button(TEXT.back, () => model.send({ kind: "back" }));
  const buttons = element("div", "mlw-row-buttons");
  buttons.append(undo, back);
  const title = element("p", "mlw-row-which");

  // The form, and the answer
  const edit = (column: string, value: string, drag = false) => model.send({ kind: "edit", column, value, drag });
  let looked = "";
  const look = (column: string) => {
    if (looked === column) return;
    looked = column;
    model.send({ kind: "look", column });
  };
  let form = makeForm(model.get("columns"), { edit, look });
  const left = element("div", "mlw-row-left");
  left.append(chooser, title, form.root, buttons);
  const right = element("div", "mlw-row-right");
  const said = element("p", "mlw-row-said", { role: "status" });
  const truth = element("p", "mlw-row-true");
  const answer = element("div", "mlw-row-answer", { role: "group", "aria-label": TEXT.answer });
  const sweep = makeSweep(edit);
  const nearest = makeNearest({
    find: () => model.send({ kind: "nearest" }),
    take: (column) => model.send({ kind: "take", column }),
  });
  right.append(said, truth, answer, sweep.root, nearest.root);
  root.append(left, right);
  el.append(root);

  const put = (at: HTMLElement, words: string) => {
    if (at.textContent !== words) at.textContent = words; // what is the same is not read out again
  };
  const tellPainted = paintedTeller(model);
  const show = () => {
    const frame = model.get("frame");
    const columns = model.get("columns");
    const parts = frame.parts ?? [];
    const wanted = JSON.stringify(parts);
    if (part.dataset.parts !== wanted) {
      part.dataset.parts = wanted;
      part.replaceChildren(
        ...parts.map(([key, words, count]) => element("option", "", { value: key }, `${words} (${count})`)),
      );
    }
    part.value = frame.part ?? "";
    if (document.activeElement !== number) number.value = String(frame.number ?? 1);
    put(title, frame.title ?? "");
    form.show(frame);
    undo.disabled = !frame.undo;
    back.disabled = !(frame.edited ?? []).some(Boolean);
    put(said, frame.said ?? "");
    put(truth, frame.true ?? "");
    showAnswer(answer, frame);
    if (frame.sweep) {
      looked = frame.sweep.column;
      const at = columns.findIndex(({ name }) => name === looked);
      sweep.show(frame.sweep, columns[at]?.kind ?? "number", frame.values?.[at] ?? "");
    }
    nearest.show(frame);
    tellPainted(frame);
  };
  const rebuild = () => {
    form.stop();
    const made = makeForm(model.get("columns"), { edit, look });
    form.root.replaceWith(made.root);
    form = made;
    show();
  };
  model.on("change:frame", show);
  model.on("change:columns", rebuild);
  show();
  const stopWatching = watchers.watch(root, show);
  return () => {
    stopWatching();
    form.stop();
    sweep.stop();
    model.off("change:frame", show);
    model.off("change:columns", rebuild);
  };
}

export default watchedScript(renderRow);
