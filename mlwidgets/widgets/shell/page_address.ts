// The link in the page's address: read once, and again whenever somebody puts another one there.

import type { CleanUp } from "../base/model.ts";

const MOST = 250_000; // characters: Python says of a longer one that it is too long
const OURS = /(^|[#?&])mlw=/;
const PLAYGROUND = /#(.*&)?(activation|dataset|networkShape|problem)=/;

/** What a page is asked to open, from the two parts of its address that may hold it; null if nothing. */
export function linkIn(search: string, hash: string): string | null {
  const found = [hash, search].find((part) => OURS.test(part)) ?? (PLAYGROUND.test(hash) ? hash : null);
  return found === null ? null : found.slice(0, MOST);
}

/** Whether this page is ours, and not a notebook with an address of its own. */
export function isOwnPage(): boolean {
  return "voila" in document.body.dataset;
}

/** Call back with the link in the address, now and after every change of it; returns how to stop. */
export function watchAddress(open: (link: string) => void): CleanUp {
  const look = (search: string) => {
    const link = linkIn(search, location.hash);
    if (link !== null) open(link);
  };
  const changed = () => look("");
  look(location.search);
  addEventListener("hashchange", changed);
  return () => removeEventListener("hashchange", changed);
}
