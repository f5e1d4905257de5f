// A table of any length. Python has it; the page asks for the cells that come into sight, and for another order.

import { element } from "../base/dom.ts";
import { saveFile } from "../base/download.ts";
import type { CleanUp, View } from "../base/model.ts";
import { bytesOf } from "../base/shades.ts";
import { FilterPanel } from "./data_table_filter.ts";
import { Grid } from "./data_table_grid.ts";
import type { SentFacts, SentFilter, SentHead, SentShown, SentTile, Sort } from "./data_table_model.ts";
import { t } from "../base/language.ts";

export interface Traits {
  head: SentHead;
  shown: SentShown;
}

const TEXT = {
  name: t("Table"),
  hint: t(
    "Click a heading to sort, with Shift by a second column too; its funnel filters. Keys: Enter, Shift+Enter, F.",
  ),
  touch: t("Press a heading to sort, its funnel to filter."),
  change: (words: string) => t("Change the filter: {words}", { words }),
  remove: (words: string) => t("Remove the filter: {words}", { words }),
  clear: t("Clear filters"),
  save: t("Download CSV"),
  saveHelp: t("The rows that are shown, in this order"),
  nothing: t("There is no table yet."),
};
type Heard =
  | { kind: "cells"; order: number; tiles: SentTile[] }
  | ({ kind: "facts" } & SentFacts)
  | { kind: "file"; name: string };

function render({ model, el }: View<Traits>): CleanUp {
  const id = `mlw-table-${Math.random().toString(36).slice(2)}`;
  const root = element("div", "mlw mlw-table", { role: "group", "aria-label": TEXT.name });
  const top = element("div", "mlw-table-top");
  const words = element("p", "mlw-table-words", { role: "status" });
  const chips = element("div", "mlw-table-chips");
  const clear = element("button", "mlw-button mlw-table-tool", { type: "button" }, TEXT.clear);
  const save = element("button", "mlw-button mlw-table-tool", { type: "button", title: TEXT.saveHelp }, TEXT.save);
  const reading = element("p", "mlw-table-reading", { "aria-hidden": "true" });
  const hint = element("p", "mlw-table-hint", { id });
  hint.append(
    element("span", "mlw-table-hint-keys", {}, TEXT.hint),
    element("span", "mlw-table-hint-touch", { "aria-hidden": "true" }, TEXT.touch),
  );
  const about = element("p", "mlw-table-about");
  const nothing = element("p", "mlw-table-none", {}, TEXT.nothing);

  // One order at a time is under way; of those wanted meanwhile only the last one counts.
  let asks = 0;
  let under = 0;
  let next: { sorts: Sort[]; filters: SentFilter[] } | null = null;
  const order = (sorts: Sort[], filters: SentFilter[]) => {
    next = { sorts, filters };
    if (!under) ask();
  };
  const ask = () => {
    if (!next) return;
    under = asks += 1;
    model.send({ kind: "order", head: model.get("head").serial, ask: under, ...next, tiles: grid.firstTiles() });
    next = null;
  };
  const sorts = () => next?.sorts ?? model.get("shown").sorts;
  const filters = () => next?.filters ?? model.get("shown").filters;

  const panel = new FilterPanel((column, mine) => {
    const others = filters().filter((one) => one.column !== column);
    const before = filters().filter((one) => one.column === column).map(({ words: _, ...one }) => one);
    if (JSON.stringify(sorted(before)) !== JSON.stringify(sorted(mine))) order(sorts(), [...others, ...mine]);
  }, () => grid.focus());
  const grid = new Grid(id, {
    ask: (tiles) => model.send({ kind: "cells", order: model.get("shown").serial, tiles }),
    sort: (wanted) => order(wanted, filters()),
    filter: (column, anchor) => {
      panel.open(column, model.get("head").columns[column], filters(), anchor);
      model.send({ kind: "facts", column });
    },
    read: (text) => reading.textContent = text,
  });

  const showHead = () => {
    const head = model.get("head");
    under = 0;
    next = null;
    nothing.hidden = head.columns.length > 0;
    grid.root.hidden = top.hidden = hint.hidden = !head.columns.length;
    about.textContent = head.about ?? "";
    grid.showHead(head);
  };
  const chip = (one: SentFilter) => {
    const root = element("span", "mlw-table-chip");
    const text = one.words ?? "";
    const change = element("button", "mlw-table-chip-words", { type: "button", "aria-label": TEXT.change(text) }, text);
    change.addEventListener("click", () => {
      panel.open(one.column, model.get("head").columns[one.column], filters(), root);
      model.send({ kind: "facts", column: one.column });
    });
    const remove = element("button", "mlw-table-chip-remove", {
      type: "button",
      "aria-label": TEXT.remove(text),
      title: TEXT.remove(text),
    }, "×");
    remove.addEventListener("click", () => {
      order(sorts(), filters().filter((other) => other !== one));
      clear.focus();
    });
    root.append(change, remove);
    return root;
  };
  const showOrder = () => {
    const shown = model.get("shown");
    if (shown.ask === under || shown.ask === 0) under = 0;
    words.textContent = shown.words;
    const focused = chips.contains(document.activeElement);
    chips.replaceChildren(...shown.filters.map(chip));
    clear.disabled = !shown.filters.length;
    if (focused) grid.focus();
    grid.showOrder(shown);
    ask();
  };
  const hear = (heard: Heard, buffers: DataView[]) => {
    if (heard.kind === "cells") grid.showTiles(heard.order, heard.tiles);
    else if (heard.kind === "facts") {
      if (heard.head === model.get("head").serial) panel.showFacts(heard, filters());
    } else if (heard.kind === "file") saveFile(heard.name, bytesOf(buffers[0]).slice(), "text/csv");
  };

  clear.addEventListener("click", () => order(sorts(), []));
  save.addEventListener("click", () => model.send({ kind: "csv" }));
  top.append(words, chips, clear, save);
  root.append(top, nothing, grid.root, reading, hint, about, panel.root);
  el.append(root);
  showHead();
  showOrder();
  model.on("change:head", showHead);
  model.on("change:shown", showOrder);
  model.on("msg:custom", hear);
  return () => {
    grid.stop();
    model.off("change:head", showHead);
    model.off("change:shown", showOrder);
    model.off("msg:custom", hear);
  };
}

/** Filters of a column in one order, to be compared. */
function sorted(filters: SentFilter[]): SentFilter[] {
  return filters.map(({ column, kind, text, levels, low, high }) => ({
    column,
    kind,
    text,
    levels: levels && [...levels].sort((a, b) => a - b),
    low: low ?? null,
    high: high ?? null,
  })).sort((a, b) => a.kind.localeCompare(b.kind));
}

export default { render };
