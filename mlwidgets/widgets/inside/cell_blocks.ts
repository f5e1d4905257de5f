// A part: the arithmetic of one number as windows and tables. Every text comes from Python, and elements stay as long
// as only their texts change: while a network trains they do so up to ten times a second.

import { element } from "../base/dom.ts";
import { t } from "../base/language.ts";

const BLOCK_TEXT = {
  total: (number: string) => `→ ${number}`,
  won: t("the largest"),
  outside: t("outside the map"),
};

const BESIDE = 3; // columns of a window in which a number and its weight have room beside each other
const FITTING = 5; // columns that fit into the narrowest place

/** What a cell of a window says: its term, its result, its strength from −1 to 1, and what is special about it. */
type WindowCell = [term: string, number: string, share: number, kind: "" | "won" | "outside"];

export interface WindowContent {
  kind: "window";
  title: string;
  rows: WindowCell[][];
  total: string;
}

/** A line: its label, its numbers, and whether it is that of the cell itself. */
type TableLine = [...texts: string[], chosen: boolean];

export interface TableContent {
  kind: "table";
  title: string;
  heads: string[];
  rows: TableLine[];
  rest: string;
}

export type Content = WindowContent | TableContent;

interface Block {
  root: HTMLElement;
  show(content: Content): void;
  fits(content: Content): boolean;
}

/** Set a text only where it differs: the browser would lay the page out anew. */
export function setText(node: Node, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

const windowShape = (rows: WindowCell[][]): string => rows.map((row) => row.length).join();

class WindowBlock implements Block {
  readonly root = element("table", "mlw-window");
  private readonly shape: string;
  private readonly title = element("span", "mlw-window-title");
  private readonly total = element("span", "mlw-window-total");
  private readonly cells;

  constructor({ rows }: WindowContent) {
    this.shape = windowShape(rows);
    const caption = element("caption");
    caption.append(this.title, this.total);
    const body = element("tbody");
    this.cells = rows.map((row) => {
      const line = element("tr");
      const cells = row.map(() => {
        const cell = element("td");
        const [value, weight] = [element("span"), element("span")];
        const term = element("span", "mlw-window-term");
        term.append(value, " ", weight);
        const [number, note] = [element("strong"), element("span", "mlw-visually-hidden")];
        cell.append(term, " ", number, note);
        line.append(cell);
        return { cell, value, weight, number, note };
      });
      body.append(line);
      return cells;
    });
    this.root.append(caption, body);
    this.root.classList.toggle("mlw-window-products", rows[0][0][0] !== "");
    this.root.classList.toggle("mlw-window-tall", rows[0].length > BESIDE);
    if (rows[0].length > FITTING) this.root.tabIndex = 0; // it scrolls, by keyboard too
  }

  fits(content: Content): boolean {
    return content.kind === "window" && this.shape === windowShape(content.rows);
  }

  show({ title, rows, total }: WindowContent): void {
    setText(this.title, title);
    setText(this.total, BLOCK_TEXT.total(total));
    rows.forEach((row, y) =>
      row.forEach(([term, number, share, kind], x) => {
        const { cell, ...parts } = this.cells[y][x];
        const [value, weight] = term.split(" × ");
        setText(parts.value, value);
        setText(parts.weight, weight === undefined ? "" : `× ${weight}`);
        setText(parts.number, number);
        setText(parts.note, kind ? ` (${BLOCK_TEXT[kind]})` : "");
        cell.className = kind ? `mlw-window-${kind}` : "";
        cell.style.setProperty("--mlw-share", String(Math.abs(share)));
        cell.classList.toggle("mlw-window-below", share < 0);
      })
    );
  }
}

const tableShape = ({ heads, rows }: TableContent): string => `${heads.length} ${rows.length}`;

class TableBlock implements Block {
  readonly root = element("div", "mlw-terms");
  private readonly shape: string;
  private readonly caption = element("caption");
  private readonly heads;
  private readonly rows;
  private readonly rest = element("p", "mlw-terms-rest");

  constructor(content: TableContent) {
    this.shape = tableShape(content);
    const table = element("table");
    this.heads = content.heads.map(() => element("th", "", { scope: "col" }));
    const head = element("tr");
    head.append(element("td"), ...this.heads);
    this.rows = content.rows.map((row) => {
      const line = element("tr");
      const cells = row.slice(0, -1).map((_, index) => element(index ? "td" : "th", "", index ? {} : { scope: "row" }));
      line.append(...cells);
      return { line, cells };
    });
    const top = element("thead");
    const body = element("tbody");
    top.append(head);
    body.append(...this.rows.map(({ line }) => line));
    table.append(this.caption, top, body);
    this.root.append(table, this.rest);
  }

  fits(content: Content): boolean {
    return content.kind === "table" && this.shape === tableShape(content);
  }

  show({ title, heads, rows, rest }: TableContent): void {
    setText(this.caption, title);
    heads.forEach((text, index) => setText(this.heads[index], text));
    rows.forEach((row, index) => {
      const { line, cells } = this.rows[index];
      cells.forEach((cell, place) => setText(cell, String(row[place])));
      if (row.at(-1)) line.setAttribute("aria-current", "true");
      else line.removeAttribute("aria-current");
    });
    setText(this.rest, rest);
  }
}

const blockFor = (content: Content): Block =>
  content.kind === "window" ? new WindowBlock(content) : new TableBlock(content);

/** A place for blocks, which are made anew only where their shape changes. */
export class Blocks {
  readonly root: HTMLElement;
  private readonly blocks: Block[] = [];

  constructor(className: string) {
    this.root = element("div", className);
  }

  show(contents: Content[]): void {
    contents.forEach((content, index) => {
      if (!this.blocks[index]?.fits(content)) {
        const made = blockFor(content);
        if (this.blocks[index]) this.blocks[index].root.replaceWith(made.root);
        else this.root.append(made.root);
        this.blocks[index] = made;
      }
      this.blocks[index].show(content);
    });
    while (this.blocks.length > contents.length) this.blocks.pop()!.root.remove();
  }
}
