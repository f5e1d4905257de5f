// The loss of a range test against the learning rate, with the suggested rate marked.

import { element } from "../base/dom.ts";
import type { CleanUp, View } from "../base/model.ts";
import { shownNumber } from "../base/number_text.ts";
import { Colours, floatsOf, rgbOf } from "../base/shades.ts";
import { inNextFrame, paintedTeller, watchedScript, type Watchers } from "../base/watching.ts";
import { drawRange, type RangeScene, rateAt } from "./range_drawing.ts";
import { t } from "../base/language.ts";

interface SentFrame {
  serial: number;
  told: boolean;
  rates?: DataView;
  losses?: DataView;
  smoothed?: DataView;
  lowest?: number;
  highest?: number;
  suggestion?: number; // 0 for none
  look?: string; // what the test does and what to look for
  said?: string; // what it is doing, or has found
  alt?: string;
}
export interface Traits {
  frame: SentFrame;
  visible: boolean;
}

const TEXT = {
  name: t("Loss against the learning rate"),
  rate: t("learning rate (log scale)"),
  mark: (rate: string) => t("suggested: {rate}", { rate }),
  at: (rate: string, loss: string, batch: string) =>
    t("Learning rate {rate}: smoothed loss {loss}, loss of that batch {batch}", { rate, loss, batch }),
  hint: t("Point at the curve or use the arrow keys to read it."),
  infinite: t("not finite"),
  legend: t("Dots: the loss of each batch. Line: the same, smoothed."),
};
const PAGE = 10; // updates that PageUp and PageDown go
const short = (value: number): string =>
  Number.isFinite(value) ? shownNumber(Number(value.toPrecision(3))) : TEXT.infinite;

function renderRange(watchers: Watchers, { model, el }: View<Traits>): CleanUp {
  const root = element("div", "mlw mlw-range-chart");
  const stage = element("div", "mlw-range-stage", {
    role: "slider",
    tabindex: 0,
    "aria-label": TEXT.name,
    "aria-orientation": "horizontal",
    "aria-valuemin": 0,
  });
  const canvas = element("canvas", "mlw-range-canvas", { "aria-hidden": "true" });
  const reading = element("div", "mlw-range-reading");
  const alt = element("p", "mlw-visually-hidden", { id: `mlw-range-${Math.random().toString(36).slice(2)}` });
  stage.setAttribute("aria-describedby", alt.id);
  stage.append(canvas);
  const said = element("p", "mlw-range-said", { role: "status" });
  const look = element("p", "mlw-range-look");
  root.append(said, look, stage, reading, alt);
  el.append(root);

  let scene: RangeScene | null = null;
  let pointed: number | null = null;
  const read = () => {
    const count = scene?.rates.length ?? 0;
    stage.setAttribute("aria-valuemax", String(Math.max(count - 1, 0)));
    stage.setAttribute("aria-valuenow", String(pointed ?? Math.max(count - 1, 0)));
    const words = scene && pointed !== null
      ? TEXT.at(short(scene.rates[pointed]), short(scene.smoothed[pointed]), short(scene.losses[pointed]))
      : "";
    reading.textContent = words || (count ? TEXT.legend : "");
    stage.setAttribute("aria-valuetext", words || TEXT.hint);
  };
  const paint = inNextFrame(() => {
    const pen = canvas.getContext("2d");
    const { clientWidth: width, clientHeight: height } = canvas;
    if (!scene || !pen || !width || !height || !colours.tables) return; // not on the page yet
    const ratio = globalThis.devicePixelRatio || 1;
    const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high });
    pen.setTransform(wide / width, 0, 0, high / height, 0, 0);
    const style = getComputedStyle(root);
    const colour = (name: string) => `rgb(${rgbOf(root, `var(${name})`).map(Math.round).join(" ")})`;
    const ink = {
      ink: style.color,
      soft: getComputedStyle(reading).color,
      line: getComputedStyle(reading).borderTopColor,
      font: style.fontFamily,
      curve: colour("--mlw-positive"),
      mark: colour("--mlw-negative"),
    };
    drawRange(pen, width, height, ink, { ...scene, pointed });
    read();
  });
  const colours = new Colours(root, paint.soon);
  const resized = new ResizeObserver(paint.soon);
  resized.observe(canvas);

  const point = (index: number | null) => {
    const last = (scene?.rates.length ?? 0) - 1;
    pointed = index === null || last < 0 ? null : Math.min(Math.max(index, 0), last);
    paint.soon();
  };
  stage.addEventListener("pointermove", (event) => {
    const box = canvas.getBoundingClientRect();
    if (scene) point(rateAt(scene, canvas.clientWidth, event.clientX - box.left));
  });
  stage.addEventListener("pointerleave", () => point(null));
  stage.addEventListener("blur", () => point(null));
  stage.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const last = (scene?.rates.length ?? 0) - 1;
    const here = pointed ?? last;
    const moves: Record<string, number | null> = {
      ArrowLeft: here - 1,
      ArrowRight: here + 1,
      PageDown: here - PAGE,
      PageUp: here + PAGE,
      Home: 0,
      End: last,
      Escape: null,
    };
    if (!Object.hasOwn(moves, event.key)) return;
    event.preventDefault(); // the page would scroll
    point(moves[event.key]);
  });

  const tellPainted = paintedTeller(model);
  const show = () => {
    const frame = model.get("frame");
    scene = {
      rates: floatsOf(frame.rates),
      losses: floatsOf(frame.losses),
      smoothed: floatsOf(frame.smoothed),
      lowest: frame.lowest ?? 1e-5,
      highest: frame.highest ?? 10,
      suggestion: frame.suggestion ?? 0,
      mark: TEXT.mark(short(frame.suggestion ?? 0)),
      word: TEXT.rate,
      pointed: null,
    };
    alt.textContent = frame.alt ?? "";
    look.textContent = frame.look ?? "";
    if (said.textContent !== (frame.said ?? "")) said.textContent = frame.said ?? "";
    if (pointed !== null && pointed >= scene.rates.length) pointed = null;
    paint.soon();
    tellPainted(frame);
  };
  model.on("change:frame", show);
  show();
  read();
  const stopWatching = watchers.watch(root, show);
  return () => {
    stopWatching();
    paint.stop();
    colours.stop();
    resized.disconnect();
    model.off("change:frame", show);
  };
}

export default watchedScript(renderRange);
