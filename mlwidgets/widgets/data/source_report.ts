// What there is to say of the data on the bench. What was left out is listed in a window of its own.

import { element } from "../base/dom.ts";
import type { CleanUp, View } from "../base/model.ts";
import { StackDialog } from "../network/stack_dialog.ts";
import { counted, grouped, t } from "../base/language.ts";

export interface Traits {
  problem: string;
  words: Record<string, string>;
  notes: string[];
  rejected: [string, string, string][];
  rejected_count: number;
  thing: string;
  warnings: number;
}

const TEXT = {
  untrained: t("Not used for training yet. "),
  read: t("How the file was read"),
  notes: (count: number) => (count === 1 ? t("1 note on the reading") : t("{count} notes on the reading", { count })),
  rejected: (number: number, thing: string) => {
    const count = grouped(number);
    return thing === "picture"
      ? counted(number, "{count} picture could not be read", "{count} pictures could not be read", { count })
      : counted(number, "{count} row could not be read", "{count} rows could not be read", { count });
  },
  warnings: (
    count: number,
  ) => (count === 1 ? t("1 warning about the data") : t("{count} warnings about the data", { count })),
  see: t("See them"),
  seeOne: t("See it"),
  where: t("Where"),
  why: t("Why"),
  text: t("How it begins"),
  first: (shown: number, count: number) => t("The first {shown} of {count}.", { shown, count: grouped(count) }),
};
const NAMES = ["problem", "words", "notes", "rejected", "rejected_count", "thing", "warnings"] as const;

/** The rows of what was left out. */
function listed(rejected: [string, string, string][]): HTMLElement {
  const table = element("table", "mlw-source-rejected");
  const head = element("tr");
  for (const title of [TEXT.where, TEXT.why, TEXT.text]) head.append(element("th", "", { scope: "col" }, title));
  const body = element("tbody");
  for (const [where, why, text] of rejected) {
    const row = element("tr");
    row.append(element("th", "", { scope: "row" }, where), element("td", "", {}, why));
    row.append(element("td", "mlw-source-text", {}, text));
    body.append(row);
  }
  const top = element("thead");
  top.append(head);
  table.append(top, body);
  return table;
}

function render({ model, el }: View<Traits>): CleanUp {
  const root = element("div", "mlw mlw-source-report");
  const problem = element("p", "mlw-source-problem", { role: "status" });
  const words = element("ul", "mlw-source-words", { "aria-label": TEXT.read });
  const left = element("p", "mlw-source-left", { role: "status" });
  const count = element("span");
  const see = element("button", "mlw-source-see", { type: "button" }, TEXT.see);
  const warned = element("p", "mlw-source-warned", { role: "status" });
  const warnings = element("span");
  const seeWarnings = element("button", "mlw-source-see", { type: "button" });
  const notes = element("details", "mlw-source-notes");
  const summary = element("summary");
  const list = element("ul");
  const dialog = new StackDialog(root, "");
  left.append(count, " ", see);
  notes.append(summary, list);
  warned.append(warnings, " ", seeWarnings);
  root.prepend(problem, warned, words, left, notes);
  el.append(root);

  const set = (node: HTMLElement, text: string) => {
    if (node.textContent !== text) node.textContent = text; // or it would be spoken again
    node.hidden = text === "";
  };
  const show = () => {
    const fault = model.get("problem"), sentences = model.get("notes"), total = model.get("rejected_count");
    set(problem, fault && TEXT.untrained + fault);
    const many = model.get("warnings");
    set(warnings, many ? TEXT.warnings(many) : "");
    seeWarnings.textContent = many === 1 ? TEXT.seeOne : TEXT.see;
    warned.hidden = many === 0;
    words.replaceChildren(
      ...Object.entries(model.get("words")).map(([name, value]) => {
        const pair = element("li");
        pair.append(element("span", "mlw-source-name", {}, name), " ", element("span", "", {}, value));
        return pair;
      }),
    );
    words.hidden = Object.keys(model.get("words")).length === 0;
    set(count, total ? TEXT.rejected(total, model.get("thing")) : "");
    left.hidden = total === 0;
    notes.hidden = sentences.length === 0;
    summary.textContent = TEXT.notes(sentences.length);
    list.replaceChildren(...sentences.map((one) => element("li", "", {}, one)));
    root.hidden = !fault && warned.hidden && words.hidden && left.hidden && notes.hidden;
  };
  seeWarnings.addEventListener("click", () => model.send({ kind: "warnings" }));
  see.addEventListener("click", () => {
    const rejected = model.get("rejected"), total = model.get("rejected_count");
    dialog.title.textContent = TEXT.rejected(total, model.get("thing"));
    const scroller = element("div", "mlw-source-scroller", { tabindex: 0, role: "region" });
    scroller.setAttribute("aria-label", dialog.title.textContent);
    scroller.append(listed(rejected));
    const more = rejected.length < total ? [element("p", "", {}, TEXT.first(rejected.length, total))] : [];
    dialog.body.replaceChildren(scroller, ...more);
    dialog.open();
  });
  show();
  for (const name of NAMES) model.on(`change:${name}`, show);
  return () => {
    for (const name of NAMES) model.off(`change:${name}`, show);
  };
}

export default { render };
