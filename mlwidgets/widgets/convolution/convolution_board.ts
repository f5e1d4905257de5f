// The convolution lab in numbers: input ∗ kernel = output, the arithmetic of the cell that is pointed at, and the way
// back. Grids and settings come from Python and are the only truth; a view keeps which cells it looks at, and what was
// typed until Python has answered ("pending").

import { placeFigures } from "./convolution_layout.ts";
import { BACKWARD, BOARD_TEXT, makeFigures, makeParts, showChannels } from "./convolution_parts.ts";
import { readCell, stagesOf } from "./convolution_reading.ts";
import { spokenReading } from "./convolution_sentences.ts";
import { makeConvolution, readGrid } from "./convolution_terms.ts";
import { isCoarse } from "../base/dom.ts";
import { greyRange, signedRange } from "./number_grid.ts";
import { Player } from "../controls/player.ts";
import { Readout } from "./readout.ts";

class Board {
  constructor(model, el) {
    this.model = model;
    this.parts = makeParts(el);
    this.id = `mlw-channel-${Math.random().toString(36).slice(2)}`;
    this.figures = makeFigures(this.parts, (name) => ({
      point: (row, column, hover) => this.point(name, row, column, hover),
      edit: (row, column, value) => this.edit(name, row, column, [[value]], "edit"),
      fill: (row, column, values) => this.edit(name, row, column, values, "fill"),
      complain: (sentence) => this.complain(sentence),
    }));
    this.player = new Player((step, quiet) => this.walk(step, quiet), () => this.rewind());
    this.readouts = {
      forward: new Readout("mlw-readout-forward", (term, how) => this.pair("forward", term, how)),
      backward: new Readout("mlw-readout-backward", (term, how) => this.pair("backward", term, how)),
    };
    this.parts.bar.prepend(this.player.root, this.player.speed);
    this.parts.bar.before(this.readouts.forward.root);
    this.parts.back.append(this.readouts.backward.root);
    this.channel = 0;
    this.targets = {
      forward: { grid: "output", row: 0, column: 0, channel: 0 },
      backward: { grid: "kernel_gradient", row: 0, column: 0, channel: 0 },
    };
    this.readings = {};
    this.active = "forward";
    this.complaint = "";
    this.pending = [];
    this.listen();
    this.draw();
    this.showMessages();
    this.showHistory();
  }

