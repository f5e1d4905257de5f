// The panel in which a column is filtered. It floats under the heading, and every change counts at once.

import { element } from "../base/dom.ts";
import { placeBeside } from "../base/floating.ts";
import { numberIn } from "../base/number_text.ts";
import type { SentColumn, SentFacts, SentFilter } from "./data_table_model.ts";
import { grouped, t } from "../base/language.ts";

const TEXT = {
  name: (column: string) => t("Filter {column}", { column }),
  contains: t("Contains"),
  from: t("From"),
  to: t("To"),
  keep: t("Keep only"),
  find: t("Find a category"),
  more: (count: number) => t("and {count} rarer ones: use “Contains”", { count: grouped(count) }),
  missing: (count: string) => t("Only rows where it is missing ({count})", { count }),
  clear: t("Clear"),
  close: t("Close"),
  number: t("Type a number, such as 3.5 or 1e6."),
};
const FIND_FROM = 12; // categories, beyond which there is a field to find one
const PAUSE = 250; // ms after the last letter
const LONGEST = 200;

export class FilterPanel {
  readonly root = element("div", "mlw mlw-table-filter", { popover: "auto", role: "dialog" });
  private column = -1;
  private anchor: HTMLElement | null = null;
  private inputs: Record<string, HTMLInputElement> = {};
  private boxes: HTMLInputElement[] = [];
  private readonly problem = element("p", "mlw-table-problem", { role: "alert" });
  private kind: SentColumn["kind"] = "number";
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly changed: (column: number, filters: SentFilter[]) => void,
    private readonly closed: () => void,
  ) {
    this.root.addEventListener("toggle", (event) => {
      if ((event as ToggleEvent).newState !== "closed") return;
      this.send();
      this.closed();
    });
    this.root.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
      event.preventDefault();
      this.root.hidePopover();
    });
  }

  /** Open it for a column; its categories come later. */
  open(column: number, { name, kind }: SentColumn, filters: SentFilter[], anchor: HTMLElement): void {
    this.column = column;
    this.kind = kind;
    this.anchor = anchor;
    this.inputs = {};
    this.boxes = [];
    this.problem.textContent = "";
    this.root.setAttribute("aria-label", TEXT.name(name));
    const parts: HTMLElement[] = [element("strong", "mlw-table-filter-title", {}, name)];
    const mine = filters.filter((one) => one.column === column);
    const of = (wanted: SentFilter["kind"]) => mine.find((one) => one.kind === wanted);
    if (kind === "number" || kind === "date") {
      const range = element("div", "mlw-table-range");
      range.append(
        this.field("low", TEXT.from, of("within")?.low ?? "", kind),
        this.field("high", TEXT.to, of("within")?.high ?? "", kind),
      );
      parts.push(range, this.problem);
    } else {
      parts.push(this.field("text", TEXT.contains, of("contains")?.text ?? "", kind));
      if (kind === "category") parts.push(element("div", "mlw-table-levels"));
    }
    const missing = element("label", "mlw-table-tick");
    this.inputs.missing = element("input", "", { type: "checkbox" });
    this.inputs.missing.checked = of("missing") !== undefined;
    this.inputs.missing.addEventListener("change", () => this.send());
    missing.append(this.inputs.missing, element("span", "mlw-table-missing", {}, TEXT.missing("…")));
    const foot = element("div", "mlw-table-filter-foot");
    for (
      const [words, call] of [[TEXT.clear, () => this.clear()], [TEXT.close, () => this.root.hidePopover()]] as const
    ) {
      const button = element("button", "mlw-button", { type: "button" }, words);
      button.addEventListener("click", call);
      foot.append(button);
    }
    this.root.replaceChildren(...parts, missing, foot);
    this.root.showPopover();
    this.place();
    this.root.querySelector("input")?.focus();
  }

  /** Take what the column can be filtered by. */
  showFacts(facts: SentFacts, filters: SentFilter[]): void {
    if (facts.column !== this.column || !this.root.matches(":popover-open")) return;
    const missing = this.root.querySelector(".mlw-table-missing");
    if (missing) missing.textContent = TEXT.missing(grouped(facts.missing));
    if (this.inputs.low) this.inputs.low.placeholder = facts.low;
    if (this.inputs.high) this.inputs.high.placeholder = facts.high;
    if (this.kind === "date") { // a field for dates has no placeholder
      Object.assign(this.inputs.low, { min: facts.low, max: facts.high });
      Object.assign(this.inputs.high, { min: facts.low, max: facts.high });
    }
    const list = this.root.querySelector(".mlw-table-levels");
    if (list && facts.levels.length) {
      const chosen = filters.find((one) => one.column === this.column && one.kind === "among")?.levels ?? [];
      list.replaceChildren(...this.levelParts(facts, new Set(chosen)));
    }
    this.place();
  }

  private levelParts({ levels, more }: SentFacts, chosen: Set<number>): HTMLElement[] {
    const group = element("div", "mlw-table-level-list", { role: "group", "aria-label": TEXT.keep });
    const labels = levels.map(([at, name, count]) => {
      const label = element("label", "mlw-table-tick");
      const box = element("input", "", { type: "checkbox", value: at });
      box.checked = chosen.has(at);
      box.addEventListener("change", () => this.send());
      this.boxes.push(box);
      label.append(box, element("span", "mlw-table-level", {}, name));
      label.append(element("span", "mlw-table-count", {}, grouped(count)));
      return label;
    });
    group.append(...labels);
    if (more) group.append(element("p", "mlw-table-more", {}, TEXT.more(more)));
    const parts: HTMLElement[] = [element("span", "mlw-table-keep", {}, TEXT.keep)];
    if (levels.length > FIND_FROM) {
      const find = element("input", "mlw-table-input", {
        type: "search",
        "aria-label": TEXT.find,
        placeholder: TEXT.find,
      });
      find.addEventListener("input", () => {
        const needle = find.value.toLowerCase();
        labels.forEach((label, at) => label.hidden = !levels[at][1].toLowerCase().includes(needle));
      });
      parts.push(find);
    }
    return [...parts, group];
  }

  private field(key: string, words: string, value: string | number, kind: SentColumn["kind"]): HTMLElement {
    const label = element("label", "mlw-table-field", {}, words);
    const type = kind === "date" ? "date" : "text";
    const input = element("input", "mlw-table-input", { type, maxlength: LONGEST });
    if (kind === "number") input.inputMode = "decimal";
    input.value = String(value);
    input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.send(), PAUSE);
    });
    this.inputs[key] = input;
    label.append(input);
    return label;
  }

  private clear(): void {
    for (const input of Object.values(this.inputs)) input.value = "";
    for (const box of [this.inputs.missing, ...this.boxes]) box.checked = false;
    this.send();
  }

  private send(): void {
    clearTimeout(this.timer);
    const { column } = this;
    if (column < 0) return;
    const filters: SentFilter[] = [];
    if (this.inputs.low && this.inputs.high) {
      const [low, high] = [this.end(this.inputs.low), this.end(this.inputs.high)];
      const wrong = low === undefined || high === undefined;
      this.problem.textContent = wrong ? TEXT.number : "";
      if (wrong) return;
      if (low !== null || high !== null) filters.push({ column, kind: "within", low, high });
    }
    const text = this.inputs.text?.value;
    if (text) filters.push({ column, kind: "contains", text });
    const levels = this.boxes.filter(({ checked }) => checked).map(({ value }) => Number(value));
    if (levels.length) filters.push({ column, kind: "among", levels });
    if (this.inputs.missing.checked) filters.push({ column, kind: "missing" });
    this.changed(column, filters);
  }

  /** An end of the range: null where it is open, undefined where it cannot be read. */
  private end(input: HTMLInputElement): number | string | null | undefined {
    const text = input.value.trim().replace("−", "-");
    if (!text) return null;
    if (this.kind === "date") return text;
    const number = [numberIn(text)].flat()[0]; // of two readings the one with decimals
    return Number.isNaN(number) ? undefined : number;
  }

  private place(): void {
    if (!this.anchor) return;
    const size = { width: this.root.offsetWidth, height: this.root.offsetHeight };
    const room = { width: document.documentElement.clientWidth, height: innerHeight };
    const { left, top } = placeBeside(this.anchor.getBoundingClientRect(), size, room);
    Object.assign(this.root.style, { left: `${left}px`, top: `${top}px` });
  }
}
