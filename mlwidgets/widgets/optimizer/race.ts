// A race of optimizers on a surface. Python computes the paths once and sends them in one buffer; playing, stepping and
// scrubbing happen here, without a message.

import { element } from "../base/dom.ts";
import { Floating } from "../base/floating.ts";
import type { CleanUp, View } from "../base/model.ts";
import { shownNumber } from "../base/number_text.ts";
import { onSight } from "../base/sight.ts";
import { Asking } from "./race_asking.ts";
import { RaceBar } from "./race_bar.ts";
import { csvOf } from "./race_csv.ts";
import { RaceList } from "./race_list.ts";
import {
  type Point,
  type Race,
  raceOf,
  type SentRace,
  type SentSurface,
  type Surface,
  surfaceOf,
} from "./race_model.ts";
import { RaceNumbers } from "./race_numbers.ts";
import { moved, placeOf } from "./race_plane.ts";
import { Player } from "./race_player.ts";
import { RaceStage } from "./race_stage.ts";
import { t } from "../base/language.ts";

export interface Traits {
  surface: SentSurface;
  race: SentRace;
  chosen: number;
  three_d: boolean;
  can_add: boolean;
  can_undo: boolean;
  answered: number;
  message: string;
}

const TEXT = {
  stage: (title: string) => t("Contour lines of {title}, with the paths of the optimizers", { title }),
  keys: t("Arrow keys move the start, with Shift in small steps. Space plays and pauses."),
  start: ([x, y]: Point) => t("The start is at x = {x}, y = {y}.", { x: shownNumber(x), y: shownNumber(y) }),
  arrows: { gradient: "−∇z", momentum: t("momentum"), step: t("next step (true length)") },
  hole: t("not defined or too large"),
  wait: t("Press Play: who is first at a minimum is told when the race is over."),
  file: t("race.csv"),
};
const KEY_SHARE = { large: 0.02, small: 0.002 }; // of the surface's width
const SPEAK_AFTER = 700; // ms of rest, or a drag would be spoken at every pixel
const MOVES: Record<string, Point> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

