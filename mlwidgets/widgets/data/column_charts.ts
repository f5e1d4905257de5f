// A small picture of every column, and a large one of the chosen one. Python computes those that come into sight.

import { element } from "../base/dom.ts";
import type { CleanUp, View } from "../base/model.ts";
import { Colours } from "../base/shades.ts";
import { inNextFrame } from "../base/watching.ts";
import { binAt, drawBins } from "./columns_drawing.ts";
import { binWords, type Classes, type Summary } from "./columns_model.ts";
import { type Ink, inkOf, Legend, penOf } from "./columns_paint.ts";
import type { SentColumn } from "./data_table_model.ts";
import { t } from "../base/language.ts";
import { kindName, kindWords } from "./column_words.ts";

export interface Traits {
  head: { serial: number; table?: string; columns: SentColumn[]; classes: Classes };
}

const TEXT = {
  name: t("Columns"),
  list: t("All columns"),
  find: t("Find a column"),
  bins: (name: string) => t("Bins of {name}", { name }),
  hint: t("Point at a bar or use the arrow keys to read it."),
  counting: t("counting…"),
  nothing: t("There is no table yet."),
};
const FIND_FROM = 16; // columns, beyond which there is a field to find one
const MOST_ASKED = 24;
const LONGEST_WAIT = 8_000; // ms after which a column is asked for once more

interface Card {
  root: HTMLElement;
  about: HTMLElement;
  canvas: HTMLCanvasElement;
}

class Charts {
  readonly root = element("div", "mlw mlw-summaries", { role: "group", "aria-label": TEXT.name });
  private readonly nothing = element("p", "mlw-summaries-nothing", {}, TEXT.nothing);
  private readonly find = element("input", "mlw-summaries-find", {
    type: "search",
    "aria-label": TEXT.find,
    placeholder: TEXT.find,
  });
  private readonly list = element("div", "mlw-summaries-list", { role: "listbox", "aria-label": TEXT.list });
  private readonly side = element("div", "mlw-summaries-side");
  private readonly large = element("div", "mlw-summaries-large");
  private readonly title = element("h2", "mlw-summaries-title");
  private readonly kind = element("span", "mlw-summaries-kind");
  private readonly canvas = element("canvas", "mlw-summaries-canvas", {
    role: "slider",
    tabindex: 0,
    "aria-valuemin": 1,
  });
  private readonly reading = element("p", "mlw-summaries-reading", { "aria-hidden": "true" });
  private readonly statistics = element("dl", "mlw-summaries-statistics");
  private readonly legend = new Legend();
  private head: Traits["head"] = { serial: -1, columns: [], classes: {} };
  private cards: Card[] = [];
  private readonly seen = new Set<number>();
  private readonly summaries = new Map<number, Summary>();
  private chosen = 0;
  private bin = -1;
  private asked = 0;
  private ink: Ink | null = null;
  private readonly paint = inNextFrame(() => this.draw());
  private readonly colours = new Colours(this.root, () => {
    this.ink = null;
    this.paint.soon();
  });
  private readonly resized = new ResizeObserver(this.paint.soon);
  private readonly sight: IntersectionObserver;

