// The bar of a run's progress, which can be dragged back to any earlier update. While it is dragged the page shows what it
// has; the exact moment follows from Python, and the next one is asked for when that has come.

import { element } from "../base/dom.ts";
import type { CleanUp } from "../base/model.ts";
import { makeSender } from "../base/sender.ts";
import { grouped, t } from "../base/language.ts";

/** Where a run stands, and between which updates it can go. */
export interface Reach {
  first: number;
  newest: number;
  at: number;
  /** Some updates with the epochs in which they were made, rising; more of them while the run rests. */
  updates: number[];
  epochs: number[];
}
export const NOWHERE: Reach = { first: 0, newest: 0, at: 0, updates: [], epochs: [] };

const TEXT = {
  name: t("Moment of the run"),
  said: (at: string, newest: string) => t("Update {at} of {newest}", { at, newest }),
};
const ASK_EVERY = 120; // ms: Python needs about so long to compute a moment again
const PAGE = 10; // the run in so many presses of PageUp

/** The epoch of an update, in a straight line between those that are known. */
export function epochOf({ updates, epochs }: Reach, update: number): number {
  const after = updates.findIndex((one) => one >= update);
  if (after < 0) return epochs.at(-1) ?? 0;
  if (after === 0 || updates[after] === update) return epochs[after];
  const share = (update - updates[after - 1]) / (updates[after] - updates[after - 1]);
  return epochs[after - 1] + share * (epochs[after] - epochs[after - 1]);
}

export class Scrubber {
  readonly input = element("input", "mlw-progress-scrubber", {
    type: "range",
    step: 1,
    "aria-label": TEXT.name,
  });
  private reach = NOWHERE;
  private wanted: number | null = null; // where the thumb is, until Python has come there
  private dragged = false;
  private readonly sender = makeSender(() => this.wanted !== null && this.go(this.wanted), () => ASK_EVERY);

  /** `go` asks Python for a moment; `preview` shows an epoch meanwhile, and null when the exact one is there. */
  constructor(private readonly go: (update: number) => void, private readonly preview: (epoch: number | null) => void) {
    this.input.addEventListener("input", () => this.want(Number(this.input.value)));
    this.input.addEventListener("change", () => this.sender.flush());
    this.input.addEventListener("pointerdown", () => (this.dragged = true));
    for (const end of ["pointerup", "pointercancel"]) this.input.addEventListener(end, () => this.drop());
    this.input.addEventListener("keydown", (event) => {
      const page = Math.max(1, Math.round((this.reach.newest - this.reach.first) / PAGE));
      const move = { PageUp: page, PageDown: -page }[event.key];
      if (move === undefined) return;
      event.preventDefault();
      this.want(Math.min(Math.max(Number(this.input.value) + move, this.reach.first), this.reach.newest));
      this.sender.flush();
    });
  }

  /** Take where the run stands now. */
  show(reach: Reach): void {
    this.reach = reach;
    if (this.wanted === reach.at && !this.dragged) this.arrive();
    this.input.min = String(reach.first);
    this.input.max = String(reach.newest);
    this.input.hidden = reach.newest <= reach.first;
    this.put(this.wanted ?? reach.at);
  }

  /** Believe Python again: it has refused, or something else was pressed. */
  arrive(): void {
    this.wanted = null;
    this.preview(null);
    this.put(this.reach.at);
  }

  get moving(): boolean {
    return this.wanted !== null;
  }

  stop: CleanUp = () => this.sender.stop();

  private want(update: number): void {
    this.wanted = update;
    this.put(update);
    this.preview(epochOf(this.reach, update));
    this.sender.request();
  }

  private drop(): void {
    this.dragged = false;
    if (this.wanted === this.reach.at) this.arrive();
  }

  private put(at: number): void {
    this.input.value = String(at);
    const { first, newest } = this.reach;
    this.input.style.setProperty("--mlw-at", String((at - first) / Math.max(newest - first, 1)));
    const said = TEXT.said(grouped(at), grouped(newest));
    this.input.setAttribute("aria-valuetext", said);
    this.input.title = said;
  }
}
