// The headings of a table, and how wide its columns are.

import { element, isCoarse } from "../base/dom.ts";
import type { SentColumn, SentHead, SentShown } from "./data_table_model.ts";
import { grouped, t } from "../base/language.ts";
import { kindName, kindWords, roleName } from "./column_words.ts";

const TEXT = {
  heading: (name: string, kind: string, role: string, filtered: boolean) =>
    [name, kindName(kind), role === "feature" ? "" : roleName(role), filtered ? t("filtered") : ""]
      .filter(Boolean).join(", "),
  filter: (name: string) => t("Filter {name}", { name }),
};
const PADDING = 18; // px beside the letters of a cell
// The longest name that widens a column; what else stands in a heading; how large its second line is.
const HEADING = { letters: 18, px: 58, coarse: 84, small: 0.9 };
const FROZEN_LETTERS = 20; // a first column that is wider than this would leave too little room to scroll

/** The widths of all columns, the row's number and part before them, from that of a letter. */
export function widthsOf({ rows, parts, columns }: SentHead, letter: number): number[] {
  const digits = Math.max(grouped(rows).length, 3);
  const beside = isCoarse() ? HEADING.coarse : HEADING.px;
  return [
    digits * letter + PADDING,
    ...(parts ? [3 * letter + PADDING] : []),
    ...columns.map(({ name, kind, role, width }, at) => {
      const heading = Math.min(name.length, HEADING.letters) * letter + beside;
      const below = kindWords(kind, role).length * letter * HEADING.small + PADDING;
      const wide = Math.max(width * letter + PADDING, heading, below);
      return Math.round(at ? wide : Math.min(wide, FROZEN_LETTERS * letter + PADDING));
    }),
  ];
}

/** Fill the heading of a column: its name, what it is, how it is sorted, and its funnel. */
export function fillHeading(
  cell: HTMLElement,
  column: number,
  { name, kind, role }: SentColumn,
  { sorts, filters }: SentShown,
): void {
  const place = sorts.findIndex(([one]) => one === column);
  const sort = sorts[place];
  const filtered = filters.some((one) => one.column === column);
  const rank = sorts.length > 1 ? String(place + 1) : "";
  cell.setAttribute("aria-label", TEXT.heading(name, kind, role, filtered));
  cell.setAttribute("aria-sort", place ? (place < 0 ? "none" : "other") : sort[1] ? "descending" : "ascending");
  const funnel = element("button", "mlw-table-funnel", {
    type: "button",
    tabindex: -1,
    "aria-label": TEXT.filter(name),
    title: TEXT.filter(name),
    "aria-pressed": String(filtered),
  });
  funnel.innerHTML = '<svg viewBox="0 0 12 12" aria-hidden="true"><path d="M1 2h10L7 6.6V11L5 9.6v-3z"/></svg>';
  cell.append(
    element("span", "mlw-table-name", { title: name }, name),
    element("span", "mlw-table-arrow", { "aria-hidden": "true" }, sort ? `${sort[1] ? "↓" : "↑"}${rank}` : ""),
    funnel,
    element("span", "mlw-table-kind", {}, kindWords(kind, role)),
  );
}
