// A row of tabs: one is open, the arrow keys go round, and Tab leaves the row.

import { element } from "./dom.ts";

const MOVES: Record<string, (at: number, count: number) => number> = {
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at + count - 1) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

export class TabList {
  readonly root: HTMLElement;
  #selected = 0;

  /** `className` styles the row, and with `-tab` added each tab; `choose` is called with the place of a tab. */
  constructor(label: string, private readonly className: string, private readonly choose: (at: number) => void) {
    this.root = element("div", `${className}s`, { role: "tablist", "aria-label": label });
    this.root.addEventListener("keydown", (event) => {
      const move = MOVES[event.key];
      if (!move || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      this.#press(move(this.#selected, this.root.children.length));
    });
  }

  /** Show these titles, with one of the tabs open. */
  show(titles: string[], selected: number): void {
    const tabs = this.root.children;
    if (titles.length !== tabs.length || titles.some((title, at) => tabs[at].textContent !== title)) {
      this.root.replaceChildren(...titles.map((title, at) => {
        const tab = element("button", this.className, { type: "button", role: "tab", "data-title": title }, title);
        tab.addEventListener("click", () => this.#press(at));
        return tab;
      }));
    }
    this.#selected = selected;
    [...tabs].forEach((tab, at) => {
      tab.setAttribute("aria-selected", String(at === selected));
      tab.setAttribute("tabindex", at === selected ? "0" : "-1");
    });
    this.reveal();
  }

  /** Bring the open tab into sight where the row is wider than the page; nothing but the row is scrolled. */
  reveal(): void {
    const { root } = this;
    const tab = root.children[this.#selected] as HTMLElement | undefined;
    if (!tab) return;
    const [left, right] = [tab.offsetLeft - root.offsetLeft, tab.offsetLeft - root.offsetLeft + tab.offsetWidth];
    if (left < root.scrollLeft) root.scrollLeft = left;
    else if (right > root.scrollLeft + root.clientWidth) root.scrollLeft = right - root.clientWidth;
  }

  #press(at: number): void {
    this.choose(at);
    (this.root.children[at] as HTMLElement | undefined)?.focus();
  }
}

/** Name what each tab shows: Python's boxes carry no roles. */
export function namePanels(panels: Iterable<Element>, titles: string[]): void {
  [...panels].forEach((panel, at) => {
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-label", titles[at] ?? "");
  });
}
