// What a page has said to Python, counted, so that an answer is known for what it is: the answer to something older
// never overwrites what has been typed since.

/** Which page said something, and how many things it had said by then. */
export type Turn = [page: string, count: number];

export class Turns {
  private readonly page = Math.random().toString(36).slice(2);
  private said = 0;
  private heard = 0;

  /** The mark of the next thing that is said. */
  next(): Turn {
    return [this.page, ++this.said];
  }

  /** Python has heard this, perhaps from another page that shows the same. */
  hear([page, count = 0]: Turn | []): void {
    if (page === this.page) this.heard = Math.max(this.heard, count);
  }

  /** Whether Python has still to hear something of what this page has said. */
  get waiting(): boolean {
    return this.heard < this.said;
  }
}
