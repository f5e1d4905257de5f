// The elements of a map of the plane, axes and all.

import { element } from "../base/dom.ts";
import type { Model } from "../base/model.ts";
import { shownNumber } from "../base/number_text.ts";
import type { PartName, Traits } from "./map_model.ts";
import { EDGE } from "./map_plane.ts";
import { t } from "../base/language.ts";

export const MAP_TEXT = {
  reader: t("Point at a place in the plane"),
  help: t(
    "Arrows move by a tenth, with Shift by one; Home and End go to the left and right edge, Enter holds the place.",
  ),
  parts: { train: t("training"), validation: t("validation"), test: t("test") } as Record<PartName, string>,
  discretize: t("Discretize"),
  discretizeHelp: t("Each place in the colour of its class, without shades"),
  showTest: t("Show test data"),
  draw: t("Draw points"),
};
const TICKS = [-6, -4, -2, 0, 2, 4, 6];

export interface Check {
  label: HTMLLabelElement;
  show(): void;
}

export function checkbox(model: Model<Traits>, name: "discretize" | "show_test", words: string, help = ""): Check {
  const label = element("label", "mlw-map-check", help ? { title: help } : {});
  const input = element("input", "", { type: "checkbox" });
  input.addEventListener("change", () => {
    model.set(name, input.checked);
    model.save_changes();
  });
  label.append(input, element("span", "", {}, words));
  return {
    label,
    show() {
      input.checked = model.get(name);
    },
  };
}

function axis(name: string, index: number): HTMLElement {
  const made = element("div", `mlw-map-axis mlw-map-axis-${index + 1}`, { "aria-hidden": "true" });
  for (const tick of TICKS) {
    const mark = element("span", "", {}, shownNumber(tick));
    mark.style.setProperty("--mlw-at", `${((tick + EDGE) / (2 * EDGE)) * 100}%`);
    made.append(mark);
  }
  made.append(element("em", "", {}, name));
  return made;
}

export type MapParts = ReturnType<typeof buildMap>;

export function buildMap(el: HTMLElement) {
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
  frame.append(axis("x₂", 1), stage, axis("x₁", 0));
  const summary = element("p", "mlw-map-summary mlw-visually-hidden");
  const legend = element("ul", "mlw-map-legend");
  const reader = element("p", "mlw-map-reader");
  const spoken = element("p", "mlw-visually-hidden", { "aria-live": "polite" });
  const help = element("p", "mlw-visually-hidden", { id }, MAP_TEXT.help);
  const bar = element("div", "mlw-map-bar");
  const alert = element("p", "mlw-map-message", { role: "alert" });
  root.append(frame, legend, bar, alert, reader, summary, spoken, help);
  el.append(root);
  return { root, stage, ground, points, cross, ring, summary, legend, reader, spoken, bar, alert };
}
