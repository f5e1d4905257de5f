// The column in which a lesson is written. What is typed goes to Python after a moment's rest; Python answers with the
// preview, which it has made safe, and with what is wrong.

import { element } from "../base/dom.ts";
import { saveFile } from "../base/download.ts";
import type { CleanUp, View } from "../base/model.ts";
import { onSight } from "../base/sight.ts";
import { showText } from "../course/lesson_text.ts";
import { button, Field, type Frame, TEXT } from "./editor_parts.ts";
import { keptDraft, titleOf } from "./kept_draft.ts";
import { TaskForm } from "./task_form.ts";
import { type Turn, Turns } from "./turns.ts";

export interface Traits {
  frame: Frame;
  groups: Record<string, Record<string, string>>;
  heard: Turn | [];
}

const LARGEST = 60_000; // bytes of a lesson's file; Python says so to who has a larger one

class Editor {
  readonly root = element("section", "mlw mlw-editor", { "aria-label": TEXT.editor });
  private readonly fields: Field[];
  private readonly steps = element("ol", "mlw-editor-steps");
  private readonly open = element("div", "mlw-editor-step");
  private readonly preview = element("div", "mlw-lesson-text mlw-editor-preview", {
    role: "region",
    "aria-label": TEXT.preview,
  });
  private readonly faults = element("p", "mlw-editor-fault", { role: "status" });
  private readonly setup = element("p", "mlw-editor-setup");
  private readonly point = element("select", "mlw-editor-menu", { "aria-label": TEXT.point });
  private readonly ofStep = [
    button(TEXT.earlier, () => this.say({ kind: "move", value: -1 })),
    button(TEXT.later, () => this.say({ kind: "move", value: 1 })),
    button(TEXT.remove, () => this.order("remove")),
  ];
  private readonly back = button(TEXT.bringBack, () => this.order("bring_back"));
  private readonly fault = element("p", "mlw-editor-fault", { role: "alert" });
  private readonly said = element("p", "mlw-editor-said", { role: "status" });
  private readonly task: TaskForm;
  private readonly turns = new Turns();
  private readonly kept = keptDraft();
  private readonly offer = element("div", "mlw-editor-kept", { role: "group", "aria-label": TEXT.keptLabel });
  private found = "";
  private bringing = false;
  private shownStep = -1;

  constructor(private readonly model: View<Traits>["model"]) {
    const head = (name: string, rows?: number) =>
      new Field(TEXT.fields[name], (value) => this.say({ kind: "head", name, value }), { rows });
    const minutes = new Field(
      TEXT.fields.minutes,
      (value) => this.say({ kind: "head", name: "minutes", value: Math.round(Number(value)) || 1 }),
      { type: "number" },
    );
    const write = (name: string, rows?: number) =>
      new Field(TEXT.fields[name], (value) => this.send("write", { name, value }), { rows });
    const [title, goal, stepTitle, text] = [head("title"), head("goal", 2), write("stepTitle"), write("text", 8)];
    stepTitle.send = (value) => this.send("write", { name: "title", value });
    this.fields = [title, goal, minutes, stepTitle, text];
    this.task = new TaskForm({
      change: (task) => this.send("task", { task }),
      write: (value) => this.send("task_text", { value }),
    });
    this.point.addEventListener("change", () => this.send("point", { name: this.point.value }));
    this.fillPoint();

    const tools = element("div", "mlw-editor-line");
    tools.append(
      button(TEXT.add, () => this.order("add"), "mlw-editor-add"),
      ...this.ofStep,
      this.back,
    );
    const setUp = element("div", "mlw-editor-part");
    const pointed = element("label", "mlw-editor-label", {}, TEXT.point);
    pointed.append(this.point);
    setUp.append(
      element("h4", "", {}, TEXT.setup),
      this.setup,
      button(TEXT.take, () => this.order("take")),
      pointed,
    );
    this.open.append(stepTitle.root, text.root, this.faults, this.preview, setUp, this.task.root);
    const body = element("div", "mlw-editor-body");
    this.offer.hidden = true;
    body.append(this.offer, title.root, goal.root, minutes.root, this.steps, tools, this.open);
    const foot = element("div", "mlw-editor-foot");
    const line = element("div", "mlw-editor-line");
    line.append(
      button(TEXT.tryOut, () => this.order("try")),
      button(TEXT.save, () => this.order("save")),
      this.opener(),
    );
    foot.append(this.fault, this.said, line);
    this.root.append(element("h3", "mlw-editor-title", {}, TEXT.editor), body, foot);
  }

  /** Offer what an earlier page has left, where nothing has been written yet. */
  start(): void {
    const found = this.found = this.model.get("frame").kept ? "" : this.kept.found();
    if (!found) return;
    const line = element("div", "mlw-editor-line");
    line.append(
      button(TEXT.goOn, () => {
        this.bringing = true;
        this.say({ kind: "bring", text: found });
      }),
      button(TEXT.discard, () => this.decide()),
    );
    this.offer.append(element("p", "", {}, TEXT.kept(titleOf(found))), line);
    this.offer.hidden = false;
  }

