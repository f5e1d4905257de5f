// The paths that racers leave behind. A path is drawn on from where it ended in the last frame, so that a frame costs the
// same in a long race as in a short one.

import { DASHES, traceMark } from "./race_marks.ts";
import { type Point, pointAt, type Race, type Racer, rowAt } from "./race_model.ts";
import { type Plane, spotOf } from "./race_plane.ts";

export interface Ink {
  ink: string;
  soft: string;
  halo: string;
  racers: string[];
  font: string;
}
interface Trail {
  racer: Racer;
  spots: Point[];
  lengths: number[]; // px from the start, so that dashes go on where they ended
}
const WIDTH = { path: 2.5, halo: 5, coming: 1.5 };
const COMING = 0.4; // how strongly the part of a path is drawn that is still to come
const MARK = 5.5;

export class Trails {
  private trails: Trail[] = [];
  private drawn = -1;

  /** Take other paths, or the same in another size. */
  take(race: Race, plane: Plane): void {
    this.trails = race.racers.map((racer) => {
      const spots = Array.from({ length: racer.rows }, (_, row) => spotOf(plane, pointAt(racer, "theta", row)));
      const lengths = [0];
      for (let row = 1; row < spots.length; row += 1) {
        const [[a, b], [c, d]] = [spots[row - 1], spots[row]];
        lengths.push(lengths[row - 1] + Math.hypot(c - a, d - b));
      }
      return { racer, spots, lengths };
    });
    this.drawn = -1;
  }

  /** Draw the whole of each path thinly: what is still to come. */
  drawComing(pen: CanvasRenderingContext2D, ink: Ink): void {
    pen.save();
    pen.globalAlpha = COMING;
    for (const trail of this.trails) this.line(pen, trail, 0, trail.spots.length - 1, ink, WIDTH.coming);
    pen.restore();
  }

  /** Draw the paths up to a step, on a canvas that nobody else draws on. */
  drawTo(pen: CanvasRenderingContext2D, step: number, ink: Ink, clear: () => void): void {
    if (this.drawn < 0 || step < this.drawn) {
      clear();
      this.drawn = 0;
    }
    for (const trail of this.trails) {
      const [from, to] = [rowAt(trail.racer, this.drawn), rowAt(trail.racer, step)];
      if (to > from) this.line(pen, trail, from, to, ink, WIDTH.path);
    }
    this.drawn = step;
  }

  /** The next time everything is drawn anew. */
  forget(): void {
    this.drawn = -1;
  }

  /** Draw each racer's mark where it is; the chosen one's is larger, and above the others. */
  drawMarks(pen: CanvasRenderingContext2D, step: number, chosen: number, ink: Ink): void {
    const last = this.trails.filter(({ racer }) => racer.number === chosen);
    for (const trail of [...this.trails.filter((one) => !last.includes(one)), ...last]) {
      const spot = trail.spots[rowAt(trail.racer, step)];
      if (!spot) continue;
      traceMark(pen, trail.racer.number, spot, trail.racer.number === chosen ? MARK + 2 : MARK);
      pen.fillStyle = ink.racers[trail.racer.number];
      pen.strokeStyle = ink.halo;
      pen.lineWidth = 2;
      pen.fill();
      pen.stroke();
    }
  }

  private line(
    pen: CanvasRenderingContext2D,
    { racer, spots, lengths }: Trail,
    from: number,
    to: number,
    ink: Ink,
    width: number,
  ): void {
    pen.beginPath();
    pen.moveTo(...spots[from]);
    for (let row = from + 1; row <= to; row += 1) pen.lineTo(...spots[row]);
    pen.lineJoin = "round";
    if (width === WIDTH.path) {
      pen.setLineDash([]);
      pen.strokeStyle = ink.halo;
      pen.lineWidth = WIDTH.halo;
      pen.globalAlpha = 0.7;
      pen.stroke();
      pen.globalAlpha = 1;
    }
    pen.setLineDash(DASHES[racer.number]);
    pen.lineDashOffset = lengths[from];
    pen.strokeStyle = ink.racers[racer.number];
    pen.lineWidth = width;
    pen.stroke();
    pen.setLineDash([]);
  }
}
