// The buttons of a run, the numbers that move, and how far it has come. A press acts in the page at once: the button,
// the state and the text change with it, and Python's answer is awaited behind them.

import { element } from "../base/dom.ts";
import { Help } from "../base/floating.ts";
import type { CleanUp, View } from "../base/model.ts";
import { moments, presses } from "../base/pressing.ts";
import { letWait } from "../base/waiting_button.ts";
import { Progress, type ProgressTraits } from "./progress.ts";
import { after, type Press, settled } from "./run_moves.ts";
import { type Reach, Scrubber } from "./scrubber.ts";
import { t } from "../base/language.ts";

export interface Traits extends ProgressTraits {
  numbers: string[][];
  columns: string[];
  test_text: string;
  test_label: string;
  test_note: string;
  test_help: string;
  rested: number;
  about: string;
  held: string;
  crowd: string;
  reach: Reach;
}

const TEXT = {
  run: t("Run"),
  pause: t("Pause"),
  batch: t("Step batch"),
  epoch: t("Step epoch"),
  back: t("Step back"),
  reset: t("Reset"),
  numbers: t("Latest results"),
  rows: [["train", t("train")], ["validation", t("validation")], ["test", t("test")]],
  rowHelp: [
    t("The mean of the last batches, each measured before its update; Results and Compare measure all with the present weights"),
    t("All of them, measured with the weights of the same moment"),
    "",
  ],
  unknown: "–",
  help: {
    run: t("Train until the last epoch"),
    pause: t("Stop at the next update; Run goes on from there"),
    batch: t("Make one update of the weights, then pause"),
    epoch: t("Train to the end of this epoch, then pause"),
    back: t("Go back by one update; drag the bar to go further, to any earlier moment of the run"),
    reset: t("Go back to the same initial weights; the curves of this run stay as thin lines"),
    test: t("Save the test examples for the end; tune on validation data"),
    about: t("looking at the test examples"),
  },
};
const TEST_TRAITS = ["test_text", "test_label", "test_note", "test_help"] as const;
const STARTS: readonly Press[] = ["run", "batch", "epoch"]; // what has to wait where a text asks for something first
const LONGEST_WAIT = 10_000; // ms after which the page believes Python again, whatever was pressed

function makeButton(press: Press, className = ""): HTMLButtonElement {
  const attributes = { type: "button", title: TEXT.help[press] };
  return element("button", `mlw-button mlw-run-button ${className}`, attributes, press === "test" ? "" : TEXT[press]);
}

/** A table with a column for each kind of data: training, validation, test. */
class Numbers {
  readonly root = element("table", "mlw-run-numbers");
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
    TEXT.rows.forEach(([part, name], at) => {
      const row = element("tr", `mlw-run-${part}`, TEXT.rowHelp[at] ? { title: TEXT.rowHelp[at] } : {});
      const cells = [element("td"), element("td")];
      row.append(element("th", "", { scope: "row" }, name), ...cells);
      this.cells.push(cells);
      body.append(row);
    });
    this.root.append(caption, body);
  }

  show(columns: string[], numbers: string[][]): void {
    columns.forEach((name, index) => (this.heads[index].textContent = name));
    this.cells.forEach((cells, row) =>
      cells.forEach((cell, column) => {
        const text = numbers[row]?.[column] ?? TEXT.unknown;
        if (cell.textContent !== text) cell.textContent = text;
      })
    );
  }
}

/** The button that measures the test examples, under how often they have been looked at. */
class TestButton {
  readonly root = element("div", "mlw-run-test-set");
  readonly button = makeButton("test", "mlw-run-measure");
  private readonly words = element("span", "mlw-run-openings", { role: "status" });
  private readonly help: Help;

  constructor() {
    const id = `mlw-run-${Math.random().toString(36).slice(2)}`;
    this.help = new Help(id);
    this.button.setAttribute("aria-describedby", id);
    const line = element("div", "mlw-run-test-line");
    line.append(this.button, ...this.help.parts);
    this.root.append(this.words, line);
  }

  show(text: string, label: string, note: string, help: string): void {
    if (this.button.textContent !== text) this.button.textContent = text;
    this.button.setAttribute("aria-label", label);
    this.button.title = help || TEXT.help.test;
    if (this.words.textContent !== note) this.words.textContent = note;
    this.help.show(help, TEXT.help.about);
  }

