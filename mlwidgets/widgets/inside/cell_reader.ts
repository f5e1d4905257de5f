// One map, large, with a pointer. The number under it is read here; its arithmetic comes from Python, one question at a
// time: while an answer is under way only the newest place is remembered.

import { Blocks, type Content, setText, type TableContent } from "./cell_blocks.ts";
import { element } from "../base/dom.ts";
import type { CleanUp, View } from "../base/model.ts";
import { shownNumber } from "../base/number_text.ts";
import { Colours, floatsOf, levelsOf, paintLevels, type Tables } from "../base/shades.ts";
import { onSight } from "../base/sight.ts";
import { t } from "../base/language.ts";

interface Board {
  title: string;
  height: number;
  width: number;
  reach: number;
  table: keyof Tables;
  data: DataView;
}

interface Arithmetic {
  place: string;
  text: string;
  numbers: [name: string, number: string][];
  blocks: Content[];
  rest: string;
  shares: TableContent | null;
}

export interface Traits {
  board: Board | Record<string, never>; // empty while there is no map
  cell: number[]; // row and column, or empty
  arithmetic: Arithmetic | Record<string, never>;
  empty_text: string;
  reveals: number; // with each more the map comes into view, and the keyboard to it
}

const TEXT = {
  map: (title: string, height: number, width: number) =>
    t("{title}, {height} by {width} numbers. Arrow keys move the pointer.", { title, height, width }),
  at: (row: number, column: number, value: string) => t("row {row}, column {column}: {value}", { row, column, value }),
  nothing: t("nothing"),
  leave: t("Back to the layers"),
  keys: t("Click a cell, drag, or use the arrow keys. Escape goes back to the layers."),
};
const SIDE = 264; // pixels of the longer side of the map on the screen, at most
const LEAST = 24; // pixels of a strip of one row
const LOW = 0.5; // of the screen's height: what begins further down is brought up
const PATIENCE = 2_000; // ms after which a lost answer is asked for again

