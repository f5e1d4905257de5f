// Prepares what a test gives as the exported page does, and reads answers as it does.

import { answerOf } from "../../../mlwidgets/widgets/export/page/answer.ts";
import {
  complaint,
  prepareDrawing,
  preparePlanes,
  preparePoints,
  prepareRow,
} from "../../../mlwidgets/widgets/export/page/inputs.ts";

const question = JSON.parse(await new Response(Deno.stdin.readable).text());
const { steps } = question.inputs ?? {};
const side = question.side;
console.log(JSON.stringify({
  rows: (question.rows ?? []).map((row: Record<string, string>) => Array.from(prepareRow(steps.columns, row))),
  complaints: (question.typed ?? []).map((typed: string) => complaint(steps.columns[0], typed)),
  points: Array.from(question.points ? preparePoints(steps, question.points) : []),
  drawings: (question.drawings ?? []).map((drawing: number[]) =>
    Array.from(prepareDrawing(steps, Uint8Array.from(drawing), side))
  ),
  pictures: (question.pictures ?? []).map((planes: number[][]) => Array.from(preparePlanes(steps, planes, side, side))),
  answers: (question.outputs ?? []).map((outputs: number[]) => answerOf(question.inputs, question.reading, outputs)),
}));
