// A plotly chart. Plotly's own widget code draws, and believes it talks to a Jupyter model while it talks to the bridge
// below. A change is drawn when the page is at rest, by a chart that can be seen; then Python is told, and until
// then it sends no other. What changes while nobody looks is asked for when somebody does.

import { element } from "../base/dom.ts";
import type { CleanUp, Model, View } from "../base/model.ts";
import { onSight } from "../base/sight.ts";
import { whenIdle } from "../base/watching.ts";
import { pageTemplate } from "./figure_look.ts";
import { type Bridge, loadPlotly, type PlotlyScript, type PlotlyWidget, type ScriptTraits } from "./plotly_script.ts";
import { t } from "../base/language.ts";

export interface Traits extends ScriptTraits {
  alt: string;
  height: number;
  _message: Message;
}
type Values = Record<string, unknown>;
type Message = { serial?: number; name?: string; value?: Values };

declare global {
  interface Window {
    Plotly: { Plots: { resize(stage: HTMLElement): void } };
  }
}

const TEXT = {
  loading: t("Loading the chart…"),
  slow: t("Still loading the chart. If this lasts, reload the page."),
  broken: t("The chart could not be loaded in this browser."),
  still: t("Charts need Python: run the notebook to see this one."),
};
const LEAST_PAUSE = 250; // ms between two redraws: four a second
const CONFIG = {
  displayModeBar: false,
  displaylogo: false,
  doubleClick: false,
  scrollZoom: false,
  showAxisDragHandles: false,
  showTips: false,
};
const EVENTS = new Set(["_js2py_restyle", "_js2py_relayout", "_js2py_update", "_js2py_pointsCallback"]);
const HOVER = new Set<unknown>(["plotly_hover", "plotly_unhover"]);
const OWN_SIZE = new Set(["autosize", "width", "height"]);

/** Whether Python has a use for an event of the chart. */
export function worthTelling(name: string, value: Values): boolean {
  if (!EVENTS.has(name)) return false;
  if (name === "_js2py_pointsCallback") return !HOVER.has(value.event_type);
  if (name === "_js2py_relayout") return !Object.keys(value.relayout_data as Values).every((key) => OWN_SIZE.has(key));
  return true;
}

/** One chart of the model on the page. */
interface Stage {
  seen: boolean;
  say(text: string): void;
  erase(): void;
  draw(): void;
}

/** What all views of a chart share: the script, the state, and what is waiting to be drawn. */
class Chart {
  note = TEXT.loading;
  private readonly leaving = new AbortController();
  private readonly stages = new Set<Stage>();
  private readonly values: Record<string, unknown> = { _config: CONFIG };
  private listeners: { name: string; call: () => void; stage: Stage | null }[] = [];
  private drawing: Stage | null = null; // for which plotly adds listeners at this moment
  private script: PlotlyScript | null = null;
  private widget: PlotlyWidget | null = null; // once script and state are here
  private asked = false;
  private visible = false;
  private waiting = false; // for an idle moment to draw the newest message
  private drawn = -Infinity;
  private serial = 0; // of the message that was drawn last
  private readonly bridge: Bridge;

  constructor(private readonly model: Model<Traits>) {
    this.bridge = {
      get: (name) => this.values[name] ?? null,
      set: (name, value) => {
        if (worthTelling(name, value)) model.send({ kind: "event", name, value });
      },
      on: (name, call) => this.listeners.push({ name, call, stage: this.drawing }),
      save_changes: () => {},
    };
    model.on("change:_message", this.hear);
    document.addEventListener("mlw-session", this.hearSession);
  }

  join(stage: Stage): void {
    this.stages.add(stage);
  }

  leave(stage: Stage): void {
    this.stages.delete(stage);
    this.look();
  }

  close(): void {
    this.leaving.abort();
    this.model.off("change:_message", this.hear);
    document.removeEventListener("mlw-session", this.hearSession);
  }

  /** Tell Python whether anybody sees the chart. The first who does loads the script; later ones want the state. */
  look(): void {
    const visible = [...this.stages].some((stage) => stage.seen);
    if (visible === this.visible) return;
    this.visible = visible;
    if (visible && !this.asked) this.start();
    else if (this.script) this.model.send({ kind: visible ? "state" : "hidden" });
  }

  /** Draw into a stage; returns how to take it away again, or null if the state is not here yet. */
  draw(stage: Stage, el: HTMLElement, root: HTMLElement): CleanUp | null {
    if (!this.widget) return null;
    (this.values._widget_layout as Values).template = pageTemplate(root);
    this.drawing = stage;
    const remove = this.widget.render({ el });
    this.drawing = null;
    return () => {
      this.listeners = this.listeners.filter((listener) => listener.stage !== stage);
      remove();
    };
  }

