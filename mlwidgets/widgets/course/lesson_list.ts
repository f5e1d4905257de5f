// The lessons as cards. Titles and goals are plain text.

import { arrange, element } from "../base/dom.ts";
import type { CleanUp, View } from "../base/model.ts";
import { onSight } from "../base/sight.ts";
import { takeLeft } from "./lesson_left.ts";
import { buttonWords, type Card, cardWords, stateOf } from "./lesson_model.ts";
import { language, t } from "../base/language.ts";

export interface Traits {
  cards: Card[];
  note: string;
}

const TEXT = { lessons: t("Lessons"), solved: t("✓ Solved") };

/** One lesson. */
class LessonCard {
  readonly root = element("li", "mlw-lesson-card");
  readonly button = element("button", "mlw-button mlw-lesson-start", { type: "button" });
  private readonly title = element("h3", "mlw-lesson-card-title");
  private readonly goal = element("p", "mlw-lesson-goal");
  private readonly meta = element("p", "mlw-lesson-meta");
  private readonly done = element("span", "mlw-lesson-solved", {}, TEXT.solved);

  constructor(open: () => void) {
    const head = element("div", "mlw-lesson-card-head");
    head.append(this.title, this.done);
    this.root.append(head, this.goal, this.meta, this.button);
    this.button.addEventListener("click", open);
  }

  show(card: Card): void {
    this.title.textContent = card.title;
    this.goal.textContent = card.goal;
    this.meta.textContent = cardWords(card);
    this.root.lang = card.language;
    this.button.lang = this.meta.lang = language;
    this.button.textContent = buttonWords(card);
    this.button.setAttribute("aria-label", `${buttonWords(card)}: ${card.title}`);
    this.root.dataset.state = stateOf(card);
    this.done.hidden = !(card.tasks > 0 && card.solved === card.tasks);
  }
}

function render({ model, el }: View<Traits>): CleanUp {
  const root = element("div", "mlw mlw-lessons");
  const list = element("ul", "mlw-lesson-cards", { "aria-label": TEXT.lessons });
  const note = element("p", "mlw-lessons-note", { role: "status" });
  root.append(list, note);
  el.append(root);
  const cards = new Map<string, LessonCard>();

  const show = () => {
    const wanted = model.get("cards");
    for (const name of cards.keys()) if (!wanted.some((one) => one.name === name)) cards.delete(name);
    arrange(
      list,
      wanted.map((one) => {
        let card = cards.get(one.name);
        if (!card) {
          card = new LessonCard(() => model.send({ kind: "open", name: one.name }));
          cards.set(one.name, card);
        }
        card.show(one);
        return card.root;
      }),
    );
    arrive();
  };
  /** Give the focus to the card of a lesson that was just left: its column, where the focus was, has gone. */
  const arrive = () => {
    if (root.offsetParent === null || model.get("cards").some((one) => one.open)) return;
    cards.get(takeLeft())?.button.focus({ preventScroll: true });
  };
  const showNote = () => note.textContent = model.get("note");
  show();
  showNote();
  model.on("change:cards", show);
  model.on("change:note", showNote);
  const stopLooking = onSight(root, (seen) => seen && arrive());
  return () => {
    stopLooking();
    model.off("change:cards", show);
    model.off("change:note", showNote);
  };
}

export default { render };
