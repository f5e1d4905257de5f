// The head of a lab: title, task, *Why?*, and what it says. Every text is set as text, never as markup.

import { element } from "../base/dom.ts";
import { Floating } from "../base/floating.ts";
import type { CleanUp, View } from "../base/model.ts";
import { watchAddress } from "./page_address.ts";
import { t } from "../base/language.ts";

export interface Traits {
  title: string;
  task: string;
  text: string;
  error: string;
  note: string;
  offers_undo: boolean;
  restricted: boolean;
  lifted: boolean;
  drawer: string;
}

const TEXT = {
  why: t("Why?"),
  error: t("Error:"),
  undo: t("Undo"),
  done: t("Done"),
  lift: t("Show all controls"),
  lifted: t("The link or the lesson hides or locks some controls. Press to show and unlock them all."),
};
const NOTE_TIME = 8_000; // ms that a note stays; a screen reader has heard it by then

function render({ model, el }: View<Traits>): CleanUp {
  const root = element("div", "mlw mlw-header");
  const title = element("h2", "mlw-header-title", { tabindex: "-1" });
  const line = element("p", "mlw-header-task");
  const task = element("span");
  const why = element("button", "mlw-header-why", { type: "button", "aria-expanded": "false" }, TEXT.why);
  const lift = element("button", "mlw-header-why", { type: "button", title: TEXT.lifted }, TEXT.lift);
  // Narrow labs only: what the controls of a lab fold into.
  const drawer = element("button", "mlw mlw-button mlw-drawer", { type: "button", "aria-expanded": "false" });
  const dismiss = () => {
    title.focus({ preventScroll: true }); // the button goes away: do not let the focus fall to the page's start
    model.set("error", "");
    model.save_changes();
  };
  const text = new Floating(why, { role: "note", className: "mlw-header-text", dismissed: () => explain(false) });
  const error = new Floating(root, {
    kind: "error",
    over: true,
    role: "alert",
    className: "mlw-header-alert",
    dismissed: dismiss,
  });
  const note = new Floating(root, {
    over: true,
    className: "mlw-header-note",
    action: {
      label: TEXT.undo,
      taken: () => {
        title.focus({ preventScroll: true }); // as above
        model.send({ kind: "undo" });
      },
    },
    dismissed: () => note.say(""),
  });
  // On the page from the start: screen readers speak only what changes in a region they know.
  const spoken = element("div", "mlw-visually-hidden", { role: "status" });
  line.append(task, " ", why, " ", lift);
  root.append(title, line, text.root, error.root, note.root, spoken);
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

  lift.addEventListener("click", () => model.send({ kind: "lift", on: !model.get("lifted") }));
  const showLift = () => {
    lift.hidden = !model.get("restricted");
    lift.setAttribute("aria-pressed", String(model.get("lifted")));
  };

  const showDrawer = (open: boolean) => {
    el.toggleAttribute("data-drawer", open);
    drawer.setAttribute("aria-expanded", String(open));
    drawer.textContent = open ? TEXT.done : model.get("drawer");
  };
  drawer.addEventListener("click", () => showDrawer(!el.hasAttribute("data-drawer")));

  const showTexts = () => {
    title.textContent = model.get("title");
    task.textContent = model.get("task");
    text.words.textContent = model.get("text");
    title.hidden = model.get("title") === "";
    why.hidden = model.get("text") === "";
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const showNote = () => {
    const text = model.get("error") ? "" : model.get("note");
    spoken.textContent = text;
    note.say(text);
    clearTimeout(timer);
    if (text) timer = setTimeout(leave, NOTE_TIME);
  };
  const leave = () => {
    // Nothing goes away under a pointer, or under a key about to be pressed.
    if (note.root.matches(":hover, :focus-within")) timer = setTimeout(leave, NOTE_TIME);
    else note.say("");
  };
  const showOffer = () => {
    note.action.hidden = !model.get("offers_undo");
    note.say(note.open ? model.get("note") : ""); // its place depends on its width
  };
  const showError = () => {
    const text = model.get("error");
    error.say(text && `${TEXT.error} ${text}`);
    if (!text) return; // a note that came before is old by now
    note.say("");
    spoken.textContent = "";
  };

  showTexts();
  showNote();
  showOffer();
  showError();
  showLift();
  showDrawer(false);
  // Of a page with several labs the first one takes the link; in the dashboard its bar does.
  const lab = () => {
    const alone = el.closest(".mlw-dashboard") === null && document.querySelector(".mlw-header") === root;
    return alone ? el.closest(".mlw-lab") : null;
  };
  const stopAddress = watchAddress(model, root, lab, (text) => model.send({ kind: "link", text }));
  for (const name of ["title", "task", "text"] as const) model.on(`change:${name}`, showTexts);
  model.on("change:note", showNote);
  model.on("change:offers_undo", showOffer);
  model.on("change:error", showError);
  for (const name of ["restricted", "lifted"] as const) model.on(`change:${name}`, showLift);
  return () => {
    stopAddress();
    for (const name of ["restricted", "lifted"] as const) model.off(`change:${name}`, showLift);
    clearTimeout(timer);
    for (const one of [text, error, note]) one.stop();
    for (const name of ["title", "task", "text"] as const) model.off(`change:${name}`, showTexts);
    model.off("change:note", showNote);
    model.off("change:offers_undo", showOffer);
    model.off("change:error", showError);
  };
}

export default { render };
