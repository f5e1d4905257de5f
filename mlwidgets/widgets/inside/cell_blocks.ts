// A part: the arithmetic of one number as windows and tables. Needs dom.js. Every text comes from Python, and elements
// stay as long as only their texts change: while a network trains they do so up to ten times a second.

import { element } from "../base/dom.ts";

const BLOCK_TEXT = {
  total: (number) => `→ ${number}`,
  won: "the largest",
  rim: "outside the map",
};

const BESIDE = 3; // columns of a window in which a number and its weight have room beside each other
const FITTING = 5; // columns that fit into the narrowest place

/** Set a text only where it differs: the browser would lay the page out anew. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

class WindowBlock {
  constructor({ rows }) {
    this.shape = rows.map((row) => row.length).join();
    this.root = element("table", "mlw-window");
    this.caption = element("caption");
    this.title = element("span", "mlw-window-title");
    this.total = element("span", "mlw-window-total");
    this.caption.append(this.title, this.total);
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
        const parts = { cell, value, weight, number, note };
        line.append(cell);
        return parts;
      });
      body.append(line);
      return cells;
    });
    this.root.append(this.caption, body);
    this.root.classList.toggle("mlw-window-products", rows[0][0][0] !== "");
    this.root.classList.toggle("mlw-window-tall", rows[0].length > BESIDE);
    if (rows[0].length > FITTING) this.root.tabIndex = 0; // it scrolls, by keyboard too
  }

  fits({ kind, rows }) {
    return kind === "window" && this.shape === rows.map((row) => row.length).join();
  }

  show({ title, rows, total }) {
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
        cell.style.setProperty("--mlw-share", Math.abs(share));
        cell.classList.toggle("mlw-window-below", share < 0);
      })
    );
  }
}

class TableBlock {
  constructor({ heads, rows }) {
    this.shape = TableBlock.shapeOf(heads, rows);
    this.root = element("div", "mlw-terms");
    const table = element("table");
    this.caption = element("caption");
    this.heads = heads.map(() => element("th", "", { scope: "col" }));
    const head = element("tr");
    head.append(element("td"), ...this.heads);
    this.rows = rows.map((row) => {
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
    this.rest = element("p", "mlw-terms-rest");
    this.root.append(table, this.rest);
  }

  static shapeOf(heads, rows) {
    return `${heads.length} ${rows.length}`;
  }

  fits({ kind, heads, rows }) {
    return kind === "table" && this.shape === TableBlock.shapeOf(heads, rows);
  }

  show({ title, heads, rows, rest }) {
    setText(this.caption, title);
    heads.forEach((text, index) => setText(this.heads[index], text));
    rows.forEach((row, index) => {
      const { line, cells } = this.rows[index];
      cells.forEach((cell, place) => setText(cell, row[place]));
      if (row.at(-1)) line.setAttribute("aria-current", "true");
      else line.removeAttribute("aria-current");
    });
    setText(this.rest, rest);
  }
}

/** A place for blocks, which are made anew only where their shape changes. */
export class Blocks {
  constructor(className) {
    this.root = element("div", className);
    this.blocks = [];
  }

  show(contents) {
    contents.forEach((content, index) => {
      if (!this.blocks[index]?.fits(content)) {
        const made = content.kind === "window" ? new WindowBlock(content) : new TableBlock(content);
        if (this.blocks[index]) this.blocks[index].root.replaceWith(made.root);
        else this.root.append(made.root);
        this.blocks[index] = made;
      }
      this.blocks[index].show(content);
    });
    while (this.blocks.length > contents.length) this.blocks.pop().root.remove();
  }
}
