// The buttons of a run, the numbers that move, and how far it has come. A press acts in the page at once: the button,
// the state and the text change with it, and Python's answer is awaited behind them.

import { element } from "../base/dom.ts";
import type { CleanUp, View } from "../base/model.ts";
import { moments, presses } from "../base/pressing.ts";
import { Progress, type ProgressTraits } from "./progress.ts";
import { after, type Press, settled } from "./run_moves.ts";
import { type Reach, Scrubber } from "./scrubber.ts";

export interface Traits extends ProgressTraits {
  numbers: string[][];
  columns: string[];
  test_label: string;
  rested: number;
  about: string;
  reach: Reach;
}

const TEXT = {
  run: "Run",
  pause: "Pause",
  batch: "Step batch",
  epoch: "Step epoch",
  back: "Step back",
  reset: "Reset",
  measure: "Measure",
  numbers: "Latest results",
  rows: ["train", "validation", "test"],
  unknown: "–",
  help: {
    run: "Train until the last epoch",
    pause: "Stop at the next update; Run goes on from there",
    batch: "Make one update of the weights, then pause",
    epoch: "Train to the end of this epoch, then pause",
    back: "Go back by one update; drag the bar to go further, to any earlier moment of the run",
    reset: "Go back to the same initial weights; the curves of this run stay as thin lines",
    test: "Save the test examples for the end; tune on validation data",
  },
};
const LONGEST_WAIT = 10_000; // ms after which the page believes Python again, whatever was pressed

function makeButton(press: Press, className = ""): HTMLButtonElement {
  const attributes = { type: "button", title: TEXT.help[press] };
  return element("button", `mlw-button mlw-run-button ${className}`, attributes, press === "test" ? "" : TEXT[press]);
}

/** A table with a column for each kind of data: training, validation, test. */
class Numbers {
  readonly root = element("table", "mlw-run-numbers");
  readonly measure = makeButton("test", "mlw-run-measure");
  private readonly heads: HTMLElement[] = [];
  private readonly cells: HTMLElement[][] = [];

  constructor() {
    const caption = element("caption", "mlw-visually-hidden", {}, TEXT.numbers);
    const body = element("tbody");
    const head = element("tr");
    head.append(element("td"));
    for (const index of [0, 1]) {
      const cell = element("th", "", { scope: "col" });
      this.heads[index] = cell;
      head.append(cell);
    }
    body.append(head);
    TEXT.rows.forEach((name) => {
      const row = element("tr", `mlw-run-${name}`);
      const cells = [element("td"), element("td")];
      row.append(element("th", "", { scope: "row" }, name), ...cells);
      this.cells.push(cells);
      body.append(row);
    });
    this.measure.textContent = TEXT.measure;
    this.root.append(caption, body);
  }

  show(columns: string[], numbers: string[][], testLabel: string): void {
    columns.forEach((name, index) => (this.heads[index].textContent = name));
    this.cells.forEach((cells, row) =>
      cells.forEach((cell, column) => {
        const text = numbers[row]?.[column] ?? TEXT.unknown;
        if (cell.textContent !== text) cell.textContent = text;
      })
    );
    this.measure.setAttribute("aria-label", testLabel);
  }
}

function render({ model, el }: View<Traits>): CleanUp {
  const root = element("div", "mlw mlw-run", { "data-lm-suppress-shortcuts": "true" });
  const inner = element("div", "mlw-run-inner");
  const buttons = element("div", "mlw-run-buttons");
  const numbers = new Numbers();
  const about = element("p", "mlw-run-about", { role: "status" });
  const main = makeButton("run", "mlw-run-main");
  const others = (["batch", "epoch", "back", "reset"] as const).map((press) => [press, makeButton(press)] as const);
  const back = others.find(([what]) => what === "back")![1];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const showButtons = () => {
    const press = progress.shownState === "running" ? "pause" : "run";
    if (main.textContent !== TEXT[press]) main.textContent = TEXT[press];
    main.title = TEXT.help[press];
    for (const button of buttons.querySelectorAll("button")) button.disabled = progress.gone;
    numbers.measure.disabled = scrubber.input.disabled = progress.gone;
    const { first, at } = model.get("reach");
    back.disabled ||= at <= first;
  };
  const scrubber = new Scrubber(
    (update) => model.send({ kind: "go", update }),
    (epoch) => moments.tell(root, epoch),
  );
  const progress = new Progress(model, scrubber.input, () => showButtons());
  const believe = (state: ProgressTraits["state"] | null) => {
    clearTimeout(timer);
    progress.ahead = state;
    root.setAttribute("aria-busy", String(state !== null)); // what is shown is not yet what Python says
    if (state) timer = setTimeout(() => believe(null), LONGEST_WAIT);
    progress.showState();
    progress.showProgress();
    showButtons();
  };
  const press = (what: Press) => {
    model.send({ kind: "press", button: what });
    presses.tell(root, what);
    const next = after(what);
    if (next) believe(next);
  };

  buttons.append(main, ...others.map(([, button]) => button));
  const results = element("div", "mlw-run-results");
  results.append(numbers.root, numbers.measure);
  const middle = element("div", "mlw-run-middle");
  middle.append(progress.root, about);
  inner.append(buttons, middle, results);
  root.append(inner);
  el.append(root);

  main.addEventListener("click", () => press(progress.shownState === "running" ? "pause" : "run"));
  others.forEach(([what, button]) => button.addEventListener("click", () => press(what)));
  numbers.measure.addEventListener("click", () => press("test"));

  const showNumbers = () => {
    if (progress.ahead === "paused" && model.get("state") === "running") return;
    numbers.show(model.get("columns"), model.get("numbers"), model.get("test_label"));
  };
  const showAbout = () => {
    about.textContent = model.get("about");
    about.title = model.get("about"); // it is cut off, never broken, where the line is too narrow
  };
  const showReach = () => {
    scrubber.show(model.get("reach"));
    showButtons();
  };
  const showState = () => {
    if (settled(progress.ahead, model.get("state"))) believe(null);
    showButtons();
    showNumbers();
  };
  const showRest = () => believe(null);
  const hear = ({ kind }: { kind?: string }) => {
    if (kind !== "refused") return;
    believe(null);
    scrubber.arrive();
  };
  showReach();
  showNumbers();
  showAbout();
  model.on("change:reach", showReach);
  model.on("change:state", showState);
  model.on("change:rested", showRest);
  model.on("change:about", showAbout);
  for (const name of ["numbers", "columns", "test_label"] as const) model.on(`change:${name}`, showNumbers);
  model.on("msg:custom", hear);
  return () => {
    clearTimeout(timer);
    progress.stop();
    scrubber.stop();
    model.off("change:reach", showReach);
    model.off("change:state", showState);
    model.off("change:rested", showRest);
    model.off("change:about", showAbout);
    for (const name of ["numbers", "columns", "test_label"]) model.off(`change:${name}`, showNumbers);
    model.off("msg:custom", hear);
  };
}

export default { render };
