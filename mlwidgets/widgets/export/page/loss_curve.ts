// The loss of each epoch as a line; the page says the same in words beside it.

import { element } from "../../base/dom.ts";
import { shownNumber } from "../../base/number_text.ts";
import { BETWEEN, t } from "../../base/language.ts";

const TEXT = {
  title: t("Loss per epoch"),
  alt: (losses: string) => t("Loss of each epoch: {losses}", { losses }),
};
const [WIDTH, HEIGHT] = [320, 72];
const SPOKEN = 12; // losses that the text alternative names
const NAMESPACE = "http://www.w3.org/2000/svg";

function shape(name: string, attributes: Record<string, string | number>): SVGElement {
  const made = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

export class LossCurve {
  readonly root = element("figure", "mlw-page-curve");
  private readonly picture = shape("svg", {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    preserveAspectRatio: "none",
    role: "img",
  });
  private readonly line = shape("polyline", { class: "mlw-page-line", "vector-effect": "non-scaling-stroke" });
  private readonly caption = element("figcaption");
  private losses: number[] = [];

  constructor() {
    this.picture.append(this.line);
    this.root.append(this.caption, this.picture);
    this.clear();
  }

  clear(): void {
    this.losses = [];
    this.root.hidden = true;
  }

  add(loss: number): void {
    this.losses.push(loss);
    const { losses } = this;
    const known = losses.filter(Number.isFinite);
    const most = Math.max(...known, 1e-12);
    const step = WIDTH / Math.max(losses.length - 1, 1);
    const points = losses.length > 1 ? losses : [loss, loss];
    this.line.setAttribute(
      "points",
      points.map((value, at) => `${at * step},${HEIGHT - 3 - (HEIGHT - 6) * Math.min(1, value / most)}`).join(" "),
    );
    const each = Math.ceil(losses.length / SPOKEN);
    const named = losses.filter((_, at) => at % each === 0 || at === losses.length - 1);
    this.picture.setAttribute("aria-label", TEXT.alt(named.map((value) => shownNumber(value)).join(BETWEEN)));
    this.caption.textContent = `${TEXT.title}: ${shownNumber(losses[0])} → ${shownNumber(loss)}`;
    this.root.hidden = false;
  }
}
