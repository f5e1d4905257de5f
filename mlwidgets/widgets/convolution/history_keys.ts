// Undo and redo: two buttons, and the keys that everybody knows.

import type { Model } from "../base/model.ts";

export type Step = "undo" | "redo";
export interface HistoryTraits {
  can_undo: boolean;
  can_redo: boolean;
}

/** Which step a key asks for; null if it is no such key. */
export function stepOf(
  event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">,
): Step | null {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return null;
  const key = event.key.toLowerCase();
  if (key === "y") return "redo";
  if (key !== "z") return null;
  return event.shiftKey ? "redo" : "undo";
}

/** Let buttons and keys within `root` take steps; returns what shows whether there are any to take. */
export function listenForHistory(
  model: Model<HistoryTraits>,
  root: HTMLElement,
  buttons: Record<Step, HTMLElement>,
  take: (step: Step) => void,
): () => void {
  const names = { undo: "can_undo", redo: "can_redo" } as const;
  const steps: Step[] = ["undo", "redo"];
  const tryTo = (step: Step) => {
    if (model.get(names[step])) take(step);
  };
  for (const step of steps) buttons[step].addEventListener("click", () => tryTo(step));
  root.addEventListener("keydown", (event) => {
    const step = stepOf(event);
    if (!step) return;
    event.preventDefault();
    tryTo(step);
  });
  const show = () => {
    // Not `disabled`: the focus would fall out of the widget with the last step.
    for (const step of steps) buttons[step].setAttribute("aria-disabled", String(!model.get(names[step])));
  };
  for (const step of steps) model.on(`change:${names[step]}`, show);
  show();
  return show;
}
