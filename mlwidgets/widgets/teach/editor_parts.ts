// What the parts of the editor share: the texts, what Python shows, a field that sends what is typed.

import { element } from "../base/dom.ts";

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
  open: OpenStep | null;
}

export const TEXT = {
  editor: "Write a lesson",
  fields: {
    title: "Title of the lesson",
    goal: "Goal: what learners can do afterwards",
    minutes: "Minutes",
    stepTitle: "Title of the step",
    text: "Text (Markdown; formulas between $ signs)",
  } as Record<string, string>,
  preview: "As learners see it",
  add: "Add a step",
  earlier: "Earlier",
  later: "Later",
  remove: "Remove",
  bringBack: "Bring it back",
  setup: "The step begins with",
  take: "Take what is on the page now",
  point: "Point at",
  nothing: "nothing",
  task: "Task",
  kinds: { "": "none", choose: "choose an answer", explain: "explain in own words", other: "another kind" },
  question: "Question",
  answer: (at: number) => `Answer ${at}`,
  reply: (at: number) => `Reply to answer ${at}: why it is right or wrong`,
  right: (at: number) => `Answer ${at} is right`,
  rightWord: "right",
  addAnswer: "Add an answer",
  removeAnswer: (at: number) => `Remove answer ${at}`,
  good: "A good answer, shown once the learner's own is kept (at least 40 characters)",
  hints: "Hints, one a line",
  asFile: "The task as a lesson's file has it; the guide lists the kinds and checks",
  tryOut: "Try it",
  save: "Save as file",
  openFile: "Open a file",
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
