// A progress line that stands alone.

import { element } from "../base/dom.ts";
import type { CleanUp, View } from "../base/model.ts";
import { Progress, type ProgressTraits } from "./progress.ts";

export type Traits = ProgressTraits;

function render({ model, el }: View<Traits>): CleanUp {
  const root = element("div", "mlw");
  const progress = new Progress(model);
  root.append(progress.root);
  el.append(root);
  return progress.stop;
}

export default { render };
