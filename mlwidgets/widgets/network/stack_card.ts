// One layer: a card in the line, and a panel with all that is known of it, which the builder puts into its drawer or,
// on a narrow page, under the card. Both live as long as the layer is in the stack, wherever that is moved, so that
// focus and what has been typed go with it.

import { element } from "../base/dom.ts";
import { type DrawingScale, drawShape, svgElement } from "./stack_drawing.ts";
import { LayerForm } from "./stack_form.ts";
import type { Ask, Catalogue, Row } from "./stack_types.ts";
import { t } from "../base/language.ts";

const CARD_TEXT = {
  name: (place: number, count: number, call: string) => t("Layer {place} of {count}: {call}", { place, count, call }),
  gives: (shape: string) => t("gives {shape}", { shape }),
  output: t("Output"),
  parameters: t("Parameters"),
  weights: (count: string) => t("{count} parameters", { count }),
  multiplyAdds: t("Multiply–adds"),
  earlier: (name: string) => t("Move {name} towards the input", { name }),
  later: (name: string) => t("Move {name} towards the output", { name }),
  copy: (name: string) => t("Duplicate {name}", { name }),
  remove: (name: string) => t("Remove {name}", { name }),
  settings: (name: string) => t("Settings of {name}", { name }),
  insert: (place: number) => t("Add a layer at position {place}", { place }),
  drag: t("Drag to move"),
};

const ICONS = {
  earlier: ["M13 8H3M7.5 3.5 3 8l4.5 4.5"],
  later: ["M3 8h10M8.5 3.5 13 8l-4.5 4.5"],
  copy: ["M6 6h7v7H6z", "M3 10V3h7"],
  remove: ["M4 4l8 8M12 4l-8 8"],
  settings: ["M2 4.5h5M11 4.5h3M2 11.5h3M9 11.5h5", "M9 2.7a1.8 1.8 0 1 0 .01 0", "M7 9.7a1.8 1.8 0 1 0 .01 0"],
  plus: ["M8 3v10M3 8h10"],
};

export function icon(name: keyof typeof ICONS): SVGElement {
  const svg = svgElement("svg", { class: "mlw-icon", viewBox: "0 0 16 16", "aria-hidden": "true" });
  svg.append(...ICONS[name].map((d) => svgElement("path", { d })));
  return svg;
}

/** A button with a picture and a name; it stays in the tab order while it has nothing to do. */
export function iconButton(name: keyof typeof ICONS, className: string, press: () => void): HTMLButtonElement {
  const button = element("button", `mlw-icon-button ${className}`, { type: "button", tabindex: -1 });
  button.append(icon(name));
  button.addEventListener("click", () => button.getAttribute("aria-disabled") !== "true" && press());
  return button;
}

export function nameButton(button: HTMLButtonElement, name: string, disabled = false): void {
  button.setAttribute("aria-label", name);
  button.title = name;
  button.setAttribute("aria-disabled", String(disabled));
}

/** A number with the word for it, and what stands around it. */
export function labelled(word: string, number: string, { before = "", after = "" }): HTMLElement {
  const line = element("p", "mlw-stack-number");
  const value = element("span", "", {}, before);
  value.append(element("strong", "", {}, number), after);
  line.append(element("span", "mlw-stack-word", {}, word), " ", value);
  return line;
}

/** A sentence about what is wrong, and a button for each thing that would help. */
export class Trouble {
  readonly root = element("div", "mlw-trouble");
  private readonly sentence = element("p", "mlw-trouble-sentence");
  private readonly buttons = element("div", "mlw-trouble-buttons");

  constructor(private readonly repair: (number: number) => void) {
    this.root.append(this.sentence, this.buttons);
  }

  show(sentence: string, labels: string[], kind: "error" | "advice" | "waits"): void {
    this.root.hidden = sentence === "";
    this.root.dataset.kind = kind;
    if (this.sentence.textContent !== sentence) this.sentence.textContent = sentence;
    const before = [...this.buttons.children].map((button) => button.textContent);
    if (before.join("\n") === labels.join("\n")) return; // whoever is on one of them stays there
    this.buttons.replaceChildren(
      ...labels.map((label, number) => {
        const button = element("button", "mlw-button mlw-repair", { type: "button" }, label);
        button.addEventListener("click", () => this.repair(number));
        return button;
      }),
    );
  }
}

/** What a card asks of the builder. */
export interface CardHost {
  ask: Ask;
  step(card: Card, by: number): void;
  toggle(card: Card): void;
  insertAt(place: number): void;
  makeCurrent(card: Card): void;
}

export class Card {
  readonly item = element("li", "mlw-stack-item");
  readonly root = element("div", "mlw-card", { role: "group", tabindex: -1 });
  readonly panel = element("div", "mlw-panel");
  readonly grip = element("div", "mlw-card-grip", { title: CARD_TEXT.drag, "aria-hidden": "true" });
  readonly drawing = svgElement("svg", { class: "mlw-block", "aria-hidden": "true" });
  index = 0;
  form: LayerForm | null = null;
  private row!: Row;
  private readonly insert: HTMLButtonElement;
  private readonly settings: HTMLButtonElement;
  private readonly buttons: Record<"earlier" | "later" | "copy" | "remove", HTMLButtonElement>;
  private readonly place = element("span", "mlw-card-place");
  private readonly kind = element("code", "mlw-card-kind");
  private readonly pill = element("span", "mlw-card-activation");
  private readonly shape = element("p", "mlw-card-shape");
  private readonly count = element("p", "mlw-card-count");
  private readonly call = element("code", "mlw-panel-call");
  private readonly sums = element("div", "mlw-panel-sums");
  private readonly trouble: Trouble;
  private readonly formPlace = element("div");

