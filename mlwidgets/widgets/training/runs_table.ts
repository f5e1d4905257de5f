// The table of runs. What somebody changes is shown at once; Python's rows follow.

import { arrange, element } from "../base/dom.ts";
import { saveFile } from "../base/download.ts";
import type { CleanUp, View } from "../base/model.ts";
import { runColour } from "./run_colours.ts";
import { t } from "../base/language.ts";

interface Row {
  number: number;
  letter: string;
  name: string;
  words: string;
  updates: string;
  cells: string[];
  shown: boolean;
  pinned: boolean;
  present: boolean;
}
export interface Traits {
  label: string;
  columns: string[];
  rows: Row[];
  memory: string;
  tests: string;
}

const TEXT = {
  shown: t("Show"),
  run: t("Run"),
  words: t("What differs"),
  updates: t("updates"),
  actions: t("Actions"),
  draw: (letter: string) => t("Draw run {letter} beside the present one", { letter }),
  name: (letter: string) => t("Name of run {letter}", { letter }),
  nameIt: t("name it"),
  sure: t("Sure?"),
  pin: t("Pin"),
  pinned: t("Pinned"),
  pinHelp: (letter: string) => t("Keep run {letter} when there are too many", { letter }),
  use: t("Use settings"),
  useHelp: (letter: string) => t("Go back to the settings of run {letter}", { letter }),
  remove: t("Delete"),
  removeHelp: (letter: string) => t("Delete run {letter}", { letter }),
  csv: t("Download CSV"),
  json: t("Download JSON"),
  none: t(
    "No earlier run yet. Reset, change the network, or go back in time and change something: the run that is left " +
      "stays here, to be compared.",
  ),
};
const LONGEST_NAME = 40; // as in Python
const NAMES = ["columns", "rows", "memory", "tests"] as const;

function render({ model, el }: View<Traits>): CleanUp {
  const root = element("div", "mlw mlw-runs", { "data-lm-suppress-shortcuts": "true" });
  const scroller = element("div", "mlw-runs-scroller", {
    tabindex: 0,
    role: "region",
    "aria-label": model.get("label"),
  });
  const table = element("table", "mlw-runs-table");
  const head = element("thead");
  const body = element("tbody");
  const none = element("p", "mlw-runs-none", {}, TEXT.none);
  const foot = element("div", "mlw-runs-foot");
  const tests = element("p", "mlw-runs-memory");
  const memory = element("p", "mlw-runs-memory");
  table.append(head, body);
  scroller.append(table);
  for (const kind of ["csv", "json"] as const) {
    const button = element("button", "mlw-button mlw-runs-export", { type: "button" }, TEXT[kind]);
    button.addEventListener("click", () => model.send({ kind: "export", as: kind }));
    foot.append(button);
  }
  foot.append(tests, memory);
  root.append(scroller, none, foot);
  el.append(root);

  let armed: number | null = null; // the run whose deletion is asked about
  const change = (run: number, name: string, value: unknown) => model.send({ kind: "change", run, name, value });
  const act = (words: string, help: string, press: () => void, pressed?: boolean) => {
    const button = element(
      "button",
      "mlw-button mlw-runs-act",
      { type: "button", "aria-label": help, title: help },
      words,
    );
    if (pressed !== undefined) button.setAttribute("aria-pressed", String(pressed));
    button.addEventListener("click", press);
    return button;
  };

  /** A run that is deleted is gone: the button asks once more, and forgets that it did. */
  const remover = (letter: string, number: number) => {
    const button = act(TEXT.remove, TEXT.removeHelp(letter), () => {
      if (armed === number) return model.send({ kind: "forget", run: number });
      armed = number;
      button.textContent = TEXT.sure;
    });
    if (armed === number) button.textContent = TEXT.sure;
    button.addEventListener("blur", () => {
      armed = null;
      button.textContent = TEXT.remove;
    });
    return button;
  };

  const makeName = (row: Row): HTMLElement => {
    if (row.present) return element("b", "", {}, row.name);
    const input = element("input", "mlw-runs-name", {
      type: "text",
      maxlength: LONGEST_NAME,
      placeholder: TEXT.nameIt,
      "aria-label": TEXT.name(row.letter),
    });
    input.value = row.name;
    input.addEventListener("change", () => change(row.number, "name", input.value.trim()));
    return input;
  };

  const makeRow = (row: Row): HTMLElement => {
    const line = element("tr", row.present ? "mlw-runs-present" : "");
    const show = element("td");
    if (!row.present) {
      const box = element("input", "", { type: "checkbox", "aria-label": TEXT.draw(row.letter) });
      box.checked = row.shown;
      box.addEventListener("change", () => change(row.number, "shown", box.checked));
      show.append(box);
    }
    const run = element("th", "", { scope: "row" });
    if (row.letter) {
      const letter = element("b", "mlw-runs-letter", {}, row.letter);
      letter.style.color = runColour(row.letter);
      run.append(letter);
    }
    run.append(makeName(row));
    const actions = element("td", "mlw-runs-actions");
    if (!row.present) {
      const { letter, number } = row;
      actions.append(
        act(TEXT.use, TEXT.useHelp(letter), () => model.send({ kind: "use", run: number })),
        act(
          row.pinned ? TEXT.pinned : TEXT.pin,
          TEXT.pinHelp(letter),
          () => change(number, "pinned", !row.pinned),
          row.pinned,
        ),
        remover(letter, number),
      );
    }
    line.append(
      show,
      run,
      element("td", "mlw-runs-words", {}, row.words),
      element("td", "mlw-runs-number", {}, row.updates),
      ...row.cells.map((cell) => element("td", "mlw-runs-number", {}, cell || "–")),
      actions,
    );
    return line;
  };

  /** Where the focus was, so that a line that is drawn anew leaves it there. */
  const focused = (): string | null => {
    const at = document.activeElement;
    return at && body.contains(at) ? at.getAttribute("aria-label") : null;
  };
  let lines = new Map<string, HTMLElement>(); // by what they show
  const showRows = () => {
    const at = focused();
    const before = lines;
    lines = new Map(
      model.get("rows").map((row) => {
        const key = JSON.stringify(row);
        return [key, before.get(key) ?? makeRow(row)];
      }),
    );
    arrange(body, [...lines.values()]);
    if (at !== null && focused() !== at) {
      body.querySelector<HTMLElement>(`[aria-label="${CSS.escape(at)}"]`)?.focus();
    }
  };
  const show = () => {
    const line = element("tr");
    const heads = [TEXT.shown, TEXT.run, TEXT.words, TEXT.updates, ...model.get("columns"), TEXT.actions];
    line.append(...heads.map((words, index) => {
      const cell = element(
        "th",
        index > 2 && index < heads.length - 1 ? "mlw-runs-number" : "",
        { scope: "col" },
        words,
      );
      if (index === heads.length - 1) cell.replaceChildren(element("span", "mlw-visually-hidden", {}, words));
      return cell;
    }));
    head.replaceChildren(line);
    showRows();
    none.hidden = model.get("rows").some((row) => !row.present);
    memory.textContent = model.get("memory");
    tests.textContent = model.get("tests");
    tests.hidden = !model.get("tests");
  };
  const hear = (message: { kind?: string; name?: string; type?: string; text?: string }) => {
    if (message.kind === "file") saveFile(message.name ?? "", message.text ?? "", message.type ?? "");
  };
  show();
  for (const name of NAMES) model.on(`change:${name}`, show);
  model.on("msg:custom", hear);
  return () => {
    for (const name of NAMES) model.off(`change:${name}`, show);
    model.off("msg:custom", hear);
  };
}

export default { render };
