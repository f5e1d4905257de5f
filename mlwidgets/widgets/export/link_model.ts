// What a link is made of, apart from drawing.

export type Access = "free" | "locked" | "hidden";
export const ACCESS: readonly Access[] = ["free", "locked", "hidden"];

export interface Chosen {
  hidden: string[];
  locked: string[];
}

export function accessOf(chosen: Chosen, name: string): Access {
  return chosen.hidden.includes(name) ? "hidden" : chosen.locked.includes(name) ? "locked" : "free";
}
