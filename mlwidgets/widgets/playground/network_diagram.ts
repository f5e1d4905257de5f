// A network: each neuron a picture of what it computes over the plane, each weight a link. One neuron is in the tab order;
// arrow keys move among neurons and, to the left of one, along the links that come into it.

import { element, isCoarse } from "../base/dom.ts";
import { WeightEditor } from "./network_editor.ts";
import { NET, placeNetwork } from "./network_layout.ts";
import { Links } from "./network_links.ts";
import { Neurons } from "./network_neurons.ts";
import { NetworkReader, READER_TEXT } from "./network_reader.ts";
import { capital, WORDS } from "./network_words.ts";
import { shownNumber } from "../base/number_text.ts";
import { Colours, floatsOf, rgbOf } from "../base/shades.ts";
import { inNextFrame, makeWatchers, whenIdle } from "../base/watching.ts";

const TEXT = {
  name: "Network",
  help: "Up and down arrows move within a column, right to the next one. Left goes to the weights that come into the " +
    "neuron: there up and down arrows move among them and its bias, left goes to where the weight comes from, right " +
    "back to the neuron, and Enter changes the number.",
  empty: "No network yet.",
};
const INK = ["--mlw-negative", "--mlw-positive", "--mlw-surface", "--mlw-ink"];

function buildNet(el, onChange) {
  const id = `mlw-net-${Math.random().toString(36).slice(2)}`;
  // Without the attribute JupyterLab would take the arrow keys for itself.
  const root = element("div", "mlw mlw-net", { "data-lm-suppress-shortcuts": "true", "data-painted": 0 });
  const box = element("div", "mlw-net-box");
  // An application, so that a screen reader lets the arrow keys through.
  const stage = element("div", "mlw-net-stage", {
    role: "application",
    "aria-label": TEXT.name,
    "aria-describedby": id,
  });
  const canvas = element("canvas", "mlw-net-canvas", { "aria-hidden": "true" });
  const links = element("div", "mlw-net-incoming");
  const help = element("p", "mlw-visually-hidden", { id }, TEXT.help);
  const reader = new NetworkReader(onChange);
  stage.append(canvas, links);
  box.append(stage);
  root.append(box, reader.root, help);
  el.append(root);
  return { root, box, stage, canvas, links, reader };
}

