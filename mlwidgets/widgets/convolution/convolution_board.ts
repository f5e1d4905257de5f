// The convolution lab in numbers: input ∗ kernel = output, the arithmetic of the cell that is pointed at, and the way
// back. Grids and settings come from Python and are the only truth; a view keeps which cells it looks at, and what was
// typed until Python has answered ("pending").

import { element, isCoarse } from "../base/dom.ts";
import type { CleanUp, CustomMessage, Model, View } from "../base/model.ts";
import { inNextFrame } from "../base/watching.ts";
import type { Around, Figure } from "./convolution_figures.ts";
import { placeFigures } from "./convolution_layout.ts";
import { BACKWARD, BOARD_TEXT, Choice, makeFigures, makeParts, Parts, showChannels } from "./convolution_parts.ts";
import { readCell, Reading, stagesOf, Target } from "./convolution_reading.ts";
import { spokenReading } from "./convolution_sentences.ts";
import { Convolution, Grids, makeConvolution, PackedGrid, readGrid, Settings, Term } from "./convolution_terms.ts";
import { HistoryTraits, listenForHistory } from "./history_keys.ts";
import { greyRange, Range, signedRange } from "./number_grid.ts";
import { Player } from "./player.ts";
import { Readout } from "./readout.ts";

export interface Traits extends HistoryTraits {
  grids: Record<string, PackedGrid>;
  settings: Settings;
  size_text: string;
  message: string;
  error: string;
  backward: boolean;
  minimum: number;
  maximum: number;
}
type Side = "forward" | "backward";
interface Pending {
  name: string;
  row: number;
  column: number;
  channel: number;
  values: number[][];
}
/** What is shown, as it came from Python last. */
interface Scene {
  grids: Grids;
  settings: Settings;
  convolution: Convolution;
  stages: string[];
  names: Record<string, string>;
  visible: string[];
}

// Pixels of the window for all else: what stands above a picture in any lab; bar, heading, arithmetic of 3 × 3 cells.
const ABOVE = 160;
const BESIDES = 36 + 30 + 165;
// A lab that is not as wide as a projector, as beside a lesson, has its tools and the bar's words in more lines.
const MORE_LINES = { from: 640, to: 1100, height: 52 };

class Board {
  private readonly parts: Parts;
  private readonly figures: Record<string, Figure>;
  private readonly player: Player;
  private readonly readouts: Record<Side, Readout>;
  private readonly id = `mlw-channel-${Math.random().toString(36).slice(2)}`;
  private readonly targets: Record<Side, Target> = {
    forward: { grid: "output", row: 0, column: 0, channel: 0 },
    backward: { grid: "kernel_gradient", row: 0, column: 0, channel: 0 },
  };
  private readonly readings: Partial<Record<Side, Reading>> = {};
  private readonly observer: ResizeObserver;
  private readonly scheme = matchMedia("(prefers-color-scheme: dark)");
  /** One message from Python changes several traits, and several may come in one frame: the last one is drawn. */
  readonly frame = inNextFrame(() => this.draw());
  private readonly repaint = () => this.frame.soon(); // pictures of large grids have their colours in them
  private scene: Scene | null = null;
  private channel = 0;
  private active: Side = "forward";
  private complaint = "";
  private pending: (Pending | null)[] = [];
  private painted = 0;
  private room = { width: 0, height: 0 }; // measured as seldom as can be: it makes the browser lay out the page
  private readonly measure = () => {
    const { root } = this.parts;
    const width = root.clientWidth - parseFloat(getComputedStyle(root).paddingLeft) * 2;
    const more = width > MORE_LINES.from && width < MORE_LINES.to ? MORE_LINES.height : 0;
    this.room = { width, height: window.innerHeight - ABOVE - BESIDES - more };
    this.layout();
  };

