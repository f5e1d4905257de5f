// A part: where the grids of the board stand. Needs convolution_figures.js and convolution_parts.js.

import { arrange } from "./convolution_figures.ts";
import { BACKWARD, BOARD_TEXT } from "./convolution_parts.ts";

const SIGN_WIDTH = { wide: 40, narrow: 22 };
const NARROW = 560; // pixels

/** Choose sizes for the width that there is, and put the grids in columns if they make one row. */
export function placeFigures({ parts, figures, stages, visible, width }) {
  const narrow = width < NARROW;
  const before = narrow ? SIGN_WIDTH.narrow : SIGN_WIDTH.wide;
  parts.root.style.setProperty("--mlw-sign-width", `${before}px`);
  parts.root.classList.toggle("mlw-board-narrow", narrow);
  // The gradients stand below what they belong to.
  const columns = [
    ["input", "input_gradient"],
    ["kernel", "applied", "kernel_gradient", "bias_gradient"],
    ...stages.map((name, index) => {
      if (index === stages.length - 1) return [name, "output_gradient"];
      return index === 0 ? [name, "z_gradient"] : [name];
    }),
  ].map((names) => names.filter((name) => visible.includes(name)));
  const sizes = columns.map((names, index) => ({
    grids: names.map((name) => figures[name].grid),
    before: index === 0 ? 0 : before,
  }));
  const { oneRow, widths } = arrange(sizes, width, narrow);
  parts.root.classList.toggle("mlw-board-wide", oneRow);
  for (const row of [parts.forward, parts.backward]) {
    row.style.gridTemplateColumns = oneRow ? widths.map((one) => `${one}px`).join(" ") : "";
  }
  // Each cell of the input's gradient stands below its cell of the input, also beside a rim.
  const { input, input_gradient: below } = figures;
  const aligned = oneRow && input.grid.size.width === below.grid.size.width;
  below.root.style.marginLeft = `${aligned ? input.grid.left * input.grid.size.width : 0}px`;
  columns.forEach((names, index) => {
    for (const name of names) {
      const { part, sign } = figures[name];
      if (!part) continue;
      part.style.gridColumn = oneRow ? String(index + 1) : "";
      // In rows of their own, parts of the way out are as wide as was reckoned with, whatever their headings say.
      part.style.width = oneRow || BACKWARD.includes(name) ? "" : `${widths[index]}px`;
      sign.textContent = signBefore(name, stages, oneRow);
      sign.hidden = sign.textContent === "" && !(oneRow && index > 0);
    }
  });
}

/** What stands before a grid: ∗ = → on the way out, ← on the way back where it stands below. */
function signBefore(name, stages, oneRow) {
  const { signs } = BOARD_TEXT;
  if (name === "kernel") return signs.kernel;
  if (stages.includes(name)) return name === stages[0] ? signs.first : signs.next;
  const flowsBack = name === "output_gradient" || name === "z_gradient";
  return oneRow && flowsBack ? signs.back : "";
}
