// At each control that can be hidden, a small menu: what learners can do with it. The bar puts the menus there, so that
// no control carries anything for a mode that few pages ever see.

import { element } from "../base/dom.ts";
import { t } from "../base/language.ts";
import { ACCESS, type Access, accessOf, type Chosen } from "../export/link_model.ts";

const LATER = 100; // ms after which a change of the page is looked at

export const TEXT = {
  access: { free: t("shown"), locked: t("locked"), hidden: t("hidden") } as Record<Access, string>,
  name: (control: string) => t("{control}, for learners", { control }),
};

export class Badges {
  private readonly menus = new Map<HTMLElement, HTMLSelectElement>();
  private readonly observer = new MutationObserver(() => this.soon());
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly names: Record<string, string>,
    private readonly chosen: () => Chosen,
    private readonly choose: (name: string, access: string) => void,
  ) {}

  /** Put a menu at every control of a page, also at those that come later. */
  start(page: Element): void {
    this.observer.disconnect();
    this.observer.observe(page, {
      childList: true,
      subtree: true,
      attributes: true,
      attributeFilter: ["data-setting"],
    });
    this.page = page;
    this.update();
  }
  private page: Element | undefined;

  update(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const boxes = new Set(this.page?.querySelectorAll<HTMLElement>("[data-setting]"));
    for (const box of this.menus.keys()) if (!boxes.has(box)) this.leave(box);
    for (const box of boxes) {
      const name = box.dataset.setting ?? "";
      const access = accessOf(this.chosen(), name);
      const menu = this.menus.get(box) ?? this.put(box, name);
      if (menu.parentElement?.parentElement !== box) box.append(menu.parentElement!);
      if (menu.value !== access) menu.value = access;
      box.dataset.teach = access;
    }
  }

  stop(): void {
    clearTimeout(this.timer);
    this.observer.disconnect();
    for (const box of [...this.menus.keys()]) this.leave(box);
  }

  private soon(): void {
    this.timer ??= setTimeout(() => this.update(), LATER);
  }

  private put(box: HTMLElement, name: string): HTMLSelectElement {
    const badge = element("div", "mlw mlw-teach-badge");
    const menu = element("select", "mlw-teach-menu", { "aria-label": TEXT.name(this.names[name] ?? name) });
    menu.append(...ACCESS.map((access) => element("option", "", { value: access }, TEXT.access[access])));
    menu.addEventListener("change", () => {
      this.choose(name, menu.value);
      menu.value = accessOf(this.chosen(), name); // Python decides, and says so
    });
    badge.append(menu);
    this.menus.set(box, menu);
    return menu;
  }

  private leave(box: HTMLElement): void {
    this.menus.get(box)?.parentElement?.remove();
    this.menus.delete(box);
    delete box.dataset.teach;
  }
}
