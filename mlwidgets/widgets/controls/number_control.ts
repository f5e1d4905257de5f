// A number with a typed field and, if it is worth dragging, a slider. The model's `value` is the only truth; a view
// keeps no number of its own, only what has been typed and not yet taken ("draft") and why not ("complaint").

import { type AccessTraits, isDisabled, Lock } from "../base/access.ts";
import { element } from "../base/dom.ts";
import { Floating, Help } from "../base/floating.ts";
import type { CleanUp, Model, View } from "../base/model.ts";
import { makeSender } from "../base/sender.ts";
import { shownNumber } from "../base/number_text.ts";
import { display, makeScale, type Range, read, type Scale, spoken } from "./number_scale.ts";
import { t } from "../base/language.ts";

export interface Traits extends Range, AccessTraits {
  value: number;
  lowest: number | null; // what may be typed beyond the slider's ends
  highest: number | null;
  slider: boolean;
  label: string;
  help: string;
  unit: string;
  error: string;
  update_interval: number;
}

const WRITTEN_OUT = 3; // digits
const TEXT = { less: t("Less"), more: t("More") };
const RANGE = ["minimum", "maximum", "step", "scale", "integer"] as const;
const REST = ["lowest", "highest", "slider", "label", "unit", "help", "disabled", "access", "access_help"] as const;

/** What the keys do to the number: all of them on a slider, up and down in a field without one. */
function moves(scale: Scale, value: number): Record<string, () => number> {
  return {
    ArrowRight: () => scale.next(value),
    ArrowUp: () => scale.next(value),
    ArrowLeft: () => scale.previous(value),
    ArrowDown: () => scale.previous(value),
    PageUp: () => scale.page(value, 1),
    PageDown: () => scale.page(value, -1),
    Home: () => scale.low,
    End: () => scale.high,
  };
}
const FIELD_KEYS = new Set(["ArrowUp", "ArrowDown", "PageUp", "PageDown"]);

function build() {
  const id = `mlw-number-${Math.random().toString(36).slice(2)}`;
  const root = element("div", "mlw mlw-number");
  const label = element("label", "mlw-number-label", { for: id });
  const field = element("input", "mlw-number-field", {
    id,
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    spellcheck: "false",
    "aria-describedby": `${id}-unit ${id}-help ${id}-error`,
  });
  const unit = element("span", "mlw-number-unit", { id: `${id}-unit` });
  const slider = element("input", "mlw-number-slider", {
    type: "range",
    min: "0",
    max: "1",
    step: "any",
    "aria-describedby": `${id}-help ${id}-error`,
  });
  // For the mouse and the finger; the keyboard has its arrows in the field.
  const step = (text: string, title: string) =>
    element("button", "mlw-number-step", { type: "button", tabindex: -1, title, "aria-hidden": "true" }, text);
  const [less, more] = [step("−", TEXT.less), step("+", TEXT.more)];
  const help = new Help(`${id}-help`);
  const entry = element("span", "mlw-number-entry");
  const head = element("div", "mlw-number-head");
  const name = element("span", "mlw-number-name");
  name.append(label, ...help.parts);
  entry.append(less, field, more, unit);
  head.append(name, entry);
  root.append(head, slider);
  return { id, root, name, label, field, unit, slider, less, more, help };
}

