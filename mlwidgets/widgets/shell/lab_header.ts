// The head of a lab: title, task, *Why?*, and what it says. Every text is set as text, never as markup.

import { element } from "../base/dom.ts";
import { Floating } from "../base/floating.ts";
import type { CleanUp, View } from "../base/model.ts";

export interface Traits {
  title: string;
  task: string;
  text: string;
  error: string;
  note: string;
}

const TEXT = { why: "Why?", error: "Error:", settings: "Settings", done: "Done" };
const NOTE_TIME = 8_000; // ms that a note stays; a screen reader has heard it by then

function render({ model, el }: View<Traits>): CleanUp {
  const root = element("div", "mlw mlw-header");
  const title = element("h2", "mlw-header-title", { tabindex: "-1" });
  const task = element("p", "mlw-header-task");
  const why = element("button", "mlw-header-why", { type: "button", "aria-expanded": "false" }, TEXT.why);
  // Narrow labs only: what the controls of a lab fold into.
  const drawer = element("button", "mlw mlw-button mlw-drawer", { type: "button", "aria-expanded": "false" });
  const dismiss = () => {
    title.focus({ preventScroll: true }); // the button goes away: do not let the focus fall to the page's start
    model.set("error", "");
    model.save_changes();
  };
  const text = new Floating(why, { role: "note", className: "mlw-header-text", dismissed: () => explain(false) });
  const error = new Floating(root, { kind: "error", role: "alert", className: "mlw-header-alert", dismissed: dismiss });
  const note = new Floating(root, { className: "mlw-header-note", dismissed: () => note.say("") });
  // On the page from the start: screen readers speak only what changes in a region they know.
  const spoken = element("div", "mlw-visually-hidden", { role: "status" });
  root.append(title, task, why, text.root, error.root, note.root, spoken);
  el.classList.add("mlw-header-host");
  el.append(root, drawer);

  const explain = (open: boolean) => {
    text.show(open);
    why.setAttribute("aria-expanded", String(open));
  };
  why.addEventListener("click", () => explain(!text.open));
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !text.open) return;
    explain(false);
    why.focus();
  });

  const showDrawer = (open: boolean) => {
    el.toggleAttribute("data-drawer", open);
    drawer.setAttribute("aria-expanded", String(open));
    drawer.textContent = open ? TEXT.done : TEXT.settings;
  };
  drawer.addEventListener("click", () => showDrawer(!el.hasAttribute("data-drawer")));

  const showTexts = () => {
    title.textContent = model.get("title");
    task.textContent = model.get("task");
    text.words.textContent = model.get("text");
    title.hidden = model.get("title") === "";
    task.hidden = model.get("task") === "";
    why.hidden = model.get("text") === "";
  };
  let timer = 0;
  const showMessages = () => {
    const failed = model.get("error");
    const noted = failed ? "" : model.get("note");
    error.say(failed && `${TEXT.error} ${failed}`);
    spoken.textContent = noted;
    note.say(noted);
    clearTimeout(timer);
    if (noted) timer = setTimeout(() => note.say(""), NOTE_TIME);
  };

  showTexts();
  showMessages();
  showDrawer(false);
  for (const name of ["title", "task", "text"] as const) model.on(`change:${name}`, showTexts);
  for (const name of ["error", "note"] as const) model.on(`change:${name}`, showMessages);
  return () => {
    clearTimeout(timer);
    for (const one of [text, error, note]) one.stop();
    for (const name of ["title", "task", "text"] as const) model.off(`change:${name}`, showTexts);
    for (const name of ["error", "note"] as const) model.off(`change:${name}`, showMessages);
  };
}

export default { render };
