// The row as a form: a field for each column, a slider where it is a number, a menu where it is a category.

import { element } from "../base/dom.ts";
import { makeSender } from "../base/sender.ts";
import { writtenPlain } from "../base/number_text.ts";
import { axisValue, type FormColumn, plainNumber, type SentFrame, sliderText, stepOf } from "./row_model.ts";
import { t, written } from "../base/language.ts";

const TEXT = {
  missing: t("missing"),
  edited: t("edited"),
  menuMissing: t("(missing)"),
  slide: (name: string) => t("Slide {name}", { name }),
  find: t("Find a column"),
};
const MANY = 12; // columns, from which on they can be searched
const INTERVAL = 60; // milliseconds between two messages of a slider

interface Field {
  root: HTMLElement;
  show(value: string, edited: boolean, note: string, error: string): void;
  mark(looked: boolean, differs: boolean): void;
  stop(): void;
}
export interface Form {
  root: HTMLElement;
  show(frame: SentFrame): void;
  stop(): void;
}
interface Ask {
  edit(column: string, value: string, drag?: boolean): void;
  look(column: string): void;
}

function makeField(column: FormColumn, ask: Ask): Field {
  const root = element("div", "mlw-row-field");
  const id = `mlw-row-${Math.random().toString(36).slice(2)}`;
  const label = element("label", "mlw-row-label", { for: id }, column.name);
  const hint = element("span", "mlw-row-hint", { id: `${id}-hint`, "data-edited": TEXT.edited }, column.hint);
  const note = element("p", "mlw-row-note", { id: `${id}-note` });
  const slides = column.kind === "number" && column.high > column.low;
  const menu = column.kind === "category" ? element("select", "mlw-row-input", { id }) : null;
  const input = menu ? null : element("input", "mlw-row-input", {
    id,
    type: "text",
    inputmode: column.kind === "number" ? "decimal" : "text",
    placeholder: TEXT.missing,
    autocomplete: "off",
  });
  const control = (menu ?? input)!;
  control.setAttribute("aria-describedby", `${id}-hint ${id}-note`);
  const slider = slides
    ? element("input", "mlw-row-slider", {
      type: "range",
      min: column.low,
      max: column.high,
      step: stepOf(column.low, column.high, !!column.whole),
      "aria-label": TEXT.slide(column.name),
    })
    : null;
  if (menu) {
    menu.append(
      ...column.levels.map((level) => element("option", "", { value: level }, level)),
      element("option", "", { value: "" }, TEXT.menuMissing),
    );
  }
  const text = (value: string) => (column.kind === "number" ? writtenPlain(value) : value);
  let shown = "";
  const sender = makeSender(
    () => slider && ask.edit(column.name, sliderText(Number(slider.value)), true),
    () => INTERVAL,
  );
  const send = () => {
    const typed = column.kind === "number" ? plainNumber(control.value) : control.value.trim();
    if (typed !== shown) ask.edit(column.name, typed);
  };
  control.addEventListener("change", send);
  control.addEventListener("focus", () => ask.look(column.name));
  input?.addEventListener("keydown", (event) => event.key === "Enter" && send());
  slider?.addEventListener("focus", () => ask.look(column.name));
  slider?.addEventListener("input", () => {
    if (input) input.value = written(sliderText(Number(slider.value))); // at once; the answer follows
    sender.request();
  });
  root.append(label, hint, control, ...(slider ? [slider] : []), note);
  return {
    root,
    show(value, edited, words, error) {
      const sliding = slider !== null && document.activeElement === slider;
      const typing = document.activeElement === control && control.value !== text(shown);
      if (
        menu && value && !column.levels.includes(value) && !menu.querySelector(`option[value="${CSS.escape(value)}"]`)
      ) {
        menu.prepend(element("option", "", { value }, value)); // a level that no training row has
      }
      if (!error && !(typing && value === shown) && !sliding) control.value = text(value);
      shown = value;
      if (slider && !sliding) {
        const number = axisValue(value, column.kind);
        slider.value = String(Number.isFinite(number) ? number : (column.low + column.high) / 2);
      }
      root.classList.toggle("mod-edited", edited);
      root.classList.toggle("mod-error", !!error);
      control.setAttribute("aria-invalid", String(!!error));
      const said = error || words;
      if (note.textContent !== said) note.textContent = said;
      note.hidden = !said;
    },
    mark(looked, differs) {
      root.classList.toggle("mod-looked", looked);
      root.classList.toggle("mod-differs", differs);
    },
    stop: () => sender.stop(),
  };
}

export function makeForm(columns: FormColumn[], ask: Ask): Form {
  const root = element("div", "mlw-row-form");
  const list = element("div", "mlw-row-fields", { tabindex: -1 });
  const fields = columns.map((column) => makeField(column, ask));
  list.append(...fields.map((field) => field.root));
  if (columns.length > MANY) {
    const find = element("input", "mlw-row-find", { type: "search", placeholder: TEXT.find, "aria-label": TEXT.find });
    find.addEventListener("input", () => {
      const wanted = find.value.trim().toLowerCase();
      fields.forEach(({ root }, at) => root.hidden = !columns[at].name.toLowerCase().includes(wanted));
    });
    root.append(find);
  }
  root.append(list);
  return {
    root,
    show(frame) {
      const differs = new Set((frame.nearest?.rows ?? []).filter((row) => row.differs).map((row) => row.name));
      columns.forEach(({ name }, at) => {
        const { values = [], edited = [], notes = {}, errors = {} } = frame;
        fields[at].show(values[at] ?? "", edited[at] ?? false, notes[name] ?? "", errors[name] ?? "");
        fields[at].mark(frame.sweep?.column === name, differs.has(name));
      });
    },
    stop: () => fields.forEach((field) => field.stop()),
  };
}
