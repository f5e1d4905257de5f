// A slice of the network's own loss, from above: bands, contour lines, the middle, the path of the run.

import { element } from "../base/dom.ts";
import type { CleanUp, View } from "../base/model.ts";
import { shownNumber } from "../base/number_text.ts";
import { Colours, floatsOf, rgbOf } from "../base/shades.ts";
import { inNextFrame, paintedTeller, watchedScript, type Watchers } from "../base/watching.ts";
import { drawSlice, type Slice } from "./landscape_drawing.ts";
import { heightAt } from "./race_ground.ts";
import type { Domain, Point } from "./race_model.ts";
import { moved, placeOf, type Plane } from "./race_plane.ts";
import { t } from "../base/language.ts";

interface SentFrame {
  serial: number;
  told: boolean;
  domain?: Domain;
  size?: number;
  heights?: DataView;
  levels?: number[];
  lowest?: number;
  highest?: number;
  path?: DataView;
  said?: string;
  about?: string;
  alt?: string;
}
export interface Traits {
  frame: SentFrame;
  visible: boolean;
}

const TEXT = {
  name: t("Slice of the loss"),
  role: t("map"),
  at: (a: string, b: string, loss: string) => t("Across {a}, up {b}: loss {loss}", { a, b, loss }),
  hole: t("not finite"),
  legend: (low: string, high: string) =>
    t("The bluer, the lower: losses from {low} to {high}. Cross: your network.", { low, high }),
  path: t(" Line: the path of training, from the ring to the cross."),
  hint: t("Point at the picture or use the arrow keys to read the loss."),
};
const KEY_STEP = 0.025; // of the picture
const short = (value: number): string => shownNumber(Number(value.toPrecision(3)));

function sliceOf(frame: SentFrame): Slice | null {
  if (!frame.heights || !frame.size || !frame.domain) return null;
  const path = floatsOf(frame.path);
  return {
    surface: {
      title: "",
      formula: "",
      sentence: "",
      minima: [],
      domain: frame.domain,
      size: frame.size,
      heights: floatsOf(frame.heights),
      levels: frame.levels ?? [],
    },
    path: Array.from({ length: path.length / 2 }, (_, at): Point => [path[2 * at], path[2 * at + 1]]),
    pointed: null,
  };
}

function renderSlice(watchers: Watchers, { model, el }: View<Traits>): CleanUp {
  const root = element("div", "mlw mlw-slice-board");
  const said = element("p", "mlw-slice-said", { role: "status" });
  const about = element("p", "mlw-slice-about");
  const stage = element("div", "mlw-slice-stage", {
    role: "application",
    "aria-roledescription": TEXT.role,
    tabindex: 0,
    "aria-label": TEXT.name,
  });
  const canvas = element("canvas", "mlw-slice-canvas", { "aria-hidden": "true" });
  const reading = element("div", "mlw-slice-reading", { "aria-live": "polite" });
  const alt = element("p", "mlw-visually-hidden", { id: `mlw-slice-${Math.random().toString(36).slice(2)}` });
  stage.setAttribute("aria-describedby", alt.id);
  stage.append(canvas);
  root.append(said, stage, reading, about, alt);
  el.append(root);

  let slice: Slice | null = null;
  let plane: Plane | null = null;
  let pointed: Point | null = null;
  const read = () => {
    const frame = model.get("frame");
    if (slice && pointed) {
      const { domain: [xLow, xHigh, yLow, yHigh], size } = slice.surface;
      const place = [(pointed[0] - xLow) / (xHigh - xLow), (pointed[1] - yLow) / (yHigh - yLow)];
      const loss = heightAt(slice.surface, place[0] * (size - 1), place[1] * (size - 1));
      reading.textContent = TEXT.at(short(pointed[0]), short(pointed[1]), isFinite(loss) ? short(loss) : TEXT.hole);
    } else if (slice) {
      const legend = TEXT.legend(short(frame.lowest ?? 0), short(frame.highest ?? 0));
      reading.textContent = legend + (slice.path.length ? TEXT.path : "");
    } else reading.textContent = "";
  };
  const paint = inNextFrame(() => {
    const pen = canvas.getContext("2d");
    const { clientWidth: width, clientHeight: height } = canvas;
    if (!pen || !width || !height || !colours.tables) return; // not on the page yet
    const ratio = globalThis.devicePixelRatio || 1;
    const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high });
    pen.setTransform(wide / width, 0, 0, high / height, 0, 0);
    pen.clearRect(0, 0, width, height);
    read();
    if (!slice) return;
    const style = getComputedStyle(root);
    const shade = (name: string) => rgbOf(root, `var(${name})`).map(Math.round);
    plane = drawSlice(pen, width, height, { ...slice, pointed }, {
      ink: style.color,
      font: style.fontFamily,
      soft: getComputedStyle(reading).color,
      surface: shade("--mlw-surface"),
      deep: shade("--mlw-positive"),
      path: `rgb(${shade("--mlw-negative").join(" ")})`,
    });
  });
  const colours = new Colours(root, paint.soon);
  const resized = new ResizeObserver(paint.soon);
  resized.observe(canvas);

  const point = (at: Point | null) => {
    pointed = at;
    paint.soon();
  };
  stage.addEventListener("pointermove", (event) => {
    const box = canvas.getBoundingClientRect();
    if (plane) point(placeOf(plane, [event.clientX - box.left, event.clientY - box.top]));
  });
  stage.addEventListener("pointerleave", () => point(null));
  stage.addEventListener("blur", () => point(null));
  stage.addEventListener("keydown", (event) => {
    if (!slice || event.altKey || event.ctrlKey || event.metaKey) return;
    const far = event.shiftKey ? 4 * KEY_STEP : KEY_STEP;
    const moves: Record<string, Point> = {
      ArrowLeft: [-far, 0],
      ArrowRight: [far, 0],
      ArrowUp: [0, far],
      ArrowDown: [0, -far],
    };
    if (event.key === "Escape") point(null);
    if (event.key === "Home") point([0, 0]);
    if (!Object.hasOwn(moves, event.key)) return;
    event.preventDefault(); // the page would scroll
    point(moved(pointed ?? [0, 0], ...moves[event.key], slice.surface.domain));
  });

  const tellPainted = paintedTeller(model);
  const show = () => {
    const frame = model.get("frame");
    slice = sliceOf(frame);
    if (said.textContent !== (frame.said ?? "")) said.textContent = frame.said ?? "";
    about.textContent = frame.about ?? "";
    alt.textContent = `${frame.alt ?? ""} ${slice ? TEXT.hint : ""}`;
    if (!slice) pointed = null;
    paint.soon();
    tellPainted(frame);
  };
  model.on("change:frame", show);
  show();
  const stopWatching = watchers.watch(root, show);
  return () => {
    stopWatching();
    paint.stop();
    colours.stop();
    resized.disconnect();
    model.off("change:frame", show);
  };
}

export default watchedScript(renderSlice);
