// Computes in Deno what a page would, for a test in Python: a question as JSON comes in, its answer goes out.

import { forward } from "../../../mlwidgets/widgets/inside/forward.ts";
import { normalizeDigit } from "../../../mlwidgets/widgets/predict/normalize_digit.ts";

const { layers, weights, examples, drawings, side } = JSON.parse(await new Response(Deno.stdin.readable).text());
const outputs = examples.map((x: number[]) =>
  forward(layers, Float32Array.from(weights), Float32Array.from(x)).map((numbers) => Array.from(numbers))
);
const digits = drawings.map((drawing: number[]) => Array.from(normalizeDigit(Uint8Array.from(drawing), side)));
console.log(JSON.stringify({ outputs, digits }));
