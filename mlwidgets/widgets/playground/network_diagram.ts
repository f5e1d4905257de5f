// A network: each neuron a picture of what it computes over the plane, each weight a link.

import { isCoarse } from "../base/dom.ts";
import type { CleanUp, Model } from "../base/model.ts";
import { LatestFrame, presses } from "../base/pressing.ts";
import { shownNumber } from "../base/number_text.ts";
import { Colours, floatsOf } from "../base/shades.ts";
import { inNextFrame, watchedScript, type Watchers, whenIdle } from "../base/watching.ts";
import { WeightEditor } from "./network_editor.ts";
import { buildNet, NET_TEXT } from "./network_frame.ts";
import { Keyboard } from "./network_keyboard.ts";
import { type Layout, placeNetwork } from "./network_layout.ts";
import { Links } from "./network_links.ts";
import {
  isLink,
  isNeuron,
  type NetFrame,
  type Neuron,
  type Structure,
  type Traits,
  type Weight,
} from "./network_model.ts";
import { Neurons } from "./network_neurons.ts";
import { endsOf, rangeText, READER_TEXT } from "./network_reader.ts";
import { Shades } from "./network_shades.ts";
import { capital, WORDS } from "./network_words.ts";
import { tellNeuron } from "./neuron_event.ts";

export type { Traits };
type Due = "frame" | "colours" | "layout" | "features";

const HEIGHT = { rest: 366, least: 250, most: 640 }; // pixels of the window that are not the drawing's; and its ends

class NetView {
  private readonly parts: ReturnType<typeof buildNet>;
  private readonly editor: WeightEditor;
  private readonly keyboard: Keyboard;
  private readonly colours: Colours;
  private readonly frame = inNextFrame(() => this.show());
  private readonly due = new Set<Due>();
  private readonly latest: LatestFrame<NetFrame>;
  private readonly stops: CleanUp[] = [];
  private structure: Structure | null = null; // that is shown, with its neurons and links
  private neurons: Neurons | null = null;
  private links = new Links([]);
  private layout: Layout | null = null;
  private shades: Shades | null = null;
  private pointed: Neuron | Weight | null = null; // under the pointer
  private held: Neuron | Weight | null = null; // chosen with a click
  private focused: Neuron | Weight | null = null; // that the keyboard is on
  private large: Neuron | null = null; // that the map was told of
  private painted = 0;

  constructor(private readonly model: Model<Traits>, el: HTMLElement, watchers: Watchers) {
    this.parts = buildNet(el, () => this.edit(this.current, null));
    this.latest = new LatestFrame(() => model.get("frame"));
    const { root, box, stage, incoming } = this.parts;
    this.editor = new WeightEditor(stage, {
      limits: () => ({ low: model.get("minimum"), high: model.get("maximum") }),
      complain: (text) => this.parts.reader.complain(text),
      take: (link, value) => this.changeWeight(link, value),
      done: (link, byKeyboard) => this.leaveEditor(link, byKeyboard),
    });
    this.keyboard = new Keyboard(stage, incoming, {
      nameOf: (link) => this.named(link),
      edit: (link, typed) => this.edit(link, null, typed),
      isEditing: () => this.editor.isOpen,
      sourceOf: (column) => this.structure?.columns[column].source ?? null,
    });
    this.colours = new Colours(root, () => this.soon("colours"));
    this.listenToHand();
    this.listenToFocus();
    const on = (name: keyof Traits & string, call: () => void) => {
      model.on(`change:${name}`, call);
      this.stops.push(() => model.off(`change:${name}`, call));
    };
    const showMessage = () => this.parts.reader.complain(model.get("message"));
    on("structure", () => this.soon("frame"));
    on("frame", () => this.soon("frame"));
    on("formula", () => this.frame.soon());
    on("message", showMessage);
    const relayout = () => this.soon("layout");
    const resized = new ResizeObserver(relayout);
    resized.observe(box);
    window.addEventListener("resize", relayout);
    this.stops.push(() => resized.disconnect(), () => window.removeEventListener("resize", relayout));
    this.stops.push(presses.hear(root, (press) => this.latest.press(press)));
    this.stops.push(watchers.watch(root, () => this.soon("frame")));
    showMessage();
    this.soon("frame");
  }

  stop(): void {
    this.colours.stop();
    this.frame.stop();
    for (const stop of this.stops) stop();
  }

  private get current(): Neuron | Weight | null {
    return this.pointed ?? this.focused ?? this.held;
  }

  // ---- drawing ----

  private soon(what: Due): void {
    this.due.add(what);
    this.frame.soon();
  }

  private show(): void {
    const { tables } = this.colours;
    if (!tables) return; // not on the page yet: shown when it comes into sight
    this.build();
    const { due, parts } = this;
    if (due.has("colours") || !this.shades) {
      this.shades = new Shades(parts.root, tables);
      due.add("features");
    }
    if (due.has("features")) this.neurons!.paintFeatures(this.shades);
    if (due.has("layout") || !this.layout) this.place();
    if (due.has("frame") || due.has("features")) this.takeFrame();
    const frame = this.model.get("frame");
    const told = due.has("frame") && frame.told;
    due.clear();
    this.draw();
    parts.root.dataset.painted = String(this.painted);
    if (told) whenIdle(() => this.model.send({ kind: "painted", serial: this.model.get("frame").serial }));
  }

