// A kernel alone, a slice beside the other, with undo and redo. Needs dom.js and the parts of number_grid.js.

import { element, isCoarse } from "../base/dom.ts";
import { NumberGrid } from "./number_grid.ts";

const KERNEL_TEXT = {
  slice: (title, number, count) => (count > 1 ? `${title}, channel ${number} of ${count}` : title),
  short: (title, number, count) => (count > 1 ? `${title} ${number} of ${count}` : title),
  undo: "Undo",
  redo: "Redo",
  hint: { mouse: "Click a number and type another one.", finger: "Tap a number, then tap it again to change it." },
};
const KERNEL_CELL = { largest: 44, smallest: 28, room: 330 }; // pixels
const KERNEL_GAP = 12; // between slices

/** The numbers of a grid as Python sends it: rows, columns, channels and `at`. */
function kernelNumbers({ shape, data }) {
  const [rows, columns, channels] = shape;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const at = (row, column, channel) => view.getFloat64(8 * ((row * columns + column) * channels + channel), true);
  return { rows, columns, channels, at };
}

function render({ model, el }) {
  const id = `mlw-kernel-${Math.random().toString(36).slice(2)}`;
  const root = element("div", "mlw mlw-kernel", { "data-lm-suppress-shortcuts": "true" });
  const slices = element("div", "mlw-kernel-slices");
  const message = element("p", "mlw-kernel-message", { role: "status" });
  const buttons = element("div", "mlw-kernel-buttons");
  const undo = element("button", "mlw-button", { type: "button" }, KERNEL_TEXT.undo);
  const redo = element("button", "mlw-button", { type: "button" }, KERNEL_TEXT.redo);
  buttons.append(undo, redo);
  root.append(slices, message, buttons);
  el.append(root);

  let grids = [];
  let complaint = "";
  const say = () => {
    const fault = complaint || model.get("error");
    const text = fault || KERNEL_TEXT.hint[isCoarse() ? "finger" : "mouse"];
    if (message.textContent !== text) message.textContent = text;
    message.classList.toggle("mlw-kernel-fault", fault !== "");
  };

  const close = () => grids.forEach(({ grid }) => grid.close());
  const build = (count) => {
    close();
    grids = Array.from({ length: count }, (_, channel) => {
      const box = element("div", "mlw-kernel-slice");
      const name = KERNEL_TEXT.slice(model.get("title"), channel + 1, count);
      const short = KERNEL_TEXT.short(model.get("title"), channel + 1, count);
      const heading = element("h3", "mlw-kernel-heading", { id: `${id}-${channel}`, "aria-label": name }, short);
      const tell = (kind, row, column, rest) => model.send({ kind, grid: "kernel", row, column, channel, ...rest });
      const on = {
        edit: (row, column, value) => tell("edit", row, column, { value }),
        fill: (row, column, values) => tell("fill", row, column, { values }),
        complain: (sentence) => {
          complaint = sentence;
          say();
        },
      };
      const grid = new NumberGrid({ kind: "signed", name, heading, editable: true, on });
      box.append(heading, grid.root);
      return { box, grid };
    });
    slices.replaceChildren(...grids.map(({ box }) => box));
  };

  const show = () => {
    const kernel = model.get("grids").kernel;
    if (!kernel) return;
    const { rows, columns, channels, at } = kernelNumbers(kernel);
    if (grids.length !== channels) build(channels);
    let high = 0;
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1) {
        for (let channel = 0; channel < channels; channel += 1) {
          high = Math.max(high, Math.abs(at(row, column, channel)));
        }
      }
    }
    grids.forEach(({ grid }, channel) => {
      if (grid.faulty) grid.complain(grid.faulty, ""); // something else has been done since
      grid.limits = { low: model.get("minimum"), high: model.get("maximum") };
      grid.show({ rows, columns, at: (row, column) => at(row, column, channel), range: { low: 0, high } });
    });
    layout();
  };
  let width = 0; // known from the observer: asking the page would make it lay everything out first
  /** Choose a size of the cells with which all slices stand side by side, if there is room for that. */
  const layout = () => {
    const count = grids.length;
    const all = Math.max(KERNEL_CELL.room, width) - KERNEL_GAP * (count - 1);
    for (const { grid } of grids) {
      const room = Math.min(KERNEL_CELL.room, all / count);
      const side = Math.max(KERNEL_CELL.smallest, Math.min(KERNEL_CELL.largest, Math.floor(room / grid.columns)));
      grid.resize({ width: Math.max(side, grid.need), height: side });
    }
  };
  const observer = new ResizeObserver(() => {
    width = root.clientWidth - 2 * parseFloat(getComputedStyle(root).paddingLeft);
    layout();
  });
  observer.observe(root);
  const showHistory = () => {
    // Not `disabled`: the focus would fall out of the widget with the last step.
    undo.setAttribute("aria-disabled", String(!model.get("can_undo")));
    redo.setAttribute("aria-disabled", String(!model.get("can_redo")));
  };
  const step = (kind) => {
    if (model.get(`can_${kind}`)) model.send({ kind });
  };

  undo.addEventListener("click", () => step("undo"));
  redo.addEventListener("click", () => step("redo"));
  root.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || !/^[zy]$/i.test(event.key)) return;
    event.preventDefault();
    step(event.key.toLowerCase() === "y" || event.shiftKey ? "redo" : "undo");
  });
  show();
  showHistory();
  say();
  model.on("change:grids", show);
  model.on("change:error", say);
  for (const name of ["can_undo", "can_redo"]) model.on(`change:${name}`, showHistory);
  return () => {
    observer.disconnect();
    close();
  };
}

export default { render };
