// Three arrows at the racer that is looked at: where it is steepest downhill, where its momentum points, and its next step.

import { type Point, pointAt, type Racer } from "./race_model.ts";
import { type Plane, spotOf } from "./race_plane.ts";
import type { Ink } from "./race_trails.ts";

export type ArrowKind = "gradient" | "momentum" | "step";
export interface Arrow {
  kind: ArrowKind;
  from: Point;
  to: Point;
}
const LENGTH = { gradient: 58, momentum: 44 }; // px: these two show a direction only
const HEAD = 8;
const NEGLIGIBLE = 1e-9; // a vector that is shorter points nowhere: what is left of it is rounding
const SHORTEST = 1.5; // px: a shorter step cannot be seen
export const ARROW_DASH: Record<ArrowKind, number[]> = { gradient: [5, 3], momentum: [1.5, 3], step: [] };

/** What carries the memory of earlier gradients, as a direction of the step; null if nothing does. */
function momentumOf(racer: Racer, row: number): Point | null {
  const names = new Set(racer.rule.map(({ name }) => name));
  if (names.has("velocity")) return pointAt(racer, "velocity", row);
  const name = ["momentum", "m_corrected"].find((one) => names.has(one));
  if (!name) return null;
  const [x, y] = pointAt(racer, name, row);
  return [-x, -y];
}

/** The arrows at a racer, from and to pixels; one of (almost) no length has none. */
export function arrowsAt(racer: Racer, row: number, plane: Plane): Arrow[] {
  const place = pointAt(racer, "theta", row);
  const from = spotOf(plane, place);
  const [gx, gy] = pointAt(racer, "gradient", row);
  const [sx, sy] = pointAt(racer, "step", row);
  const pointing = (kind: "gradient" | "momentum", vector: Point | null): Arrow[] => {
    const size = vector ? Math.hypot(...vector) : 0;
    if (!vector || !(size > NEGLIGIBLE) || !Number.isFinite(size)) return [];
    const [right, up] = vector.map((part) => (part / size) * LENGTH[kind]);
    return [{ kind, from, to: [from[0] + right, from[1] - up] }];
  };
  const arrows = [...pointing("gradient", [-gx, -gy]), ...pointing("momentum", momentumOf(racer, row))];
  if (!Number.isFinite(sx + sy)) return arrows;
  const to = spotOf(plane, [place[0] + sx, place[1] + sy]);
  if (Math.hypot(to[0] - from[0], to[1] - from[1]) >= SHORTEST) arrows.push({ kind: "step", from, to });
  return arrows;
}

export function drawArrows(pen: CanvasRenderingContext2D, arrows: Arrow[], colour: string, ink: Ink): void {
  for (const { kind, from, to } of arrows) {
    const away = Math.atan2(to[1] - from[1], to[0] - from[0]);
    const head = Math.min(HEAD, Math.hypot(to[0] - from[0], to[1] - from[1]));
    const wing = (turn: number): Point => [
      to[0] - head * Math.cos(away + turn),
      to[1] - head * Math.sin(away + turn),
    ];
    const line = kind === "step" ? colour : ink.ink;
    for (const [style, width] of [[ink.halo, kind === "step" ? 6 : 4.5], [line, kind === "step" ? 3 : 2]] as const) {
      pen.strokeStyle = style;
      pen.fillStyle = style;
      pen.lineWidth = width;
      pen.setLineDash(style === ink.halo ? [] : ARROW_DASH[kind]);
      pen.beginPath();
      pen.moveTo(...from);
      pen.lineTo(...to);
      pen.stroke();
      pen.setLineDash([]);
      pen.beginPath();
      pen.moveTo(...to);
      pen.lineTo(...wing(0.45));
      pen.lineTo(...wing(-0.45));
      pen.closePath();
      pen.fill();
    }
  }
}