  /** Make the elements of another network. */
  private build(): void {
    const structure = this.model.get("structure");
    if (structure === this.structure) return;
    const { stage } = this.parts;
    const hadFocus = stage.contains(document.activeElement);
    this.structure = structure;
    this.editor.cancel();
    this.neurons?.root.remove();
    const neurons = new Neurons(structure);
    this.neurons = neurons;
    this.links = new Links(structure.columns);
    stage.append(neurons.root);
    stage.dataset.empty = structure.columns.length ? "" : NET_TEXT.empty;
    this.pointed = this.focused = this.large = null;
    tellNeuron(this.parts.root, null);
    const { held } = this;
    if (held) this.held = isNeuron(held) ? neurons.at(held.column, held.unit) : this.links.find(held);
    this.keyboard.take(neurons, this.links);
    this.due.add("layout").add("features");
    if (hadFocus) this.keyboard.home?.button.focus({ preventScroll: true });
  }

  private place(): void {
    const { box, stage, canvas } = this.parts;
    const ratio = window.devicePixelRatio || 1;
    // A lab whose lines above the drawing are more says so in its sheet.
    const rest = parseFloat(getComputedStyle(box).getPropertyValue("--mlw-net-rest")) || HEIGHT.rest;
    const tall = Math.max(HEIGHT.least, Math.min(HEIGHT.most, window.innerHeight - rest));
    const layout = placeNetwork(this.structure!.columns, box.clientWidth, tall);
    this.layout = layout;
    this.neurons!.place(layout);
    this.links.place(layout);
    for (const one of [stage, canvas]) {
      Object.assign(one.style, { width: `${layout.width}px`, height: `${layout.height}px` });
    }
    Object.assign(canvas, { width: layout.width * ratio, height: layout.height * ratio });
    this.keyboard.place();
  }

  private takeFrame(): void {
    const frame = this.latest.current;
    const weights = frame.weights ? floatsOf(frame.weights) : new Float32Array();
    if (weights.length !== this.links.weights.length || !frame.maps) return; // of another network: the next one follows
    this.links.weights = weights;
    this.keyboard.name();
    if (!this.neurons!.paint(frame, this.shades!)) return;
    this.painted += 1;
    this.parts.legend.show(this.structure!, this.shades!, this.neurons!.signed);
    this.large = null; // the map gets the new picture
  }

