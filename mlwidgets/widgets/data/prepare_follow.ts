// Which row is followed through the steps: its part, and its place in it.

import { element } from "../base/dom.ts";
import { makeMenu } from "./prepare_menu.ts";
import type { Followed, Option, PartState, Send } from "./prepare_types.ts";
import { count, PART_TITLES } from "./prepare_words.ts";
import { t } from "../base/language.ts";

const TEXT = {
  follow: t("Follow a row"),
  part: t("Part of the row"),
  place: t("Number of the row in its part"),
  of: (rows: number) => t("of {count}", { count: count(rows) }),
  previous: t("Previous row"),
  next: t("Next row"),
};

export interface Follow {
  node: HTMLElement;
  show(followed: Followed, parts: PartState[]): void;
}

/** Make the chooser of the row. */
export function makeFollow(send: Send): Follow {
  const node = element("div", "mlw-prepare-follow", { role: "group", "aria-label": TEXT.follow });
  let now: Followed = {};
  const go = (place: number, part = now.part ?? "train", rows = now.count ?? 1) =>
    send({ kind: "follow", part, place: Math.min(Math.max(place, 0), rows - 1) });
  const part = makeMenu(TEXT.part, (value) => go(0, value, 1));
  const step = (sign: string, label: string, by: number) => {
    const button = element("button", "mlw-button mlw-prepare-step", { type: "button", "aria-label": label }, sign);
    button.addEventListener("click", () => {
      const rows = now.count ?? 1;
      go(((now.place ?? 0) + by + rows) % rows);
    });
    return button;
  };
  const place = element("input", "mlw-prepare-input", { type: "number", min: 1, step: 1, "aria-label": TEXT.place });
  place.addEventListener("change", () => {
    const value = Math.round(place.valueAsNumber);
    if (Number.isNaN(value)) place.value = String((now.place ?? 0) + 1);
    else go(value - 1);
  });
  const of = element("span", "mlw-prepare-of");
  node.append(
    element("span", "mlw-prepare-follow-title", {}, TEXT.follow),
    part.node,
    step("‹", TEXT.previous, -1),
    place,
    step("›", TEXT.next, 1),
    of,
  );
  return {
    node,
    show(followed, parts) {
      now = followed;
      node.hidden = followed.row === undefined;
      const filled = parts.filter((one) => one.rows > 0);
      part.show(filled.map(({ name }): Option => [name, PART_TITLES[name]]), followed.part ?? "train");
      place.max = String(followed.count ?? 1);
      place.value = String((followed.place ?? 0) + 1);
      of.textContent = TEXT.of(followed.count ?? 0);
    },
  };
}
