// Notices that a server has stopped answering although the connection to it still looks open: a network that is gone
// without a word is reported by nobody, and the browser finds out after a minute and a half.

export const REST = 8_000; // ms without a sign of life until the server is asked for one
export const ANSWER = 6_000; // ms until a server that was asked is called quiet
const AWAY = 5 * 60_000; // ms without a hand: then nobody is there, and nobody asks
const STALE = 1_000; // ms: what was heard before is no answer to what somebody does now
const SLEPT = 5_000; // ms between two looks: the page was asleep, and what it waited for did not count
const LOOK = 1_000;

/**
 * Asks a server for a sign of life, while somebody is there, when none has come by itself.
 *
 * `ask` is to resolve when the server has answered, whatever it says, and to reject if it cannot be reached; `isOn`
 * says whether there is a connection and anybody to look at it; `report` hears whether the server answers, when that
 * changes.
 */
export class Heartbeat {
  private heard: number;
  private active: number;
  private looked: number;
  private asking = false;
  private quietSince: number | null = null;
  private told = false;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly ask: () => Promise<unknown>,
    private readonly isOn: () => boolean,
    private readonly report: (answers: boolean) => void,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.heard = this.active = this.looked = now();
  }

  start(): void {
    this.timer = setInterval(() => this.look(), LOOK);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** Something has come from the server. */
  hear(): void {
    this.heard = this.now();
    this.quietSince = null;
    if (!this.told) return;
    this.told = false;
    this.report(true);
  }

  /** Somebody does something, and wants an answer. */
  act(): void {
    this.active = this.now();
    if (this.isOn() && this.active - this.heard > STALE) this.beat();
  }

  /** Called every second. */
  look(): void {
    const now = this.now();
    if (now - this.looked > SLEPT && this.quietSince !== null) this.quietSince = now;
    this.looked = now;
    if (!this.isOn()) this.quietSince = null;
    else if (this.quietSince !== null || (now - this.heard > REST && now - this.active < AWAY)) this.beat();
    if (this.quietSince === null || this.told || now - this.quietSince < ANSWER) return;
    this.told = true;
    this.report(false);
  }

  private beat(): void {
    if (this.asking) return;
    this.asking = true;
    this.quietSince ??= this.now();
    const done = () => this.asking = false;
    this.ask().then(() => this.hear(), () => {}).then(done, done);
  }
}
