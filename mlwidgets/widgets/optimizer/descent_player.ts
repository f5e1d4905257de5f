// The clock of a path that is played: which step it is at, and how fast it goes. It asks Python nothing.

export interface Clock {
  now(): number; // ms
  frame(call: () => void): number;
  cancel(id: number): void;
}
const CLOCK: Clock = {
  now: () => performance.now(),
  frame: (call) => requestAnimationFrame(call),
  cancel: (id) => cancelAnimationFrame(id),
};

export class Player {
  at = 0; // the step, with a fraction while it moves
  playing = false;
  speed = 4; // steps a second
  private last = 0;
  private since = 0;
  private frame: number | null = null;

  /** `changed` is called whenever the place or the playing has changed; `smooth` says whether places between count. */
  constructor(
    private readonly changed: () => void,
    private readonly smooth: () => boolean = () => true,
    private readonly clock: Clock = CLOCK,
  ) {}

  get step(): number {
    return Math.floor(this.at + 1e-9);
  }

  get end(): number {
    return this.last;
  }

  /** Take another path of so many steps, and stand at its start. */
  load(steps: number): void {
    this.pause(false);
    this.last = steps;
    this.at = 0;
    this.changed();
  }

  go(step: number): void {
    this.pause(false);
    this.at = Math.min(Math.max(Math.round(step), 0), this.last);
    this.changed();
  }

  play(): void {
    if (this.playing || this.last === 0) return;
    if (this.at >= this.last) this.at = 0;
    this.playing = true;
    this.since = this.clock.now();
    this.frame = this.clock.frame(this.tick);
    this.changed();
  }

  pause(tell = true): void {
    if (this.frame !== null) this.clock.cancel(this.frame);
    this.frame = null;
    const was = this.playing;
    this.playing = false;
    if (!was) return;
    this.at = this.step;
    if (tell) this.changed();
  }

  private tick = (): void => {
    const now = this.clock.now();
    const moved = this.at + ((now - this.since) / 1000) * this.speed;
    // Whole steps only: the time that is left over counts for the next one.
    const next = this.smooth() ? moved : Math.floor(moved);
    if (next > this.at || this.smooth()) {
      this.since = this.smooth() ? now : this.since + ((next - this.at) * 1000) / this.speed;
      this.at = Math.min(next, this.last);
    }
    if (this.at >= this.last) return this.pause();
    this.frame = this.clock.frame(this.tick);
    this.changed();
  };
}
