// The lesson that was just left: its column takes the focus along when it goes, and its card in the list, which may
// not be there yet, gets it. The two are widgets of their own, so the page itself remembers it.

const LEFT = Symbol.for("mlwidgets: the lesson that was left");
const page = globalThis as { [LEFT]?: string };

export function leave(name: string): void {
  page[LEFT] = name;
}

/** Return the name of the lesson that was left, once; empty if none was. */
export function takeLeft(): string {
  const name = page[LEFT] ?? "";
  delete page[LEFT];
  return name;
}