function renderReader({ model, el }: View<Traits>): CleanUp {
  // Without the attribute JupyterLab would take the arrow keys for itself.
  const root = element("div", "mlw mlw-reader", { "data-lm-suppress-shortcuts": "true" });
  const empty = element("p", "mlw-reader-empty");
  const body = element("div", "mlw-reader-body");
  const head = element("div", "mlw-reader-head");
  const title = element("p", "mlw-reader-title");
  const leave = element("button", "mlw-button mlw-reader-leave", { type: "button" }, TEXT.leave);
  const board = element("div", "mlw-reader-board", { role: "application", tabindex: 0 });
  const canvas = element("canvas");
  const pointer = element("span", "mlw-reader-pointer", { "aria-hidden": "true" });
  const read = element("p", "mlw-reader-read");
  const spoken = element("p", "mlw-visually-hidden", { role: "status" }); // only what the learner's own hand has changed
  const keys = element("p", "mlw-reader-keys", {}, TEXT.keys);
  const text = element("p", "mlw-reader-text");
  const numbers = element("dl", "mlw-reader-numbers");
  const shares = new Blocks("mlw-reader-blocks");
  const blocks = new Blocks("mlw-reader-blocks");
  const rest = element("p", "mlw-reader-rest");
  board.append(canvas, pointer);
  head.append(title, leave);
  body.append(head, board, read, spoken, keys, text, numbers, shares.root, blocks.root, rest);
  root.append(empty, body);
  el.append(root);

  let values: Float32Array = new Float32Array();
  let cell: number[] = []; // where the pointer is on this page
  let wanted: number[] | null = null; // where the learner's hand has put it, as long as Python has not been told
  let shown = ""; // which map
  let asked = 0; // when the question under way was asked; 0 if there is none
  let revealed = -Infinity; // when Python asked to show it, if the focus has not gone there yet
  const large = () => values.length > 1;

  const showPointer = () => {
    const { height, width } = model.get("board");
    const [row, column] = cell;
    if (!height || row === undefined) return;
    Object.assign(pointer.style, {
      top: `${(100 * row) / height}%`,
      left: `${(100 * column) / width}%`,
      height: `${100 / height}%`,
      width: `${100 / width}%`,
    });
    const number = values[row * width + column];
    read.textContent = TEXT.at(row + 1, column + 1, Number.isNaN(number) ? TEXT.nothing : shownNumber(number));
  };
  const showBoard = () => {
    const { title: words, height, width, reach, table, data } = model.get("board");
    empty.hidden = Boolean(height);
    body.hidden = !height;
    const { tables } = colours;
    if (!height || !tables) return; // or not on the page yet: shown when it comes into sight
    values = floatsOf(data);
    const now = `${words} ${height} ${width}`;
    if (now !== shown) [shown, asked, wanted, cell] = [now, 0, null, model.get("cell")];
    for (const part of [board, read, keys]) part.hidden = !large();
    board.setAttribute("aria-label", TEXT.map(words, height, width));
    const scale = Math.max(1, Math.floor(SIDE / Math.max(height, width)));
    board.style.width = `${width * scale}px`;
    board.style.height = `${Math.max(height * scale, LEAST)}px`;
    paintLevels(canvas, levelsOf(values, reach, table === "signed"), height, width, tables[table]);
    showPointer();
    takeFocus();
  };
  const colours = new Colours(root, showBoard);
  const ask = () => {
    if (!wanted || (asked && performance.now() - asked < PATIENCE)) return;
    asked = performance.now();
    model.set("cell", wanted);
    wanted = null;
    model.save_changes();
  };
  const showArithmetic = () => {
    const made = model.get("arithmetic");
    asked = 0;
    if (!made.place) return;
    setText(title, made.place);
    setText(text, made.text);
    numbers.replaceChildren(
      ...made.numbers.map(([name, number]) => {
        const pair = element("div");
        pair.append(element("dt", "", {}, name), element("dd", "", {}, number));
        return pair;
      }),
    );
    shares.show(made.shares ? [made.shares] : []);
    blocks.show(made.blocks);
    setText(rest, made.rest);
    ask();
  };
  const moveTo = (row: number, column: number) => {
    const { height, width } = model.get("board");
    const next = [Math.min(Math.max(row, 0), height - 1), Math.min(Math.max(column, 0), width - 1)];
    if (String(next) === String(cell)) return;
    cell = wanted = next;
    showPointer();
    spoken.textContent = read.textContent;
    ask();
  };
  const takeCell = () => {
    if (asked || wanted) return; // the page is ahead of Python
    cell = model.get("cell");
    showPointer();
  };

  const follow = (event: PointerEvent) => {
    const { height, width } = model.get("board");
    const box = board.getBoundingClientRect();
    const at = (from: number, size: number, count: number) => Math.floor((from / size) * count);
    moveTo(at(event.clientY - box.top, box.height, height), at(event.clientX - box.left, box.width, width));
  };
  board.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    board.setPointerCapture(event.pointerId);
    follow(event);
  });
  board.addEventListener("pointermove", (event) => {
    if (board.hasPointerCapture(event.pointerId)) follow(event);
  });
  const goBack = () => model.send({ kind: "leave" });
  leave.addEventListener("click", goBack);
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    goBack();
  });
  board.addEventListener("keydown", (event) => {
    if (event.altKey || event.metaKey) return;
    const { height, width } = model.get("board");
    const [row, column] = cell;
    const moves: Record<string, [number, number]> = {
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      Home: [event.ctrlKey ? 0 : row, 0],
      End: [event.ctrlKey ? height - 1 : row, width - 1],
    };
    if (!Object.hasOwn(moves, event.key)) return;
    event.preventDefault(); // the page would scroll
    moveTo(...moves[event.key]);
  });

  const reveal = () => {
    revealed = performance.now();
    showBoard();
    const { top } = root.getBoundingClientRect();
    if (top < 0 || top > LOW * innerHeight) root.scrollIntoView({ block: "nearest" });
  };
  // It may be asked for before its map has come, or before anybody can see it.
  const takeFocus = () => {
    if (!large() || performance.now() - revealed > PATIENCE) return;
    revealed = -Infinity;
    const at = document.activeElement;
    const waits = !at || at === document.body || at.getAttribute("aria-current") === "true"; // on the tile that was opened
    if (waits) board.focus({ preventScroll: true }); // else the learner has gone on meanwhile
  };
  const showEmpty = () => (empty.textContent = model.get("empty_text"));
  model.on("change:board", showBoard);
  model.on("change:cell", takeCell);
  model.on("change:arithmetic", showArithmetic);
  model.on("change:empty_text", showEmpty);
  model.on("change:reveals", reveal);
  showEmpty();
  const stopWatching = onSight(root, (isSeen) => {
    if (!isSeen) return;
    showBoard();
    showArithmetic();
  });
  return () => {
    colours.stop();
    stopWatching();
    model.off("change:board", showBoard);
    model.off("change:cell", takeCell);
    model.off("change:arithmetic", showArithmetic);
    model.off("change:empty_text", showEmpty);
    model.off("change:reveals", reveal);
  };
}

export default { render: renderReader };
