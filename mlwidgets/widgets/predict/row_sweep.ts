// The answer while one column goes over its range. It is read by pointer and keys without Python; a click or Enter
// takes the value.

import { element } from "../base/dom.ts";
import { shownNumber, writtenPlain } from "../base/number_text.ts";
import { bytesOf, Colours, floatsOf, rgbOf } from "../base/shades.ts";
import { inNextFrame } from "../base/watching.ts";
import { shareText } from "./flow_numbers.ts";
import { type Axis, linearTicks, placeOf, tickText } from "../training/curves_axes.ts";
import { axisValue, colourOf, dashOf, nearestPoint, type SentSweep, shapeOf } from "./row_model.ts";
import { t } from "../base/language.ts";

const TEXT = {
  at: (column: string, value: string, parts: string[]) =>
    t("{column} {value}: {parts}", { column, value, parts: parts.join(", ") }),
  missing: t("missing"),
  here: t("now"),
  hint: t("Point at the curve or use the arrow keys; click or press Enter to take the value."),
};
const [LEFT, RIGHT, TOP, SIZE] = [48, 12, 10, 12];
const BOTTOM = SIZE + 10;
const PAGE = 10;
const DOTTED = 20; // so few values have a mark each

export interface Sweep {
  root: HTMLElement;
  show(sweep: SentSweep, kind: string, value: string): void;
  stop(): void;
}

