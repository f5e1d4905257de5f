// Lines of words and numbers. A number that stands elsewhere, too, is a button: to point at it or to reach it with the
// Tab key lights it up wherever it stands, so that it can be followed from card to card.

import { element } from "../base/dom.ts";
import type { Line, Part } from "./step_model.ts";
import { t } from "../base/language.ts";

const TEXT = {
  exactly: (text: string, exact: string) => t("{text}, exactly {exact}", { text, exact }),
};

/** The keys that stand on more than one line. */
export function sharedKeys(groups: Line[][]): Set<string> {
  const seen = new Map<string, number>();
  for (const line of groups.flat()) {
    const keys = new Set(line.parts.flatMap((part) => (typeof part === "string" ? [] : [part[1]])));
    for (const key of keys) seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  return new Set([...seen].flatMap(([key, count]) => (key && count > 1 ? [key] : [])));
}

export const plainText = (line: Line): string =>
  line.parts.map((part) => (typeof part === "string" ? part : part[0])).join("");

function makePart(part: Part, shared: Set<string>): Node {
  if (typeof part === "string") return document.createTextNode(part);
  const [text, key, exact] = part;
  const what = { "data-key": key, "data-exact": exact, title: exact };
  if (!shared.has(key)) return element("span", "mlw-step-number", what, text);
  return element("button", "mlw-step-number mlw-step-shared", {
    ...what,
    type: "button",
    "aria-label": TEXT.exactly(text, exact),
    "aria-pressed": "false",
  }, text);
}

export function makeLine(line: Line, shared: Set<string>): HTMLElement {
  const made = element("p", `mlw-step-line ${line.kind ? `mlw-step-${line.kind}` : ""}`);
  made.append(...line.parts.map((part) => makePart(part, shared)));
  return made;
}

/** Lights up the number that is pointed at, or focused, or held by a press, wherever it stands below `root`. */
export class Follower {
  private held = "";

  constructor(private readonly root: HTMLElement) {
    const keyOf = (target: EventTarget | null) =>
      target instanceof HTMLElement ? target.closest<HTMLElement>(".mlw-step-shared")?.dataset.key ?? "" : "";
    root.addEventListener("pointerover", ({ target }) => this.light(keyOf(target) || this.held));
    root.addEventListener("pointerleave", () => this.light(this.held));
    root.addEventListener("focusin", ({ target }) => this.light(keyOf(target) || this.held));
    root.addEventListener("focusout", () => this.light(this.held));
    root.addEventListener("click", ({ target }) => {
      const key = keyOf(target);
      if (!key) return;
      this.held = this.held === key ? "" : key;
      this.light(this.held);
    });
  }

  /** Show again what is held, after lines have been made anew. */
  refresh(): void {
    this.light(this.held);
  }

  private light(key: string): void {
    for (const number of this.root.querySelectorAll<HTMLElement>(".mlw-step-shared")) {
      number.classList.toggle("mlw-step-lit", number.dataset.key === key);
      number.setAttribute("aria-pressed", String(this.held !== "" && number.dataset.key === this.held));
    }
  }
}
