// What the parts of a network are called.

import type { Column, Weight } from "./network_model.ts";
import { grouped, t } from "../base/language.ts";

export const WORDS = {
  features: t("Features"),
  layer: (number: number) => t("Layer {number}", { number }),
  output: t("Output"),
  more: (count: number) => t("+ {count} more", { count: grouped(count) }),
  neuron: (unit: number, layer: number) => t("neuron {unit} of layer {layer}", { unit, layer }),
  named: (name: string) => t("output “{name}”", { name }),
  single: t("the output"),
  feature: (name: string) => t("input {name}", { name }),
  weight: (from: string, to: string) => t("weight from {from} to {to}", { from, to }),
  bias: (of: string) => t("bias of {of}", { of }),
  valued: (what: string, value: string) => `${what}: ${value}`,
};

/** The network's neurons by name, from what Python says of its columns. */
export class Words {
  private readonly columns: Column[];
  private readonly outputs: string[];

  constructor({ columns, outputs }: { columns: Column[]; outputs: string[] }) {
    this.columns = columns;
    // Two classes may have one output: then it has no name of its own.
    this.outputs = columns.some(({ scale }) => scale.kind === "sides") ? [] : outputs;
  }

  neuron(column: number, unit: number): string {
    const { layer, names, output } = this.columns[column];
    if (layer === null) return WORDS.feature(names[unit]);
    if (output && this.outputs.length) {
      return this.outputs.length > unit ? WORDS.named(this.outputs[unit]) : WORDS.neuron(unit + 1, layer + 1);
    }
    return output && names.length === 1 ? WORDS.single : WORDS.neuron(unit + 1, layer + 1);
  }

  /** The neuron with its activation function. */
  described(column: number, unit: number): string {
    const { activation } = this.columns[column];
    return `${this.neuron(column, unit)}${activation ? `, ${activation}` : ""}`;
  }

  /** A weight, or a bias where there is no source. */
  link({ column, unit, source }: Weight): string {
    const to = this.neuron(column, unit);
    if (source === null) return WORDS.bias(to);
    const before = this.columns[column].source ?? 0;
    const { layer, names } = this.columns[before];
    return WORDS.weight(layer === null ? names[source] : this.neuron(before, source), to);
  }

  /** What stands beside a neuron: a feature's or an output's name. */
  label(column: number, unit: number): string {
    const { layer, names, output } = this.columns[column];
    if (layer === null) return names[unit];
    return (output && this.outputs[unit]) || "";
  }

  heading(column: number): string[] {
    const { layer, title, activation, output } = this.columns[column];
    if (layer === null) return [WORDS.features];
    return [output ? WORDS.output : WORDS.layer(layer + 1), title, activation];
  }
}

/** A text that begins a sentence. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
