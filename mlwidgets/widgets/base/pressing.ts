// What a learner presses beside a run is heard by every picture of it at once, before Python has answered.

import type { CleanUp } from "./model.ts";

export const PRESS_EVENT = "mlw-press";

/** Who belongs together: all of a dashboard, or of a lab that stands alone. */
const houseOf = (root: Element): Element | null => root.closest(".mlw-dashboard") ?? root.closest(".mlw-lab");

/** Tell the pictures around an element of a press: "run", "pause", "batch", "epoch", "reset". */
export function tellPress(root: Element, press: string): void {
  document.dispatchEvent(new CustomEvent(PRESS_EVENT, { detail: { house: houseOf(root), press } }));
}

/** Hear of presses around an element; returns how to stop. */
export function hearPress(root: Element, call: (press: string) => void): CleanUp {
  const hear = (event: Event) => {
    const { house, press } = (event as CustomEvent<{ house: Element | null; press: string }>).detail;
    if (house !== null && house === houseOf(root)) call(press);
  };
  document.addEventListener(PRESS_EVENT, hear);
  return () => document.removeEventListener(PRESS_EVENT, hear);
}

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
