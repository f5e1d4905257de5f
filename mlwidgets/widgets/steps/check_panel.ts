// The gradient check on the screen: the numbers, ε on a slider, the chart of errors, and the chain rule layer by layer.

import { element } from "../base/dom.ts";
import { shownNumber } from "../base/number_text.ts";
import { CheckChart } from "./check_chart.ts";
import { errorText, remark, said, stepAt, stepText } from "./check_scale.ts";
import { makeLine } from "./step_lines.ts";
import { type Check, type Format, FORMATS } from "./step_model.ts";
import { counted, t } from "../base/language.ts";

const TEXT = {
  waiting: t("Computing…"),
  rows: [t("back-propagation"), "(L(w + ε) − L(w − ε)) / 2ε", t("difference")],
  epsilon: "ε",
  slider: t("Step ε"),
  chain: t("The signal δ = ∂L/∂z on its way back"),
  signal: (shown: number, total: number, chosen: number) => {
    const all = counted(total, "{count} number", "{count} numbers");
    const numbers = total > shown ? t("{numbers}, {shown} of them shown", { numbers: all, shown }) : all;
    return chosen < 0 ? numbers : t("{numbers}; the weight feeds number {number}", { numbers, number: chosen + 1 });
  },
  about: t("L is the loss of this example alone, as the network predicts it: no dropout, no penalty."),
};
const DIGITS = 7;

const number = (value: number) => Number.isFinite(value) ? shownNumber(Number(value.toPrecision(DIGITS)), DIGITS) : "—";

export class CheckPanel {
  readonly root = element("div", "mlw-check");
  private readonly about = element("p", "mlw-step-note");
  private readonly cells = FORMATS.map(() => TEXT.rows.map(() => element("td")));
  private readonly slider = element("input", "mlw-check-slider", {
    type: "range",
    min: 0,
    max: 60,
    step: 1,
    "aria-label": TEXT.slider,
  });
  private readonly step = element("output", "mlw-check-step");
  private readonly verdict = element("p", "mlw-check-verdict");
  private readonly remark = element("p", "mlw-check-remark", { "aria-live": "polite" });
  private readonly chart = new CheckChart();
  private readonly chain = element("div", "mlw-check-chain", { role: "group", tabindex: 0, "aria-label": TEXT.chain });
  private check: Check | null = null;

  constructor() {
    const table = element("table", "mlw-check-table");
    const head = element("tr");
    head.append(element("td"), ...FORMATS.map((format) => this.formatTitle(format)));
    table.append(head);
    // The long titles stand below each other, where they may wrap: two columns of numbers fit on any phone.
    TEXT.rows.forEach((text, at) => {
      const row = element("tr");
      row.append(element("th", "", { scope: "row" }, text), ...this.cells.map((cells) => cells[at]));
      table.append(row);
    });
    const row = element("div", "mlw-check-row");
    row.append(element("span", "mlw-step-label", { "aria-hidden": "true" }, TEXT.epsilon), this.slider, this.step);
    const left = element("div", "mlw-check-numbers");
    left.append(this.verdict, table, row, this.remark);
    const middle = element("div", "mlw-check-middle");
    middle.append(this.chart.root, this.about);
    this.root.append(left, middle, this.chain);
    this.slider.addEventListener("input", () => this.move());
    this.dragChart();
  }

  show(check: Check | null): void {
    this.check = check;
    this.root.classList.toggle("mlw-check-empty", check === null);
    this.verdict.textContent = check?.verdict ?? TEXT.waiting;
    if (!check) return;
    this.about.textContent = `${check.title}. ${TEXT.about}`;
    this.slider.max = String(check.steps.length - 1);
    this.slider.value = String(check.bestStep);
    this.chart.show(check, check.verdict);
    this.chain.replaceChildren(
      element("h3", "mlw-step-title", {}, TEXT.chain),
      ...check.signals.map((signal) => this.signal(signal)),
    );
    this.move();
  }

  private formatTitle(format: Format): HTMLElement {
    const title = element("th", "", { scope: "col" });
    title.innerHTML =
      `<svg width="22" height="8" aria-hidden="true"><line class="mlw-check-line mlw-check-${format}" ` +
      `x1="0" x2="22" y1="4" y2="4" stroke-dasharray="${format === "float32" ? "6 4" : ""}"/></svg> ${format}`;
    return title;
  }

  private move(): void {
    const { check } = this;
    if (!check) return;
    const at = Number(this.slider.value);
    this.step.textContent = stepText(check.steps[at]);
    this.slider.setAttribute("aria-valuetext", said(check, at));
    this.remark.textContent = remark(check, at);
    FORMATS.forEach((format, column) => {
      const [gradient, quotient, error] = this.cells[column];
      gradient.textContent = number(check.gradients[format]);
      quotient.textContent = number(check.quotients[format][at]);
      error.textContent = errorText(check.errors[format][at]);
    });
    this.chart.mark(check, at);
  }

  private dragChart(): void {
    const { root } = this.chart;
    const point = ({ clientX }: PointerEvent) => {
      if (!this.check) return;
      this.slider.value = String(stepAt(this.check, this.chart.placeOf(clientX)));
      this.move();
    };
    root.addEventListener("pointerdown", (event) => {
      root.setPointerCapture(event.pointerId);
      point(event);
    });
    root.addEventListener("pointermove", (event) => {
      if (root.hasPointerCapture(event.pointerId)) point(event);
    });
  }

  /** One layer: a bar for each number of δ, up in blue and down in orange. */
  private signal({ title, values, total, chosen, lines }: Check["signals"][number]): HTMLElement {
    const root = element("div", "mlw-check-signal");
    const reach = Math.max(...[...values].map(Math.abs).filter(Number.isFinite), 1e-30);
    const strip = element("div", "mlw-check-strip", {
      role: "img",
      "aria-label": TEXT.signal(values.length, total, chosen),
    });
    values.forEach((value, at) => {
      const bar = element("i", value < 0 ? "mlw-check-down" : "mlw-check-up", { title: shownNumber(value) });
      bar.style.setProperty("--size", String(Number.isFinite(value) ? Math.abs(value) / reach : 0));
      bar.classList.toggle("mlw-check-chosen", at === chosen);
      strip.append(bar);
    });
    root.append(
      element("span", "mlw-check-layer", {}, title),
      strip,
      ...lines.map((line) => makeLine(line, new Set())),
    );
    return root;
  }
}
