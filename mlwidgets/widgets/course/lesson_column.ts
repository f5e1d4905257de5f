// The open lesson: head with the way to the other steps, the step's text, its task. Python has made its HTML safe.

import { copied, isOnThisMachine, lessonLink } from "../base/addresses.ts";
import { element } from "../base/dom.ts";
import type { CleanUp, CustomMessage, Model } from "../base/model.ts";
import { keyPicture } from "./key_picture.ts";
import { leave } from "./lesson_left.ts";
import { entryKey, type Frame, justSolved, moveFor, stepWords, textKey } from "./lesson_model.ts";
import { TaskPart } from "./lesson_task.ts";
import { showText } from "./lesson_text.ts";
import { t } from "../base/language.ts";

export interface Traits {
  frame: Frame;
}
type ColumnModel = Omit<Model<Traits>, "send"> & {
  send(content: CustomMessage, callbacks?: undefined, buffers?: ArrayBuffer[]): void;
};

const TEXT = {
  lesson: t("Lesson"),
  step: t("Text of the step"),
  back: t("Back to the list"),
  backToWriting: t("Back to writing"),
  previous: t("Previous"),
  next: t("Next"),
  finish: t("Finish"),
  keys: t("Alt and an arrow key, or Page Up and Page Down"),
  fold: t("Hide the text"),
  unfold: t("Show the text"),
  copy: t("Copy link"),
  copyAbout: t("Copies the address that opens this lesson"),
  copied: t("Copied: the address of this page with this lesson."),
  local: t("Copied. This address works on this computer only."),
  notCopied: t("The browser does not let pages copy here: the address is selected, press Ctrl+C or ⌘C."),
};

const SAID = 6_000; // ms
const GOES = ".mlw-lessons, .mlw-editor"; // what makes room for an open lesson: its list, and where it is written

class Column {
  readonly root = element("section", "mlw mlw-lesson", { "aria-label": TEXT.lesson });
  private readonly title = element("h2", "mlw-lesson-title");
  private readonly count = element("p", "mlw-lesson-count");
  private readonly back = button("mlw-lesson-back", TEXT.back);
  private readonly copy = button("mlw-lesson-copy", TEXT.copy);
  private readonly said = element("p", "mlw-lesson-said", { role: "status" });
  private readonly fold = button("mlw-lesson-fold", TEXT.fold);
  private readonly previous = button("mlw-lesson-previous", TEXT.previous);
  private readonly next = button("mlw-lesson-next", TEXT.next);
  private readonly heading = element("h3", "mlw-lesson-heading", { tabindex: -1 });
  private readonly text = element("div", "mlw-lesson-text");
  private readonly body = element("div", "mlw-lesson-body", { role: "region", "aria-label": TEXT.step, tabindex: 0 });
  private readonly task: TaskPart;
  private saidLong: ReturnType<typeof setTimeout> | undefined;
  private shownText = "";
  private shownEntry = "";
  private shown: Frame = {};

  constructor(private readonly model: ColumnModel) {
    this.task = new TaskPart({
      answer: (value) => this.send("answer", { value }),
      hint: () => this.send("hint"),
      draw: () => this.send("draw"),
    });
    const head = element("header", "mlw-lesson-head");
    const line = element("div", "mlw-lesson-line");
    line.append(this.back, this.fold);
    const named = element("div", "mlw-lesson-line mlw-lesson-named");
    named.append(this.title, this.copy);
    head.append(line, named, this.said);
    this.body.append(this.heading, this.text, this.task.root);
    const foot = element("nav", "mlw-lesson-foot", { "aria-label": TEXT.lesson });
    foot.append(this.previous, this.count, this.next);
    this.root.append(head, this.body, foot);
    this.previous.title = this.next.title = TEXT.keys;
    this.back.addEventListener("click", () => this.leave());
    this.copy.title = TEXT.copyAbout;
    this.copy.addEventListener("click", () => void this.copyLink());
    this.previous.addEventListener("click", () => this.move(-1));
    this.next.addEventListener("click", () => this.move(1));
    this.fold.addEventListener("click", () => this.showFold(!this.root.hasAttribute("data-folded")));
    this.root.addEventListener("keydown", (event) => {
      const typing = event.target instanceof HTMLTextAreaElement ||
        (event.target instanceof HTMLInputElement && event.target.type !== "radio");
      const move = moveFor(event, typing);
      if (!move) return;
      event.preventDefault(); // Alt and an arrow would leave the page
      this.move(move, false);
    });
    this.showFold(false);
  }

