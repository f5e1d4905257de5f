// A part: what is under the pointer, in words, under the drawing: always in the same place, however much there is to say.
// Needs dom.js, number_text.js, network_words.js.

import { element } from "../base/dom.ts";
import { shownNumber } from "../base/number_text.ts";

export const READER_TEXT = {
  nothing: "Point at a neuron, a link or a bias to read its numbers. Click a link or a bias to change it.",
  nothingFinger: "Touch a neuron, a link or a bias to read its numbers; Change alters a weight.",
  feature: "What the network is given of each point.",
  range: (reach, signed) =>
    `Colours from ${signed ? shownNumber(-reach, 3) : 0}${signed ? " (orange)" : ""} to ${
      shownNumber(reach, 3)
    } (blue).`,
  nought: "It is 0 everywhere.",
  after: (titles) => `Then: ${titles.join(", ")}.`,
  change: "Change",
  changeName: (what) => `Change the ${what}`,
  held: "Held: click it again to let go.",
};
const LARGE = 84;

export class NetworkReader {
  constructor(onChange) {
    this.root = element("div", "mlw-net-reader");
    this.picture = element("canvas", "mlw-net-large", { "aria-hidden": "true" });
    this.text = element("div", "mlw-net-text");
    this.title = element("p", "mlw-net-title");
    this.formula = element("p", "mlw-net-formula");
    this.note = element("p", "mlw-net-note");
    this.complaint = element("p", "mlw-net-complaint", { role: "alert" });
    this.change = element("button", "mlw-button mlw-net-change", { type: "button" }, READER_TEXT.change);
    this.change.addEventListener("click", () => onChange());
    this.text.append(this.complaint, this.title, this.formula, this.note);
    this.root.append(this.picture, this.text, this.change);
  }

  /** Everything changes in place: `{ title, formula, note, change }`. */
  say({ title = "", formula = "", note = "", change = "" }) {
    for (
      const [node, text] of [
        [this.title, title],
        [this.formula, formula],
        [this.note, note],
      ]
    ) {
      if (node.textContent !== text) node.textContent = text;
    }
    this.change.hidden = change === "";
    if (change) this.change.setAttribute("aria-label", READER_TEXT.changeName(change));
  }

  complain(text) {
    if (this.complaint.textContent !== text) this.complaint.textContent = text;
  }

  /** Draw a neuron's picture large, or none. */
  enlarge(draw) {
    const ratio = window.devicePixelRatio || 1;
    const side = LARGE * ratio;
    if (this.picture.width !== side) Object.assign(this.picture, { width: side, height: side });
    const context = this.picture.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, LARGE, LARGE);
    this.picture.classList.toggle("mlw-net-blank", !draw);
    draw?.(context, LARGE);
  }
}
