// A part: a grid of numbers to read, point at and, if it may be, edit. Needs dom.js, number_text.js, cell_editor.js.
// One cell is in the tab order; arrow keys move from cell to cell. Rows and columns count from 0 here and from 1 on
// the page; a rim of padding has rows and columns below 0 and beyond the last, and is only looked at.

const GRID_TEXT = {
  cell: (row, column, value) => `row ${row}, column ${column}, ${value}`,
  place: (name, row, column) => `${name}, row ${row}, column ${column}`,
  noRoom: (name, rows, columns, row, column, wide, high) =>
    `A block of ${rows} × ${columns} cells does not fit at row ${row}, column ${column}: ${name} has room for ` +
    `${high} × ${wide} from there. Paste it further up or make the grid larger.`,
};
const COLOURS_BEYOND = 20; // columns: from there a cell is too small for its number

/** The numbers that black and white stand for: 0 to 255 or 0 to 1 where the values are pixels. */
function greyRange(values) {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low >= 0 && high <= 255) return { low: 0, high: high <= 1 ? 1 : 255 };
  return { low, high };
}

/** The number that the strongest orange and blue stand for. */
function signedRange(values) {
  let high = 0;
  for (const value of values) high = Math.max(high, Math.abs(value));
  return { low: 0, high };
}

class NumberGrid {
  /**
   * @param kind "grey" for pixels, "signed" for numbers on both sides of nought.
   * @param name how messages call the grid: "Input".
   * @param heading the element that names the grid for a screen reader.
   * @param editable whether its cells can be edited.
   * @param on what to call: point(row, column, hover), edit(row, column, value), fill(row, column, values),
   *   complain(sentence, or "" when nothing is wrong).
   */
  constructor({ kind, name, heading, editable = false, on = {} }) {
    const ignore = () => undefined;
    this.on = { point: ignore, edit: ignore, fill: ignore, complain: ignore, ...on };
    this.editable = editable;
    this.name = name;
    this.limits = { low: -Infinity, high: Infinity };
    this.root = element("div", `mlw-grid mlw-grid-${kind}${editable ? " mlw-grid-editable" : ""}`);
    this.body = element("div", "mlw-grid-body", { role: "grid", "aria-labelledby": heading.id });
    if (!editable) this.body.setAttribute("aria-readonly", "true");
    this.outline = element("div", "mlw-grid-outline", { "aria-hidden": "true" });
    this.outline.hidden = true;
    this.box = element("div", "mlw-grid-box"); // scrolls
    this.box.append(this.body, this.outline);
    this.root.append(this.box);
    this.kind = kind;
    this.cells = [];
    this.byNode = new Map();
    this.marks = new Map();
    this.shape = "";
    this.digits = 4;
    this.home = null;
    this.rows = this.columns = this.top = this.left = 0;
    this.editor = editable ? new CellEditor(this) : null;
    this.listen();
  }

  /** How many rows and columns are on the screen, the rim among them. */
  get height() {
    return this.rows + this.top + this.bottom;
  }

  get width() {
    return this.columns + this.left + this.right;
  }

  cellAt(row, column) {
    const [y, x] = [row + this.top, column + this.left];
    return y >= 0 && x >= 0 && y < this.height && x < this.width ? this.cells[y * this.width + x] : null;
  }

  isInside(row, column) {
    return row >= 0 && column >= 0 && row < this.rows && column < this.columns;
  }

  /**
   * Show numbers. Cells stay the elements they are, unless the shape is another one.
   * @param at the number at (row, column), the rim's too.
   * @param rim how many cells of padding are at each side.
   */
  show({ rows, columns, at, range, rim = { top: 0, left: 0, bottom: 0, right: 0 } }) {
    const shape = [rows, columns, rim.top, rim.left, rim.bottom, rim.right].join();
    if (shape !== this.shape) this.rebuild(shape, rows, columns, rim);
    this.range = range;
    this.digits = this.width > 12 ? 3 : 4;
    this.longest = this.kind === "grey" ? 3 : 4; // characters; room for those of common numbers is always kept
    for (const cell of this.cells) this.put(cell, at(cell.row, cell.column));
    this.resize(this.size);
  }

  rebuild(shape, rows, columns, rim) {
    const home = this.home;
    const hadFocus = this.body.contains(document.activeElement);
    this.editor?.cancel();
    Object.assign(this, { shape, rows, columns, ...rim, home: null });
    this.cells = [];
    this.byNode.clear();
    this.marks.clear();
    const lines = [];
    for (let row = -rim.top; row < rows + rim.bottom; row += 1) {
      const real = row >= 0 && row < rows;
      const line = element("div", "mlw-grid-row", real ? { role: "row" } : { "aria-hidden": "true" });
      for (let column = -rim.left; column < columns + rim.right; column += 1) {
        const inside = this.isInside(row, column);
        const node = element("div", `mlw-grid-cell${inside ? "" : " mlw-grid-rim"}`);
        if (inside) node.setAttribute("role", "gridcell");
        else node.setAttribute("aria-hidden", "true");
        if (inside) node.tabIndex = -1;
        const cell = { node, row, column, inside, value: NaN, text: "", share: "" };
        this.cells.push(cell);
        this.byNode.set(node, cell);
        line.append(node);
      }
      lines.push(line);
    }
    this.body.replaceChildren(...lines);
    const cell = this.cellAt(Math.min(home?.row ?? 0, rows - 1), Math.min(home?.column ?? 0, columns - 1));
    this.makeHome(cell);
    if (hadFocus) cell.node.focus({ preventScroll: true });
  }

