/// <reference lib="deno.ns" />
// How large grids are drawn, and where keys lead.

import { deepStrictEqual as same, ok } from "node:assert";
import { boxAround } from "./convolution_figures.ts";
import { arrange, columnsOf, GridSize, signBefore } from "./convolution_layout.ts";
import { keyMove } from "./grid_input.ts";
import { stepOf } from "./history_keys.ts";
import { greyRange, signedRange, strengthOf } from "./number_grid.ts";
import { pixelMove, readAt, readPixel, readWindow, seenBy, Task } from "./picture_window.ts";
import { termMove } from "./readout.ts";

const numbers = (width: number, height = width): GridSize => ({ width, height, need: 28, coloursOnly: false });
const dots = (width: number): GridSize => ({ width, height: width, need: 0, coloursOnly: true });
const columns = (...grids: GridSize[]) => grids.map((one, index) => ({ grids: [one], before: index === 0 ? 0 : 40 }));

Deno.test("on a projector input, kernel and output make one row as high as there is room", () => {
  const { oneRow, sizes } = arrange(columns(numbers(7), numbers(3), numbers(5)), {
    ...{ width: 1240, height: 300 },
    coarse: false,
  });
  ok(oneRow);
  same(sizes.flat().map(({ height }) => height), [42, 42, 42]);
});

Deno.test("on a phone input and kernel share a row, and the output has one of its own", () => {
  const { oneRow, widths } = arrange(columns(numbers(7), numbers(3), numbers(5)), {
    ...{ width: 340, height: 300 },
    coarse: true,
  });
  ok(!oneRow);
  ok(widths[0] + widths[1] <= 340);
});

Deno.test("whatever is shown, no column is wider than the room", () => {
  for (let side = 1; side <= 150; side += 1) {
    const grid = side > 22 ? dots(side) : numbers(side);
    for (const width of [300, 375, 640, 900, 1240, 1880]) {
      const made = arrange(columns(grid, numbers(Math.min(side, 11)), grid), { width, height: 300, coarse: false });
      for (const one of made.widths) ok(one <= Math.max(width, 22 * 28 + 40), `${side} in ${width}: ${one}`);
      if (made.oneRow) ok(made.widths.reduce((a, b) => a + b, 0) <= width + 1, `${side} in ${width}`);
    }
  }
});

Deno.test("gradients stand below what they belong to", () => {
  const visible = ["input", "kernel", "z", "output", "output_gradient", "z_gradient", "kernel_gradient"];
  same(columnsOf(["z", "output"], visible), [
    ["input"],
    ["kernel", "kernel_gradient"],
    ["z", "z_gradient"],
    ["output", "output_gradient"],
  ]);
  same(["kernel", "z", "output"].map((name) => signBefore(name, ["z", "output"], true)), ["∗", "=", "→"]);
});

Deno.test("the smallest box around some places", () => {
  same(boxAround([[3, 1, 0], [1, 4, 0]]), { row: 1, column: 1, rows: 3, columns: 4 });
  same(boxAround([]), null);
});

Deno.test("arrows, Home, End and pages move within a grid, and stay inside", () => {
  const size = { rows: 4, columns: 6 };
  const from = { row: 1, column: 5 };
  const move = (key: string, jump = false) => keyMove(size, from, key, jump);
  same(move("ArrowRight"), from);
  same(move("ArrowDown"), { row: 2, column: 5 });
  same(move("ArrowDown", true), { row: 3, column: 5 });
  same(move("Home"), { row: 1, column: 0 });
  same(move("End", true), { row: 3, column: 5 });
  same(move("PageUp"), { row: 0, column: 5 });
  same(move("a"), null);
  same(move("toString"), null);
});

Deno.test("on a picture an arrow moves by one pixel, with Shift by ten", () => {
  const press = (key: string, more = {}) =>
    pixelMove([40, 60], [35, 5], { key, shiftKey: false, ctrlKey: false, ...more });
  same(press("ArrowLeft"), [35, 4]);
  same(press("ArrowDown", { shiftKey: true }), [39, 5]);
  same(press("End"), [35, 59]);
  same(press("Home", { ctrlKey: true }), [0, 0]);
  same(press("Tab"), null);
});

Deno.test("undo and redo", () => {
  const press = (key: string, more = {}) =>
    stepOf({ key, ctrlKey: true, metaKey: false, altKey: false, shiftKey: false, ...more });
  same([press("z"), press("Z", { shiftKey: true }), press("y")], ["undo", "redo", "redo"]);
  same([press("z", { ctrlKey: false }), press("z", { altKey: true }), press("x")], [null, null, null]);
});

Deno.test("terms are gone through as they stand", () => {
  const terms = [[0, 0], [0, 1], [1, 0], [2, 0], [2, 1]].map(([line, place]) => ({ line, place }));
  same(termMove(terms, 1, "ArrowDown"), 4);
  same(termMove(terms, 4, "ArrowUp"), 1);
  same(termMove(terms, 2, "ArrowRight"), 3);
  same(termMove(terms, 1, "ArrowUp"), -1);
  same(termMove(terms, 1, "Enter"), undefined);
});

Deno.test("black, white and the strongest colour", () => {
  same(greyRange([0, 0.5]), { low: 0, high: 1 });
  same(greyRange([0, 200]), { low: 0, high: 255 });
  same(greyRange([-3, 5]), { low: -3, high: 5 });
  same(signedRange([-3, 2]), { low: 0, high: 3 });
  same(strengthOf(-3, "signed", { low: 0, high: 3 }), 1);
  same(strengthOf(7, "grey", { low: 7, high: 7 }), 0.5);
});

const TASK: Task = {
  pixels: new Uint8Array([10, 20, 30, 40, 50, 60]),
  shape: [2, 3, 1],
  kernel: [[[1], [2]]],
  settings: {
    ...{ strides: 1, padding: 1, padding_mode: "edge", dilation_rate: 1, flip: false, divisor: 1, bias: 0 },
    ...{ channels: "sum", activation: "linear", pooling: "none", pool_size: 2, before: [0, 1] },
  },
};

Deno.test("a window reads the padding as its mode says", () => {
  same([-2, -1, 0, 2, 3].map((index) => readAt(index, 3, "reflect")), [2, 1, 0, 2, 1]);
  same([-1, 3].map((index) => readAt(index, 3, "edge")), [0, 2]);
  same([-1, 3].map((index) => readAt(index, 3, "zero")), [null, null]);
  same(readWindow(TASK, 0, 0, 0).cells[0], [
    { pixel: 10, weight: 1, padding: true },
    { pixel: 10, weight: 2, padding: false },
  ]);
  const flipped = { ...TASK, settings: { ...TASK.settings, flip: true } };
  same([readPixel(TASK, [1, 2], 0).value, readPixel(flipped, [1, 2], 0).value], [50 + 120, 100 + 60]);
  same(seenBy(TASK, [{ y: 1, x: 0 }]), { top: 1, left: -1, height: 1, width: 2 });
});
