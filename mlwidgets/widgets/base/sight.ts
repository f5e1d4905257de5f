// What can be seen. The browser tells, without the layout being read.

import type { CleanUp } from "./model.ts";

/** Call back with whether an element can be seen, now and whenever that changes; returns how to stop. */
export function onSight(root: Element, call: (seen: boolean) => void): CleanUp {
  const observer = new IntersectionObserver((entries) => call(entries.at(-1)!.isIntersecting));
  observer.observe(root);
  return () => observer.disconnect();
}