function render({ model, el }: View<Traits>): CleanUp {
  const { id, root, name, label, field, unit, slider, less, more, help } = build();
  const lock = new Lock(model, el, root);
  name.append(lock.sign);
  const sender = makeSender(() => model.save_changes(), () => model.get("update_interval"));
  let scale: Scale = readScale(model);
  let draft = false;
  let complaint = "";
  let moved = false; // by a key that is still down
  const error = new Floating(field, {
    kind: "error",
    className: "mlw-number-alert",
    dismissed: () => {
      field.focus(); // the button goes away: do not let the focus fall to the page's start
      withdraw();
    },
  });
  error.words.id = `${id}-error`;
  error.words.classList.add("mlw-number-error");
  error.words.setAttribute("role", "alert");
  root.append(error.root);

  const showValue = () => {
    const value = model.get("value");
    if (!Number.isFinite(value)) return; // Python refuses it and will say so
    const position = Math.min(Math.max(scale.position(value), 0), 1);
    const words = `${spoken(value)} ${model.get("unit")}`.trim();
    slider.value = String(position);
    slider.style.setProperty("--mlw-position", String(position));
    slider.setAttribute("aria-valuetext", words);
    if (!model.get("slider")) {
      const state = { valuenow: value, valuemin: scale.low, valuemax: scale.high, valuetext: words };
      for (const [key, one] of Object.entries(state)) field.setAttribute(`aria-${key}`, String(one));
    }
    // Nobody types there while it is disabled: the number is written out.
    if (!draft) field.value = isDisabled(model) ? shownNumber(value, WRITTEN_OUT) : display(value);
  };

  const showMessage = () => {
    const text = complaint || model.get("error");
    error.say(text);
    field.setAttribute("aria-invalid", String(text !== ""));
    root.classList.toggle("mlw-number-wrong", text !== "");
  };

  const showAll = () => {
    scale = readScale(model);
    const slides = model.get("slider");
    label.textContent = model.get("label");
    unit.textContent = model.get("unit");
    help.show(model.get("help"), model.get("label"));
    slider.setAttribute("aria-label", model.get("label"));
    for (const one of [slider, field, less, more]) one.disabled = isDisabled(model);
    slider.hidden = !slides;
    less.hidden = more.hidden = slides;
    if (slides) field.removeAttribute("role");
    else field.setAttribute("role", "spinbutton"); // it steps, and says where
    root.classList.toggle("mlw-number-disabled", isDisabled(model));
    lock.show();
    showValue();
    showMessage();
  };

  const choose = (value: number) => {
    draft = false;
    complaint = "";
    model.set("value", value);
    sender.request();
    showValue();
    showMessage();
  };

  /** Say that the learner has made up their mind, be it for the number that was there. */
  const settle = () => {
    sender.flush();
    model.send({ kind: "chosen", value: model.get("value") });
  };

  const withdraw = () => {
    draft = false;
    complaint = "";
    if (model.get("error")) {
      model.set("error", "");
      model.save_changes();
    }
    showValue();
    showMessage();
  };

  const commit = (entered: boolean) => {
    const typed = draft;
    // The field shows a rounded number: leaving it as it was must not change the exact one.
    draft &&= field.value !== display(model.get("value"));
    complaint = "";
    if (!draft) {
      if (typed || entered) settle();
      return showMessage();
    }
    const ends = {
      low: Math.min(scale.low, model.get("lowest") ?? scale.low),
      high: Math.max(scale.high, model.get("highest") ?? scale.high),
    };
    const answer = read(field.value, model.get("label"), { ...scale, ...ends }, model.get("integer"));
    if (answer.complaint !== undefined) {
      complaint = answer.complaint;
    } else {
      choose(answer.number);
      settle();
    }
    showMessage();
  };

  const step = (key: string) => {
    choose(moves(scale, model.get("value"))[key]());
    moved = true;
  };
  const settleMove = () => {
    if (moved) settle(); // a key held down is one choice
    moved = false;
  };

  field.addEventListener("input", () => (draft = true));
  field.addEventListener("blur", (event) => {
    if (event.relatedTarget instanceof Node && error.root.contains(event.relatedTarget)) return;
    commit(false);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") commit(true);
    else if (event.key === "Escape") withdraw();
    else if (!model.get("slider") && FIELD_KEYS.has(event.key)) {
      event.preventDefault();
      step(event.key);
    }
  });
  field.addEventListener("keyup", settleMove);
  for (const [button, key] of [[less, "ArrowDown"], [more, "ArrowUp"]] as const) {
    button.addEventListener("click", () => {
      step(key);
      settleMove();
    });
  }

  slider.addEventListener("input", () => choose(scale.at(Number(slider.value))));
  slider.addEventListener("change", settle);
  slider.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (!Object.hasOwn(moves(scale, 0), event.key)) return;
    event.preventDefault();
    step(event.key);
  });
  slider.addEventListener("keyup", settleMove);

  showAll();
  model.on("change:value", showValue);
  model.on("change:error", showMessage);
  for (const name of [...RANGE, ...REST]) model.on(`change:${name}`, showAll);
  return () => {
    sender.stop();
    help.stop();
    error.stop();
    model.off("change:value", showValue);
    model.off("change:error", showMessage);
    for (const name of [...RANGE, ...REST]) model.off(`change:${name}`, showAll);
  };
}

function readScale(model: Model<Traits>): Scale {
  return makeScale({
    minimum: model.get("minimum"),
    maximum: model.get("maximum"),
    step: model.get("step"),
    scale: model.get("scale"),
    integer: model.get("integer"),
  });
}

export default { render };