  stop(): void {
    this.help.stop();
  }
}

function render({ model, el }: View<Traits>): CleanUp {
  const root = element("div", "mlw mlw-run", { "data-lm-suppress-shortcuts": "true" });
  const inner = element("div", "mlw-run-inner");
  const buttons = element("div", "mlw-run-buttons");
  const numbers = new Numbers();
  const test = new TestButton();
  const about = element("p", "mlw-run-about", { role: "status" });
  const held = element("p", "mlw-run-held", { role: "status", id: `mlw-run-${Math.random().toString(36).slice(2)}` });
  const crowd = element("p", "mlw-run-crowd"); // no status: a count that changes all the time is not spoken
  const words = element("div", "mlw-run-words");
  const main = makeButton("run", "mlw-run-main");
  const others = (["batch", "epoch", "back", "reset"] as const).map((press) => [press, makeButton(press)] as const);
  const back = others.find(([what]) => what === "back")![1];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const hold = (button: HTMLButtonElement, what: Press) =>
    letWait(button, STARTS.includes(what) ? model.get("held") : "", held);
  const showButtons = () => {
    const press = progress.shownState === "running" ? "pause" : "run";
    if (main.textContent !== TEXT[press]) main.textContent = TEXT[press];
    main.title = TEXT.help[press];
    for (const button of buttons.querySelectorAll("button")) button.disabled = progress.gone;
    hold(main, press);
    for (const [what, button] of others) hold(button, what);
    test.button.disabled = scrubber.input.disabled = progress.gone;
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
    if (model.get("held") && STARTS.includes(what)) return;
    model.send({ kind: "press", button: what });
    presses.tell(root, what);
    const next = after(what);
    if (next) believe(next);
  };

  buttons.append(main, ...others.map(([, button]) => button));
  const results = element("div", "mlw-run-results");
  results.append(numbers.root, test.root);
  const middle = element("div", "mlw-run-middle");
  words.append(held, about, crowd);
  middle.append(progress.root, words);
  inner.append(buttons, middle, results);
  root.append(inner);
  el.append(root);

  main.addEventListener("click", () => press(progress.shownState === "running" ? "pause" : "run"));
  others.forEach(([what, button]) => button.addEventListener("click", () => press(what)));
  test.button.addEventListener("click", () => press("test"));

  const showNumbers = () => {
    if (progress.ahead === "paused" && model.get("state") === "running") return;
    numbers.show(model.get("columns"), model.get("numbers"));
  };
  const showTest = () => {
    test.show(model.get("test_text"), model.get("test_label"), model.get("test_note"), model.get("test_help"));
  };
  const showAbout = () => {
    about.textContent = model.get("about");
    about.title = model.get("about"); // it is cut off, never broken, where the line is too narrow
  };
  const showCrowd = () => {
    crowd.textContent = crowd.title = model.get("crowd");
  };
  const showHeld = () => {
    const said = model.get("held");
    if (held.textContent !== said) held.textContent = held.title = said;
    showButtons();
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
  showCrowd();
  showHeld();
  model.on("change:held", showHeld);
  model.on("change:reach", showReach);
  model.on("change:state", showState);
  model.on("change:rested", showRest);
  model.on("change:about", showAbout);
  model.on("change:crowd", showCrowd);
  showTest();
  for (const name of ["numbers", "columns"] as const) model.on(`change:${name}`, showNumbers);
  for (const name of TEST_TRAITS) model.on(`change:${name}`, showTest);
  model.on("msg:custom", hear);
  return () => {
    clearTimeout(timer);
    progress.stop();
    scrubber.stop();
    model.off("change:reach", showReach);
    model.off("change:state", showState);
    model.off("change:rested", showRest);
    model.off("change:about", showAbout);
    model.off("change:crowd", showCrowd);
    model.off("change:held", showHeld);
    for (const name of ["numbers", "columns"]) model.off(`change:${name}`, showNumbers);
    for (const name of TEST_TRAITS) model.off(`change:${name}`, showTest);
    test.stop();
    model.off("msg:custom", hear);
  };
}

export default { render };
