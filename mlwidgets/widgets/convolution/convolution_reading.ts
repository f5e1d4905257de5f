// A part: what there is to read about a cell of the board, and which cells light up with it. Pure functions, no page.
// A reading is { title, lead, blocks, lines, rim, marks }: `lead` stands before the blocks of terms and `lines` after
// them, `rim` says whether a term comes from the padding, and `marks` holds, for each grid, { target, lit, frame,
// notes } with places as [row, column, channel].

import { poolingLine, reluLine, SENTENCE, sumLines } from "./convolution_sentences.ts";
import { allTerms, biasTerms, inputTerms, kernelTerms, pooledCells, sumTerms } from "./convolution_terms.ts";
import { shownNumber } from "../base/number_text.ts";

/** The grids that follow the products, in order: each has the name of its numbers. */
export function stagesOf({ activation, pooling }) {
  const names = ["z"];
  if (activation !== "linear") names.push("activated");
  if (pooling !== "none") names.push("output");
  names[names.length - 1] = "output"; // the last one is the output, whatever made it
  return names;
}

/** Collect marks without asking first whether a grid has some. */
class Marks {
  constructor() {
    this.grids = {};
  }

  of(grid) {
    this.grids[grid] ??= { target: [], lit: [], notes: [], frame: null };
    return this.grids[grid];
  }

  target(grid, row, column, channel) {
    this.of(grid).target.push([row, column, channel]);
  }

  lit(terms) {
    for (const { places } of terms) for (const [grid, ...place] of places) this.of(grid).lit.push(place);
  }
}

const titleOf = (name, { row, column }, value) => SENTENCE.at(name, row + 1, column + 1, shownNumber(value));

export const reading = (title, marks, parts) => ({
  ...{ title, lead: [], blocks: [], lines: [], ...parts, marks: marks.grids },
  rim: allTerms(parts.blocks ?? []).some((term) => term.rim),
});

/** A cell of z, of what ReLU makes of it, or of the pooled output. */
function forwardReading(convolution, grids, names, target) {
  const { settings, stride, dilation, applied, top, left } = convolution;
  const stages = stagesOf(settings);
  const marks = new Marks();
  const { row, column, channel } = target;
  const lead = [];
  let cell = [row, column];
  marks.target(target.grid, row, column, channel);
  const value = grids[target.grid].at(row, column, channel);
  const before = stages.at(-2); // the grid that is pooled
  if (settings.pooling !== "none" && target.grid === "output") {
    const cells = pooledCells(settings, row, column);
    const values = cells.map(([y, x]) => grids[before].at(y, x, channel));
    lead.push(poolingLine(settings.pooling, values, value));
    const chosen = settings.pooling === "max" ? values.indexOf(Math.max(...values)) : 0;
    cell = cells[chosen];
    const words = settings.pooling === "max" ? SENTENCE.largest : SENTENCE.first;
    lead.push(words(cell[0] + 1, cell[1] + 1));
    marks.of(before).frame = frameOf(row * settings.pool_size, column * settings.pool_size, settings.pool_size);
    marks.of(before).lit.push(...cells.map((place) => [...place, channel]));
  }
  const [y, x] = cell;
  for (const stage of stages) if (stage !== "output" || before === undefined) marks.target(stage, y, x, channel);
  const blocks = sumTerms(convolution, y, x, channel);
  const lines = sumLines(blocks, settings, grids.z.at(y, x, channel));
  const beyondSums = target.grid !== "z" || stages[0] !== "z";
  if (settings.activation !== "linear" && beyondSums) {
    lines.push(reluLine(grids.z.at(y, x, channel), grids.activated.at(y, x, channel)));
  }
  const terms = allTerms(blocks);
  marks.lit(terms.map((term) => ({ places: term.places.filter(([grid]) => grid === "input") })));
  const spans = [applied.rows, applied.columns].map((side) => (side - 1) * dilation + 1);
  marks.of("input").frame = frameOf(y * stride - top, x * stride - left, ...spans);
  marks.of("input").notes = terms.map((term) => [...term.places.at(-1).slice(1), `×${shownNumber(term.left, 3)}`]);
  return reading(titleOf(names[target.grid], target, value), marks, { lead, blocks, lines });
}

