// A part: dragging a card to another place, with mouse, pen or finger. Needs dom.js. A line shows where it would go;
// Escape puts it back. Near the upper and lower edge of what is scrolled, the page follows.

import { element } from "../base/dom.ts";

const DRAG = { threshold: 4, edge: 56, speed: 14 }; // pixels, and pixels a frame
const DRAG_TEXT = { place: (number) => `Place ${number}` };

export class StackDrag {
  /** `area` holds the list; `cards` gives the cards in order; `drop` is called with a card and its new place. */
  constructor(area, cards, drop) {
    this.area = area;
    this.cards = cards;
    this.drop = drop;
    this.mark = element("div", "mlw-stack-drop", { "aria-hidden": "true" });
    this.mark.append(element("span"));
    this.mark.hidden = true;
    area.append(this.mark);
    this.cancelKey = (event) => event.key === "Escape" && this.end(false, event);
  }

  /** Let a card be dragged by its grip, and by its drawing unless that is how a finger scrolls. */
  attach(card) {
    for (const [part, fingers] of [[card.grip, true], [card.drawing, false]]) {
      part.addEventListener("pointerdown", (event) => {
        if (event.button !== 0 || this.card || (event.pointerType === "touch" && !fingers)) return;
        event.preventDefault(); // no text is selected on the way
        this.card = card;
        this.part = part;
        this.start = { x: event.clientX, y: event.clientY + this.scrolled() };
        this.moving = false;
        part.setPointerCapture(event.pointerId);
      });
      part.addEventListener("pointermove", (event) => this.card === card && this.move(event));
      part.addEventListener("pointerup", () => this.card === card && this.end(true));
      part.addEventListener("pointercancel", () => this.card === card && this.end(false));
    }
  }

  scroller() {
    for (let node = this.area; node; node = node.parentElement) {
      if (/auto|scroll/.test(getComputedStyle(node).overflowY) && node.scrollHeight > node.clientHeight) return node;
    }
    return document.scrollingElement;
  }

  scrolled() {
    this.page ??= this.scroller();
    return this.page.scrollTop;
  }

  move(event) {
    this.y = event.clientY;
    if (!this.moving) {
      const far = Math.hypot(event.clientX - this.start.x, event.clientY + this.scrolled() - this.start.y);
      if (far < DRAG.threshold) return;
      this.moving = true;
      this.card.item.classList.add("mlw-stack-dragged");
      document.addEventListener("keydown", this.cancelKey, true);
      this.follow();
    }
    this.show();
  }

  /** Scroll while the pointer stays near an edge. */
  follow() {
    if (!this.card || !this.moving) return;
    const whole = this.page === document.scrollingElement;
    const edges = whole ? { top: 0, bottom: innerHeight } : this.page.getBoundingClientRect();
    const by = this.y < edges.top + DRAG.edge ? -DRAG.speed : this.y > edges.bottom - DRAG.edge ? DRAG.speed : 0;
    if (by) {
      this.page.scrollTop += by;
      this.show();
    }
    requestAnimationFrame(() => this.follow());
  }

  /** Show the card under the pointer, and a line where it would be put down. */
  show() {
    this.card.root.style.transform = `translateY(${this.y + this.scrolled() - this.start.y}px)`;
    const others = this.cards().filter((card) => card !== this.card);
    const boxes = others.map((card) => card.item.getBoundingClientRect());
    this.target = boxes.filter((one) => this.y > (one.top + one.bottom) / 2).length;
    const top = this.area.getBoundingClientRect().top;
    const after = boxes[this.target - 1];
    const before = boxes[this.target];
    const line = before ? before.top - 8 : after ? after.bottom - 8 : top;
    this.mark.hidden = false;
    this.mark.style.top = `${line - top}px`;
    this.mark.firstChild.textContent = DRAG_TEXT.place(this.target + 1);
  }

  end(dropped, event) {
    event?.stopPropagation();
    const { card, moving, target } = this;
    this.card = null;
    this.page = null;
    document.removeEventListener("keydown", this.cancelKey, true);
    if (!moving) return;
    this.mark.hidden = true;
    card.root.style.transform = "";
    card.item.classList.remove("mlw-stack-dragged");
    if (dropped && target !== card.index) this.drop(card, target);
  }
}