  constructor(private readonly model: Model<Traits>, el: HTMLElement) {
    this.parts = makeParts(el);
    const { root, bar, forward, back, undo, redo } = this.parts;
    this.figures = makeFigures(this.parts, (name) => ({
      point: (row, column, hover) => this.point(name, row, column, hover),
      edit: (row, column, value) => this.edit(name, row, column, [[value]], "edit"),
      fill: (row, column, values) => this.edit(name, row, column, values, "fill"),
      complain: (sentence) => this.complain(sentence),
    }));
    this.player = new Player((step, how) => this.walk(step, how.quiet), () => this.rewind());
    this.readouts = {
      forward: new Readout("mlw-readout-forward", (term, how) => this.pair("forward", term, how.again)),
      backward: new Readout("mlw-readout-backward", (term, how) => this.pair("backward", term, how.again)),
    };
    bar.prepend(this.player.root, this.player.speed);
    const pair = element("div", "mlw-board-pair");
    forward.replaceWith(pair);
    pair.append(forward, this.readouts.forward.root);
    back.append(this.readouts.backward.root);
    for (const [name, button] of Object.entries(this.parts.choice) as [Choice, HTMLButtonElement][]) {
      button.addEventListener("click", () => this.send({ kind: "gradient", choice: name, ...this.outputPlace() }));
    }
    const history: Model<HistoryTraits> = model as unknown as Model<HistoryTraits>;
    listenForHistory(history, root, { undo, redo }, (kind) => this.send({ kind }));
    this.scheme.addEventListener("change", this.repaint);
    this.observer = new ResizeObserver(() => this.measure());
    this.observer.observe(root);
    window.addEventListener("resize", this.measure); // the window may get lower and the board stay as wide
    this.draw();
    this.showMessages();
  }

  close(): void {
    this.player.pause();
    this.frame.stop();
    this.observer.disconnect();
    window.removeEventListener("resize", this.measure);
    this.scheme.removeEventListener("change", this.repaint);
    for (const { grid } of Object.values(this.figures)) grid.close();
  }

  // To Python

  /** Send a message; `shown` is what the page shows already and Python has not yet said. */
  private send(message: CustomMessage, shown: Pending | null = null): void {
    this.pending.push(shown);
    this.model.send(message);
  }

  private edit(name: string, row: number, column: number, values: number[][], kind: "edit" | "fill"): void {
    const channel = this.figures[name].shown;
    const what = kind === "edit" ? { value: values[0][0] } : { values };
    this.send({ kind, grid: name, row, column, channel, ...what }, { name, row, column, channel, values });
  }

  /** The output cell that the learner looks at. */
  private outputPlace(): { row: number; column: number; channel: number } {
    const { forward, backward } = this.targets;
    const latest = this.active === "forward" ? [forward, backward] : [backward, forward];
    const { row = 0, column = 0, channel = 0 } = latest.find(({ grid }) => grid.startsWith("output")) ?? {};
    return { row, column, channel };
  }

  /** Python has dealt with a message. */
  settled(): void {
    this.pending.shift();
    this.frame.soon();
  }

  // What is shown

  private draw(): void {
    const packed = this.model.get("grids");
    const ready = Object.hasOwn(packed, "input");
    this.parts.empty.hidden = ready;
    this.parts.content.hidden = !ready;
    if (!ready) return;
    this.scene = this.readScene(packed);
    this.parts.back.hidden = !this.hasBack();
    this.showGrids(this.scene);
    this.layout();
    this.showTargets(this.scene);
    this.painted += 1;
    this.parts.root.dataset.painted = String(this.painted);
  }

  private readScene(packed: Record<string, PackedGrid>): Scene {
    const settings = this.model.get("settings");
    const grids: Grids = Object.fromEntries(Object.entries(packed).map(([name, grid]) => [name, readGrid(grid)]));
    if (this.hasBack()) {
      const values = new Float64Array([settings.bias_gradient ?? 0]);
      grids.bias_gradient = { rows: 1, columns: 1, channels: 1, values, at: () => values[0] };
    }
    const stages = stagesOf(settings);
    const viaGradient = stages.length > 1;
    const convolution = makeConvolution(viaGradient ? grids : { ...grids, z_gradient: undefined }, settings);
    const next = settings.activation === "relu" ? "relu" : "pooling";
    return {
      ...{ grids, settings, stages, convolution },
      names: { ...BOARD_TEXT.names, z: BOARD_TEXT.before[next] },
      visible: [
        ...["input", "kernel", ...(settings.flip ? ["applied"] : []), ...stages],
        ...(this.hasBack() ? BACKWARD.filter((name) => name !== "z_gradient" || viaGradient) : []),
      ],
    };
  }

