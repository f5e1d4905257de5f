// The input and the filtered picture side by side, and a pixel of the output under the magnifier. Python sends the
// pixels; which of them a pixel of the output is made of is found here, so that it follows the pointer at once.

import { element } from "../base/dom.ts";
import { shownNumber } from "../base/number_text.ts";
import { CHANNELS } from "./picture_arithmetic.ts";
import { makeLens } from "./picture_lens.ts";
import { makeStage } from "./picture_stage.ts";
import { readPixel, seenBy } from "./picture_window.ts";

const TEXT = {
  input: "Input",
  output: "Output",
  size: ([height, width, channels]) =>
    `${height} × ${width}${height === width ? "" : " (rows × columns)"}${channels === 3 ? ", RGB" : ""}`,
  range: ([low, high]) => `values from ${shownNumber(low)} to ${shownNumber(high)}`,
  noInput: "No picture yet.",
  noResult: "Nothing is filtered yet.",
  reader: "Point at a pixel of the output",
  help: "Arrows move by one pixel, with Shift by ten; Home and End go to the ends of the row.",
  free: "Point, drag or use the arrow keys. A click holds the pixel.",
  held: "Held at this pixel. Click again to let go.",
  view: "Show the output as",
  views: {
    clip: ["Usual picture", "Below 0 is black, above 255 is white."],
    absolute: ["Size without sign", "0 is black; the sign is dropped, so edges of both kinds are bright."],
    centred: ["0 as mid-grey", "0 is grey, negative values are darker, positive ones brighter."],
    stretch: ["Full contrast", "The smallest value is black, the largest white."],
  },
  save: "Save the result",
  saveHelp: "Download the output picture as a PNG file",
  file: "filtered.png",
  spoken: ([row, column], values) => `row ${row + 1}, column ${column + 1}: ${values}`,
  inputAlt: "The input picture",
  resultAlt: "The filtered picture",
};
const FAR = 10; // pixels that an arrow key moves with Shift
const EVEN_FROM = 6; // screen pixels for one pixel of the picture, from which on all of them get the same number

const toBytes = (view) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

/** Send at once, then at most once per interval; the last request is always served. */
function makeSender(send, interval) {
  let timer = null;
  let waiting = false;
  const serve = () => {
    timer = null;
    if (!waiting) return;
    waiting = false;
    send();
    timer = setTimeout(serve, interval());
  };
  return {
    request() {
      waiting = true;
      if (timer === null) serve();
    },
    stop() {
      clearTimeout(timer);
      if (waiting) send();
    },
  };
}

function makeFigure(words, className) {
  const figure = element("figure", "mlw-pictures-figure");
  const room = element("div", "mlw-pictures-room");
  const empty = element("p", "mlw-pictures-empty");
  const foot = element("div", "mlw-pictures-foot");
  const notes = element("div");
  const caption = element("figcaption");
  const picture = makeStage(className);
  caption.append(element("strong", "", {}, words), " ", element("span"));
  room.append(picture.stage, empty);
  notes.append(caption);
  foot.append(notes);
  figure.append(room, foot);
  return { figure, room, foot, notes, empty, caption: caption.lastChild, ...picture };
}

export function build(el) {
  const id = `mlw-pictures-${Math.random().toString(36).slice(2)}`;
  // Without the attribute JupyterLab would take the arrow keys for itself.
  const root = element("div", "mlw mlw-pictures", { "data-lm-suppress-shortcuts": "true", "data-painted": 0 });
  const figures = element("div", "mlw-pictures-figures");
  const input = makeFigure(TEXT.input, "mlw-pictures-input");
  const output = makeFigure(TEXT.output, "mlw-pictures-output");
  // An application, so that a screen reader lets the arrow keys through; the canvas in it is the picture.
  for (
    const [name, value] of Object.entries({
      tabindex: 0,
      role: "application",
      "aria-label": TEXT.reader,
      "aria-describedby": `${id}-help`,
    })
  ) {
    output.stage.setAttribute(name, value);
  }
  const hint = element("p", "mlw-pictures-hint");
  const help = element("p", "mlw-visually-hidden", { id: `${id}-help` }, TEXT.help);
  const spoken = element("p", "mlw-visually-hidden mlw-pictures-spoken", { "aria-live": "polite" });
  const save = element("button", "mlw-button", { type: "button", title: TEXT.saveHelp }, TEXT.save);
  output.notes.append(hint);
  output.foot.append(save);
  output.figure.append(help, spoken);
  figures.append(input.figure, output.figure);

  const bar = element("div", "mlw-pictures-bar");
  const label = element("label", "mlw-pictures-label", { for: `${id}-view` }, TEXT.view);
  const view = element("select", "mlw-pictures-select", { id: `${id}-view`, "aria-describedby": `${id}-view-help` });
  for (const [name, [words]] of Object.entries(TEXT.views)) view.append(element("option", "", { value: name }, words));
  const viewHelp = element("p", "mlw-pictures-help", { id: `${id}-view-help` });
  bar.append(label, view, viewHelp);
  root.append(bar, figures);
  el.append(root);
  return { root, input, output, hint, spoken, view, viewHelp, save };
}

