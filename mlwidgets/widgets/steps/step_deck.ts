// The four cards of an update on the screen.

import { element } from "../base/dom.ts";
import { Follower, makeLine, plainText, sharedKeys } from "./step_lines.ts";
import type { Example, Line, SentFrame } from "./step_model.ts";
import { type CardName, CARDS, type StepPlayer } from "./step_player.ts";
import { t } from "../base/language.ts";

const TEXT = {
  cards: t(
    "The four steps of an update. Left and right arrow keys go from card to card, up and down from example to " +
      "example, the space bar plays.",
  ),
  titles: { forward: t("1 Forward"), loss: t("2 Loss"), gradient: t("3 Gradient"), update: t("4 Update") },
  of: {
    forward: t("example → prediction"),
    loss: t("how wrong it is"),
    gradient: t("the chain rule"),
    update: "",
  },
  waits: (count: number) => t("The weight moves after all {count} examples.", { count }),
  closed: "…",
  said: (title: string, lines: string[]) => `${title}. ${lines.join(". ")}`,
};

const ROUNDED = 2; // pixels that a scroll may be off its end

/** Say by a class whether there is more below what a card's body shows. */
function markCut(body: HTMLElement): void {
  body.classList.toggle("mlw-step-cut", body.scrollHeight - body.clientHeight - body.scrollTop > ROUNDED);
}

interface Face {
  root: HTMLElement;
  about: HTMLElement;
  body: HTMLElement;
  foot: HTMLElement;
}

/** What a card says at this point of the way. */
function linesOf(card: CardName, frame: SentFrame, example: Example, showsBatch: boolean): Line[] {
  if (card === "forward") return [{ kind: "note", parts: [example.title] }, ...example.forward];
  if (card === "update") return frame.update ?? [];
  if (card === "loss") return [...example.loss, ...(showsBatch ? frame.batchLoss ?? [] : example.lossSoFar)];
  return [...example.gradient, ...(showsBatch ? frame.batchGradient ?? [] : example.gradientSoFar)];
}

export class StepDeck {
  readonly root = element("div", "mlw-step-deck", { role: "group", tabindex: 0, "aria-label": TEXT.cards });
  private readonly said = element("p", "mlw-visually-hidden", { "aria-live": "polite" });
  private readonly faces: Face[];
  private readonly follower: Follower;
  private readonly sizes = new ResizeObserver((seen) => seen.forEach(({ target }) => markCut(target as HTMLElement)));

  constructor() {
    this.faces = CARDS.map((card) => {
      const root = element("section", "mlw-step-card", { "data-card": card, "aria-label": TEXT.titles[card] });
      const head = element("h3", "mlw-step-title", {}, TEXT.titles[card]);
      const about = element("small", "", {}, TEXT.of[card]);
      head.append(about);
      const [body, foot] = [element("div", "mlw-step-body"), element("div", "mlw-step-foot")];
      body.addEventListener("scroll", () => markCut(body), { passive: true });
      this.sizes.observe(body);
      root.append(head, body, foot);
      this.root.append(root);
      return { root, about, body, foot };
    });
    this.root.append(this.said);
    this.follower = new Follower(this.root);
  }

  stop(): void {
    this.sizes.disconnect();
  }

  show(frame: SentFrame, player: StepPlayer, tell: boolean): void {
    const example = frame.examples?.[player.example];
    if (!example) return;
    const groups = CARDS.map((card) => linesOf(card, frame, example, player.showsBatch));
    const shared = sharedKeys(groups.filter((_, card) => player.isOpen(card)));
    const focused = document.activeElement instanceof HTMLElement && this.root.contains(document.activeElement)
      ? document.activeElement.dataset.key
      : undefined;
    this.faces[CARDS.length - 1].about.textContent = frame.title ?? "";
    CARDS.forEach((card, number) => {
      const { root, body, foot } = this.faces[number];
      const open = player.isOpen(number);
      const waits = card === "update" && !player.showsBatch;
      const closed = element("p", "mlw-step-note", {}, waits ? TEXT.waits(frame.examples!.length) : TEXT.closed);
      const lines = groups[number].map((line) => makeLine(line, shared));
      const result = groups[number].findIndex(({ kind }) => kind === "result");
      body.replaceChildren(...(open ? lines.slice(0, result) : [closed]));
      if (body.scrollTop) body.scrollTop = 0;
      foot.replaceChildren(...(open ? lines.slice(result) : [])); // what a card arrives at is always in sight
      root.classList.toggle("mlw-step-open", open);
      root.classList.toggle("mlw-step-now", player.walking && player.card === number);
    });
    for (const { body } of this.faces) markCut(body); // when all have their feet
    this.follower.refresh();
    if (focused) {
      const again = this.root.querySelector<HTMLElement>(`button[data-key="${CSS.escape(focused)}"]`) ?? this.root;
      again.focus({ preventScroll: true });
    }
    if (!tell || !player.walking) return;
    const now = this.faces[player.card].root;
    now.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.said.textContent = TEXT.said(TEXT.titles[CARDS[player.card]], groups[player.card].map(plainText));
  }
}
