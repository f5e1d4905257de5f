// A task: the question, what it is answered with, hints one at a time, and the reply.

import { element } from "../base/dom.ts";
import { type Frame, hintWords, type Reply, type Task } from "./lesson_model.ts";
import { showText } from "./lesson_text.ts";
import { t } from "../base/language.ts";

const TEXT = {
  task: t("Your task"),
  solved: t("✓ Solved"),
  choices: t("Answers"),
  other: t("Not this one."),
  answer: t("Your answer"),
  check: t("Check"),
  keep: t("Send my answer"),
  state: t("Check my work"),
  draw: t("Draw again"),
  drawHelp: t("The same question with other numbers"),
  hints: t("Hints"),
};
const LONGEST = 4_000; // characters; Python says the same
const SPOKEN = 5_000; // ms
const PATIENCE = 10_000; // ms after which a check that nobody answers can be pressed again

/** What a learner can want of a task. */
export interface Wishes {
  answer(value: unknown): void;
  hint(): void;
  draw(): void;
}

let groups = 0; // radio buttons on a page that have one name are one group

export class TaskPart {
  readonly root = element("section", "mlw-task", { "aria-label": TEXT.task });
  private readonly solved = element("span", "mlw-lesson-solved", {}, TEXT.solved);
  private readonly question = element("div", "mlw-lesson-text");
  private readonly entry = element("div", "mlw-task-entry");
  private readonly check = element("button", "mlw-button mlw-task-check", { type: "button" });
  private readonly draw = element("button", "mlw-button", { type: "button", title: TEXT.drawHelp }, TEXT.draw);
  private readonly hint = element("button", "mlw-button", { type: "button" });
  private readonly note = element("p", "mlw-task-note");
  private readonly hints = element("ol", "mlw-task-hints", { "aria-label": TEXT.hints });
  // On the page from the start: screen readers speak only what changes in a region they know.
  private readonly reply = element("div", "mlw-task-reply mlw-lesson-text", { role: "status" });
  private readonly spoken = element("p", "mlw-visually-hidden", { role: "status" });
  private drawing = false; // whether other numbers were asked for, and have not come yet
  private read: () => unknown = () => null;
  private patience: ReturnType<typeof setTimeout> | undefined;
  private spokenLong: ReturnType<typeof setTimeout> | undefined;
  private said = "";

  constructor(private readonly wishes: Wishes) {
    const head = element("div", "mlw-task-head");
    head.append(element("h4", "", {}, TEXT.task), this.solved);
    const buttons = element("div", "mlw-task-buttons");
    buttons.append(this.check, this.draw, this.hint);
    this.root.append(head, this.question, this.entry, this.note, buttons, this.spoken, this.reply, this.hints);
    this.check.addEventListener("click", () => this.send());
    this.draw.addEventListener("click", () => {
      this.drawing = true;
      wishes.draw();
    });
    this.hint.addEventListener("click", () => wishes.hint());
  }

  /** Ask something else. */
  ask(task: Task, language: string): void {
    this.root.lang = language;
    showText(this.question, task.html);
    this.speak(this.drawing ? this.question.innerText : "");
    this.note.textContent = task.note;
    this.note.hidden = task.note === "";
    this.draw.hidden = task.entry !== "number";
    this.check.textContent = task.entry === "state" ? TEXT.state : task.entry === "text" ? TEXT.keep : TEXT.check;
    const makers = { choice: choices, number: numberField, text: textField, state: nothing };
    const { nodes, read } = makers[task.entry](task, () => this.send());
    this.entry.replaceChildren(...nodes);
    this.read = read;
  }

