// Gradient descent in one dimension. Python computes a whole path for each change of the settings; the page plays it.

import { element } from "../base/dom.ts";
import { Help } from "../base/floating.ts";
import type { CleanUp, Model, View } from "../base/model.ts";
import { shownNumber } from "../base/number_text.ts";
import { inNextFrame } from "../base/watching.ts";
import { Asking } from "./descent_asking.ts";
import { formulaOf, lastStep, lossAt, type Scene, sceneOf, type SentFrame, settingsOf } from "./descent_model.ts";
import { Picture } from "./descent_picture.ts";
import { Player } from "./descent_player.ts";
import { Slider } from "./descent_slider.ts";
import { counted, t } from "../base/language.ts";

export interface Traits {
  frame: SentFrame;
}

const TEXT = {
  task: t("Drop the ball: click the picture, or move it with the arrow keys. Then press Play."),
  start: t("Start of the ball"),
  startText: (w: string, loss: string) => t("w = {w}, loss {loss}", { w, loss }),
  wait: t("Press Play, or drag the slider below the picture to its end, to see how it goes."),
  curve: t("Curve"),
  curveHelp: t("The loss of one weight. The ball rolls on it: the optimizer knows only the slope where the ball is."),
  curves: {
    bowl: t("Bowl: ½ λ w²"),
    two_minima: t("Two minima"),
    plateau: t("Plateau: w² / (1 + w²)"),
    wavy: t("Waves: many minima"),
    corner: t("Corner: |w|"),
  } as Record<string, string>,
  curvature: { label: t("Curvature"), symbol: "λ", help: t("How steeply the bowl rises: its slope at w is λ w.") },
  rate: { label: t("Learning rate"), symbol: "η", help: t("A step is as long as η times the slope.") },
  momentum: {
    label: t("Momentum"),
    symbol: "β",
    help: t("The share of the last step that is added to the next one. 0: each step follows the slope alone."),
  },
  limit: (limit: string, momentum: boolean) =>
    t("diverges above {formula} = {limit}", { formula: momentum ? "2(1 + β)/λ" : "2/λ", limit }),
  rates: { too_small: t("Too small"), good: t("Good"), too_large: t("Too large"), diverges: t("Diverges") } as Record<
    string,
    string
  >,
  rateTitle: (rate: string) => t("Learning rate {rate}, no momentum", { rate }),
  ratesName: t("Learning rates to try"),
  play: t("Play"),
  pause: t("Pause"),
  back: t("Step back"),
  next: t("Step"),
  reset: t("Reset"),
  speed: t("Speed"),
  perSecond: (speed: number) => counted(speed, "{count} step/s", "{count} steps/s"),
  step: (step: number, last: number) => t("Step {step} of {last}", { step, last }),
  stepName: t("Step of the path"),
  loss: t("loss L"),
  weight: t("weight w"),
  beyond: (w: string) => t("off the picture: w = {w}", { w }),
  basins: t("The strip under the curve says which minimum each start leads to; dashed: none."),
};
const SPEEDS = [1, 4, 15, 60]; // steps a second
const STARTS: Record<string, number> = { bowl: 2, two_minima: 3, plateau: 4, wavy: 4, corner: 2 };
const KEY = { step: 1 / 100, page: 1 / 10 }; // of the whole width

function button(words: string, className = ""): HTMLButtonElement {
  return element("button", `mlw-button ${className}`, { type: "button" }, words);
}

class Descent {
  readonly root = element("div", "mlw mlw-descent", { "data-lm-suppress-shortcuts": "true" });
  private readonly stage = element("div", "mlw-descent-stage", {
    role: "slider",
    tabindex: 0,
    "aria-label": TEXT.start,
  });
  private readonly picture = new Picture(TEXT);
  private readonly play = button(TEXT.play, "mlw-descent-play");
  private readonly back = button(TEXT.back);
  private readonly next = button(TEXT.next);
  private readonly reset = button(TEXT.reset);
  private readonly scrub = element("input", "mlw-descent-scrub", {
    type: "range",
    min: 0,
    "aria-label": TEXT.stepName,
  });
  private readonly count = element("span", "mlw-descent-count");
  private readonly speed = element("select", "mlw-descent-speed", { "aria-label": TEXT.speed });
  private readonly formula = element("p", "mlw-descent-formula");
  private readonly curve = element("select", "mlw-descent-menu");
  private readonly rates = element("div", "mlw-descent-rates", { role: "group", "aria-label": TEXT.ratesName });
  private readonly words = element("p", "mlw-descent-words", { role: "status" });
  private readonly error = element("p", "mlw-descent-complaint", { role: "alert" });
  private readonly strip = element("p", "mlw-descent-strip", {}, TEXT.basins);
  private readonly curveHelp = new Help(`mlw-descent-${Math.random().toString(36).slice(2)}-help`);
  private readonly curvature = new Slider(
    TEXT.curvature,
    { minimum: 0.5, maximum: 5, step: 0.1, scale: "linear", integer: false },
    (curvature) => this.want({ curvature }),
  );
  private readonly rate = new Slider(
    TEXT.rate,
    { minimum: 0.001, maximum: 10, step: 0.001, scale: "log", integer: false },
    (learning_rate) => this.want({ learning_rate }),
  );
  private readonly momentum = new Slider(
    TEXT.momentum,
    { minimum: 0, maximum: 0.99, step: 0.01, scale: "linear", integer: false },
    (momentum) => this.want({ momentum }),
  );
  private readonly still = matchMedia("(prefers-reduced-motion: reduce)");
  private readonly player = new Player(() => this.moved.soon(), () => !this.still.matches);
  private readonly moved = inNextFrame(() => this.showMoment());
  private readonly resized = new ResizeObserver(() => this.draw());
  private readonly asking: Asking;
  private scene: Scene;
  private wanted;
  private pressed: number | null = null;
  private goesOn = false; // it was playing when a setting was changed: what comes is played, too
  private told = false; // the ball has come so far that the result is known

