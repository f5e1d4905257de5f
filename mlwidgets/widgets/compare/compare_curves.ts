// The loss of every model over its own training, each with a dash of its own, read by pointer and arrow keys.

import { element } from "../base/dom.ts";
import { shownNumber } from "../base/number_text.ts";
import { Colours, floatsOf, rgbOf } from "../base/shades.ts";
import { inNextFrame } from "../base/watching.ts";
import { type Axis, linearTicks, placeOf, roundUp, tickText } from "../training/curves_axes.ts";
import { type Line, lookOf, lossTop, type SentLine, valueAt } from "./compare_model.ts";
import { t } from "../base/language.ts";

const TEXT = {
  name: (loss: string, part: string) =>
    t("Loss ({loss}) on {part} rows over each model's own training", { loss, part }),
  title: (loss: string) => t("Loss ({loss}) on {part} rows", { loss }), // {part}: where the menu stands
  part: t("Rows of the curves"),
  parts: { validation: t("validation"), train: t("training") },
  start: t("start"),
  end: t("end of its own training"),
  at: (share: number, parts: string[]) =>
    t("After {share}% of its own training: {parts}", { share, parts: parts.join(", ") }),
  none: t("No curves yet."),
};
const LEFT = 44;
const RIGHT = 10;
const TOP = 8;
const SIZE = 12;
const BOTTOM = SIZE + 10;
const STEP = 0.05;

type Part = "train" | "validation";
export interface Curves {
  root: HTMLElement;
  show(sent: { series: SentLine[]; loss: string }): void;
  stop(): void;
}