  private hasBack(): boolean {
    return this.model.get("backward") && Object.hasOwn(this.model.get("grids"), "output_gradient");
  }

  private showGrids({ grids, settings, visible, names }: Scene): void {
    this.channel = Math.min(this.channel, grids.input.channels - 1);
    showChannels(this.parts.channels, this.id, grids.input.channels, this.channel, (one) => this.choose(one, true));
    const kernelRange = signedRange(grids.kernel.values);
    const sumRange = signedRange(grids.z.values); // one colour means one number in all three
    const ranges: Record<string, Range> = {
      ...{ input: greyRange(grids.input.values), kernel: kernelRange, applied: kernelRange },
      ...{ z: sumRange, activated: sumRange, output: sumRange },
    };
    const [top, left] = settings.before;
    const around: Around = {
      padding: {
        ...{ top, left },
        bottom: grids.padded.rows - top - grids.input.rows,
        right: grids.padded.columns - left - grids.input.columns,
      },
      at: (row, column) => grids.padded.at(row + top, column + left, this.channel),
    };
    for (const [name, figure] of Object.entries(this.figures)) {
      const shown = visible.includes(name);
      figure.root.hidden = !shown;
      if (figure.part) figure.part.hidden = !shown;
      if (!shown) continue;
      figure.grid.limits = { low: this.model.get("minimum"), high: this.model.get("maximum") };
      const range = ranges[name] ?? signedRange(grids[name].values);
      if (name === "output_gradient") range.high *= 2.5; // keep uniform gradients pale
      figure.show(grids[name], this.channel, range, names[name], name === "input" ? around : null);
    }
    this.showPending();
  }

  /** Show what was typed and has not yet come back. */
  private showPending(): void {
    for (const one of this.pending) {
      if (!one) continue;
      const { grid, shown } = this.figures[one.name];
      if (shown === one.channel) grid.fillBlock(one.row, one.column, one.values);
    }
  }

  private layout(): void {
    if (!this.scene || this.room.width <= 0) return; // not yet shown, or in a closed tab
    placeFigures(this.parts, this.figures, this.scene.stages, this.scene.visible, this.room);
    this.showMarks();
  }

  // Which cell is read

  private point(name: string, row: number, column: number, hover: boolean): void {
    if (!this.scene) return;
    const side = BACKWARD.includes(name) ? "backward" : "forward";
    const { visible, stages } = this.scene;
    if (!visible.includes(name) || (side === "forward" && !stages.includes(name))) return;
    if (hover && this.player.playing) return;
    if (!hover) this.player.pause();
    const target: Target = { grid: name, row, column, channel: this.figures[name].shown };
    const now = this.targets[side];
    const same = now.grid === name && now.row === row && now.column === column && now.channel === target.channel;
    if (!same || this.active !== side) this.look(side, target);
    if (!hover) this.speak(side, false);
  }

  private look(side: Side, target: Target): void {
    if (!this.scene) return;
    this.targets[side] = target;
    this.active = side;
    const { grid } = this.figures[target.grid];
    if (!grid.body.contains(document.activeElement)) grid.settle(target.row, target.column);
    this.showTarget(this.scene, side);
    this.showMarks();
  }

  private showTargets(scene: Scene): void {
    if (!this.hasBack()) this.active = "forward";
    const sides: Side[] = this.hasBack() ? ["forward", "backward"] : ["forward"];
    for (const side of sides) {
      const target = this.targets[side];
      if (!scene.visible.includes(target.grid)) target.grid = side === "forward" ? "output" : "kernel_gradient";
      const { rows, columns } = scene.grids[target.grid];
      target.row = Math.min(target.row, rows - 1);
      target.column = Math.min(target.column, columns - 1);
      target.channel = this.figures[target.grid].shown;
      this.showTarget(scene, side);
    }
    this.showMarks();
  }