  constructor(private readonly model: Model<Traits>) {
    this.scene = sceneOf(model.get("frame"));
    this.wanted = settingsOf(this.scene);
    this.asking = new Asking((asked, settings) => model.send({ kind: "ask", asked, ...settings }), this.scene.asked);
    this.build();
    this.listen();
    this.show();
    this.resized.observe(this.stage);
    model.on("change:frame", this.hear);
  }

  stop: CleanUp = () => {
    this.player.pause(false);
    this.moved.stop();
    for (const one of [this.curveHelp, this.curvature, this.rate, this.momentum]) one.stop();
    this.resized.disconnect();
    this.model.off("change:frame", this.hear);
  };

  private build(): void {
    const id = `mlw-descent-${Math.random().toString(36).slice(2)}`;
    const left = element("div", "mlw-descent-left");
    const right = element("div", "mlw-descent-right");
    const bar = element("div", "mlw-descent-bar");
    const choice = element("div", "mlw-descent-choice");
    this.curve.id = id;
    this.words.id = `${id}-words`;
    this.formula.id = `${id}-formula`;
    this.stage.setAttribute("aria-describedby", `${this.formula.id} ${this.words.id}`);
    this.curve.append(...Object.entries(TEXT.curves).map(([value, text]) => element("option", "", { value }, text)));
    this.speed.append(...SPEEDS.map((value) => element("option", "", { value }, TEXT.perSecond(value))));
    this.speed.value = String(this.player.speed);
    this.curveHelp.show(TEXT.curveHelp, TEXT.curve);
    const label = element("label", "mlw-descent-label", { for: id }, TEXT.curve);
    choice.append(label, ...this.curveHelp.parts, this.curve);
    this.stage.append(this.picture.root);
    bar.append(this.play, this.back, this.next, this.reset, this.scrub, this.count, this.speed);
    left.append(element("p", "mlw-descent-task", {}, TEXT.task), this.stage, bar, this.formula);
    const sliders = [this.curvature.root, this.rate.root, this.momentum.root];
    right.append(choice, ...sliders, this.rates, this.words, this.error, this.strip);
    this.root.append(left, right);
  }

