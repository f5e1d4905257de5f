// The stack of layers as a drawing that can be edited. Python has the stack; a view keeps which card is in the tab
// order, whose settings are open, and what it has asked for ("tickets") until the answer is there.

import { element } from "../base/dom.ts";
import { Card, icon, iconButton, labelled, nameButton, Trouble } from "./stack_card.ts";
import { Chooser } from "./stack_chooser.ts";
import { TextDialog } from "./stack_dialog.ts";
import { StackDrag } from "./stack_drag.ts";
import { drawingScale, drawShape, svgElement } from "./stack_drawing.ts";

const BUILDER_TEXT = {
  stack: "Layers",
  input: "Input",
  add: "Add a layer",
  addAt: (place) => `Add a layer at place ${place}`,
  presets: "Presets",
  choosePreset: "Choose a stack to begin with",
  json: "As text",
  undo: "Undo",
  redo: "Redo",
  keys: [
    ["↑ ↓", "choose"],
    ["Alt+↑ ↓", "move"],
    ["Enter", "settings"],
    ["+", "add below"],
    ["Delete", "remove"],
    ["Ctrl+Z", "undo"],
  ],
};

class Builder {
  constructor(model, el) {
    this.model = model;
    this.view = Math.random().toString(36).slice(2);
    this.tickets = new Map();
    this.ticket = 0;
    this.cards = new Map();
    this.order = [];
    this.makePage(el);
    const ask = (message) => this.ask(message, { focus: false });
    this.layerChooser = new Chooser(this.root, BUILDER_TEXT.add, (name) => this.add(name));
    this.presetChooser = new Chooser(this.root, BUILDER_TEXT.choosePreset, (name) => ask({ kind: "preset", name }));
    this.textDialog = new TextDialog(this.root, ask);
    this.drag = new StackDrag(this.area, () => this.order, (card, to) => this.ask({ kind: "move", id: card.id, to }));
    this.root.addEventListener("keydown", (event) => this.press(event));
    this.fillLayers();
    this.render();
  }

  // The page

  makePage(el) {
    // Without the attribute JupyterLab would take the keys for itself.
    this.root = element("div", "mlw mlw-stack", { "data-lm-suppress-shortcuts": "true" });
    const bar = element("div", "mlw-stack-bar");
    const button = (text, press) => {
      const made = element("button", "mlw-button", { type: "button" }, text);
      made.addEventListener("click", press);
      bar.append(made);
      return made;
    };
    // Undo and redo are asked for even while they look as if there were nothing: an answer may be on its way.
    button(BUILDER_TEXT.presets, () => this.openPresets());
    button(BUILDER_TEXT.json, () => this.textDialog.open());
    this.undo = button(BUILDER_TEXT.undo, () => this.ask({ kind: "undo" }, { focus: false }));
    this.redo = button(BUILDER_TEXT.redo, () => this.ask({ kind: "redo" }, { focus: false }));
    this.said = element("p", "mlw-stack-said", { role: "status" });
    // What is wrong with the layer is seen on its card; who does not see it hears it.
    this.heard = element("p", "mlw-visually-hidden", { role: "status" });
    this.totals = element("div", "mlw-stack-totals");
    this.status = element("p", "mlw-stack-status");
    this.input = element("div", "mlw-stack-end mlw-stack-input");
    this.inputDrawing = svgElement("svg", { class: "mlw-block", "aria-hidden": "true" });
    this.inputText = element("p", "mlw-stack-end-text");
    const first = element("div", "mlw-stack-link");
    this.insertFirst = iconButton("plus", "mlw-stack-insert", () => this.insertAt(0));
    nameButton(this.insertFirst, BUILDER_TEXT.addAt(1));
    this.insertFirst.setAttribute("tabindex", 0);
    first.append(this.insertFirst);
    this.input.append(this.inputDrawing, this.inputText);
    this.list = element("ol", "mlw-stack-list", { role: "list", "aria-label": BUILDER_TEXT.stack });
    this.area = element("div", "mlw-stack-area");
    this.area.append(this.list);
    this.append = element("button", "mlw-button mlw-stack-add", { type: "button" });
    this.append.append(icon("plus"), BUILDER_TEXT.add);
    this.append.addEventListener("click", () => this.insertAt(this.order.length));
    this.goal = element("div", "mlw-stack-end mlw-stack-goal");
    this.wanted = element("p", "mlw-stack-end-text");
    this.trouble = new Trouble((number) => this.ask({ kind: "repair", id: null, number }));
    this.goal.append(this.wanted, this.trouble.root);
    const keys = element("p", "mlw-stack-keys");
    for (const [key, does] of BUILDER_TEXT.keys) {
      const pair = element("span");
      pair.append(element("kbd", "", {}, key), ` ${does}`);
      keys.append(pair, " ");
    }
    this.root.append(bar, this.said, this.heard, this.totals, this.status, keys);
    this.root.append(this.input, first, this.area, this.append, this.goal);
    el.append(this.root);
  }

