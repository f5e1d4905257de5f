// A part: one layer as a card. Needs dom.js, stack_form.js and stack_drawing.js. A card lives as long as its layer
// is in the stack, wherever that is moved, so that focus and open settings go with it.

import { element } from "../base/dom.ts";
import { drawShape, svgElement } from "./stack_drawing.ts";
import { LayerForm } from "./stack_form.ts";

const CARD_TEXT = {
  name: (place, count, call) => `Layer ${place} of ${count}: ${call}`,
  gives: (shape) => `gives ${shape}`,
  parameters: "Parameters",
  multiplyAdds: "Multiply–adds",
  up: (name) => `Move ${name} up`,
  down: (name) => `Move ${name} down`,
  copy: (name) => `Duplicate ${name}`,
  remove: (name) => `Remove ${name}`,
  settings: (name) => `Settings of ${name}`,
  insert: (place) => `Add a layer at place ${place}`,
  drag: "Drag to move",
};

const ICONS = {
  up: ["M8 13V3M3.5 7.5 8 3l4.5 4.5"],
  down: ["M8 3v10M3.5 8.5 8 13l4.5-4.5"],
  copy: ["M6 6h7v7H6z", "M3 10V3h7"],
  remove: ["M4 4l8 8M12 4l-8 8"],
  settings: ["M2 4.5h5M11 4.5h3M2 11.5h3M9 11.5h5", "M9 2.7a1.8 1.8 0 1 0 .01 0", "M7 9.7a1.8 1.8 0 1 0 .01 0"],
  plus: ["M8 3v10M3 8h10"],
};

export function icon(name) {
  const svg = svgElement("svg", { class: "mlw-icon", viewBox: "0 0 16 16", "aria-hidden": "true" });
  svg.append(...ICONS[name].map((d) => svgElement("path", { d })));
  return svg;
}

/** A button with a picture and a name; it stays in the tab order while it has nothing to do. */
export function iconButton(name, className, press) {
  const button = element("button", `mlw-icon-button ${className}`, { type: "button", tabindex: -1 });
  button.append(icon(name));
  button.addEventListener("click", () => button.getAttribute("aria-disabled") !== "true" && press());
  return button;
}

export function nameButton(button, name, disabled = false) {
  button.setAttribute("aria-label", name);
  button.title = name;
  button.setAttribute("aria-disabled", String(disabled));
}

/** A number with the word for it, and what stands around it. */
export function labelled(word, number, { before = "", after = "" }) {
  const line = element("p", "mlw-stack-number");
  const value = element("span", "", {}, before);
  value.append(element("strong", "", {}, number), after);
  line.append(element("span", "mlw-stack-word", {}, word), " ", value);
  return line;
}

/** A sentence about what is wrong, and a button for each thing that would help. */
export class Trouble {
  constructor(repair) {
    this.root = element("div", "mlw-trouble");
    this.sentence = element("p", "mlw-trouble-sentence");
    this.buttons = element("div", "mlw-trouble-buttons");
    this.root.append(this.sentence, this.buttons);
    this.repair = repair;
  }

