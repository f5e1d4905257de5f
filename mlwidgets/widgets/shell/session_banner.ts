// Says when the Python session behind the page is gone, or never was; and tells Python that the page shows it.

import { element } from "../base/dom.ts";
import type { CleanUp, Model, View } from "../base/model.ts";
import { type Connection, type Kernel, type Watch, watchKernel } from "./kernel_watch.ts";
import { language, t } from "../base/language.ts";

export interface Traits {
  advice: string;
  _session: string;
}

type State = Connection | "still" | "silent";

const TEXT = {
  lost: t("Connection lost, trying again…"),
  long: t("The connection is still lost, trying again… If the server was stopped, start it, then reload the page."),
  quiet: t("The server has stopped answering, trying again… It may be busy, or the network may be down."),
  silent: t("Python has not answered for a while. It may be busy; what you do now takes effect when it answers."),
  still: t("This is a still picture: no Python is running behind it. Run the notebook to use it."),
  ended: t("This session has ended."),
  page: t("Reload the page to start again."),
  notebook: t("Run the cell again to start again."),
  kept: t("Your work is kept in this browser. Reload the page, then press Continue."),
  reload: t("Reload"),
};
const FIRST_ANSWER = 8_000; // ms that an idle session may take to give its first sign of life
const ANSWER = 10_000; // ms until a session that does not answer is called silent
const FRESH = 2_000; // ms: what Python has said before is no answer to what somebody does now
const LULL = 5_000; // ms after the last message of many until Python is asked whether it is still there
const GONE = new Set<State>(["ended", "still"]);

/**
 * Asks Python for a sign of life: when a page opens, when somebody does something after a while, and once when Python
 * falls silent, as a training does that has been frozen. So an idle session is not kept awake.
 */
class Pulse {
  /** Whether this Python has ever answered. */
  met = false;
  private waiting: ReturnType<typeof setTimeout> | undefined;
  private lull: ReturnType<typeof setTimeout> | undefined;
  private heard = -Infinity;

  constructor(
    private readonly model: Model<Traits>,
    private readonly mayAsk: () => boolean,
    private readonly report: (alive: boolean) => void,
  ) {}

  ask(patience: number): void {
    const now = performance.now();
    if (this.waiting !== undefined || now - this.heard < FRESH || !this.mayAsk()) return;
    this.model.send({ kind: "ping", id: String(now) });
    this.waiting = setTimeout(() => {
      this.waiting = undefined;
      this.report(false);
    }, patience);
  }

  /** The answer has come. */
  answer(): void {
    this.met = true;
    this.hear(false);
  }

  /** Python has sent something, for whomever. */
  hear(unasked: boolean): void {
    if (!this.met) return; // it may be that Python speaks to others only
    this.heard = performance.now();
    clearTimeout(this.waiting);
    this.waiting = undefined;
    this.report(true);
    if (unasked) this.lull ??= setTimeout(() => this.listen(), LULL);
  }

  stop(): void {
    clearTimeout(this.waiting);
    clearTimeout(this.lull);
  }

  private listen(): void {
    const left = this.heard + LULL - performance.now();
    this.lull = left > 0 ? setTimeout(() => this.listen(), left) : undefined;
    if (left <= 0) this.ask(ANSWER);
  }
}

/** Keep the buttons of a lab from being pressed: nobody would hear it. Returns how to stop. */
function disableButtons(el: HTMLElement): CleanUp {
  const home = el.closest(".mlw-lab, .mlw-dashboard") ?? el;
  const disable = () => home.querySelectorAll<HTMLButtonElement>(".mlw-push").forEach((one) => one.disabled = true);
  const later = new MutationObserver(disable); // a part may be drawn after the banner
  later.observe(home, { childList: true, subtree: true });
  disable();
  return () => later.disconnect();
}