  fillLayers() {
    const { families, sentences } = this.model.get("catalogue");
    this.layerChooser.fill(
      families.map(([family, names]) => [
        family,
        names.map((name) => ({ name, title: name, text: sentences[name] })),
      ]),
    );
  }

  // To Python

  /** Ask Python for something; with `focus`, go to the card that it says. */
  ask(message, { focus = true } = {}) {
    this.ticket += 1;
    const { ticket } = this;
    this.model.send({ ...message, view: this.view, ticket });
    return new Promise((resolve) => {
      this.tickets.set(ticket, (outcome) => {
        if (outcome.said) this.say(outcome.said, outcome.failed);
        this.heard.textContent = this.state.rows[outcome.at]?.error ?? "";
        if (focus && outcome.at !== null) this.goTo(outcome.at);
        resolve(outcome);
      });
    });
  }

  /** Python has answered. */
  answered() {
    const { view, ticket, ...outcome } = this.model.get("outcome");
    const waiting = view === this.view ? this.tickets.get(ticket) : undefined;
    if (!waiting) return;
    this.tickets.delete(ticket);
    this.render(); // whichever of the two came first
    waiting(outcome);
  }

  add(name) {
    this.ask({ kind: "add", class_name: name, index: this.place });
  }

  step(card, by) {
    const to = card.index + by;
    if (to < 0 || to >= this.order.length) return;
    this.ask({ kind: "move", id: card.id, to }, { focus: false });
  }

  say(sentence, failed = false) {
    // The same sentence again is news, too.
    this.said.textContent = this.said.textContent === sentence ? `${sentence}\u00a0` : sentence;
    this.said.classList.toggle("mlw-stack-failed", failed);
  }

  // What is shown

  render() {
    const state = this.model.get("state");
    if (state === this.state) return;
    this.state = state;
    const had = this.root.contains(document.activeElement);
    const scale = drawingScale([state.input.shape, ...state.rows.map(({ shape }) => shape)]);
    this.inputText.replaceChildren(element("strong", "", {}, BUILDER_TEXT.input), ` ${state.input.text}`);
    drawShape(this.inputDrawing, state.input.shape, scale);
    this.order = state.rows.map((row, index) => {
      const card = this.cards.get(row.id) ?? this.makeCard(row.id);
      card.show(row, index, state.rows.length, scale);
      return card;
    });
    for (const [id, card] of this.cards) {
      if (this.order.includes(card)) continue;
      card.item.remove();
      this.cards.delete(id);
    }
    this.arrange();
    this.showAround(state);
    if (!this.order.includes(this.current)) this.makeCurrent(this.order[Math.min(this.at ?? 0, this.order.length - 1)]);
    this.at = this.current?.index;
    if (had && !this.root.contains(document.activeElement)) this.goTo(this.at ?? -1);
  }

  makeCard(id) {
    const card = new Card(id, this.model.get("catalogue"), this);
    this.cards.set(id, card);
    this.drag.attach(card);
    card.setOpen(false);
    return card;
  }

  /** Bring the cards into their order, without moving the one that has the focus: it would lose it. */
  arrange() {
    const items = this.order.map(({ item }) => item);
    const there = this.list.children;
    if (items.every((item, index) => item === there[index])) return;
    const kept = Math.max(0, items.findIndex((item) => item.contains(document.activeElement)));
    if (!items[kept].isConnected) this.list.append(items[kept]);
    for (const item of items.slice(0, kept)) this.list.insertBefore(item, items[kept]);
    for (const item of items.slice(kept + 1)) this.list.append(item);
  }

