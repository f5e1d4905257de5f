// Handing the learner a file.

import { element } from "./dom.ts";

/** Let the browser save something under a name. */
export function saveFile(name: string, content: BlobPart, type: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  element("a", "", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000); // a slow disk may still be reading
}
