// The arithmetic of one number, term by term. The terms stand as their cells do, one line for each row. One of them is
// in the tab order; arrow keys move on.

import { element } from "../base/dom.ts";
import { bracketed, shownNumber } from "../base/number_text.ts";
import type { Reading } from "./convolution_reading.ts";
import { restLine, SENTENCE, termName } from "./convolution_sentences.ts";
import { allTerms, Block, product, Term } from "./convolution_terms.ts";
import { t } from "../base/language.ts";

const READOUT_TEXT = {
  terms: t("Products"),
  padding: { zero: t("padding, outside the input"), other: t("padding: a copy of an input cell") },
};
const LONGEST_LINE = 12; // terms; longer lines cannot be read as rows
const MOST_TERMS = 400;
const MOST_SHOWN = 48; // of those that are more: the first ones that are not 0

interface Shown {
  term: Term;
  button: HTMLButtonElement;
  parts: HTMLElement[]; // sign, first factor, second factor
  line: number; // of the readout
  place: number; // in the line
  isFirst: boolean; // of its block: it needs no plus
}

/** Which of some terms, each { line, place }, a key leads to; -1 for none, undefined if the key does not move. */
export function termMove(
  terms: readonly { line: number; place: number }[],
  index: number,
  key: string,
): number | undefined {
  const { line, place } = terms[index];
  const above = (one: { line: number; place: number }) => one.line !== line && one.place === place;
  const moves: Record<string, () => number> = {
    ArrowLeft: () => index - 1,
    ArrowRight: () => index + 1,
    ArrowUp: () => terms.findLastIndex((one, at) => at < index && above(one)),
    ArrowDown: () => terms.findIndex((one, at) => at > index && above(one)),
    Home: () => 0,
    End: () => terms.length - 1,
  };
  return Object.hasOwn(moves, key) ? moves[key]() : undefined;
}

/** Whether the terms of a block can stand in rows and columns. */
function isTable({ lines }: Block): boolean {
  const lengths = lines.map((line) => line.length);
  return Math.max(0, ...lengths) <= LONGEST_LINE && lengths.reduce((sum, one) => sum + one, 0) <= MOST_TERMS;
}

export class Readout {
  readonly root: HTMLElement;
  private readonly title = element("h3", "mlw-readout-title");
  private readonly lead = element("div", "mlw-readout-lead");
  private readonly blocks = element("div", "mlw-readout-blocks");
  private readonly lines = element("div", "mlw-readout-lines");
  private readonly legend = element("p", "mlw-readout-legend");
  private readonly origin = element("span");
  private terms: Shown[] = [];
  private current: Shown | null = null; // the one of them that is pointed at or focused
  private shape = "";

  /**
   * @param onTerm called with the term that is pointed at or focused, and with null when it no longer is; and with
   *   `again` when the same place has another term now.
   */
  constructor(className: string, private readonly onTerm: (term: Term | null, how: { again: boolean }) => void) {
    this.root = element("div", `mlw-readout ${className}`);
    this.legend.append(element("span", "mlw-readout-padding", {}, "0"), " ", this.origin);
    this.root.append(this.title, this.lead, this.blocks, this.lines, this.legend);
    this.listen();
  }

  /** @param mode where the padding comes from, for the legend; "" if there is none anywhere. */
  show(reading: Reading, mode: string): void {
    const { blocks } = reading;
    this.title.textContent = reading.title;
    this.lead.replaceChildren(...reading.lead.map((text) => element("p", "", {}, text)));
    this.lines.replaceChildren(...reading.lines.map((text) => element("p", "", {}, text)));
    this.blocks.hidden = blocks.length === 0;
    const shape = blocks.map(({ channel, lines }) => [channel, ...lines.map((line) => line.length)].join()).join("|");
    // Terms stay where they are if they can: whoever points at one goes on pointing at it.
    if (shape !== this.shape || !blocks.every(isTable)) this.rebuild(blocks);
    else allTerms(blocks).forEach((term, index) => this.fill(this.terms[index], term));
    this.shape = shape;
    this.origin.textContent = READOUT_TEXT.padding[mode === "zero" ? "zero" : "other"];
    this.legend.hidden = mode === "";
    this.legend.classList.toggle("mlw-readout-unneeded", !reading.padding); // its place is kept, or the page would jump
    if (this.current) this.onTerm(this.current.term, { again: true });
  }

