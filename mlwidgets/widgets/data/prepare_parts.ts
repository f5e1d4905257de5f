// How the rows are divided: what can be chosen, the parts as a bar, and the balance of the classes in each.

import { element } from "../base/dom.ts";
import { makeMenu } from "./prepare_menu.ts";
import type { Option, PlanState, Send, TableState } from "./prepare_types.ts";
import { count, PART_TITLES, partsSentence, percent } from "./prepare_words.ts";
import { t } from "../base/language.ts";

const TEXT = {
  method: t("Divide"),
  by: t("By column"),
  choose: t("choose"),
  validation: t("Validation"),
  test: t("Test"),
  seed: t("Seed"),
  together: t("Duplicates together"),
  togetherHelp: t("Rows that are equal in all features and the target come into the same part"),
  percent: t("% of the rows"),
  part: t("Part"),
  rows: t("Rows"),
  table: t("Rows of each part"),
  more: (classes: number) => t("and {count} more", { count: count(classes) }),
};
const COLOURS = 5;
const MOST_LISTED = 4;
const BY = new Set(["group", "time"]);

export interface Parts {
  node: HTMLElement;
  show(table: TableState, plan: PlanState): void;
}

/** Make the controls and the bar. */
export function makeParts(methods: Option[], send: Send): Parts {
  const node = element("div", "mlw-prepare-split");
  const change = (field: string, value: unknown) => send({ kind: "split", field, value });
  const method = makeMenu(TEXT.method, (value) => change("method", value));
  const by = makeMenu(TEXT.by, (value) => change("by", value));
  const number = (field: string, most: number, factor: number) => {
    const input = element("input", "mlw-prepare-input", { type: "number", min: 0, max: most, step: 1 });
    input.addEventListener("change", () => {
      const value = input.valueAsNumber;
      // An empty field is no number; Python says what is expected, and the field goes back.
      change(field, Number.isNaN(value) ? null : Math.round(value * 1e6) / 1e6 / factor);
    });
    return input;
  };
  const validation = number("validation", 80, 100);
  const test = number("test", 80, 100);
  const seed = number("seed", 2 ** 31, 1);
  const together = element("input", "", { type: "checkbox" });
  together.addEventListener("change", () => change("together", together.checked));

  const field = (words: string, input: HTMLElement, unit = "") => {
    const label = element("label", "mlw-prepare-field");
    if (!input.hasAttribute("aria-label")) input.setAttribute("aria-label", unit ? `${words}, ${TEXT.percent}` : words);
    label.append(element("span", "", {}, words), input);
    if (unit) label.append(element("span", "mlw-prepare-unit", {}, unit));
    return label;
  };
  const byField = field(TEXT.by, by.node);
  const check = element("label", "mlw-prepare-check", { title: TEXT.togetherHelp });
  check.append(together, element("span", "", {}, TEXT.together));
  const controls = element("div", "mlw-prepare-controls");
  controls.append(
    field(TEXT.method, method.node),
    byField,
    field(TEXT.validation, validation, "%"),
    field(TEXT.test, test, "%"),
    field(TEXT.seed, seed),
    check,
  );
  const bar = element("div", "mlw-prepare-bar", { role: "img" });
  const balance = element("table", "mlw-prepare-balance");
  const box = element("div", "mlw-prepare-balance-box", { role: "region", "aria-label": TEXT.table, tabindex: 0 });
  box.append(balance);
  node.append(controls, bar, box);

  const put = (input: HTMLInputElement, value: number) => {
    const text = String(Number(value.toPrecision(6)));
    if (input.value !== text) input.value = text;
  };
  return {
    node,
    show(table, { split, parts = [], classes = [] }) {
      if (!split) return;
      method.show(methods, split.method);
      byField.hidden = !BY.has(split.method);
      const names = (table.columns ?? []).map(({ name }): Option => [name, name]);
      if (!byField.hidden) by.show([["", TEXT.choose], ...names], split.by);
      put(validation, 100 * split.validation);
      put(test, 100 * split.test);
      put(seed, split.seed);
      together.checked = split.together;
      bar.hidden = box.hidden = parts.length === 0;
      if (parts.length === 0) return;
      const whole = parts.reduce((sum, part) => sum + part.rows, 0);
      bar.setAttribute("aria-label", partsSentence(parts, classes));
      bar.replaceChildren(
        ...parts.filter((part) => part.rows > 0).map((part) => {
          const piece = element("div", "mlw-prepare-piece", { "data-part": part.name });
          piece.style.flexGrow = String(part.rows);
          part.classes.forEach((rows, at) => {
            const stripe = element("span", "mlw-prepare-stripe");
            stripe.style.flexGrow = String(rows);
            stripe.style.setProperty("--class", colour(at, classes.length));
            piece.append(stripe);
          });
          return piece;
        }),
      );
      const shown = classes.slice(0, classes.length > MOST_LISTED + 1 ? MOST_LISTED : MOST_LISTED + 1);
      const head = element("tr");
      head.append(
        ...[TEXT.part, TEXT.rows, ""].map((words) => element("th", "", { scope: "col" }, words)),
        ...shown.map((name, at) => {
          const cell = element("th", "mlw-prepare-class", { scope: "col", title: name });
          const key = element("span", "mlw-prepare-key", { "aria-hidden": "true" });
          key.style.setProperty("--class", colour(at, classes.length));
          cell.append(key, name);
          return cell;
        }),
      );
      if (classes.length > shown.length) {
        head.append(element("th", "", { scope: "col" }, TEXT.more(classes.length - shown.length)));
      }
      const thead = element("thead");
      thead.append(head);
      const body = element("tbody");
      body.append(...parts.map((part) => {
        const line = element("tr");
        const title = element("th", "", { scope: "row" });
        title.append(
          element("span", "mlw-prepare-line", { "data-part": part.name, "aria-hidden": "true" }),
          PART_TITLES[part.name],
        );
        line.append(
          title,
          element("td", "", {}, count(part.rows)),
          element("td", "", {}, percent(part.rows, whole)),
          ...shown.map((_, at) => element("td", "", {}, percent(part.classes[at], part.rows))),
        );
        if (part.words) line.append(element("td", "", {}, part.words));
        return line;
      }));
      balance.replaceChildren(thead, body);
    },
  };
}

const colour = (at: number, classes: number) =>
  classes > COLOURS
    ? `color-mix(in srgb, var(--mlw-accent) ${25 + Math.round(65 * (at % 5) / 4)}%, var(--mlw-surface))`
    : `var(--mlw-class-${at + 1})`;
