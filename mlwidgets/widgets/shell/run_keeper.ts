// Keeps the newest moment of a run in the browser, and offers to go on from that of an earlier session. Python sends
// the next moment only when this one is stored: nothing queues up.

import { element } from "../base/dom.ts";
import type { CleanUp, CustomMessage, Model, View } from "../base/model.ts";
import { bytesOf } from "../base/shades.ts";
import { type About, type Entry, offered, timeWords } from "./run_entries.ts";
import {
  forgetPictures,
  forgetProgress,
  holdOpen,
  keepPicture,
  keepProgress,
  keepRun,
  keepsRuns,
  listRuns,
  openRuns,
  readPictures,
  readProgress,
  readRun,
  removeRuns,
  switchKeeping,
} from "./run_store.ts";
import { counted, grouped, t } from "../base/language.ts";

export interface Traits {
  page: string;
  _entry: string;
  _chunk: number;
}
type KeeperModel = Omit<Model<Traits>, "send"> & {
  send(content: CustomMessage, callbacks?: undefined, buffers?: ArrayBuffer[]): void;
};
/** "empty": nothing has been kept yet; "blocked": this browser stores nothing here. */
export type KeepState = "empty" | "kept" | "off" | "blocked" | "full" | "large";
export interface Keeping {
  state: KeepState;
  size: number; // bytes, of the session's own run
  saved: number;
}

const TEXT = {
  label: t("Kept from your last session"),
  run: ({ data, updates }: About, when: string) =>
    updates
      ? counted(
        updates,
        "Kept from your last session: {data}, {count} update, saved {when}.",
        "Kept from your last session: {data}, {count} updates, saved {when}.",
        { data, when, count: grouped(updates) },
      )
      : t("Kept from your last session: {data}, not trained yet, saved {when}.", { data, when }),
  go: t("Continue"),
  goLabel: t("Continue from the kept run"),
  discard: t("Discard"),
  discardLabel: t("Discard the kept run"),
  later: t("Later"),
  opening: t("Opening…"),
  gone: t("This run is no longer in the browser’s storage. Another window may have discarded it."),
};

/** What a model does in the page, however many views it has. */
class Keeper {
  offer: Entry | null = null;
  words = ""; // why the offer could not be taken
  busy = false;
  private keeping: Keeping = { state: "empty", size: 0, saved: 0 };
  private sending: { bytes: ArrayBuffer; upload: string } | null = null;
  private progress: string | null = null; // of the course, as it is known to be stored
  private replaced = ""; // the entry that goes once its run is kept under our own
  private readonly views = new Set<() => void>();

  constructor(private readonly model: KeeperModel) {}

  start(): CleanUp {
    const release = holdOpen(this.model.get("_entry"));
    const hear = (content: Record<string, unknown>, buffers: DataView[]) => this.hear(content, buffers);
    const ask = () => this.tell();
    const turn = (event: Event) => this.turn(Boolean((event as CustomEvent<{ on: boolean }>).detail?.on));
    this.model.on("msg:custom", hear);
    document.addEventListener("mlw-keep-ask", ask);
    document.addEventListener("mlw-keep-switch", turn);
    this.begin();
    return () => {
      release();
      this.model.off("msg:custom", hear);
      document.removeEventListener("mlw-keep-ask", ask);
      document.removeEventListener("mlw-keep-switch", turn);
    };
  }

  show(view: () => void): CleanUp {
    this.views.add(view);
    return () => this.views.delete(view);
  }

  async take(): Promise<void> {
    if (!this.offer || this.busy) return;
    this.busy = true;
    this.words = "";
    this.draw();
    const bytes = await readRun(this.offer.id).catch(() => null);
    if (!bytes) return this.refuse(TEXT.gone);
    this.sending = { bytes, upload: Math.random().toString(36).slice(2) };
    this.model.send({ kind: "begin", upload: this.sending.upload, size: bytes.byteLength });
  }

  discard(): void {
    if (this.offer) removeRuns([this.offer.id]).catch(() => {});
    this.later();
  }

  later(): void {
    this.offer = null;
    this.draw();
  }

  private async begin(): Promise<void> {
    try {
      const entries = await listRuns();
      const [page, own] = [this.model.get("page"), this.model.get("_entry")];
      this.offer = offered(entries, page, own, await openRuns(entries));
      await this.tellProgress();
      await this.tellPictures();
      this.set(keepsRuns() ? this.keeping.state : "off");
    } catch {
      this.set("blocked");
    }
    this.draw();
    this.ready();
  }

  private ready(): void {
    this.model.send({ kind: "ready", keep: !["off", "blocked"].includes(this.keeping.state) });
  }

  private async turn(on: boolean): Promise<void> {
    if (this.keeping.state === "blocked") return this.tell();
    switchKeeping(on);
    this.set(on ? "empty" : "off");
    this.ready();
    if (on) return;
    this.offer = null;
    this.draw();
    await listRuns().then((entries) => removeRuns(entries.map((one) => one.id))).catch(() => {});
    await forgetProgress().catch(() => {});
    await forgetPictures().catch(() => {});
  }

  /** Tell Python what is stored of the course, if that is news: another window may have gone on. */
  private async tellProgress(): Promise<void> {
    const stored = await readProgress();
    if (stored !== null && stored !== this.progress) this.model.send({ kind: "progress", text: stored });
    this.progress = stored;
  }

