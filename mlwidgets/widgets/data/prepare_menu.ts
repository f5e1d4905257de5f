// A menu that stays where it is while what it offers changes, so that the focus stays too.

import { element } from "../base/dom.ts";
import type { Option } from "./prepare_types.ts";

export interface Menu {
  node: HTMLSelectElement;
  show(options: Option[], value: string): void;
}

/** Make a menu; it calls back with the value that somebody chooses. */
export function makeMenu(label: string, choose: (value: string) => void): Menu {
  const node = element("select", "mlw-prepare-menu", { "aria-label": label });
  let shown = "";
  node.addEventListener("change", () => choose(node.value));
  return {
    node,
    show(options, value) {
      const wanted = JSON.stringify(options);
      if (wanted !== shown) {
        node.replaceChildren(...options.map(([key, words]) => element("option", "", { value: key }, words)));
        shown = wanted;
      }
      node.value = value;
    },
  };
}
