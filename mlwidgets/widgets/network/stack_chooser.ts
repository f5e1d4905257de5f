// A window with things to choose from, found by typing, arrow keys, mouse or finger. The field
// keeps the focus; the list says which of its things is meant.

import { element } from "../base/dom.ts";
import { StackDialog } from "./stack_dialog.ts";
import { t } from "../base/language.ts";

const CHOOSER_TEXT = {
  find: t("Find by name"),
  nothing: (query: string) => t("Nothing matches “{query}”.", { query }),
};

export interface Thing {
  name: string;
  title: string;
  text: string;
  disabled?: boolean;
}

let chooserCount = 0;

export class Chooser extends StackDialog {
  private readonly id: string;
  private readonly list: HTMLElement;
  private readonly search: HTMLInputElement;
  private readonly nothing: HTMLElement;
  private options: HTMLElement[] = [];
  private active: HTMLElement | undefined;

  /** `choose` is called with the name of what was chosen. */
  constructor(
    root: HTMLElement,
    title: string,
    private readonly choose: (name: string) => void,
  ) {
    super(root, title);
    chooserCount += 1;
    const id = `mlw-chooser-${chooserCount}`;
    this.id = id;
    this.list = element("div", "mlw-chooser-list", { role: "listbox", id: `${id}-list`, "aria-label": title });
    this.search = element("input", "mlw-chooser-search", {
      type: "text",
      role: "combobox",
      "aria-label": CHOOSER_TEXT.find,
      placeholder: CHOOSER_TEXT.find,
      "aria-expanded": "true",
      "aria-autocomplete": "list",
      "aria-controls": `${id}-list`,
      autocomplete: "off",
      spellcheck: "false",
    });
    this.nothing = element("p", "mlw-chooser-nothing", { role: "status" });
    this.search.addEventListener("input", () => this.filter());
    this.search.addEventListener("keydown", (event) => this.press(event));
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    this.list.addEventListener(
      "click",
      (event) => this.take((event.target as HTMLElement).closest<HTMLElement>("[role=option]")),
    );
    this.body.append(this.search, this.nothing, this.list);
  }

  /** Fill the list with groups `[title, [{ name, title, text, disabled }]]`; a group may have no title. */
  fill(groups: [string, Thing[]][]): void {
    this.options = [];
    this.list.replaceChildren(
      ...groups.map(([title, things], number) => {
        const group = element("div", "mlw-chooser-group", { role: "group" });
        if (title) {
          const id = `${this.id}-group-${number}`;
          group.setAttribute("aria-labelledby", id);
          group.append(element("p", "mlw-chooser-title", { id, role: "presentation" }, title));
        }
        group.append(...things.map((thing) => this.makeOption(thing)));
        return group;
      }),
    );
  }

  private makeOption({ name, title, text, disabled = false }: Thing): HTMLElement {
    const option = element("div", "mlw-chooser-option", {
      role: "option",
      id: `${this.id}-option-${this.options.length}`,
      "aria-selected": "false",
      "aria-disabled": String(disabled),
    });
    option.dataset.name = name;
    option.append(element("strong", "", {}, title), " ", element("span", "", {}, text));
    this.options.push(option);
    return option;
  }

  override open(): void {
    super.open();
    this.search.value = "";
    this.filter();
    this.list.scrollTop = 0;
    // Under a finger the keyboard would cover half of the list: it comes when the field is touched.
    if (matchMedia("(pointer: coarse)").matches) this.title.parentElement?.querySelector("button")?.focus();
    else this.search.focus();
  }

  private get shown(): HTMLElement[] {
    return this.options.filter((option) => !option.hidden);
  }

  private filter(): void {
    const query = this.search.value.trim().toLowerCase();
    const title = (option: HTMLElement) => (option.firstChild?.textContent ?? "").toLowerCase();
    for (const option of this.options) option.hidden = !title(option).includes(query);
    for (const group of this.list.children as HTMLCollectionOf<HTMLElement>) {
      group.hidden = ![...group.querySelectorAll<HTMLElement>("[role=option]")].some((option) => !option.hidden);
    }
    const { shown } = this;
    this.nothing.textContent = shown.length ? "" : CHOOSER_TEXT.nothing(this.search.value.trim());
    this.activate(shown.find((option) => title(option).startsWith(query)) ?? shown[0]);
  }

  private activate(option: HTMLElement | undefined): void {
    this.active?.setAttribute("aria-selected", "false");
    this.active = option;
    if (!option) return void this.search.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    this.search.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  private press(event: KeyboardEvent): void {
    if (event.key === "Enter") {
      event.preventDefault();
      return this.take(this.active);
    }
    const { shown } = this;
    const at = this.active ? shown.indexOf(this.active) : -1;
    const targets: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 6, PageUp: at - 6 };
    const target = targets[event.key];
    if (target === undefined || !shown.length) return;
    event.preventDefault();
    return this.activate(shown[Math.min(Math.max(target, 0), shown.length - 1)]);
  }

  private take(option: HTMLElement | null | undefined): void {
    if (!option || option.getAttribute("aria-disabled") === "true") return;
    this.close();
    this.choose(option.dataset.name ?? "");
  }
}
