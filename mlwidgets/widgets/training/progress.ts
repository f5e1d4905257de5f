// How far a run has come. The bar follows every update; what a screen reader may speak changes at most once a second,
// and only a change of state is announced.

import { element } from "../base/dom.ts";
import type { CleanUp, Model } from "../base/model.ts";
import { t } from "../base/language.ts";

export type State = "idle" | "running" | "paused" | "finished" | "failed";
export interface ProgressTraits {
  value: number;
  maximum: number;
  text: string;
  state: State;
  label: string;
}

const STATE_WORDS: Record<State, string> = {
  idle: t("Ready"),
  running: t("Running"),
  paused: t("Paused"),
  finished: t("Finished"),
  failed: t("Stopped by an error"),
};
// What a session banner has said about the session behind the page; then the state is only the last one known.
const SESSION_WORDS: Record<string, string> = {
  lost: t("Connection lost"),
  long: t("Connection lost"),
  quiet: t("No answer"),
  ended: t("Session ended"),
};
const SPEECH_INTERVAL = 1000;

interface SessionEvent {
  detail: { kernel: unknown; state: string };
}

/** A bar with a word for its state and a line of text. */
export class Progress {
  readonly root = element("div", "mlw-progress");
  private readonly state = element("span", "mlw-progress-state", { role: "status" });
  private readonly text = element("span", "mlw-progress-text");
  private readonly bar = element("div", "mlw-progress-bar", {
    role: "progressbar",
    "aria-valuemin": "0",
    "aria-valuemax": "100",
  });
  private speech: ReturnType<typeof setTimeout> | undefined;
  private session = "fine";
  /** What the page knows already although Python has not said it: the button that was just pressed. */
  ahead: State | null = null;

  constructor(
    private readonly model: Model<ProgressTraits>,
    scrubber: HTMLElement,
    private readonly onSession: () => void = () => {},
  ) {
    const line = element("div", "mlw-progress-line");
    this.bar.append(element("div", "mlw-progress-done"));
    line.append(this.state, this.text);
    const track = element("div", "mlw-progress-track");
    track.append(this.bar, scrubber);
    this.root.append(line, track);
    this.showLabel();
    this.showProgress();
    this.showState();
    model.on("change:label", this.showLabel);
    model.on("change:state", this.showState);
    for (const name of ["value", "maximum", "text"] as const) model.on(`change:${name}`, this.showProgress);
    document.addEventListener("mlw-session", this.hearSession);
  }

  stop: CleanUp = () => {
    clearTimeout(this.speech);
    this.model.off("change:label", this.showLabel);
    this.model.off("change:state", this.showState);
    for (const name of ["value", "maximum", "text"]) this.model.off(`change:${name}`, this.showProgress);
    document.removeEventListener("mlw-session", this.hearSession);
  };

  /** Whether nobody answers any more. */
  get gone(): boolean {
    return this.session in SESSION_WORDS;
  }

  get shownState(): State {
    return this.ahead ?? this.model.get("state");
  }

  showState = (): void => {
    const word = SESSION_WORDS[this.session] ?? STATE_WORDS[this.shownState];
    this.root.dataset.state = this.gone ? "gone" : this.shownState;
    if (this.state.textContent !== word) this.state.textContent = word;
    clearTimeout(this.speech);
    this.speak();
  };

  showProgress = (): void => {
    if (this.ahead === "paused") return; // what still comes in was on its way when Pause was pressed
    const share = Math.min(1, this.model.get("value") / this.model.get("maximum"));
    this.root.style.setProperty("--mlw-share", String(share));
    this.text.textContent = this.shownText();
    this.text.title = this.shownText(); // the line is cut off, never broken, where it is too narrow
    this.speech ??= setTimeout(this.speak, SPEECH_INTERVAL);
  };

  /** The text of a run says how long it will still take, which nobody knows when the session is gone. */
  private shownText(): string {
    return this.gone && this.model.get("state") === "running" ? "" : this.model.get("text");
  }

  private speak = (): void => {
    this.speech = undefined;
    const percent = Math.round(100 * Math.min(1, this.model.get("value") / this.model.get("maximum")));
    this.bar.setAttribute("aria-valuenow", String(percent));
    const text = this.shownText();
    this.bar.setAttribute("aria-valuetext", t("{percent} percent", { percent }) + (text ? `, ${text}` : ""));
  };

  private showLabel = (): void => this.bar.setAttribute("aria-label", this.model.get("label"));

  private hearSession = (event: Event): void => {
    const { detail } = event as unknown as SessionEvent;
    const { widget_manager } = this.model as unknown as { widget_manager?: { kernel?: unknown } };
    if (detail.kernel !== widget_manager?.kernel) return; // a banner of another notebook
    this.session = detail.state;
    this.showProgress();
    this.showState();
    this.onSession();
  };
}
