// The lines that just ran: closed until somebody wants to know how it is done in Python.

import { copied } from "../base/addresses.ts";
import { element } from "../base/dom.ts";
import type { CleanUp, View } from "../base/model.ts";
import { t } from "../base/language.ts";

export interface Traits {
  opened: boolean;
  lines: string[];
}

const TEXT = {
  title: t("The lines that just ran"),
  about: t("What you did last, in Python: in a notebook, experiment is this lab's experiment."),
  none: t("Nothing yet. Change something, or press Run."),
  copy: t("Copy"),
  copied: t("Copied"),
  selected: t("Selected: press Ctrl+C or ⌘C."),
};
const COPIED = 2_000; // ms that the button says so

function render({ model, el }: View<Traits>): CleanUp {
  const root = element("details", "mlw mlw-recent");
  const summary = element("summary", "", {}, TEXT.title);
  const head = element("div", "mlw-recent-head");
  const copy = element("button", "mlw-button", { type: "button" }, TEXT.copy);
  // In the tab order, since it scrolls.
  const box = element("pre", "mlw-program mlw-recent-box", { tabindex: "0", role: "region", "aria-label": TEXT.title });
  const code = element("code");
  box.append(code);
  head.append(element("p", "mlw-recent-about", {}, TEXT.about), copy);
  root.append(summary, head, box);
  el.classList.add("mlw-recent-host");
  el.append(root);

  let revealing = false; // opened just now: it is scrolled into sight, with the lines that Python sends
  const reveal = () => root.scrollIntoView({ block: "nearest" });
  const show = () => {
    root.open = model.get("opened");
    const lines = model.get("lines");
    code.textContent = lines.join("\n") || TEXT.none;
    copy.disabled = lines.length === 0;
    box.scrollTop = box.scrollHeight; // the newest line is the last
    if (revealing && lines.length > 0) {
      revealing = false;
      reveal();
    }
  };
  root.addEventListener("toggle", () => {
    if (root.open === model.get("opened")) return;
    model.set("opened", root.open);
    model.save_changes();
    revealing = root.open;
    if (root.open) reveal();
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  copy.addEventListener("click", async () => {
    const done = await copied(code.textContent ?? "");
    if (!done) getSelection()?.selectAllChildren(code); // there is always a selection
    copy.textContent = done ? TEXT.copied : TEXT.selected;
    clearTimeout(timer);
    timer = setTimeout(() => (copy.textContent = TEXT.copy), COPIED);
  });
  show();
  for (const name of ["opened", "lines"] as const) model.on(`change:${name}`, show);
  return () => {
    clearTimeout(timer);
    for (const name of ["opened", "lines"] as const) model.off(`change:${name}`, show);
  };
}

export default { render };
