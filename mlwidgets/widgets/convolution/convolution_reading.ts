// What there is to read about a cell of the board, and which cells light up with it. Pure functions, no page.

import { shownNumber } from "../base/number_text.ts";
import { equals, gradientLine, poolingLine, reluLine, SENTENCE, Spoken, sumLines } from "./convolution_sentences.ts";
import {
  allTerms,
  biasTerms,
  Block,
  Convolution,
  Grids,
  inputTerms,
  kernelTerms,
  Place,
  pooledCells,
  Settings,
  sumTerms,
  Term,
} from "./convolution_terms.ts";

export interface Target {
  grid: string;
  row: number;
  column: number;
  channel: number;
}
type CellPlace = [row: number, column: number, channel: number];
export interface Frame {
  row: number;
  column: number;
  rows: number;
  columns: number;
}
/** What lights up on one grid. */
export interface GridMarks {
  target: CellPlace[];
  lit: CellPlace[];
  notes: [row: number, column: number, channel: number, text: string][];
  frame: Frame | null;
}
/** `lead` stands before the blocks of terms and `lines` after them; `padding` says whether a term comes from the padding. */
export interface Reading extends Spoken {
  padding: boolean;
  marks: Record<string, GridMarks>;
}

/** The grids that follow the products, in order: each has the name of its numbers. */
export function stagesOf({ activation, pooling }: Pick<Settings, "activation" | "pooling">): string[] {
  const names = ["z"];
  if (activation !== "linear") names.push("activated");
  if (pooling !== "none") names.push("output");
  names[names.length - 1] = "output"; // the last one is the output, whatever made it
  return names;
}

/** Collect marks without asking first whether a grid has some. */
class Marks {
  readonly grids: Record<string, GridMarks> = {};

  of(grid: string): GridMarks {
    this.grids[grid] ??= { target: [], lit: [], notes: [], frame: null };
    return this.grids[grid];
  }

  target(grid: string, row: number, column: number, channel: number): void {
    this.of(grid).target.push([row, column, channel]);
  }

  lit(places: readonly Place[]): void {
    for (const [grid, ...place] of places) this.of(grid).lit.push(place);
  }
}

const placesOf = (terms: readonly Term[]): Place[] => terms.flatMap(({ places }) => places);

const titleOf = (name: string, { row, column }: Target, value: number): string =>
  SENTENCE.at(name, row + 1, column + 1, shownNumber(value));

function reading(title: string, marks: Marks, parts: Partial<Spoken>): Reading {
  const padding = allTerms(parts.blocks ?? []).some((term) => term.padding);
  return { title, lead: [], blocks: [], lines: [], ...parts, marks: marks.grids, padding };
}

/** Where the largest number stands, the first of several equal ones, and whether there are several. */
function largestOf(values: readonly number[]): { index: number; equal: boolean } {
  const largest = Math.max(...values);
  return { index: values.indexOf(largest), equal: values.filter((value) => value === largest).length > 1 };
}

const frameOf = (row: number, column: number, rows: number, columns = rows): Frame => ({ row, column, rows, columns });

/** A cell of z, of what ReLU makes of it, or of the pooled output. */
function forwardReading(
  convolution: Convolution,
  grids: Grids,
  names: Record<string, string>,
  target: Target,
): Reading {
  const { settings, stride, dilation, applied, top, left } = convolution;
  const stages = stagesOf(settings);
  const marks = new Marks();
  const { row, column, channel } = target;
  const lead: string[] = [];
  let [y, x] = [row, column];
  marks.target(target.grid, row, column, channel);
  const value = grids[target.grid].at(row, column, channel);
  const before = stages.at(-2); // the grid that is pooled
  if (settings.pooling !== "none" && target.grid === "output" && before !== undefined) {
    const cells = pooledCells(settings, row, column);
    const values = cells.map(([r, c]) => grids[before].at(r, c, channel));
    const { index, equal } = largestOf(values);
    const isMax = settings.pooling === "max";
    [y, x] = cells[isMax ? index : 0];
    lead.push(poolingLine(settings.pooling, values, value));
    lead.push(isMax ? SENTENCE.largest(y + 1, x + 1, equal) : SENTENCE.first(y + 1, x + 1));
    marks.of(before).frame = frameOf(row * settings.pool_size, column * settings.pool_size, settings.pool_size);
    marks.of(before).lit.push(...cells.map(([r, c]): CellPlace => [r, c, channel]));
  }
  for (const stage of stages) if (stage !== "output" || before === undefined) marks.target(stage, y, x, channel);
  const blocks = sumTerms(convolution, y, x, channel);
  const lines = sumLines(blocks, settings, grids.z.at(y, x, channel));
  const beyondSums = target.grid !== "z" || stages[0] !== "z";
  if (settings.activation !== "linear" && beyondSums) {
    lines.push(reluLine(grids.z.at(y, x, channel), grids.activated.at(y, x, channel)));
  }
  const terms = allTerms(blocks);
  marks.lit(placesOf(terms).filter(([grid]) => grid === "input"));
  const [rows, columns] = [applied.rows, applied.columns].map((side) => (side - 1) * dilation + 1);
  const ofInput = marks.of("input");
  ofInput.frame = frameOf(y * stride - top, x * stride - left, rows, columns);
  ofInput.notes = terms.map(({ places, left: weight }) => {
    const [, ...place] = places[places.length - 1];
    return [...place, `×${shownNumber(weight, 3)}`];
  });
  return reading(titleOf(names[target.grid], target, value), marks, { lead, blocks, lines });
}

