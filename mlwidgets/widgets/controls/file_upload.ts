// The learner's own file: chosen, dropped or pasted, looked at before it is sent, and sent piece by piece as Python
// asks for it. Then it shows what Python does with it, until that is done or stopped.

import { element } from "../base/dom.ts";
import type { CleanUp, View } from "../base/model.ts";
import { Courier, type Traits, type UploadModel } from "./file_courier.ts";
import type { FileRules } from "./file_rules.ts";
import { t } from "../base/language.ts";

export type { Traits };

const TEXT = {
  reading: (name: string) => t("Reading “{name}” …", { name }),
  waiting: (name: string) => t("Reading “{name}” … Python has not answered yet; it may be busy.", { name }),
  inUse: t("In use: "),
  stop: t("Stop"),
  paste: t("Paste"),
  pasteHere: t("Paste a table here"),
  usePasted: t("Use it"),
  pasted: t("pasted table"),
};

/** A button that opens a field to paste or type a table into: on a phone there is no other way. */
class PasteField {
  readonly root = element("div", "mlw-upload-paste");
  readonly button = element("button", "mlw-button", { type: "button", "aria-expanded": "false" }, TEXT.paste);
  private readonly field = element("textarea", "mlw-upload-field", { "aria-label": TEXT.pasteHere, rows: 4 });
  private readonly use = element("button", "mlw-button", { type: "button" }, TEXT.usePasted);
  private take: (file: File) => void = () => {};

  constructor() {
    this.field.placeholder = TEXT.pasteHere;
    this.field.spellcheck = false;
    this.root.hidden = true;
    this.root.append(this.field, this.use);
    this.button.addEventListener("click", () => this.open(this.root.hidden !== false));
    this.use.addEventListener("click", () => this.hand(this.field.value));
    this.field.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.open(false);
    });
    this.field.addEventListener("paste", (event) => {
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (!text.trim() || this.field.value.trim()) return; // somebody puts a table together
      event.preventDefault();
      this.hand(text);
    });
  }

  onText(take: (file: File) => void): void {
    this.take = take;
  }

  private hand(text: string): void {
    const file = textFile(text);
    if (!file) return this.field.focus();
    this.field.value = "";
    this.open(false);
    this.take(file);
  }

  private open(opened: boolean): void {
    this.root.hidden = !opened;
    this.button.setAttribute("aria-expanded", String(opened));
    (opened ? this.field : this.button).focus();
  }
}

function build(el: HTMLElement, rules: FileRules) {
  const id = `mlw-upload-${Math.random().toString(36).slice(2)}`;
  // Without the attribute JupyterLab would take Ctrl+V for itself.
  const root = element("div", "mlw mlw-upload", { "data-lm-suppress-shortcuts": "true" });
  const button = element("button", "mlw-button mlw-upload-button", {
    type: "button",
    "aria-describedby": `${id}-hint ${id}-error`,
  });
  const input = element("input", "", { type: "file", accept: rules.accept });
  input.multiple = rules.most > 1;
  input.hidden = true; // the button opens it, and is the one to be named and focused
  const head = element("div", "mlw-upload-head");
  const used = element("p", "mlw-upload-used", { role: "status" });
  const message = element("div", "mlw-upload-message");
  const status = element("p", "mlw-upload-status", { role: "status" });
  const hint = element("p", "mlw-upload-hint", { id: `${id}-hint` }, rules.hint);
  const error = element("p", "mlw-upload-error", { id: `${id}-error`, "aria-live": "polite" });
  const bar = element("div", "mlw-upload-bar", {
    role: "progressbar",
    "aria-label": rules.progress,
    "aria-valuemin": "0",
    "aria-valuemax": "100",
  });
  bar.append(element("div", "mlw-upload-done"));
  const stop = element("button", "mlw-button mlw-upload-stop", { type: "button" }, TEXT.stop);
  message.append(hint, status, bar, stop, error);
  head.append(button);
  const paste = rules.pastes ? new PasteField() : null;
  if (paste) head.append(paste.button);
  head.append(used);
  root.append(head, input, ...(paste ? [paste.root] : []), message);
  el.append(root);
  return { root, button, input, used, status, hint, error, bar, stop, paste };
}

const hasFiles = (event: DragEvent): boolean => [...(event.dataTransfer?.types ?? [])].includes("Files");