class RaceBoardView {
  private readonly player = new Player();
  private readonly stage = new RaceStage(() => this.soon());
  private readonly list: RaceList;
  private readonly numbers = new RaceNumbers();
  private readonly bar: RaceBar;
  private readonly middle = element("div", "mlw mlw-race-middle");
  private readonly results = element("p", "mlw-race-results");
  private readonly formula = element("p", "mlw-race-formula");
  private readonly spoken = element("p", "mlw-visually-hidden", { role: "status" });
  private readonly alt = element("p", "mlw-visually-hidden");
  private readonly hole = element("span", "mlw-race-arrow mlw-race-arrow-hole", {}, TEXT.hole);
  private readonly complaint: Floating;
  private readonly asking: Asking;
  private readonly stops: CleanUp[] = [];
  private surface: Surface | null = null;
  private race: Race | null = null;
  private start: Point | null = null;
  private playsNext = false; // the learner has let go of the start: what comes is played
  private told = false; // the play head has been at the end of these paths: the results are told
  private frame: number | null = null;
  private last = 0; // when the last frame was drawn
  private speaking: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly model: View<Traits>["model"], el: HTMLElement) {
    this.list = new RaceList(
      (number) => this.set("chosen", number),
      (kind) => model.send({ kind }),
    );
    this.bar = new RaceBar({
      toggle: () => this.toggle(),
      by: (steps) => this.go(this.player.step + steps),
      go: (step) => this.go(step),
      speed: (speed) => (this.player.speed = speed),
      solid: () => this.set("three_d", !model.get("three_d")),
      save: () => this.save(),
    });
    this.asking = new Asking((start, serial) => model.send({ kind: "start", start, serial }));
    this.complaint = new Floating(this.stage.root, {
      kind: "error",
      role: "alert",
      dismissed: () => this.set("message", ""),
    });
    this.build(el);
    this.listenToHand();
    this.listenToModel();
    const resized = new ResizeObserver(() => this.soon());
    resized.observe(this.stage.root);
    this.stops.push(() => resized.disconnect(), onSight(this.stage.root, () => this.soon()));
    this.takeSurface();
    this.takeRace();
    this.showState();
  }

  stop(): void {
    if (this.frame !== null) cancelAnimationFrame(this.frame);
    clearTimeout(this.speaking);
    this.asking.stop();
    this.complaint.stop();
    this.stage.stop();
    for (const stop of this.stops) stop();
  }

  private build(el: HTMLElement): void {
    el.classList.add("mlw-race-host");
    const { middle } = this;
    const id = `mlw-race-${Math.random().toString(36).slice(2)}`;
    this.alt.id = id;
    this.stage.root.setAttribute("aria-describedby", id);
    const legend = element("div", "mlw-race-legend", { "aria-hidden": "true" });
    for (const kind of ["gradient", "momentum", "step"] as const) {
      const item = element("span", `mlw-race-arrow mlw-race-arrow-${kind}`, {}, TEXT.arrows[kind]);
      legend.append(item);
    }
    legend.append(this.hole);
    const head = element("div", "mlw-race-head");
    head.append(this.formula, legend);
    middle.append(
      head,
      this.stage.root,
      this.bar.root,
      this.results,
      this.alt,
      this.spoken,
      this.complaint.root,
    );
    el.append(this.list.root, middle, this.numbers.root);
  }

  private listenToModel(): void {
    const on = (name: keyof Traits & string, call: () => void) => {
      this.model.on(`change:${name}`, call);
      this.stops.push(() => this.model.off(`change:${name}`, call));
    };
    on("surface", () => this.takeSurface());
    on("race", () => this.takeRace());
    on("answered", () => this.takeAnswer());
    for (const name of ["chosen", "can_add", "can_undo", "three_d", "message"] as const) {
      on(name, () => this.showState());
    }
  }

  private set<Name extends "chosen" | "three_d" | "message">(name: Name, value: Traits[Name]): void {
    this.model.set(name, value);
    this.model.save_changes();
  }

  // ---- what Python sends ----

  private takeSurface(): void {
    this.surface = surfaceOf(this.model.get("surface"));
    if (!this.surface) return;
    this.stage.takeSurface(this.surface);
    this.stage.root.setAttribute("aria-label", TEXT.stage(this.surface.title));
    this.formula.textContent = this.surface.formula || this.surface.title;
    this.hole.hidden = this.surface.heights.every(Number.isFinite);
    this.soon();
  }

  private takeRace(): void {
    const race = raceOf(this.model.get("race"));
    if (!race) return;
    this.race = race;
    if (!this.asking.busy) this.start = race.start;
    this.player.take(race.steps);
    this.stage.takeRace(race);
    this.list.take(race, this.surface?.domain ?? null);
    this.tell(this.player.whole || race.racers.length === 0);
    this.showState();
  }

  /** Tell the results, or that they are to come: nobody likes to hear the end before the race. */
  private tell(told: boolean): void {
    const { race } = this;
    if (!race) return;
    this.told = told;
    const text = told ? race.results : TEXT.wait;
    this.results.textContent = text;
    this.alt.textContent = `${TEXT.start(race.start)} ${text} ${TEXT.keys}`;
    clearTimeout(this.speaking);
    if (told) this.speaking = setTimeout(() => (this.spoken.textContent = text), SPEAK_AFTER);
  }

  private takeAnswer(): void {
    if (!this.asking.answered(this.model.get("answered"))) return;
    this.start = this.race?.start ?? null;
    if (this.playsNext && !matchMedia("(prefers-reduced-motion: reduce)").matches) {
      this.player.go(0);
      this.player.play();
      this.tell(false);
    }
    this.playsNext = false;
    this.soon();
  }

  private showState(): void {
    const { model, race } = this;
    const chosen = model.get("chosen");
    this.list.showState(chosen, model.get("can_add"), model.get("can_undo"));
    this.numbers.take(race?.racers.find(({ number }) => number === chosen) ?? null);
    this.bar.showSolid(model.get("three_d"));
    this.middle.toggleAttribute("data-solid", model.get("three_d"));
    this.complaint.say(model.get("message"));
    this.soon();
  }

  // ---- playing ----

  private toggle(): void {
    if (this.player.playing) this.player.pause();
    else this.player.play();
    this.soon();
  }

  private go(step: number): void {
    this.player.pause();
    this.player.go(step);
    this.soon();
  }

  private soon(): void {
    this.frame ??= requestAnimationFrame((now) => {
      this.frame = null;
      this.draw(now);
    });
  }

  private draw(now: number): void {
    const { player } = this;
    // The first frame after a rest begins the clock.
    player.advance(this.last ? now - this.last : 0);
    this.last = player.playing ? now : 0;
    if (!this.told && player.whole) this.tell(true);
    const chosen = this.model.get("chosen");
    this.stage.draw(player.step, chosen, this.start);
    this.bar.show(player.step, player.last, player.playing);
    this.list.showStep(player.step);
    this.numbers.show(player.step);
    if (player.playing) this.soon();
  }

  // ---- the hand ----

  private moveStart(start: Point, plays: boolean): void {
    this.player.pause();
    this.player.go(this.player.last); // the whole paths move with the hand
    this.playsNext = plays;
    this.start = start;
    this.asking.ask(start);
    this.soon();
  }

  private listenToHand(): void {
    const { root, handle } = this.stage;
    const under = (event: MouseEvent): Point => {
      const box = root.getBoundingClientRect();
      return placeOf(this.stage.plane, [event.clientX - box.left, event.clientY - box.top]);
    };
    let dragging = false;
    root.addEventListener("pointerdown", (event) => {
      // A finger on the surface may want to scroll: it sets the start by a tap, and drags it by its handle.
      if (event.button !== 0 || (event.pointerType === "touch" && event.target !== handle)) return;
      dragging = true;
      root.setPointerCapture(event.pointerId);
      this.moveStart(under(event), false);
    });
    root.addEventListener("pointermove", (event) => {
      if (dragging) this.moveStart(under(event), false);
    });
    const release = (event: PointerEvent) => {
      if (!dragging) return;
      dragging = false;
      if (event.type === "pointerup") this.moveStart(under(event), true);
    };
    root.addEventListener("pointerup", release);
    root.addEventListener("pointercancel", release);
    root.addEventListener("click", (event) => {
      if ((event as PointerEvent).pointerType === "touch" && event.target !== handle) {
        this.moveStart(under(event), true);
      }
    });
    root.addEventListener("keydown", (event) => this.press(event));
  }

  private press(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || !this.surface || !this.start) return;
    if (event.key === " ") {
      event.preventDefault();
      this.toggle();
      return;
    }
    const move = MOVES[event.key];
    if (!move) return;
    event.preventDefault(); // the page would scroll
    const share = event.shiftKey ? KEY_SHARE.small : KEY_SHARE.large;
    this.moveStart(moved(this.start, share * move[0], share * move[1], this.surface.domain), false);
  }

  private save(): void {
    if (!this.race) return;
    const address = URL.createObjectURL(new Blob([csvOf(this.race)], { type: "text/csv" }));
    element("a", "", { href: address, download: TEXT.file }).click();
    setTimeout(() => URL.revokeObjectURL(address));
  }
}

function render({ model, el }: View<Traits>): CleanUp {
  const view = new RaceBoardView(model, el);
  return () => view.stop();
}

export default { render };
