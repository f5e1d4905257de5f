// Examples that a visitor adds, and the training that goes on with them.

import { element } from "../../base/dom.ts";
import { editedNumber, shownNumber } from "../../base/number_text.ts";
import { targetOf } from "./answer.ts";
import type { Given, GivenView } from "./given.ts";
import { LossCurve } from "./loss_curve.ts";
import type { Example, Network } from "./network.ts";
import type { PageData } from "./page_data.ts";
import { counted, grouped, t } from "../../base/language.ts";

const TEXT = {
  title: t("Teach it"),
  intro: t("Add examples with their true answer, then train the network on them, here in this page."),
  class: t("True class"),
  number: (name: string) => t("True value of {name}", { name }),
  add: t("Add example"),
  added: (count: number) => counted(count, "{count} example added", "{count} examples added"),
  choose: t("choose…"),
  noClass: t("Choose the true class first."),
  noNumber: t("Type the true value, a number, first."),
  list: t("Your examples"),
  remove: (words: string) => t("Delete the example {words}", { words }),
  removed: t("Example deleted"),
  epochs: t("Epochs"),
  rate: t("Learning rate"),
  with: (count: number) => t("Also train on {count} of its training examples,", { count: grouped(count) }),
  withHelp: t("so that it does not forget them"),
  train: t("Train"),
  stop: t("Stop"),
  back: t("Back to the original model"),
  isBack: t("The network is the original one again."),
  epoch: (epoch: number, of: number, loss: string) => t("Epoch {epoch} of {of}: loss {loss}", { epoch, of, loss }),
  done: (epochs: number, first: string, last: string) =>
    counted(
      epochs,
      "Trained for {count} epoch: the loss went from {first} to {last}.",
      "Trained for {count} epochs: the loss went from {first} to {last}.",
      { first, last },
    ),
  stopped: (epochs: number) => counted(epochs, "Stopped after {count} epoch.", "Stopped after {count} epochs."),
  broken: t("The weights became infinite: the learning rate was too large. The network is the original one again."),
  epochsRule: t("Epochs must be a whole number from 1 to 500."),
  rateRule: t("The learning rate must be a number above 0, at most 10."),
  failed: (reason: string) => t("The training could not go on: {reason}", { reason }),
  none: t("Add at least one example first."),
  truth: (name: string) => `→ ${name}`,
};
const MOST_EPOCHS = 500;
const EPOCHS = 20;

interface Own {
  given: Given;
  label: number;
  place?: [number, number];
}

export class TeachView {
  readonly root = element("section", "mlw-page-card mlw-page-teach", { "aria-labelledby": "mlw-page-teach" });
  private readonly own: Own[] = [];
  private readonly label: HTMLSelectElement | HTMLInputElement;
  private readonly list = element("ul", "mlw-page-examples", { "aria-label": TEXT.list, tabindex: 0 });
  private readonly epochs = this.numberField("mlw-page-epochs", String(EPOCHS));
  private readonly rate = this.numberField("mlw-page-rate", "");
  private readonly also = element("input", "", { type: "checkbox", id: "mlw-page-also" });
  private readonly train = element("button", "mlw-button mlw-page-main", { type: "button" }, TEXT.train);
  private readonly back = element("button", "mlw-button", { type: "button" }, TEXT.back);
  private readonly status = element("p", "mlw-page-status", { role: "status" });
  private readonly fault = element("p", "mlw-page-fault", { role: "alert" });
  private readonly curve = new LossCurve();
  private running = false;
  private stopping = false;

  constructor(
    private readonly data: PageData,
    private readonly network: Network,
    private readonly view: GivenView,
    private readonly known: Example[],
    private readonly learned: () => void,
  ) {
    const { inputs, training } = data;
    this.label = inputs.class_names.length
      ? element("select", "mlw-page-field", { id: "mlw-page-label" })
      : this.numberField("mlw-page-label", "");
    if (inputs.class_names.length) this.label.append(element("option", "", { value: "" }, TEXT.choose));
    inputs.class_names.forEach((name, place) => this.label.append(element("option", "", { value: place }, name)));
    this.rate.value = editedNumber(Number(training.learning_rate.toPrecision(6)));
    this.also.checked = true;
    this.root.append(
      element("h2", "", { id: "mlw-page-teach" }, TEXT.title),
      element("p", "mlw-page-help", {}, TEXT.intro),
      this.adding(),
      this.list,
      this.settings(),
      this.fault,
      this.status,
      this.curve.root,
    );
    if (training.note) this.root.append(element("p", "mlw-page-help", {}, training.note));
    this.show();
  }

  private numberField(id: string, value: string): HTMLInputElement {
    const made = element("input", "mlw-page-field", { id, type: "text", inputmode: "decimal", autocomplete: "off" });
    made.value = value;
    return made;
  }

  private adding(): HTMLElement {
    const { inputs } = this.data;
    const words = inputs.class_names.length ? TEXT.class : TEXT.number(inputs.target.names[0] ?? "");
    const row = element("div", "mlw-page-adding");
    const field = element("div", "mlw-page-labelled");
    field.append(element("label", "", { for: "mlw-page-label" }, words), this.label);
    const add = element("button", "mlw-button", { type: "button" }, TEXT.add);
    add.addEventListener("click", () => this.add());
    row.append(field, add);
    return row;
  }

