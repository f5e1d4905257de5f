// A start that is dragged is asked of Python no more often than answers come back; the last one is always asked.

import type { Point } from "./race_model.ts";

const PATIENCE = 5_000; // ms after which an answer is given up

export class Asking {
  private waiting: number | null = null; // the serial of the question that is under way
  private next: Point | null = null;
  private serial = Math.floor(Math.random() * 2 ** 40); // two views of one model must not take each other's answers
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly send: (start: Point, serial: number) => void) {}

  /** Whether an answer is still to come. */
  get busy(): boolean {
    return this.waiting !== null;
  }

  ask(start: Point): void {
    this.next = start;
    if (!this.busy) this.go();
  }

  /** Hear an answer; returns whether it was the last one that is wanted. */
  answered(serial: number): boolean {
    if (serial !== this.waiting) return false;
    clearTimeout(this.timer);
    this.waiting = null;
    this.go();
    return !this.busy;
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private go(): void {
    if (!this.next) return;
    const start = this.next;
    this.next = null;
    this.serial += 1;
    this.waiting = this.serial;
    this.timer = setTimeout(() => this.answered(this.serial), PATIENCE);
    this.send(start, this.serial);
  }
}
