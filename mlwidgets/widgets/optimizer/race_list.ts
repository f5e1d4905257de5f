// The racers: each with its colour, dash and mark, its settings in a word, and how low it is at the moment shown.

import { element } from "../base/dom.ts";
import { shownNumber } from "../base/number_text.ts";
import { racerSample } from "./race_marks.ts";
import { type Domain, isOutside, numberAt, pointAt, type Race, type Racer, rowAt } from "./race_model.ts";
import { t } from "../base/language.ts";

const TEXT = {
  racers: t("Optimizers in the race"),
  add: t("Add"),
  duplicate: t("Duplicate"),
  remove: t("Remove"),
  undo: t("Undo"),
  removeNamed: (name: string) => t("Remove {name}", { name }),
  duplicateNamed: (name: string) => t("Duplicate {name}", { name }),
  reached: (step: number) => t("minimum at {step}", { step }),
  diverged: t("diverged"),
  hole: t("stopped at a hole"),
  outside: t("off the picture"),
  none: t("No optimizer yet: press Add."),
};
type Action = "add" | "duplicate" | "remove" | "undo";

interface Item {
  root: HTMLButtonElement;
  value: HTMLElement;
  state: HTMLElement;
}

export class RaceList {
  readonly root = element("div", "mlw mlw-race-list");
  private readonly rows = element("div", "mlw-race-racers", { role: "group", "aria-label": TEXT.racers });
  private readonly buttons: Record<Action, HTMLButtonElement>;
  private items: Item[] = [];
  private race: Race | null = null;
  private domain: Domain | null = null;
  private chosen = -1;

  constructor(private readonly choose: (number: number) => void, act: (action: Action) => void) {
    const button = (action: Action) => {
      const made = element("button", "mlw-button", { type: "button" }, TEXT[action]);
      made.addEventListener("click", () => act(action));
      return made;
    };
    this.buttons = {
      add: button("add"),
      duplicate: button("duplicate"),
      remove: button("remove"),
      undo: button("undo"),
    };
    const tools = element("div", "mlw-race-tools");
    tools.append(...Object.values(this.buttons));
    this.root.append(this.rows, tools);
  }

  /** Show other racers; the buttons stay where they are, so that the focus does. */
  take(race: Race, domain: Domain | null): void {
    this.race = race;
    this.domain = domain;
    while (this.items.length > race.racers.length) this.items.pop()!.root.remove();
    while (this.items.length < race.racers.length) this.items.push(this.item(this.items.length));
    race.racers.forEach((racer, at) => this.fill(this.items[at], racer));
    this.rows.dataset.empty = race.racers.length ? "" : TEXT.none;
  }

  /** Show who is chosen, and what can be done. */
  showState(chosen: number, canAdd: boolean, canUndo: boolean): void {
    const name = this.race?.racers.find(({ number }) => number === chosen)?.name;
    this.race?.racers.forEach(({ number }, at) =>
      this.items[at]?.root.setAttribute("aria-pressed", String(number === chosen))
    );
    if (chosen !== this.chosen) this.bringIntoView(chosen);
    this.chosen = chosen;
    const { add, duplicate, remove, undo } = this.buttons;
    add.disabled = !canAdd;
    duplicate.disabled = !canAdd || name === undefined;
    remove.disabled = name === undefined;
    undo.disabled = !canUndo;
    duplicate.setAttribute("aria-label", name === undefined ? TEXT.duplicate : TEXT.duplicateNamed(name));
    remove.setAttribute("aria-label", name === undefined ? TEXT.remove : TEXT.removeNamed(name));
  }

  /** Scroll the list, and nothing else, so far that one racer is seen. */
  private bringIntoView(chosen: number): void {
    const at = this.race?.racers.findIndex(({ number }) => number === chosen) ?? -1;
    const row = this.items[at]?.root;
    if (!row) return;
    const [list, place] = [this.rows.getBoundingClientRect(), row.getBoundingClientRect()];
    this.rows.scrollTop += Math.max(place.bottom - list.bottom, 0) + Math.min(place.top - list.top, 0);
  }

  /** Show how low each is after a step. */
  showStep(step: number): void {
    this.race?.racers.forEach((racer, at) => {
      const item = this.items[at];
      const value = `z ${shownNumber(numberAt(racer, "value", rowAt(racer, step), 0), 3)}`;
      if (item.value.textContent !== value) item.value.textContent = value;
      const state = racer.stop && step >= racer.rows - 1
        ? TEXT[racer.stop]
        : racer.reached !== null && step >= racer.reached
        ? TEXT.reached(racer.reached)
        : this.domain && isOutside(pointAt(racer, "theta", rowAt(racer, step)), this.domain)
        ? TEXT.outside
        : racer.rate;
      if (item.state.textContent !== state) item.state.textContent = state;
    });
  }

  private item(at: number): Item {
    const root = element("button", "mlw-race-racer", { type: "button" });
    root.addEventListener("click", () => {
      const racer = this.race?.racers[at];
      if (racer) this.choose(racer.number);
    });
    this.rows.append(root);
    return { root, value: element("span", "mlw-race-value"), state: element("span", "mlw-race-state") };
  }

  private fill(item: Item, racer: Racer): void {
    item.root.innerHTML = racerSample(racer.number);
    const words = element("span", "mlw-race-words");
    words.append(element("span", "mlw-race-label", {}, racer.label), item.state, item.value);
    item.root.append(words);
  }
}
