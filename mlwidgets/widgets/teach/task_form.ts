// The task of a step: none, answers to choose from, something to explain, or any other as the file has it.

import { element } from "../base/dom.ts";
import { type Answer, button, Field, type Task, TEXT } from "./editor_parts.ts";

const FEWEST = 2;
const MOST = 6;

/** What the form says, as it is sent. */
export type Filled = { kind: string; question?: string; answers?: Answer[]; model?: string; hints?: string[] } | null;

/** The lines of a text that have something in them. */
export function lines(text: string): string[] {
  return text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
}

/** Answers for the form: as many as a task needs at least, and one of them right. */
export function completed(answers: Answer[] | undefined): Answer[] {
  const found = [...(answers ?? [])];
  while (found.length < FEWEST) found.push({ text: "", reply: "" });
  if (!found.some((answer) => answer.right)) found[0] = { ...found[0], right: true };
  return found;
}

class AnswerRow {
  readonly root = element("fieldset", "mlw-editor-answer");
  readonly text: Field;
  readonly reply: Field;
  readonly right = element("input", "", { type: "radio" });

  constructor(at: number, group: string, changed: () => void, remove: (() => void) | null) {
    this.text = new Field(TEXT.answer(at), changed);
    this.reply = new Field(TEXT.reply(at), changed, { rows: 2 });
    this.right.name = group;
    this.right.setAttribute("aria-label", TEXT.right(at));
    this.right.addEventListener("change", changed);
    const label = element("label", "mlw-editor-right");
    label.append(this.right, element("span", "", {}, TEXT.rightWord));
    const line = element("div", "mlw-editor-line");
    line.append(label);
    if (remove) {
      const out = button("×", remove, "mlw-editor-out");
      out.setAttribute("aria-label", TEXT.removeAnswer(at));
      line.append(out);
    }
    this.root.append(this.text.root, this.reply.root, line);
  }

  get answer(): Answer {
    const plain = { text: this.text.value, reply: this.reply.value };
    return this.right.checked ? { ...plain, right: true } : plain;
  }
}

export class TaskForm {
  readonly root = element("div", "mlw-editor-part");
  private readonly kind = element("select", "mlw-editor-menu", { "aria-label": TEXT.task });
  private readonly question = new Field(TEXT.question, () => this.changed(), { rows: 2 });
  private readonly model = new Field(TEXT.good, () => this.changed(), { rows: 3 });
  private readonly hints = new Field(TEXT.hints, () => this.changed(), { rows: 2 });
  private readonly text: Field;
  private readonly answers = element("div");
  private readonly more = button(TEXT.addAnswer, () => this.setAnswers([...this.given(), { text: "", reply: "" }]));
  private rows: AnswerRow[] = [];
  private readonly group = `mlw-editor-right-${Math.random().toString(36).slice(2)}`;

  constructor(private readonly to: { change: (task: Filled) => void; write: (text: string) => void }) {
    this.text = new Field(TEXT.asFile, (value) => to.write(value), { rows: 8 });
    this.text.input.spellcheck = false;
    this.text.input.classList.add("mlw-editor-code");
    for (const [value, words] of Object.entries(TEXT.kinds)) this.kind.append(element("option", "", { value }, words));
    this.kind.addEventListener("change", () => this.changed());
    const kind = element("label", "mlw-editor-label", {}, TEXT.task);
    kind.append(this.kind);
    this.root.append(
      kind,
      this.question.root,
      this.answers,
      this.more,
      this.model.root,
      this.hints.root,
      this.text.root,
    );
  }

  show(task: Task | null, other: boolean): void {
    const kind = task?.kind ?? "";
    this.kind.value = kind;
    this.showParts(kind);
    const values = task?.values ?? {};
    this.question.show(values.question ?? "", other);
    this.model.show(values.model ?? "", other);
    this.hints.show((values.hints ?? []).join("\n"), other);
    this.text.show(task?.text ?? "", other);
    if (kind === "choose") this.showAnswers(completed(values.answers), other);
  }

  flush(): void {
    for (const field of [this.question, this.model, this.hints, this.text]) field.flush();
    for (const row of this.rows) for (const field of [row.text, row.reply]) field.flush();
  }

  stop(): void {
    this.flush();
  }

  private showParts(kind: string): void {
    const form = kind === "choose" || kind === "explain";
    this.question.root.hidden = this.hints.root.hidden = !form;
    this.answers.hidden = kind !== "choose";
    this.more.hidden = kind !== "choose" || this.rows.length >= MOST;
    this.model.root.hidden = kind !== "explain";
    this.text.root.hidden = kind !== "other";
  }

  private showAnswers(answers: Answer[], other: boolean): void {
    if (answers.length !== this.rows.length) {
      this.rows = answers.map((_, at) =>
        new AnswerRow(
          at + 1,
          this.group,
          () => this.changed(),
          answers.length > FEWEST ? () => this.setAnswers(this.given().filter((_, one) => one !== at)) : null,
        )
      );
      this.answers.replaceChildren(...this.rows.map((row) => row.root));
      other = true;
    }
    this.rows.forEach((row, at) => {
      row.text.show(answers[at].text, other);
      row.reply.show(answers[at].reply, other);
      row.right.checked = answers[at].right === true;
    });
    this.more.hidden = this.rows.length >= MOST;
  }

  private given(): Answer[] {
    return completed(this.rows.map((row) => row.answer));
  }

  private setAnswers(answers: Answer[]): void {
    this.showAnswers(completed(answers), true);
    this.changed();
  }

  private changed(): void {
    const kind = this.kind.value;
    this.showParts(kind);
    if (kind === "") return this.to.change(null);
    const question = this.question.value;
    const hints = lines(this.hints.value);
    if (kind === "choose") this.to.change({ kind, question, answers: this.given(), hints });
    else if (kind === "explain") this.to.change({ kind, question, model: this.model.value, hints });
    else this.to.change({ kind });
  }
}
