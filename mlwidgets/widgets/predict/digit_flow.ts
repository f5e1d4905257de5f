// The widget: see flow_view.ts. What stood on the page before the kernel had answered hands over to it.

import type { CleanUp, Model, View } from "../base/model.ts";
import { makeWatchers, type Watchers } from "../base/watching.ts";
import type { Traits } from "./flow_numbers.ts";
import { FlowSketch, renderFlow } from "./flow_view.ts";
import type {} from "./first_picture.ts"; // declares what it leaves on the window

export type { Traits } from "./flow_numbers.ts";

/** Go on where the learner is in the picture that stood on the page before, and let it go once ours is painted. */
function takeOver(model: Model<Traits>, flow: FlowSketch): void {
  const first = window.mlwidgetsFirstPicture;
  if (!first) return;
  const { drawing, opened, asked } = first;
  if (drawing) flow.continueWith(drawing);
  const paint = () => {
    if (!model.get("frame").layers) return;
    model.off("change:frame", paint);
    if (opened.length) {
      model.set("opened", opened);
      model.save_changes();
    }
    asked.forEach((content) => model.send(content));
    requestAnimationFrame(() => requestAnimationFrame(() => first.leave())); // our own frame is on the screen by then
  };
  model.on("change:frame", paint);
  paint();
}

// A function, not an object: anywidget calls it once per model.
export default () => {
  let watchers: Watchers;
  let flow: FlowSketch;
  return {
    initialize({ model }: { model: Model<Traits> }): CleanUp {
      watchers = makeWatchers(model as unknown as Model<{ visible: boolean }>);
      flow = new FlowSketch(model);
      return () => flow.stop();
    },
    render(view: View<Traits>): CleanUp {
      const shown = renderFlow(flow, view);
      takeOver(view.model, flow);
      const stopWatching = watchers.watch(shown.root, shown.soon);
      return () => {
        stopWatching();
        shown.stop();
      };
    },
  };
};
