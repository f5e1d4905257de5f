// Where one is on the way through an update: which example, which card. Nothing here draws.

export type Grain = "example" | "batch" | "epoch" | "updates";
export const GRAINS: Grain[] = ["example", "batch", "epoch", "updates"];
export const CARDS = ["forward", "loss", "gradient", "update"] as const;
export type CardName = typeof CARDS[number];
const UPDATE = 3;

/** Walks through the cards: of one example after the other, or of one example and then its batch. */
export class StepPlayer {
  grain: Grain = "example";
  example = 0;
  card = 0;
  walking = false; // before the first step, and after the last, all cards are open

  constructor(private count = 1) {}

  /** Take another update, which has so many examples. */
  begin(count: number, example = 0): void {
    this.count = Math.max(1, count);
    this.example = Math.min(Math.max(example, 0), this.count - 1);
    this.rest();
  }

  setGrain(grain: Grain): void {
    this.grain = grain;
    this.rest();
  }

  rest(): void {
    this.card = 0;
    this.walking = false;
  }

  get lastExample(): boolean {
    return this.example === this.count - 1;
  }
  /** Whether each example has its own turn and the update waits for all of them. */
  get oneByOne(): boolean {
    return this.grain === "example";
  }
  /** Whether the cards show the batch's numbers below those of the example. */
  get showsBatch(): boolean {
    return !this.oneByOne || this.lastExample;
  }
  get atEnd(): boolean {
    return this.walking && this.card === UPDATE;
  }

  isOpen(card: number): boolean {
    if (card === UPDATE && !this.showsBatch) return false;
    return !this.walking || card <= this.card;
  }

  /** Go to the next card; false at the end, where all of them are open again. */
  next(): boolean {
    if (!this.walking) {
      this.walking = true;
      this.card = 0;
      return true;
    }
    if (this.atEnd) {
      this.walking = false;
      return false;
    }
    if (this.card === UPDATE - 1 && !this.showsBatch) {
      this.example += 1;
      this.card = 0;
    } else this.card += 1;
    return true;
  }

  back(): void {
    if (!this.walking) {
      this.walking = true;
      this.card = this.showsBatch ? UPDATE : UPDATE - 1;
    } else if (this.card > 0) this.card -= 1;
    else if (this.oneByOne && this.example > 0) {
      this.example -= 1;
      this.card = UPDATE - 1;
    } else this.walking = false;
  }

  /** Look at another example. */
  turn(by: number): void {
    this.example = Math.min(Math.max(this.example + by, 0), this.count - 1);
    if (this.walking && this.card === UPDATE && !this.showsBatch) this.card = UPDATE - 1;
  }
}
