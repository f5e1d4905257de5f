// The row of tabs above panes. Which pane is shown follows from its attribute `data-pane`, by the style sheet alone.

import type { CleanUp, View } from "../base/model.ts";
import { element } from "../base/dom.ts";
import { onSight } from "../base/sight.ts";
import { namePanels, TabList } from "../base/tab_list.ts";

export interface Traits {
  titles: string[];
  selected: number;
  label: string;
}

const NAMES = ["titles", "selected"] as const;

function render({ model, el }: View<Traits>): CleanUp {
  const root = element("div", "mlw mlw-pane-bar");
  const tabs = new TabList(model.get("label"), "mlw-pane-tab", (at) => {
    model.set("selected", at);
    model.save_changes();
  });
  root.append(tabs.root);
  el.classList.add("mlw-pane-host");
  el.append(root);

  const name = () => namePanels([...el.parentElement?.children ?? []].filter((one) => one !== el), model.get("titles"));
  const show = () => {
    tabs.show(model.get("titles"), model.get("selected"));
    el.dataset.pane = String(model.get("selected") + 1);
    name();
  };
  show();
  for (const trait of NAMES) model.on(`change:${trait}`, show);
  const stopLooking = onSight(root, name); // by now the bar stands beside its panes
  return () => {
    stopLooking();
    for (const trait of NAMES) model.off(`change:${trait}`, show);
  };
}

export default { render };
