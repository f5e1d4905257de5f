// The diagram tells the map beside it which neuron is looked at: it appears there large, at once and without Python.

export const NEURON_EVENT = "mlw-neuron";

/** What the map shows in place of the decisions. */
export interface LargeNeuron {
  name: string;
  low: string; // what the ends of the colours mean
  high: string;
  gradient: string; // the colours, as the background of a bar
  draw(context: CanvasRenderingContext2D, side: number): void;
}

/** Tell the map that stands beside an element, if there is one. */
export function tellNeuron(root: HTMLElement, neuron: LargeNeuron | null): void {
  root.dispatchEvent(new CustomEvent<LargeNeuron | null>(NEURON_EVENT, { bubbles: true, detail: neuron }));
}

/** Listen to the diagram in the same box; returns how to stop. */
export function hearNeuron(root: HTMLElement, call: (neuron: LargeNeuron | null) => void): () => void {
  const box = root.closest(".mlw-diagram");
  const hear = (event: Event) => call((event as CustomEvent<LargeNeuron | null>).detail);
  box?.addEventListener(NEURON_EVENT, hear);
  return () => box?.removeEventListener(NEURON_EVENT, hear);
}
