// A window over the page, and the one in which a stack is copied and pasted. It is a <dialog>,
// which lies above everything, keeps the focus inside and gives it back when it is closed.

import { copied } from "../base/addresses.ts";
import { element } from "../base/dom.ts";
import type { Outcome, Request } from "./stack_types.ts";
import { t } from "../base/language.ts";

const DIALOG_TEXT = {
  close: t("Close"),
  title: t("The stack as JSON"),
  help: t("Copy this text to keep or share the stack, or paste another stack here and use it."),
  label: t("Layers, one per line"),
  copy: t("Copy"),
  copied: t("Copied."),
  notCopied: t("The browser does not let the page copy. Press Ctrl+C instead."),
  use: t("Use this stack"),
};

let dialogCount = 0;

export class StackDialog {
  readonly dialog: HTMLDialogElement;
  readonly title: HTMLElement;
  readonly body: HTMLElement;

  constructor(root: HTMLElement, title: string) {
    dialogCount += 1;
    const id = `mlw-dialog-${dialogCount}`;
    this.dialog = element("dialog", "mlw-dialog", { "aria-labelledby": id });
    const head = element("div", "mlw-dialog-head");
    this.title = element("p", "mlw-dialog-title", { id }, title);
    const close = element("button", "mlw-button", { type: "button" }, DIALOG_TEXT.close);
    close.addEventListener("click", () => this.close());
    head.append(this.title, close);
    this.body = element("div", "mlw-dialog-body");
    this.dialog.append(head, this.body);
    this.dialog.addEventListener("keydown", (event) => event.stopPropagation());
    // A click beside the window closes it: the dialog itself is hit only there.
    this.dialog.addEventListener("click", (event) => event.target === this.dialog && this.close());
    root.append(this.dialog);
  }

  open(): void {
    if (!this.dialog.open) this.dialog.showModal();
  }

  close(): void {
    this.dialog.close();
  }
}

export class TextDialog extends StackDialog {
  private readonly area: HTMLTextAreaElement;
  private readonly said: HTMLElement;

  /** `ask` sends a message to Python and gives what became of it. */
  constructor(
    root: HTMLElement,
    private readonly ask: (request: Request) => Promise<Outcome>,
  ) {
    super(root, DIALOG_TEXT.title);
    const id = `mlw-dialog-text-${dialogCount}`;
    const help = element("p", "mlw-dialog-help", { id: `${id}-help` }, DIALOG_TEXT.help);
    const label = element("label", "mlw-field-label", { for: id }, DIALOG_TEXT.label);
    this.area = element("textarea", "mlw-dialog-text", {
      id,
      spellcheck: "false",
      autocomplete: "off",
      "aria-describedby": `${id}-help ${id}-said`,
    });
    this.said = element("p", "mlw-dialog-said", { id: `${id}-said`, role: "status" });
    const buttons = element("div", "mlw-dialog-buttons");
    const copy = element("button", "mlw-button", { type: "button" }, DIALOG_TEXT.copy);
    const use = element("button", "mlw-button mlw-dialog-use", { type: "button" }, DIALOG_TEXT.use);
    copy.addEventListener("click", () => this.copy());
    use.addEventListener("click", () => this.use());
    buttons.append(copy, use);
    this.body.append(help, label, this.area, this.said, buttons);
  }

  override async open(): Promise<void> {
    this.say("");
    super.open();
    this.area.value = "";
    this.area.value = (await this.ask({ kind: "text" })).text ?? "";
    this.area.focus();
    this.area.setSelectionRange(0, 0);
    this.area.scrollTop = 0;
  }

  private async copy(): Promise<void> {
    if (await copied(this.area.value)) this.say(DIALOG_TEXT.copied);
    else { // then the learner does it
      this.area.select();
      this.say(DIALOG_TEXT.notCopied);
    }
  }

  private async use(): Promise<void> {
    const { failed, said } = await this.ask({ kind: "paste", text: this.area.value });
    if (failed) this.say(said, true);
    else this.close();
  }

  private say(sentence: string, failed = false): void {
    this.said.textContent = sentence;
    this.said.classList.toggle("mlw-dialog-failed", failed);
    this.area.setAttribute("aria-invalid", String(failed));
  }
}
