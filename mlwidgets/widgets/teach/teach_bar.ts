// The bar of Teach mode: one line under the top line of the dashboard.

import { copied, isOnThisMachine, pageLink } from "../base/addresses.ts";
import { element } from "../base/dom.ts";
import { t } from "../base/language.ts";
import type { CleanUp, View } from "../base/model.ts";
import { onSight } from "../base/sight.ts";
import { accessOf } from "../export/link_model.ts";
import { Badges, TEXT as ACCESS_TEXT } from "./badges.ts";

export interface Traits {
  names: Record<string, string>;
  hidden: string[];
  locked: string[];
  lab: string;
  fragment: string;
  writing: boolean;
  error: string;
}

const TEXT = {
  bar: t("Teach"),
  todo: t("Choose at each control what learners see."),
  more: t("Then write a step, or copy the link."),
  lab: (name: string) => t("{name} lab, for learners", { name }),
  labWord: (name: string) => t("Lab {name}:", { name }),
  write: t("Write a step"),
  copy: t("Copy link"),
  copied: t("Copied"),
  local: t("Copied. This address works on this computer only; in Export, Link there is one for a class."),
  notCopied: t("The browser does not let pages copy here. In Export, Link the link can be selected."),
  noLink: t("There is nothing to copy"),
  done: t("Done"),
};
const COPIED = 3_000; // ms that the button says so

function render({ model, el }: View<Traits>): CleanUp {
  const root = element("section", "mlw mlw-teach-bar", { "aria-label": TEXT.bar });
  const todo = element("p", "mlw-teach-todo");
  todo.append(element("strong", "", {}, TEXT.todo), element("span", "mlw-teach-more", {}, ` ${TEXT.more}`));
  const lab = element("label", "mlw-teach-lab");
  const labWord = element("span");
  const labMenu = element("select", "mlw-teach-menu");
  for (const access of ["free", "hidden"] as const) {
    labMenu.append(element("option", "", { value: access }, ACCESS_TEXT.access[access]));
  }
  lab.append(labWord, labMenu);
  const write = element("button", "mlw-button", { type: "button", "aria-pressed": "false" }, TEXT.write);
  const copy = element("button", "mlw-button mlw-teach-copy", { type: "button" }, TEXT.copy);
  const done = element("button", "mlw-button mlw-teach-done", { type: "button" }, TEXT.done);
  const said = element("p", "mlw-teach-said", { role: "status" });
  root.append(todo, lab, write, copy, done, said);
  el.classList.add("mlw-teach-host");
  el.append(root);

  const chosen = () => ({ hidden: model.get("hidden"), locked: model.get("locked") });
  const choose = (name: string, access: string) => model.send({ kind: "access", name, access });
  const badges = new Badges(model.get("names"), chosen, choose);

  const show = () => {
    const name = model.get("lab");
    const label = model.get("names")[name] ?? name;
    lab.hidden = name === "";
    labWord.textContent = TEXT.labWord(label);
    labMenu.setAttribute("aria-label", TEXT.lab(label));
    labMenu.value = accessOf(chosen(), name) === "hidden" ? "hidden" : "free";
    lab.dataset.teach = labMenu.value;
    write.setAttribute("aria-pressed", String(model.get("writing")));
    badges.update();
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const say = (text: string, kind = "note") => {
    clearTimeout(timer);
    said.textContent = text;
    said.dataset.kind = kind;
    if (text && kind === "note") timer = setTimeout(() => say(""), COPIED);
  };
  const showError = () => say(model.get("error"), "error");

  labMenu.addEventListener("change", () => choose(model.get("lab"), labMenu.value));
  write.addEventListener("click", () => model.send({ kind: "write" }));
  done.addEventListener("click", () => {
    model.send({ kind: "done" });
    // The bar goes away: do not let the focus fall to the page's start.
    el.closest(".mlw-dashboard")?.querySelector<HTMLElement>(".mlw-bar-teach")?.focus();
  });
  copy.addEventListener("click", async () => {
    const fragment = model.get("fragment");
    if (fragment === "") return say(model.get("error") || TEXT.noLink, "error");
    const served = "voila" in document.body.dataset;
    const link = served ? pageLink(location.href, fragment) : `Experiment.from_link("${fragment}")`;
    if (await copied(link)) say(served && isOnThisMachine(location.hostname) ? TEXT.local : TEXT.copied);
    else say(TEXT.notCopied, "error");
  });

  const names = ["hidden", "locked", "lab", "writing"] as const;
  show();
  showError();
  for (const name of names) model.on(`change:${name}`, show);
  model.on("change:error", showError);
  const stopLooking = onSight(root, (seen) => {
    const page = el.closest(".mlw-dashboard");
    if (seen && page) badges.start(page);
  });
  return () => {
    clearTimeout(timer);
    stopLooking();
    badges.stop();
    for (const name of names) model.off(`change:${name}`, show);
    model.off("change:error", showError);
  };
}

export default { render };