  private showTarget({ convolution, grids, names, settings }: Scene, side: Side): void {
    const reading = readCell(convolution, grids, names, this.targets[side]);
    this.readings[side] = reading;
    const { padded, input } = grids;
    const hasPadding = padded.rows > input.rows || padded.columns > input.columns;
    this.readouts[side].show(reading, hasPadding && reading.blocks.length > 0 ? settings.padding_mode : "");
    const { row, column } = this.outputPlace();
    this.parts.choice.cell.title = BOARD_TEXT.oneCell(row + 1, column + 1);
  }

  private showMarks(): void {
    const marks = this.readings[this.active]?.marks ?? {};
    for (const name of this.scene?.visible ?? []) this.figures[name].mark(marks[name]);
  }

  /** Light up the two cells that a product is made of, in whichever channel they are. */
  private pair(side: Side, term: Term | null, again: boolean): void {
    if (term && !again && this.active !== side) {
      this.active = side;
      this.showMarks();
    }
    const channel = term?.places.find(([name]) => name === "input")?.[3];
    if (channel !== undefined && channel !== this.channel && !again) this.choose(channel, false);
    for (const name of this.scene?.visible ?? []) {
      const { grid, shown } = this.figures[name];
      const places = term?.places.filter(([on, , , at]) => on === name && at === shown) ?? [];
      grid.mark("pair", places.map(([, row, column]) => [row, column]));
      if (places.length > 0) grid.reveal({ row: places[0][1], column: places[0][2] });
    }
  }

  /** Show another channel; what is read moves along unless a term asked for it. */
  private choose(channel: number, move: boolean): void {
    if (!this.scene) return;
    this.channel = channel;
    this.showGrids(this.scene);
    if (move) this.showTargets(this.scene);
    else this.showMarks();
  }

  private walk(step: number, quiet: boolean): boolean {
    if (!this.scene) return false;
    const target = this.targets.forward;
    const { rows, columns } = this.scene.grids[target.grid];
    const index = target.row * columns + target.column + step;
    if (index < 0 || index >= rows * columns) return false;
    this.look("forward", { ...target, row: Math.floor(index / columns), column: index % columns });
    if (!quiet) this.speak("forward", true);
    return true;
  }

  private rewind(): void {
    this.look("forward", { ...this.targets.forward, row: 0, column: 0 });
  }

  /** Let a screen reader speak a reading; what it has just said of the cell itself is left out. */
  private speak(side: Side, titled: boolean): void {
    const reading = this.readings[side];
    const text = reading ? spokenReading(reading, titled) : "";
    if (this.parts.spoken.textContent !== text) this.parts.spoken.textContent = text;
  }

  // Messages

  complain(sentence: string): void {
    this.complaint = sentence;
    this.showMessages();
  }

  showMessages(): void {
    const { size, message } = this.parts;
    const fault = this.complaint || this.model.get("error");
    const text = fault || this.model.get("message") || BOARD_TEXT.hint[isCoarse() ? "finger" : "mouse"];
    if (message.textContent !== text) message.textContent = text;
    message.classList.toggle("mlw-board-fault", fault !== "");
    const formula = this.model.get("size_text");
    size.textContent = formula ? BOARD_TEXT.size(formula) : "";
    size.hidden = fault !== "" || formula === "";
  }
}

function render({ model, el }: View<Traits>): CleanUp {
  const board = new Board(model, el);
  for (const name of ["grids", "settings", "backward", "minimum", "maximum"] as const) {
    model.on(`change:${name}`, () => board.frame.soon());
  }
  model.on("change:grids", () => board.complain("")); // whatever was wrong with what was typed is past
  for (const name of ["size_text", "message", "error"] as const) {
    model.on(`change:${name}`, () => board.showMessages());
  }
  const hear = (content: { kind?: unknown } | null) => {
    if (content?.kind === "settled") board.settled();
  };
  model.on("msg:custom", hear);
  return () => {
    model.off("msg:custom", hear);
    board.close();
  };
}

export default { render };