function render({ model, el }: View<Traits>): CleanUp {
  const root = element("div", "mlw mlw-banner");
  // On the page from the start: screen readers speak only what changes in a region they know.
  const words = element("div", "", { role: "alert" });
  const reload = element("button", "mlw-button", { type: "button" }, TEXT.reload);
  reload.addEventListener("click", () => location.reload());
  root.append(words, reload);
  el.classList.add("mlw-banner-host");
  el.append(root);

  const inPage = "voila" in document.body.dataset;
  if (inPage) root.popover = "manual";
  if (inPage) document.documentElement.lang = language; // how a screen reader says the page's words
  const settle = () => {
    if (!inPage || !root.isConnected) return;
    root.togglePopover(root.dataset.state !== "fine" && el.offsetParent !== null);
    el.style.setProperty("--mlw-banner-room", `${root.offsetHeight}px`);
  };
  const size = new ResizeObserver(settle); // called once at the start, too, when the banner is on the page
  size.observe(root);

  const kernel = (model as unknown as { widget_manager?: { kernel?: Kernel } }).widget_manager?.kernel ?? null;
  let state: State = "fine";
  let enable: CleanUp | null = null;
  const show = (now: State) => {
    if (GONE.has(state) && !(state === "still" && now === "fine")) return; // there is no way back
    state = now;
    root.dataset.state = el.dataset.state = state;
    // Other widgets on the same kernel cannot know by themselves that what they show has become old.
    document.dispatchEvent(new CustomEvent("mlw-session", { detail: { kernel, state } }));
    const lost = `${model.get("advice")} ${inPage ? TEXT.page : TEXT.notebook}`;
    const end = `${TEXT.ended} ${kept && inPage ? TEXT.kept : lost}`;
    words.textContent = state === "fine" ? "" : state === "ended" ? end : TEXT[state];
    reload.hidden = !inPage || !["long", "ended"].includes(state);
    if (GONE.has(state)) enable ??= disableButtons(el);
    settle();
  };

  // In the dashboard one banner speaks for all labs, and the others are not on the page.
  const seen = () => el.offsetParent !== null;
  const pulse: Pulse = new Pulse(model, () => state === "fine" && (seen() || !pulse.met), (alive) => {
    if (alive) {
      if (state === "silent" || state === "still") show("fine");
    } else if (pulse.met || inPage) {
      if (state === "fine") show("silent");
    } else if (kernel === null || kernel.status === "idle") {
      show("still"); // nobody is busy, and nobody knows this widget: it comes from a saved notebook
    }
  });
  const hear = (content: { kind?: string }) => {
    if (content.kind === "pong") pulse.answer();
    else if (content.kind === "who") model.send({ kind: "shown", view });
  };
  let watch: Watch | null = null;
  const act = () => {
    watch?.act();
    pulse.ask(ANSWER);
  };
  let kept = false; // whether the browser has the newest moment; see run_keeper.ts
  const hearKept = (event: Event) => {
    kept = (event as CustomEvent<{ state: string }>).detail.state === "kept";
  };
  document.addEventListener("mlw-keep", hearKept);
  document.dispatchEvent(new CustomEvent("mlw-keep-ask"));
  const view = Math.random().toString(36).slice(2);
  show("fine");
  model.on("msg:custom", hear);
  model.send({ kind: "shown", view });
  pulse.ask(FIRST_ANSWER);
  for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, act, { capture: true, passive: true });
  // A session that has never answered cannot have ended for whoever looks at it.
  const report = (now: Connection) => show(now === "ended" && !pulse.met && !inPage ? "still" : now);
  const hearing = { report, hear: (unasked: boolean) => pulse.hear(unasked), seen };
  if (kernel?.statusChanged) watch = watchKernel(kernel, model.get("_session"), inPage, hearing);
  return () => {
    watch?.stop();
    pulse.stop();
    size.disconnect();
    enable?.();
    for (const kind of ["pointerdown", "keydown"]) document.removeEventListener(kind, act, { capture: true });
    document.removeEventListener("mlw-keep", hearKept);
    model.off("msg:custom", hear);
    if (!GONE.has(state)) model.send({ kind: "hidden", view });
  };
}

export default { render };
