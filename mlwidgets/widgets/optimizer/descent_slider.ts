// A slider with its number, on which a limit may be marked: beyond it the track is hatched.

import { element } from "../base/dom.ts";
import { Help } from "../base/floating.ts";
import { display, makeScale, type Range, read, spoken } from "../controls/number_scale.ts";

export interface SliderWords {
  label: string;
  symbol: string;
  help: string;
}

export class Slider {
  readonly root = element("div", "mlw-descent-slider");
  private readonly scale;
  private readonly range = element("input", "mlw-descent-range", { type: "range", min: 0, max: 1, step: "any" });
  private readonly field = element("input", "mlw-descent-field", {
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    spellcheck: "false",
  });
  private readonly mark = element("span", "mlw-descent-limit");
  private readonly beyond = element("span", "mlw-descent-beyond", { "aria-hidden": "true" });
  private readonly complaint = element("p", "mlw-descent-complaint", { role: "alert" });
  private readonly help: Help;
  private value = 0;

  constructor(private readonly words: SliderWords, range: Range, private readonly chosen: (value: number) => void) {
    this.scale = makeScale(range);
    const id = `mlw-descent-${Math.random().toString(36).slice(2)}`;
    const name = `${words.label} ${words.symbol}`;
    const label = element("label", "mlw-descent-label", { for: id }, name);
    const head = element("div", "mlw-descent-head");
    const track = element("div", "mlw-descent-track");
    this.range.id = id;
    this.mark.id = `${id}-limit`;
    this.field.setAttribute("aria-label", name);
    this.range.setAttribute("aria-describedby", `${this.mark.id} ${id}-help`);
    this.help = new Help(`${id}-help`);
    this.help.show(words.help, words.label);
    head.append(label, ...this.help.parts, this.field);
    track.append(this.beyond, this.range, this.mark);
    this.root.append(head, track, this.complaint);
    this.showLimit(null, "");
    this.range.addEventListener("input", () => this.choose(this.scale.at(Number(this.range.value))));
    this.range.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("change", () => this.type());
    this.field.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.show(this.value);
    });
  }

  stop(): void {
    this.help.stop();
  }

  show(value: number): void {
    this.value = value;
    this.complaint.textContent = "";
    this.range.value = String(Math.min(Math.max(this.scale.position(value), 0), 1));
    this.range.style.setProperty("--mlw-position", this.range.value);
    this.range.setAttribute("aria-valuetext", spoken(value));
    this.field.value = display(value);
    this.field.setAttribute("aria-invalid", "false");
  }

  /** Mark a limit with its words; none if there is none on this track. */
  showLimit(limit: number | null, text: string): void {
    const inside = limit !== null && limit <= this.scale.high && limit >= this.scale.low;
    this.mark.hidden = this.beyond.hidden = !inside;
    if (!inside) return;
    const place = this.scale.position(limit);
    this.root.style.setProperty("--mlw-limit", String(place));
    this.mark.textContent = text;
  }

  private choose(value: number): void {
    this.show(value);
    this.chosen(value);
  }

  private key(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const { scale, value } = this;
    const moves: Record<string, () => number> = {
      ArrowRight: () => scale.next(value),
      ArrowUp: () => scale.next(value),
      ArrowLeft: () => scale.previous(value),
      ArrowDown: () => scale.previous(value),
      PageUp: () => scale.page(value, 1),
      PageDown: () => scale.page(value, -1),
      Home: () => scale.low,
      End: () => scale.high,
    };
    if (!Object.hasOwn(moves, event.key)) return;
    event.preventDefault();
    this.choose(moves[event.key]());
  }

  private type(): void {
    if (this.field.value === display(this.value)) return this.show(this.value);
    const answer = read(this.field.value, this.words.label, this.scale, false);
    if (answer.complaint === undefined) return this.choose(answer.number);
    this.complaint.textContent = answer.complaint;
    this.field.setAttribute("aria-invalid", "true");
  }
}
