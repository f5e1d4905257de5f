// What floats over a page: messages near what they are about, help texts, the reasons behind a task. Each is a popover,
// which no box of the host cuts off, and which moves nothing. It is shown only while its anchor can be seen.

import { element } from "./dom.ts";
import { onSight } from "./sight.ts";
import { t } from "./language.ts";

const TEXT = { dismiss: t("Dismiss"), help: (name: string) => t("Help: {name}", { name }) };
const GAP = 4; // px between an anchor and what floats beside it
const EDGE = 8; // px to the window's edges
const DRAWER = 60; // px that the button of the controls' drawer takes at the window's lower edge
const HOVER = 250; // ms that a mouse rests on a question mark before its text opens

/** Where a box of some size goes: under its anchor or, where there is no room, above it; never beyond the window. */
export function placeBeside(
  anchor: { left: number; top: number; bottom: number },
  size: { width: number; height: number },
  room: { width: number; height: number },
): { left: number; top: number } {
  const left = Math.max(EDGE, Math.min(anchor.left, room.width - size.width - EDGE));
  const under = anchor.bottom + GAP;
  const above = anchor.top - GAP - size.height;
  const fits = under + size.height <= room.height - EDGE || above < EDGE;
  return { left, top: fits ? under : above };
}

/**
 * Where a lab's message goes: over the right end of its head, never over the buttons below. Where the head is not in the
 * window, as often on a phone: at its lower edge, above the button of the drawer, for Run may be at the upper one.
 */
export function placeOver(
  anchor: { right: number; bottom: number },
  size: { width: number; height: number },
  room: { width: number; height: number },
): { left: number; top: number } {
  const left = Math.max(EDGE, anchor.right - size.width);
  const away = anchor.bottom < size.height / 2 || anchor.bottom > room.height;
  return { left, top: away ? room.height - size.height - DRAWER : Math.max(EDGE, anchor.bottom - size.height) };
}

export interface FloatingOptions {
  /** Whether it lies over the right end of its anchor; else it is beside it. */
  over?: boolean;
  kind?: "note" | "error";
  /** Called when the learner dismisses it; without it there is no button for that. */
  dismissed?: () => void;
  /** What the learner can do about it: a button, hidden until `action.hidden` says otherwise. */
  action?: { label: string; taken: () => void };
  /** How assistive technology hears of it: nothing for a text that describes something else. */
  role?: "alert" | "status" | "note";
  className?: string;
}

/** A text that floats beside its anchor. */
export class Floating {
  readonly root: HTMLElement;
  readonly words: HTMLElement;
  readonly action: HTMLButtonElement;
  private wanted = false;
  private inSight = false;
  private readonly stopLooking: () => void;
  private readonly over: boolean;
  private readonly move = () => this.place();

  constructor(private readonly anchor: HTMLElement, options: FloatingOptions = {}) {
    this.over = options.over ?? false;
    this.root = element("div", `mlw-floating ${options.className ?? ""}`, { popover: "manual" });
    this.root.dataset.kind = options.kind ?? "note";
    this.words = element("div", "mlw-floating-words", options.role ? { role: options.role } : {});
    this.action = element("button", "mlw-floating-action", { type: "button" }, options.action?.label ?? "");
    this.action.hidden = true;
    this.root.append(this.words);
    if (options.action) {
      this.action.addEventListener("click", options.action.taken);
      this.root.append(this.action);
    }
    if (options.dismissed) {
      const close = element("button", "mlw-floating-close", { type: "button", "aria-label": TEXT.dismiss }, "×");
      close.addEventListener("click", options.dismissed);
      this.root.append(close);
    }
    this.stopLooking = onSight(anchor, (seen) => {
      this.inSight = seen;
      this.settle();
    });
  }

  get open(): boolean {
    return this.wanted;
  }

  /** Show or hide it. */
  show(wanted: boolean): void {
    this.wanted = wanted;
    this.settle();
  }

  /** Show a text, or nothing if it is empty. An unchanged text is left alone, or it would be spoken again. */
  say(text: string): void {
    if (this.words.textContent !== text) this.words.textContent = text;
    this.show(text !== "");
  }

  stop(): void {
    this.stopLooking();
    this.wanted = false;
    this.settle();
  }

  private settle(): void {
    // A message over a lab's head is read even where the head has been scrolled away: on a phone it often has.
    const seen = this.inSight || (this.over && this.anchor.getClientRects().length > 0);
    const open = this.wanted && seen && this.root.isConnected;
    if (open === this.root.matches(":popover-open")) return this.place();
    this.root.togglePopover(open);
    const change = open ? "addEventListener" : "removeEventListener";
    globalThis[change]("scroll", this.move, { capture: true, passive: true });
    globalThis[change]("resize", this.move);
    this.place();
  }

  private place(): void {
    if (!this.root.matches(":popover-open")) return;
    const room = { width: document.documentElement.clientWidth, height: innerHeight };
    const size = { width: this.root.offsetWidth, height: this.root.offsetHeight };
    const anchor = this.anchor.getBoundingClientRect();
    const { left, top } = this.over ? placeOver(anchor, size, room) : placeBeside(anchor, size, room);
    Object.assign(this.root.style, { left: `${left}px`, top: `${top}px` });
  }
}

/** A question mark that opens a text by mouse, finger and keyboard; `text` also describes the control. */
export class Help {
  readonly button: HTMLButtonElement;
  private readonly floating: Floating;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private pinned = false;

  constructor(id: string) {
    this.button = element("button", "mlw-help", { type: "button", "aria-expanded": "false" }, "?");
    this.floating = new Floating(this.button);
    this.floating.words.id = id;
    this.button.addEventListener("click", () => this.pin(!this.pinned));
    this.button.addEventListener("blur", () => this.pin(false));
    this.button.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.floating.open) return;
      event.stopPropagation();
      this.pin(false);
    });
    this.button.addEventListener("pointerenter", (event) => {
      if (event.pointerType === "mouse") this.timer = setTimeout(() => this.set(true), HOVER);
    });
    this.button.addEventListener("pointerleave", () => {
      clearTimeout(this.timer);
      if (!this.pinned) this.set(false);
    });
  }

  /** The button and the text, to be put beside the control's label. */
  get parts(): HTMLElement[] {
    return [this.button, this.floating.root];
  }

  show(text: string, name: string): void {
    this.floating.words.textContent = text;
    this.button.hidden = text === "";
    this.button.setAttribute("aria-label", TEXT.help(name));
  }

  stop(): void {
    clearTimeout(this.timer);
    this.floating.stop();
  }

  private pin(pinned: boolean): void {
    clearTimeout(this.timer);
    this.pinned = pinned;
    this.set(pinned);
  }

  private set(open: boolean): void {
    this.floating.show(open);
    this.button.setAttribute("aria-expanded", String(open));
  }
}