  /** Bring what has been done with the task up to date. */
  update({ task, reply }: Frame): void {
    if (!task) return;
    this.drawing = false;
    this.settle();
    this.root.dataset.solved = String(task.solved);
    this.solved.hidden = !task.solved;
    const focused = document.activeElement === this.hint;
    this.hint.textContent = hintWords(task);
    this.hint.hidden = task.more === 0;
    const shown = this.hints.children.length;
    task.hints.slice(shown).forEach((html) => {
      const item = element("li", "mlw-lesson-text", { tabindex: -1 });
      showText(item, html);
      this.hints.append(item);
    });
    while (this.hints.children.length > task.hints.length) this.hints.lastElementChild?.remove();
    this.hints.hidden = task.hints.length === 0;
    const newest = this.hints.lastElementChild as HTMLElement | null;
    if (task.hints.length > shown && newest) {
      if (focused) newest.focus({ preventScroll: true }); // so it is read out
      newest.scrollIntoView({ block: "nearest" });
    }
    this.say(reply ?? null, task.entry === "choice");
  }

  /** Forget the hints of another task. */
  clear(): void {
    this.hints.replaceChildren();
  }

  stop(): void {
    clearTimeout(this.patience);
    clearTimeout(this.spokenLong);
  }

  /** Let a screen reader say something that stands on the page anyway, so it does not stay. */
  private speak(words: string): void {
    clearTimeout(this.spokenLong);
    this.spoken.textContent = words;
    this.spokenLong = setTimeout(() => this.spoken.replaceChildren(), SPOKEN);
  }

  private say(reply: Reply | null, choice: boolean): void {
    const said = JSON.stringify(reply);
    if (said === this.said) return;
    this.said = said;
    this.reply.dataset.kind = reply?.kind ?? "none";
    const words = element("div");
    showText(words, reply?.html ?? "");
    // A reply to a chosen answer begins with why; that it is another one must not stand in a colour alone.
    if (reply?.kind === "wrong" && choice) words.prepend(element("strong", "", {}, TEXT.other), " ");
    this.reply.replaceChildren(...(reply ? [words] : []));
    if (reply) this.reply.scrollIntoView({ block: "nearest" });
  }

  private send(): void {
    if (this.check.getAttribute("aria-disabled") === "true") return;
    this.check.setAttribute("aria-disabled", "true"); // a second press would be a second try
    this.patience = setTimeout(() => this.settle(), PATIENCE);
    this.wishes.answer(this.read());
  }

  private settle(): void {
    clearTimeout(this.patience);
    this.check.removeAttribute("aria-disabled");
  }
}

interface Entry {
  nodes: HTMLElement[];
  read(): unknown;
}

function choices({ choices, answer }: Task, send: () => void): Entry {
  const group = element("div", "mlw-task-choices", { role: "radiogroup", "aria-label": TEXT.choices });
  const name = `mlw-task-${groups++}`;
  const inputs = choices.map((html, at) => {
    const label = element("label", "mlw-task-choice");
    const input = element("input", "", { type: "radio", name, value: at });
    const words = element("span", "mlw-lesson-text");
    showText(words, html);
    input.checked = answer === at;
    label.append(input, words);
    group.append(label);
    return input;
  });
  group.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    send();
  });
  return {
    nodes: [group],
    read: () => {
      const at = inputs.findIndex((input) => input.checked);
      return at < 0 ? null : at;
    },
  };
}

// What is typed goes to Python as it is: a comma before decimals, a shape such as 3 × 3 × 8.
function numberField({ answer }: Task, send: () => void): Entry {
  const label = element("label", "mlw-task-field", {}, TEXT.answer);
  const input = element("input", "mlw-task-number", {
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    spellcheck: "false",
    maxlength: 200,
  });
  input.value = answer === null ? "" : String(answer);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") send();
  });
  label.append(input);
  return { nodes: [label], read: () => input.value.trim() };
}

function textField({ answer }: Task): Entry {
  const label = element("label", "mlw-task-field", {}, TEXT.answer);
  const area = element("textarea", "mlw-task-area", { rows: 5, maxlength: LONGEST });
  area.value = answer === null ? "" : String(answer);
  label.append(area);
  return { nodes: [label], read: () => area.value };
}

const nothing = (): Entry => ({ nodes: [], read: () => null });
