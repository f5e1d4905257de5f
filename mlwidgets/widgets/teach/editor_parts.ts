// What the parts of the editor share: the texts, what Python shows, a field that sends what is typed.

import { element } from "../base/dom.ts";
import { t } from "../base/language.ts";

export interface Answer {
  text: string;
  reply: string;
  right?: boolean;
}
export interface Task {
  kind: "choose" | "explain" | "other";
  values: { question?: string; answers?: Answer[]; model?: string; hints?: string[] };
  text: string;
}
export interface OpenStep {
  title: string;
  text: string;
  html: string;
  faults: string[];
  setup: string;
  point: string;
  task: Task | null;
}
/** What is shown; see `editor_frame` in Python. */
export interface Frame {
  title: string;
  goal: string;
  minutes: number;
  step: number;
  steps: string[];
  can_bring_back: boolean;
  fault: string;
  said: string;
  kept: string; // the whole draft, for the browser to keep; empty if there is nothing in it
  open: OpenStep | null;
}

export const TEXT = {
  editor: t("Write a lesson"),
  keptLabel: t("Unsaved lesson"),
  kept: (title: string) =>
    title
      ? t("This browser has kept the lesson “{title}”, which was not saved.", { title })
      : t("This browser has kept a lesson that was not saved."),
  goOn: t("Go on with it"),
  discard: t("Discard it"),
  fields: {
    title: t("Title of the lesson"),
    goal: t("Goal: what learners can do afterwards"),
    minutes: t("Minutes"),
    stepTitle: t("Title of the step"),
    text: t("Text (Markdown; formulas between $ signs)"),
  } as Record<string, string>,
  preview: t("As learners see it"),
  add: t("Add a step"),
  earlier: t("Earlier"),
  later: t("Later"),
  remove: t("Remove"),
  bringBack: t("Bring it back"),
  setup: t("The step begins with"),
  take: t("Take what is on the page now"),
  point: t("Point at"),
  nothing: t("nothing"),
  task: t("Task"),
  kinds: { "": t("none"), choose: t("choose an answer"), explain: t("explain in own words"), other: t("another kind") },
  question: t("Question"),
  answer: (at: number) => t("Answer {at}", { at }),
  reply: (at: number) => t("Reply to answer {at}: why it is right or wrong", { at }),
  right: (at: number) => t("Answer {at} is right", { at }),
  rightWord: t("right"),
  addAnswer: t("Add an answer"),
  removeAnswer: (at: number) => t("Remove answer {at}", { at }),
  good: t("A good answer, shown once the learner's own is kept (at least 40 characters)"),
  hints: t("Hints, one a line"),
  asFile: t("The task as a lesson's file has it; the guide lists the kinds and checks"),
  tryOut: t("Try it"),
  save: t("Save as file"),
  openFile: t("Open a file"),
};
const REST = 400; // ms without a key until what was typed is sent

export function button(words: string, pressed: () => void, className = ""): HTMLButtonElement {
  const made = element("button", `mlw-button ${className}`, { type: "button" }, words);
  made.addEventListener("click", pressed);
  return made;
}

let fields = 0;

/** A field with its label. What Python says never overwrites what is being typed. */
export class Field {
  readonly root = element("div", "mlw-editor-field");
  readonly input: HTMLInputElement | HTMLTextAreaElement;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(label: string, public send: (value: string) => void, options: { rows?: number; type?: string } = {}) {
    const id = `mlw-editor-field-${fields++}`;
    this.input = options.rows
      ? element("textarea", "mlw-editor-input", { id, rows: options.rows })
      : element("input", "mlw-editor-input", { id, type: options.type ?? "text" });
    this.root.append(element("label", "mlw-editor-label", { for: id }, label), this.input);
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.flush(), REST);
    });
    this.input.addEventListener("change", () => this.flush());
  }

  get value(): string {
    return this.input.value;
  }

  /** Show a value; `other` if it is about something else than what is being typed. */
  show(value: string, other = false): void {
    if (other) {
      clearTimeout(this.timer);
      this.timer = undefined;
    }
    const typing = this.timer !== undefined || document.activeElement === this.input;
    if ((other || !typing) && this.input.value !== value) this.input.value = value;
  }

  /** Send now what has been typed and not been sent. */
  flush(): void {
    if (this.timer === undefined) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.send(this.input.value);
  }
}