  /** Take the focus, if nobody has it: back from a trial, whose column had it, and has gone. */
  arrive(): void {
    if (document.activeElement === document.body) this.fields[0].input.focus();
  }

  /** What is in the file that was just saved need not be kept. */
  saved(): void {
    this.kept.forget(this.model.get("frame").kept);
  }

  private decide(): void {
    if (this.offer.contains(document.activeElement)) this.fields[0].input.focus();
    this.offer.hidden = true;
    this.kept.decide(this.found);
  }

  show(): void {
    this.showFrame();
    const { kept, fault } = this.model.get("frame");
    this.kept.keep(kept);
    if (!this.bringing || !(kept || fault)) return;
    this.bringing = false;
    if (!fault) this.decide();
  }

  private showFrame(): void {
    const frame = this.model.get("frame");
    const { open, step } = frame;
    const other = step !== this.shownStep;
    this.shownStep = step;
    this.turns.hear(this.model.get("heard"));
    const [title, goal, minutes, stepTitle, text] = this.fields;
    if (!this.turns.waiting) {
      title.show(frame.title);
      goal.show(frame.goal);
      minutes.show(String(frame.minutes));
    }
    this.showSteps(frame);
    this.back.hidden = !frame.can_bring_back;
    const last = this.ofStep.some((one) => one === document.activeElement);
    for (const one of this.ofStep) one.disabled = open === null;
    if (last && open === null) this.back.focus();
    this.fault.textContent = frame.fault;
    this.said.textContent = frame.said;
    this.open.hidden = open === null;
    if (open === null) return;
    showText(this.preview, open.html);
    this.faults.textContent = open.faults.join(" ");
    this.setup.textContent = open.setup;
    if (this.turns.waiting && !other) return;
    stepTitle.show(open.title, other);
    text.show(open.text, other);
    this.point.value = open.point;
    this.task.show(open.task, other);
  }

  stop(): void {
    for (const field of this.fields) field.flush();
    this.task.stop();
  }

  private showSteps({ steps, step }: Frame): void {
    const focused = [...this.steps.children].findIndex((one) => one.contains(document.activeElement));
    this.steps.replaceChildren(...steps.map((title, at) => {
      const item = element("li");
      const chosen = button(`${at + 1}. ${title}`, () => this.say({ kind: "choose", value: at }));
      if (at === step) chosen.setAttribute("aria-current", "step");
      item.append(chosen);
      return item;
    }));
    if (focused >= 0) this.steps.children[focused]?.querySelector("button")?.focus();
  }

  private fillPoint(): void {
    this.point.append(element("option", "", { value: "" }, TEXT.nothing));
    for (const [label, names] of Object.entries(this.model.get("groups"))) {
      const group = element("optgroup", "", { label });
      group.append(...Object.entries(names).map(([value, name]) => element("option", "", { value }, name)));
      this.point.append(group);
    }
  }

  /** A button that opens a file, as any other by mouse, finger and keyboard. */
  private opener(): HTMLElement {
    const input = element("input", "mlw-visually-hidden", {
      type: "file",
      accept: ".md,text/markdown",
      tabindex: -1,
      "aria-hidden": "true",
    });
    input.addEventListener("change", async () => {
      const file = input.files?.[0];
      if (!file) return;
      const text = await file.slice(0, LARGEST + 1).text();
      input.value = ""; // the same file can be opened again
      this.say({ kind: "open", name: file.name, text });
    });
    const part = element("span", "mlw-editor-opener");
    part.append(button(TEXT.openFile, () => input.click()), input);
    return part;
  }

  /** What is being typed goes first: the order is about it, too. */
  private order(kind: string): void {
    for (const field of this.fields) field.flush();
    this.task.flush();
    this.say({ kind });
  }

  private send(kind: string, more: Record<string, unknown>): void {
    this.say({ kind, step: this.shownStep, ...more });
  }

  private say(content: Record<string, unknown>): void {
    this.model.send({ ...content, turn: this.turns.next() });
  }
}

function render({ model, el }: View<Traits>): CleanUp {
  const editor = new Editor(model);
  el.classList.add("mlw-editor-host");
  el.append(editor.root);
  const show = () => editor.show();
  const hear = (content: { kind?: string; name?: string; text?: string }) => {
    if (content.kind !== "file") return;
    saveFile(content.name ?? "lesson.md", content.text ?? "", "text/markdown");
    editor.saved();
  };
  editor.start();
  show();
  const stopLooking = onSight(editor.root, (seen) => {
    if (!seen) return;
    stopLooking();
    editor.arrive();
  });
  model.on("change:frame", show);
  model.on("change:heard", show);
  model.on("msg:custom", hear);
  return () => {
    stopLooking();
    editor.stop();
    model.off("change:frame", show);
    model.off("change:heard", show);
    model.off("msg:custom", hear);
  };
}

export default { render };
