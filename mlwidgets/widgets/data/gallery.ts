// The gallery: a page of pictures in rows. Python sends a page when the browser has room for another one or turns to it;
// looking at the pictures of a page costs no message.

import { element } from "../base/dom.ts";
import type { CleanUp, CustomMessage, View } from "../base/model.ts";
import { bytesOf } from "../base/shades.ts";
import { next, roomFor, type SentPage, type Tile, tilesOf } from "./gallery_model.ts";
import { paintPicture, type Shape } from "./picture_pixels.ts";
import { watchedScript, type Watchers } from "../base/watching.ts";
import { grouped, language, t } from "../base/language.ts";

export interface Traits {
  page: SentPage;
  chosen: number;
  visible: boolean;
}

/** A kind within a sentence; other languages have capitals there too. */
const within = (kind: string) => (language === "en" ? kind.toLowerCase() : kind);
const TEXT = {
  board: t("Pictures"),
  name: (kind: string, number: number, name: string) =>
    t("{name}, {kind} {number}", { name, kind: within(kind), number }),
  count: (count: string) => t("{count} pictures", { count }),
  title: (kind: string, number: number) => `${kind} ${number}`,
  hint: t("Click a picture, or press Enter: every lab then shows it, and Pixels its numbers."),
  chosen: t("Every lab shows this picture now; Pixels has its numbers."),
  first: t("First"),
  firstPage: t("First page"),
  before: t("Previous"),
  beforePage: t("Previous page"),
  after: t("Next"),
  afterPage: t("Next page"),
  last: t("Last"),
  lastPage: t("Last page"),
  page: (page: string, pages: string) => t("{page} of {pages}", { page, pages }),
};
const TILE = 44; // pixels of a tile, a finger wide
const GAP = 2;
const HEAD = 72; // pixels of what stands before a row

class GalleryPage {
  readonly root = element("div", "mlw mlw-gallery");
  private readonly summary = element("p", "mlw-gallery-summary");
  private readonly board = element("div", "mlw-gallery-board", { role: "grid", "aria-label": TEXT.board });
  private readonly pager = element("div", "mlw-gallery-pager");
  private readonly where = element("span", "mlw-gallery-where", { "aria-live": "polite" });
  private readonly aside = element("div", "mlw-gallery-look");
  private readonly large = element("canvas", "mlw-gallery-large", { "aria-hidden": "true" });
  private readonly title = element("strong", "mlw-gallery-title");
  private readonly label = element("span", "mlw-gallery-label");
  private readonly hint = element("p", "mlw-gallery-hint", {}, TEXT.hint);
  private readonly buttons: HTMLButtonElement[];
  private tiles: Tile[][] = [];
  private cells: HTMLElement[][] = [];
  private bytes: Uint8Array = new Uint8Array();
  private page: SentPage = {};
  private place = { row: 0, column: 0 };
  private chosen = -1;
  private asked = "";
  private readonly resized = new ResizeObserver(() => this.fit());

  constructor(private readonly send: (message: CustomMessage) => void) {
    const turns: [string, string, () => number][] = [
      [TEXT.first, TEXT.firstPage, () => 0],
      [TEXT.before, TEXT.beforePage, () => this.now - 1],
      [TEXT.after, TEXT.afterPage, () => this.now + 1],
      [TEXT.last, TEXT.lastPage, () => this.pages - 1],
    ];
    this.buttons = turns.map(([sign, name, to]) => {
      const button = element("button", "mlw-button", { type: "button", "aria-label": name }, sign);
      button.addEventListener("click", () => this.turn(to()));
      return button;
    });
    const [first, before, after, last] = this.buttons;
    this.pager.append(first, before, this.where, after, last);
    const words = element("div", "mlw-gallery-words");
    words.append(this.title, this.label, this.hint);
    this.aside.append(this.large, words);
    const body = element("div", "mlw-gallery-body");
    body.append(this.board, this.aside);
    this.root.append(this.summary, body, this.pager);
    this.board.addEventListener("keydown", (event) => this.press(event));
    this.board.addEventListener("focusin", (event) => this.look(event.target as HTMLElement));
    this.board.addEventListener("click", (event) => this.choose(event.target as HTMLElement));
    this.resized.observe(this.board);
  }

  stop: CleanUp = () => this.resized.disconnect();

  private get now(): number {
    return this.page.page ?? 0;
  }

  private get pages(): number {
    return this.page.pages ?? 1;
  }

  show(page: SentPage): void {
    const focused = this.board.contains(document.activeElement);
    this.page = page;
    this.bytes = bytesOf(page.pixels);
    this.tiles = tilesOf(page);
    this.summary.textContent = page.summary ?? "";
    const empty = !page.rows;
    this.aside.hidden = empty;
    this.pager.hidden = empty || this.pages < 2;
    this.board.hidden = empty;
    this.board.removeAttribute("aria-busy");
    this.cells = this.tiles.map((row) => row.map((tile) => this.cellOf(tile)));
    this.board.replaceChildren(...(page.rows ?? []).map(([name, count], row) => {
      const line = element("div", "mlw-gallery-row", { role: "row" });
      const head = element("div", "mlw-gallery-head-cell", { role: "rowheader", title: name, "aria-label": name });
      if (count) head.append(element("strong", "", {}, name), element("span", "", { title: TEXT.count(count) }, count));
      line.append(head, ...this.cells[row]);
      return line;
    }));
    const [first, before, after, last] = this.buttons;
    first.disabled = before.disabled = this.now <= 0;
    after.disabled = last.disabled = this.now >= this.pages - 1;
    this.where.textContent = TEXT.page(grouped(this.now + 1), grouped(this.pages));
    this.settle(focused);
  }

