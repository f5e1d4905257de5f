// A pad to draw a digit on. What the network sees are 112 × 112 bytes; the screen shows the same strokes as sharp
// as it can. The sketch belongs to the model and is shared by its views, so undo works in whichever was not drawn in.

const TEXT = {
  help: "Draw with mouse, finger or pen. With the keyboard: arrows move the pen (with Shift, further), " +
    "Space puts it down or lifts it, Backspace undoes, Delete clears.",
  hint: "Draw a digit here",
  undo: "Undo",
  clear: "Clear",
  down: (x, y) => `Pen down, column ${x}, row ${y}`,
  up: "Pen up",
  undone: "Last change undone",
  nothing: "Nothing to undo",
  cleared: "Drawing cleared",
};
const SIDE = 112;
const PEN = 9;
const STEP = 2;
const LONG_STEP = 10;

function element(tag, className, attributes = {}, text = "") {
  const node = document.createElement(tag);
  node.className = className;
  node.textContent = text;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

function smallCanvas() {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE;
  return canvas;
}

/** Draw a sketch into a context whose unit is one of the 112 pixels. */
function paint(context, { base, strokes }) {
  context.fillStyle = "#000";
  context.fillRect(0, 0, SIDE, SIDE);
  if (base) context.drawImage(base, 0, 0, SIDE, SIDE);
  context.strokeStyle = context.fillStyle = "#fff";
  context.lineWidth = PEN;
  context.lineCap = context.lineJoin = "round";
  for (const stroke of strokes) {
    context.beginPath();
    if (stroke.length === 1) {
      context.arc(stroke[0].x, stroke[0].y, PEN / 2, 0, 2 * Math.PI); // a tap
      context.fill();
    } else {
      for (const { x, y } of stroke) context.lineTo(x, y);
      context.stroke();
    }
  }
}

function toBytes(sketch) {
  const context = smallCanvas().getContext("2d", { willReadFrequently: true });
  paint(context, sketch);
  const { data } = context.getImageData(0, 0, SIDE, SIDE);
  return Uint8Array.from({ length: SIDE * SIDE }, (_, index) => data[4 * index]);
}

function toCanvas(bytes) {
  const canvas = smallCanvas();
  const picture = new ImageData(SIDE, SIDE);
  bytes.forEach((ink, index) => picture.data.set([ink, ink, ink, 255], 4 * index));
  canvas.getContext("2d").putImageData(picture, 0, 0);
  return canvas;
}

/** The drawing of one model: a picture from Python (or none), strokes on top of it, and what was there before. */
function makeSketch() {
  const repaints = new Set();
  let model;
  let now = { base: null, strokes: [] };
  let past = [];
  let active = null; // the stroke being drawn
  let known = new Uint8Array(SIDE * SIDE); // what the model is known to hold
  let timer = null;
  let waiting = false;

  const repaint = () => repaints.forEach((call) => call());

  const send = () => {
    known = toBytes(now);
    model.set("drawing", new DataView(known.slice().buffer));
    model.save_changes();
  };
  const serve = () => {
    timer = null;
    if (!waiting) return;
    waiting = false;
    send();
    timer = setTimeout(serve, model.get("update_interval"));
  };
  const changed = () => {
    repaint();
    waiting = true;
    if (timer === null) serve();
  };
  const flush = () => {
    clearTimeout(timer);
    serve();
  };

  const take = () => {
    const drawing = model.get("drawing");
    const bytes = new Uint8Array(drawing.buffer, drawing.byteOffset, drawing.byteLength);
    if (bytes.every((ink, index) => ink === known[index])) return; // our own drawing, coming back
    known = bytes.slice();
    now = { base: toCanvas(known), strokes: [] };
    past = [];
    if (active) {
      past = [now];
      now = { base: now.base, strokes: [active] }; // a stroke under the finger goes on, on the new picture
      changed();
    }
    repaint();
  };

  const isBlank = () => !now.base && now.strokes.length === 0;

  return {
    attach(newModel) {
      model = newModel;
      take();
      model.on("change:drawing", take);
    },
    show(repaintView) {
      repaints.add(repaintView);
      return () => repaints.delete(repaintView);
    },
    paintInto: (context) => paint(context, now),
    isBlank: () => isBlank() || (!now.strokes.length && known.every((ink) => ink === 0)),
    begin(point) {
      past.push(now);
      active = [point];
      now = { base: now.base, strokes: [...now.strokes, active] };
      changed();
    },
    extend(points) {
      if (!active) return;
      const length = active.length;
      for (const point of points) {
        const last = active.at(-1);
        // A line of no length is not drawn at all, so a tap has to stay a single point.
        if (point.x !== last.x || point.y !== last.y) active.push(point);
      }
      if (active.length > length) changed();
    },
    end() {
      active = null;
      flush();
    },
    undo() {
      if (past.length === 0) return false;
      active = null;
      now = past.pop();
      changed();
      flush();
      return true;
    },
    clear() {
      active = null;
      if (!isBlank()) past.push(now);
      now = { base: null, strokes: [] };
      changed();
      flush();
    },
    stop() {
      clearTimeout(timer);
      if (waiting) send();
    },
  };
}

function build(el) {
  const id = `mlw-pad-${Math.random().toString(36).slice(2)}`;
  // Without the attribute JupyterLab would take arrows and Delete for itself.
  const root = element("div", "mlw mlw-pad", { "data-lm-suppress-shortcuts": "true" });
  const board = element("div", "mlw-pad-board");
  const canvas = element("canvas", "mlw-pad-canvas", {
    tabindex: "0",
    role: "application",
    "aria-describedby": id,
  });
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

function drawCursor(context, { x, y, down }) {
  context.lineWidth = 1.5;
  for (
    const [radius, colour] of [
      [PEN / 2 + 2, "#fff"],
      [PEN / 2 + 0.5, "#1565c0"],
    ]
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

function renderPad(sketch, { model, el }) {
  const { canvas, hint, undo, clear, status } = build(el);
  const pen = { x: SIDE / 2, y: SIDE / 2, down: false, visible: false };
  let pointer = null;

  const draw = () => {
    const pixels = Math.max(1, Math.round(canvas.clientWidth * window.devicePixelRatio));
    if (canvas.width !== pixels) canvas.width = canvas.height = pixels;
    const context = canvas.getContext("2d");
    context.setTransform(pixels / SIDE, 0, 0, pixels / SIDE, 0, 0);
    sketch.paintInto(context);
    if (pen.visible) drawCursor(context, pen);
    hint.hidden = pen.visible || !sketch.isBlank();
  };
  let frame = null;
  const repaint = () => {
    frame ??= requestAnimationFrame(() => {
      frame = null;
      draw();
    });
  };

  const point = (event) => {
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
  const lift = (event) => {
    if (event.pointerId !== pointer) return;
    pointer = null;
    sketch.end();
  };
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);
  canvas.addEventListener("lostpointercapture", lift);

  const move = (dx, dy) => {
    pen.x = Math.min(Math.max(pen.x + dx, 0), SIDE);
    pen.y = Math.min(Math.max(pen.y + dy, 0), SIDE);
    pen.visible = true;
    if (pen.down) sketch.extend([{ x: pen.x, y: pen.y }]);
    repaint();
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
    repaint();
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
    const actions = command ? { z: undoLast } : {
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
    repaint();
  });
  undo.addEventListener("click", undoLast);
  clear.addEventListener("click", clearAll);

  const showLabel = () => canvas.setAttribute("aria-label", model.get("label"));
  showLabel();
  model.on("change:label", showLabel);

  const forget = sketch.show(repaint);
  const resized = new ResizeObserver(repaint);
  resized.observe(canvas);
  repaint();
  return () => {
    resized.disconnect();
    forget();
    cancelAnimationFrame(frame);
  };
}

// A function, not an object: anywidget calls it once per model, which is where a sketch belongs.
export default () => {
  const sketch = makeSketch();
  return {
    initialize({ model }) {
      sketch.attach(model);
      return () => sketch.stop();
    },
    render: (view) => renderPad(sketch, view),
  };
};
