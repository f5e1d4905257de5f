// A number with a slider and a typed field. The model's `value` is the only truth; a view keeps no number of its
// own, only what has been typed and not yet taken ("draft") and why it was not taken ("complaint").

const TEXT = {
  empty: (label, rule) => `${label} is empty. Type ${rule}.`,
  wrong: (label, rule, typed) => `${label} must be ${rule}; got ${typed}.`,
  notNumber: (label, rule, typed) => `${label} must be ${rule}; got “${typed}”.`,
  twoReadings: (typed, a, b) => `“${typed}” can be read as ${a} or as ${b}. Type it without the comma.`,
  rule: (whole, low, high) => `a ${whole ? "whole number" : "number"} from ${low} to ${high}`,
};

const MANTISSAS = [1, 1.5, 2, 3, 5, 7];
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const LONGEST_QUOTE = 12; // the field shows it in full; here it must leave room for the rule

/** Round away what binary arithmetic adds: 0.1 + 0.2 becomes 0.3. */
const tidy = (number) => Number(number.toPrecision(12));

/** The number with four significant digits, and never fewer than its whole part has. */
function display(number) {
  if (Number.isInteger(number)) return String(number);
  const whole = Math.trunc(Math.abs(number));
  const rounded = Number(number.toPrecision(Math.max(4, String(whole).length)));
  return Math.abs(rounded) < 1e-4 ? rounded.toExponential().replace("e+", "e") : String(rounded);
}

/** The same number as speech should have it: digits only, never an exponent. */
function spoken(number) {
  if (Number.isInteger(number) || Math.abs(number) >= 1e-4) return display(number);
  const digits = 3 - Math.floor(Math.log10(Math.abs(number)));
  return number.toFixed(Math.min(digits, 20)).replace(/0+$/, "");
}

/** What was typed, short enough to be part of a sentence. */
const quote = (text) => (text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text);

/** Read what was typed: `{ number }`, or `{ complaint }` if it is not one number. */
function parse(typed, label, rule) {
  const text = typed.trim().replace("−", "-");
  if (text === "") return { complaint: TEXT.empty(label, rule) };
  if (/^[+-]?[1-9]\d{0,2},\d{3}$/.test(text)) {
    const [decimal, thousands] = [text.replace(",", "."), text.replace(",", "")].map(Number);
    return { complaint: TEXT.twoReadings(text, decimal, thousands) };
  }
  const plain = text.replace(",", ".");
  if (!NUMBER.test(plain)) return { complaint: TEXT.notNumber(label, rule, quote(text)) };
  return { number: Number(plain) };
}

/** How slider and keys move over a range: positions from 0 to 1, and the values they stop at. */
function makeScale({ minimum, maximum, step, scale, integer }) {
  const low = integer ? Math.ceil(minimum) : minimum;
  const high = integer ? Math.floor(maximum) : maximum;
  const clamp = (number) => Math.min(Math.max(number, low), high);

  if (scale === "log") {
    const stops = [low, high];
    for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power += 1) {
      for (const mantissa of MANTISSAS) {
        const stop = Number(`${mantissa}e${power}`); // read as decimal, so 0.003 is exactly 0.003
        if (stop > low && stop < high && (!integer || Number.isInteger(stop))) stops.push(stop);
      }
    }
    stops.sort((a, b) => a - b);
    const span = Math.log(maximum / minimum);
    const distance = (a, b) => Math.abs(Math.log(a / b));
    return {
      position: (value) => Math.log(value / minimum) / span,
      at(position) {
        const exact = minimum * Math.exp(position * span);
        return stops.reduce((best, stop) => (distance(stop, exact) < distance(best, exact) ? stop : best));
      },
      next: (value) => stops.find((stop) => stop > value * (1 + 1e-9)) ?? high,
      previous: (value) => stops.findLast((stop) => stop < value * (1 - 1e-9)) ?? low,
      page(value, direction) {
        const moved = tidy(direction > 0 ? value * 10 : value / 10);
        return clamp(integer ? Math.round(moved) : moved);
      },
      low,
      high,
    };
  }

  const stride = integer ? Math.max(1, Math.round(step)) : step;
  const rung = (count) => clamp(tidy(low + count * stride));
  const count = (value) => (value - low) / stride;
  return {
    position: (value) => (value - minimum) / (maximum - minimum),
    at(position) {
      const exact = minimum + position * (maximum - minimum);
      const snapped = rung(Math.round(count(exact)));
      return Math.abs(high - exact) < Math.abs(snapped - exact) ? high : snapped;
    },
    next: (value) => rung(Math.floor(count(value) + 1e-9) + 1),
    previous: (value) => rung(Math.ceil(count(value) - 1e-9) - 1),
    page: (value, direction) => clamp(tidy(value + 10 * direction * stride)),
    low,
    high,
  };
}

