// A plotly chart. Plotly's script comes from Python once a page, when the first chart is seen; plotly's own widget
// code then draws, and believes it talks to a Jupyter model while it talks to the bridge below.

const TEXT = {
  loading: "Loading the chart…",
  slow: "Still loading the chart. If this lasts, reload the page.",
  broken: "The chart could not be loaded in this browser.",
};
const PAUSE = 1_000; // ms in which another chart may try first

const CONFIG = {
  displayModeBar: false,
  displaylogo: false,
  doubleClick: false,
  scrollZoom: false,
  showAxisDragHandles: false,
  showTips: false,
};
// Okabe and Ito's colours, which colour-blind people tell apart; for a dark page the same hues, lighter.
const COLOURS = {
  light: ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#6b6b6b", "#8c7a00"],
  dark: ["#56b4e9", "#f08a3c", "#2fc79b", "#e59bc4", "#f0b429", "#8fd0f5", "#b8b8b8", "#f0e442"],
};
const COLOURBAR = { thickness: 14, outlinewidth: 0 };
const EVENTS = new Set(["_js2py_restyle", "_js2py_relayout", "_js2py_update", "_js2py_pointsCallback"]);
const HOVER = new Set(["plotly_hover", "plotly_unhover"]);
const OWN_SIZE = new Set(["autosize", "width", "height"]);

class Silence extends Error {} // nobody answered

/** Send a question and wait for the answer with the same id. */
function ask(model, question, wait, signal) {
  const id = Math.random().toString(36).slice(2);
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      model.off("msg:custom", hear);
      signal.removeEventListener("abort", fail);
    };
    const fail = () => {
      stop();
      reject(new Silence());
    };
    const hear = (content, buffers) => {
      if (content.id !== id) return;
      stop();
      resolve({ ...content, buffer: buffers[0] });
    };
    const timer = setTimeout(fail, wait);
    signal.addEventListener("abort", fail);
    model.on("msg:custom", hear);
    model.send({ ...question, id });
  });
}