  show(): void {
    const frame = this.model.get("frame");
    const { title = "", linked = false, language = "", step = 0, steps = [], html = "", task } = frame;
    if (!steps.length) return;
    const [text, entry] = [textKey(frame), entryKey(frame)];
    this.title.textContent = title;
    this.title.lang = language;
    this.back.textContent = linked ? TEXT.back : TEXT.backToWriting;
    this.copy.hidden = !linked || !("voila" in document.body.dataset); // a notebook has no address for others
    this.count.textContent = stepWords(step, steps.length);
    this.previous.setAttribute("aria-disabled", String(step === 0));
    this.next.textContent = step === steps.length - 1 ? TEXT.finish : TEXT.next;
    if (text !== this.shownText) {
      const first = this.shownText === "";
      this.shownText = text;
      this.said.replaceChildren();
      this.heading.textContent = steps[step];
      showText(this.text, html);
      this.heading.lang = this.text.lang = language;
      this.task.clear();
      this.body.scrollTop = 0;
      this.takeFocus(first);
    }
    this.task.root.hidden = !task;
    if (task && entry !== this.shownEntry) this.task.ask(task, language);
    this.shownEntry = entry;
    this.task.update(frame);
    if (justSolved(this.shown, frame)) this.remember(frame);
    this.shown = frame;
  }

  stop(): void {
    clearTimeout(this.saidLong);
    this.task.stop();
  }

  /** A new step is read out from its heading. One that comes by itself takes the focus from nobody. */
  private takeFocus(first: boolean): void {
    const active = document.activeElement;
    const lost = active === null || active === document.body || active.closest(GOES) !== null;
    if (first ? lost : this.root.contains(active)) this.heading.focus({ preventScroll: true });
  }

  /** Take a picture of what the learner sees, once the labs have drawn it. */
  private remember({ lesson, task }: Frame): void {
    requestAnimationFrame(() =>
      requestAnimationFrame(async () => {
        const picture = await keyPicture(this.root);
        if (picture) this.model.send({ kind: "picture", lesson, task: task?.name }, undefined, [picture]);
      })
    );
  }

  private async copyLink(): Promise<void> {
    const link = lessonLink(location.href, this.model.get("frame").lesson ?? "");
    this.said.replaceChildren(); // the same words a second time are news, too
    if (await copied(link)) {
      this.said.textContent = isOnThisMachine(location.hostname) ? TEXT.local : TEXT.copied;
      clearTimeout(this.saidLong);
      this.saidLong = setTimeout(() => this.said.replaceChildren(), SAID);
      return;
    }
    clearTimeout(this.saidLong); // this stays until somebody has copied it
    const address = element("span", "mlw-lesson-address", {}, link);
    this.said.replaceChildren(TEXT.notCopied, " ", address);
    getSelection()?.selectAllChildren(address);
  }

  private move(by: number, last = true): void {
    const { step = 0, steps = [] } = this.model.get("frame");
    const to = step + by;
    if (to >= 0 && to < steps.length) this.model.send({ kind: "go", step: to });
    else if (to === steps.length && last) this.leave();
  }

  private leave(): void {
    leave(this.model.get("frame").lesson ?? "");
    this.model.send({ kind: "close" });
  }

  private send(kind: string, more: Record<string, unknown> = {}): void {
    this.model.send({ kind, task: this.model.get("frame").task?.name, ...more });
  }

  private showFold(folded: boolean): void {
    this.root.toggleAttribute("data-folded", folded);
    this.fold.setAttribute("aria-expanded", String(!folded));
    this.fold.textContent = folded ? TEXT.unfold : TEXT.fold;
  }
}

const button = (name: string, words: string) => element("button", `mlw-button ${name}`, { type: "button" }, words);

function render({ model, el }: { model: ColumnModel; el: HTMLElement }): CleanUp {
  const column = new Column(model);
  el.classList.add("mlw-lesson-host");
  el.append(column.root);
  const show = () => column.show();
  // Only what stands on the page can take the focus.
  requestAnimationFrame(show);
  model.on("change:frame", show);
  return () => {
    column.stop();
    model.off("change:frame", show);
  };
}

export default { render };
