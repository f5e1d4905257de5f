// The learner's own picture: chosen, dropped or pasted, looked at before it is sent, and sent piece by piece as
// Python asks for it. What is under way belongs to the model and is shown by all of its views.

import { element } from "../base/dom.ts";
import type { CleanUp, CustomMessage, Model, View } from "../base/model.ts";

export interface Traits {
  label: string;
  name: string;
  error: string;
  disabled: boolean;
  _limit: number;
  _chunk: number;
  _kinds: FileMark[];
}
/** What a file is called, whether it can be read, and the bytes at some offset that tell. */
type FileMark = [kind: string, good: boolean, offset: number, mark: number[]];
/** A model that sends bytes, too, and knows its kernel. */
type UploadModel = Omit<Model<Traits>, "send"> & {
  send(content: CustomMessage, callbacks?: undefined, buffers?: ArrayBuffer[]): void;
  widget_manager?: { kernel?: unknown };
};
interface Job {
  token: string;
  file: File;
  name: string;
  sent: number;
}

const TEXT = {
  hint: "Or drop or paste it here: PNG or JPEG, up to 10\u00a0MB.",
  reading: (name: string) => `Reading “${name}” …`,
  waiting: (name: string) => `Reading “${name}” … Python has not answered yet; it may be busy.`,
  inUse: "In use: ",
  several: (count: number) =>
    `These are ${count} files, but only one picture can be used at a time. Choose one of them.`,
  empty: (name: string) => `“${name}” is empty: it has 0 bytes. Choose a PNG or JPEG picture.`,
  large: (name: string, size: string, limit: number) =>
    `“${name}” has ${size} MB; a picture may have at most ${limit} MB. Make it smaller, such as 1,000 pixels a ` +
    "side, and try again.",
  kind: (name: string, kind: string) =>
    `“${name}” is ${kind}, judging by its content; mlwidgets reads PNG and JPEG. Choose another file, or save your ` +
    "picture as PNG first.",
  unreadable: (name: string) => `“${name}” cannot be read. It may be a folder, or the file was moved. Choose it again.`,
  ended: (name: string) => `“${name}” was not sent: the session has ended. Reload the page and choose it again.`,
  text: "a text file",
  unknown: "of an unknown kind",
  progress: "Uploading the picture",
};
const HEAD = 1024; // bytes that tell what a file is
const LONGEST_NAME = 40;
const PATIENCE = 8000;

/** The name of a file as it can stand in a sentence: nothing invisible in it, and not too long. */
export function shownName(name: string): string {
  const letters = [...name.replace(/\p{C}/gu, "").trim()];
  if (letters.length > LONGEST_NAME) letters.splice(LONGEST_NAME - 12, letters.length - LONGEST_NAME + 1, "…");
  return letters.join("") || "picture";
}

export const megabytes = (size: number): string =>
  (Math.ceil((size / 2 ** 20) * 10) / 10).toLocaleString("en", { minimumFractionDigits: 1 });

function isText(head: Uint8Array): boolean {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return true; // UTF-16
  try {
    // As a stream, a letter may be cut in two at the end.
    const text = new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    // deno-lint-ignore no-control-regex -- they are what tells a binary file from a text
    return text !== "" && !/[\x00-\x08\x0e-\x1f\x7f]/.test(text);
  } catch {
    return false;
  }
}

/** What a file is, and whether it can be read, by the table that Python sent. */
export function kindOf(head: Uint8Array, kinds: readonly FileMark[]): { kind: string; good: boolean } {
  const text = isText(head);
  for (const [kind, good, offset, mark] of kinds) {
    const fits = mark.every((byte, index) => head[offset + index] === byte);
    if (fits && (mark.length > 2 || !text)) return { kind, good };
  }
  return { kind: text ? TEXT.text : TEXT.unknown, good: false };
}

/** Carries one file at a time to Python; a newer one takes the place of the one before. All views share it. */
class Courier {
  job: Job | null = null; // the file under way
  complaint = ""; // why the last file was not even sent
  patient = true;
  private readonly views = new Set<() => void>();
  private model: UploadModel | null = null;
  private turn = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  get share(): number {
    return this.job ? this.job.sent / this.job.file.size : 0;
  }

  attach(model: UploadModel): CleanUp {
    this.model = model;
    model.on("msg:custom", ({ kind, upload, at }: { kind?: unknown; upload?: unknown; at?: unknown }) => {
      if (kind === "forget") {
        this.forget();
        this.tell();
      }
      if (!this.job || upload !== this.job.token) return; // about a file of before, or of another window
      if (kind === "more") this.sendPiece(this.job, Number(at));
      if (kind === "end") this.finish("");
    });
    // What a session banner has said about the session behind the page.
    const hearSession = (event: Event) => {
      const { kernel, state } = (event as CustomEvent<{ kernel: unknown; state: string }>).detail;
      if (this.job && kernel === model.widget_manager?.kernel && state === "ended") {
        this.finish(TEXT.ended(this.job.name));
      }
    };
    for (const name of ["name", "error"] as const) model.on(`change:${name}`, () => this.forget());
    document.addEventListener("mlw-session", hearSession);
    return () => {
      clearTimeout(this.timer);
      document.removeEventListener("mlw-session", hearSession);
    };
  }

  show(view: () => void): CleanUp {
    this.views.add(view);
    return () => this.views.delete(view);
  }

