// The lesson that is being written in the browser's storage, so that a page that is closed does not lose it.

import { keepsRuns } from "../shell/run_store.ts";

const WRITTEN = "mlwidgets-lesson-draft"; // what is being written
const OFFERED = "mlwidgets-lesson-drafts-before"; // what earlier pages have left, until somebody decides on it
const MOST = 5;

/** Reads and writes texts by name; the browser may refuse both, and then nothing is kept. */
export interface Store {
  getItem(name: string): string | null;
  setItem(name: string, text: string): void;
  removeItem(name: string): void;
}

/** What one page keeps, and what it found. */
export class KeptDraft {
  private saved = ""; // what has been saved as a file need not be kept

  constructor(private readonly store: Store, private readonly keeps: () => boolean) {}

  /** What earlier pages have left, the newest, when a page begins with nothing written; empty if nothing. */
  found(): string {
    return this.safely(() => {
      const left = this.store.getItem(WRITTEN);
      this.store.removeItem(WRITTEN);
      if (!this.keeps()) this.offer([]);
      else if (left) this.offer([left, ...this.offered().filter((one) => one !== left)].slice(0, MOST));
      return this.offered()[0] ?? "";
    }) ?? "";
  }

  /** Keep what is written now. */
  keep(text: string): void {
    if (text === this.saved || !this.keeps()) text = "";
    this.safely(() => text ? this.store.setItem(WRITTEN, text) : this.store.removeItem(WRITTEN));
  }

  /** Forget what is written: it has been saved as a file. */
  forget(text: string): void {
    this.saved = text;
    this.keep(text);
  }

  /** Forget what `found` has said: somebody goes on with it, or does not want it. */
  decide(found: string): void {
    this.safely(() => this.offer(this.offered().filter((one) => one !== found)));
  }

  private offered(): string[] {
    try {
      const found: unknown = JSON.parse(this.store.getItem(OFFERED) ?? "[]");
      return Array.isArray(found) ? found.filter((one) => typeof one === "string") : [];
    } catch {
      return []; // of another page of this address
    }
  }

  private offer(drafts: string[]): void {
    if (drafts.length) this.store.setItem(OFFERED, JSON.stringify(drafts));
    else this.store.removeItem(OFFERED);
  }

  private safely<T>(act: () => T): T | null {
    try {
      return act();
    } catch {
      return null; // a browser that blocks its storage, or has no room left
    }
  }
}

/** The title of a kept lesson; empty if it has none, or cannot be read. */
export function titleOf(kept: string): string {
  try {
    const { title } = JSON.parse(kept);
    return typeof title === "string" ? title : "";
  } catch {
    return "";
  }
}

const noStore: Store = { getItem: () => null, setItem: () => {}, removeItem: () => {} };

function browsersStore(): Store {
  let store = noStore;
  try {
    store = localStorage;
  } catch {
    // blocked: nothing is kept
  }
  return store;
}

export const keptDraft = (): KeptDraft => new KeptDraft(browsersStore(), keepsRuns);
