// The stack of layers as a line from input to output that can be edited, and below it a drawer with the settings of
// one layer. Python has the stack; a view keeps which card is in the tab order, whose settings are open, and what it
// has asked for ("tickets") until the answer is there.

import { element } from "../base/dom.ts";
import type { CleanUp, Model, View } from "../base/model.ts";
import { Card, icon, iconButton, labelled, nameButton, Trouble } from "./stack_card.ts";
import { Chooser } from "./stack_chooser.ts";
import { TextDialog } from "./stack_dialog.ts";
import { StackDrag } from "./stack_drag.ts";
import { drawingScale, drawShape, svgElement } from "./stack_drawing.ts";
import { type Command, commandOf } from "./stack_keys.ts";
import type { Ask, Outcome, Request, StackState, Traits } from "./stack_types.ts";
import { t } from "../base/language.ts";

const TEXT = {
  stack: t("Layers"),
  input: t("Input"),
  output: t("Output"),
  add: t("Add a layer"),
  addAt: (place: number) => t("Add a layer at position {place}", { place }),
  presets: t("Presets"),
  choosePreset: t("Choose a stack to begin with"),
  json: t("As text"),
  undo: t("Undo"),
  redo: t("Redo"),
  keysTitle: t("Keys"),
  keys: [
    ["← →", t("choose")],
    ["Alt+← →", t("move")],
    ["Enter", t("settings")],
    ["Esc", t("back to the layer")],
    ["+", t("add after it")],
    ["Delete", t("remove")],
    [t("Ctrl+Z"), t("undo")],
  ],
};

const ACROSS_FROM = 720; // pixels: a narrower builder runs downwards

class Builder {
  private readonly view = Math.random().toString(36).slice(2);
  private readonly tickets = new Map<number, (outcome: Outcome) => void>();
  private ticket = 0;
  private readonly cards = new Map<number, Card>();
  private order: Card[] = [];
  private current: Card | null = null;
  private open: Card | null = null;
  private at: number | undefined;
  private place = 0;
  private across = false;
  private state!: StackState;

  // Without the attribute JupyterLab would take the keys for itself.
  private readonly root = element("div", "mlw mlw-stack", { "data-lm-suppress-shortcuts": "true" });
  private readonly undo = this.button(TEXT.undo, () => this.ask({ kind: "undo" }, { focus: false }));
  private readonly redo = this.button(TEXT.redo, () => this.ask({ kind: "redo" }, { focus: false }));
  private readonly totals = element("div", "mlw-stack-totals");
  private readonly status = element("p", "mlw-stack-status");
  private readonly said = element("p", "mlw-stack-said", { role: "status" });
  // What is wrong with the layer is seen on its card; who does not see it hears it.
  private readonly heard = element("p", "mlw-visually-hidden", { role: "status" });
  private readonly inputDrawing = svgElement("svg", { class: "mlw-block", "aria-hidden": "true" });
  private readonly inputShape = element("p", "mlw-card-shape");
  private readonly insertFirst = iconButton("plus", "mlw-stack-insert", () => this.insertAt(0));
  private readonly list = element("ol", "mlw-stack-list", { role: "list", "aria-label": TEXT.stack });
  private readonly area = element("div", "mlw-stack-area");
  private readonly append = element("button", "mlw-button mlw-stack-add", { type: "button" });
  private readonly goal = element("div", "mlw-stack-end mlw-stack-goal");
  private readonly wanted = element("p", "mlw-stack-end-text");
  private readonly trouble = new Trouble((number) => this.ask({ kind: "repair", id: null, number }));
  private readonly drawer = element("div", "mlw-stack-drawer");
  private readonly layerChooser = new Chooser(this.root, TEXT.add, (name) => this.add(name));
  private readonly presetChooser: Chooser;
  private readonly textDialog: TextDialog;
  private readonly drag: StackDrag;
  private readonly resized: ResizeObserver;

  constructor(
    private readonly model: Model<Traits>,
    el: HTMLElement,
  ) {
    const ask = (request: Request) => this.ask(request, { focus: false });
    this.presetChooser = new Chooser(this.root, TEXT.choosePreset, (name) => ask({ kind: "preset", name }));
    this.textDialog = new TextDialog(this.root, ask);
    this.textDialog.dialog.addEventListener("close", () => {
      if (this.said.classList.contains("mlw-stack-failed")) this.say(""); // of a text that nobody sees any more
    });
    this.drag = new StackDrag(
      this.area,
      () => this.order,
      () => this.across,
      (card, to) => this.ask({ kind: "move", id: card.id, to }),
    );
    this.makePage();
    el.append(this.root);
    this.root.addEventListener("keydown", (event) => this.press(event));
    this.fillLayers();
    this.layOut();
    this.render();
    this.resized = new ResizeObserver(() => this.layOut());
    this.resized.observe(this.root);
  }

  close(): void {
    this.resized.disconnect();
  }