  constructor(
    readonly id: number,
    private readonly catalogue: Catalogue,
    private readonly host: CardHost,
  ) {
    this.trouble = new Trouble((number) => host.ask({ kind: "repair", id, number }));
    this.settings = iconButton("settings", "mlw-card-settings", () => host.toggle(this));
    const head = element("div", "mlw-card-head");
    head.append(this.grip, this.place, this.settings);
    const title = element("p", "mlw-card-title");
    title.append(this.kind, " ", this.pill);
    this.root.append(head, this.drawing, title, this.shape, this.count, this.trouble.root);
    this.root.addEventListener("focusin", () => host.makeCurrent(this));
    this.root.addEventListener("click", (event) => {
      if (!(event.target as Element).closest("button")) this.root.focus();
    });

    this.buttons = {
      earlier: iconButton("earlier", "", () => host.step(this, -1)),
      later: iconButton("later", "", () => host.step(this, 1)),
      copy: iconButton("copy", "", () => host.ask({ kind: "duplicate", id })),
      remove: iconButton("remove", "mlw-icon-remove", () => host.ask({ kind: "remove", id })),
    };
    const bar = element("div", "mlw-panel-buttons");
    bar.append(...Object.values(this.buttons));
    const top = element("div", "mlw-panel-head");
    top.append(this.call, bar);
    this.panel.append(top, this.sums, this.formPlace);
    this.panel.addEventListener("focusin", () => host.makeCurrent(this));

    const link = element("div", "mlw-stack-link");
    this.insert = iconButton("plus", "mlw-stack-insert", () => host.insertAt(this.index + 1));
    this.insert.addEventListener("focus", () => host.makeCurrent(this));
    link.append(this.insert);
    this.item.append(this.root, link);
  }

  show(row: Row, index: number, count: number, scale: DrawingScale): void {
    this.index = index;
    this.row = row;
    const { name, call, activation, error, waits, advice } = row;
    this.root.dataset.state = waits ? "waits" : error ? "wrong" : advice ? "advice" : "fine";
    this.place.textContent = String(index + 1);
    this.kind.textContent = name;
    this.call.textContent = name + call;
    this.pill.textContent = activation;
    this.pill.hidden = activation === "";
    this.shape.textContent = row.shape ? row.shape.join(" × ") : "";
    const total = row.parameters.split(" = ").at(-1) ?? "";
    this.count.textContent = total === "" || total === "0" ? "" : CARD_TEXT.weights(total);
    this.showSums();
    drawShape(this.drawing, row.shape, scale);
    this.trouble.show(error || advice, row.repairs, waits ? "waits" : error ? "error" : "advice");
    const gives = row.shape_text ? [CARD_TEXT.gives(row.shape_text)] : [];
    const words = [CARD_TEXT.name(index + 1, count, name + call), ...gives, error || advice].filter(Boolean);
    this.root.setAttribute("aria-label", words.join(". "));
    this.nameButtons(row.class_name || name, count);
    this.form?.show(row.values);
  }

  private nameButtons(kind: string, count: number): void {
    nameButton(this.buttons.earlier, CARD_TEXT.earlier(kind), this.index === 0);
    nameButton(this.buttons.later, CARD_TEXT.later(kind), this.index === count - 1);
    nameButton(this.buttons.copy, CARD_TEXT.copy(kind));
    nameButton(this.buttons.remove, CARD_TEXT.remove(kind));
    nameButton(this.settings, CARD_TEXT.settings(kind));
    nameButton(this.insert, CARD_TEXT.insert(this.index + 2));
    this.insert.hidden = this.index === count - 1; // there the large button follows
  }

  private showSums(): void {
    const sums: [string, string][] = [
      [CARD_TEXT.output, this.row.shape_text],
      [CARD_TEXT.parameters, this.row.parameters],
      [CARD_TEXT.multiplyAdds, this.row.multiply_adds],
    ];
    this.sums.replaceChildren(
      ...sums.filter(([, sum]) => sum !== "").map(([word, sum]) => {
        const [terms, total] = sum.split(" = ");
        return labelled(word, total ?? terms, { before: total ? `${terms} = ` : "" });
      }),
    );
  }

  /** Make the settings, or throw them away with what was typed and not taken. */
  setOpen(open: boolean): void {
    this.settings.setAttribute("aria-expanded", String(open));
    this.root.classList.toggle("mlw-card-open", open);
    this.panel.hidden = !open;
    if (open === Boolean(this.form)) return;
    this.form?.stop();
    this.form = null;
    this.formPlace.replaceChildren();
    if (!open) return;
    const send = (name: string, value: unknown) => {
      this.host.ask({ kind: "set", id: this.id, name, value }, { focus: false });
    };
    this.form = new LayerForm(this.row.class_name, this.catalogue, send);
    this.formPlace.append(this.form.root);
    this.form.show(this.row.values);
  }

  /** Put the card, and what belongs to it, into the tab order or out of it: one card of the stack is in it. */
  setCurrent(current: boolean): void {
    this.root.classList.toggle("mlw-card-current", current);
    for (const part of [this.root, this.insert, this.settings, ...Object.values(this.buttons)]) {
      part.setAttribute("tabindex", current ? "0" : "-1");
    }
  }

  /** Whether an element is on the card or in its panel. */
  holds(part: Node | null): boolean {
    return this.item.contains(part) || this.panel.contains(part);
  }
}
