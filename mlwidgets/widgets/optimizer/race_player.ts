// How a race is played: which step is shown after how much time. The page does all of it.

export const STEPS_PER_SECOND = 60; // at speed 1: one step in each frame of most screens
export const SPEEDS = [0.1, 0.25, 0.5, 1, 2, 5, 10];

export class Player {
  step = 0;
  playing = false;
  speed = 1;
  private behind = 0; // the share of a step that has passed since the one that is shown

  constructor(public last = 0) {}

  /** Whether the end is shown. */
  get whole(): boolean {
    return this.last > 0 && this.step === this.last;
  }

  /** Begin, or go on; at the end, begin anew. */
  play(): void {
    if (this.last === 0) return;
    if (this.step >= this.last) this.go(0);
    this.playing = true;
  }

  pause(): void {
    this.playing = false;
  }

  /** Let time pass; returns whether another step is shown. */
  advance(milliseconds: number): boolean {
    if (!this.playing) return false;
    this.behind += (Math.max(0, milliseconds) / 1000) * STEPS_PER_SECOND * this.speed;
    const steps = Math.floor(this.behind + 1e-9);
    if (steps === 0) return false;
    this.behind = Math.max(0, this.behind - steps);
    this.step = Math.min(this.last, this.step + steps);
    if (this.step === this.last) this.playing = false;
    return true;
  }

  /** Show a step. */
  go(step: number): void {
    this.step = Math.max(0, Math.min(this.last, Math.round(step)));
    this.behind = 0;
  }

  /** Another race: what was shown in whole is shown in whole again. */
  take(last: number): void {
    const { whole } = this;
    this.last = last;
    this.go(whole ? last : Math.min(this.step, last));
  }
}