function renderNet(watchers, { model, el }) {
  const { root, box, stage, canvas, links: incoming, reader } = buildNet(el, () => edit(current(), null));
  let neurons = null; // of the structure that is shown
  let links = null;
  let layout = null;
  let shownStructure = null;
  let home = null; // the neuron in the tab order
  let pointed = null; // under the pointer: a neuron, or a link or bias, which have a `source`
  let held = null; // chosen with a click
  let focused = null; // a link or bias that the keyboard is on
  let buttons = []; // of the links into the home neuron: { link, button }
  let painted = 0;
  let look = null; // colours of the page, as CSS takes them
  const due = new Set();

  const isNeuron = (one) => one !== null && one.source === undefined;
  const current = () => pointed ?? focused ?? held;
  const tables = () => colours.tables;

  // ---- drawing ----

  const build = () => {
    const structure = model.get("structure");
    if (structure === shownStructure) return;
    shownStructure = structure;
    const hadFocus = stage.contains(document.activeElement);
    editor.cancel();
    neurons?.root.remove();
    neurons = new Neurons(structure);
    links = new Links(structure.columns);
    stage.append(neurons.root);
    stage.dataset.empty = structure.columns.length ? "" : TEXT.empty;
    pointed = focused = null;
    if (held) held = isNeuron(held) ? neurons.at(held.column, held.unit) : links.find(held);
    closeLinks();
    home = (home && neurons.at(home.column, home.unit)) ?? neurons.list[0] ?? null;
    if (home) home.button.tabIndex = 0;
    due.add("layout").add("features");
    if (hadFocus) home?.button.focus({ preventScroll: true });
  };
  const place = () => {
    const ratio = window.devicePixelRatio || 1;
    layout = placeNetwork(shownStructure.columns, box.clientWidth);
    neurons.place(layout);
    links.place(layout);
    for (const one of [stage, canvas]) {
      Object.assign(one.style, { width: `${layout.width}px`, height: `${layout.height}px` });
    }
    Object.assign(canvas, { width: layout.width * ratio, height: layout.height * ratio });
    buttons.forEach(putLink);
  };
  const takeFrame = () => {
    const frame = model.get("frame");
    const weights = frame.weights ? floatsOf(frame.weights) : new Float32Array();
    if (weights.length !== links.weights.length || !frame.maps) return; // of another network: the next one follows
    links.weights = weights;
    buttons.forEach(nameLink);
    if (!neurons.paint(frame, tables())) return;
    painted += 1;
  };
  const colour = () => {
    const [negative, positive, surface, ink] = INK.map((name) => rgbOf(root, `var(${name})`).join(" "));
    look = { negative, positive, surface, ink };
    for (const [name, colour] of Object.entries(look)) look[name] = `rgb(${colour})`;
    look.faint = `rgb(${ink} / 12%)`;
  };
  const draw = () => {
    const ratio = window.devicePixelRatio || 1;
    const context = canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, layout.width, layout.height);
    const now = current();
    const strong = isNeuron(now) && !now.feature ? new Set(links.into(now.column, now.unit)) : null;
    links.draw(context, look, strong);
    if (now && !isNeuron(now) && now.source !== null) links.drawOne(context, now, look);
    neurons.draw(context, look.surface);
    links.drawBiases(context, look, now);
    read(now);
  };
  const show = () => {
    if (!tables()) return; // not on the page yet: shown when it comes into sight
    build();
    if (due.has("colours") || !look) colour();
    if (due.has("colours") || due.has("features")) neurons.paintFeatures(tables());
    if (due.has("layout") || !layout) place();
    if (due.has("frame") || due.has("colours") || due.has("features")) takeFrame();
    const told = due.has("frame") && model.get("frame").told;
    due.clear();
    draw();
    root.dataset.painted = painted;
    if (told) whenIdle(() => model.send({ kind: "painted", serial: model.get("frame").serial }));
  };
  const nextFrame = inNextFrame(show);
  const soon = (what) => {
    due.add(what);
    nextFrame.soon();
  };
  const colours = new Colours(root, () => soon("colours"));

  // ---- reading ----

  const rangeText = (scale) => {
    if (!scale) return "";
    return scale.reach ? READER_TEXT.range(scale.reach, scale.signed) : READER_TEXT.nought;
  };
  const read = (now) => {
    const words = neurons.words;
    reader.enlarge(
      isNeuron(now) ? (context, side) => pictureOf(now).draw(context, now.number, 0, 0, side) : null,
    );
    if (!now) return reader.say({ note: isCoarse() ? READER_TEXT.nothingFinger : READER_TEXT.nothing });
    if (!isNeuron(now)) {
      const name = words.link(now);
      return reader.say({ title: capital(WORDS.valued(name, shownNumber(links.valueOf(now), 4))), change: name });
    }
    const made = model.get("formula");
    const mine = made.neuron?.[0] === now.column && made.neuron?.[1] === now.unit;
    const formula = mine ? [made.text, made.text_at].filter(Boolean).join("\n") : "";
    const notes = [
      now.feature ? READER_TEXT.feature : "",
      mine && made.after.length ? READER_TEXT.after(made.after) : "",
    ];
    notes.push(rangeText(neurons.scaleOf(now)), now === held && now !== pointed ? READER_TEXT.held : "");
    return reader.say({
      title: capital(words.described(now.column, now.unit)),
      formula,
      note: notes.filter(Boolean).join(" "),
    });
  };
  const pictureOf = ({ feature }) => (feature ? neurons.features : neurons.neurons);
  /** Ask Python for the formula of the neuron that is being read. */
  const ask = () => {
    const now = current();
    const wanted = isNeuron(now) && !now.feature ? [now.column, now.unit] : [];
    if (`${wanted}` === `${model.get("reading")}`) return;
    model.set("reading", wanted);
    model.save_changes();
  };
  const turnTo = () => {
    ask();
    neurons?.list.forEach((one) => one.button.classList.toggle("mlw-net-held", one === held));
    nextFrame.soon();
  };

  // ---- editing ----

  const editor = new WeightEditor(stage, {
    limits: () => ({ low: model.get("minimum"), high: model.get("maximum") }),
    complain: (text) => reader.complain(text),
    take: (link, value) => {
      links.weights[link.index] = value; // shown at once; the next update brings what it does to the pictures
      buttons.forEach(nameLink);
      model.send({ kind: "edit", column: link.column, unit: link.unit, source: link.source, value });
    },
    done: (link, byKeyboard) => {
      const target = buttons.find((one) => one.link === link)?.button ?? neurons.at(link.column, link.unit).button;
      if (byKeyboard) target.focus({ preventScroll: true });
      else closeLinks();
      nextFrame.soon();
    },
  });
  const edit = (link, at, typed = null) => {
    if (!link || isNeuron(link)) return;
    reader.complain("");
    held = link;
    editor.open(link, neurons.words.link(link), links.valueOf(link), at ?? links.middle(link), typed);
    turnTo();
  };

  // ---- keyboard ----

  const closeLinks = () => {
    buttons = [];
    incoming.replaceChildren();
    focused = null;
  };
  const putLink = ({ link, button }) => {
    const { x, y } = links.middle(link);
    Object.assign(button.style, { left: `${x}px`, top: `${y}px` });
  };
  const nameLink = ({ link, button }) => {
    const name = capital(WORDS.valued(neurons.words.link(link), shownNumber(links.valueOf(link), 4)));
    if (button.getAttribute("aria-label") !== name) button.setAttribute("aria-label", name);
  };
  const openLinks = ({ column, unit }) => {
    buttons = links.into(column, unit).map((link) => {
      const made = { link, button: element("button", "mlw-net-link", { type: "button", tabindex: -1 }) };
      nameLink(made);
      putLink(made);
      return made;
    });
    incoming.replaceChildren(...buttons.map(({ button }) => button));
  };
  const goTo = (neuron) => {
    if (!neuron) return;
    home.button.tabIndex = -1;
    home = neuron;
    home.button.tabIndex = 0;
    neuron.button.focus();
  };
  const pressOnNeuron = (neuron) => ({
    ArrowUp: () => goTo(neurons.at(neuron.column, neuron.unit - 1)),
    ArrowDown: () => goTo(neurons.at(neuron.column, neuron.unit + 1)),
    ArrowRight: () => goTo(neurons.beside(neuron, 1)),
    ArrowLeft: () => {
      openLinks(neuron);
      if (!buttons.length) return goTo(neurons.beside(neuron, -1));
      const heights = buttons.map(({ link }) => (link.source === null ? Infinity : Math.abs(link.y0 - link.y1)));
      return buttons[heights.indexOf(Math.min(...heights))].button.focus();
    },
    Home: () => goTo(neurons.at(neuron.column, 0)),
    End: () => goTo(neurons.columns[neuron.column].neurons.at(-1)),
  });
  const pressOnLink = ({ link, button }) => {
    const index = buttons.findIndex((one) => one.button === button);
    const back = () => goTo(neurons.at(link.column, link.unit));
    return {
      ArrowUp: () => buttons[index - 1]?.button.focus(),
      ArrowDown: () => buttons[index + 1]?.button.focus(),
      ArrowLeft: () =>
        link.source !== null && goTo(neurons.at(shownStructure.columns[link.column].source, link.source)),
      ArrowRight: back,
      Escape: back,
      Home: () => buttons[0].button.focus(),
      End: () => buttons.at(-1).button.focus(),
      F2: () => edit(link, null),
    };
  };
  stage.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || editor.isOpen) return;
    const neuron = neurons?.of(event.target);
    const one = buttons.find(({ button }) => button === event.target);
    const moves = neuron ? pressOnNeuron(neuron) : one ? pressOnLink(one) : {};
    if (Object.hasOwn(moves, event.key)) {
      event.preventDefault(); // the page would scroll
      moves[event.key]();
    } else if (one && /^[-\d.,]$/.test(event.key)) {
      event.preventDefault();
      edit(one.link, null, event.key);
    }
  });
  stage.addEventListener("focusin", (event) => {
    const neuron = neurons?.of(event.target);
    const one = buttons.find(({ button }) => button === event.target);
    if (!neuron && !one) return;
    if (neuron) {
      home.button.tabIndex = -1;
      home = neuron;
      home.button.tabIndex = 0;
      closeLinks();
    }
    reader.complain("");
    focused = event.target.matches(":focus-visible") || one ? (neuron ?? one.link) : null;
    turnTo();
  });
  stage.addEventListener("focusout", (event) => {
    if (stage.contains(event.relatedTarget) || reader.root.contains(event.relatedTarget)) return;
    if (event.target.matches(".mlw-net-field")) return; // taken away: the editor says where to go
    closeLinks();
    turnTo();
  });

  // ---- mouse and finger ----

  const spot = (event) => {
    const { left, top } = stage.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  /** What is under the pointer: a bias before its neuron, a neuron before the links under it. */
  const under = (event, coarse) => {
    if (!layout) return null;
    const { x, y } = spot(event);
    const reach = NET.bias / 2 + (coarse ? 8 : 2);
    const bias = links.biases.find((one) => Math.abs(one.x - x) <= reach && Math.abs(one.y - y) <= reach);
    return bias ?? neurons.of(event.target.closest("button")) ?? links.at(x, y, coarse);
  };
  stage.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch" || editor.isOpen) return;
    const now = under(event, false);
    stage.classList.toggle("mlw-net-clickable", now !== null && !isNeuron(now));
    if (now === pointed) return;
    pointed = now;
    turnTo();
  });
  stage.addEventListener("pointerleave", () => {
    pointed = null;
    turnTo();
  });
  stage.addEventListener("click", (event) => {
    if (event.target.closest(".mlw-net-field, .mlw-net-sign")) return;
    const keyboard = event.detail === 0;
    const one = buttons.find(({ button }) => button === event.target);
    const touch = event.pointerType === "touch";
    const now = one?.link ?? (keyboard ? neurons.of(event.target) : under(event, touch));
    reader.complain("");
    if (!now) held = null;
    else if (isNeuron(now)) held = held === now ? null : now;
    else if (keyboard || !touch || held === now) return edit(now, keyboard || now.source === null ? null : spot(event));
    else held = now; // a finger first reads
    return turnTo();
  });

  const showMessage = () => reader.complain(model.get("message"));
  const listeners = [
    ["change:structure", () => soon("frame")],
    ["change:frame", () => soon("frame")],
    ["change:formula", () => nextFrame.soon()],
    ["change:message", showMessage],
  ];
  listeners.forEach(([name, call]) => model.on(name, call));
  const resized = new ResizeObserver(() => soon("layout"));
  resized.observe(box);
  showMessage();
  soon("frame");
  const stopWatching = watchers.watch(root, () => soon("frame"));
  return () => {
    colours.stop();
    stopWatching();
    resized.disconnect();
    nextFrame.stop();
    listeners.forEach(([name, call]) => model.off(name, call));
  };
}

// A function, not an object: anywidget calls it once per model.
export default () => {
  let watchers;
  return {
    initialize({ model }) {
      watchers = makeWatchers(model);
    },
    render: (view) => renderNet(watchers, view),
  };
};
