// One example: what it looks like, what it costs, and what another label would do.

import { element } from "../base/dom.ts";
import { Help } from "../base/floating.ts";
import { shownNumber } from "../base/number_text.ts";
import { type Examples, type Ranking, truthOf } from "./lens_model.ts";
import { look, type Paints } from "./lens_pictures.ts";
import { nameOf, percent, predictionWords } from "./lens_words.ts";
import { t } from "../base/language.ts";

const TEXT = {
  title: (kind: string, number: number, rank: number) => t("{kind} {number} · rank {rank}", { kind, number, rank }),
  costs: (loss: string, share: string, pull: string) =>
    t("Loss {loss}: {share} of all loss, {pull} of the gradient.", { loss, share, pull }),
  whatIf: t("What if its label were"),
  whatIfNumber: t("What if its target were"),
  help: t("Only this example is measured again; the network stays as it is. Then you can train with the wrong label."),
  helpNumber: t("Only this example is measured again; the network stays as it is."),
  restore: (name: string) => t("Give back {name}", { name }),
  train: t("Train with this label"),
  inspect: t("Open in every lab"),
  ownLabel: t("Give its label back"),
  tried: (name: string) => t("Its label is {name}; this is only tried.", { name }),
  restarts: t("Training with the other label restarts the network; Undo brings the present one back."),
  changed: t("Its label was changed by hand."),
  was: (name: string) => t("Its label was changed by hand; it was {name}.", { name }),
};
const SIZE = 150;

interface Hands {
  relabel(at: number, truth: number): void;
  restore(at: number): void;
  train(at: number): void;
  own(at: number): void;
  inspect(at: number): void;
}

export class Detail {
  readonly root = element("section", "mlw-lens-detail", { tabindex: -1 });
  private readonly title = element("h3", "mlw-lens-title");
  private readonly picture = element("div", "mlw-lens-large");
  private readonly words = element("p", "", { "aria-live": "polite" });
  private readonly note = element("p", "mlw-lens-note");
  private readonly id = `mlw-lens-if-${Math.random().toString(36).slice(2)}`;
  private readonly help = new Help(`${this.id}-help`);
  private readonly label = element("div", "mlw-lens-what-if");
  private readonly menu = element("select");
  private readonly field = element("input", "", { type: "number", step: "any" });
  private readonly restore = element("button", "mlw-button", { type: "button" });
  private readonly train = element("button", "mlw-button", { type: "button" }, TEXT.train);
  private readonly own = element("button", "mlw-button", { type: "button" }, TEXT.ownLabel);
  private names = "";
  private at = -1;

  constructor(private readonly hands: Hands) {
    const buttons = element("div", "mlw-lens-buttons");
    const inspect = element("button", "mlw-button", { type: "button" }, TEXT.inspect);
    inspect.addEventListener("click", () => this.hands.inspect(this.at));
    buttons.append(this.restore, this.train, this.own, inspect);
    this.root.append(this.title, this.picture, this.words, this.label, this.note, buttons);
    this.menu.addEventListener("change", () => this.give(Number(this.menu.value)));
    this.field.addEventListener("change", () => {
      if (Number.isFinite(this.field.valueAsNumber)) this.give(this.field.valueAsNumber);
    });
    this.restore.addEventListener("click", () => this.hands.restore(this.at));
    this.own.addEventListener("click", () => this.hands.own(this.at));
    this.train.addEventListener("click", () => this.hands.train(this.at));
  }

  show(examples: Examples, ranking: Ranking, rank: number, paints: Paints): void {
    const at = ranking.order[rank];
    const moved = at !== this.at;
    this.at = at;
    this.title.textContent = TEXT.title(examples.kind, examples.numbers[at], rank + 1);
    this.picture.replaceChildren(look(examples, ranking, at, SIZE, paints));
    const [share, pull] = [percent(ranking.shares[at]), percent(ranking.pulls[at])];
    const prediction = predictionWords(examples, ranking, at);
    const costs = TEXT.costs(shownNumber(ranking.losses[at], 3), share, pull);
    const said = `${prediction} ${costs}`;
    if (this.words.textContent !== said) this.words.textContent = said;
    this.offer(examples);
    this.label.hidden = !examples.tryable;
    const truth = truthOf(examples, ranking, at);
    const tried = ranking.relabelled.has(at);
    if (examples.names.length) this.menu.value = String(truth);
    else if (moved || document.activeElement !== this.field) this.field.value = String(Number(truth.toPrecision(6)));
    const before = examples.changed.get(at);
    const only = TEXT.tried(nameOf(examples, examples.truth[at]));
    if (tried) this.note.textContent = examples.trainable ? `${only} ${TEXT.restarts}` : only;
    else if (before === undefined) this.note.textContent = "";
    else this.note.textContent = before === null ? TEXT.changed : TEXT.was(nameOf(examples, before));
    this.restore.hidden = !tried;
    this.restore.textContent = TEXT.restore(nameOf(examples, examples.truth[at]));
    this.train.hidden = !tried || !examples.trainable;
    this.own.hidden = tried || before === undefined || before === null;
  }

  stop(): void {
    this.help.stop();
  }

  private give(truth: number): void {
    this.hands.relabel(this.at, truth);
  }

  private offer(examples: Examples): void {
    const names = JSON.stringify(examples.names);
    if (names === this.names) return;
    this.names = names;
    const classes = examples.names.length > 0;
    this.menu.replaceChildren(...examples.names.map((name, at) => element("option", "", { value: at }, name)));
    const words = classes ? TEXT.whatIf : TEXT.whatIfNumber;
    const control = classes ? this.menu : this.field;
    control.id = this.id;
    control.setAttribute("aria-describedby", `${this.id}-help`);
    this.help.show(classes ? TEXT.help : TEXT.helpNumber, words);
    this.label.replaceChildren(element("label", "", { for: this.id }, words), control, ...this.help.parts);
  }
}
