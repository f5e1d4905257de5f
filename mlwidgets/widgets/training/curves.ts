// Learning curves on canvases of our own: plotly needs tens of milliseconds for what takes one here, and 1.5 MB before
// its first line. Python sends another picture when this one has been painted.

import type { CleanUp, CustomMessage, View } from "../base/model.ts";
import { moments } from "../base/pressing.ts";
import { paintedTeller, watchedScript, type Watchers } from "../base/watching.ts";
import { CurvesChart } from "./curves_chart.ts";
import { curvesOf, ghostsOf, type SentFrame, type SentGhost } from "./curves_model.ts";

export interface Traits {
  frame: SentFrame;
  ghosts: SentGhost[];
  visible: boolean;
}

function renderCurves(watchers: Watchers, { model, el }: View<Traits>): CleanUp {
  const chart = new CurvesChart((id) => model.send({ kind: "forget", run: id } satisfies CustomMessage));
  el.append(chart.root);
  const tellPainted = paintedTeller(model);
  const show = () => {
    const frame = model.get("frame");
    chart.show(curvesOf(frame));
    tellPainted(frame);
  };
  const showGhosts = () => chart.showGhosts(ghostsOf(model.get("ghosts")));
  model.on("change:frame", show);
  model.on("change:ghosts", showGhosts);
  showGhosts();
  show();
  const stopHearing = moments.hear(chart.root, (epoch) => chart.drag(epoch));
  const stopWatching = watchers.watch(chart.root, show);
  return () => {
    stopWatching();
    stopHearing();
    chart.stop();
    model.off("change:frame", show);
    model.off("change:ghosts", showGhosts);
  };
}

export default watchedScript(renderCurves);
