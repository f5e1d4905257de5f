// What a link is made of, apart from drawing.

export type Access = "free" | "locked" | "hidden";
export const ACCESS: readonly Access[] = ["free", "locked", "hidden"];

export interface Chosen {
  hidden: string[];
  locked: string[];
}

/** A page's address with another fragment, and without what is nobody else's: a token, a link of its own. */
export function pageLink(address: string, fragment: string): string {
  const url = new URL(address);
  for (const name of ["token", "mlw"]) url.searchParams.delete(name);
  url.hash = "";
  return url.href.replace(/#$/, "") + fragment;
}

/** Whether an address is this machine's own, which no other machine reaches. */
export function isOnThisMachine(hostname: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/.test(hostname);
}

export function accessOf(chosen: Chosen, name: string): Access {
  return chosen.hidden.includes(name) ? "hidden" : chosen.locked.includes(name) ? "locked" : "free";
}
