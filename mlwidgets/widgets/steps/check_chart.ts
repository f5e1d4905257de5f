// The error of the difference quotient against ε: falling with ε² from the right, rising with rounding to the left.

import type { Check, Format } from "./step_model.ts";
import { errorPlace, errorScale, stepPlace } from "./check_scale.ts";
import { t } from "../base/language.ts";

const TEXT = {
  name: t("Error of the quotient against the step ε"),
  x: "ε",
  rounding: t("← rounding"),
  curvature: t("curvature →"),
  best: t("best"),
  kinks: t("corners →"),
};
const SVG = "http://www.w3.org/2000/svg";
const SIZE = { width: 420, height: 210 };
const KINK_WORD = 60; // as wide as its word
const EDGE = { left: 46, right: 8, top: 16, bottom: 24 };
const POWERS = [-12, -9, -6, -3, 0];
const DASH: Record<Format, string> = { float64: "", float32: "6 4" };

function shape(tag: string, attributes: Record<string, string | number>, text = ""): SVGElement {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.textContent = text;
  return made;
}

const powerText = (power: number) => (power === 0 ? "1" : `1e${power}`.replace("-", "−"));

export class CheckChart {
  readonly root = shape("svg", {
    viewBox: `0 0 ${SIZE.width} ${SIZE.height}`,
    class: "mlw-check-chart",
    role: "img",
    "aria-label": TEXT.name,
  });
  private readonly moving = shape("g", {});

  /** The place along the axis of ε, from 0 to 1, of a point on the screen. */
  placeOf(clientX: number): number {
    const { left, width } = this.root.getBoundingClientRect();
    const x = ((clientX - left) / width) * SIZE.width;
    return (x - EDGE.left) / (SIZE.width - EDGE.left - EDGE.right);
  }

  show(check: Check, alt: string): void {
    const scale = errorScale(check);
    const bottom = SIZE.height - EDGE.bottom;
    this.root.setAttribute("aria-label", `${TEXT.name}. ${alt}`);
    const parts: SVGElement[] = [];
    const [first, last] = check.best.map((at) => this.x(stepPlace(check, at)));
    parts.push(
      shape("rect", {
        class: "mlw-check-best",
        x: first - 3,
        y: EDGE.top,
        width: last - first + 6,
        height: bottom - 16,
      }),
      shape("text", { class: "mlw-check-word", x: (first + last) / 2, y: 11, "text-anchor": "middle" }, TEXT.best),
    );
    for (const power of POWERS) {
      const x = this.x((power + 12) / 12);
      parts.push(shape("text", {
        class: "mlw-check-tick",
        x,
        y: SIZE.height - 8,
        "text-anchor": power === 0 ? "end" : "middle",
      }, powerText(power)));
    }
    const every = Math.max(1, Math.ceil((scale.high - scale.low) / 5));
    for (let power = scale.high; power >= scale.low; power -= every) {
      const y = this.y((power - scale.low) / (scale.high - scale.low));
      parts.push(
        shape("line", { class: "mlw-check-rule", x1: EDGE.left, x2: SIZE.width - EDGE.right, y1: y, y2: y }),
        shape("text", { class: "mlw-check-tick", x: EDGE.left - 5, y: y + 4, "text-anchor": "end" }, powerText(power)),
      );
    }
    const bent = check.kinks.findIndex((count) => count > 0);
    if (bent >= 0) {
      const x = this.x(stepPlace(check, bent));
      parts.push(
        shape("line", { class: "mlw-check-kink", x1: x, x2: x, y1: EDGE.top, y2: bottom }),
        shape(
          "text",
          { class: "mlw-check-word", x: Math.min(x + 4, SIZE.width - KINK_WORD), y: bottom - 5 },
          TEXT.kinks,
        ),
      );
    }
    parts.push(
      shape("text", { class: "mlw-check-word", x: EDGE.left + 2, y: 11 }, TEXT.rounding),
      shape(
        "text",
        { class: "mlw-check-word", x: SIZE.width - EDGE.right, y: 11, "text-anchor": "end" },
        TEXT.curvature,
      ),
      shape("text", { class: "mlw-check-word", x: SIZE.width - 40, y: SIZE.height - 8, "text-anchor": "end" }, TEXT.x),
    );
    for (const format of ["float32", "float64"] as const) {
      const points = [...check.errors[format]].flatMap((error, at) => {
        const place = errorPlace(error, scale);
        return place === null ? [] : [`${this.x(stepPlace(check, at)).toFixed(1)},${this.y(place).toFixed(1)}`];
      });
      const attributes = { points: points.join(" "), "stroke-dasharray": DASH[format] };
      parts.push(shape("polyline", { class: `mlw-check-line mlw-check-${format}`, ...attributes }));
    }
    this.root.replaceChildren(...parts, this.moving);
  }

  /** Mark the step that is chosen. */
  mark(check: Check, at: number): void {
    const scale = errorScale(check);
    const x = this.x(stepPlace(check, at));
    const dots = (["float32", "float64"] as const).flatMap((format) => {
      const place = errorPlace(check.errors[format][at], scale);
      return place === null
        ? []
        : [shape("circle", { class: `mlw-check-dot mlw-check-${format}`, cx: x, cy: this.y(place), r: 4.5 })];
    });
    const line = { class: "mlw-check-now", x1: x, x2: x, y1: EDGE.top, y2: SIZE.height - EDGE.bottom };
    this.moving.replaceChildren(shape("line", line), ...dots);
  }

  private x(place: number): number {
    return EDGE.left + place * (SIZE.width - EDGE.left - EDGE.right);
  }
  private y(place: number): number {
    return SIZE.height - EDGE.bottom - place * (SIZE.height - EDGE.bottom - EDGE.top);
  }
}
