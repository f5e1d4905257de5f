// The plane with its points, and what the network decides at every place of it. Pictures come up to ten times a second;
// points are drawn on a canvas of their own, which stays as it is meanwhile.

import { element, isCoarse } from "../base/dom.ts";
import { DrawingTools, paintMark } from "./map_drawing.ts";
import { buildMap, checkbox, EDGE, MAP_TEXT } from "./map_frame.ts";
import { groundAt, paintGround } from "./map_ground.ts";
import { COLOURS, mapPalette, Marks } from "./map_marks.ts";
import { PLACE_TEXT, placeLines } from "./map_reader.ts";
import { bytesOf, Colours, floatsOf } from "../base/shades.ts";
import { inNextFrame, makeWatchers, whenIdle } from "../base/watching.ts";

const STEP = { small: 0.1, large: 1 };
const SNAP = 12; // pixels within which a point is near
const APART = 9; // pixels between points of one stroke
const WAIT = 60; // ms between messages while somebody points
const tidyPlace = (part) => Math.round(Math.min(EDGE, Math.max(-EDGE, part)) * 100) / 100;

function renderMap(watchers, { model, el }) {
  const parts = buildMap(el);
  const { root, stage, ground, points, cross, ring } = parts;
  const [hard, test] = [
    checkbox(model, "discretize", MAP_TEXT.discretize, MAP_TEXT.discretizeHelp),
    checkbox(model, "show_test", MAP_TEXT.showTest),
  ];
  const draw = element("button", "mlw-button", { type: "button" }, MAP_TEXT.draw);
  parts.bar.append(hard.label, test.label, draw);

  let side = 0;
  let palette = null;
  let shown = []; // { name, x: Float32Array, y }: the parts of the data
  let marks = null;
  let held = false;
  let painted = 0;
  let timer = null;
  const due = new Set();

  const classes = () => model.get("points").classes;
  const isDrawing = () => model.get("drawing");
  const tools = new DrawingTools({
    change: (drawn) => {
      model.set("drawn", drawn);
      save();
      soon("points");
    },
    // With the points: a message may overtake a state that is under way.
    use: () => model.send({ kind: "use", drawn: tools.points }),
    cancel: () => leaveDrawing(),
  });
  root.insertBefore(tools.root, parts.legend);

  // ---- to Python ----

  let unsent = false;
  /** Send at once, then at most once per interval; the last change is always sent. */
  const save = () => {
    unsent = true;
    if (timer !== null) return;
    flush();
    timer = setTimeout(() => {
      timer = null;
      if (unsent) save();
    }, WAIT);
  };
  const flush = () => {
    if (unsent) model.save_changes();
    unsent = false;
  };

  // ---- drawing ----

  const toPixels = (part) => ((part + EDGE) / (2 * EDGE)) * side;
  const spotOf = (x1, x2) => [toPixels(x1), side - toPixels(x2)];
  const readPoints = () => {
    const { parts: given, classes: names, reach } = model.get("points");
    shown = given.map(({ name, x, y }) => ({
      name,
      x: floatsOf(x),
      y: names.length ? bytesOf(y) : floatsOf(y),
    }));
    marks = new Marks(palette, names.length > 0, reach);
  };
  const drawPoints = () => {
    const ratio = window.devicePixelRatio || 1;
    Object.assign(points, { width: side * ratio, height: side * ratio });
    const context = points.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (isDrawing()) {
      const own = new Marks(palette, true, 1);
      for (const [x1, x2, label] of tools.points) own.draw(context, "train", ...spotOf(x1, x2), label);
      return;
    }
    for (const { name, x, y } of shown) {
      if (name === "test" && !model.get("show_test")) continue;
      y.forEach((value, index) => marks.draw(context, name, ...spotOf(x[2 * index], x[2 * index + 1]), value));
    }
  };
  const showLegend = () => {
    const { classes: names, reach } = model.get("points");
    const entry = (words, part, value, by) => {
      const item = element("li");
      const mark = element("canvas", "mlw-map-mark", { "aria-hidden": "true" });
      paintMark(mark, by, part, value);
      item.append(mark, element("span", "", {}, words));
      return item;
    };
    const items = names.map((name, index) => entry(name, "train", index, marks));
    if (!names.length) {
      const item = element("li", "mlw-map-scale");
      const bar = element("span", "mlw-map-scale-bar", { "aria-hidden": "true" });
      const [low, , high] = MAP_TEXT.scale(reach);
      item.append(element("span", "", {}, low), bar, element("span", "", {}, high));
      items.push(item);
    }
    // What a mark is for is not a matter of its class: grey.
    const grey = new Marks({ ...palette, classes: Array(COLOURS).fill(palette.ink) }, true, 1);
    for (const { name } of shown) {
      if (name !== "test" || model.get("show_test")) items.push(entry(MAP_TEXT.parts[name], name, 0, grey));
    }
    parts.legend.replaceChildren(...items);
    tools.paint(new Marks(palette, true, 1));
  };
  const show = () => {
    if (!colours.tables) return; // not on the page yet: shown when it comes into sight
    const all = !palette || due.has("colours");
    if (all) palette = mapPalette(root);
    if (all || due.has("points")) readPoints();
    const width = stage.clientWidth;
    const resized = width !== side;
    side = width;
    if (all || resized || due.has("points")) drawPoints();
    if (all || due.has("points")) showLegend();
    if (all || due.has("frame")) {
      const frame = model.get("frame");
      if (frame.size && paintGround(ground, frame, classes().length, palette, model.get("discretize"))) painted += 1;
    }
    const told = due.has("frame") && model.get("frame").told;
    due.clear();
    showLooking();
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

  const looking = () => (model.get("looking").place ? model.get("looking") : null);
  const truthOf = ([name, number]) => shown.find((part) => part.name === name)?.y[number];
  const linesOf = (now) => {
    const count = classes().length;
    const said = groundAt(model.get("frame"), now.place, count, model.get("points").reach, EDGE);
    return placeLines(now, said, model.get("answer"), classes(), now.near.length ? truthOf(now.near) : null);
  };
  const showLooking = () => {
    const now = looking();
    cross.hidden = now === null;
    ring.hidden = !now?.near.length;
    const hint = isCoarse() ? PLACE_TEXT.nothingFinger : PLACE_TEXT.nothing;
    const text = isDrawing() && now ? PLACE_TEXT.place(now.place) : now ? linesOf(now).join("\n") : hint;
    if (parts.reader.textContent !== text) parts.reader.textContent = text;
    if (!now) return;
    const [x, y] = spotOf(...now.place);
    cross.style.setProperty("--mlw-x", `${x}px`);
    cross.style.setProperty("--mlw-y", `${y}px`);
    if (ring.hidden) return;
    const part = shown.find(({ name }) => name === now.near[0]);
    const [at, up] = spotOf(part.x[2 * now.near[1]], part.x[2 * now.near[1] + 1]);
    Object.assign(ring.style, { left: `${at}px`, top: `${up}px` });
  };
  /** The nearest point that is shown, if one is close: ["train", 17]. */
  const nearTo = ([x1, x2]) => {
    if (isDrawing()) return [];
    let [best, least] = [[], (SNAP / side) * 2 * EDGE];
    for (const { name, x, y } of shown) {
      if (name === "test" && !model.get("show_test")) continue;
      for (let index = 0; index < y.length; index += 1) {
        const distance = Math.hypot(x[2 * index] - x1, x[2 * index + 1] - x2);
        if (distance < least) [best, least] = [[name, index], distance];
      }
    }
    return best;
  };
  const look = (place, aloud = false) => {
    const near = place ? nearTo(place) : [];
    const next = place ? { place, near } : {};
    if (JSON.stringify(next) === JSON.stringify(model.get("looking"))) return;
    model.set("looking", next);
    save();
    nextFrame.soon();
    if (aloud && place) parts.spoken.textContent = linesOf({ place, near }).join(". ");
  };
  const placeOf = (event) => {
    const box = stage.getBoundingClientRect();
    const share = [(event.clientX - box.left) / box.width, 1 - (event.clientY - box.top) / box.height];
    return share.map((part) => tidyPlace((part * 2 - 1) * EDGE));
  };

  // ---- mouse and finger ----

  let pressed = null; // the pointer that is down
  let last = null; // where the stroke last left a point, in pixels
  const putPoint = (event) => {
    const at = [event.clientX, event.clientY];
    if (last && Math.hypot(at[0] - last[0], at[1] - last[1]) < APART) return;
    last = at;
    tools.add(placeOf(event));
  };
  stage.addEventListener("pointerdown", (event) => {
    if (pressed !== null || event.button !== 0) return;
    pressed = event.pointerId;
    if (!isDrawing()) return;
    stage.setPointerCapture(pressed);
    tools.begin();
    putPoint(event);
  });
  stage.addEventListener("pointermove", (event) => {
    if (isDrawing() && event.pointerId === pressed) putPoint(event);
    if (event.pointerType !== "touch" && !held) look(placeOf(event));
  });
  for (const name of ["pointerup", "pointercancel", "lostpointercapture"]) {
    stage.addEventListener(name, (event) => {
      if (event.pointerId !== pressed) return;
      pressed = last = null;
    });
  }
  stage.addEventListener("click", (event) => {
    if (isDrawing()) return;
    held = event.pointerType !== "touch" && !held;
    stage.classList.toggle("mlw-map-held", held);
    look(placeOf(event));
  });
  stage.addEventListener("pointerleave", (event) => {
    if (!held && event.pointerType !== "touch" && !stage.matches(":focus-visible")) look(null);
  });

  // ---- keyboard ----

  stage.addEventListener("keydown", (event) => {
    if (event.altKey || event.metaKey) return;
    const command = event.ctrlKey && isDrawing() && /^[zy]$/i.test(event.key);
    if (command) {
      event.preventDefault();
      (event.key.toLowerCase() === "y" || event.shiftKey ? tools.redo : tools.undo).click();
    }
    if (event.ctrlKey) return;
    const [x1, x2] = looking()?.place ?? [0, 0];
    const step = event.shiftKey ? STEP.large : STEP.small;
    const target = {
      ArrowUp: [x1, x2 + step],
      ArrowDown: [x1, x2 - step],
      ArrowLeft: [x1 - step, x2],
      ArrowRight: [x1 + step, x2],
      Home: [-EDGE, x2],
      End: [EDGE, x2],
      Enter: [x1, x2],
      " ": [x1, x2],
    }[event.key];
    if (!target) return;
    event.preventDefault(); // the page would scroll
    look(target.map(tidyPlace), true);
    if (event.key !== "Enter" && event.key !== " ") return;
    if (isDrawing()) {
      tools.begin();
      tools.add([x1, x2]);
    } else {
      held = !held;
      stage.classList.toggle("mlw-map-held", held);
    }
  });
  stage.addEventListener("focus", () => {
    if (!looking() && stage.matches(":focus-visible")) look([0, 0]);
  });
  stage.addEventListener("blur", () => {
    if (!held) look(null);
  });

  // ---- points of one's own ----

  const leaveDrawing = () => {
    model.set("drawing", false);
    model.save_changes();
  };
  const showDrawing = () => {
    const now = isDrawing();
    tools.root.hidden = !now;
    root.classList.toggle("mlw-map-drawing", now);
    draw.hidden = now || !model.get("can_draw");
    hard.label.hidden =
      test.label.hidden =
      parts.legend.hidden =
      parts.summary.hidden =
        now;
    held = false;
    if (now) tools.start(model.get("drawn"));
    look(null);
    soon("points");
  };
  const showDrawn = () => {
    if (JSON.stringify(model.get("drawn")) === JSON.stringify(tools.points)) return;
    tools.start(model.get("drawn")); // of another view, or what Python took of it
    soon("points");
  };
  draw.addEventListener("click", () => {
    model.set("drawing", true);
    model.save_changes();
    stage.focus();
  });

  const showTexts = () => {
    hard.show();
    test.show();
    const [summary, message] = [model.get("summary"), model.get("message")];
    if (parts.summary.textContent !== summary) parts.summary.textContent = summary;
    ground.setAttribute("aria-label", summary || MAP_TEXT.reader);
    if (parts.alert.textContent !== message) parts.alert.textContent = message;
  };
  const listeners = [
    ["change:frame", () => soon("frame")],
    ["change:points", () => soon("points")],
    ["change:answer", () => nextFrame.soon()],
    ["change:looking", () => nextFrame.soon()],
    ["change:discretize", () => soon("frame")],
    ["change:show_test", () => soon("points")],
    ["change:drawing", showDrawing],
    ["change:drawn", showDrawn],
    ["change:can_draw", showDrawing],
    ...["summary", "message", "discretize", "show_test"].map((name) => [`change:${name}`, showTexts]),
  ];
  listeners.forEach(([name, call]) => model.on(name, call));
  const resized = new ResizeObserver(() => nextFrame.soon());
  resized.observe(stage);
  showTexts();
  showDrawing();
  soon("frame");
  const stopWatching = watchers.watch(root, () => soon("frame"));
  return () => {
    colours.stop();
    stopWatching();
    resized.disconnect();
    nextFrame.stop();
    clearTimeout(timer);
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
    render: (view) => renderMap(watchers, view),
  };
};
