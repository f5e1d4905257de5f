// A part: the arithmetic of one number, term by term. Needs dom.js, convolution_terms.js, convolution_sentences.js.
// The terms stand as their cells do, one line for each row. One of them is in the tab order; arrow keys move on.

const READOUT_TEXT = {
  terms: "Products",
  rim: { zero: "a 0 of the padding, outside the input", other: "a copy of an input cell, in the padding" },
  rimMark: "ᵖ",
};
const LONGEST_LINE = 12; // terms; longer lines cannot be read as rows
const MOST_TERMS = 400;
const MOST_SHOWN = 48; // of those that are more: the first ones that are not 0

class Readout {
  /** @param onTerm called with the term that is pointed at or focused, and with null when it no longer is. */
  constructor(className, onTerm) {
    this.root = element("div", `mlw-readout ${className}`);
    this.title = element("h3", "mlw-readout-title");
    this.lead = element("div", "mlw-readout-lead");
    this.blocks = element("div", "mlw-readout-blocks");
    this.lines = element("div", "mlw-readout-lines");
    this.legend = element("p", "mlw-readout-legend");
    this.root.append(this.title, this.lead, this.blocks, this.lines, this.legend);
    this.terms = []; // { term, button, line, place }: the how manieth line of the readout, and place in it
    this.onTerm = onTerm;
    this.listen();
  }

  /** @param mode where the padding comes from, for the legend; "" if there is none anywhere. */
  show(reading, mode) {
    const focused = this.terms.findIndex(({ button }) => button === document.activeElement);
    this.title.textContent = reading.title;
    this.lead.replaceChildren(...reading.lead.map((text) => element("p", "", {}, text)));
    this.lines.replaceChildren(...reading.lines.map((text) => element("p", "", {}, text)));
    this.terms = [];
    const several = reading.blocks.length > 1;
    this.blocks.replaceChildren(...reading.blocks.map((block) => this.makeBlock(block, several)));
    this.blocks.hidden = reading.blocks.length === 0;
    const origin = READOUT_TEXT.rim[mode === "zero" ? "zero" : "other"];
    this.legend.textContent = mode === "" ? "" : `${READOUT_TEXT.rimMark} ${origin}`;
    this.legend.classList.toggle("mlw-readout-unneeded", !reading.rim); // its place is kept, or the page would jump
    const home = this.terms[Math.min(Math.max(focused, 0), this.terms.length - 1)];
    if (home) home.button.tabIndex = 0;
    if (focused >= 0) home?.button.focus({ preventScroll: true });
  }

  makeBlock({ channel, lines }, several) {
    const box = element("div", "mlw-readout-block");
    const label = several ? SENTENCE.channel(channel + 1) : READOUT_TEXT.terms;
    const table = element("div", "mlw-readout-terms", { role: "group", "aria-label": label });
    if (several) box.append(element("p", "mlw-readout-channel", {}, label));
    box.append(table);
    const longest = Math.max(0, ...lines.map((line) => line.length));
    const terms = lines.flat();
    if (longest <= LONGEST_LINE && terms.length <= MOST_TERMS) {
      table.style.setProperty("--mlw-terms", longest);
      lines.forEach((line, row) => {
        const number = (this.terms.at(-1)?.line ?? -1) + 1;
        const cells = line.map((term, column) => this.makeTerm(term, number, column, row + column === 0));
        while (cells.length < longest) cells.push(element("span"));
        table.append(...cells);
      });
      return box;
    }
    table.classList.add("mlw-readout-flow");
    const some = terms.filter((term) => product(term) !== 0);
    const [shown, others] = [some.slice(0, MOST_SHOWN), some.slice(MOST_SHOWN)];
    const number = (this.terms.at(-1)?.line ?? -1) + 1;
    table.append(...shown.map((term, index) => this.makeTerm(term, number, index, index === 0)));
    const rest = [];
    if (others.length) rest.push(SENTENCE.rest(others.length, shownNumber(sumOf([{ lines: [others] }]))));
    if (some.length < terms.length) rest.push(SENTENCE.noughts(terms.length - some.length));
    box.append(...rest.map((text) => element("p", "mlw-readout-rest", {}, text)));
    return box;
  }

  makeTerm(term, line, place, isFirst) {
    const { left, right, rim } = term;
    const value = product(term);
    const kind = value === 0 ? "nought" : value < 0 ? "below" : "above";
    const button = element("button", `mlw-readout-term mlw-readout-${kind}`, {
      type: "button",
      tabindex: -1,
      "aria-label": termName(term),
    });
    const sign = left < 0 ? "−" : isFirst ? "\u2007" : "+";
    const factors = shownNumber(Math.abs(left)) + (right === null ? "" : `·${bracketed(right)}`);
    button.append(element("span", "mlw-readout-sign", {}, sign), element("span", "", {}, factors));
    if (rim) button.append(element("span", "mlw-readout-rim", {}, READOUT_TEXT.rimMark));
    this.terms.push({ term, button, line, place });
    return button;
  }

  listen() {
    const find = (event) => {
      const button = event.target.closest(".mlw-readout-term");
      return this.terms.find((one) => one.button === button);
    };
    const focused = () => this.terms.find(({ button }) => button === document.activeElement);
    this.blocks.addEventListener("pointerover", (event) => this.onTerm((find(event) ?? focused())?.term ?? null));
    this.blocks.addEventListener("pointerleave", () => this.onTerm(focused()?.term ?? null));
    this.blocks.addEventListener("focusin", (event) => {
      const one = find(event);
      if (!one) return;
      for (const { button } of this.terms) button.tabIndex = button === one.button ? 0 : -1;
      this.onTerm(one.term);
    });
    this.blocks.addEventListener("focusout", () => this.onTerm(null));
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