  private async start(): Promise<void> {
    this.asked = true;
    try {
      this.script = await loadPlotly(this.model, this.leaving.signal, () => this.say(TEXT.slow));
      if (this.script) this.model.send({ kind: this.visible ? "state" : "hidden" });
    } catch (problem) {
      this.say(TEXT.broken);
      console.error("mlwidgets: plotly's script could not be loaded.", problem);
    }
  }

  private say(text: string): void {
    this.note = text;
    this.stages.forEach((stage) => stage.say(text));
  }

  /** Without Python a chart that is not here yet never comes. */
  private readonly hearSession = (event: Event): void => {
    const { state } = (event as CustomEvent<{ state: string }>).detail;
    if (this.widget || (state !== "still" && state !== "ended")) return;
    this.say(TEXT.still);
  };

  private readonly hear = (): void => {
    if (!this.script || this.waiting) return; // the newest message is taken when the moment comes
    if (this.model.get("_message").name === "state") return this.take(); // somebody waits for a first picture
    this.waiting = true;
    const wait = Math.max(0, this.drawn + LEAST_PAUSE - performance.now());
    setTimeout(() => whenIdle(this.take), wait);
  };

  private readonly take = (): void => {
    this.waiting = false;
    if (this.leaving.signal.aborted) return;
    const { serial, name, value } = this.model.get("_message");
    if (!name || !value) return;
    // What comes before the state is part of it; and whoever has missed a change, on a slow page, needs all of it.
    const whole = name === "state";
    if (!whole && (!this.widget || serial !== this.serial + 1)) return this.model.send({ kind: "state" });
    this.serial = serial ?? 0;
    if (whole) this.takeState(value);
    else this.emit(name, value);
    this.drawn = performance.now();
    this.model.send({ kind: "painted", serial });
  };

  private takeState({ data, layout }: Values): void {
    this.stages.forEach((stage) => stage.erase());
    Object.assign(this.values, { _widget_data: data, _widget_layout: layout });
    this.listeners = [];
    this.widget = this.script!.default();
    this.widget.initialize({ model: this.bridge });
    this.stages.forEach((stage) => stage.draw());
  }

  private emit(name: string, value: Values): void {
    this.values[name] = value;
    for (const listener of [...this.listeners]) if (listener.name === `change:${name}`) listener.call();
    this.values[name] = null;
  }
}

function renderFigure(chart: Chart, { model, el }: View<Traits>): CleanUp {
  const root = element("div", "mlw mlw-figure", { role: "img" });
  const plot = element("div", "mlw-figure-stage");
  const note = element("p", "mlw-figure-note", {}, chart.note);
  root.append(plot, note);
  el.classList.add("mlw-figure-host");
  el.append(root);

  let remove: CleanUp | null = null;
  let width = 0;
  let look = "";
  const currentLook = () => JSON.stringify(pageTemplate(root));
  const stage: Stage = {
    seen: false,
    say: (text) => (note.textContent = text),
    erase() {
      remove?.();
      remove = null;
    },
    draw() {
      if (!stage.seen) return; // drawn when somebody sees it
      stage.erase();
      look = currentLook();
      remove = chart.draw(stage, plot, root);
      root.classList.toggle("mlw-figure-drawn", remove !== null);
    },
  };
  chart.join(stage);

  const stopLooking = onSight(root, (seen) => {
    stage.seen = seen;
    if (seen && !remove) stage.draw();
    chart.look();
  });
  const resized = new ResizeObserver(([entry]) => {
    const now = entry.contentRect.width;
    if (now === 0 || now === width) return;
    width = now;
    if (remove) globalThis.window.Plotly.Plots.resize(plot);
  });
  const recoloured = () => {
    if (remove && currentLook() !== look) stage.draw();
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
    stopLooking();
    resized.disconnect();
    themes.disconnect();
    system.removeEventListener("change", recoloured);
    model.off("change:height", showHeight);
    model.off("change:alt", showAlt);
    chart.leave(stage);
    stage.erase();
  };
}

// A function, not an object: anywidget calls it once per model.
export default (): {
  initialize(context: { model: Model<Traits> }): CleanUp;
  render(view: View<Traits>): CleanUp;
} => {
  let chart: Chart;
  return {
    initialize({ model }) {
      chart = new Chart(model);
      return () => chart.close();
    },
    render: (view) => renderFigure(chart, view),
  };
};
