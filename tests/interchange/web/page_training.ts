// Lets the exported page's network predict, make one update on all examples, predict again and go back, for each page.

import { targetOf } from "../../../mlwidgets/widgets/export/page/answer.ts";
import { Network } from "../../../mlwidgets/widgets/export/page/network.ts";
import type { TensorFlow } from "../../../mlwidgets/widgets/export/page/tensorflow.ts";

// TensorFlow.js looks for Node before it looks for a page; here it shall find a page.
const page = globalThis as { process?: unknown; document?: unknown; window?: unknown; tf?: TensorFlow };
delete page.process;
page.window ??= globalThis;
page.document ??= { createElement: () => ({}) };
await import(`file://${Deno.args[0]}`);

const { pages } = JSON.parse(await new Response(Deno.stdin.readable).text());
const answers = [];
for (const { data, x, y } of pages) {
  const network = await Network.load(page.tf!, data);
  const predictions = () => x.map((one: number[]) => network.predict(Float32Array.from(one)));
  const examples = x.map((one: number[], at: number) => ({
    x: Float32Array.from(one),
    y: targetOf(data.inputs, data.reading, y[at]),
  }));
  const before = predictions();
  let loss = NaN;
  await network.train(examples, { epochs: 1, rate: data.training.learning_rate }, (_, mean) => loss = mean, () => false);
  const after = predictions();
  network.restore();
  answers.push({ before, loss, after, back: predictions(), broken: network.broken });
}
console.log(JSON.stringify(answers));
