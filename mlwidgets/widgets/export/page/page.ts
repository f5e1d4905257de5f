// The page of an exported model: one way to give an example, the network's answer, and a place to teach it.
// Everything is in the folder; the page asks no network for anything and keeps nothing.

import { element } from "../../base/dom.ts";
import { inNextFrame } from "../../base/watching.ts";
import { AnswerView } from "./answer_view.ts";
import { targetOf } from "./answer.ts";
import type { GivenView } from "./given.ts";
import { preparePoints } from "./inputs.ts";
import { type Example, Network } from "./network.ts";
import { bytesFrom, type PageData } from "./page_data.ts";
import { PictureView } from "./picture_view.ts";
import { PointView } from "./point_view.ts";
import { RowView } from "./row_view.ts";
import { TeachView } from "./teach_view.ts";
import type { TensorFlow } from "./tensorflow.ts";
import { counted, grouped, t } from "../../base/language.ts";

declare global {
  interface Window {
    tf?: TensorFlow;
    mlwidgetsPage?: PageData;
    mlwidgetsShown?: { network: Network; view: GivenView }; // for whoever wants to look inside
  }
}

const TEXT = {
  about: (weights: number) =>
    counted(
      weights,
      "A neural network with {count} weight. It runs in this page: nothing that you enter leaves your device.",
      "A neural network with {count} weights. It runs in this page: nothing that you enter leaves your device.",
      { count: grouped(weights) },
    ),
  failed: (reason: string) => t("The network could not be opened: {reason}", { reason }),
  mark: "mlwidgets: answered",
  made: t("Made with mlwidgets and TensorFlow.js 4.22.0"),
};

/** The points that came with the page, as x₁ and x₂. */
function placesOf({ examples, inputs }: PageData): { x: Float32Array; y: number[] } {
  if (!examples || inputs.kind !== "point") return { x: new Float32Array(), y: [] };
  return { x: new Float32Array(bytesFrom(examples.x).buffer), y: examples.y };
}

/** The examples that came with the page, as the network is trained on them. */
function knownOf({ examples, inputs, reading }: PageData): Example[] {
  if (!examples) return [];
  const width = inputs.shape.reduce((all, side) => all * side, 1);
  const bytes = bytesFrom(examples.x);
  const x = inputs.kind === "point"
    ? preparePoints(inputs.steps, new Float32Array(bytes.buffer))
    : Float32Array.from(bytes, (level) => level / (inputs.kind === "picture" ? inputs.steps.divisor : 1));
  return examples.y.map((label, at) => ({
    x: x.slice(at * width, (at + 1) * width),
    y: targetOf(inputs, reading, label),
  }));
}

function viewOf(data: PageData, network: Network, changed: () => void): GivenView {
  const { inputs } = data;
  if (inputs.kind === "picture") return new PictureView(inputs, changed);
  if (inputs.kind === "point") return new PointView(inputs, network, placesOf(data), changed);
  return new RowView(inputs, changed);
}

async function start(root: HTMLElement, data: PageData, tf: TensorFlow): Promise<void> {
  const network = await Network.load(tf, data);
  const answer = new AnswerView(data.inputs, data.reading);
  const frame = inNextFrame(() => {
    const { given } = view;
    answer.show(given && network.predict(given.x), view.missing);
    if (!root.dataset.answered) performance.mark(TEXT.mark);
    root.dataset.answered = String(Number(root.dataset.answered ?? 0) + 1);
  });
  const view = viewOf(data, network, frame.soon);
  const give = element("section", "mlw-page-card", { "aria-labelledby": "mlw-page-give" });
  give.append(element("h2", "", { id: "mlw-page-give" }, view.title), view.root);
  const grid = element("div", `mlw-page-grid mod-${data.inputs.kind}`);
  grid.append(give, answer.root);
  if (data.reading.kind !== "numbers" || data.inputs.target.names.length === 1) {
    const teach = new TeachView(data, network, view, knownOf(data), () => {
      frame.soon();
      view.learned();
    });
    grid.append(teach.root);
  }
  const head = element("header", "mlw-page-head");
  head.append(
    element("h1", "", {}, data.title),
    element("p", "mlw-page-about", {}, TEXT.about(network.weights)),
  );
  root.replaceChildren(head, grid, element("footer", "mlw-page-foot", {}, TEXT.made));
  window.mlwidgetsShown = { network, view };
  frame.soon();
}

function show(): void {
  const root = document.getElementById("page");
  const { mlwidgetsPage: data, tf } = window;
  if (!root || !data || !tf) return;
  start(root, data, tf).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    root.replaceChildren(element("p", "mlw-page-fault", { role: "alert" }, TEXT.failed(reason)));
  });
}

show();