export function makeCurves(): Curves {
  const root = element("div", "mlw-compare-curves");
  const top = element("div", "mlw-compare-curves-top");
  const title = element("h3", "mlw-compare-title");
  const after = element("span", "mlw-compare-title");
  const choice = element("select", "mlw-compare-rows", { "aria-label": TEXT.part });
  for (const [value, words] of Object.entries(TEXT.parts)) choice.append(element("option", "", { value }, words));
  top.append(title, choice, after);
  const stage = element("div", "mlw-compare-stage", {
    role: "slider",
    tabindex: 0,
    "aria-orientation": "horizontal",
    "aria-valuemin": 0,
    "aria-valuemax": 100,
  });
  const canvas = element("canvas", "mlw-compare-canvas", { "aria-hidden": "true" });
  const reading = element("p", "mlw-compare-reading");
  stage.append(canvas);
  root.append(top, stage, reading);

  let lines: Line[] = [];
  let sent: { series: SentLine[]; loss: string } = { series: [], loss: "" };
  let pointed: number | null = null;
  const part = (): Part => choice.value as Part;

  const words = (share: number): string =>
    TEXT.at(
      Math.round(100 * share),
      lines.map(({ title, values }) => `${title} ${shownNumber(Number(valueAt(values, share).toPrecision(3)))}`),
    );
  const read = () => {
    const share = pointed ?? 1;
    stage.setAttribute("aria-valuenow", String(Math.round(100 * share)));
    stage.setAttribute("aria-valuetext", lines.length ? words(share) : TEXT.none);
    const steps = lines.filter(({ steps }) => steps).map(({ title, steps }) => `${title}: ${steps}`).join(" · ");
    reading.textContent = !lines.length ? TEXT.none : pointed === null ? steps : words(pointed);
  };
  const paint = inNextFrame(() => {
    const pen = canvas.getContext("2d");
    const { clientWidth: width, clientHeight: height } = canvas;
    if (!pen || !width || !height || !colours.tables) return; // not on the page yet
    const ratio = globalThis.devicePixelRatio || 1;
    const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high });
    pen.setTransform(wide / width, 0, 0, high / height, 0, 0);
    draw(pen, width, height);
    read();
  });
  const draw = (pen: CanvasRenderingContext2D, width: number, height: number) => {
    const high = roundUp(lossTop(lines));
    const y: Axis = { low: 0, high, log: false, ticks: linearTicks(0, high, height / 32) };
    const floor = height - BOTTOM;
    const across = (share: number) => LEFT + share * (width - LEFT - RIGHT);
    const down = (value: number) => TOP + (1 - Math.min(placeOf(y, value), 1.05)) * (floor - TOP);
    pen.clearRect(0, 0, width, height);
    const soft = getComputedStyle(reading);
    pen.font = `${SIZE}px ${soft.fontFamily}`;
    pen.setLineDash([]);
    pen.lineWidth = 1;
    pen.strokeStyle = soft.borderTopColor;
    pen.fillStyle = soft.color;
    pen.textBaseline = "middle";
    pen.textAlign = "right";
    for (const tick of y.ticks) {
      const at = Math.round(down(tick)) + 0.5;
      pen.beginPath();
      pen.moveTo(LEFT, at);
      pen.lineTo(width - RIGHT, at);
      pen.stroke();
      pen.fillText(tickText(tick, false), LEFT - 6, at);
    }
    pen.textBaseline = "alphabetic";
    pen.fillText(TEXT.end, width - RIGHT, height - 4);
    pen.textAlign = "left";
    pen.fillText(TEXT.start, LEFT, height - 4);
    pen.lineJoin = "round";
    pen.save();
    pen.beginPath();
    pen.rect(LEFT, TOP - 2, width - LEFT - RIGHT, floor - TOP + 4);
    pen.clip();
    for (const { key, values } of lines) {
      const look = lookOf(key);
      pen.strokeStyle = `rgb(${rgbOf(root, `var(${look.colour})`).map(Math.round).join(" ")})`;
      pen.lineWidth = look.width;
      pen.setLineDash(look.dash);
      pen.beginPath();
      if (values.length === 1) {
        pen.moveTo(across(0), down(values[0]));
        pen.lineTo(across(1), down(values[0]));
      }
      values.forEach((value, at) => pen.lineTo(across(at / Math.max(values.length - 1, 1)), down(value)));
      pen.stroke();
    }
    pen.restore();
    if (pointed === null) return;
    pen.setLineDash([]);
    pen.lineWidth = 1;
    pen.strokeStyle = soft.color;
    pen.beginPath();
    pen.moveTo(across(pointed), TOP);
    pen.lineTo(across(pointed), floor);
    pen.stroke();
  };
  const colours = new Colours(root, paint.soon);
  const resized = new ResizeObserver(paint.soon);
  resized.observe(canvas);

  const point = (share: number | null) => {
    pointed = share === null || !lines.length ? null : Math.min(Math.max(share, 0), 1);
    paint.soon();
  };
  stage.addEventListener("pointermove", (event) => {
    const box = canvas.getBoundingClientRect();
    point((event.clientX - box.left - LEFT) / (canvas.clientWidth - LEFT - RIGHT));
  });
  stage.addEventListener("pointerleave", () => point(null));
  stage.addEventListener("blur", () => point(null));
  stage.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const here = pointed ?? 1;
    const moves: Record<string, number | null> = {
      ArrowLeft: here - STEP,
      ArrowRight: here + STEP,
      Home: 0,
      End: 1,
      Escape: null,
    };
    if (!Object.hasOwn(moves, event.key)) return;
    event.preventDefault(); // the page would scroll
    point(moves[event.key]);
  });

  const refresh = () => {
    lines = sent.series
      .map((one) => ({ ...one, values: floatsOf(one[part()]) }))
      .filter(({ values }) => values.length > 0);
    [title.textContent, after.textContent] = TEXT.title(sent.loss).split("{part}").map((words) => words.trim());
    stage.setAttribute("aria-label", TEXT.name(sent.loss, TEXT.parts[part()]));
    paint.soon();
    read();
  };
  choice.addEventListener("change", refresh);
  return {
    root,
    show(next) {
      sent = next;
      refresh();
    },
    stop() {
      paint.stop();
      colours.stop();
      resized.disconnect();
    },
  };
}