async function fetchScript(model, wait, signal) {
  const packed = typeof DecompressionStream === "function";
  const pieces = [];
  for (let parts = 1; pieces.length < parts;) {
    const answer = await ask(model, { kind: "script", part: pieces.length, packed }, wait, signal);
    parts = answer.parts;
    pieces.push(answer.buffer);
  }
  let stream = new Blob(pieces).stream();
  if (packed) stream = stream.pipeThrough(new DecompressionStream("gzip"));
  const source = await new Response(stream, { headers: { "Content-Type": "text/javascript" } }).blob();
  const url = URL.createObjectURL(source);
  try {
    return await import(url);
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** The script, which all charts of the page share: the first one fetches it, and makes room if that fails. */
function sharedScript(model, wait, signal) {
  const key = Symbol.for(`mlwidgets: plotly ${model.get("_plotly_version")}`);
  if (globalThis[key]) return { script: globalThis[key], mine: false };
  const script = fetchScript(model, wait, signal);
  globalThis[key] = script;
  script.catch(() => delete globalThis[key]);
  return { script, mine: true };
}

async function patientScript(model, signal, say) {
  for (let wait = model.get("_wait"); !signal.aborted; wait *= 2) {
    const { script, mine } = sharedScript(model, wait, signal);
    try {
      return await script;
    } catch (problem) {
      if (!(problem instanceof Silence)) throw problem;
      say(TEXT.slow);
      if (mine) await new Promise((resume) => setTimeout(resume, PAUSE));
    }
  }
  return null;
}

/** A computed colour in a form that plotly reads: a mixed one comes as "color(srgb 0.1 0.2 0.3 / 0.5)". */
function colour(computed) {
  const [red, green, blue, alpha = 1] = computed.match(/[\d.]+(e-?\d+)?/g).map(Number);
  const scale = computed.startsWith("color(") ? 255 : 1;
  return `rgba(${[red, green, blue].map((part) => Math.round(part * scale))}, ${alpha})`;
}

/** What the page decides about a chart that says nothing itself. */
function pageTemplate(root) {
  const style = getComputedStyle(root);
  const [ink, line, surface] = [style.color, style.borderTopColor, style.outlineColor].map(colour);
  const lines = { gridcolor: line, linecolor: line, zerolinecolor: line, zerolinewidth: 1 };
  const axis = { ...lines, automargin: true, title: { font: { size: 13 } } };
  const plane = { backgroundcolor: "rgba(0, 0, 0, 0)", gridcolor: line, zerolinecolor: line, showbackground: false };
  const dark = style.colorScheme === "dark";
  return {
    layout: {
      font: { family: style.fontFamily, size: 13, color: ink },
      title: { font: { size: 15 }, x: 0, xref: "paper", automargin: true },
      paper_bgcolor: "rgba(0, 0, 0, 0)",
      plot_bgcolor: "rgba(0, 0, 0, 0)",
      colorway: COLOURS[dark ? "dark" : "light"],
      margin: { l: 48, r: 12, t: 36, b: 44 },
      legend: { orientation: "h", x: 0, y: 1.02, yanchor: "bottom" },
      hoverlabel: { bgcolor: surface, bordercolor: line, font: { family: style.fontFamily, color: ink } },
      xaxis: axis,
      yaxis: axis,
      scene: { xaxis: plane, yaxis: plane, zaxis: plane, aspectmode: "cube" },
      dragmode: false, // a finger that crosses a chart means to scroll the page
    },
    data: Object.fromEntries(
      ["contour", "heatmap", "surface"].map((type) => [type, [{ colorscale: "Viridis", colorbar: COLOURBAR }]]),
    ),
  };
}

/** Whether Python has a use for an event of the chart. */
function worthTelling(name, value) {
  if (!EVENTS.has(name)) return false;
  if (name === "_js2py_pointsCallback") return !HOVER.has(value.event_type);
  if (name === "_js2py_relayout") return !Object.keys(value.relayout_data).every((key) => OWN_SIZE.has(key));
  return true;
}

function makeFigure(model) {
  const leaving = new AbortController();
  const views = new Set();
  const values = { _config: CONFIG };
  let listeners = [];
  let drawing = null; // the view for which plotly adds listeners at this moment
  let script = null;
  let widget = null; // plotly's widget code for this chart, once its script and state are here
  let asked = false;
  let missed = false; // whether changes were left out while the chart was in a tab that is not open
  let note = TEXT.loading;

  const bridge = {
    get: (name) => values[name] ?? null,
    set: (name, value) => worthTelling(name, value) && model.send({ kind: "event", name, value }),
    on: (name, call) => listeners.push({ name, call, view: drawing }),
    save_changes: () => {},
  };
  const emit = (name, value) => {
    values[name] = value;
    for (const listener of [...listeners]) if (listener.name === `change:${name}`) listener.call();
    values[name] = null;
  };

  const say = (text) => {
    note = text;
    views.forEach((view) => view.say(text));
  };
  const takeState = ({ data, layout }) => {
    views.forEach((view) => view.erase());
    Object.assign(values, { _widget_data: data, _widget_layout: layout });
    listeners = [];
    widget = script.default();
    widget.initialize({ model: bridge });
    views.forEach((view) => view.draw());
  };
  const hear = () => {
    const { name, value } = model.get("_message");
    if (name === "state" && script) takeState(value);
    else if (widget && ![...views].some((view) => view.visible())) missed = true; // nobody looks: drawn later
    else if (widget) emit(name, value); // what comes before is part of the state, which is asked for last
  };
  const start = async () => {
    if (asked) return;
    asked = true;
    try {
      script = await patientScript(model, leaving.signal, say);
      if (script) model.send({ kind: "state" });
    } catch (problem) {
      say(TEXT.broken);
      console.error("mlwidgets: plotly's script could not be loaded.", problem);
    }
  };
  const catchUp = () => {
    if (missed) model.send({ kind: "state" });
    missed = false;
  };
  model.on("change:_message", hear);

  return {
    start,
    catchUp,
    note: () => note,
    join: (view) => views.add(view),
    draw(view, stage, root) {
      if (!widget) return null;
      values._widget_layout.template = pageTemplate(root);
      drawing = view;
      const remove = widget.render({ el: stage });
      drawing = null;
      return () => {
        listeners = listeners.filter((listener) => listener.view !== view);
        remove();
      };
    },
    leave: (view) => views.delete(view),
    close: () => leaving.abort(),
  };
}

function renderFigure(figure, { model, el }) {
  const root = document.createElement("div");
  const stage = document.createElement("div");
  const note = document.createElement("p");
  root.className = "mlw mlw-figure";
  root.setAttribute("role", "img");
  stage.className = "mlw-figure-stage";
  note.className = "mlw-figure-note";
  note.textContent = figure.note();
  root.append(stage, note);
  el.classList.add("mlw-figure-host");
  el.append(root);

  let remove = null;
  let width = 0;
  let look = "";
  const currentLook = () => JSON.stringify(pageTemplate(root));
  const view = {
    say: (text) => (note.textContent = text),
    visible: () => root.clientWidth > 0,
    erase() {
      remove?.();
      remove = null;
    },
    draw() {
      if (!view.visible()) return; // in a tab that is not open: drawn when it is
      view.erase();
      look = currentLook();
      remove = figure.draw(view, stage, root);
      root.classList.toggle("mlw-figure-drawn", remove !== null);
    },
  };
  figure.join(view);

  const resized = new ResizeObserver(() => {
    const now = root.clientWidth;
    if (now === 0) return;
    const other = now !== width;
    width = now;
    figure.catchUp();
    figure.start();
    if (!remove) view.draw();
    else if (other) window.Plotly.Plots.resize(stage);
  });
  const recoloured = () => {
    if (remove && currentLook() !== look) view.draw();
  };
  const themes = new MutationObserver(recoloured);
  const system = matchMedia("(prefers-color-scheme: dark)");
  const showHeight = () => (root.style.height = `${model.get("height")}px`);
  const showAlt = () => root.setAttribute("aria-label", model.get("alt"));

  showHeight();
  showAlt();
  model.on("change:height", showHeight);
  model.on("change:alt", showAlt);
  resized.observe(root);
  themes.observe(document.body, { attributeFilter: ["class", "data-jp-theme-light", "data-jp-theme-name"] });
  system.addEventListener("change", recoloured);
  return () => {
    resized.disconnect();
    themes.disconnect();
    system.removeEventListener("change", recoloured);
    figure.leave(view);
    view.erase();
  };
}

// A function, not an object: anywidget calls it once per model.
export default () => {
  let figure;
  return {
    initialize({ model }) {
      figure = makeFigure(model);
      return figure.close;
    },
    render: (view) => renderFigure(figure, view),
  };
};
