// What matters to each model: a line for each column, a bar for each model. A chosen column stands out.

import { element } from "../base/dom.ts";
import { floatsOf } from "../base/shades.ts";
import { dropText, lookOf, orderOf, type SentImportance } from "./compare_model.ts";
import { swatch } from "./compare_table.ts";
import { counted, t } from "../base/language.ts";

const TEXT = {
  column: t("Column"),
  sort: (model: string) => t("Order by what matters to: {model}", { model }),
  choose: (column: string) => t("Mark {column}", { column }),
  spread: (drop: string, spread: string) => `${drop} ± ${spread}`,
  more: (count: number) =>
    counted(count, "and {count} more column that matters less", "and {count} more columns that matter less"),
  points: (column: string, parts: string[]) => t("{column}: {parts} points.", { column, parts: parts.join(", ") }),
  ofR2: (column: string, parts: string[]) => t("{column}: {parts} of R².", { column, parts: parts.join(", ") }),
};

export interface Bars {
  show(sent: SentImportance): void;
}

/** Put the bars into a table; `told` gets the chosen column in words. */
export function makeBars(table: HTMLTableElement, told: HTMLElement): Bars {
  let sent: SentImportance | null = null;
  let shown = ""; // what the table has been made of
  let chosen: string | null = null;
  let sortedBy: string | null = null;

  const numbers = () =>
    (sent?.series ?? []).map(({ key, title, drops, spreads }) => ({
      key,
      title,
      drops: floatsOf(drops),
      spreads: floatsOf(spreads),
    }));
  const words = (drop: number, spread: number) =>
    TEXT.spread(dropText(drop, !!sent?.percent), dropText(spread, !!sent?.percent));

  const mark = () => {
    for (const line of table.querySelectorAll<HTMLElement>("tbody tr")) {
      const on = line.dataset.column === chosen;
      line.classList.toggle("mod-chosen", on);
      line.querySelector("button")?.setAttribute("aria-pressed", String(on));
    }
    const at = sent?.columns.indexOf(chosen ?? "") ?? -1;
    if (!sent || at < 0) {
      told.textContent = "";
      return;
    }
    const parts = numbers().map(({ title, drops, spreads }) => `${title} ${words(drops[at], spreads[at])}`);
    told.textContent = (sent.percent ? TEXT.points : TEXT.ofR2)(sent.columns[at], parts);
  };

  const build = () => {
    if (!sent) return;
    const series = numbers();
    const most = Math.max(1e-9, ...series.flatMap(({ drops }) => [...drops]));
    const head = element("tr");
    head.append(element("th", "", { scope: "col" }, TEXT.column));
    for (const { key, title } of series) {
      const cell = element("th", "", { scope: "col", "aria-sort": sortedBy === key ? "descending" : "none" });
      const button = element("button", "mlw-compare-sort", { type: "button", title: TEXT.sort(title) }, title);
      button.append(element("span", "", { "aria-hidden": "true" }, sortedBy === key ? " ▾" : ""));
      button.addEventListener("click", () => {
        sortedBy = sortedBy === key ? null : key;
        build();
        [...table.querySelectorAll("button")].find((one) => one.dataset.key === key)?.focus();
      });
      button.dataset.key = key;
      cell.append(swatch(key), button);
      head.append(cell);
    }
    const by = series.find(({ key }) => key === sortedBy);
    const lines = orderOf(sent.columns.length, by?.drops ?? null).map((at) => {
      const column = sent?.columns[at] ?? "";
      const line = element("tr");
      line.dataset.column = column;
      const name = element("th", "", { scope: "row" });
      const button = element("button", "mlw-compare-column", {
        type: "button",
        title: TEXT.choose(column),
        "aria-pressed": "false",
      }, column);
      button.addEventListener("click", () => {
        chosen = chosen === column ? null : column;
        mark();
      });
      name.append(button);
      line.append(name);
      for (const { key, drops, spreads } of series) {
        const cell = element("td", "", { title: words(drops[at], spreads[at]) });
        const track = element("span", "mlw-compare-track");
        const bar = element("span", "mlw-compare-bar-fill");
        bar.style.width = `${(100 * Math.max(drops[at], 0)) / most}%`;
        bar.style.background = `var(${lookOf(key).colour})`;
        const whisker = element("span", "mlw-compare-whisker");
        const [low, high] = [drops[at] - spreads[at], drops[at] + spreads[at]].map((value) =>
          Math.min(100, (100 * Math.max(value, 0)) / most)
        );
        Object.assign(whisker.style, { left: `${low}%`, width: `${high - low}%` });
        track.append(bar, whisker);
        const value = element("span", "mlw-compare-drop", {}, dropText(drops[at], !!sent?.percent));
        value.append(element("span", "mlw-visually-hidden", {}, ` ± ${dropText(spreads[at], !!sent?.percent)}`));
        cell.append(track, value);
        line.append(cell);
      }
      return line;
    });
    const thead = element("thead");
    const tbody = element("tbody");
    thead.append(head);
    tbody.append(...lines);
    table.replaceChildren(thead, tbody);
    if (sent.more) table.append(element("caption", "mlw-compare-more", {}, TEXT.more(sent.more)));
    mark();
  };

  return {
    show(next) {
      sent = next;
      const now = JSON.stringify([next.columns, next.series.map(({ key, drops }) => [key, [...floatsOf(drops)]])]);
      if (now === shown) return; // the focus stays where it is
      shown = now;
      const at = table.contains(document.activeElement) ? [...table.querySelectorAll("button")] : [];
      const focused = at.find((one) => one === document.activeElement)?.textContent;
      build();
      if (focused) [...table.querySelectorAll("button")].find((one) => one.textContent === focused)?.focus();
    },
  };
}
