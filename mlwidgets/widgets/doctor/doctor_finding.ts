// One finding: how much it matters, what was found, what would help, and on demand why.

import { element } from "../base/dom.ts";
import type { Model } from "../base/model.ts";
import type { Finding, Frame } from "./doctor_model.ts";
import { t } from "../base/language.ts";

const TEXT = { problem: t("Problem"), note: t("Note"), why: t("Why?"), dismiss: t("Dismiss") };
const MARKS = { problem: "!", note: "i" };
let made = 0;

export class FindingCard {
  readonly root = element("li", "mlw-doctor-finding");
  private readonly mark = element("span", "mlw-doctor-mark", { "aria-hidden": "true" });
  private readonly word = element("strong", "mlw-doctor-word");
  private readonly headline = element("span", "mlw-doctor-headline");
  private readonly actions = element("div", "mlw-doctor-actions");
  private readonly about = element("div", "mlw-doctor-about", { id: `mlw-doctor-${++made}` });
  private readonly reason = element("p");
  private readonly numbers = element("dl", "mlw-doctor-numbers");
  private readonly why = element("button", "mlw-button mlw-doctor-small", { type: "button" }, TEXT.why);
  private readonly dismiss = element("button", "mlw-button mlw-doctor-small", { type: "button" }, TEXT.dismiss);
  private remedies: HTMLButtonElement[] = [];
  private finding: Finding | null = null;

  constructor(private readonly model: Model<{ frame: Frame; visible: boolean }>) {
    const line = element("p", "mlw-doctor-line");
    line.append(this.mark, this.word, " ", this.headline);
    this.about.append(this.reason, this.numbers);
    this.actions.append(this.why, this.dismiss);
    this.root.append(line, this.actions, this.about);
    this.why.setAttribute("aria-controls", this.about.id);
    this.open(false);
    this.why.addEventListener("click", () => this.open(this.about.hidden !== false));
    this.dismiss.addEventListener("click", () => this.send({ kind: "dismiss" }));
  }

  show(finding: Finding): void {
    const before = this.finding;
    if (JSON.stringify(before) === JSON.stringify(finding)) return;
    this.finding = finding;
    this.root.dataset.severity = finding.severity;
    this.mark.textContent = MARKS[finding.severity];
    this.word.textContent = `${TEXT[finding.severity]}:`;
    this.headline.textContent = finding.headline;
    this.reason.textContent = finding.why;
    this.why.setAttribute("aria-label", `${TEXT.why} ${finding.headline}`);
    this.dismiss.setAttribute("aria-label", `${TEXT.dismiss}: ${finding.headline}`);
    this.numbers.replaceChildren(...finding.numbers.map(([name, value]) => {
      const pair = element("div");
      pair.append(element("dt", "", {}, name), element("dd", "", {}, value));
      return pair;
    }));
    if (JSON.stringify(before?.remedies) !== JSON.stringify(finding.remedies)) this.showRemedies(finding.remedies);
  }

  private showRemedies(labels: string[]): void {
    for (const button of this.remedies.splice(labels.length)) button.remove();
    labels.forEach((label, place) => {
      const main = place ? "" : "mlw-doctor-main";
      const button = this.remedies[place] ?? element("button", `mlw-button ${main}`, { type: "button" });
      button.textContent = label;
      button.onclick = () => this.send({ kind: "treat", remedy: label });
      if (this.remedies[place]) return;
      this.remedies[place] = button;
      this.actions.insertBefore(button, this.why);
    });
  }

  private open(opened: boolean): void {
    this.about.hidden = !opened;
    this.why.setAttribute("aria-expanded", String(opened));
  }

  private send(message: { kind: "dismiss" } | { kind: "treat"; remedy: string }): void {
    if (this.finding) this.model.send({ ...message, finding: this.finding.name });
  }
}
