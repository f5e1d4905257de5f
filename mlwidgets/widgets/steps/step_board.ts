// One update in four cards, played or stepped through in the page, and one weight's gradient check.

import { element } from "../base/dom.ts";
import type { CleanUp, Model, View } from "../base/model.ts";
import { Colours } from "../base/shades.ts";
import { inNextFrame, watchedScript, type Watchers } from "../base/watching.ts";
import { CheckPanel } from "./check_panel.ts";
import { ChoiceBar, PlayBar } from "./step_bar.ts";
import { StepDeck } from "./step_deck.ts";
import { checkOf, type SentCheck, type SentFrame } from "./step_model.ts";
import { type Grain, StepPlayer } from "./step_player.ts";
import { t } from "../base/language.ts";

export interface Traits {
  frame: SentFrame;
  check: SentCheck;
  held: string;
  visible: boolean;
}

const TEXT = {
  name: t("Step by step"),
  panels: t("What to look at"),
  cards: t("Cards"),
  check: t("Gradient check"),
  enlarge: t("Enlarge"),
  close: t("Close"),
};
const SECONDS_A_CARD = 1.25;

class Board {
  readonly root = element("div", "mlw mlw-step", { role: "group", "aria-label": TEXT.name });
  private readonly player = new StepPlayer();
  private readonly deck = new StepDeck();
  private readonly check = new CheckPanel();
  private readonly plays: PlayBar;
  private readonly choices: ChoiceBar;
  private readonly stage = element("div", "mlw-step-stage");
  private readonly dialog = element("dialog", "mlw mlw-step-dialog", { "aria-label": TEXT.name });
  private readonly message = element("p", "mlw-step-message", { role: "status" });
  private readonly notes = element("p", "mlw-step-notes");
  private readonly paint = inNextFrame(() => this.draw());
  private readonly colours = new Colours(this.root, this.paint.soon);
  private checking = false;
  private speed = 1;
  private timer: ReturnType<typeof setInterval> | null = null;
  private told = false;
  private shown = ""; // which update and weight the player is on
  private asked = "";

  constructor(private readonly model: Model<Traits>) {
    this.player.setGrain("batch");
    this.plays = new PlayBar({
      grain: (grain) => this.setGrain(grain),
      back: () => this.step(() => this.player.back()),
      next: () => this.step(() => this.player.next()),
      play: () => this.togglePlay(),
      speed: (speed) => this.setSpeed(speed),
      make: (count) => this.make(count),
    });
    this.choices = new ChoiceBar({
      choose: (array, index) => this.model.send({ kind: "choose", array, index }),
      turn: (by) => this.step(() => this.player.turn(by)),
    });
    const head = element("div", "mlw-step-head");
    const enlarge = element("button", "mlw-button mlw-step-enlarge", { type: "button" }, TEXT.enlarge);
    const close = element("button", "mlw-button mlw-step-close", { type: "button" }, TEXT.close);
    head.append(this.panels(), this.plays.root, enlarge);
    const place = element("div", "mlw-step-place");
    place.append(this.deck.root, this.check.root, this.message); // the message floats, so that nothing moves
    this.stage.append(head, this.choices.root, place, this.notes);
    this.dialog.append(close);
    this.root.append(this.stage, this.dialog);
    enlarge.addEventListener("click", () => {
      this.dialog.prepend(this.stage);
      this.dialog.showModal();
    });
    close.addEventListener("click", () => this.dialog.close());
    this.dialog.addEventListener("close", () => this.root.prepend(this.stage));
    this.deck.root.addEventListener("keydown", (event) => this.hearKey(event));
    this.showPanel();
  }

  /** Take what Python has sent. */
  read(): void {
    const frame = this.model.get("frame");
    const now = JSON.stringify([frame.title, frame.chosen, frame.made]);
    if (frame.examples && now !== this.shown) {
      this.shown = now;
      this.pause();
      this.player.begin(frame.examples.length, this.player.oneByOne ? 0 : frame.strongest);
    }
    this.asked = "";
    this.told = false;
    this.paint.soon();
  }

  readCheck(): void {
    this.paint.soon();
  }

  stop: CleanUp = () => {
    this.pause();
    this.paint.stop();
    this.deck.stop();
    this.colours.stop();
  };