/** Send at once, then at most once per interval; the last request is always served. */
function makeSender(send, interval) {
  let timer = null;
  let waiting = false;
  const serve = () => {
    timer = null;
    if (waiting) {
      waiting = false;
      send();
      timer = setTimeout(serve, interval());
    }
  };
  return {
    request() {
      waiting = true;
      if (timer === null) serve();
    },
    flush() {
      clearTimeout(timer);
      serve();
    },
    stop() {
      if (waiting) send();
      clearTimeout(timer);
    },
  };
}

function element(tag, className, attributes = {}) {
  const node = document.createElement(tag);
  node.className = className;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

function build(el) {
  const id = `mlw-number-${Math.random().toString(36).slice(2)}`;
  // Without the attribute JupyterLab would take arrow keys on the slider for "next cell".
  const root = element("div", "mlw mlw-number", { "data-lm-suppress-shortcuts": "true" });
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
  const help = element("p", "mlw-number-help", { id: `${id}-help` });
  const error = element("p", "mlw-number-error", { id: `${id}-error`, "aria-live": "polite" });
  const entry = element("span", "mlw-number-entry");
  const head = element("div", "mlw-number-head");
  const message = element("div", "mlw-number-message");
  entry.append(field, unit);
  head.append(label, entry);
  message.append(help, error);
  root.append(head, slider, message);
  el.append(root);
  return { root, label, field, unit, slider, help, error };
}

function render({ model, el }) {
  const { root, label, field, unit, slider, help, error } = build(el);
  const sender = makeSender(() => model.save_changes(), () => model.get("update_interval"));
  let scale;
  let draft = false;
  let complaint = "";
  let moved = false; // by a key that is still down

  const readRange = () => {
    const names = ["minimum", "maximum", "step", "scale", "integer"];
    scale = makeScale(Object.fromEntries(names.map((name) => [name, model.get(name)])));
  };

  const showValue = () => {
    const value = model.get("value");
    if (!Number.isFinite(value)) return; // Python refuses it and will say so
    const position = scale.position(value);
    slider.value = String(position);
    slider.style.setProperty("--mlw-position", String(position));
    slider.setAttribute("aria-valuetext", `${spoken(value)} ${model.get("unit")}`.trim());
    if (!draft) field.value = display(value);
  };

  const showMessage = () => {
    const text = complaint || model.get("error");
    if (error.textContent !== text) error.textContent = text;
    error.title = text; // more than three lines are cut off
    field.setAttribute("aria-invalid", String(text !== ""));
    root.classList.toggle("mlw-number-wrong", text !== "");
  };

  const showAll = () => {
    readRange();
    label.textContent = model.get("label");
    unit.textContent = model.get("unit");
    help.textContent = model.get("help");
    slider.setAttribute("aria-label", model.get("label"));
    slider.disabled = field.disabled = model.get("disabled");
    root.classList.toggle("mlw-number-disabled", model.get("disabled"));
    showValue();
    showMessage();
  };

  const choose = (value) => {
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

  const commit = ({ entered }) => {
    const typed = draft;
    // The field shows a rounded number: leaving it as it was must not change the exact one.
    draft &&= field.value !== display(model.get("value"));
    complaint = "";
    if (!draft) {
      if (typed || entered) settle();
      return showMessage();
    }
    const whole = model.get("integer");
    const rule = TEXT.rule(whole, display(scale.low), display(scale.high));
    const read = parse(field.value, model.get("label"), rule);
    const fits = read.number >= scale.low && read.number <= scale.high;
    if (read.complaint) {
      complaint = read.complaint;
    } else if (!fits || (whole && !Number.isInteger(read.number))) {
      complaint = TEXT.wrong(model.get("label"), rule, quote(field.value.trim()));
    } else {
      choose(read.number);
      settle();
    }
    showMessage();
  };

  field.addEventListener("input", () => (draft = true));
  field.addEventListener("blur", () => commit({ entered: false }));
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") commit({ entered: true });
    if (event.key !== "Escape") return;
    draft = false;
    complaint = "";
    showValue();
    showMessage();
  });

  slider.addEventListener("input", () => choose(scale.at(Number(slider.value))));
  slider.addEventListener("change", settle);
  slider.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const value = model.get("value");
    const moves = {
      ArrowRight: () => scale.next(value),
      ArrowUp: () => scale.next(value),
      ArrowLeft: () => scale.previous(value),
      ArrowDown: () => scale.previous(value),
      PageUp: () => scale.page(value, 1),
      PageDown: () => scale.page(value, -1),
      Home: () => scale.low,
      End: () => scale.high,
    };
    if (!Object.hasOwn(moves, event.key)) return;
    event.preventDefault();
    choose(moves[event.key]());
    moved = true;
  });
  slider.addEventListener("keyup", () => {
    if (moved) settle(); // a key held down is one choice
    moved = false;
  });

  showAll();
  model.on("change:value", showValue);
  model.on("change:error", showMessage);
  for (const name of ["minimum", "maximum", "step", "scale", "integer", "label", "unit", "help", "disabled"]) {
    model.on(`change:${name}`, showAll);
  }
  return () => sender.stop();
}

export default { render };
