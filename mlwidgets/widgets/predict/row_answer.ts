// The answer: a bar for each class with a mark where it was before the row was edited, or a number on its range.

import { element } from "../base/dom.ts";
import { shownNumber } from "../base/number_text.ts";
import { floatsOf } from "../base/shades.ts";
import { colourOf, type SentFrame } from "./row_model.ts";
import { t } from "../base/language.ts";

const TEXT = {
  was: t("as it stands in the table"),
  range: (low: string, high: string) => t("training rows: {low} to {high}", { low, high }),
};

/** Show the answer of a frame. */
export function showAnswer(root: HTMLElement, frame: SentFrame): void {
  const answer = frame.answer;
  if (!answer) return;
  const edited = (frame.edited ?? []).some(Boolean);
  if (!answer.names.length) {
    const { low = 0, high = 1, value = NaN } = answer;
    const wide = high - low || 1;
    const place = (number: number) => `${Math.min(100, Math.max(0, (100 * (number - low)) / wide))}%`;
    const track = element("div", "mlw-row-range", { "aria-hidden": "true" });
    const dot = element("span", "mlw-row-dot");
    dot.style.left = place(value);
    track.append(dot);
    if (edited && typeof answer.was === "number") {
      const tick = element("span", "mlw-row-was", { title: TEXT.was });
      tick.style.left = place(answer.was);
      track.append(tick);
    }
    const big = element("p", "mlw-row-big", {}, answer.text ?? "");
    big.prepend(element("span", "mlw-row-target", {}, answer.target));
    const short = (number: number) => shownNumber(Number(number.toPrecision(4)));
    root.replaceChildren(big, track, element("p", "mlw-row-hint", {}, TEXT.range(short(low), short(high))));
    return;
  }
  const shares = floatsOf(answer.shares);
  const was = answer.was instanceof DataView ? floatsOf(answer.was) : new Float32Array();
  const list = element("ul", "mlw-row-bars");
  list.append(...answer.names.map((name, at) => {
    const line = element("li", shares[at] === Math.max(...shares) ? "mod-most" : "");
    const track = element("span", "mlw-row-track", { "aria-hidden": "true" });
    const bar = element("span", "mlw-row-bar");
    bar.style.width = `${100 * shares[at]}%`;
    bar.style.background = colourOf(answer.places?.[at] ?? at);
    track.append(bar);
    if (edited) {
      const tick = element("span", "mlw-row-was", { title: TEXT.was });
      tick.style.left = `${100 * was[at]}%`;
      track.append(tick);
    }
    line.append(
      element("span", "mlw-row-name", {}, name),
      track,
      element("span", "mlw-row-share", {}, answer.texts?.[at] ?? ""),
    );
    return line;
  }));
  root.replaceChildren(list);
}
