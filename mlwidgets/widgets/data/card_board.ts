// The data card: facts, the balance of the classes as bars, and a line for each column of a table.

import { element } from "../base/dom.ts";
import { saveFile } from "../base/download.ts";
import type { CleanUp, View } from "../base/model.ts";
import { watchedScript, type Watchers } from "../base/watching.ts";
import { grouped, t, written } from "../base/language.ts";

interface Card {
  name?: string;
  facts?: [string, string][];
  parts?: string[];
  classes?: { name: string; counts: number[] }[];
  columns?: string[][];
}
export interface Traits {
  label: string;
  card: Card;
  visible: boolean;
}

const TEXT = {
  take: t("Download as text"),
  classes: t("Classes"),
  class: t("Class"),
  share: t("Share"),
  columns: t("Columns"),
  heads: [t("Column"), t("Kind"), t("Role"), t("Missing"), t("Different"), t("Values")],
};
const NUMBERS = new Set([3, 4]); // of the columns' cells, those that are counts
const COLOURS = 5;

const count = (value: number) => grouped(value);

function scroller(label: string, table: HTMLElement): HTMLElement {
  const box = element("div", "mlw-card-scroller", { tabindex: 0, role: "region", "aria-label": label });
  box.append(table);
  return box;
}

function heading(cells: string[], numeric: (at: number) => boolean): HTMLElement {
  const head = element("thead");
  const line = element("tr");
  line.append(
    ...cells.map((words, at) => element("th", numeric(at) ? "mlw-card-number" : "", { scope: "col" }, words)),
  );
  head.append(line);
  return head;
}

function classTable({ parts = [], classes = [] }: Card): HTMLElement {
  const table = element("table", "mlw-card-table");
  table.append(heading([TEXT.class, TEXT.share, ...parts], (at) => at > 1));
  const totals = classes.map((one) => one.counts.reduce((sum, some) => sum + some, 0));
  const all = totals.reduce((sum, some) => sum + some, 0) || 1;
  const most = Math.max(...totals, 1);
  const body = element("tbody");
  body.append(...classes.map((one, at) => {
    const line = element("tr");
    const share = element("td", "mlw-card-share");
    const bar = element("span", "mlw-card-bar", { "aria-hidden": "true" });
    bar.style.setProperty("--size", String(totals[at] / most));
    bar.style.setProperty("--class", classes.length > COLOURS ? "var(--mlw-accent)" : `var(--mlw-class-${at + 1})`);
    share.append(bar, element("span", "", {}, written(`${(100 * totals[at] / all).toFixed(1)}%`)));
    line.append(
      element("th", "", { scope: "row" }, one.name),
      share,
      ...one.counts.map((some) => element("td", "mlw-card-number", {}, count(some))),
    );
    return line;
  }));
  table.append(body);
  return table;
}

function columnTable({ columns = [] }: Card): HTMLElement {
  const table = element("table", "mlw-card-table");
  table.append(heading(TEXT.heads, (at) => NUMBERS.has(at)));
  const body = element("tbody");
  body.append(...columns.map((cells) => {
    const line = element("tr");
    line.append(
      ...cells.map((words, at) =>
        at === 0
          ? element("th", "", { scope: "row" }, words)
          : element("td", NUMBERS.has(at) ? "mlw-card-number" : "", {}, words)
      ),
    );
    return line;
  }));
  table.append(body);
  return table;
}

function render(watchers: Watchers, { model, el }: View<Traits>): CleanUp {
  const root = element("div", "mlw mlw-card", { role: "group", "aria-label": model.get("label") });
  el.append(root);
  const take = element("button", "mlw-button mlw-card-take", { type: "button" }, TEXT.take);
  take.addEventListener("click", () => model.send({ kind: "take" }));

  const show = () => {
    const card = model.get("card");
    const head = element("div", "mlw-card-head");
    head.append(element("h2", "mlw-card-name", {}, card.name ?? ""), take);
    const facts = element("dl", "mlw-card-facts");
    for (const [label, words] of card.facts ?? []) {
      facts.append(element("dt", "", {}, label), element("dd", "", {}, words));
    }
    const top = element("div", "mlw-card-top");
    top.append(facts);
    if (card.classes?.length) top.append(scroller(TEXT.classes, classTable(card)));
    const focused = document.activeElement === take;
    root.replaceChildren(head, top);
    if (card.columns?.length) root.append(scroller(TEXT.columns, columnTable(card)));
    if (focused) take.focus();
  };
  const hear = (message: { kind?: string; name?: string; text?: string }) => {
    if (message.kind === "file") saveFile(message.name ?? "", message.text ?? "", "text/markdown");
  };
  show();
  model.on("change:card", show);
  model.on("msg:custom", hear);
  const stop = watchers.watch(root, () => {});
  return () => {
    stop();
    model.off("change:card", show);
    model.off("msg:custom", hear);
  };
}

export default watchedScript<Traits>(render);
