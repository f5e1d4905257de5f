// What predictions are worth. Python sends scores and labels once for each moment; from there on the page counts, draws
// and moves the threshold by itself, and asks only for the examples behind a cell.

import { element } from "../base/dom.ts";
import type { CleanUp, CustomMessage, View } from "../base/model.ts";
import { Colours, rgbOf } from "../base/shades.ts";
import { inNextFrame, paintedTeller, watchedScript, type Watchers } from "../base/watching.ts";
import { ClassBoard } from "./results_classes.ts";
import type { Ink } from "./results_drawing.ts";
import { ExampleList } from "./results_examples.ts";
import type { Opened } from "./results_matrix.ts";
import {
  type PartName,
  type Results,
  resultsOf,
  type SentExamples,
  type SentProgress,
  type SentResults,
  type Setup,
} from "./results_model.ts";
import { NumberBoard } from "./results_regression.ts";
import { percent } from "./results_words.ts";
import { t } from "../base/language.ts";

export interface Traits {
  part: PartName;
  focus: number;
  setup: Setup;
  results: SentResults;
  examples: SentExamples;
  frame: SentProgress;
  visible: boolean;
}

const TEXT = {
  name: t("Results"),
  part: t("Examples"),
  focus: { classes: t("Class"), numbers: t("Number") },
  measuring: (progress: string) => t("Measuring… {progress}", { progress }),
  nothing: t("Nothing has been measured yet."),
};

function menu(name: string): { root: HTMLLabelElement; words: HTMLElement; select: HTMLSelectElement } {
  const root = element("label", "mlw-measured-choice");
  const words = element("span", "mlw-measured-label", {}, name);
  const select = element("select", "mlw-measured-menu");
  root.append(words, select);
  return { root, words, select };
}

class ResultsPage {
  readonly root = element("div", "mlw mlw-measured-board", {
    role: "group",
    "aria-label": TEXT.name,
    "data-lm-suppress-shortcuts": "true",
  });
  private readonly part = menu(TEXT.part);
  private readonly focus = menu(TEXT.focus.classes);
  private readonly state = element("span", "mlw-measured-state");
  private readonly saves = element("span", "mlw-measured-saves");
  private readonly problem = element("p", "mlw-measured-problem", { role: "status" });
  private readonly classes: ClassBoard;
  private readonly numbers: NumberBoard;
  private readonly list: ExampleList;
  private results: Results = { kind: "none", problem: "" };
  private opened: Opened | "worst" | null = null;
  private opener: HTMLElement | null = null; // where the focus goes back to
  private ink: Ink | null = null;
  private look = "";
  private readonly paint = inNextFrame(() => this.draw());
  private readonly colours = new Colours(this.root, this.paint.soon);
  private readonly resized = new ResizeObserver(this.paint.soon);

  constructor(private readonly model: View<Traits>["model"]) {
    this.classes = new ClassBoard((cell) => this.open(cell), (settled) => this.moved(settled));
    this.numbers = new NumberBoard(() => this.open("worst"));
    this.list = new ExampleList(() => this.close(), (at) => this.send({ kind: "inspect", at }));
    const top = element("div", "mlw-measured-top");
    top.append(this.part.root, this.focus.root, this.state, this.saves);
    this.root.append(top, this.problem, this.classes.root, this.numbers.root);
    this.part.select.addEventListener("change", () => this.choose("part", this.part.select.value as PartName));
    this.focus.select.addEventListener("change", () => this.choose("focus", Number(this.focus.select.value)));
    this.resized.observe(this.root);
  }

  showSetup(): void {
    const { kind, names, parts } = this.model.get("setup");
    this.part.select.replaceChildren(...parts.map(({ value, text, open }) => {
      const option = element("option", "", { value }, text);
      option.disabled = !open;
      return option;
    }));
    this.focus.words.textContent = TEXT.focus[kind];
    this.focus.root.hidden = names.length < 2;
    this.focus.select.replaceChildren(...names.map((name, at) => element("option", "", { value: at }, name)));
    this.part.select.value = this.model.get("part");
    this.focus.select.value = String(this.model.get("focus"));
    this.showResults();
  }

  showChoice(): void {
    this.part.select.value = this.model.get("part");
    this.focus.select.value = String(this.model.get("focus"));
  }

