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

/** Put children into an element in this order; those that are there already are not touched, and keep focus and press. */
export function arrange(parent: Element, children: Element[]): void {
  const wanted = new Set(children);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  children.forEach((child, at) => {
    if (parent.children[at] !== child) parent.insertBefore(child, parent.children[at] ?? null);
  });
}
