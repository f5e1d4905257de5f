// From a table to the numbers a network is given: first the rows are divided, then the steps are fitted.

import { element } from "../base/dom.ts";
import type { CleanUp, View } from "../base/model.ts";
import { watchedScript, type Watchers } from "../base/watching.ts";
import { makeColumns } from "./prepare_columns.ts";
import { makeFindings } from "./prepare_findings.ts";
import { makeFollow } from "./prepare_follow.ts";
import { makeParts } from "./prepare_parts.ts";
import type { Send, Traits } from "./prepare_types.ts";
import { count } from "./prepare_words.ts";
import { counted, t } from "../base/language.ts";

export type { Traits } from "./prepare_types.ts";

const TEXT = {
  first: t("1. Divide the rows"),
  then: t("2. Fit the steps"),
  leftOut: (rows: number) => t("{count} left out.", { count: count(rows) }),
  inputs: (inputs: number) =>
    counted(inputs, "{count} input for the network.", "{count} inputs for the network.", { count: count(inputs) }),
};
const NAMES = ["plan", "followed", "findings", "problem", "lock"] as const;

function render(watchers: Watchers, { model, el }: View<Traits>): CleanUp {
  const root = element("div", "mlw mlw-prepare", { role: "group", "aria-label": model.get("label") });
  const send: Send = (message) => model.send(message);
  const findings = makeFindings(send);
  const parts = makeParts(model.get("methods"), send);
  const columns = makeColumns(send);
  const follow = makeFollow(send);
  const heading = (words: string, ...more: HTMLElement[]) => {
    const node = element("div", "mlw-prepare-head");
    node.append(element("h3", "mlw-prepare-step-title", {}, words), ...more);
    return node;
  };
  const lock = element("p", "mlw-prepare-lock");
  const fitted = element("p", "mlw-prepare-fitted");
  root.append(
    findings.node,
    heading(TEXT.first, lock),
    parts.node,
    heading(TEXT.then, fitted, follow.node),
    columns.node,
  );
  el.append(root);

  const show = () => {
    const plan = model.get("plan");
    findings.show(model.get("findings"), model.get("problem"));
    parts.show(model.get("table"), plan);
    lock.textContent = [plan.leftOut ? TEXT.leftOut(plan.leftOut) : "", model.get("lock")].filter(Boolean).join(" ");
    fitted.textContent = [plan.fitted, plan.inputs ? TEXT.inputs(plan.inputs) : ""].filter(Boolean).join(" ");
    follow.show(model.get("followed"), plan.parts ?? []);
    columns.show(plan, model.get("followed"));
  };
  const begin = () => {
    columns.begin(model.get("table"));
    show();
  };
  const hear = (message: { kind?: string }) => {
    if (message.kind === "answered") show(); // what was refused is taken back
  };
  begin();
  model.on("change:table", begin);
  for (const name of NAMES) model.on(`change:${name}`, show);
  model.on("msg:custom", hear);
  const stop = watchers.watch(root, () => {});
  return () => {
    stop();
    columns.stop();
    model.off("change:table", begin);
    for (const name of NAMES) model.off(`change:${name}`, show);
    model.off("msg:custom", hear);
  };
}

export default watchedScript<Traits>(render);