/** Let the browser download a canvas. */
function download(canvas, name) {
  canvas.toBlob((blob) => {
    const link = element("a", "", { href: URL.createObjectURL(blob), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000); // a slow disk may still be reading
  }, "image/png");
}

function render({ model, el }) {
  const { root, input, output, hint, spoken, view, viewHelp, save } = build(el);
  const sender = makeSender(() => model.save_changes(), () => model.get("update_interval"));
  const due = new Set(["input", "result", "marks"]); // what the next frame has to do
  let frame = null;
  let painted = 0;
  let held = false;

  const shapeOf = (name) => (model.get(name).length === 3 ? model.get(name) : [0, 0, 1]);
  const complete = (bytes, shape) => bytes.length > 0 && bytes.length === shape[0] * shape[1] * shape[2];
  const inputBytes = () => toBytes(model.get("pixels"));
  const resultBytes = () => toBytes(model.get("result"));
  const hasInput = () => complete(inputBytes(), shapeOf("shape"));
  const hasResult = () => complete(resultBytes(), shapeOf("result_shape"));
  /** All that the arithmetic needs, or null. */
  const task = () =>
    hasInput() && hasResult() && model.get("kernel").length > 0
      ? { pixels: inputBytes(), ...Object.fromEntries(["shape", "kernel", "settings"].map((n) => [n, model.get(n)])) }
      : null;
  const cell = () => {
    const [height, width] = shapeOf("result_shape");
    const [row, column] = model.get("cell").length === 2 ? model.get("cell") : [height >> 1, width >> 1];
    return [Math.min(row, height - 1), Math.min(column, width - 1)];
  };
  /** The engine's numbers for the pixel, if they have come. */
  const engineNumbers = (at) => {
    const { cell: of, values } = model.get("cell_value");
    return `${of}` === `${at}` && values.every((value) => value !== null) ? values : null;
  };

  const lens = makeLens(() => soon("marks"));
  root.append(lens.root);

  const layout = () => {
    const room = output.figure.clientWidth;
    const [a, b] = [shapeOf("shape"), shapeOf("result_shape")];
    const longest = Math.max(a[0], a[1], b[0], b[1]);
    if (room === 0 || longest === 0) return;
    const ratio = window.devicePixelRatio;
    let scale = room / longest;
    if (scale * ratio >= EVEN_FROM) scale = Math.floor(scale * ratio) / ratio;
    const beside = input.figure.offsetTop === output.figure.offsetTop; // then the captions stand in line
    for (
      const [one, [height]] of [
        [input, a],
        [output, b],
      ]
    ) {
      one.resize(scale);
      one.room.style.height = `${(beside || height === 0 ? Math.max(a[0], b[0]) : height) * scale}px`;
    }
  };
  const paintPicture = (one, bytes, shape, words) => {
    const there = complete(bytes, shape);
    one.stage.hidden = !there;
    one.empty.textContent = there ? "" : words;
    one.caption.textContent = there ? TEXT.size(shape) : "";
    if (there) one.paint(bytes, shape);
    return there;
  };
  const mark = () => {
    const now = task();
    const at = cell();
    const [, width, channels] = shapeOf("result_shape");
    const first = (at[0] * width + at[1]) * channels;
    const shades = now ? resultBytes().subarray(first, first + channels) : [];
    const looked = lens.show(now, at, now && engineNumbers(at), shades);
    output.mark((line) => hasResult() && line.cross(at));
    input.mark((line) => {
      if (!looked) return;
      const { places } = looked.read;
      if (places.length > 1) line.box(seenBy(now, places), [5, 4]);
      line.box(seenBy(now, [looked.shown]));
    });
  };
  const draw = () => {
    frame = null;
    if (due.has("input")) paintPicture(input, inputBytes(), shapeOf("shape"), TEXT.noInput);
    if (due.has("result")) {
      const there = paintPicture(output, resultBytes(), shapeOf("result_shape"), TEXT.noResult);
      save.disabled = !there;
      showHint();
      if (there) {
        output.caption.textContent += `, ${TEXT.range(model.get("result_range"))}`;
        painted += 1;
      }
    }
    if (due.has("input") || due.has("result") || due.has("layout")) layout();
    due.clear();
    mark();
    root.dataset.painted = painted;
  };
  // One message from Python changes several traits, each with an event of its own: they are drawn in one frame.
  const soon = (what) => {
    due.add(what);
    frame ??= requestAnimationFrame(draw);
  };

  const showWords = () => {
    input.canvas.setAttribute("aria-label", model.get("alt_input") || TEXT.inputAlt);
    output.canvas.setAttribute("aria-label", model.get("alt_result") || TEXT.resultAlt);
    view.value = model.get("view");
    viewHelp.textContent = TEXT.views[view.value]?.[1] ?? "";
  };
  const showHint = () => {
    hint.textContent = !hasResult() ? "" : held ? TEXT.held : TEXT.free;
    output.stage.classList.toggle("mlw-pictures-held", held);
  };

  const move = (to) => {
    if (!hasResult() || `${to}` === `${model.get("cell")}`) return;
    model.set("cell", to);
    sender.request();
  };
  const speak = () => {
    const now = task();
    if (!now) return;
    const at = cell();
    const names = CHANNELS;
    const values = Array.from({ length: shapeOf("result_shape")[2] }, (_, channel) => readPixel(now, at, channel).value)
      .map(shownNumber)
      .map((value, channel, all) => (all.length > 1 ? `${names[channel].toLowerCase()} ${value}` : value));
    spoken.textContent = TEXT.spoken(at, values.join(", "));
  };

  let pressed = null; // the pointer that is down
  let dragged = false;
  output.stage.addEventListener("pointerdown", (event) => {
    if (pressed !== null || event.button !== 0) return;
    pressed = event.pointerId;
    dragged = false;
    output.stage.setPointerCapture(pressed);
    move(output.cellAt(event));
  });
  output.stage.addEventListener("pointermove", (event) => {
    if (pressed === null ? held || event.pointerType === "touch" : event.pointerId !== pressed) return;
    const before = `${cell()}`;
    move(output.cellAt(event));
    dragged ||= before !== `${cell()}`;
  });
  const lift = (event) => {
    if (event.pointerId !== pressed) return;
    pressed = null;
    if (event.type !== "pointerup" || event.pointerType === "touch") return; // a finger does not hover
    held = dragged || !held;
    showHint();
  };
  for (const name of ["pointerup", "pointercancel", "lostpointercapture"]) output.stage.addEventListener(name, lift);

  output.stage.addEventListener("keydown", (event) => {
    if (event.altKey || event.metaKey || !hasResult()) return;
    const [row, column] = cell();
    const [height, width] = shapeOf("result_shape");
    const step = event.shiftKey ? FAR : 1;
    const target = {
      ArrowUp: [row - step, column],
      ArrowDown: [row + step, column],
      ArrowLeft: [row, column - step],
      ArrowRight: [row, column + step],
      Home: [event.ctrlKey ? 0 : row, 0],
      End: [event.ctrlKey ? height - 1 : row, width - 1],
    }[event.key];
    if (!target) return;
    event.preventDefault(); // the page would scroll
    move([Math.min(Math.max(target[0], 0), height - 1), Math.min(Math.max(target[1], 0), width - 1)]);
    speak();
  });
  view.addEventListener("change", () => {
    model.set("view", view.value);
    model.save_changes();
  });
  save.addEventListener("click", () => download(output.canvas, TEXT.file));

  showWords();
  showHint();
  draw();
  for (const name of ["alt_input", "alt_result", "view"]) model.on(`change:${name}`, showWords);
  for (const name of ["pixels", "shape"]) model.on(`change:${name}`, () => soon("input"));
  for (const name of ["result", "result_shape", "result_range"]) model.on(`change:${name}`, () => soon("result"));
  for (const name of ["kernel", "settings", "cell", "cell_value"]) model.on(`change:${name}`, () => soon("marks"));

  const resized = new ResizeObserver(() => soon("layout"));
  resized.observe(output.figure);
  return () => {
    resized.disconnect();
    cancelAnimationFrame(frame);
    sender.stop();
  };
}

export default { render };
