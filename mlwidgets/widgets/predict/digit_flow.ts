// The widget: see flow_view.ts. What stood on the page before the kernel had answered hands over to it.

import type { CleanUp, Model, View } from "../base/model.ts";
import { makeWatchers } from "../base/watching.ts";
import type { Traits } from "./flow_numbers.ts";
import { FlowSketch, renderFlow } from "./flow_view.ts";

export type { Traits } from "./flow_numbers.ts";

// A function, not an object: anywidget calls it once per model.
export default () => {
  let watchers: ReturnType<typeof makeWatchers>;
  let flow: FlowSketch;
  return {
    initialize({ model }: { model: Model<Traits> }): CleanUp {
      watchers = makeWatchers(model as unknown as Model<{ visible: boolean }>);
      flow = new FlowSketch(model);
      return () => flow.stop();
    },
    render(view: View<Traits>): CleanUp {
      const shown = renderFlow(flow, view);
      const stopWatching = watchers.watch(shown.root, shown.soon);
      return () => {
        stopWatching();
        shown.stop();
      };
    },
  };
};
