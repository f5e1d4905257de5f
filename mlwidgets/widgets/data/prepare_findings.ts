// What is worth knowing before training, each with a button that mends it where a plan can.

import { element } from "../base/dom.ts";
import type { FindingState, Send } from "./prepare_types.ts";
import { t } from "../base/language.ts";

const TEXT = {
  label: t("Warnings and notes"),
  warning: t("Warning"),
  note: t("Note"),
};

export interface Findings {
  node: HTMLElement;
  show(findings: FindingState[], problem: string): void;
}

/** Make the list of findings; a problem, if there is one, stands on top. */
export function makeFindings(send: Send): Findings {
  const node = element("div", "mlw-prepare-findings", { role: "region", "aria-label": TEXT.label, tabindex: 0 });
  const trouble = element("p", "mlw-prepare-problem", { role: "alert" });
  const list = element("ul", "mlw-prepare-list");
  node.append(trouble, list);
  return {
    node,
    show(findings, problem) {
      trouble.hidden = !problem;
      if (trouble.textContent !== problem) trouble.textContent = problem;
      list.hidden = findings.length === 0;
      node.hidden = trouble.hidden && list.hidden;
      list.replaceChildren(...findings.map(({ severity, sentence, label }, at) => {
        const item = element("li", "mlw-prepare-finding", { "data-severity": severity });
        const sign = element("span", "mlw-prepare-sign", { "aria-hidden": "true" }, severity === "note" ? "i" : "!");
        const words = element("span", "mlw-prepare-sentence");
        words.append(
          element("span", "mlw-visually-hidden", {}, `${severity === "note" ? TEXT.note : TEXT.warning}: `),
          sentence,
        );
        item.append(sign, words);
        if (label) {
          const button = element("button", "mlw-button mlw-prepare-remedy", { type: "button" }, label);
          button.addEventListener("click", () => send({ kind: "remedy", at, label }));
          item.append(button);
        }
        return item;
      }));
    },
  };
}
