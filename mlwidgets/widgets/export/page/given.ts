// What every way of giving an example has in common: a digit on a pad, a row in a form, a point on a map.

/** What a visitor gives at the moment. */
export interface Given {
  x: Float32Array; // the network's input
  words: string; // what it is called in a list
  picture: HTMLCanvasElement | null; // how it looks there
}

export interface GivenView {
  root: HTMLElement;
  title: string;
  /** What is given now, or null if nothing is; made anew at every look. */
  readonly given: Given | null;
  /** What is to be done where nothing is given, in a sentence. */
  readonly missing: string;
  /** Called by the page whenever the network has learned. */
  learned(): void;
  /** Called by the page whenever its list of examples is another one. */
  listed(examples: { x: Float32Array; label: number; place?: [number, number] }[]): void;
  /** What belongs to an example that is added now, beside its input. */
  readonly place?: [number, number];
  /** Whether there is nothing left to do for the network as it is now. */
  readonly settled: boolean;
}