  showAround(state) {
    this.undo.setAttribute("aria-disabled", String(!state.can_undo));
    this.redo.setAttribute("aria-disabled", String(!state.can_redo));
    this.totals.replaceChildren(
      ...state.totals.map(([word, number, more]) => labelled(word, number, { after: more && ` (${more})` })),
    );
    this.insertFirst.hidden = state.rows.length === 0; // there the large button follows
    this.status.textContent = state.status;
    this.root.dataset.used = String(state.used);
    this.wanted.textContent = state.wanted;
    this.trouble.show(state.error, state.repairs, "error");
    this.goal.dataset.state = state.error ? "wrong" : state.used ? "fine" : "waits";
  }

  // Focus and windows

  makeCurrent(card) {
    if (card === this.current) return;
    this.current?.setCurrent(false);
    this.current = card;
    this.at = card?.index;
    card?.setCurrent(true);
  }

  goTo(index) {
    const card = this.order[index];
    if (card) card.root.focus();
    else this.append.focus();
  }

  openForm(card, open) {
    // One at a time, unless something was typed elsewhere that could not be taken: it is not thrown away.
    for (const other of this.order) if (other !== card && !other.form?.dirty) other.setOpen(false);
    const inside = card.form?.root.contains(document.activeElement);
    card.setOpen(open);
    if (open) card.form.focus();
    else if (inside) card.root.focus();
  }

  insertAt(place) {
    this.place = place;
    this.layerChooser.title.textContent = BUILDER_TEXT.addAt(place + 1);
    this.layerChooser.open();
  }

  openPresets() {
    const presets = this.model.get("presets").map(({ name, title, text, unsuited }) => ({
      ...{ name, title, text: unsuited || text },
      disabled: unsuited !== "",
    }));
    this.presetChooser.fill([["", presets]]);
    this.presetChooser.open();
  }

  // Keys

  press(event) {
    if (event.defaultPrevented) return;
    const card = this.order.find(({ item }) => item.contains(event.target));
    const typing = event.target.matches("input, select, textarea");
    const key = event.key.toLowerCase();
    if ((event.ctrlKey || event.metaKey) && !event.altKey && (key === "z" || key === "y")) {
      if (card?.form?.dirty) return; // what has just been typed is the field's own to undo
      event.preventDefault();
      return void this.ask({ kind: key === "y" || event.shiftKey ? "redo" : "undo" }, { focus: false });
    }
    if (!card) return;
    if (event.key === "Escape" && card.form) {
      event.preventDefault();
      return this.openForm(card, false);
    }
    if (typing || event.ctrlKey || event.metaKey) return;
    if (event.altKey) return this.pressMove(event, card);
    const inside = event.target !== card.root;
    const { index } = card;
    const target = { ArrowUp: index - 1, ArrowDown: index + 1, Home: 0, End: this.order.length - 1 }[event.key];
    if (target !== undefined) {
      event.preventDefault(); // the page would scroll
      if (this.order[target]) this.goTo(target);
    } else if (!inside) {
      this.pressCard(event, card);
    }
  }

  pressMove(event, card) {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    this.step(card, by);
  }

  pressCard(event, card) {
    const does = {
      Enter: () => this.openForm(card, true),
      Delete: () => this.ask({ kind: "remove", id: card.id }),
      Backspace: () => this.ask({ kind: "remove", id: card.id }),
      "+": () => this.insertAt(card.index + 1),
      Insert: () => this.insertAt(card.index + 1),
    }[event.key];
    if (!does) return;
    event.preventDefault();
    does();
  }
}

function render({ model, el }) {
  const builder = new Builder(model, el);
  const draw = () => builder.render();
  const answered = () => builder.answered();
  model.on("change:state", draw);
  model.on("change:outcome", answered);
  return () => {
    model.off("change:state", draw);
    model.off("change:outcome", answered);
  };
}

export default { render };
