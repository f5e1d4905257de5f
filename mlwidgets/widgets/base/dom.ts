// What scripts of ours ask of the page.

import { keepKeys } from "./keys.ts";

keepKeys();

/** Make an element. Its text is set as text, never as markup. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className = "",
  attributes: Record<string, string | number> = {},
  text = "",
): HTMLElementTagNameMap[Tag] {
  const node = document.createElement(tag);
  node.className = className;
  node.textContent = text;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  return node;
}

/** Whether whoever looks at the page points with a finger. */
export const isCoarse = (): boolean => matchMedia("(pointer: coarse)").matches;
