// What is under the pointer, in words, under the drawing: always in the same place, however much there is to say.

import { element } from "../base/dom.ts";
import { shownNumber } from "../base/number_text.ts";
import type { Shown } from "./network_neurons.ts";
import { t } from "../base/language.ts";

export const READER_TEXT = {
  nothing: t("Point at a neuron, a link or a bias to read its numbers. Click a link or a bias to change it."),
  nothingFinger: t("Touch a neuron, a link or a bias to read its numbers; Change alters a weight."),
  feature: t("What the network receives for each point."),
  range: (low: string, high: string) => t("Colours from {low} to {high}.", { low, high }),
  orange: (text: string) => t("{text} (orange)", { text }),
  blue: (text: string) => t("{text} (blue)", { text }),
  page: (text: string) => t("{text} (pale)", { text }),
  full: (text: string) => t("{text} (full colour)", { text }),
  side: (text: string, name: string) => `${text} (${name})`,
  zero: t("It is 0 everywhere."),
  after: (titles: string[]) => t("Then: {titles}.", { titles: titles.join(", ") }),
  change: t("Change"),
  changeName: (what: string) => t("Change the {what}", { what }),
  held: t("Held: click it again to release it."),
};

/** The ends of a picture's colours as numbers. */
export function endsOf({ scale, reach, signed }: Shown): [string, string] {
  const [low, high] = scale.kind === "own" ? [signed ? -reach : 0, reach] : scale.range;
  return [shownNumber(low, 3), shownNumber(high, 3)];
}

/** What a picture's colours mean, in a sentence; `sides` are the two classes of a single output. */
export function rangeText(shown: Shown, sides: string[]): string {
  const { scale, reach, signed } = shown;
  const [low, high] = endsOf(shown);
  if (scale.kind === "own" && !reach) return READER_TEXT.zero;
  if (scale.kind === "sides") {
    return READER_TEXT.range(READER_TEXT.side(low, sides[0]), READER_TEXT.side(high, sides[1]));
  }
  if (scale.kind === "classes") return READER_TEXT.range(READER_TEXT.page(low), READER_TEXT.full(high));
  return READER_TEXT.range(signed ? READER_TEXT.orange(low) : low, READER_TEXT.blue(high));
}

export class NetworkReader {
  readonly root = element("div", "mlw-net-reader");
  private readonly text = element("div", "mlw-net-text");
  private readonly title = element("p", "mlw-net-title");
  private readonly formula = element("p", "mlw-net-formula");
  private readonly note = element("p", "mlw-net-note");
  private readonly complaint = element("p", "mlw-net-complaint", { role: "alert" });
  private readonly change = element("button", "mlw-button mlw-net-change", { type: "button" }, READER_TEXT.change);

  constructor(onChange: () => void) {
    this.change.addEventListener("click", () => onChange());
    this.text.append(this.complaint, this.title, this.formula, this.note);
    this.root.append(this.text, this.change);
  }

  /** Everything changes in place. `change` names the weight that the button changes. */
  say({ title = "", formula = "", note = "", change = "" }): void {
    const lines: [HTMLElement, string][] = [[this.title, title], [this.formula, formula], [this.note, note]];
    for (const [node, text] of lines) if (node.textContent !== text) node.textContent = text;
    this.change.hidden = change === "";
    if (change) this.change.setAttribute("aria-label", READER_TEXT.changeName(change));
  }

  complain(text: string): void {
    if (this.complaint.textContent !== text) this.complaint.textContent = text;
  }
}
