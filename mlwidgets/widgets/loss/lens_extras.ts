// What a ranking is summed up to: the loss of each class, and the loss of the same answers given more boldly.

import { element } from "../base/dom.ts";
import { Help } from "../base/floating.ts";
import { shownNumber } from "../base/number_text.ts";
import { byClass, type Examples, placeOfOne, type Ranking } from "./lens_model.ts";
import { percent } from "./lens_words.ts";
import { t } from "../base/language.ts";

const TEXT = {
  classes: t("Share of the loss by class"),
  part: (name: string, loss: string, examples: string, weight: string) =>
    weight
      ? t("{name}: {loss} of the loss, {examples} of the examples, weight {weight}", { name, loss, examples, weight })
      : t("{name}: {loss} of the loss, {examples} of the examples", { name, loss, examples }),
  bold: t("Loss is not accuracy: give the same answers"),
  boldHelp: t(
    "All scores are multiplied by one factor. The largest stays the largest, so no answer changes and neither does " +
      "the accuracy; the loss also asks how sure an answer is, and confident mistakes cost most.",
  ),
  times: (values: Said) =>
    t("{factor} times as sure: accuracy {accuracy} · data loss {loss} (now {data})", { ...values }),
  asSaid: (values: Said) => t("as they are: accuracy {accuracy} · data loss {loss} (now {data})", { ...values }),
};
const MOST_BARS = 12;

interface Said {
  factor: string;
  accuracy: string;
  loss: string;
  data: string;
}

export class ClassShares {
  readonly root = element("figure", "mlw-lens-classes");
  private readonly bars = element("div", "mlw-lens-bars", { role: "list" });

  constructor() {
    this.root.append(element("figcaption", "", {}, TEXT.classes), this.bars);
  }

  show(examples: Examples, ranking: Ranking): void {
    const parts = byClass(examples, ranking);
    this.root.hidden = !parts.length || parts.length > MOST_BARS || !Number.isFinite(ranking.mean);
    if (this.root.hidden) return;
    const top = Math.max(...parts.map(({ loss }) => loss), 1e-9);
    this.bars.replaceChildren(...parts.map((part, number) => {
      const name = examples.names[number];
      const weight = ranking.weights.length ? shownNumber(ranking.weights[number], 3) : "";
      const words = TEXT.part(name, percent(part.loss), percent(part.examples), weight);
      const root = element("div", "mlw-lens-class", { role: "listitem", "aria-label": words, title: words });
      const bar = element("span", "mlw-lens-class-bar");
      bar.style.height = `${Math.max((100 * part.loss) / top, 1)}%`;
      const holder = element("span", "mlw-lens-class-holder");
      holder.append(bar);
      root.append(element("span", "", {}, percent(part.loss, 0)), holder, element("b", "", {}, name));
      if (weight) root.append(element("span", "", {}, `× ${weight}`));
      return root;
    }));
  }
}

export class BoldAnswers {
  readonly root = element("div", "mlw-lens-bold");
  private readonly id = `mlw-lens-bold-${Math.random().toString(36).slice(2)}`;
  private readonly help = new Help(`${this.id}-help`);
  private readonly input = element("input", "", { type: "range", min: 0, step: 1, id: this.id });
  private readonly output = element("output");
  private ranking: Ranking | null = null;

  constructor() {
    const head = element("div", "mlw-lens-bold-head");
    head.append(element("label", "", { for: this.id }, TEXT.bold), ...this.help.parts);
    this.help.show(TEXT.boldHelp, TEXT.bold);
    this.input.setAttribute("aria-describedby", `${this.id}-help`);
    this.root.append(head, this.input, this.output);
    this.input.addEventListener("input", () => this.write());
  }

  stop(): void {
    this.help.stop();
  }

  show(ranking: Ranking): void {
    const first = !this.ranking?.bold.length;
    this.ranking = ranking;
    this.root.hidden = !ranking.bold.length;
    if (this.root.hidden) return;
    this.input.max = String(ranking.factors.length - 1);
    if (first) this.input.value = String(placeOfOne(ranking.factors));
    this.write();
  }

  private write(): void {
    const { ranking } = this;
    if (!ranking?.bold.length) return;
    const place = Number(this.input.value);
    const now = ranking.bold[placeOfOne(ranking.factors)];
    const factor = ranking.factors[place];
    const [loss, data] = [ranking.bold[place], now].map((value) => shownNumber(value, 3));
    const said = { factor: shownNumber(factor, 2), accuracy: percent(ranking.accuracies[place]), loss, data };
    const words = factor === 1 ? TEXT.asSaid(said) : TEXT.times(said);
    this.output.textContent = words;
    this.input.setAttribute("aria-valuetext", words);
  }
}