  // The page

  private button(text: string, press: () => void): HTMLButtonElement {
    const made = element("button", "mlw-button", { type: "button" }, text);
    made.addEventListener("click", press);
    return made;
  }

  private makePage(): void {
    const bar = element("div", "mlw-stack-bar");
    // Undo and redo are asked for even while they look as if there were nothing: an answer may be on its way.
    bar.append(
      this.button(TEXT.presets, () => this.openPresets()),
      this.button(TEXT.json, () => this.textDialog.open()),
      this.undo,
      this.redo,
      this.totals,
    );
    const news = element("div", "mlw-stack-news");
    news.append(this.status, this.said, this.keys());

    const input = element("div", "mlw-stack-end mlw-stack-input");
    input.append(element("strong", "", {}, TEXT.input), this.inputDrawing, this.inputShape);
    nameButton(this.insertFirst, TEXT.addAt(1));
    this.insertFirst.setAttribute("tabindex", "0");
    const first = element("div", "mlw-stack-link");
    first.append(this.insertFirst);
    this.area.prepend(this.list);
    this.append.append(icon("plus"), element("span", "", {}, TEXT.add));
    this.append.addEventListener("click", () => this.insertAt(this.order.length));
    this.goal.append(element("strong", "", {}, TEXT.output), this.wanted, this.trouble.root);
    const line = element("div", "mlw-stack-line");
    line.append(input, first, this.area, this.append, this.goal);
    this.root.append(bar, news, this.heard, line, this.drawer);
  }

  private keys(): HTMLElement {
    const keys = element("details", "mlw-stack-keys");
    keys.append(element("summary", "", {}, TEXT.keysTitle));
    const list = element("div", "mlw-stack-keys-list");
    for (const [key, does] of TEXT.keys) {
      const pair = element("span");
      pair.append(element("kbd", "", {}, key), ` ${does}`);
      list.append(pair);
    }
    keys.append(list);
    return keys;
  }

  private fillLayers(): void {
    const { families, sentences } = this.model.get("catalogue");
    this.layerChooser.fill(
      families.map(([family, names]) => [
        family,
        names.map((name) => ({ name, title: name, text: sentences[name] })),
      ]),
    );
  }

  /** From left to right where there is room, else downwards with the settings below their card. */
  private layOut(): void {
    const across = this.root.clientWidth >= ACROSS_FROM;
    if (across === this.across && this.root.dataset.layout) return;
    this.across = across;
    this.root.dataset.layout = across ? "across" : "down";
    this.openOnly(across ? this.current : null);
  }

  // To Python

  /** Ask Python for something; with `focus`, go to the card that it says. */
  readonly ask: Ask = (request, { focus } = { focus: true }) => {
    this.ticket += 1;
    const { ticket } = this;
    this.model.send({ ...request, view: this.view, ticket });
    return new Promise((resolve) => {
      this.tickets.set(ticket, (outcome) => {
        if (outcome.said) this.say(outcome.said, outcome.failed);
        this.heard.textContent = this.state.rows[outcome.at ?? -1]?.error ?? "";
        if (focus && outcome.at !== null) this.goTo(outcome.at);
        resolve(outcome);
      });
    });
  };

  /** Python has answered. */
  answered(): void {
    const { view, ticket, ...outcome } = this.model.get("outcome");
    const waiting = view === this.view ? this.tickets.get(ticket) : undefined;
    if (!waiting) return;
    this.tickets.delete(ticket);
    this.render(); // whichever of the two came first
    waiting(outcome);
  }

  private add(name: string): void {
    this.ask({ kind: "add", class_name: name, index: this.place });
  }

  step(card: Card, by: number): void {
    const to = card.index + by;
    const waits = this.tickets.size > 0; // then Python knows better where the card is, and no press is lost
    if (!waits && (to < 0 || to >= this.order.length)) return;
    this.ask({ kind: "move", id: card.id, by }, { focus: false });
  }

  private say(sentence: string, failed = false): void {
    // The same sentence again is news, too.
    this.said.textContent = this.said.textContent === sentence ? `${sentence}\u00a0` : sentence;
    this.said.classList.toggle("mlw-stack-failed", failed);
  }

  // What is shown

  render(): void {
    const state = this.model.get("state");
    if (state === this.state) return;
    this.state = state;
    const had = this.root.contains(document.activeElement);
    const scale = drawingScale([state.input.shape, ...state.rows.map(({ shape }) => shape)]);
    this.inputShape.textContent = state.input.shape.join(" × ");
    this.inputShape.title = state.input.text;
    drawShape(this.inputDrawing, state.input.shape, scale);
    this.order = state.rows.map((row, index) => {
      const card = this.cards.get(row.id) ?? this.makeCard(row.id);
      card.show(row, index, state.rows.length, scale);
      return card;
    });
    for (const [id, card] of this.cards) {
      if (this.order.includes(card)) continue;
      card.item.remove();
      card.panel.remove();
      this.cards.delete(id);
    }
    this.arrange();
    this.showAround(state);
    if (this.open && !this.order.includes(this.open)) this.open = null;
    if (!this.current || !this.order.includes(this.current)) {
      this.makeCurrent(this.order[Math.min(this.at ?? 0, this.order.length - 1)] ?? null);
    }
    this.at = this.current?.index;
    if (had && !this.root.contains(document.activeElement)) this.goTo(this.at ?? -1);
  }