  async choose(files: readonly File[]): Promise<void> {
    const { model } = this;
    if (!model || model.get("disabled") || files.length === 0) return;
    this.turn += 1;
    const mine = this.turn;
    const name = shownName(files[0].name);
    const reason = files.length > 1 ? TEXT.several(files.length) : await this.judge(model, files[0], name);
    if (mine !== this.turn) return; // another file was chosen meanwhile
    this.complaint = reason;
    if (reason) return this.tell(); // a file that is under way goes on
    const token = Math.random().toString(36).slice(2);
    this.job = { token, file: files[0], name, sent: 0 };
    model.send({ kind: "begin", upload: token, name: files[0].name, size: files[0].size });
    this.wait();
  }

  /** When the lab turns to another picture, a sentence about a file that is none of it has had its time. */
  private forget(): void {
    if (!this.job) this.complaint = "";
  }

  private tell(): void {
    for (const show of this.views) show();
  }

  private finish(reason: string): void {
    clearTimeout(this.timer);
    this.job = null;
    if (reason) this.complaint = reason; // or what was said of a later file stays
    this.tell();
  }

  private wait(): void {
    clearTimeout(this.timer);
    this.patient = true;
    this.timer = setTimeout(() => {
      this.patient = false;
      this.tell();
    }, PATIENCE);
    this.tell();
  }

  /** Look at a file; return why it cannot be taken, or nothing. */
  private async judge(model: UploadModel, file: File, name: string): Promise<string> {
    const limit = model.get("_limit");
    if (file.size === 0) return TEXT.empty(name);
    if (file.size > limit) return TEXT.large(name, megabytes(file.size), limit / 2 ** 20);
    try {
      const head = new Uint8Array(await file.slice(0, HEAD).arrayBuffer());
      const { kind, good } = kindOf(head, model.get("_kinds"));
      return good ? "" : TEXT.kind(name, kind);
    } catch {
      return TEXT.unreadable(name);
    }
  }

  private async sendPiece(job: Job, at: number): Promise<void> {
    const { model } = this;
    if (!model) return;
    let piece: ArrayBuffer;
    try {
      piece = await job.file.slice(at, at + model.get("_chunk")).arrayBuffer();
    } catch {
      if (this.job === job) this.finish(TEXT.unreadable(job.name));
      return;
    }
    if (this.job !== job) return;
    model.send({ kind: "chunk", upload: job.token, at }, undefined, [piece]);
    job.sent = at + piece.byteLength;
    this.wait();
  }
}

function build(el: HTMLElement) {
  const id = `mlw-upload-${Math.random().toString(36).slice(2)}`;
  // Without the attribute JupyterLab would take Ctrl+V for itself.
  const root = element("div", "mlw mlw-upload", { "data-lm-suppress-shortcuts": "true" });
  const button = element("button", "mlw-button mlw-upload-button", {
    type: "button",
    "aria-describedby": `${id}-hint ${id}-error`,
  });
  const input = element("input", "", { type: "file", accept: "image/png,image/jpeg,.png,.jpg,.jpeg" });
  input.hidden = true; // the button opens it, and is the one to be named and focused
  const head = element("div", "mlw-upload-head");
  const used = element("p", "mlw-upload-used", { role: "status" });
  const message = element("div", "mlw-upload-message");
  const status = element("p", "mlw-upload-status", { role: "status" });
  const hint = element("p", "mlw-upload-hint", { id: `${id}-hint` }, TEXT.hint);
  const error = element("p", "mlw-upload-error", { id: `${id}-error`, "aria-live": "polite" });
  const bar = element("div", "mlw-upload-bar", {
    role: "progressbar",
    "aria-label": TEXT.progress,
    "aria-valuemin": "0",
    "aria-valuemax": "100",
  });
  bar.append(element("div", "mlw-upload-done"));
  message.append(hint, status, bar, error);
  head.append(button, used);
  root.append(head, input, message);
  el.append(root);
  return { root, button, input, used, status, hint, error, bar };
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

/** Take a picture that is pasted while nobody else on the page has the keyboard. */
function takePastes(root: HTMLElement, take: (files: File[]) => void): CleanUp {
  const paste = (event: ClipboardEvent) => {
    const files = [...(event.clipboardData?.files ?? [])];
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
  const { root, button, input, used, status, hint, error, bar } = build(el);

  const set = (node: HTMLElement, text: string) => {
    if (node.textContent !== text) node.textContent = text; // or it would be spoken again
  };
  const show = () => {
    const { job, complaint, patient, share } = courier;
    const name = model.get("name");
    const fault = complaint || (job ? "" : model.get("error"));
    set(button, model.get("label"));
    button.disabled = model.get("disabled");
    set(used, name && TEXT.inUse + name);
    used.title = name; // it is cut off where there is no room
    set(error, fault);
    set(status, job ? (patient ? TEXT.reading : TEXT.waiting)(job.name) : "");
    hint.hidden = Boolean(job || fault);
    bar.hidden = !job;
    bar.setAttribute("aria-valuenow", String(Math.round(100 * share)));
    root.style.setProperty("--mlw-upload-share", String(share));
    root.setAttribute("aria-busy", String(Boolean(job)));
    root.classList.toggle("mlw-upload-wrong", fault !== "");
  };

  button.addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    courier.choose([...(input.files ?? [])]);
    input.value = ""; // so that the same file can be chosen again
  });
  const stopDrops = takeDrops(root, (files) => courier.choose(files));
  const stopPastes = takePastes(root, (files) => courier.choose(files));

  show();
  const forget = courier.show(show);
  for (const name of ["label", "name", "error", "disabled"] as const) model.on(`change:${name}`, show);
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
