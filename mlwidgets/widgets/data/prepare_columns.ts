// The columns of the table, a line each: what each is for, its steps, what they learned, and one row followed through.

import { element } from "../base/dom.ts";
import { makeMenu, type Menu } from "./prepare_menu.ts";
import type { ColumnState, Followed, Option, PlanState, Send, TableState } from "./prepare_types.ts";
import { count } from "./prepare_words.ts";
import { counted, t } from "../base/language.ts";
import { roleName } from "./column_words.ts";

const TEXT = {
  label: t("Columns and their steps"),
  heads: [
    t("Column"),
    t("Role"),
    t("Taken for"),
    t("Fill in"),
    t("Encode, scale"),
    t("Learned from training"),
  ],
  row: (row: number) => t("Row {row}", { row: count(row) }),
  noRow: t("One row"),
  role: (name: string) => t("Role of {name}", { name }),
  kind: (name: string) => t("What {name} is taken for", { name }),
  missing: (rows: number) => counted(rows, "{count} missing", "{count} missing", { count: count(rows) }),
  becomes: t("becomes"),
  steps: {
    impute: (name: string) => t("What missing values of {name} become", { name }),
    encode: (name: string) => t("How {name} is encoded", { name }),
    scale: (name: string) => t("How {name} is scaled", { name }),
  } as Record<string, (name: string) => string>,
};
const ROLES: Option[] = ["feature", "target", "ignored"].map((role) => [role, roleName(role)]);
const STEPS = ["impute", "encode", "scale"];
const PIECE = 150; // lines that are made at a time: a table may have thousands of columns

interface Line {
  node: HTMLElement;
  show(state: ColumnState, cells: string[]): void;
}

type Column = NonNullable<TableState["columns"]>[number];

function makeLine(column: Column, send: Send): Line {
  const { name } = column;
  const choose = (field: string) => (value: string) => send({ kind: "column", column: name, field, value });
  const role = makeMenu(TEXT.role(name), choose("role"));
  const kind = makeMenu(TEXT.kind(name), choose("kind"));
  const steps: Menu[] = STEPS.map((step) => makeMenu(TEXT.steps[step](name), choose(step)));
  const title = element("th", "mlw-prepare-name", { scope: "row", title: name });
  title.append(element("span", "mlw-prepare-title", {}, name));
  if (column.missing) title.append(element("span", "mlw-prepare-missing", {}, TEXT.missing(column.missing)));
  const learned = element("td", "mlw-prepare-learned");
  const followed = element("td", "mlw-prepare-followed");
  const node = element("tr");
  const cell = (...children: HTMLElement[]) => {
    const made = element("td");
    made.append(...children);
    return made;
  };
  const [impute, ...others] = steps.map((step) => step.node);
  node.append(title, cell(role.node), cell(kind.node), cell(impute), cell(...others), learned, followed);
  return {
    node,
    show(state, cells) {
      node.dataset.role = state.role;
      role.show(ROLES, state.role);
      kind.show(column.kinds, state.kind);
      STEPS.forEach((step, at) => {
        const known = state.steps.find(([field]) => field === step);
        steps[at].node.hidden = known === undefined;
        if (known) steps[at].show(known[2], known[1]);
      });
      const reason = state.role === "ignored" ? column.reason : "";
      const said = reason ? [reason] : state.learned;
      learned.title = said.join("; ");
      learned.replaceChildren(
        ...said.map((words, at) => element("span", at ? "mlw-prepare-missing" : "mlw-prepare-first", {}, words)),
      );
      followed.replaceChildren(...path(cells));
    },
  };
}

/** The way of a value: as it was read, what it was filled with, and what the network is given. */
function path(cells: string[]): HTMLElement[] {
  const [raw, filled, inputs] = cells;
  if (raw === undefined) return [];
  const arrow = () => {
    const made = element("span", "mlw-prepare-arrow", {}, "→");
    made.append(element("span", "mlw-visually-hidden", {}, TEXT.becomes));
    return made;
  };
  const parts = [element("span", "mlw-prepare-raw", {}, raw)];
  if (filled) parts.push(arrow(), element("span", "mlw-prepare-raw", {}, filled));
  return [...parts, arrow(), element("b", "mlw-prepare-inputs", {}, inputs)];
}

export interface Columns {
  node: HTMLElement;
  begin(table: TableState): void;
  show(plan: PlanState, followed: Followed): void;
  stop(): void;
}

/** Make the table of columns; lines are made as they come near to being seen. */
export function makeColumns(send: Send): Columns {
  const node = element("div", "mlw-prepare-scroller", { tabindex: 0, role: "region", "aria-label": TEXT.label });
  const table = element("table", "mlw-prepare-table");
  const head = element("thead");
  const heads = element("tr");
  const rowHead = element("th", "", { scope: "col" }, TEXT.noRow);
  heads.append(...TEXT.heads.map((words) => element("th", "", { scope: "col" }, words)), rowHead);
  head.append(heads);
  const body = element("tbody");
  const more = element("div", "mlw-prepare-more");
  table.append(head, body);
  node.append(table, more);

  let columns: Column[] = [];
  let lines: Line[] = [];
  let plan: PlanState = {};
  let followed: Followed = {};
  const fill = (line: Line, at: number) => {
    const state = plan.columns?.[at];
    if (state) line.show(state, followed.cells?.[at] ?? []);
  };
  const grow = () => {
    const next = columns.slice(lines.length, lines.length + PIECE).map((column) => makeLine(column, send));
    next.forEach((line, at) => fill(line, lines.length + at));
    body.append(...next.map((line) => line.node));
    lines = [...lines, ...next];
  };
  const observer = new IntersectionObserver(
    (entries) => {
      if (entries.at(-1)!.isIntersecting && lines.length < columns.length) grow();
    },
    { root: node, rootMargin: "400px" },
  );
  observer.observe(more);
  return {
    node,
    begin(state) {
      columns = state.columns ?? [];
      lines = [];
      body.replaceChildren();
      node.scrollTop = 0;
      grow();
    },
    show(newPlan, newFollowed) {
      plan = newPlan;
      followed = newFollowed;
      rowHead.textContent = followed.row === undefined ? TEXT.noRow : TEXT.row(followed.row);
      lines.forEach(fill);
    },
    stop: () => observer.disconnect(),
  };
}