  private makeCard(id: number): Card {
    const card = new Card(id, this.model.get("catalogue"), this);
    this.cards.set(id, card);
    this.drag.attach(card);
    card.panel.hidden = true;
    return card;
  }

  /** Bring the cards into their order, without moving the one that has the focus: it would lose it. */
  private arrange(): void {
    const items = this.order.map(({ item }) => item);
    const there = this.list.children;
    if (items.length === there.length && items.every((item, index) => item === there[index])) return;
    const kept = Math.max(0, items.findIndex((item) => item.contains(document.activeElement)));
    if (items[kept] && !items[kept].isConnected) this.list.append(items[kept]);
    for (const item of items.slice(0, kept)) this.list.insertBefore(item, items[kept]);
    for (const item of items.slice(kept + 1)) this.list.append(item);
  }

  private showAround(state: StackState): void {
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

  // Focus, settings and windows

  makeCurrent(card: Card | null): void {
    if (card === this.current) return;
    this.current?.setCurrent(false);
    this.current = card;
    this.at = card?.index;
    card?.setCurrent(true);
    if (this.across) this.openOnly(card);
  }

  private goTo(index: number): void {
    const card = this.order[index];
    if (!card) return this.append.focus();
    card.root.focus({ preventScroll: true });
    card.item.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** Open the settings of one layer; those of another close, unless something typed there could not be taken. */
  private openOnly(card: Card | null): void {
    for (const other of this.order) {
      if (other !== card && !other.form?.dirty) other.setOpen(false);
    }
    this.open = card;
    card?.setOpen(true);
    if (this.across) this.drawer.replaceChildren(...(card ? [card.panel] : []));
    else for (const one of this.order) one.root.after(one.panel);
  }

  /** The settings button, or Enter: to the settings; on a narrow page they are closed by it, too. */
  toggle(card: Card): void {
    if (!this.across && this.open === card) return this.leave(card);
    this.makeCurrent(card);
    this.openOnly(card);
    card.form?.focus();
  }

  private leave(card: Card): void {
    const inside = card.panel.contains(document.activeElement);
    if (!this.across) this.openOnly(null);
    if (inside) card.root.focus();
  }

  insertAt(place: number): void {
    this.place = place;
    this.layerChooser.title.textContent = TEXT.addAt(place + 1);
    this.layerChooser.open();
  }

  private openPresets(): void {
    const presets = this.model.get("presets").map(({ name, title, text, unsuited }) => ({
      ...{ name, title, text: unsuited || text },
      disabled: unsuited !== "",
    }));
    this.presetChooser.fill([["", presets]]);
    this.presetChooser.open();
  }

  // Keys

  private press(event: KeyboardEvent): void {
    if (event.defaultPrevented) return;
    const target = event.target as HTMLElement;
    const card = this.order.find((one) => one.holds(target)) ?? null;
    const command = commandOf(event, {
      onCard: card !== null && target === card.root,
      nearCard: card !== null && !target.matches("input, select, textarea"),
      inSettings: card !== null && card.panel.contains(target),
      dirty: card?.form?.dirty ?? false,
    });
    if (!command) return;
    event.preventDefault();
    event.stopPropagation();
    this.obey(command, card);
  }

  private obey(command: Command, card: Card | null): void {
    if (command === "undo" || command === "redo") return void this.ask({ kind: command }, { focus: false });
    if (!card) return;
    const { index, id } = card;
    const does: Record<typeof command, () => void> = {
      previous: () => this.choose(index - 1),
      next: () => this.choose(index + 1),
      first: () => this.choose(0),
      last: () => this.choose(this.order.length - 1),
      earlier: () => this.step(card, -1),
      later: () => this.step(card, 1),
      settings: () => this.toggle(card),
      leave: () => this.leave(card),
      remove: () => void this.ask({ kind: "remove", id }),
      insert: () => this.insertAt(index + 1),
    };
    does[command]();
  }

  private choose(index: number): void {
    if (this.order[index]) this.goTo(index);
  }
}

function render({ model, el }: View<Traits>): CleanUp {
  const builder = new Builder(model, el);
  const draw = () => builder.render();
  const answered = () => builder.answered();
  model.on("change:state", draw);
  model.on("change:outcome", answered);
  return () => {
    model.off("change:state", draw);
    model.off("change:outcome", answered);
    builder.close();
  };
}

export default { render };