  private listen(): void {
    const { player, stage } = this;
    this.play.addEventListener("click", () => (player.playing ? player.pause() : player.play()));
    this.next.addEventListener("click", () => player.go(player.step + 1));
    this.back.addEventListener("click", () => player.go(player.step - 1));
    this.reset.addEventListener("click", () => player.go(0));
    this.scrub.addEventListener("input", () => player.go(Number(this.scrub.value)));
    this.speed.addEventListener("change", () => (player.speed = Number(this.speed.value)));
    this.curve.addEventListener("change", () => {
      const curve = this.curve.value;
      this.want({ curve, start: STARTS[curve] ?? 0 });
    });
    stage.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || this.pressed !== null) return;
      this.pressed = event.pointerId;
      stage.setPointerCapture(event.pointerId);
      this.dropAt(event);
    });
    stage.addEventListener("pointermove", (event) => {
      if (event.pointerId === this.pressed) this.dropAt(event);
    });
    for (const name of ["pointerup", "pointercancel", "lostpointercapture"] as const) {
      stage.addEventListener(name, () => {
        this.pressed = null;
        this.goOn();
      });
    }
    stage.addEventListener("keydown", (event) => this.key(event));
  }

  private dropAt(event: PointerEvent): void {
    const w = this.picture.weightAt(event.clientX - this.stage.getBoundingClientRect().left);
    this.want({ start: Number(w.toFixed(2)) });
  }

  private key(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const { low, high } = this.scene;
    const [here, width] = [this.wanted.start, high - low];
    const moves: Record<string, number> = {
      ArrowLeft: here - width * KEY.step,
      ArrowRight: here + width * KEY.step,
      ArrowDown: here - width * KEY.step,
      ArrowUp: here + width * KEY.step,
      PageDown: here - width * KEY.page,
      PageUp: here + width * KEY.page,
      Home: low,
      End: high,
    };
    if (!Object.hasOwn(moves, event.key)) return;
    event.preventDefault(); // the page would scroll
    this.want({ start: Number(Math.min(Math.max(moves[event.key], low), high).toFixed(2)) });
  }

  /** Ask for other settings; what can be shown at once is. */
  private want(changes: Partial<typeof this.wanted>): void {
    this.wanted = { ...this.wanted, ...changes };
    this.goesOn ||= this.player.playing;
    this.player.pause(false);
    this.showSettings();
    this.moved.soon();
    this.asking.ask(this.wanted);
  }

  private hear = (): void => {
    const frame = this.model.get("frame");
    const latest = this.asking.hear(frame.asked);
    this.scene = sceneOf(frame);
    if (latest) this.wanted = settingsOf(this.scene); // also what another view of the same widget has chosen
    this.show();
    this.goOn();
  };

  /** Play what has been asked for while it was playing, once the answer is here and the ball is let go. */
  private goOn(): void {
    if (!this.goesOn || this.asking.open || this.pressed !== null) return;
    this.goesOn = false;
    this.player.play();
  }

  /** The result is not told before the ball has got there. */
  private tell(told: boolean): void {
    const { scene } = this;
    this.told = told;
    this.words.dataset.end = told ? scene.end : "";
    const text = told ? scene.text : TEXT.wait;
    if (this.words.textContent !== text) this.words.textContent = text;
  }

  private show(): void {
    const { scene } = this;
    this.error.textContent = scene.error;
    this.tell(false);
    this.strip.hidden = scene.minima.length < 2;
    this.scrub.max = String(lastStep(scene));
    this.rates.replaceChildren(...scene.rates.map(([name, rate]) => {
      const one = button(TEXT.rates[name] ?? name, "mlw-descent-rate");
      one.title = TEXT.rateTitle(shownNumber(rate));
      one.addEventListener("click", () => this.want({ learning_rate: rate, momentum: 0 }));
      return one;
    }));
    this.showSettings();
    this.player.load(lastStep(scene));
    this.draw();
  }

  private showSettings(): void {
    const { wanted, scene } = this;
    this.curve.value = wanted.curve;
    this.curvature.root.hidden = wanted.curve !== "bowl";
    // Those on the page are for the curve that is shown; others come with the answer.
    const other = wanted.curve !== scene.curve || wanted.curvature !== scene.curvature;
    for (const one of this.rates.querySelectorAll("button")) one.disabled = other;
    this.curvature.show(wanted.curvature);
    this.rate.show(wanted.learning_rate);
    this.momentum.show(wanted.momentum);
    const limit = scene.limit === null ? "" : shownNumber(scene.limit, 3);
    this.rate.showLimit(scene.limit, TEXT.limit(limit, scene.momentum > 0));
    const { low, high } = scene;
    const [w, loss] = [shownNumber(wanted.start), shownNumber(lossAt(scene, wanted.start), 3)];
    for (
      const [name, value] of Object.entries({
        valuemin: low,
        valuemax: high,
        valuenow: wanted.start,
        valuetext: TEXT.startText(w, loss),
      })
    ) this.stage.setAttribute(`aria-${name}`, String(value));
  }

  private draw(): void {
    const { clientWidth, clientHeight } = this.stage;
    if (!clientWidth || !clientHeight) return;
    this.picture.show(this.scene, clientWidth, clientHeight);
    this.showMoment();
  }

  private showMoment(): void {
    const { player, scene } = this;
    const pending = this.asking.open;
    const step = player.step;
    if (!this.told && step >= scene.told) this.tell(true);
    this.picture.move(player.at, this.wanted.start, pending);
    this.play.textContent = player.playing ? TEXT.pause : TEXT.play;
    this.back.disabled = step === 0 && !player.playing;
    this.next.disabled = step >= player.end;
    this.scrub.value = String(step);
    this.count.textContent = TEXT.step(step, player.end);
    this.scrub.setAttribute("aria-valuetext", this.count.textContent);
    this.formula.setAttribute("aria-live", player.playing ? "off" : "polite");
    this.formula.replaceChildren(...formulaOf(scene, step).map((line) => element("span", "", {}, line)));
  }
}

function render({ model, el }: View<Traits>): CleanUp {
  const descent = new Descent(model);
  el.append(descent.root);
  return descent.stop;
}

export default { render };
