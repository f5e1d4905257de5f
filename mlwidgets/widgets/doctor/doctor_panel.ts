// What the doctor has found, with a button for each remedy, beside a table of the layers' health.

import { element } from "../base/dom.ts";
import type { Model } from "../base/model.ts";
import { watchedScript } from "../base/watching.ts";
import { FindingCard } from "./doctor_finding.ts";
import { type Frame, news } from "./doctor_model.ts";
import { HealthTable } from "./doctor_table.ts";
import { t } from "../base/language.ts";

export interface Traits {
  frame: Frame;
  visible: boolean;
}

const TEXT = { findings: t("Diagnosis"), health: t("Health of the layers") };

class Panel {
  readonly root = element("div", "mlw mlw-doctor", { "data-lm-suppress-shortcuts": "true" });
  private readonly list = element("ul", "mlw-doctor-list");
  private readonly empty = element("p", "mlw-doctor-empty");
  private readonly said = element("p", "mlw-doctor-said", { tabindex: -1 });
  private readonly live = element("p", "mlw-visually-hidden", { role: "status" });
  private readonly table = new HealthTable(TEXT.health);
  private readonly cards = new Map<string, FindingCard>();
  private heard = new Set<string>();

  constructor(private readonly model: Model<Traits>) {
    const left = element("section", "mlw-doctor-findings", { "aria-label": TEXT.findings, tabindex: 0 });
    left.append(this.said, this.empty, this.list);
    this.root.append(left, this.table.root, this.live);
  }

  show(): void {
    const { findings = [], rows = [], moment = "", empty = "", more = "", said = "" } = this.model.get("frame");
    const focused = this.root.contains(this.root.ownerDocument.activeElement) &&
      this.list.contains(this.root.ownerDocument.activeElement);
    for (const [name, card] of this.cards) {
      if (findings.some((one) => one.name === name)) continue;
      card.root.remove();
      this.cards.delete(name);
    }
    findings.forEach((finding, place) => {
      let card = this.cards.get(finding.name);
      if (!card) {
        card = new FindingCard(this.model);
        this.cards.set(finding.name, card);
      }
      card.show(finding);
      if (this.list.children[place] !== card.root) this.list.insertBefore(card.root, this.list.children[place] ?? null);
    });
    this.write(this.said, said);
    this.write(this.empty, findings.length ? "" : empty);
    this.table.show(rows, moment, more);
    // The button that was pressed may have gone: the focus goes to what it has done, which is then read.
    if (focused && !this.list.contains(this.root.ownerDocument.activeElement)) {
      const next = said
        ? this.said
        : this.list.querySelector<HTMLElement>("button") ?? this.root.querySelector("section");
      next?.focus();
    }
    this.announce();
  }

  /** Say a new problem once, politely; where a run bar is on the page it has said so already. */
  private announce(): void {
    const { fresh, known } = news(this.model.get("frame").findings ?? [], this.heard);
    this.heard = known;
    if (fresh && !document.querySelector(".mlw-run-about")) this.live.textContent = fresh;
  }

  private write(node: HTMLElement, text: string): void {
    if (node.textContent !== text) node.textContent = text;
    node.hidden = !text;
  }
}

export default watchedScript<Traits>((watchers, { model, el }) => {
  const panel = new Panel(model);
  el.append(panel.root);
  const show = () => panel.show();
  show();
  model.on("change:frame", show);
  const stop = watchers.watch(panel.root, show);
  return () => {
    stop();
    model.off("change:frame", show);
  };
});