  private draw(): void {
    const { layout, shades, neurons, links, current } = this;
    if (!layout || !shades || !neurons) return;
    const ratio = window.devicePixelRatio || 1;
    const context = this.parts.canvas.getContext("2d")!;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, layout.width, layout.height);
    const strong = current && isNeuron(current) && !current.feature
      ? new Set(links.into(current.column, current.unit))
      : null;
    links.draw(context, shades.look, strong);
    if (current && !isNeuron(current) && isLink(current)) links.drawOne(context, current, shades.look);
    neurons.draw(context, shades.look.surface);
    links.drawBiases(context, shades.look, current);
    this.read(current);
    this.enlarge(current && isNeuron(current) ? current : null);
  }

  /** Show a neuron's picture on the map beside the diagram. */
  private enlarge(neuron: Neuron | null): void {
    if (neuron === this.large) return;
    this.large = neuron;
    const shown = neuron && this.neurons!.shown(neuron);
    if (!neuron || !shown) return tellNeuron(this.parts.root, null);
    const [low, high] = endsOf(shown);
    const { neurons } = this;
    tellNeuron(this.parts.root, {
      name: capital(neurons!.words.neuron(neuron.column, neuron.unit)),
      low,
      high,
      gradient: this.shades!.gradient(shown.scale, neuron.unit, shown.signed),
      draw: (context, side) => neurons!.drawOne(context, neuron, 0, 0, side),
    });
  }

  // ---- reading ----

  private named(link: Weight): string {
    return capital(WORDS.valued(this.neurons!.words.link(link), shownNumber(this.links.valueOf(link), 4)));
  }

  private read(now: Neuron | Weight | null): void {
    const { reader } = this.parts;
    if (!now) return reader.say({ note: isCoarse() ? READER_TEXT.nothingFinger : READER_TEXT.nothing });
    const { words } = this.neurons!;
    if (!isNeuron(now)) return reader.say({ title: this.named(now), change: words.link(now) });
    const made = this.model.get("formula");
    const mine = made.neuron?.[0] === now.column && made.neuron?.[1] === now.unit;
    const shown = this.neurons!.shown(now);
    const notes = [
      now.feature ? READER_TEXT.feature : "",
      mine && made.after?.length ? READER_TEXT.after(made.after) : "",
      shown ? rangeText(shown, this.structure!.outputs) : "",
      now === this.held && now !== this.pointed ? READER_TEXT.held : "",
    ];
    return reader.say({
      title: capital(words.described(now.column, now.unit)),
      formula: mine ? [made.text, made.text_at].filter(Boolean).join("\n") : "",
      note: notes.filter(Boolean).join(" "),
    });
  }

  /** Look at something else; Python is asked for the formula of a neuron. */
  private turnTo(): void {
    const now = this.current;
    const wanted = now && isNeuron(now) && !now.feature ? [now.column, now.unit] : [];
    if (`${wanted}` !== `${this.model.get("reading")}`) {
      this.model.set("reading", wanted);
      this.model.save_changes();
    }
    this.neurons?.list.forEach((one) => one.button.classList.toggle("mlw-net-held", one === this.held));
    this.frame.soon();
  }

  // ---- editing ----

  private edit(link: Neuron | Weight | null, at: { x: number; y: number } | null, typed: string | null = null): void {
    if (!link || isNeuron(link)) return;
    this.parts.reader.complain("");
    this.held = link;
    const place = at ?? this.links.middle(link);
    this.editor.open(link, this.neurons!.words.link(link), this.links.valueOf(link), place, typed);
    this.turnTo();
  }

  private changeWeight({ index, column, unit, source }: Weight, value: number): void {
    this.links.weights[index] = value; // shown at once; the next update brings what it does to the pictures
    this.keyboard.name();
    this.model.send({ kind: "edit", column, unit, source, value });
  }

  private leaveEditor(link: Weight, byKeyboard: boolean): void {
    const button = this.keyboard.buttons.find((one) => one.link === link)?.button;
    const target = button ?? this.neurons!.at(link.column, link.unit)?.button;
    if (byKeyboard) target?.focus({ preventScroll: true });
    else this.closeLinks();
    this.frame.soon();
  }

  private closeLinks(): void {
    this.keyboard.close();
    this.focused = null;
  }

  // ---- keyboard, mouse and finger ----

  private listenToFocus(): void {
    const { stage, reader } = this.parts;
    stage.addEventListener("focusin", (event) => {
      const neuron = this.neurons?.of(event.target) ?? null;
      const one = this.keyboard.buttonOf(event.target);
      if (!neuron && !one) return;
      if (neuron) {
        this.keyboard.settle(neuron);
        this.closeLinks();
      }
      reader.complain("");
      const seen = one || (event.target as Element).matches(":focus-visible");
      this.focused = seen ? neuron ?? one?.link ?? null : null;
      this.turnTo();
    });
    stage.addEventListener("focusout", (event) => {
      const next = event.relatedTarget as Node | null;
      if (stage.contains(next) || reader.root.contains(next)) return;
      if ((event.target as Element).matches(".mlw-net-field")) return; // taken away: the editor says where to go
      this.closeLinks();
      this.turnTo();
    });
  }

  private spot(event: MouseEvent): { x: number; y: number } {
    const { left, top } = this.parts.stage.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  }

  /** What is under the pointer: a bias before its neuron, a neuron before the links under it. */
  private under(event: MouseEvent, coarse: boolean): Neuron | Weight | null {
    if (!this.layout || !this.neurons) return null;
    const { x, y } = this.spot(event);
    const bias = this.links.biasAt(x, y, coarse);
    return bias ?? this.neurons.of((event.target as Element).closest("button")) ?? this.links.at(x, y, coarse);
  }

  private listenToHand(): void {
    const { stage, reader } = this.parts;
    stage.addEventListener("pointermove", (event) => {
      if (event.pointerType === "touch" || this.editor.isOpen) return;
      const now = this.under(event, false);
      stage.classList.toggle("mlw-net-clickable", now !== null && !isNeuron(now));
      if (now === this.pointed) return;
      this.pointed = now;
      this.turnTo();
    });
    stage.addEventListener("pointerleave", () => {
      this.pointed = null;
      this.turnTo();
    });
    stage.addEventListener("click", (event) => {
      const target = event.target as Element;
      if (target.closest(".mlw-net-field, .mlw-net-sign")) return;
      reader.complain("");
      this.choose(event, target);
    });
  }

  private choose(event: MouseEvent, target: Element): void {
    const keyboard = event.detail === 0;
    const touch = (event as PointerEvent).pointerType === "touch";
    const button = this.keyboard.buttonOf(target);
    const now = button?.link ?? (keyboard ? this.neurons?.of(target) ?? null : this.under(event, touch));
    if (!now) this.held = null;
    else if (isNeuron(now)) this.held = this.held === now ? null : now;
    else if (keyboard || !touch || this.held === now) {
      return this.edit(now, keyboard || !isLink(now) ? null : this.spot(event));
    } else this.held = now; // a finger first reads
    this.turnTo();
  }
}

export default watchedScript<Traits>((watchers, { model, el }) => {
  const view = new NetView(model, el, watchers);
  return () => view.stop();
});
