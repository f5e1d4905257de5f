// Dragging a card to another place, with mouse, pen or finger. A line shows where it would go; Escape puts it back.
// Near an edge of what is scrolled, that follows. The stack runs from left to right or, on a narrow page, downwards.

import { element } from "../base/dom.ts";
import type { Card } from "./stack_card.ts";
import { t } from "../base/language.ts";

const DRAG = { threshold: 4, edge: 56, speed: 14 }; // pixels, and pixels a frame
const DRAG_TEXT = { place: (number: number) => t("Place {number}", { number }) };

export class StackDrag {
  private readonly mark = element("div", "mlw-stack-drop", { "aria-hidden": "true" });
  private readonly word = element("span");
  private card: Card | null = null;
  private start = 0;
  private at = 0;
  private across = false;
  private target = 0;
  private moving = false;
  private page: Element | null = null;

  /** `area` holds the list; `cards` gives the cards in order; `drop` is called with a card and its new place. */
  constructor(
    private readonly area: HTMLElement,
    private readonly cards: () => Card[],
    private readonly isAcross: () => boolean,
    private readonly drop: (card: Card, to: number) => void,
  ) {
    this.mark.append(this.word);
    this.mark.hidden = true;
    area.append(this.mark);
  }

  private readonly cancelKey = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    this.end(false);
  };

  /** Let a card be dragged by its grip, and by its drawing unless that is how a finger scrolls. */
  attach(card: Card): void {
    const parts: [HTMLElement | SVGSVGElement, boolean][] = [[card.grip, true], [card.drawing, false]];
    for (const [part, fingers] of parts) {
      part.addEventListener("pointerdown", (down) => {
        const event = down as PointerEvent;
        if (event.button !== 0 || this.card || (event.pointerType === "touch" && !fingers)) return;
        event.preventDefault(); // no text is selected on the way
        card.root.focus({ preventScroll: true });
        this.card = card;
        this.across = this.isAcross();
        this.start = this.place(event) + this.scrolled();
        this.moving = false;
        part.setPointerCapture(event.pointerId);
      });
      part.addEventListener("pointermove", (event) => this.card === card && this.move(event as PointerEvent));
      part.addEventListener("pointerup", () => this.card === card && this.end(true));
      part.addEventListener("pointercancel", () => this.card === card && this.end(false));
    }
  }

  private place(event: PointerEvent): number {
    return this.across ? event.clientX : event.clientY;
  }

  private scroller(): Element {
    for (let node: Element | null = this.area; node; node = node.parentElement) {
      const style = getComputedStyle(node);
      const scrolls = this.across
        ? /auto|scroll/.test(style.overflowX) && node.scrollWidth > node.clientWidth
        : /auto|scroll/.test(style.overflowY) && node.scrollHeight > node.clientHeight;
      if (scrolls) return node;
    }
    return document.scrollingElement ?? document.documentElement;
  }

  private scrolled(): number {
    this.page ??= this.scroller();
    return this.across ? this.page.scrollLeft : this.page.scrollTop;
  }

  private move(event: PointerEvent): void {
    this.at = this.place(event);
    if (!this.moving) {
      if (Math.abs(this.at + this.scrolled() - this.start) < DRAG.threshold) return;
      this.moving = true;
      this.card?.item.classList.add("mlw-stack-dragged");
      document.addEventListener("keydown", this.cancelKey, true);
      this.follow();
    }
    this.show();
  }

  /** Scroll while the pointer stays near an edge. */
  private follow(): void {
    if (!this.card || !this.moving || !this.page) return;
    const box = this.page.getBoundingClientRect();
    const whole = this.page === document.scrollingElement;
    const [low, high] = this.across ? [box.left, box.right] : whole ? [0, innerHeight] : [box.top, box.bottom];
    const by = this.at < low + DRAG.edge ? -DRAG.speed : this.at > high - DRAG.edge ? DRAG.speed : 0;
    if (by) {
      if (this.across) this.page.scrollLeft += by;
      else this.page.scrollTop += by;
      this.show();
    }
    requestAnimationFrame(() => this.follow());
  }

  /** Show the card under the pointer, and a line where it would be put down. */
  private show(): void {
    if (!this.card) return;
    const by = this.at + this.scrolled() - this.start;
    this.card.root.style.transform = this.across ? `translateX(${by}px)` : `translateY(${by}px)`;
    const ends = (box: DOMRect) => (this.across ? [box.left, box.right] : [box.top, box.bottom]);
    const others = this.cards().filter((card) => card !== this.card);
    const boxes = others.map((card) => ends(card.item.getBoundingClientRect()));
    this.target = boxes.filter(([low, high]) => this.at > (low + high) / 2).length;
    const [start] = ends(this.area.getBoundingClientRect());
    const [before, after] = [boxes[this.target], boxes[this.target - 1]];
    const line = before ? before[0] - 8 : after ? after[1] - 8 : start;
    this.mark.hidden = false;
    this.mark.style.translate = this.across ? `${line - start}px 0` : `0 ${line - start}px`;
    this.word.textContent = DRAG_TEXT.place(this.target + 1);
  }

  private end(dropped: boolean): void {
    const { card, moving, target } = this;
    this.card = null;
    this.page = null;
    document.removeEventListener("keydown", this.cancelKey, true);
    if (!card || !moving) return;
    this.moving = false;
    this.mark.hidden = true;
    card.root.style.transform = "";
    card.item.classList.remove("mlw-stack-dragged");
    if (dropped && target !== card.index) this.drop(card, target);
  }
}
