// Questions to Python while something is dragged: the next one goes out when the one before has been answered.

import type { Settings } from "./descent_model.ts";

export class Asking {
  private asked = 0;
  private answered = 0;
  private waiting: Settings | null = null;

  constructor(private readonly send: (asked: number, settings: Settings) => void, first: number) {
    this.asked = this.answered = first;
  }

  get open(): boolean {
    return this.asked !== this.answered;
  }

  ask(settings: Settings): void {
    this.waiting = settings;
    if (!this.open) this.next();
  }

  /** An answer has come; whether it is to the last question of this page. */
  hear(asked: number): boolean {
    if (asked === this.asked) this.answered = asked;
    if (!this.open && this.waiting) {
      this.next();
      return false;
    }
    return !this.open;
  }

  private next(): void {
    const settings = this.waiting!;
    this.waiting = null;
    this.asked += 1;
    this.send(this.asked, settings);
  }
}
