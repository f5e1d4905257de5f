// A heading that is a button. What it opens is put below by Python, and taken off the page when it is closed.

import { element } from "../base/dom.ts";
import type { CleanUp, View } from "../base/model.ts";

export interface Traits {
  title: string;
  text: string;
  opened: boolean;
}

const NAMES = ["title", "text", "opened"] as const;

function render({ model, el }: View<Traits>): CleanUp {
  const root = element("div", "mlw mlw-disclosure");
  const heading = element("h3", "mlw-disclosure-heading");
  const button = element("button", "mlw-disclosure-button", { type: "button" });
  const mark = element("span", "mlw-disclosure-mark", { "aria-hidden": "true" });
  const title = element("span");
  const text = element("p", "mlw-disclosure-text");
  button.append(mark, title);
  heading.append(button);
  root.append(heading, text);
  el.append(root);

  const show = () => {
    title.textContent = model.get("title");
    text.textContent = model.get("text");
    text.hidden = model.get("text") === "";
    button.setAttribute("aria-expanded", String(model.get("opened")));
  };
  button.addEventListener("click", () => {
    model.set("opened", !model.get("opened"));
    model.save_changes();
  });
  show();
  for (const name of NAMES) model.on(`change:${name}`, show);
  return () => {
    for (const name of NAMES) model.off(`change:${name}`, show);
  };
}

export default { render };