  show(sentence, labels, kind) {
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

export class Card {
  /** `host` does what is asked for: ask, step, openForm, insertAt, makeCurrent. */
  constructor(id, catalogue, host) {
    this.id = id;
    this.catalogue = catalogue;
    this.host = host;
    this.item = element("li", "mlw-stack-item");
    this.root = element("div", "mlw-card", { role: "group", tabindex: -1 });
    this.grip = element("div", "mlw-card-grip", { title: CARD_TEXT.drag, "aria-hidden": "true" });
    this.drawing = svgElement("svg", { class: "mlw-block", "aria-hidden": "true" });
    this.body = element("div", "mlw-card-body");
    this.makeBody();
    this.root.append(this.grip, this.drawing, this.body);
    this.link = element("div", "mlw-stack-link");
    this.insert = iconButton("plus", "mlw-stack-insert", () => host.insertAt(this.index + 1));
    this.link.append(this.insert);
    this.item.append(this.root, this.link);
    this.form = null;
    this.root.addEventListener("focusin", () => host.makeCurrent(this));
    this.insert.addEventListener("focus", () => host.makeCurrent(this));
  }

  makeBody() {
    const { host } = this;
    const head = element("div", "mlw-card-head");
    this.title = element("p", "mlw-card-title");
    this.place = element("span", "mlw-card-place");
    this.kind = element("code", "mlw-card-kind");
    this.call = element("code", "mlw-card-call");
    this.pill = element("span", "mlw-card-activation");
    this.title.append(this.place, " ", this.kind, this.call, " ", this.pill);
    const id = this.id;
    this.buttons = {
      up: iconButton("up", "", () => host.step(this, -1)),
      down: iconButton("down", "", () => host.step(this, 1)),
      copy: iconButton("copy", "", () => host.ask({ kind: "duplicate", id })),
      remove: iconButton("remove", "mlw-icon-remove", () => host.ask({ kind: "remove", id })),
      settings: iconButton("settings", "", () => host.openForm(this, !this.form)),
    };
    const bar = element("div", "mlw-card-buttons");
    bar.append(...Object.values(this.buttons));
    head.append(this.title, bar);
    this.shape = element("p", "mlw-card-shape");
    this.sums = element("div", "mlw-card-sums");
    const numbers = element("div", "mlw-card-numbers");
    numbers.append(this.shape, this.sums);
    this.trouble = new Trouble((number) => host.ask({ kind: "repair", id, number }));
    this.body.append(head, numbers, this.trouble.root);
  }

  show(row, index, count, scale) {
    this.index = index;
    this.row = row;
    const { name, call, activation, error, waits, advice } = row;
    this.root.dataset.state = waits ? "waits" : error ? "wrong" : "fine";
    this.place.textContent = String(index + 1);
    this.kind.textContent = name;
    this.call.textContent = call;
    this.pill.textContent = activation;
    this.pill.hidden = activation === "";
    this.shape.textContent = row.shape_text;
    this.shape.hidden = row.shape_text === "";
    this.showSums();
    drawShape(this.drawing, row.shape, scale);
    this.trouble.show(error || advice, row.repairs, waits ? "waits" : error ? "error" : "advice");
    const gives = row.shape_text ? [CARD_TEXT.gives(row.shape_text)] : [];
    const words = [CARD_TEXT.name(index + 1, count, name + call), ...gives, error || advice].filter(Boolean);
    this.root.setAttribute("aria-label", words.join(". "));
    const kind = row.class_name || name;
    nameButton(this.buttons.up, CARD_TEXT.up(kind), index === 0);
    nameButton(this.buttons.down, CARD_TEXT.down(kind), index === count - 1);
    nameButton(this.buttons.copy, CARD_TEXT.copy(kind));
    nameButton(this.buttons.remove, CARD_TEXT.remove(kind));
    nameButton(this.buttons.settings, CARD_TEXT.settings(kind));
    nameButton(this.insert, CARD_TEXT.insert(index + 2));
    this.insert.hidden = index === count - 1; // there the large button follows
    if (this.form) this.form.show(row.values);
  }

  showSums() {
    const rows = [
      [CARD_TEXT.parameters, this.row.parameters],
      [CARD_TEXT.multiplyAdds, this.row.multiply_adds],
    ].filter(([, sum]) => sum !== "");
    this.sums.hidden = rows.length === 0;
    this.sums.replaceChildren(
      ...rows.map(([word, sum]) => {
        const [terms, total] = sum.split(" = ");
        return labelled(word, total ?? terms, { before: total ? `${terms} = ` : "" });
      }),
    );
  }

  /** Open the settings, or close them. */
  setOpen(open) {
    this.buttons.settings.setAttribute("aria-expanded", String(open));
    this.root.classList.toggle("mlw-card-open", open);
    if (open === Boolean(this.form)) return;
    this.form?.root.remove();
    this.form = null;
    if (!open) return;
    const stay = { focus: false };
    const send = (name, value) => this.host.ask({ kind: "set", id: this.id, name, value }, stay);
    this.form = new LayerForm(this.row.class_name, this.catalogue, send, () => this.host.openForm(this, false));
    this.body.append(this.form.root);
    this.form.show(this.row.values);
  }

  /** Put the card, and what stands on it, into the tab order or out of it: one card of the stack is in it. */
  setCurrent(current) {
    for (const part of [this.root, this.insert, ...Object.values(this.buttons)]) {
      part.setAttribute("tabindex", current ? 0 : -1);
    }
  }
}