/** Take files that are dropped on the root; show while they hover over it. */
function takeDrops(root: HTMLElement, take: (files: File[]) => void): CleanUp {
  const hover = (over: boolean) => root.classList.toggle("mlw-upload-over", over);
  root.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
    hover(true);
  });
  root.addEventListener("dragleave", (event) => {
    if (!root.contains(event.relatedTarget as Node | null)) hover(false);
  });
  root.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    hover(false);
    take([...(event.dataTransfer?.files ?? [])]);
  });
  // On a page of ours a file that is dropped beside the mark would replace the page, and end the session.
  const miss = (event: DragEvent) => {
    if (event.defaultPrevented || !hasFiles(event)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "none";
  };
  if (!("voila" in document.body.dataset)) return () => {};
  const kinds = ["dragover", "drop"] as const;
  for (const kind of kinds) window.addEventListener(kind, miss);
  return () => kinds.forEach((kind) => window.removeEventListener(kind, miss));
}

/** A text as a file; null if there is nothing in it. */
const textFile = (text: string): File | null => (text.trim() ? new File([text], TEXT.pasted) : null);

/** What a paste brings: of a spreadsheet its text, for it carries a picture of itself along. */
function pasted(event: ClipboardEvent, rules: FileRules): File[] {
  const text = rules.pastes ? textFile(event.clipboardData?.getData("text/plain") ?? "") : null;
  return text ? [text] : [...(event.clipboardData?.files ?? [])];
}

/** Take what is pasted while nobody else on the page has the keyboard. */
function takePastes(root: HTMLElement, rules: FileRules, take: (files: File[]) => void): CleanUp {
  const paste = (event: ClipboardEvent) => {
    const files = pasted(event, rules);
    const active = document.activeElement;
    const free = !active || active === document.body || root.contains(active);
    if (event.defaultPrevented || files.length === 0 || !free || root.offsetParent === null) return;
    event.preventDefault();
    take(files);
  };
  document.addEventListener("paste", paste);
  return () => document.removeEventListener("paste", paste);
}

function renderUpload(courier: Courier, { model, el }: View<Traits>): CleanUp {
  const rules = model.get("_rules");
  const { root, button, input, used, status, hint, error, bar, stop, paste } = build(el, rules);

  const set = (node: HTMLElement, text: string) => {
    if (node.textContent !== text) node.textContent = text; // or it would be spoken again
  };
  const show = () => {
    const { job, complaint, patient } = courier;
    const name = model.get("name"), doing = job ? "" : model.get("doing");
    const share = job ? courier.share : model.get("share");
    const fault = complaint || (job ? "" : model.get("error"));
    set(button, model.get("label"));
    button.disabled = model.get("disabled");
    if (paste) paste.button.disabled = button.disabled;
    set(used, name && TEXT.inUse + name);
    used.title = name; // it is cut off where there is no room
    set(error, fault);
    set(status, job ? (patient ? TEXT.reading : TEXT.waiting)(job.name) : doing);
    hint.hidden = Boolean(job || doing || fault);
    const busy = Boolean(job || doing);
    bar.hidden = stop.hidden = !busy;
    root.classList.toggle("mlw-upload-unknown", busy && share < 0);
    if (share < 0) bar.removeAttribute("aria-valuenow");
    else bar.setAttribute("aria-valuenow", String(Math.round(100 * share)));
    root.style.setProperty("--mlw-upload-share", String(Math.max(0, share)));
    root.setAttribute("aria-busy", String(busy));
    root.classList.toggle("mlw-upload-wrong", fault !== "");
  };

  button.addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    courier.choose([...(input.files ?? [])]);
    input.value = ""; // so that the same file can be chosen again
  });
  const stopDrops = takeDrops(root, (files) => courier.choose(files));
  const stopPastes = takePastes(root, rules, (files) => courier.choose(files));
  paste?.onText((text) => courier.choose([text]));
  stop.addEventListener("click", () => {
    courier.stop();
    button.focus(); // the one that was pressed goes away
  });

  show();
  const forget = courier.show(show);
  for (const name of ["label", "name", "error", "disabled", "doing", "share"] as const) {
    model.on(`change:${name}`, show);
  }
  return () => {
    forget();
    stopDrops();
    stopPastes();
  };
}

// A function, not an object: anywidget calls it once per model, which is where a courier belongs.
export default () => {
  const courier = new Courier();
  return {
    initialize: ({ model }: { model: UploadModel }) => courier.attach(model),
    render: (view: View<Traits>) => renderUpload(courier, view),
  };
};