  private rebuild(blocks: readonly Block[]): void {
    const focused = this.terms.findIndex(({ button }) => button === document.activeElement);
    this.terms = [];
    if (this.current) this.point(null);
    this.blocks.replaceChildren(...blocks.map((block) => this.makeBlock(block, blocks.length > 1)));
    const home = this.terms[Math.min(Math.max(focused, 0), this.terms.length - 1)];
    if (home) home.button.tabIndex = 0;
    if (focused >= 0) home?.button.focus({ preventScroll: true });
  }

  private makeBlock(block: Block, several: boolean): HTMLElement {
    const { channel, lines } = block;
    const box = element("div", "mlw-readout-block");
    const label = several ? SENTENCE.channel(channel + 1) : READOUT_TEXT.terms;
    const table = element("div", "mlw-readout-terms", { role: "group", "aria-label": label });
    if (several) box.append(element("p", "mlw-readout-channel", {}, label));
    box.append(table);
    if (isTable(block)) {
      const longest = Math.max(0, ...lines.map((line) => line.length));
      table.style.setProperty("--mlw-terms", String(longest));
      lines.forEach((line, index) => {
        const buttons = this.makeLine(line, index === 0);
        table.append(...buttons, ...Array.from({ length: longest - line.length }, () => element("span")));
      });
      return box;
    }
    table.classList.add("mlw-readout-flow");
    const terms = lines.flat();
    const some = terms.filter((term) => product(term) !== 0);
    const [shown, others] = [some.slice(0, MOST_SHOWN), some.slice(MOST_SHOWN)];
    table.append(...this.makeLine(shown, true));
    const rest = others.length ? [restLine(others)] : [];
    if (some.length < terms.length) rest.push(SENTENCE.zeros(terms.length - some.length));
    box.append(...rest.map((text) => element("p", "mlw-readout-rest", {}, text)));
    return box;
  }

  private makeLine(terms: readonly Term[], first: boolean): HTMLElement[] {
    const line = (this.terms.at(-1)?.line ?? -1) + 1;
    return terms.map((term, place) => {
      const button = element("button", "", { type: "button", tabindex: -1 });
      const parts = [element("span", "mlw-readout-sign"), element("span"), element("span")];
      const factors = element("span", "mlw-readout-factors");
      factors.append(parts[1], parts[2]);
      button.append(parts[0], factors);
      const one = { term, button, parts, line, place, isFirst: first && place === 0 };
      this.terms.push(one);
      this.fill(one, term);
      return button;
    });
  }

  private fill(one: Shown, term: Term): void {
    const { left, right, padding } = term;
    const [sign, first, second] = one.parts;
    const value = product(term);
    one.term = term;
    one.button.className = `mlw-readout-term mlw-readout-${value === 0 ? "zero" : value < 0 ? "below" : "above"}`;
    one.button.setAttribute("aria-label", termName(term));
    sign.textContent = left < 0 ? "−" : one.isFirst ? "\u2007" : "+";
    first.textContent = shownNumber(Math.abs(left)) + (right === null ? "" : "·");
    second.textContent = right === null ? "" : bracketed(right);
    second.className = padding ? "mlw-readout-padding" : "";
  }

  private point(one: Shown | null): void {
    this.current = one;
    this.onTerm(one?.term ?? null, { again: false });
  }

  private leave(): void {
    const focused = this.terms.find(({ button }) => button === document.activeElement) ?? null;
    if (focused !== this.current) this.point(focused);
  }

  private listen(): void {
    const find = (event: Event): Shown | undefined => {
      const button = event.target instanceof Element ? event.target.closest(".mlw-readout-term") : null;
      return button ? this.terms.find((one) => one.button === button) : undefined;
    };
    // Not `pointerover`: it also comes when the page moves under a pointer that rests.
    this.blocks.addEventListener("pointermove", (event) => {
      const one = find(event);
      if (!one) this.leave();
      else if (one !== this.current) this.point(one);
    });
    this.blocks.addEventListener("pointerleave", () => this.leave());
    this.blocks.addEventListener("focusin", (event) => {
      const one = find(event);
      if (!one) return;
      for (const { button } of this.terms) button.tabIndex = button === one.button ? 0 : -1;
      this.point(one);
    });
    this.blocks.addEventListener("focusout", () => this.point(null));
    this.blocks.addEventListener("click", (event) => find(event)?.button.focus()); // Safari does not focus buttons
    this.blocks.addEventListener("keydown", (event) => {
      const one = find(event);
      if (!one || event.altKey || event.ctrlKey || event.metaKey) return;
      const target = termMove(this.terms, this.terms.indexOf(one), event.key);
      if (target === undefined) return;
      event.preventDefault(); // the page would scroll
      this.terms[target]?.button.focus();
    });
  }
}