export function makeSweep(take: (column: string, value: string) => void): Sweep {
  const root = element("div", "mlw-row-sweep");
  const title = element("h3", "mlw-row-title");
  const stage = element("div", "mlw-row-stage", { role: "slider", tabindex: 0, "aria-valuemin": 0 });
  const canvas = element("canvas", "mlw-row-canvas", { "aria-hidden": "true" });
  const legend = element("p", "mlw-row-legend");
  const reading = element("p", "mlw-row-reading");
  const alt = element("p", "mlw-visually-hidden", { id: `mlw-row-${Math.random().toString(36).slice(2)}` });
  stage.setAttribute("aria-describedby", alt.id);
  stage.append(canvas);
  root.append(title, stage, legend, reading, alt);

  let sent: SentSweep | null = null;
  let numbers = new Float64Array();
  let lines: Float32Array[] = [];
  let present = -1; // the point of the row as it is now
  let here = NaN; // its place on the axis
  let pointed: number | null = null;

  const count = () => sent?.texts.length ?? 0;
  const worded = (value: number) => sent?.percent ? shareText(value) : shownNumber(Number(value.toPrecision(4)));
  const words = (at: number): string =>
    sent
      ? TEXT.at(
        sent.column,
        (numbers.length ? writtenPlain(sent.texts[at]) : sent.texts[at]) || TEXT.missing,
        sent.series.map(({ name }, line) => `${name} ${worded(lines[line][at])}`),
      )
      : "";
  const read = () => {
    const at = pointed ?? present;
    stage.setAttribute("aria-valuemax", String(Math.max(count() - 1, 0)));
    stage.setAttribute("aria-valuenow", String(Math.max(at, 0)));
    stage.setAttribute("aria-valuetext", at >= 0 && at < count() ? words(at) : TEXT.hint);
    reading.textContent = pointed !== null ? words(pointed) : TEXT.hint;
  };
  const xAxis = (): Axis => {
    const [low, high] = [numbers[0], numbers[numbers.length - 1]];
    const ticks = linearTicks(low, high, canvas.clientWidth / 80);
    const whole = numbers.every(Number.isInteger); // between whole numbers there is nothing
    return {
      low,
      high: high > low ? high : low + 1,
      log: false,
      ticks: whole ? ticks.filter(Number.isInteger) : ticks,
    };
  };
  const across = (at: number): number => {
    const wide = canvas.clientWidth - LEFT - RIGHT;
    if (numbers.length) return LEFT + placeOf(xAxis(), numbers[at]) * wide;
    return LEFT + ((at + 0.5) / Math.max(count(), 1)) * wide;
  };
  const paint = inNextFrame(() => {
    const pen = canvas.getContext("2d");
    const { clientWidth: width, clientHeight: height } = canvas;
    if (!sent || !pen || !width || !height || !colours.tables) return; // not on the page yet
    const ratio = globalThis.devicePixelRatio || 1;
    const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high });
    pen.setTransform(wide / width, 0, 0, high / height, 0, 0);
    draw(pen, width, height, sent);
    read();
  });
  const colours = new Colours(root, paint.soon);
  const yAxis = (height: number): Axis => {
    if (sent?.percent) return { low: 0, high: 1, log: false, ticks: linearTicks(0, 1, height / 40) };
    const all = lines.flatMap((line) => [...line]).filter(Number.isFinite);
    const [low, high] = [Math.min(...all), Math.max(...all)];
    const room = (high - low || Math.abs(high) || 1) * 0.15;
    return { low: low - room, high: high + room, log: false, ticks: linearTicks(low - room, high + room, height / 40) };
  };
  const draw = (
    pen: CanvasRenderingContext2D,
    width: number,
    height: number,
    { series, percent, texts }: SentSweep,
  ) => {
    const y = yAxis(height);
    const floor = height - BOTTOM;
    const down = (value: number) => TOP + (1 - placeOf(y, value)) * (floor - TOP);
    const ink = (value: string) => `rgb(${rgbOf(root, value).map(Math.round).join(" ")})`;
    const soft = getComputedStyle(reading);
    const rule = (x1: number, y1: number, x2: number, y2: number) => {
      pen.beginPath();
      pen.moveTo(x1, y1);
      pen.lineTo(x2, y2);
      pen.stroke();
    };
    pen.clearRect(0, 0, width, height);
    pen.font = `${SIZE}px ${soft.fontFamily}`;
    pen.setLineDash([]);
    pen.lineWidth = 1;
    pen.strokeStyle = soft.borderTopColor;
    pen.fillStyle = soft.color;
    pen.textAlign = "right";
    pen.textBaseline = "middle";
    for (const tick of y.ticks) {
      rule(LEFT, Math.round(down(tick)) + 0.5, width - RIGHT, Math.round(down(tick)) + 0.5);
      pen.fillText(tickText(tick, percent).replace("-", "−"), LEFT - 6, down(tick));
    }
    pen.textAlign = "center";
    pen.textBaseline = "alphabetic";
    if (numbers.length) {
      const dates = texts.some((text) => /^\d{4}-\d\d-\d\d/.test(text));
      for (const tick of xAxis().ticks) {
        const words = dates
          ? new Date(tick * 86_400_000).toISOString().slice(0, 10)
          : tickText(tick, false).replace("-", "−");
        const half = pen.measureText(words).width / 2;
        const at = LEFT + placeOf(xAxis(), tick) * (width - LEFT - RIGHT);
        pen.fillText(words, Math.min(Math.max(at, LEFT + half), width - half), floor + SIZE + 4);
      }
    } else {
      const room = (width - LEFT - RIGHT) / Math.max(texts.length, 1) - 4;
      const every = Math.ceil(18 / Math.max(room, 1));
      texts.forEach((text, at) => {
        if (at % every) return;
        let words = text || TEXT.missing;
        while (words.length > 2 && pen.measureText(words).width > room * every) words = `${words.slice(0, -2)}…`;
        pen.fillText(words, across(at), floor + SIZE + 4);
      });
    }
    if (present >= 0) {
      const at = numbers.length ? LEFT + placeOf(xAxis(), here) * (width - LEFT - RIGHT) : across(present);
      const inside = Math.min(Math.max(at, LEFT), width - RIGHT); // a value outside stands at the rim
      pen.strokeStyle = pen.fillStyle = ink("var(--mlw-ink)");
      rule(inside, TOP, inside, floor);
      pen.textAlign = inside > width - 60 ? "right" : "left";
      pen.fillText(TEXT.here, inside + (inside > width - 60 ? -4 : 4), TOP + SIZE - 2);
    }
    pen.lineWidth = 2.5;
    pen.lineJoin = "round";
    series.forEach(({ place }, line) => {
      pen.strokeStyle = pen.fillStyle = ink(colourOf(percent ? place : 1));
      pen.setLineDash(percent ? dashOf(place) : []);
      if (numbers.length) {
        pen.beginPath();
        lines[line].forEach((value, at) => pen.lineTo(across(at), down(value)));
        pen.stroke();
        if (lines[line].length > DOTTED) return;
      }
      pen.font = `13px ${soft.fontFamily}`;
      pen.textAlign = "center";
      pen.textBaseline = "middle";
      lines[line].forEach((value, at) => pen.fillText(shapeOf(percent ? place : 0), across(at), down(value)));
    });
    if (pointed === null || pointed >= count()) return;
    pen.setLineDash([3, 3]);
    pen.lineWidth = 1;
    pen.strokeStyle = soft.color;
    rule(across(pointed), TOP, across(pointed), floor);
  };
  const resized = new ResizeObserver(paint.soon);
  resized.observe(canvas);

  const point = (at: number | null) => {
    pointed = at === null || !count() ? null : Math.min(Math.max(at, 0), count() - 1);
    paint.soon();
  };
  const pointAt = (event: PointerEvent) => {
    const x = event.clientX - canvas.getBoundingClientRect().left;
    let best = 0;
    for (let at = 1; at < count(); at += 1) if (Math.abs(across(at) - x) < Math.abs(across(best) - x)) best = at;
    point(best);
  };
  const choose = () => {
    if (sent && pointed !== null) take(sent.column, sent.texts[pointed]);
  };
  stage.addEventListener("pointermove", pointAt);
  stage.addEventListener("pointerdown", pointAt);
  stage.addEventListener("click", choose);
  stage.addEventListener("pointerleave", () => point(null));
  stage.addEventListener("blur", () => point(null));
  stage.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const at = pointed ?? Math.max(present, 0);
    const moves: Record<string, number | null> = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      ArrowDown: at - 1,
      ArrowUp: at + 1,
      PageDown: at - PAGE,
      PageUp: at + PAGE,
      Home: 0,
      End: count() - 1,
      Escape: null,
    };
    if (event.key === "Enter" || event.key === " ") choose();
    else if (Object.hasOwn(moves, event.key)) point(moves[event.key]);
    else return;
    event.preventDefault(); // the page would scroll
  });

  return {
    root,
    show(next, kind, value) {
      if (sent?.column !== next.column) pointed = null;
      sent = next;
      numbers = new Float64Array(bytesOf(next.numbers).slice().buffer);
      lines = next.series.map(({ values }) => floatsOf(values));
      present = -1;
      here = NaN;
      if (numbers.length) {
        here = axisValue(value, kind);
        present = nearestPoint(numbers, here);
      } else present = next.texts.indexOf(value);
      title.textContent = next.title;
      stage.setAttribute("aria-label", next.title);
      alt.textContent = next.alt;
      legend.replaceChildren(...(next.percent ? next.series : []).map(({ name, place }) => {
        const key = element("span", "mlw-row-key", {}, name);
        key.style.setProperty("--key", colourOf(place));
        if (next.texts.length > DOTTED) key.dataset.dash = String(place % 5);
        else key.dataset.shape = shapeOf(place);
        return key;
      }));
      paint.soon();
      read();
    },
    stop() {
      paint.stop();
      colours.stop();
      resized.disconnect();
    },
  };
}