  listen() {
    const { root, undo, redo, choice } = this.parts;
    for (const [button, kind] of [[undo, "undo"], [redo, "redo"]]) {
      button.addEventListener("click", () => this.undo(kind));
    }
    for (const [name, button] of Object.entries(choice)) {
      button.addEventListener("click", () => this.send({ kind: "gradient", choice: name, ...this.outputPlace() }));
    }
    root.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      const key = event.key.toLowerCase();
      if (key !== "z" && key !== "y") return;
      event.preventDefault();
      this.undo(key === "y" || event.shiftKey ? "redo" : "undo");
    });
    this.scheme = matchMedia("(prefers-color-scheme: dark)");
    this.repaint = () => this.draw(); // pictures of large grids have their colours in them
    this.scheme.addEventListener("change", this.repaint);
    this.width = 0; // known from the observer: asking the page would make it lay everything out first
    this.observer = new ResizeObserver(() => {
      this.width = root.clientWidth - parseFloat(getComputedStyle(root).paddingLeft) * 2;
      this.layout();
    });
    this.observer.observe(root);
  }

  close() {
    this.player.pause();
    this.observer.disconnect();
    this.scheme.removeEventListener("change", this.repaint);
    for (const { grid } of Object.values(this.figures)) grid.close();
  }

  // To Python

  /** Send a message; `shown` is what the page shows already and Python has not yet said. */
  send(message, shown = null) {
    this.pending.push(shown);
    this.model.send(message);
  }

  edit(name, row, column, values, kind) {
    const channel = this.figures[name].shown;
    const what = kind === "edit" ? { value: values[0][0] } : { values };
    this.send({ kind, grid: name, row, column, channel, ...what }, { name, row, column, channel, values });
  }

  undo(kind) {
    if (this.model.get(`can_${kind}`)) this.send({ kind });
  }

  /** The output cell that the learner looks at. */
  outputPlace() {
    const { forward, backward } = this.targets;
    const latest = this.active === "forward" ? [forward, backward] : [backward, forward];
    const { row, column, channel } = latest.find(({ grid }) => grid.startsWith("output")) ?? {};
    return { row: row ?? 0, column: column ?? 0, channel: channel ?? 0 };
  }

  /** Python has dealt with a message. */
  settled() {
    this.pending.shift();
    this.draw();
  }

  // What is shown

  draw() {
    const grids = this.model.get("grids");
    const ready = Object.hasOwn(grids, "input");
    this.parts.empty.hidden = ready;
    this.parts.content.hidden = !ready;
    if (!ready) return;
    this.settings = this.model.get("settings");
    this.grids = Object.fromEntries(Object.entries(grids).map(([name, grid]) => [name, readGrid(grid)]));
    if (this.hasBack()) {
      const values = new Float64Array([this.settings.bias_gradient]);
      this.grids.bias_gradient = { rows: 1, columns: 1, channels: 1, values, at: () => values[0] };
    }
    this.stages = stagesOf(this.settings);
    const viaGradient = this.stages.length > 1;
    const ofConvolution = viaGradient ? this.grids : { ...this.grids, z_gradient: undefined };
    this.convolution = makeConvolution(ofConvolution, this.settings);
    const next = this.settings.activation === "relu" ? "relu" : "pooling";
    this.names = { ...BOARD_TEXT.names, z: BOARD_TEXT.before[next] };
    this.visible = [
      ...["input", "kernel", ...(this.settings.flip ? ["applied"] : []), ...this.stages],
      ...(this.hasBack() ? BACKWARD.filter((name) => name !== "z_gradient" || viaGradient) : []),
    ];
    this.parts.back.hidden = !this.hasBack();
    this.showGrids();
    this.layout();
    this.showTargets();
  }

  hasBack() {
    return this.model.get("backward") && Object.hasOwn(this.model.get("grids"), "output_gradient");
  }

  showGrids() {
    const { grids, settings } = this;
    this.channel = Math.min(this.channel, grids.input.channels - 1);
    showChannels(this.parts.channels, this.id, grids.input.channels, this.channel, (one) => this.choose(one));
    const kernelRange = signedRange(grids.kernel.values);
    const sumRange = signedRange(grids.z.values);
    const ranges = { input: greyRange(grids.input.values), kernel: kernelRange, applied: kernelRange };
    for (const name of ["z", "activated", "output"]) ranges[name] = sumRange; // one colour means one number in all
    const [top, left] = settings.before;
    const around = {
      rim: {
        ...{ top, left },
        bottom: grids.padded.rows - top - grids.input.rows,
        right: grids.padded.columns - left - grids.input.columns,
      },
      at: (row, column) => grids.padded.at(row + top, column + left, this.channel),
    };
    for (const [name, figure] of Object.entries(this.figures)) {
      const shown = this.visible.includes(name);
      figure.root.hidden = !shown;
      if (figure.part) figure.part.hidden = !shown;
      if (!shown) continue;
      figure.grid.limits = { low: this.model.get("minimum"), high: this.model.get("maximum") };
      const range = ranges[name] ?? signedRange(grids[name].values);
      if (name === "output_gradient") range.high *= 2.5; // all ones are no reason to shout
      figure.show(grids[name], this.channel, range, this.names[name], name === "input" ? around : {});
    }
    this.showPending();
  }

  /** Show what was typed and has not yet come back. */
  showPending() {
    for (const { name, row, column, channel, values } of this.pending.filter(Boolean)) {
      const { grid, shown } = this.figures[name];
      if (shown !== channel) continue;
      values.forEach((line, y) =>
        line.forEach((value, x) => {
          const cell = grid.cellAt(row + y, column + x);
          if (cell) grid.put(cell, value);
        })
      );
    }
  }

  layout() {
    if (!this.grids || this.width <= 0) return; // not yet shown, or in a closed tab
    placeFigures(this);
    this.showMarks();
  }

  // Which cell is read

  point(name, row, column, hover) {
    const side = BACKWARD.includes(name) ? "backward" : "forward";
    if (!this.visible.includes(name) || (side === "forward" && !this.stages.includes(name))) return;
    if (hover && this.player.playing) return;
    if (!hover) this.player.pause();
    const target = { grid: name, row, column, channel: this.figures[name].shown };
    const same = Object.entries(target).every(([key, value]) => this.targets[side][key] === value);
    if (!same || this.active !== side) this.look(side, target);
    if (!hover) this.speak(side, { titled: false });
  }

  look(side, target) {
    this.targets[side] = target;
    this.active = side;
    const { grid } = this.figures[target.grid];
    if (!grid.body.contains(document.activeElement)) grid.settle(target.row, target.column);
    this.showTarget(side);
    this.showMarks();
  }

  showTargets() {
    if (!this.hasBack()) this.active = "forward";
    for (const side of ["forward", ...(this.hasBack() ? ["backward"] : [])]) {
      const target = this.targets[side];
      if (!this.visible.includes(target.grid)) target.grid = side === "forward" ? "output" : "kernel_gradient";
      const { rows, columns } = this.grids[target.grid];
      target.row = Math.min(target.row, rows - 1);
      target.column = Math.min(target.column, columns - 1);
      target.channel = this.figures[target.grid].shown;
      this.showTarget(side);
    }
    this.showMarks();
  }

  showTarget(side) {
    const reading = readCell(this.convolution, this.grids, this.names, this.targets[side]);
    this.readings[side] = reading;
    const { padded, input } = this.grids;
    const hasRim = padded.rows > input.rows || padded.columns > input.columns;
    this.readouts[side].show(reading, hasRim && reading.blocks.length ? this.settings.padding_mode : "");
    const { row, column } = this.outputPlace();
    this.parts.choice.cell.title = BOARD_TEXT.oneCell(row + 1, column + 1);
  }

  showMarks() {
    const { marks } = this.readings[this.active] ?? { marks: {} };
    for (const name of this.visible) this.figures[name].mark(marks[name]);
  }

  /** Light up the two cells that a product is made of, in whichever channel they are. */
  pair(side, term, { again }) {
    if (term && !again && this.active !== side) {
      this.active = side;
      this.showMarks();
    }
    const channel = term?.places.find(([name]) => name === "input")?.[3];
    if (channel !== undefined && channel !== this.channel && !again) this.choose(channel, false);
    for (const name of this.visible) {
      const { grid, shown } = this.figures[name];
      const places = term?.places.filter(([on, , , at]) => on === name && (at ?? 0) === shown) ?? [];
      grid.mark("pair", places.map(([, ...place]) => place));
      if (places.length) grid.reveal({ row: places[0][1], column: places[0][2] });
    }
  }

  /** Show another channel; what is read moves along unless a term asked for it. */
  choose(channel, move = true) {
    this.channel = channel;
    this.showGrids();
    if (move) this.showTargets();
    else this.showMarks();
  }

  walk(step, { quiet }) {
    const target = this.targets.forward;
    const { rows, columns } = this.grids[target.grid];
    const index = target.row * columns + target.column + step;
    if (index < 0 || index >= rows * columns) return false;
    this.look("forward", { ...target, row: Math.floor(index / columns), column: index % columns });
    if (!quiet) this.speak("forward", { titled: true });
    return true;
  }

  rewind() {
    this.look("forward", { ...this.targets.forward, row: 0, column: 0 });
  }

  /** Let a screen reader speak a reading; what it has just said of the cell itself is left out. */
  speak(side, { titled }) {
    const text = spokenReading(this.readings[side], titled);
    if (this.parts.spoken.textContent !== text) this.parts.spoken.textContent = text;
  }

  // Messages

  complain(sentence) {
    this.complaint = sentence;
    this.showMessages();
  }

  showMessages() {
    const { size, message } = this.parts;
    const fault = this.complaint || this.model.get("error");
    const text = fault || this.model.get("message") || BOARD_TEXT.hint[isCoarse() ? "finger" : "mouse"];
    if (message.textContent !== text) message.textContent = text;
    message.classList.toggle("mlw-board-fault", fault !== "");
    const formula = this.model.get("size_text");
    size.textContent = formula ? BOARD_TEXT.size(formula) : "";
    size.hidden = fault !== "" || formula === "";
  }

  showHistory() {
    for (const kind of ["undo", "redo"]) {
      // Not `disabled`: the focus would fall out of the board with the last step.
      this.parts[kind].setAttribute("aria-disabled", String(!this.model.get(`can_${kind}`)));
    }
  }
}

function render({ model, el }) {
  const board = new Board(model, el);
  // One message from Python changes several traits, each with an event of its own: the board is drawn once.
  let due = false;
  const drawSoon = () => {
    if (due) return;
    due = true;
    queueMicrotask(() => {
      due = false;
      board.draw();
    });
  };
  for (const name of ["grids", "settings", "backward", "minimum", "maximum"]) model.on(`change:${name}`, drawSoon);
  model.on("change:grids", () => board.complain("")); // whatever was wrong with what was typed is past
  for (const name of ["size_text", "message", "error"]) model.on(`change:${name}`, () => board.showMessages());
  for (const name of ["can_undo", "can_redo"]) model.on(`change:${name}`, () => board.showHistory());
  const hear = (content) => {
    if (content?.kind === "settled") board.settled();
  };
  model.on("msg:custom", hear);
  return () => {
    model.off("msg:custom", hear);
    board.close();
  };
}

export default { render };