  /** Put a number into a cell; whatever is there already is left alone. */
  put(cell, value) {
    const { low, high } = this.range;
    const size = high > low ? (Math.abs(value - low) / (high - low)) ** (this.kind === "grey" ? 1 : 0.7) : 0.5;
    const share = high > low ? Math.min(size, 1).toFixed(2) : this.kind === "grey" ? "0.50" : "0.00";
    if (share !== cell.share) cell.node.style.setProperty("--mlw-share", share);
    cell.share = share;
    const text = shownNumber(value, this.digits);
    this.longest = Math.max(this.longest, text.length);
    if (text === cell.text) {
      cell.value = value;
      return;
    }
    if (this.kind === "signed" && value < 0 !== cell.value < 0) cell.node.classList.toggle("mlw-grid-below", value < 0);
    cell.value = value;
    cell.text = text;
    if (!this.coloursOnly) cell.node.textContent = text;
    if (cell.inside) cell.node.setAttribute("aria-label", GRID_TEXT.cell(cell.row + 1, cell.column + 1, text));
  }

  /** Pixels that a column needs for its numbers. */
  get need() {
    return this.coloursOnly ? 10 : Math.max(28, Math.ceil(this.longest * 6) + 6);
  }

  /** Whether the cells are too small for numbers. */
  get coloursOnly() {
    return this.width > COLOURS_BEYOND;
  }

  /** Make the cells `size` pixels wide and high. */
  resize(size = { width: 44, height: 44 }) {
    this.size = size;
    const font = Math.max(9.5, Math.min(15, size.height * 0.34, (size.width - 7) / (this.longest * 0.6)));
    this.root.classList.toggle("mlw-grid-colours", this.coloursOnly);
    this.root.style.setProperty("--mlw-cell-width", `${size.width}px`);
    this.root.style.setProperty("--mlw-cell-height", `${size.height}px`);
    this.root.style.setProperty("--mlw-cell-font", `${font.toFixed(1)}px`);
  }

  /** Mark cells, and only those, with a class: `mlw-grid-<mark>`. Rim cells can be marked, too. */
  mark(mark, places) {
    const name = `mlw-grid-${mark}`;
    const wanted = new Set();
    for (const [row, column] of places) {
      const cell = this.cellAt(row, column);
      if (cell) wanted.add(cell.node);
    }
    for (const node of this.marks.get(name) ?? []) if (!wanted.has(node)) node.classList.remove(name);
    for (const node of wanted) node.classList.add(name);
    this.marks.set(name, wanted);
  }

  /** Write small factors into the corners of cells: [row, column, text]. */
  annotate(notes) {
    for (const node of this.notes ?? []) delete node.dataset.note;
    this.notes = new Set();
    for (const [row, column, text] of notes) {
      const cell = this.cellAt(row, column);
      if (!cell) continue;
      cell.node.dataset.note = text;
      this.notes.add(cell.node);
    }
  }

  /** Draw a line around a rectangle of cells; null takes it away. */
  frame(box) {
    this.outline.hidden = box === null;
    if (!box) return;
    const names = { x: box.column + this.left, y: box.row + this.top, columns: box.columns, rows: box.rows };
    for (const [name, count] of Object.entries(names)) this.outline.style.setProperty(`--mlw-frame-${name}`, count);
  }

  /** Scroll the grid, and nothing else, until a rectangle of cells can be seen. */
  reveal({ row, column, rows = 1, columns = 1 }) {
    const { width, height } = this.size;
    const shift = (start, length, from, room) => Math.min(Math.max(from, start + length - room), start);
    const [x, y] = [(column + this.left) * width, (row + this.top) * height];
    this.box.scrollLeft = shift(x, columns * width, this.box.scrollLeft, this.box.clientWidth);
    this.box.scrollTop = shift(y, rows * height, this.box.scrollTop, this.box.clientHeight);
  }

  makeHome(cell) {
    if (this.home) this.home.node.tabIndex = -1;
    this.home = cell;
    if (cell) cell.node.tabIndex = 0;
  }

  /** Make a cell the one that the tab key finds, without going there. */
  settle(row, column) {
    if (this.isInside(row, column)) this.makeHome(this.cellAt(row, column));
  }

  go(cell) {
    this.makeHome(cell);
    this.reveal(cell);
    cell.node.focus({ preventScroll: !this.coloursOnly });
  }

  /** Say what is wrong with what was typed into a cell; its old number stays. */
  complain(cell, sentence) {
    this.faulty?.node.removeAttribute("aria-invalid");
    this.faulty = sentence ? cell : null;
    this.faulty?.node.setAttribute("aria-invalid", "true");
    this.on.complain(sentence);
  }

