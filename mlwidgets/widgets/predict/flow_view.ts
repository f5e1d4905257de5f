// One picture of a digit on its way through a network: the pad at the left, every layer's maps in the middle, ten
// probabilities at the right. While somebody draws, the page computes all of it, frame by frame.

import { element } from "../base/dom.ts";
import type { CleanUp, Model, View } from "../base/model.ts";
import { bytesOf, Colours, floatsOf } from "../base/shades.ts";
import { inNextFrame, whenIdle } from "../base/watching.ts";
import { type LayerInfo, LayerRow, type TileSizes } from "../inside/layer_tiles.ts";
import { TileBoard, type TileTraits } from "../inside/tile_board.ts";
import { AnswerColumn } from "./flow_answer.ts";
import { makeBar } from "./flow_bar.ts";
import { FlowFit } from "./flow_fit.ts";
import { answerOf, computedLayers, type Traits } from "./flow_numbers.ts";
import { normalizeDigit } from "./normalize_digit.ts";
import { SIDE, Sketch } from "./pad_sketch.ts";
import { renderPad } from "./pad_view.ts";
import { t } from "../base/language.ts";

const TEXT = {
  pad: t("Drawing pad for a digit"),
  drawn: t("Your drawing"),
  blank: t("Nothing drawn yet"),
  hint: t("Draw on it, or clear it first. Choose any map or bar to see how its numbers are computed."),
};
const SIZES: TileSizes = { few: 78, many: 44, alone: 84 };
const SETTLED = 700; // ms without a change after which a screen reader hears the answer

/** What all views of one model share: the drawing, and whether it is the learner's own. */
export class FlowSketch {
  readonly sketch: Sketch;
  isOwn = false; // drawn on since the last picture came

  constructor(private readonly model: Model<Traits>) {
    this.sketch = new Sketch(
      (drawing) => {
        model.set("drawing", new DataView(drawing.buffer));
        model.save_changes();
        // Where a picture was on the pad, nothing had been drawn before either, and Python would hear of no change.
        if (this.sketch.isBlank) model.send({ kind: "blank" });
      },
      () => model.get("update_interval"),
    );
    this.sketch.onStroke = () => (this.isOwn = true);
    this.take();
    if (model.get("example").source === "drawing") {
      this.sketch.show(bytesOf(model.get("drawing")));
      this.isOwn = true;
    }
    model.on("change:example", this.take);
  }

  /** Put a picture that was chosen elsewhere on the pad; our own drawing is there already. */
  private readonly take = () => {
    const { source, x } = this.model.get("example");
    if (source === "drawing" || (source === "nothing" && this.isOwn)) return;
    const inks = floatsOf(x);
    if (!inks.length) return; // a lab that has just been made has no example yet
    this.isOwn = false;
    this.sketch.show(Array.from(inks, (ink) => 255 * ink));
  };

  /** Go on with what was drawn before the model came. */
  continueWith(drawing: Uint8Array): void {
    this.sketch.show(drawing);
    this.isOwn = true;
    this.sketch.sendNow();
  }

  /** The 28 × 28 numbers that the network sees; null if there are none. */
  get x(): Float32Array | null {
    if (this.isOwn) return this.sketch.isBlank ? null : normalizeDigit(this.sketch.bytes, SIDE);
    const { x } = this.model.get("example");
    return x ? floatsOf(x) : null;
  }

  stop(): void {
    this.sketch.stop();
  }
}

export function renderFlow(
  flow: FlowSketch,
  { model, el }: View<Traits>,
): { root: HTMLElement; soon(): void; stop: CleanUp } {
  // Without the attribute JupyterLab would take the arrow keys for itself.
  const root = element("div", "mlw mlw-flow", { "data-lm-suppress-shortcuts": "true" });
  const body = element("div", "mlw-flow-body");
  const left = element("div", "mlw-flow-pad");
  const title = element("p", "mlw-flow-title");
  const note = element("p", "mlw-flow-note");
  const alert = element("p", "mlw-flow-message", { role: "alert" });
  const spoken = element("p", "mlw-visually-hidden", { role: "status" });
  const bar = makeBar(model);
  let answer: AnswerColumn | null = null;
  const make = (info: LayerInfo, isLast: boolean) => {
    const { names } = model.get("frame");
    answer = isLast && names.length ? new AnswerColumn(info, names) : null;
    return answer ?? new LayerRow(info, SIZES);
  };
  const board = new TileBoard("mlw-flow-layers", model as unknown as Model<TileTraits>, make);
  const pad = renderPad(flow.sketch, left);
  pad.name(TEXT.pad);
  left.prepend(title);
  left.append(element("p", "mlw-flow-hint", {}, TEXT.hint));
  body.append(left, board.root);
  root.append(bar.root, note, alert, body, spoken);
  el.append(root);
  const fit = new FlowFit(root, body, left, board.root);

  let timer: ReturnType<typeof setTimeout> | undefined;
  const speak = (words: string) => {
    clearTimeout(timer);
    timer = setTimeout(() => (spoken.textContent = words), SETTLED);
  };
  const show = () => {
    const [frame, example] = [model.get("frame"), model.get("example")];
    if (!colours.tables || !frame.layers) return; // not on the page yet: shown when it comes into sight
    const x = flow.x;
    const computed = computedLayers(frame, x ?? new Float32Array(SIDE * SIDE));
    const layers = computed ?? frame.layers;
    if (board.show(layers, colours.tables)) fit.measure();
    const shares = x ? (computed ? floatsOf(layers.at(-1)!.groups[0].data) : frame.shares) : null;
    const truth = flow.isOwn ? null : example.truth;
    const said = answerOf(shares, frame.names, truth);
    answer?.say(shares, truth, said);
    root.classList.toggle("mlw-flow-blank", !x);
    title.textContent = flow.isOwn ? (x ? TEXT.drawn : TEXT.blank) : example.title;
    note.textContent = frame.note;
    speak([title.textContent, said.text, said.verdictText].filter(Boolean).join(". "));
    if (frame.told) whenIdle(() => model.send({ kind: "painted", serial: frame.serial }));
  };
  const nextFrame = inNextFrame(show);
  const colours = new Colours(root, nextFrame.soon);
  const showMessage = () => (alert.textContent = model.get("message"));
  const showOpened = () => board.showOpened();
  const showReach = () => board.showReach();
  const hear = ({ kind }: { kind: string }) => {
    if (kind === "focus") board.focus();
  };
  model.on("change:frame", nextFrame.soon);
  model.on("change:example", nextFrame.soon);
  model.on("change:message", showMessage);
  model.on("change:opened", showOpened);
  model.on("change:reach", showReach);
  model.on("msg:custom", hear);
  const forget = flow.sketch.watch(nextFrame.soon);
  showMessage();
  return {
    root,
    soon: nextFrame.soon,
    stop() {
      clearTimeout(timer);
      forget();
      bar.stop();
      fit.stop();
      pad.stop();
      colours.stop();
      nextFrame.stop();
      model.off("change:frame", nextFrame.soon);
      model.off("change:example", nextFrame.soon);
      model.off("change:message", showMessage);
      model.off("change:opened", showOpened);
      model.off("change:reach", showReach);
      model.off("msg:custom", hear);
    },
  };
}
