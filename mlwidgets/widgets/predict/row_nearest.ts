// The nearest row that gets another answer: what differs, how much of the distance that is, and taking it over.

import { element } from "../base/dom.ts";
import type { SentFrame } from "./row_model.ts";
import { counted, t } from "../base/language.ts";

const TEXT = {
  find: t("Find the nearest row with another answer"),
  heads: [t("Column"), t("This row"), t("Nearest row"), t("Part of the distance"), t("Take over")],
  take: t("Take"),
  takeHelp: (name: string, value: string): string =>
    t("Give {name} the value {value}", { name, value: value || t("missing") }),
  all: t("Take all"),
  missing: t("missing"),
  alike: (count: number) => counted(count, "{count} other column agrees", "{count} other columns agree"),
};

export interface Nearest {
  root: HTMLElement;
  show(frame: SentFrame): void;
}

export function makeNearest(ask: { find(): void; take(column: string): void }): Nearest {
  const root = element("div", "mlw-row-nearest");
  const find = element("button", "mlw-button", { type: "button" }, TEXT.find);
  const all = element("button", "mlw-button", { type: "button" }, TEXT.all);
  const said = element("p", "mlw-row-nearest-said", { role: "status" });
  const table = element("table", "mlw-row-table");
  const alike = element("p", "mlw-row-hint");
  const about = element("p", "mlw-row-hint");
  const bar = element("div", "mlw-row-buttons");
  const scroller = element("div", "mlw-row-scroller", { tabindex: 0, role: "region", "aria-label": TEXT.heads[2] });
  scroller.append(table);
  bar.append(find, all);
  root.append(bar, said, scroller, alike, about);
  find.addEventListener("click", () => ask.find());
  all.addEventListener("click", () => ask.take(""));
  let shown = "";
  return {
    root,
    show({ nearest }) {
      const rows = nearest?.rows ?? [];
      const now = JSON.stringify(nearest ?? null);
      if (now === shown) return; // the focus stays where it is
      shown = now;
      const active = document.activeElement;
      const focused = active?.classList.contains("mlw-row-take") ? active.getAttribute("aria-label") : null;
      const differing = rows.filter((row) => row.differs);
      said.textContent = nearest?.said ?? "";
      about.textContent = nearest?.about ?? "";
      all.hidden = !differing.length;
      scroller.hidden = !differing.length;
      const same = rows.length - differing.length;
      alike.textContent = differing.length && same ? TEXT.alike(same) : "";
      const head = element("tr");
      head.append(...TEXT.heads.map((words) => element("th", "", { scope: "col" }, words)));
      const lines = differing.map((row) => {
        const line = element("tr");
        const part = element("td", "");
        const track = element("span", "mlw-row-track");
        const fill = element("span", "mlw-row-bar");
        fill.style.width = `${100 * row.part}%`;
        track.append(fill);
        part.append(track, element("span", "mlw-row-share", {}, row.distance));
        const take = element(
          "button",
          "mlw-button mlw-row-take",
          { type: "button", "aria-label": TEXT.takeHelp(row.name, row.there) },
          TEXT.take,
        );
        take.addEventListener("click", () => ask.take(row.name));
        const cell = element("td");
        cell.append(take);
        line.append(
          element("th", "", { scope: "row" }, row.name),
          element("td", "", {}, row.here || TEXT.missing),
          element("td", "mlw-row-there", {}, row.there || TEXT.missing),
          part,
          cell,
        );
        return line;
      });
      const thead = element("thead");
      const tbody = element("tbody");
      thead.append(head);
      tbody.append(...lines);
      table.replaceChildren(thead, tbody);
      if (focused === null) return;
      const again = [...table.querySelectorAll("button")].find((one) => one.getAttribute("aria-label") === focused);
      (again ?? table.querySelector("button") ?? find).focus(); // what was taken is no longer in the list
    },
  };
}
