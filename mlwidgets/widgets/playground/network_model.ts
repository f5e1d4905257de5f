// What Python and the page say to each other about the diagram of a network.

export interface Column {
  layer: number | null; // null: the features
  title: string;
  activation: string;
  names: string[];
  total: number;
  source: number | null;
  weights: [number, number]; // rows and columns of the kernel
  bias: boolean;
  output: boolean;
  scale: Scale;
}

/**
 * What the colours of a column's pictures mean: for `own` each neuron goes up to its largest number; for an output they
 * are fixed: probabilities in the colours of the `classes`, one number between the two `sides`, or predicted `numbers`.
 */
export interface Scale {
  kind: "own" | "classes" | "sides" | "numbers";
  range: [number, number]; // of a fixed one
}

export interface Structure {
  size: number; // cells a side of a picture
  features: DataView;
  reaches: DataView;
  signed: boolean;
  columns: Column[];
  outputs: string[]; // what the neurons of the last column stand for, or its two sides
}

export interface NetFrame {
  serial: number;
  told: boolean;
  moving?: boolean; // the network is being trained
  maps?: DataView;
  reaches?: DataView;
  signed?: boolean[]; // of each column that learns
  weights?: DataView;
}

export interface Formula {
  neuron?: [number, number];
  text?: string;
  text_at?: string;
  after?: string[];
}

export interface Traits {
  structure: Structure;
  frame: NetFrame;
  visible: boolean;
  reading: number[];
  formula: Formula;
  minimum: number;
  maximum: number;
  message: string;
}

/** A weight between two neurons, and in pixels the ends of its link. */
export interface Link {
  column: number;
  unit: number;
  source: number;
  index: number; // of its number in what Python sends
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** A neuron's bias, and in pixels its middle. */
export interface Bias {
  column: number;
  unit: number;
  source: null;
  index: number;
  x: number;
  y: number;
}

export type Weight = Link | Bias;

/** A neuron, or a feature: its place among the pictures of its kind, and its column's among those that learn. */
export interface Neuron {
  column: number;
  unit: number;
  feature: boolean;
  number: number;
  dense: number;
  button: HTMLButtonElement;
  x: number; // of its picture
  y: number;
  side: number;
}

export const isNeuron = (one: Neuron | Weight): one is Neuron => "button" in one;
export const isLink = (one: Weight): one is Link => one.source !== null;

/** Colours of the page, as CSS takes them. */
export interface Look {
  negative: string;
  positive: string;
  surface: string;
  ink: string;
  faint: string;
}
