// A table of weights; their signs are in the texts, and in the colours of numbers below and above 0.

import { element } from "../base/dom.ts";
import type { CleanUp, View } from "../base/model.ts";
import { watchedScript, type Watchers } from "../base/watching.ts";

export interface Traits {
  label: string;
  heads: string[];
  rows: string[][];
  note: string;
  visible: boolean;
}
const NAMES = ["heads", "rows", "note"] as const;

function render(watchers: Watchers, { model, el }: View<Traits>): CleanUp {
  const root = element("div", "mlw mlw-units");
  const note = element("p", "mlw-units-note");
  const box = element("div", "mlw-units-scroller", { role: "region", tabindex: 0, "aria-label": model.get("label") });
  const table = element("table", "mlw-units-table");
  box.append(table);
  root.append(note, box);
  el.append(root);
  const show = () => {
    const head = element("thead");
    const line = element("tr");
    line.append(...model.get("heads").map((words) => element("th", "", { scope: "col" }, words)));
    head.append(line);
    const body = element("tbody");
    body.append(
      ...model.get("rows").map(([name, ...values]) => {
        const row = element("tr");
        row.append(
          element("th", "", { scope: "row" }, name),
          ...values.map((value) => element("td", "", { "data-sign": value.startsWith("−") ? "negative" : "" }, value)),
        );
        return row;
      }),
    );
    table.replaceChildren(head, body);
    note.textContent = model.get("note");
    box.hidden = model.get("rows").length === 0;
  };
  show();
  for (const name of NAMES) model.on(`change:${name}`, show);
  const stop = watchers.watch(root, () => {});
  return () => {
    stop();
    for (const name of NAMES) model.off(`change:${name}`, show);
  };
}

export default watchedScript<Traits>(render);