  mark(chosen: number): void {
    this.chosen = chosen;
    for (const tile of this.tiles.flat()) {
      this.cells[tile.row][tile.column].setAttribute("aria-selected", String(tile.number === chosen));
    }
    this.tell();
  }

  /** Ask for as many pictures as there is room for. */
  fit(): void {
    const { clientWidth: width, clientHeight: height } = this.board;
    if (!width || !height) return;
    const room = roomFor(width, height, HEAD, TILE + GAP);
    const asked = JSON.stringify(room);
    if (asked === this.asked) return;
    this.asked = asked;
    this.send({ kind: "fit", ...room });
  }

  private cellOf(tile: Tile): HTMLElement {
    const name = TEXT.name(this.page.kind ?? "", tile.number, tile.name);
    const cell = element("div", "mlw-gallery-tile", { role: "gridcell", tabindex: -1, "aria-label": name });
    cell.dataset.row = String(tile.row);
    cell.dataset.column = String(tile.column);
    const canvas = element("canvas", "", { "aria-hidden": "true" });
    const shape = this.shape;
    paintPicture(canvas, this.bytes, tile.at * shape[0] * shape[1] * shape[2], shape);
    canvas.classList.toggle("mlw-gallery-smooth", Math.max(shape[0], shape[1]) > TILE);
    cell.append(canvas);
    return cell;
  }

  private get shape(): Shape {
    return this.page.shape ?? [1, 1, 1];
  }

  private tileOf(node: HTMLElement): Tile | null {
    const cell = node.closest<HTMLElement>(".mlw-gallery-tile");
    return cell ? this.tiles[Number(cell.dataset.row)]?.[Number(cell.dataset.column)] ?? null : null;
  }

  /** After a page has changed: the same place is looked at, or the nearest one. */
  private settle(focused: boolean): void {
    if (!this.tiles.some((row) => row.length)) return;
    if (!this.tiles[this.place.row]?.length) this.place.row = this.tiles.findIndex((row) => row.length);
    this.place.column = Math.min(this.place.column, this.tiles[this.place.row].length - 1);
    this.goTo(this.place, focused);
    this.mark(this.chosen);
  }

  private goTo(place: { row: number; column: number }, focus: boolean): void {
    this.cells[this.place.row]?.[this.place.column]?.setAttribute("tabindex", "-1");
    this.place = place;
    const cell = this.cells[place.row][place.column];
    cell.setAttribute("tabindex", "0");
    if (focus) cell.focus({ preventScroll: true });
    this.paintLarge();
  }

  private look(node: HTMLElement): void {
    const tile = this.tileOf(node);
    if (tile) this.goTo({ row: tile.row, column: tile.column }, false);
  }

  private choose(node: HTMLElement): void {
    const tile = this.tileOf(node);
    if (!tile) return;
    this.goTo({ row: tile.row, column: tile.column }, true);
    this.send({ kind: "choose", number: tile.number });
  }

  private paintLarge(): void {
    const tile = this.tiles[this.place.row]?.[this.place.column];
    if (!tile) return;
    const shape = this.shape;
    paintPicture(this.large, this.bytes, tile.at * shape[0] * shape[1] * shape[2], shape);
    this.title.textContent = TEXT.title(this.page.kind ?? "", tile.number);
    this.label.textContent = tile.name;
    this.tell();
  }

  private tell(): void {
    const tile = this.tiles[this.place.row]?.[this.place.column];
    this.hint.textContent = tile && tile.number === this.chosen ? TEXT.chosen : TEXT.hint;
  }

  private turn(page: number): void {
    if (page < 0 || page >= this.pages || page === this.now) return;
    this.board.setAttribute("aria-busy", "true");
    this.send({ kind: "turn", page });
  }

  private press(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.choose(event.target as HTMLElement);
      return;
    }
    const to = next(this.tiles, this.place, event.key);
    if (to === null) return;
    event.preventDefault(); // the page would scroll
    if (to === "before" || to === "after") this.turn(this.now + (to === "after" ? 1 : -1));
    else this.goTo(to, true);
  }
}

function render(watchers: Watchers, { model, el }: View<Traits>): CleanUp {
  const gallery = new GalleryPage((message) => model.send(message));
  el.append(gallery.root);
  const show = () => gallery.show(model.get("page"));
  const mark = () => gallery.mark(model.get("chosen"));
  model.on("change:page", show);
  model.on("change:chosen", mark);
  show();
  mark();
  const stop = watchers.watch(gallery.root, () => {});
  return () => {
    stop();
    gallery.stop();
    model.off("change:page", show);
    model.off("change:chosen", mark);
  };
}

export default watchedScript<Traits>(render);
