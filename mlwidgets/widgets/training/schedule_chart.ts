// The learning rate over a whole run, with the present update on it. Python sends the course once, and two numbers with
// each snapshot.

import { element } from "../base/dom.ts";
import type { CleanUp, View } from "../base/model.ts";
import { shownNumber } from "../base/number_text.ts";
import { floatsOf } from "../base/shades.ts";
import { inNextFrame } from "../base/watching.ts";
import { placeOf, tickText } from "./curves_axes.ts";
import { courseOf, pathOf, rateAxis, stepAxis } from "./schedule_course.ts";
import { grouped, t } from "../base/language.ts";

export interface Traits {
  points: DataView;
  updates: number;
  log: boolean;
  text: string;
  update: number;
  rate: number;
}

const TEXT = {
  name: t("Learning rate over the run"),
  axes: t("learning rate by update"),
  axesLog: t("learning rate by update, log scale"),
  before: (rate: string) => t("The first update has a learning rate of {rate}.", { rate }),
  now: (update: string, rate: string) => t("After update {update}: {rate}", { update, rate }),
  done: (updates: string, rate: string) =>
    t("All {updates} updates are done, the last with {rate}.", { updates, rate }),
};
const COURSE = ["points", "updates", "log", "text"] as const;
const NOW = ["update", "rate"] as const;
const SVG = "http://www.w3.org/2000/svg";
const [WIDE, HIGH] = [100, 100]; // the picture's own units; it is stretched to its place

function build() {
  const root = element("div", "mlw mlw-schedule");
  const axesWord = element("div", "mlw-schedule-word");
  const plot = element("div", "mlw-schedule-plot", { role: "img" });
  const svg = document.createElementNS(SVG, "svg");
  const line = document.createElementNS(SVG, "path");
  const dot = element("span", "mlw-schedule-dot");
  const rates = element("div", "mlw-schedule-rates", { "aria-hidden": "true" });
  const steps = element("div", "mlw-schedule-steps", { "aria-hidden": "true" });
  const words = element("p", "mlw-schedule-words");
  const now = element("p", "mlw-schedule-now");
  svg.setAttribute("viewBox", `0 0 ${WIDE} ${HIGH}`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  line.setAttribute("class", "mlw-schedule-line");
  line.setAttribute("vector-effect", "non-scaling-stroke");
  svg.append(line);
  plot.append(svg, dot);
  root.append(axesWord, rates, plot, steps, words, now);
  return { root, axesWord, plot, line, dot, rates, steps, words, now };
}

function render({ model, el }: View<Traits>): CleanUp {
  const { root, axesWord, plot, line, dot, rates, steps, words, now } = build();
  el.append(root);

  const axes = () => {
    const course = courseOf(floatsOf(model.get("points")));
    return { course, x: stepAxis(model.get("updates")), y: rateAxis(course.rates, model.get("log")) };
  };

  const showNow = () => {
    const { x, y } = axes();
    const [update, rate] = [model.get("update"), model.get("rate")];
    dot.style.left = `${100 * Math.min(Math.max(placeOf(x, update), 0), 1)}%`;
    dot.style.bottom = `${100 * Math.min(Math.max(placeOf(y, rate), 0), 1)}%`;
    const updates = model.get("updates");
    const text = shownNumber(rate, 3);
    if (update === 0) now.textContent = TEXT.before(text);
    else if (update >= updates) now.textContent = TEXT.done(grouped(updates), text);
    else now.textContent = TEXT.now(grouped(update), text);
  };

  const show = () => {
    const { course, x, y } = axes();
    line.setAttribute("d", pathOf(course, x, y, WIDE, HIGH));
    axesWord.textContent = model.get("log") ? TEXT.axesLog : TEXT.axes;
    rates.replaceChildren(...y.ticks.map((tick) => {
      const one = element("span", "", {}, tickText(tick, false));
      one.style.bottom = `${100 * placeOf(y, tick)}%`;
      return one;
    }));
    steps.replaceChildren(...x.ticks.map((tick) => {
      const one = element("span", "", {}, grouped(tick));
      one.style.left = `${100 * placeOf(x, tick)}%`;
      return one;
    }));
    words.textContent = model.get("text");
    plot.setAttribute("aria-label", `${TEXT.name}. ${model.get("text")}`);
    showNow();
  };
  const later = inNextFrame(show);
  const soon = inNextFrame(showNow);
  show();
  for (const name of COURSE) model.on(`change:${name}`, later.soon);
  for (const name of NOW) model.on(`change:${name}`, soon.soon);
  return () => {
    later.stop();
    soon.stop();
    for (const name of COURSE) model.off(`change:${name}`, later.soon);
    for (const name of NOW) model.off(`change:${name}`, soon.soon);
  };
}

export default { render };
