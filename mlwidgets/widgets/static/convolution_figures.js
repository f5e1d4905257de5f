// A part: the grids of the board with their headings, and how large they are drawn. Needs dom.js, number_grid.js.

const FIGURE_TEXT = {
  size: (rows, columns, channels) => [rows, columns, ...(channels > 1 ? [channels] : [])].join(" × "),
  channel: (number) => `, channel ${number}`,
};
const SMALLEST_FIGURE = 96; // pixels: room for a heading
const LARGEST_CELL = 48;
const SMALLEST_CELL = 28;
const DOTS = { smallest: 10, largest: 20, box: 330 }; // cells without numbers
const SCROLLBAR = 14;

class Figure {
  /** @param sign what stands before the grid, such as "∗". */
  constructor(id, { kind, name, editable = false, on }) {
    this.root = element("div", "mlw-board-figure");
    this.heading = element("h3", "mlw-board-heading", { id });
    this.name = element("span", "", {}, name);
    this.size = element("span", "mlw-board-size");
    this.heading.append(this.name, " ", this.size);
    this.grid = new NumberGrid({ kind, name, heading: this.heading, editable, on });
    const body = element("div", "mlw-board-body");
    body.append(this.grid.root);
    this.root.append(this.heading, body);
    this.shown = 0; // channel
  }

  /** Show one channel of a grid. */
  show(data, channel, range, rim, name) {
    this.shown = Math.min(channel, data.channels - 1);
    this.name.textContent = this.grid.name = name;
    const several = data.channels > 1 ? FIGURE_TEXT.channel(this.shown + 1) : "";
    const one = data.values.length === 1 && !this.grid.editable; // a single number needs no size
    this.size.textContent = one ? "" : FIGURE_TEXT.size(data.rows, data.columns, data.channels) + several;
    const { at, rows, columns } = data;
    this.grid.show({ rows, columns, range, at: rim?.at ?? ((row, column) => at(row, column, this.shown)), rim: rim?.rim });
  }

  /** Mark what a reading says, in the channel that is shown; pairs come and go with the terms. */
  mark({ target = [], lit = [], frame = null, notes = [] } = {}) {
    const seen = (places) => places.filter((place) => (place[2] ?? 0) === this.shown);
    this.grid.mark("target", seen(target));
    this.grid.mark("lit", seen(lit));
    this.grid.frame(frame);
    const large = this.grid.size.height >= 36 && !this.grid.coloursOnly;
    this.grid.annotate(large ? seen(notes).map(([row, column, , text]) => [row, column, text]) : []);
    if (frame) this.grid.reveal(frame);
    else if (target.length === 1) this.grid.reveal({ row: target[0][0], column: target[0][1] });
  }
}

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

/** How wide a grid is drawn when its cells are `cell` pixels wide if they can be. */
function gridWidth(grid, cell) {
  if (grid.coloursOnly) return Math.min(grid.width * DOTS.smallest, DOTS.box) + SCROLLBAR;
  return Math.max(SMALLEST_FIGURE, grid.width * Math.max(grid.need, cell));
}

/** How wide a column of grids is, with the sign before it. */
const columnWidth = ({ grids, before }, cell) => before + Math.max(...grids.map((grid) => gridWidth(grid, cell)));

/**
 * Choose the size of the cells, so large that all columns stand in one row, or in as few rows as possible.
 * @param columns { grids, before }: grids that stand one below the other, and the width of the sign before them.
 * @returns the widths of the columns if they make one row, else null.
 */
function arrange(columns, width) {
  const [first, second, ...rest] = columns;
  const plans = [[columns], [[first, second], rest], [[first, second], ...rest.map((one) => [one])], columns.map((one) => [one])];
  const fits = (plan, cell) =>
    plan.every((row) => row.reduce((sum, column) => sum + columnWidth(column, cell), 0) <= width);
  for (const plan of plans) {
    for (let cell = LARGEST_CELL; cell >= SMALLEST_CELL; cell -= 1) {
      if (fits(plan, cell)) {
        const widths = plan.length === 1 ? stretched(columns, cell, width) : null;
        resizeGrids(columns, cell, width, widths);
        return widths;
      }
    }
  }
  resizeGrids(columns, SMALLEST_CELL, width, null);
  return null;
}

/** Give what is left of a row to the columns whose grids have dots for cells. */
function stretched(columns, cell, width) {
  const widths = columns.map((column) => columnWidth(column, cell));
  const dotted = columns.map(({ grids }) => grids.some((grid) => grid.coloursOnly));
  const left = width - widths.reduce((sum, one) => sum + one, 0);
  const share = left / Math.max(1, dotted.filter(Boolean).length);
  return widths.map((one, index) => (dotted[index] ? Math.floor(one + share) : one));
}

function resizeGrids(columns, cell, width, widths) {
  columns.forEach(({ grids, before }, index) => {
    for (const grid of grids) {
      if (grid.coloursOnly) {
        const room = (widths ? widths[index] : width) - before - SCROLLBAR;
        const dot = clamp(Math.floor(room / grid.width), DOTS.smallest, DOTS.largest);
        grid.root.style.maxWidth = `${room + SCROLLBAR}px`;
        grid.resize({ width: dot, height: dot });
      } else {
        grid.root.style.maxWidth = "";
        grid.resize({ width: Math.max(grid.need, cell), height: cell });
      }
    }
  });
}
