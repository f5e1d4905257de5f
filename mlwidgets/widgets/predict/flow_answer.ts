// The last layer as the answer: a bar for each class, with its probability, and the true class marked. Each bar is a
// tile like any other and opens its arithmetic.

import { element } from "../base/dom.ts";
import type { LayerElements, LayerInfo } from "../inside/layer_tiles.ts";
import { floatsOf } from "../base/shades.ts";
import { type Answer, shareText } from "./flow_numbers.ts";
import { t } from "../base/language.ts";

const TEXT = {
  row: (name: string, share: string, isTrue: boolean) =>
    isTrue ? t("{name}: {share}, the true class", { name, share }) : `${name}: ${share}`,
  truth: t("true"),
  none: "–",
};

export class AnswerColumn implements LayerElements {
  readonly root: HTMLElement;
  readonly groups;
  private readonly shape: string;
  private readonly text = element("p", "mlw-answer-text");
  private readonly verdict = element("p", "mlw-answer-verdict");
  private readonly rows;

  constructor(info: LayerInfo, private readonly names: string[]) {
    this.shape = AnswerColumn.shapeOf(info);
    this.root = element("div", "mlw-layer mlw-answer", { role: "group", "aria-label": info.title });
    const head = element("p", "mlw-layer-head");
    head.append(
      element("strong", "", {}, info.title),
      element("span", "mlw-layer-shape", {}, info.shape),
      element("span", "mlw-layer-activation", {}, info.activation),
    );
    const list = element("div", "mlw-answer-list");
    this.rows = names.map((name) => {
      const button = element("button", "mlw-answer-row", { type: "button", tabindex: -1 });
      const [track, bar] = [element("span", "mlw-answer-track"), element("span", "mlw-answer-bar")];
      const [share, truth] = [element("span", "mlw-answer-share"), element("span", "mlw-answer-truth")];
      track.append(bar);
      button.append(element("span", "mlw-answer-name", {}, name), track, share, truth);
      list.append(button);
      return { button, bar, share, truth };
    });
    this.groups = [{ tiles: this.rows }];
    const said = element("div", "mlw-answer-said");
    said.append(this.text, this.verdict);
    this.root.append(head, said, list);
  }

  private static shapeOf({ title, shape, activation, groups }: LayerInfo): string {
    return JSON.stringify([title, shape, activation, groups.map(({ names }) => names)]);
  }

  fits(info: LayerInfo): boolean {
    return this.shape === AnswerColumn.shapeOf(info);
  }

  show({ groups }: LayerInfo): void {
    this.showShares(floatsOf(groups[0].data), null);
  }

  /** Say what the network says; without shares nothing has been asked yet. */
  say(shares: ArrayLike<number> | null, truth: number | null, answer: Answer): void {
    this.text.textContent = answer.text;
    this.verdict.textContent = answer.verdictText;
    this.verdict.dataset.verdict = answer.verdict;
    this.showShares(shares, truth);
    this.rows.forEach(({ button }, index) => button.classList.toggle("mlw-answer-largest", index === answer.said));
  }

  private showShares(shares: ArrayLike<number> | null, truth: number | null): void {
    this.rows.forEach(({ button, bar, share, truth: mark }, index) => {
      const text = shares?.length ? shareText(shares[index]) : TEXT.none;
      const label = TEXT.row(this.names[index], text, index === truth);
      if (button.title === label) return;
      button.title = label;
      button.setAttribute("aria-label", label);
      share.textContent = text;
      mark.textContent = index === truth ? TEXT.truth : "";
      bar.style.setProperty("--mlw-share", String(shares?.length ? shares[index] : 0));
    });
  }
}
