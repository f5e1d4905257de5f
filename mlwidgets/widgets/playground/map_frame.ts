// A part: the elements of a map of the plane, axes and all. Needs dom.js, number_text.js.

import { element } from "../base/dom.ts";
import { shownNumber } from "../base/number_text.ts";

export const MAP_TEXT = {
  reader: "Point at a place of the plane",
  help: "Arrows move by a tenth, with Shift by one; Home and End go to the left and right edge, Enter holds the place.",
  parts: { train: "training", validation: "validation", test: "test" },
  discretize: "Discretize",
  discretizeHelp: "Each place in the colour of its class, without shades",
  showTest: "Show test data",
  draw: "Draw points",
  scale: (reach) => [shownNumber(-reach, 3), "0", shownNumber(reach, 3)],
};
export const EDGE = 6;
const TICKS = [-6, -4, -2, 0, 2, 4, 6];

export function checkbox(model, name, words, help = "") {
  const label = element("label", "mlw-map-check", help ? { title: help } : {});
  const input = element("input", "", { type: "checkbox" });
  input.addEventListener("change", () => {
    model.set(name, input.checked);
    model.save_changes();
  });
  label.append(input, element("span", "", {}, words));
  return { label, show: () => (input.checked = model.get(name)) };
}

export function buildMap(el) {
  const id = `mlw-map-${Math.random().toString(36).slice(2)}`;
  // Without the attribute JupyterLab would take the arrow keys for itself.
  const root = element("div", "mlw mlw-map", { "data-lm-suppress-shortcuts": "true", "data-painted": 0 });
  const frame = element("div", "mlw-map-frame");
  // An application, so that a screen reader lets the arrow keys through; the canvas in it is the picture.
  const stage = element("div", "mlw-map-stage", {
    tabindex: 0,
    role: "application",
    "aria-label": MAP_TEXT.reader,
    "aria-describedby": id,
  });
  const ground = element("canvas", "mlw-map-ground", { role: "img" });
  const points = element("canvas", "mlw-map-points", { "aria-hidden": "true" });
  const cross = element("div", "mlw-map-cross", { hidden: "" });
  const ring = element("div", "mlw-map-ring", { hidden: "" });
  cross.append(element("span", "mlw-map-across"), element("span", "mlw-map-up"));
  stage.append(ground, points, cross, ring);
  const axes = ["x₁", "x₂"].map((name, index) => {
    const axis = element("div", `mlw-map-axis mlw-map-axis-${index + 1}`, { "aria-hidden": "true" });
    for (const tick of TICKS) {
      const mark = element("span", "", {}, shownNumber(tick));
      mark.style.setProperty("--mlw-at", `${((tick + EDGE) / (2 * EDGE)) * 100}%`);
      axis.append(mark);
    }
    axis.append(element("em", "", {}, name));
    return axis;
  });
  frame.append(axes[1], stage, axes[0]);
  const summary = element("p", "mlw-map-summary");
  const legend = element("ul", "mlw-map-legend");
  const reader = element("p", "mlw-map-reader");
  const spoken = element("p", "mlw-visually-hidden", { "aria-live": "polite" });
  const help = element("p", "mlw-visually-hidden", { id }, MAP_TEXT.help);
  const bar = element("div", "mlw-map-bar");
  const alert = element("p", "mlw-map-message", { role: "alert" });
  root.append(frame, legend, summary, reader, bar, alert, spoken, help);
  el.append(root);
  return { root, stage, ground, points, cross, ring, summary, legend, reader, spoken, bar, alert };
}
