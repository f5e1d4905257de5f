// A part: the arithmetic of one number, term by term. Needs dom.js, convolution_terms.js, convolution_sentences.js.
// The terms stand as their cells do, one line for each row. One of them is in the tab order; arrow keys move on.

import { SENTENCE, termName } from "./convolution_sentences.ts";
import { allTerms, product, sumOf } from "./convolution_terms.ts";
import { element } from "../base/dom.ts";
import { bracketed, shownNumber } from "../base/number_text.ts";

const READOUT_TEXT = {
  terms: "Products",
  rim: { zero: "a 0 of the padding, outside the input", other: "a copy of an input cell, in the padding" },
  rimMark: "ᵖ",
};
const LONGEST_LINE = 12; // terms; longer lines cannot be read as rows
const MOST_TERMS = 400;
const MOST_SHOWN = 48; // of those that are more: the first ones that are not 0

export class Readout {
  /**
   * @param onTerm called with the term that is pointed at or focused, and with null when it no longer is; and with
   *   `again` when the same place has another term now.
   */
  constructor(className, onTerm) {
    this.root = element("div", `mlw-readout ${className}`);
    this.title = element("h3", "mlw-readout-title");
    this.lead = element("div", "mlw-readout-lead");
    this.blocks = element("div", "mlw-readout-blocks");
    this.lines = element("div", "mlw-readout-lines");
    this.legend = element("p", "mlw-readout-legend");
    this.root.append(this.title, this.lead, this.blocks, this.lines, this.legend);
    this.terms = []; // { term, button, line, place }: the how manieth line of the readout, and place in it
    this.current = null; // the one of them that is pointed at or focused
    this.shape = "";
    this.onTerm = onTerm;
    this.listen();
  }

  /** @param mode where the padding comes from, for the legend; "" if there is none anywhere. */
  show(reading, mode) {
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
    const origin = READOUT_TEXT.rim[mode === "zero" ? "zero" : "other"];
    this.legend.textContent = mode === "" ? "" : `${READOUT_TEXT.rimMark} ${origin}`;
    this.legend.classList.toggle("mlw-readout-unneeded", !reading.rim); // its place is kept, or the page would jump
    if (this.current) this.onTerm(this.current.term, { again: true });
  }

  rebuild(blocks) {
    const focused = this.terms.findIndex(({ button }) => button === document.activeElement);
    this.terms = [];
    if (this.current) this.point(null);
    this.blocks.replaceChildren(...blocks.map((block) => this.makeBlock(block, blocks.length > 1)));
    const home = this.terms[Math.min(Math.max(focused, 0), this.terms.length - 1)];
    if (home) home.button.tabIndex = 0;
    if (focused >= 0) home?.button.focus({ preventScroll: true });
  }

  makeBlock(block, several) {
    const { channel, lines } = block;
    const box = element("div", "mlw-readout-block");
    const label = several ? SENTENCE.channel(channel + 1) : READOUT_TEXT.terms;
    const table = element("div", "mlw-readout-terms", { role: "group", "aria-label": label });
    if (several) box.append(element("p", "mlw-readout-channel", {}, label));
    box.append(table);
    const terms = lines.flat();
    if (isTable(block)) {
      const longest = Math.max(0, ...lines.map((line) => line.length));
      table.style.setProperty("--mlw-terms", longest);
      for (const line of lines) {
        const buttons = this.makeLine(line);
        table.append(...buttons, ...Array.from({ length: longest - line.length }, () => element("span")));
      }
      if (terms.length > 0) this.terms.at(-terms.length).isFirst = true;
    } else {
      table.classList.add("mlw-readout-flow");
      const some = terms.filter((term) => product(term) !== 0);
      const [shown, others] = [some.slice(0, MOST_SHOWN), some.slice(MOST_SHOWN)];
      table.append(...this.makeLine(shown));
      if (shown.length > 0) this.terms.at(-shown.length).isFirst = true;
      const rest = [];
      if (others.length) rest.push(SENTENCE.rest(others.length, shownNumber(sumOf([{ lines: [others] }]))));
      if (some.length < terms.length) rest.push(SENTENCE.noughts(terms.length - some.length));
      box.append(...rest.map((text) => element("p", "mlw-readout-rest", {}, text)));
    }
    for (const one of this.terms) if (table.contains(one.button)) this.fill(one, one.term);
    return box;
  }

  makeLine(terms) {
    const line = (this.terms.at(-1)?.line ?? -1) + 1;
    return terms.map((term, place) => {
      const button = element("button", "", { type: "button", tabindex: -1 });
      const parts = ["mlw-readout-sign", "mlw-readout-factors", "mlw-readout-rim"].map((name) => element("span", name));
      button.append(...parts);
      this.terms.push({ term, button, parts, line, place, isFirst: false });
      return button;
    });
  }

  fill(one, term) {
    const { left, right, rim } = term;
    const [sign, factors, mark] = one.parts;
    const value = product(term);
    one.term = term;
    one.button.className = `mlw-readout-term mlw-readout-${value === 0 ? "nought" : value < 0 ? "below" : "above"}`;
    one.button.setAttribute("aria-label", termName(term));
    sign.textContent = left < 0 ? "−" : one.isFirst ? "\u2007" : "+";
    factors.textContent = shownNumber(Math.abs(left)) + (right === null ? "" : `·${bracketed(right)}`);
    mark.textContent = rim ? READOUT_TEXT.rimMark : "";
  }

  point(one) {
    this.current = one;
    this.onTerm(one?.term ?? null, { again: false });
  }

  leave() {
    const focused = this.terms.find(({ button }) => button === document.activeElement) ?? null;
    if (focused !== this.current) this.point(focused);
  }

  listen() {
    const find = (event) => {
      const button = event.target.closest(".mlw-readout-term");
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
      const index = this.terms.indexOf(find(event));
      if (index < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
      const { line, place } = this.terms[index];
      const across = (step) =>
        step < 0
          ? this.terms.findLastIndex((one, at) => at < index && one.line !== line && one.place === place)
          : this.terms.findIndex((one, at) => at > index && one.line !== line && one.place === place);
      const target = {
        ArrowLeft: () => index - 1,
        ArrowRight: () => index + 1,
        ArrowUp: () => across(-1),
        ArrowDown: () => across(1),
        Home: () => 0,
        End: () => this.terms.length - 1,
      }[event.key];
      if (!target) return;
      event.preventDefault(); // the page would scroll
      this.terms[target()]?.button.focus();
    });
  }
}

/** Whether the terms of a block can stand in rows and columns. */
function isTable({ lines }) {
  const lengths = lines.map((line) => line.length);
  return Math.max(0, ...lengths) <= LONGEST_LINE && lengths.reduce((sum, one) => sum + one, 0) <= MOST_TERMS;
}
