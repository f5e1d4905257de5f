// A part: what the parts of a network are called. Needs number_text.js.

export const WORDS = {
  features: "Features",
  layer: (number) => `Layer ${number}`,
  output: "Output",
  more: (count) => `+ ${count.toLocaleString("en")} more`,
  neuron: (unit, layer) => `neuron ${unit} of layer ${layer}`,
  named: (name) => `output “${name}”`,
  single: "the output",
  feature: (name) => `input ${name}`,
  weight: (from, to) => `weight from ${from} to ${to}`,
  bias: (of) => `bias of ${of}`,
  valued: (what, value) => `${what}: ${value}`,
};

/** The network's neurons by name, from what Python says of its columns. */
export class Words {
  constructor({ columns, outputs }) {
    this.columns = columns;
    this.outputs = outputs;
  }

  neuron(column, unit) {
    const { layer, names, output } = this.columns[column];
    if (layer === null) return WORDS.feature(names[unit]);
    if (output && this.outputs.length) {
      return this.outputs.length > unit ? WORDS.named(this.outputs[unit]) : WORDS.neuron(unit + 1, layer + 1);
    }
    return output && names.length === 1 ? WORDS.single : WORDS.neuron(unit + 1, layer + 1);
  }

  /** The neuron with its activation function. */
  described(column, unit) {
    const { activation } = this.columns[column];
    return `${this.neuron(column, unit)}${activation ? `, ${activation}` : ""}`;
  }

  /** A weight, or a bias where there is no source. */
  link({ column, unit, source }) {
    const to = this.neuron(column, unit);
    if (source === null) return WORDS.bias(to);
    return WORDS.weight(this.neuron(this.columns[column].source, source).replace(/^input /, ""), to);
  }

  /** What stands beside a neuron: a feature's or an output's name. */
  label(column, unit) {
    const { layer, names, output } = this.columns[column];
    if (layer === null) return names[unit];
    return (output && this.outputs[unit]) || "";
  }

  heading(column) {
    const { layer, title, activation, output } = this.columns[column];
    if (layer === null) return [WORDS.features];
    return [output ? WORDS.output : WORDS.layer(layer + 1), title, activation];
  }
}

/** A text that begins a sentence. */
export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