  showResults(): void {
    const before = this.results.kind;
    this.results = resultsOf(this.model.get("results"), this.model.get("setup"));
    const { results } = this;
    this.classes.root.hidden = results.kind !== "classes";
    this.numbers.root.hidden = results.kind !== "numbers";
    if (results.kind === "classes") this.classes.show(results);
    if (results.kind === "numbers") this.numbers.show(results);
    const board = results.kind === "numbers" ? this.numbers : this.classes;
    if (before !== results.kind) this.saves.replaceChildren(...(results.kind === "none" ? [] : board.saveButtons()));
    if (this.opened) this.ask(); // the examples of the same cell, as they are now
    this.showState();
    this.paint.soon();
  }

  showState(): void {
    const { results } = this;
    const { progress = 1 } = this.model.get("frame");
    const measuring = progress < 1 ? TEXT.measuring(percent(progress, 0)) : "";
    this.state.textContent = results.kind === "none" ? "" : results.state;
    const problem = results.kind === "none" ? results.problem || measuring || TEXT.nothing : "";
    if (this.problem.textContent !== problem) this.problem.textContent = problem;
    this.problem.hidden = !problem;
  }

  showExamples(): void {
    const examples = this.model.get("examples");
    const board = this.results.kind === "numbers" ? this.numbers : this.classes;
    if (!examples.title || !this.opened) {
      if (!this.opened) return;
      this.close();
      return;
    }
    const fresh = !this.list.root.isConnected;
    this.list.show(examples);
    board.pictures.hidden = true;
    if (this.list.root.parentElement !== board.body) board.body.append(this.list.root);
    if (fresh) this.list.focus();
    this.paint.soon();
  }

  stop: CleanUp = () => {
    this.paint.stop();
    this.colours.stop();
    this.resized.disconnect();
    this.classes.stop();
  };

  private choose<Name extends "part" | "focus">(name: Name, value: Traits[Name]): void {
    this.model.set(name, value);
    this.model.save_changes();
  }

  private send(content: CustomMessage): void {
    this.model.send(content);
  }

  private moved(settled: boolean): void {
    if (settled && this.opened) this.ask();
    this.paint.soon();
  }

  private open(what: Opened | "worst"): void {
    this.opened = what;
    this.opener = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    this.ask();
    this.paint.soon();
  }

  private ask(): void {
    const { opened } = this;
    if (opened === "worst") this.send({ kind: "worst" });
    else if (opened) this.send({ kind: "cell", ...opened, threshold: this.classes.threshold });
  }

  private close(): void {
    const within = this.list.root.contains(document.activeElement);
    this.opened = null;
    this.list.leave();
    this.classes.pictures.hidden = this.numbers.pictures.hidden = false;
    if (within) this.opener?.focus();
    this.paint.soon();
  }

  private inks(): Ink {
    const style = getComputedStyle(this.root);
    const look = `${style.colorScheme} ${style.color}`;
    if (this.ink && this.look === look) return this.ink;
    this.look = look;
    const colour = (name: string) => `rgb(${rgbOf(this.root, `var(${name})`).map(Math.round).join(" ")})`;
    this.ink = {
      ink: style.color,
      soft: getComputedStyle(this.state).color,
      line: getComputedStyle(this.problem).borderTopColor,
      paper: colour("--mlw-surface"),
      train: colour("--mlw-measured-train"),
      validation: colour("--mlw-measured-validation"),
      test: colour("--mlw-measured-test"),
      font: style.fontFamily,
    };
    return this.ink;
  }

  private draw(): void {
    if (!this.colours.tables) return; // not on the page yet: drawn when it comes into sight
    const { opened } = this;
    if (this.results.kind === "classes") {
      const key = opened && opened !== "worst" ? `${Number(opened.is)}${Number(opened.called)}` : "";
      this.classes.draw(this.inks(), key);
    } else if (this.results.kind === "numbers") this.numbers.draw(this.inks());
  }
}

function renderResults(watchers: Watchers, { model, el }: View<Traits>): CleanUp {
  const page = new ResultsPage(model);
  el.append(page.root);
  const tellPainted = paintedTeller(model);
  const showFrame = () => {
    page.showState();
    tellPainted(model.get("frame"));
  };
  const calls = {
    "change:setup": () => page.showSetup(),
    "change:part": () => page.showChoice(),
    "change:focus": () => page.showChoice(),
    "change:results": () => page.showResults(),
    "change:examples": () => page.showExamples(),
    "change:frame": showFrame,
  } as const;
  for (const [event, call] of Object.entries(calls)) model.on(event as keyof typeof calls, call);
  page.showSetup();
  const stopWatching = watchers.watch(page.root, () => {
    page.showResults();
    showFrame();
  });
  return () => {
    stopWatching();
    page.stop();
    for (const [event, call] of Object.entries(calls)) model.off(event, call);
  };
}

export default watchedScript(renderResults);
