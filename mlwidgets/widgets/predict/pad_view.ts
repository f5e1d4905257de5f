// A pad on the page: mouse, finger, pen and keyboard draw on a sketch.

import { element } from "../base/dom.ts";
import type { CleanUp } from "../base/model.ts";
import { inNextFrame } from "../base/watching.ts";
import { PEN, type Point, SIDE, type Sketch } from "./pad_sketch.ts";
import { t } from "../base/language.ts";

const TEXT = {
  help: t(
    "Draw with mouse, finger or pen. With the keyboard: arrows move the pen (with Shift, further), " +
      "Space puts it down or lifts it, Backspace undoes, Delete clears.",
  ),
  hint: t("Draw a digit here"),
  undo: t("Undo"),
  clear: t("Clear"),
  down: (x: number, y: number) => t("Pen down, column {x}, row {y}", { x, y }),
  up: t("Pen up"),
  undone: t("Last change undone"),
  nothing: t("Nothing to undo"),
  cleared: t("Drawing cleared"),
};
const STEP = 2;
const LONG_STEP = 10;

interface Pen extends Point {
  down: boolean;
  visible: boolean;
}

function build(el: HTMLElement) {
  const id = `mlw-pad-${Math.random().toString(36).slice(2)}`;
  // Without the attribute JupyterLab would take arrows and Delete for itself.
  const root = element("div", "mlw mlw-pad", { "data-lm-suppress-shortcuts": "true" });
  const board = element("div", "mlw-pad-board");
  const canvas = element("canvas", "mlw-pad-canvas", { tabindex: "0", role: "application", "aria-describedby": id });
  const hint = element("span", "mlw-pad-hint", { "aria-hidden": "true" }, TEXT.hint);
  const buttons = element("div", "mlw-pad-buttons");
  const undo = element("button", "mlw-button", { type: "button" }, TEXT.undo);
  const clear = element("button", "mlw-button", { type: "button" }, TEXT.clear);
  const status = element("p", "mlw-pad-status", { role: "status" });
  const help = element("p", "mlw-pad-help", { id }, TEXT.help);
  board.append(canvas, hint);
  buttons.append(undo, clear);
  root.append(board, buttons, status, help);
  el.append(root);
  return { canvas, hint, undo, clear, status };
}

function drawCursor(context: CanvasRenderingContext2D, { x, y, down }: Pen): void {
  context.lineWidth = 1.5;
  for (
    const [radius, colour] of [
      [PEN / 2 + 2, "#fff"],
      [PEN / 2 + 0.5, "#1565c0"],
    ] as [number, string][]
  ) {
    context.strokeStyle = colour;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.stroke();
  }
  if (down) return;
  context.fillStyle = "#82b8ff";
  context.beginPath();
  context.arc(x, y, 1.5, 0, 2 * Math.PI);
  context.fill();
}

/** Put a pad into `el`; returns how to name it, and how to free what it holds. */
export function renderPad(sketch: Sketch, el: HTMLElement): { name(label: string): void; stop: CleanUp } {
  const { canvas, hint, undo, clear, status } = build(el);
  const pen: Pen = { x: SIDE / 2, y: SIDE / 2, down: false, visible: false };
  let pointer: number | null = null;

  const frame = inNextFrame(() => {
    const pixels = Math.max(1, Math.round(canvas.clientWidth * window.devicePixelRatio));
    if (canvas.width !== pixels) canvas.width = canvas.height = pixels;
    const context = canvas.getContext("2d")!;
    context.setTransform(pixels / SIDE, 0, 0, pixels / SIDE, 0, 0);
    sketch.paintInto(context);
    if (pen.visible) drawCursor(context, pen);
    hint.hidden = pen.visible || !sketch.isBlank;
  });

  const point = (event: PointerEvent): Point => {
    const box = canvas.getBoundingClientRect();
    return {
      x: ((event.clientX - box.left) * SIDE) / box.width,
      y: ((event.clientY - box.top) * SIDE) / box.height,
    };
  };

  canvas.addEventListener("pointerdown", (event) => {
    if (pointer !== null || event.button !== 0) return;
    pointer = event.pointerId;
    canvas.setPointerCapture(pointer);
    pen.down = pen.visible = false;
    status.textContent = "";
    sketch.begin(point(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerId !== pointer) return;
    const events = event.getCoalescedEvents?.() ?? [];
    sketch.extend((events.length ? events : [event]).map(point));
  });
  const lift = (event: PointerEvent) => {
    if (event.pointerId !== pointer) return;
    pointer = null;
    sketch.end();
  };
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);
  canvas.addEventListener("lostpointercapture", lift);

  const move = (dx: number, dy: number) => {
    pen.x = Math.min(Math.max(pen.x + dx, 0), SIDE);
    pen.y = Math.min(Math.max(pen.y + dy, 0), SIDE);
    pen.visible = true;
    if (pen.down) sketch.extend([{ x: pen.x, y: pen.y }]);
    frame.soon();
  };
  const liftPen = () => {
    if (!pen.down) return;
    pen.down = false;
    sketch.end();
  };
  const togglePen = () => {
    pen.visible = true;
    if (pen.down) {
      liftPen();
      status.textContent = TEXT.up;
    } else {
      pen.down = true;
      sketch.begin({ x: pen.x, y: pen.y });
      status.textContent = TEXT.down(Math.round(pen.x), Math.round(pen.y));
    }
    frame.soon();
  };
  const undoLast = () => {
    pen.down = false;
    status.textContent = sketch.undo() ? TEXT.undone : TEXT.nothing;
  };
  const clearAll = () => {
    pen.down = false;
    sketch.clear();
    status.textContent = TEXT.cleared;
  };

  canvas.addEventListener("keydown", (event) => {
    const far = event.shiftKey ? LONG_STEP : STEP;
    const command = event.ctrlKey || event.metaKey;
    const actions: Record<string, () => void> = command ? { z: undoLast } : {
      ArrowLeft: () => move(-far, 0),
      ArrowRight: () => move(far, 0),
      ArrowUp: () => move(0, -far),
      ArrowDown: () => move(0, far),
      " ": togglePen,
      Backspace: undoLast,
      Delete: clearAll,
    };
    if (event.altKey || !Object.hasOwn(actions, event.key)) return;
    event.preventDefault();
    actions[event.key]();
  });
  canvas.addEventListener("blur", () => {
    liftPen();
    pen.visible = false;
    frame.soon();
  });
  undo.addEventListener("click", undoLast);
  clear.addEventListener("click", clearAll);

  const forget = sketch.watch(frame.soon);
  const resized = new ResizeObserver(frame.soon);
  resized.observe(canvas);
  frame.soon();
  return {
    name: (label) => canvas.setAttribute("aria-label", label),
    stop() {
      resized.disconnect();
      forget();
      frame.stop();
    },
  };
}