  /** Take a number for a cell: it is shown at once, and is what it was if nobody takes it. */
  take(cell, value) {
    this.complain(cell, "");
    if (Object.is(value, cell.value)) return;
    this.put(cell, value);
    this.on.edit(cell.row, cell.column, value);
  }

  place(cell) {
    return GRID_TEXT.place(this.name, cell.row + 1, cell.column + 1);
  }

  paste(cell, text) {
    const block = readBlock(text);
    if (block.complaint) return this.complain(cell, block.complaint);
    const [rows, columns] = [block.rows.length, block.rows[0].length];
    const [high, wide] = [this.rows - cell.row, this.columns - cell.column];
    if (rows > high || columns > wide) {
      const at = [cell.row + 1, cell.column + 1];
      return this.complain(cell, GRID_TEXT.noRoom(this.name, rows, columns, ...at, wide, high));
    }
    const values = [];
    for (const [y, row] of block.rows.entries()) {
      values.push([]);
      for (const [x, typed] of row.entries()) {
        const target = this.cellAt(cell.row + y, cell.column + x);
        const read = readNumber(typed, this.place(target), this.limits.low, this.limits.high);
        if (read.complaint) return this.complain(target, read.complaint);
        values[y].push(read.number);
      }
    }
    this.complain(cell, "");
    values.forEach((row, y) => row.forEach((value, x) => this.put(this.cellAt(cell.row + y, cell.column + x), value)));
    return this.on.fill(cell.row, cell.column, values);
  }

  /** The grid as a spreadsheet takes it. */
  asText() {
    const rows = Array.from({ length: this.rows }, (_, row) =>
      Array.from({ length: this.columns }, (__, column) => editedNumber(this.cellAt(row, column).value)),
    );
    return rows.map((row) => row.join("\t")).join("\n");
  }

  /** Where a key leads from a cell: a cell, or null if the key does not move. */
  destination({ row, column }, key, jump) {
    const [bottom, right] = [this.rows - 1, this.columns - 1];
    const place = {
      ArrowUp: [jump ? 0 : row - 1, column],
      ArrowDown: [jump ? bottom : row + 1, column],
      ArrowLeft: [row, jump ? 0 : column - 1],
      ArrowRight: [row, jump ? right : column + 1],
      Home: [jump ? 0 : row, 0],
      End: [jump ? bottom : row, right],
      PageUp: [0, column],
      PageDown: [bottom, column],
    }[key];
    if (!place) return null;
    return this.cellAt(Math.min(Math.max(place[0], 0), bottom), Math.min(Math.max(place[1], 0), right));
  }

  listen() {
    const cellOf = (event) => {
      const cell = this.byNode.get(event.target);
      return cell?.inside ? cell : null;
    };
    let touched = null; // the cell under a finger that was selected before
    this.body.addEventListener("pointerover", (event) => {
      const cell = cellOf(event);
      if (cell && event.pointerType !== "touch") this.on.point(cell.row, cell.column, true);
    });
    this.body.addEventListener("pointerdown", (event) => {
      const cell = cellOf(event);
      touched = event.pointerType === "touch" && cell?.node === document.activeElement ? cell : null;
    });
    this.body.addEventListener("focusin", (event) => {
      const cell = cellOf(event);
      if (!cell) return;
      this.makeHome(cell);
      this.on.point(cell.row, cell.column, false);
    });
    this.body.addEventListener("click", (event) => {
      const cell = cellOf(event);
      if (!cell) return;
      if (document.activeElement !== cell.node) return this.go(cell); // and `focusin` says so
      this.on.point(cell.row, cell.column, false);
      if (touched === cell) this.editor?.open(cell); // within the tap, or no keyboard would come up
    });
    this.body.addEventListener("dblclick", (event) => {
      const cell = cellOf(event);
      if (cell) this.editor?.open(cell);
    });
    this.body.addEventListener("keydown", (event) => {
      const cell = cellOf(event);
      if (cell && !event.altKey) this.press(cell, event);
    });
    this.body.addEventListener("copy", (event) => {
      if (!cellOf(event)) return;
      event.preventDefault();
      event.clipboardData.setData("text/plain", this.asText());
    });
    this.body.addEventListener("paste", (event) => {
      const cell = cellOf(event);
      if (!cell || !this.editable) return;
      event.preventDefault();
      this.paste(cell, event.clipboardData.getData("text/plain"));
    });
  }

  press(cell, event) {
    const command = event.ctrlKey || event.metaKey;
    const target = this.destination(cell, event.key, command);
    if (target) {
      event.preventDefault(); // the page would scroll
      return this.go(target);
    }
    if (!this.editor || command) return undefined;
    if (event.key === "Enter" || event.key === "F2") this.editor.open(cell);
    else if (event.key === "Delete" || event.key === "Backspace") this.take(cell, 0);
    else if (event.key === "Escape") this.complain(cell, "");
    else if (event.key.length === 1 && event.key !== " ") this.editor.open(cell, event.key);
    else return undefined;
    return event.preventDefault();
  }
}
