// The elements of a network's diagram.

import { element } from "../base/dom.ts";
import { NetworkLegend } from "./network_legend.ts";
import { NetworkReader } from "./network_reader.ts";
import { t } from "../base/language.ts";

export const NET_TEXT = {
  name: t("Network"),
  help: t(
    "Up and down arrows move within a column, right to the next one. Left goes to the weights that come into the " +
      "neuron: there up and down arrows move among them and its bias, left goes to where the weight comes from, right " +
      "back to the neuron, and Enter changes the number.",
  ),
  empty: t("No network yet."),
};

export function buildNet(el: HTMLElement, onChange: () => void) {
  const id = `mlw-net-${Math.random().toString(36).slice(2)}`;
  // Without the attribute JupyterLab would take the arrow keys for itself.
  const root = element("div", "mlw mlw-net", { "data-lm-suppress-shortcuts": "true", "data-painted": 0 });
  const box = element("div", "mlw-net-box");
  // An application, so that a screen reader lets the arrow keys through.
  const stage = element("div", "mlw-net-stage", {
    role: "application",
    "aria-label": NET_TEXT.name,
    "aria-describedby": id,
  });
  const canvas = element("canvas", "mlw-net-canvas", { "aria-hidden": "true" });
  const incoming = element("div", "mlw-net-incoming");
  const help = element("p", "mlw-visually-hidden", { id }, NET_TEXT.help);
  const reader = new NetworkReader(onChange);
  const legend = new NetworkLegend();
  stage.append(canvas, incoming);
  box.append(stage);
  root.append(box, legend.root, reader.root, help);
  el.append(root);
  return { root, box, stage, canvas, incoming, reader, legend };
}