  constructor(private readonly ask: (columns: number[]) => void) {
    const head = element("div", "mlw-summaries-head");
    head.append(this.title, this.kind);
    this.large.append(head, this.canvas, this.reading, this.legend.root, this.statistics);
    this.side.append(this.find, this.list);
    this.root.append(this.nothing, this.side, this.large);
    this.sight = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        const at = Number((target as HTMLElement).dataset.at);
        if (isIntersecting) this.seen.add(at);
        else this.seen.delete(at);
      }
      this.paint.soon();
    }, { root: this.list, rootMargin: "60px" });
    this.resized.observe(this.canvas);
    this.listen();
  }

  show(head: Traits["head"]): void {
    const same = head.table === this.head.table && head.columns.length === this.head.columns.length;
    this.head = head;
    this.summaries.clear();
    this.asked = 0;
    this.bin = -1;
    this.ink = null;
    if (!same) {
      this.find.value = "";
      this.chosen = Math.max(0, head.columns.findIndex(({ role }) => role === "target"));
    }
    this.nothing.hidden = head.columns.length > 0;
    this.side.hidden = this.large.hidden = !head.columns.length;
    this.find.hidden = head.columns.length <= FIND_FROM;
    this.sight.disconnect();
    this.seen.clear();
    this.cards = head.columns.map((column, at) => this.makeCard(column, at));
    this.list.replaceChildren(...this.cards.map(({ root }) => root));
    for (const { root } of this.cards) this.sight.observe(root);
    this.legend.show(head.classes);
    this.choose(Math.min(this.chosen, Math.max(0, head.columns.length - 1)), false);
  }

  take(serial: number, summaries: Summary[]): void {
    if (serial !== this.head.serial) return;
    this.asked = 0;
    for (const summary of summaries) {
      this.summaries.set(summary.column, summary);
      const card = this.cards[summary.column];
      if (!card) continue;
      card.root.setAttribute("aria-label", summary.about);
      card.about.textContent = summary.statistics.slice(-2).map(([name, value]) => `${name} ${value}`).join(" · ");
    }
    this.paint.soon();
  }

  stop: CleanUp = () => {
    this.paint.stop();
    this.colours.stop();
    this.resized.disconnect();
    this.sight.disconnect();
  };

  private makeCard({ name, kind, role }: SentColumn, at: number): Card {
    const root = element("div", "mlw-summaries-card", {
      role: "option",
      tabindex: -1,
      "aria-label": `${name}: ${kindName(kind)}`,
    });
    root.dataset.at = String(at);
    if (role !== "feature") root.classList.add(`mlw-summaries-${role}`);
    const about = element("span", "mlw-summaries-about", {}, TEXT.counting);
    const canvas = element("canvas", "mlw-summaries-small");
    root.append(
      element("span", "mlw-summaries-name", { title: name }, name),
      element("span", "mlw-summaries-role", {}, kindWords(kind, role)),
      canvas,
      about,
    );
    return { root, about, canvas };
  }

  private choose(at: number, focus: boolean): void {
    this.chosen = at;
    this.bin = -1;
    this.cards.forEach(({ root }, place) => {
      root.setAttribute("aria-selected", String(place === at));
      root.tabIndex = place === at ? 0 : -1;
    });
    const card = this.cards[at]?.root;
    if (focus && card) {
      card.focus({ preventScroll: true });
      const { offsetTop: top, offsetHeight: height } = card;
      const { scrollTop, clientHeight } = this.list;
      if (top < scrollTop) this.list.scrollTop = top - 4;
      else if (top + height > scrollTop + clientHeight) this.list.scrollTop = top + height - clientHeight + 4;
    }
    this.paint.soon();
  }

  private listen(): void {
    this.list.addEventListener("click", ({ target }) => {
      const card = (target as Element).closest<HTMLElement>(".mlw-summaries-card");
      if (card) this.choose(Number(card.dataset.at), true);
    });
    this.list.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const open = this.cards.flatMap(({ root }, at) => (root.hidden ? [] : [at]));
      const here = Math.max(0, open.indexOf(this.chosen));
      const tops = open.map((at) => this.cards[at].root.offsetTop);
      const across = Math.max(1, tops.filter((top) => top === tops[0]).length);
      const page = across * Math.max(1, Math.floor(this.list.clientHeight / (this.cards[0]?.root.offsetHeight || 1)));
      const moves: Record<string, number> = {
        ArrowLeft: here - 1,
        ArrowRight: here + 1,
        ArrowUp: here - across,
        ArrowDown: here + across,
        PageUp: here - page,
        PageDown: here + page,
        Home: 0,
        End: open.length - 1,
      };
      if (!Object.hasOwn(moves, event.key) || !open.length) return;
      event.preventDefault(); // the page would scroll
      this.choose(open[Math.min(Math.max(moves[event.key], 0), open.length - 1)], true);
    });
    this.find.addEventListener("input", () => {
      const needle = this.find.value.toLowerCase();
      this.head.columns.forEach(({ name }, at) => this.cards[at].root.hidden = !name.toLowerCase().includes(needle));
    });
    const point = (bin: number) => {
      this.bin = bin;
      this.paint.soon();
    };
    const at = (event: PointerEvent) => {
      const summary = this.summaries.get(this.chosen);
      if (summary) point(binAt(this.canvas, this.inks(), summary, event.offsetX, event.offsetY));
    };
    this.canvas.addEventListener("pointermove", at);
    this.canvas.addEventListener("pointerdown", at);
    this.canvas.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && point(-1));
    this.canvas.addEventListener("keydown", (event) => {
      const summary = this.summaries.get(this.chosen);
      if (!summary || event.altKey || event.ctrlKey || event.metaKey) return;
      const last = (summary.counts[0]?.length ?? 0) - 1;
      const moves: Record<string, number> = {
        ArrowLeft: this.bin - 1,
        ArrowUp: this.bin - 1,
        ArrowRight: this.bin + 1,
        ArrowDown: this.bin + 1,
        Home: 0,
        End: last,
      };
      if (!Object.hasOwn(moves, event.key)) return;
      event.preventDefault(); // the page would scroll
      point(Math.min(Math.max(moves[event.key], 0), last));
    });
  }

  private inks = (): Ink => (this.ink ??= inkOf(this.root, this.head.classes));

  private draw(): void {
    if (!this.colours.tables || !this.head.columns.length) return; // not on the page yet
    const ink = this.inks();
    const plain = this.head.classes.plain ?? 0;
    for (const at of this.seen) {
      const summary = this.summaries.get(at);
      const { canvas } = this.cards[at];
      const pen = summary && penOf(canvas);
      if (summary && pen) drawBins(pen, canvas, ink, summary, plain, { small: true, bin: -1 });
    }
    this.drawLarge(ink, plain);
    this.legend.paint(ink, plain, false);
    this.askForMore();
  }

  private drawLarge(ink: Ink, plain: number): void {
    const { name, kind, role } = this.head.columns[this.chosen];
    const summary = this.summaries.get(this.chosen);
    this.title.textContent = name;
    this.kind.textContent = kindWords(summary?.kind ?? kind, role);
    this.canvas.setAttribute("aria-label", TEXT.bins(name));
    const pen = penOf(this.canvas);
    if (!summary) {
      this.reading.textContent = TEXT.counting;
      this.statistics.replaceChildren();
      return;
    }
    const last = summary.counts[0]?.length ?? 0;
    this.bin = Math.min(this.bin, last - 1);
    if (pen) drawBins(pen, this.canvas, ink, summary, plain, { small: false, bin: this.bin });
    const words = this.bin < 0 ? TEXT.hint : binWords(summary, this.head.classes.names ?? [], this.bin);
    this.reading.textContent = words;
    this.canvas.setAttribute("aria-valuemax", String(Math.max(1, last)));
    this.canvas.setAttribute("aria-valuenow", String(Math.max(this.bin, 0) + 1));
    this.canvas.setAttribute("aria-valuetext", this.bin < 0 ? summary.about : words);
    this.statistics.replaceChildren(...summary.statistics.map(([term, value]) => {
      const pair = element("div");
      pair.append(element("dt", "", {}, term), element("dd", "", {}, value));
      return pair;
    }));
  }

  /** Ask for the columns in sight that have not come, one request after the other. */
  private askForMore(): void {
    if (this.asked && Date.now() - this.asked < LONGEST_WAIT) return;
    const wanted = [this.chosen, ...[...this.seen].sort((a, b) => a - b)].filter((at) => !this.summaries.has(at));
    if (!wanted.length) return;
    this.asked = Date.now();
    this.ask([...new Set(wanted)].slice(0, MOST_ASKED));
  }
}

function render({ model, el }: View<Traits>): CleanUp {
  const charts = new Charts((columns) => model.send({ kind: "ask", head: model.get("head").serial, columns }));
  const show = () => charts.show(model.get("head"));
  const hear = (heard: { kind?: string; head: number; summaries: Summary[] }) => {
    if (heard.kind === "summaries") charts.take(heard.head, heard.summaries);
  };
  el.append(charts.root);
  show();
  model.on("change:head", show);
  model.on("msg:custom", hear);
  return () => {
    charts.stop();
    model.off("change:head", show);
    model.off("msg:custom", hear);
  };
}

export default { render };