/** A cell of ∂L/∂kernel, ∂L/∂input or ∂L/∂bias. */
function gradientReading(
  convolution: Convolution,
  grids: Grids,
  names: Record<string, string>,
  target: Target,
): Reading {
  const { row, column, channel, grid } = target;
  const { settings } = convolution;
  const makers: Record<string, () => Block[]> = {
    kernel_gradient: () => kernelTerms(convolution, row, column, channel),
    input_gradient: () => inputTerms(convolution, row, column, channel),
    bias_gradient: () => biasTerms(convolution),
  };
  const blocks = makers[grid]();
  const marks = new Marks();
  const value = grids[grid].at(row, column, channel);
  marks.target(grid, row, column, channel);
  marks.lit(placesOf(allTerms(blocks)));
  if (grid === "kernel_gradient") marks.target("kernel", row, column, channel);
  if (grid === "input_gradient") marks.target("input", row, column, channel);
  const divisor = grid === "bias_gradient" ? 1 : settings.divisor; // the bias itself comes after the divisor
  const lines = sumLines(blocks, { divisor, bias: 0 }, value);
  const alone = grid === "bias_gradient"; // a single number: it needs no row and column
  const title = alone ? `${names[grid]}: ${shownNumber(value)}` : titleOf(names[grid], target, value);
  return reading(title, marks, { blocks, lines });
}

/** A cell of ∂L/∂output, which the learner chooses, or of ∂L/∂z, which came back through pooling and ReLU. */
function givenReading(convolution: Convolution, grids: Grids, names: Record<string, string>, target: Target): Reading {
  const { row, column, channel, grid } = target;
  const { settings } = convolution;
  const marks = new Marks();
  const value = grids[grid].at(row, column, channel);
  marks.target(grid, row, column, channel);
  const title = titleOf(names[grid], target, value);
  if (grid === "output_gradient") {
    marks.target("output", row, column, channel);
    return reading(title, marks, { lead: [SENTENCE.chosen, gradientLine(value)] });
  }
  marks.target(stagesOf(settings)[0], row, column, channel);
  const lead: string[] = [];
  let flowing: number;
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
    const { index, equal } = largestOf(cells.map(([r, c]) => grids.activated.at(r, c, channel)));
    const [winnerRow, winnerColumn] = cells[index];
    if (settings.pooling === "average") {
      flowing = given / cells.length;
      const sign = equals(given, flowing);
      lead.push(SENTENCE.shared(shownNumber(given), cells.length, sign, shownNumber(flowing)));
    } else if (winnerRow === row && winnerColumn === column) {
      flowing = given;
      lead.push(SENTENCE.winner(shownNumber(given), equal));
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

/** What there is to read about a cell; `names` are those of the grids on the page. */
export function readCell(
  convolution: Convolution,
  grids: Grids,
  names: Record<string, string>,
  target: Target,
): Reading {
  const forward = ["z", "activated", "output"].includes(target.grid);
  const given = ["output_gradient", "z_gradient"].includes(target.grid);
  const read = forward ? forwardReading : given ? givenReading : gradientReading;
  return read(convolution, grids, names, target);
}
