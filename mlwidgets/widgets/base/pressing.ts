// What a learner does beside a run is heard by every picture of it at once, before Python has answered.

import type { CleanUp } from "./model.ts";

/** Who belongs together: all of a dashboard, or of a lab that stands alone. */
const houseOf = (root: Element): Element | null => root.closest(".mlw-dashboard") ?? root.closest(".mlw-lab");

/** A kind of news that travels between the widgets around a run. */
class News<Detail> {
  constructor(private readonly name: string) {}

  tell(root: Element, detail: Detail): void {
    document.dispatchEvent(new CustomEvent(this.name, { detail: { house: houseOf(root), detail } }));
  }

  /** Call back with the news from around an element; returns how to stop. */
  hear(root: Element, call: (detail: Detail) => void): CleanUp {
    const hear = (event: Event) => {
      const { house, detail } = (event as CustomEvent<{ house: Element | null; detail: Detail }>).detail;
      if (house !== null && house === houseOf(root)) call(detail);
    };
    document.addEventListener(this.name, hear);
    return () => document.removeEventListener(this.name, hear);
  }
}

/** A button was pressed: "run", "pause", "batch", "epoch", "back", "reset". */
export const presses = new News<string>("mlw-press");

/** Somebody drags a run to another moment, at this epoch; null when they have let go. */
export const moments = new News<number | null>("mlw-moment");

/** The newest frame of a picture; after Pause the one that was shown, until Python says that the run rests. */
export class LatestFrame<Frame extends { moving?: boolean }> {
  private still = false;
  private shown: Frame;

  constructor(private readonly read: () => Frame) {
    this.shown = read();
  }

  press(press: string): void {
    this.still = press === "pause" && this.shown.moving === true;
  }

  get current(): Frame {
    const next = this.read();
    if (!next.moving) this.still = false;
    if (!this.still) this.shown = next;
    return this.shown;
  }
}