  /** Store how far the course is. What another window has stored meanwhile is put into it by Python, which then sends it. */
  private async storeProgress(text: string): Promise<void> {
    if (this.keeping.state === "off") return;
    try {
      await this.tellProgress();
      await keepProgress(text);
      this.progress = text;
    } catch {
      // nothing is kept here, and the session goes on without
    }
  }

  private async tellPictures(): Promise<void> {
    for (const [name, content] of await readPictures()) {
      this.model.send({ kind: "picture", name }, undefined, [content]);
    }
  }

  private async storePicture(name: string, content: DataView): Promise<void> {
    const bytes = bytesOf(content).slice();
    if (this.keeping.state !== "off") await keepPicture(name, bytes.buffer).catch(() => {});
  }

  private set(state: KeepState, size = 0, saved = 0): void {
    this.keeping = { state, size, saved };
    this.tell();
  }

  private tell(): void {
    document.dispatchEvent(new CustomEvent("mlw-keep", { detail: this.keeping }));
  }

  private draw(): void {
    for (const view of this.views) view();
  }

  private refuse(words: string): void {
    this.busy = false;
    this.sending = null;
    this.words = words;
    this.draw();
  }

  private hear(content: Record<string, unknown>, buffers: DataView[]): void {
    if (content.kind === "run") this.store(Number(content.serial), content.about as About, buffers[0]);
    else if (content.kind === "progress") this.storeProgress(String(content.text));
    else if (content.kind === "picture") this.storePicture(String(content.name), buffers[0]);
    else if (content.kind === "no pictures") forgetPictures().catch(() => {});
    else if (content.kind === "large") this.set("large", Number(content.size));
    else if (content.kind === "more") this.sendPiece(String(content.upload), Number(content.at));
    else if (content.kind === "refused") this.refuse(String(content.words));
    else if (content.kind === "opened") {
      this.replaced = this.offer?.id ?? "";
      this.busy = false;
      this.sending = null;
      this.later();
    }
  }

  private sendPiece(upload: string, at: number): void {
    if (upload !== this.sending?.upload) return;
    const piece = this.sending.bytes.slice(at, at + this.model.get("_chunk"));
    this.model.send({ kind: "piece", upload, at }, undefined, [piece]);
  }

  private async store(serial: number, about: About, content: DataView): Promise<void> {
    const bytes = bytesOf(content).slice();
    if (this.keeping.state === "off") return;
    const saved = Date.now();
    const [id, page, size] = [this.model.get("_entry"), this.model.get("page"), bytes.length];
    try {
      await keepRun({ id, page, saved, size, about }, bytes.buffer);
      if (this.replaced) await removeRuns([this.replaced]);
      this.replaced = "";
      this.set("kept", size, saved);
    } catch (error) {
      this.set(error instanceof DOMException && error.name === "QuotaExceededError" ? "full" : "blocked");
    }
    this.model.send({ kind: "kept", serial });
  }
}

const openTab = () => document.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]');

function render(keeper: Keeper, { el }: View<Traits>): CleanUp {
  const root = element("div", "mlw mlw-keeper", { role: "group", "aria-label": TEXT.label, tabindex: -1 });
  const words = element("p", "mlw-keeper-words", { role: "status" });
  const go = element("button", "mlw-button mlw-keeper-go", { type: "button", "aria-label": TEXT.goLabel }, TEXT.go);
  const discard = element("button", "mlw-button", { type: "button", "aria-label": TEXT.discardLabel }, TEXT.discard);
  const later = element("button", "mlw-button mlw-keeper-later", { type: "button" }, TEXT.later);
  const buttons = element("div", "mlw-keeper-buttons");
  buttons.append(go, discard, later);
  root.append(words, buttons);
  el.classList.add("mlw-keeper-host");
  el.append(root);
  go.addEventListener("click", () => {
    root.focus(); // its buttons are disabled while the run is on its way
    keeper.take();
  });
  discard.addEventListener("click", () => keeper.discard());
  later.addEventListener("click", () => keeper.later());

  const inPage = "voila" in document.body.dataset;
  if (inPage) root.popover = "manual";
  const show = () => {
    const { offer, busy } = keeper;
    el.dataset.offer = String(offer !== null);
    const said = busy
      ? TEXT.opening
      : keeper.words || (offer && TEXT.run(offer.about, timeWords(offer.saved, Date.now())));
    if (words.textContent !== (said || "")) words.textContent = said || "";
    root.classList.toggle("mlw-keeper-wrong", keeper.words !== "");
    go.disabled = discard.disabled = busy;
    // The offer goes away: the focus must not fall to the page's start.
    if (!offer && root.contains(document.activeElement)) openTab()?.focus();
    // A popover, because Jupyter's boxes would take along what is fixed to the window.
    if (inPage && root.isConnected) root.togglePopover(offer !== null && el.offsetParent !== null);
  };
  const seen = new ResizeObserver(show); // when the host comes onto the page, or its tab is opened
  seen.observe(el);
  const forget = keeper.show(show);
  show();
  return () => {
    seen.disconnect();
    forget();
  };
}

// A function, not an object: anywidget calls it once per model, which is where a keeper belongs.
export default () => {
  let keeper: Keeper;
  return {
    initialize({ model }: { model: KeeperModel }) {
      keeper = new Keeper(model);
      return keeper.start();
    },
    render: (view: View<Traits>) => render(keeper, view),
  };
};
