// Carries a file to Python piece by piece. What is under way belongs to the model and is shown by all of its views.

import type { CleanUp, CustomMessage, Model } from "../base/model.ts";
import { complaintAbout, type FileRules, filled, shownName } from "./file_rules.ts";
import { t } from "../base/language.ts";

export interface Traits {
  label: string;
  name: string;
  error: string;
  disabled: boolean;
  doing: string;
  share: number;
  _rules: FileRules;
  _chunk: number;
}
/** A model that sends bytes, too, and knows its kernel. */
export type UploadModel = Omit<Model<Traits>, "send"> & {
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
  unreadable: (name: string) =>
    t("“{name}” cannot be read. It may be a folder, or the file was moved. Choose it again.", { name }),
  ended: (name: string) =>
    t("“{name}” was not sent: the session has ended. Reload the page and choose it again.", { name }),
};
const PATIENCE = 8000;

/** Carries one file at a time to Python; a newer one takes the place of the one before. All views share it. */
export class Courier {
  job: Job | null = null; // the file under way
  complaint = ""; // why the last file was not even sent
  patient = true;
  private readonly views = new Set<() => void>();
  private model: UploadModel | null = null;
  private turn = 0;
  private rest: readonly File[] = []; // chosen together with the one under way
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
      if (kind === "end") {
        this.finish("");
        if (model.get("error")) this.rest = [];
        void this.choose(this.rest);
      }
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
    const reason = files.length > model.get("_rules").most
      ? filled(model.get("_rules").several, { count: files.length })
      : await this.judge(model, files[0], name);
    if (mine !== this.turn) return; // another file was chosen meanwhile
    this.complaint = reason;
    if (reason) return this.tell(); // a file that is under way goes on
    this.rest = files.slice(1);
    const token = Math.random().toString(36).slice(2);
    this.job = { token, file: files[0], name, sent: 0 };
    model.send({ kind: "begin", upload: token, name: files[0].name, size: files[0].size });
    this.wait();
  }

  /** Give up the file under way, or what Python is doing with one that has arrived. */
  stop(): void {
    this.turn += 1;
    this.rest = [];
    if (this.job) {
      this.model?.send({ kind: "stop", upload: this.job.token });
      this.finish("");
    } else this.model?.send({ kind: "stop" });
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

  private async judge(model: UploadModel, file: File, name: string): Promise<string> {
    try {
      return await complaintAbout(file, name, model.get("_rules"));
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