  private panels(): HTMLElement {
    const set = element("fieldset", "mlw-segments");
    set.append(element("legend", "mlw-visually-hidden", {}, TEXT.panels));
    const name = `mlw-step-${Math.random().toString(36).slice(2)}`;
    for (const which of ["cards", "check"] as const) {
      const label = element("label");
      const field = element("input", "", { type: "radio", name, value: which });
      field.checked = which === "cards";
      field.addEventListener("change", () => {
        this.checking = which === "check";
        this.pause();
        this.showPanel();
      });
      label.append(field, element("span", "", {}, TEXT[which]));
      set.append(label);
    }
    return set;
  }

  private showPanel(): void {
    this.plays.root.hidden = this.deck.root.hidden = this.notes.hidden = this.checking;
    this.check.root.hidden = !this.checking;
    this.paint.soon();
  }

  private setGrain(grain: Grain): void {
    this.pause();
    this.player.setGrain(grain);
    const frame = this.model.get("frame");
    this.player.begin(frame.examples?.length ?? 1, this.player.oneByOne ? 0 : frame.strongest);
    this.model.send({ kind: "show", last: grain === "epoch" || grain === "updates" });
    this.paint.soon();
  }

  private make(count: number): void {
    this.pause();
    const grain = this.player.grain === "example" ? "batch" : this.player.grain;
    this.model.send({ kind: "make", grain, count });
  }

  private step(move: () => void): void {
    this.pause();
    move();
    this.told = true;
    this.paint.soon();
  }

  private togglePlay(): void {
    if (this.timer !== null) this.pause();
    else {
      if (!this.player.walking && this.player.oneByOne) this.player.begin(this.count, 0);
      this.advance();
      this.start();
    }
    this.paint.soon();
  }

  private get count(): number {
    return this.model.get("frame").examples?.length ?? 1;
  }

  private advance(): void {
    this.told = true;
    if (!this.player.next()) this.pause();
    this.paint.soon();
  }

  private start(): void {
    this.timer = setInterval(() => this.advance(), (1_000 * SECONDS_A_CARD) / this.speed);
  }

  private pause(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
    this.paint.soon();
  }

  private setSpeed(speed: number): void {
    this.speed = speed;
    if (this.timer === null) return;
    clearInterval(this.timer);
    this.start();
  }

  private hearKey(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const moves: Record<string, () => void> = {
      ArrowRight: () => this.step(() => this.player.next()),
      ArrowLeft: () => this.step(() => this.player.back()),
      ArrowDown: () => this.step(() => this.player.turn(1)),
      ArrowUp: () => this.step(() => this.player.turn(-1)),
    };
    if (event.target === this.deck.root) moves[" "] = () => this.togglePlay();
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  }

  private draw(): void {
    const frame = this.model.get("frame");
    const still = frame.message === "" && frame.examples !== undefined;
    this.root.classList.toggle("mlw-step-stale", !still);
    this.message.textContent = frame.message ?? "";
    this.notes.textContent = (frame.notes ?? []).join(" ");
    this.plays.show(this.player, this.timer !== null, still, frame.beyond, this.model.get("held"));
    this.choices.show(frame, this.player, this.colours.tables);
    if (this.checking) this.drawCheck(frame, still);
    else this.deck.show(frame, this.player, this.told);
    this.told = false;
  }

  private drawCheck(frame: SentFrame, still: boolean): void {
    const sent = this.model.get("check");
    const wanted = `${frame.serial} ${this.player.example}`;
    if (`${sent.serial} ${sent.example}` === wanted) {
      if (this.asked !== "shown") this.check.show(checkOf(sent));
      this.asked = "shown";
    } else if (still && this.asked !== wanted) {
      this.asked = wanted;
      this.model.send({ kind: "check", example: this.player.example });
    }
  }
}

function renderBoard(watchers: Watchers, { model, el }: View<Traits>): CleanUp {
  const board = new Board(model);
  el.append(board.root);
  const read = () => board.read();
  const readCheck = () => board.readCheck();
  model.on("change:frame", read);
  model.on("change:check", readCheck);
  model.on("change:held", readCheck);
  read();
  const stopWatching = watchers.watch(board.root, () => {});
  return () => {
    stopWatching();
    board.stop();
    model.off("change:frame", read);
    model.off("change:check", readCheck);
    model.off("change:held", readCheck);
  };
}

export default watchedScript(renderBoard);
