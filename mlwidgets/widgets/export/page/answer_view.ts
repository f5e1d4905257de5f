// What the network says: a bar and a number for each class, or a number in its unit.

import { element } from "../../base/dom.ts";
import { shownNumber } from "../../base/number_text.ts";
import { shareText } from "../../predict/flow_numbers.ts";
import { colourOf } from "../../predict/row_model.ts";
import { type Answer, type Reading, winnerOf } from "./answer.ts";
import type { Inputs } from "./inputs.ts";
import { BETWEEN, t } from "../../base/language.ts";

const TEXT = {
  title: t("The network's answer"),
  probability: (share: string) => t("probability {share}", { share }),
  share: (share: string) => t("output {share}", { share }),
  nothing: "–",
  saidProbability: (name: string, share: string) => t("{name}, probability {share}", { name, share }),
  saidShare: (name: string, share: string) => t("{name}, output {share}", { name, share }),
  range: (low: string, high: string) => t("In the training data it is between {low} and {high}.", { low, high }),
  number: (name: string, value: string) => `${name}: ${value}`,
};
const SETTLED = 500; // ms without another answer, after which one is read aloud
const OWN_COLOURS = 5; // classes with a colour of their own

export class AnswerView {
  readonly root = element("section", "mlw-page-card mlw-page-answer", { "aria-labelledby": "mlw-page-answer" });
  private readonly big = element("p", "mlw-page-big");
  private readonly what = element("p", "mlw-page-what");
  private readonly spoken = element("p", "mlw-visually-hidden", { role: "status" });
  private readonly rows: { root: HTMLElement; bar: HTMLElement; text: HTMLElement }[] = [];
  private readonly range = element("div", "mlw-page-range");
  private readonly dot = element("span", "mlw-page-dot");
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly inputs: Inputs, private readonly reading: Reading) {
    const list = element("ul", "mlw-page-bars");
    const names = inputs.class_names;
    names.forEach((name, place) => {
      const row = element("li", "mlw-page-bar-row");
      const [track, bar] = [
        element("span", "mlw-page-track", { "aria-hidden": "true" }),
        element("span", "mlw-page-bar"),
      ];
      const text = element("span", "mlw-page-share");
      if (names.length <= OWN_COLOURS) bar.style.background = colourOf(place);
      track.append(bar);
      row.append(element("span", "mlw-page-name", { title: name }, name), track, text);
      list.append(row);
      this.rows.push({ root: row, bar, text });
    });
    const said = element("div", "mlw-page-said");
    said.append(this.big, this.what);
    this.root.append(element("h2", "", { id: "mlw-page-answer" }, TEXT.title), said, list, this.range, this.spoken);
    list.hidden = !names.length;
    const { low, high } = inputs.target;
    this.range.hidden = low === undefined || high === undefined;
    if (low !== undefined && high !== undefined) {
      const track = element("div", "mlw-page-range-track", { "aria-hidden": "true" });
      track.append(this.dot);
      this.range.append(track, element("p", "mlw-page-help", {}, TEXT.range(shownNumber(low), shownNumber(high))));
    }
    if (names.length > 12) {
      list.tabIndex = 0;
      list.setAttribute("aria-label", TEXT.title);
    }
  }

  /** Show an answer; without one, `why` says what is to be done. */
  show(answer: Answer | null, why: string): void {
    const { shares = [], numbers = [] } = answer ?? {};
    const winner = shares.length ? winnerOf(shares) : -1;
    const least = Math.min(0, ...shares);
    const most = this.reading.probabilities ? 1 : Math.max(1, ...shares.map((share) => share - least));
    this.rows.forEach(({ root, bar, text }, place) => {
      const share = shares[place];
      root.classList.toggle("mod-most", place === winner);
      bar.style.width = share === undefined ? "0" : `${(100 * (share - least)) / most}%`;
      text.textContent = share === undefined ? TEXT.nothing : this.shareText(share);
    });
    const { names, low = 0, high = 1 } = this.inputs.target;
    this.dot.hidden = !numbers.length;
    if (numbers.length) {
      this.dot.style.left = `${100 * Math.min(1, Math.max(0, (numbers[0] - low) / (high - low || 1)))}%`;
    }
    if (!answer) {
      this.big.textContent = "";
      this.what.textContent = why;
    } else if (winner >= 0) {
      this.big.textContent = this.inputs.class_names[winner];
      const text = this.reading.probabilities ? TEXT.probability : TEXT.share;
      this.what.textContent = text(this.shareText(shares[winner]));
    } else {
      this.big.textContent = shownNumber(numbers[0]);
      this.what.textContent = names[0] ?? "";
      if (numbers.length > 1) {
        this.what.textContent = numbers.map((value, at) => TEXT.number(names[at] ?? "", shownNumber(value))).join(
          BETWEEN,
        );
      }
    }
    const said = this.reading.probabilities ? TEXT.saidProbability : TEXT.saidShare;
    const words = winner >= 0
      ? said(this.big.textContent, this.shareText(shares[winner]))
      : `${this.big.textContent} ${this.what.textContent}`;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.spoken.textContent = answer ? words : why), SETTLED);
  }

  private shareText(share: number): string {
    return this.reading.probabilities ? shareText(share) : shownNumber(share);
  }
}