  private settings(): HTMLElement {
    const box = element("div", "mlw-page-training");
    const row = element("div", "mlw-page-settings");
    for (const [words, field] of [[TEXT.epochs, this.epochs], [TEXT.rate, this.rate]] as const) {
      const labelled = element("div", "mlw-page-labelled");
      labelled.append(element("label", "", { for: field.id }, words), field);
      row.append(labelled);
    }
    box.append(row);
    if (this.known.length) {
      const label = element("label", "mlw-page-also", { for: "mlw-page-also" });
      const said = element("span", "", {}, TEXT.with(this.known.length));
      said.append(element("small", "", {}, ` ${TEXT.withHelp}`));
      label.append(this.also, said);
      box.append(label);
    }
    this.train.addEventListener("click", () => (this.running ? this.stop() : this.go()));
    this.back.addEventListener("click", () => this.restore());
    const buttons = element("div", "mlw-page-buttons");
    buttons.append(this.train, this.back);
    box.append(buttons);
    return box;
  }

  // ---- the list ----

  private add(): void {
    this.fault.textContent = "";
    const { given, missing, place } = this.view;
    if (!given) {
      this.fault.textContent = missing;
      return;
    }
    const typed = this.label.value.trim().replace(",", ".").replace("−", "-");
    const label = Number(typed);
    if (typed === "" || !Number.isFinite(label)) {
      this.fault.textContent = this.data.inputs.class_names.length ? TEXT.noClass : TEXT.noNumber;
      this.label.focus();
      return;
    }
    this.own.push({ given, label, place });
    this.listed();
    this.status.textContent = TEXT.added(this.own.length);
    this.list.scrollTop = this.list.scrollHeight;
  }

  private remove(one: Own): void {
    const place = this.own.indexOf(one);
    this.own.splice(place, 1);
    this.listed();
    this.status.textContent = TEXT.removed;
    const buttons = this.list.querySelectorAll("button");
    (buttons[Math.min(place, buttons.length - 1)] ?? this.label).focus();
  }

  private listed(): void {
    this.list.replaceChildren(...this.own.map((one, at) => {
      const name = this.data.inputs.class_names[one.label] ?? shownNumber(one.label);
      const row = element("li", "mlw-page-example");
      const remove = element("button", "mlw-page-delete", {
        type: "button",
        "aria-label": TEXT.remove(`${at + 1}, ${name}`),
      }, "×");
      remove.addEventListener("click", () => this.remove(one));
      const { picture, words } = one.given;
      if (picture) row.append(picture);
      else row.append(element("span", "mlw-page-words", { title: words }, words));
      row.append(element("span", "mlw-page-truth", {}, TEXT.truth(name)), remove);
      return row;
    }));
    this.list.classList.toggle("mod-pictures", this.own.some(({ given }) => given.picture));
    this.view.listed(this.own.map(({ given: { x }, label, place }) => ({ x, label, place })));
    this.show();
  }

  // ---- training ----

  private async go(): Promise<void> {
    this.fault.textContent = "";
    const [epochs, rate] = [this.epochs, this.rate].map(({ value }) => Number(value.trim().replace(",", ".")));
    const { inputs, reading } = this.data;
    const own = this.own.map(({ given, label }) => ({ x: given.x, y: targetOf(inputs, reading, label) }));
    if (!own.length) this.fault.textContent = TEXT.none;
    else if (!(Number.isInteger(epochs) && epochs >= 1 && epochs <= MOST_EPOCHS)) {
      this.fault.textContent = TEXT.epochsRule;
    } else if (!(rate > 0 && rate <= 10)) this.fault.textContent = TEXT.rateRule;
    if (this.fault.textContent) return;
    this.running = true;
    this.stopping = false;
    this.show();
    this.curve.clear();
    const losses: number[] = [];
    const told = (epoch: number, loss: number) => {
      losses.push(loss);
      this.curve.add(loss);
      this.status.textContent = TEXT.epoch(epoch, epochs, shownNumber(loss));
      this.learned();
    };
    const examples = this.also.checked ? [...own, ...this.known] : own;
    let failure = "";
    try {
      await this.network.train(examples, { epochs, rate }, told, () => this.stopping);
    } catch (error) {
      failure = TEXT.failed(error instanceof Error ? error.message : String(error));
    }
    this.running = false;
    if (failure) this.fault.textContent = failure;
    else if (this.network.broken) {
      this.network.restore();
      this.fault.textContent = TEXT.broken;
    } else if (this.stopping) {
      this.status.textContent = TEXT.stopped(losses.length);
    } else {
      const [first, last] = [losses[0], losses[losses.length - 1]].map((loss) => shownNumber(loss));
      this.status.textContent = TEXT.done(losses.length, first, last);
    }
    this.show();
    this.learned();
  }

  private stop(): void {
    this.stopping = true;
  }

  private restore(): void {
    if (this.running || !this.network.changed) return;
    this.network.restore();
    this.curve.clear();
    this.fault.textContent = "";
    this.status.textContent = TEXT.isBack;
    this.show();
    this.learned();
  }

  private show(): void {
    this.list.hidden = !this.own.length;
    this.train.textContent = this.running ? TEXT.stop : TEXT.train;
    this.train.setAttribute("aria-disabled", String(!this.running && !this.own.length));
    this.back.setAttribute("aria-disabled", String(this.running || !this.network.changed));
  }
}
