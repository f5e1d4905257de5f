// The keyboard in the diagram. One neuron is in the tab order; arrow keys move among neurons and, to the left of one,
// along the links that come into it.

import { element } from "../base/dom.ts";
import { isLink, type Neuron, type Weight } from "./network_model.ts";
import type { Links } from "./network_links.ts";
import type { Neurons } from "./network_neurons.ts";

export interface LinkButton {
  link: Weight;
  button: HTMLButtonElement;
}

interface Keys {
  nameOf(link: Weight): string;
  edit(link: Weight, typed: string | null): void;
  isEditing(): boolean;
  sourceOf(column: number): number | null; // the column that a column's weights come from
}

/** The entry whose link is nearest to level: from a neuron, the key to the left goes there first. */
export function levelest(links: Weight[]): number {
  const heights = links.map((link) => (isLink(link) ? Math.abs(link.y0 - link.y1) : Infinity));
  return heights.indexOf(Math.min(...heights));
}

export class Keyboard {
  home: Neuron | null = null; // the neuron in the tab order
  buttons: LinkButton[] = []; // of the links into the home neuron
  private neurons: Neurons | null = null;
  private links: Links | null = null;

  constructor(stage: HTMLElement, private readonly box: HTMLElement, private readonly on: Keys) {
    stage.addEventListener("keydown", (event) => this.press(event));
  }

  /** Take another network; the same place in it stays in the tab order. */
  take(neurons: Neurons, links: Links): void {
    this.neurons = neurons;
    this.links = links;
    this.close();
    this.home = (this.home && neurons.at(this.home.column, this.home.unit)) ?? neurons.list[0] ?? null;
    if (this.home) this.home.button.tabIndex = 0;
  }

  buttonOf(target: EventTarget | null): LinkButton | null {
    return this.buttons.find(({ button }) => button === target) ?? null;
  }

  /** Take the links' buttons away. */
  close(): void {
    if (!this.buttons.length) return;
    this.buttons = [];
    this.box.replaceChildren();
  }

  /** Put another neuron into the tab order. */
  settle(neuron: Neuron): void {
    if (this.home) this.home.button.tabIndex = -1;
    this.home = neuron;
    neuron.button.tabIndex = 0;
  }

  /** Give the links' buttons their places. */
  place(): void {
    for (const { link, button } of this.buttons) {
      const { x, y } = this.links!.middle(link);
      Object.assign(button.style, { left: `${x}px`, top: `${y}px` });
    }
  }

  /** Give them their names, which hold the numbers. */
  name(): void {
    for (const { link, button } of this.buttons) {
      const name = this.on.nameOf(link);
      if (button.getAttribute("aria-label") !== name) button.setAttribute("aria-label", name);
    }
  }

  private open({ column, unit }: Neuron): void {
    this.buttons = this.links!.into(column, unit).map((link) => ({
      link,
      button: element("button", "mlw-net-link", { type: "button", tabindex: -1 }),
    }));
    this.name();
    this.place();
    this.box.replaceChildren(...this.buttons.map(({ button }) => button));
  }

  private goTo(neuron: Neuron | null | undefined): void {
    if (!neuron) return;
    this.settle(neuron);
    neuron.button.focus();
  }

  private movesOfNeuron(neuron: Neuron): Record<string, () => void> {
    const neurons = this.neurons!;
    return {
      ArrowUp: () => this.goTo(neurons.at(neuron.column, neuron.unit - 1)),
      ArrowDown: () => this.goTo(neurons.at(neuron.column, neuron.unit + 1)),
      ArrowRight: () => this.goTo(neurons.beside(neuron, 1)),
      ArrowLeft: () => {
        this.open(neuron);
        if (!this.buttons.length) this.goTo(neurons.beside(neuron, -1));
        else this.buttons[Math.max(0, levelest(this.buttons.map(({ link }) => link)))].button.focus();
      },
      Home: () => this.goTo(neurons.at(neuron.column, 0)),
      End: () => this.goTo(neurons.columns[neuron.column].neurons.at(-1)),
    };
  }

  private movesOfLink({ link, button }: LinkButton): Record<string, () => void> {
    const neurons = this.neurons!;
    const index = this.buttons.findIndex((one) => one.button === button);
    const back = () => this.goTo(neurons.at(link.column, link.unit));
    return {
      ArrowUp: () => this.buttons[index - 1]?.button.focus(),
      ArrowDown: () => this.buttons[index + 1]?.button.focus(),
      ArrowLeft: () => {
        const column = this.on.sourceOf(link.column);
        if (isLink(link) && column !== null) this.goTo(neurons.at(column, link.source));
      },
      ArrowRight: back,
      Escape: back,
      Home: () => this.buttons[0].button.focus(),
      End: () => this.buttons.at(-1)?.button.focus(),
      F2: () => this.on.edit(link, null),
    };
  }

  private press(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || this.on.isEditing() || !this.neurons) return;
    const neuron = this.neurons.of(event.target);
    const one = this.buttonOf(event.target);
    const moves = neuron ? this.movesOfNeuron(neuron) : one ? this.movesOfLink(one) : {};
    if (Object.hasOwn(moves, event.key)) {
      event.preventDefault(); // the page would scroll
      moves[event.key]();
    } else if (one && /^[-\d.,]$/.test(event.key)) {
      event.preventDefault();
      this.on.edit(one.link, event.key);
    }
  }
}