const frameOf = (row, column, rows, columns = rows) => ({ row, column, rows, columns });

/** A cell of ∂L/∂kernel, ∂L/∂input or ∂L/∂bias. */
function gradientReading(convolution, grids, names, target) {
  const { row, column, channel, grid } = target;
  const { settings } = convolution;
  const makers = {
    kernel_gradient: () => kernelTerms(convolution, row, column, channel),
    input_gradient: () => inputTerms(convolution, row, column, channel),
    bias_gradient: () => biasTerms(convolution),
  };
  const blocks = makers[grid]();
  const marks = new Marks();
  const value = grids[grid].at(row, column, channel);
  marks.target(grid, row, column, channel);
  marks.lit(allTerms(blocks));
  if (grid === "kernel_gradient") marks.target("kernel", row, column, channel);
  if (grid === "input_gradient") marks.target("input", row, column, channel);
  const divisor = grid === "bias_gradient" ? 1 : settings.divisor; // the bias itself comes after the divisor
  const lines = sumLines(blocks, { divisor, bias: 0 }, value);
  const alone = grid === "bias_gradient"; // a single number: it needs no row and column
  const title = alone ? `${names[grid]}: ${shownNumber(value)}` : titleOf(names[grid], target, value);
  return reading(title, marks, { blocks, lines });
}

/** A cell of ∂L/∂output, which the learner chooses, or of ∂L/∂z, which came back through pooling and ReLU. */
function givenReading(convolution, grids, names, target) {
  const { row, column, channel, grid } = target;
  const { settings } = convolution;
  const marks = new Marks();
  const value = grids[grid].at(row, column, channel);
  marks.target(grid, row, column, channel);
  const title = titleOf(names[grid], target, value);
  if (grid === "output_gradient") {
    marks.target("output", row, column, channel);
    return reading(title, marks, { lead: [SENTENCE.outputGradient(shownNumber(value))] });
  }
  marks.target(stagesOf(settings)[0], row, column, channel);
  const lead = [];
  let flowing;
  if (settings.pooling === "none") {
    marks.of("output_gradient").lit.push([row, column, channel]);
    flowing = grids.output_gradient.at(row, column, channel);
  } else {
    const [y, x] = [row, column].map((index) => Math.floor(index / settings.pool_size));
    if (y >= grids.output.rows || x >= grids.output.columns) {
      return reading(title, marks, { lead: [SENTENCE.noWindow] });
    }
    marks.of("output_gradient").lit.push([y, x, channel]);
    const given = grids.output_gradient.at(y, x, channel);
    const cells = pooledCells(settings, y, x);
    const values = cells.map(([r, c]) => grids.activated.at(r, c, channel));
    const winner = cells[values.indexOf(Math.max(...values))];
    if (settings.pooling === "average") {
      flowing = given / cells.length;
      lead.push(SENTENCE.shared(shownNumber(given), cells.length, shownNumber(flowing)));
    } else if (winner[0] === row && winner[1] === column) {
      flowing = given;
      lead.push(SENTENCE.winner(shownNumber(given)));
    } else {
      return reading(title, marks, { lead: [SENTENCE.loser] });
    }
  }
  if (settings.activation !== "linear") {
    const z = grids.z.at(row, column, channel);
    lead.push(z > 0 ? SENTENCE.open(shownNumber(z), shownNumber(flowing)) : SENTENCE.shut(shownNumber(z)));
  }
  return reading(title, marks, { lead });
}

/** What there is to read about a target { grid, row, column, channel }; `names` are those of the grids on the page. */
export function readCell(convolution, grids, names, target) {
  if (["z", "activated", "output"].includes(target.grid)) return forwardReading(convolution, grids, names, target);
  if (["output_gradient", "z_gradient"].includes(target.grid)) return givenReading(convolution, grids, names, target);
  return gradientReading(convolution, grids, names, target);
}
