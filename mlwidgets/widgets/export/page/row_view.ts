// A form with the table's columns, for a network that takes rows.

import { element } from "../../base/dom.ts";
import { shownNumber } from "../../base/number_text.ts";
import { makeForm } from "../../predict/row_form.ts";
import { type FormColumn, sliderText } from "../../predict/row_model.ts";
import type { Given, GivenView } from "./given.ts";
import { type Column, complaint, type NumberColumn, prepareRow, type RowInputs, typedNumber } from "./inputs.ts";
import { counted, t } from "../../base/language.ts";

const TEXT = {
  title: t("Fill in a row"),
  missing: t("Correct the values marked in red."),
  range: (low: string, high: string) => t("{low} to {high}", { low, high }),
  levels: (count: number) => counted(count, "{count} choice", "{count} choices"),
  outside: (low: string, high: string) =>
    t("Training data: {low} to {high}. Outside, the network guesses.", { low, high }),
  as: (fill: string) => t("Missing: the network gets {fill} instead.", { fill }),
  told: t("Missing: the network is told that it is."),
  gone: t("missing"),
  usual: t("the first row, unchanged"),
};
const DAY = 86_400_000;

const dateText = (days: number) => new Date(Math.round(days) * DAY).toISOString().slice(0, 10);
const numberText = (value: number) => shownNumber(Number(value.toPrecision(6)), 6);

function valueText(column: NumberColumn, value: number): string {
  return column.kind === "date" ? dateText(value) : numberText(value);
}

function formColumn(column: Column): FormColumn {
  if (column.kind === "category") {
    return { ...column, hint: TEXT.levels(column.levels.length), low: 0, high: 0 };
  }
  const { name, kind, low, high, whole } = column;
  return {
    name,
    kind,
    low,
    high,
    whole,
    levels: [],
    hint: TEXT.range(valueText(column, low), valueText(column, high)),
  };
}

/** What stands in the form at first: what a missing value becomes. */
function firstValue(column: Column): string {
  if (column.kind === "category") return column.levels[column.fill] ?? "";
  return column.kind === "date" ? dateText(column.fill) : sliderText(column.fill);
}

/** A sentence about a value that the training rows did not have. */
function noteOf(column: Column, typed: string): string {
  const missing = typed.trim() === "";
  if (column.kind === "category") {
    if (!missing) return "";
    return column.missing_level ? TEXT.told : TEXT.as(column.levels[column.fill] ?? "0");
  }
  if (missing) return column.missing_input ? TEXT.told : TEXT.as(valueText(column, column.fill));
  const number = typedNumber(column, typed);
  const inside = number === null || (number >= column.low && number <= column.high);
  return inside ? "" : TEXT.outside(valueText(column, column.low), valueText(column, column.high));
}

export class RowView implements GivenView {
  readonly root = element("div", "mlw-page-give mlw-page-row");
  readonly title = TEXT.title;
  readonly missing = TEXT.missing;
  readonly settled = true;
  private readonly columns: Column[];
  private readonly first: string[];
  private readonly values: string[];
  private readonly form;

  constructor(inputs: RowInputs, private readonly changed: () => void) {
    this.columns = inputs.steps.columns;
    this.first = this.columns.map(firstValue);
    this.values = [...this.first];
    this.form = makeForm(this.columns.map(formColumn), {
      edit: (name, value) => this.edit(name, value),
      look: () => {},
    });
    this.root.append(this.form.root);
    this.show();
  }

  get given(): Given | null {
    if (this.columns.some((column, at) => complaint(column, this.values[at]))) return null;
    const row = Object.fromEntries(this.columns.map(({ name }, at) => [name, this.values[at]]));
    const edited = this.columns.map(({ name }, at) => ({ name, value: this.values[at], first: this.first[at] }))
      .filter(({ value, first }) => value !== first);
    const words = edited.map(({ name, value }) => `${name} ${value || TEXT.gone}`).join(", ") || TEXT.usual;
    return { x: prepareRow(this.columns, row), words, picture: null };
  }

  learned(): void {}
  listed(): void {}

  private edit(name: string, value: string): void {
    this.values[this.columns.findIndex((column) => column.name === name)] = value;
    this.show();
    this.changed();
  }

  private show(): void {
    const sentences = (of: (column: Column, value: string) => string) =>
      Object.fromEntries(this.columns.map((column, at) => [column.name, of(column, this.values[at])]));
    const errors = sentences(complaint);
    const values = [...this.values];
    this.form.show({ serial: 0, told: false, values, notes: sentences(noteOf), errors });
  }
}
