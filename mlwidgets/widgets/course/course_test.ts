import {
  buttonWords,
  type Card,
  cardWords,
  entryKey,
  type Frame,
  hintWords,
  justSolved,
  moveFor,
  stateOf,
  stepWords,
  type Task,
  textKey,
} from "./lesson_model.ts";
import { areaInSight, sizeOf, WIDEST } from "./key_picture.ts";
import { leave, takeLeft } from "./lesson_left.ts";
import { closing } from "./lesson_text.ts";

function same(got: unknown, wanted: unknown): void {
  if (got !== wanted) throw new Error(`got ${got}, wanted ${wanted}`);
}
const card = (more: Partial<Card>): Card => ({
  name: "a",
  title: "A",
  goal: "g",
  minutes: 15,
  language: "en",
  tasks: 5,
  solved: 0,
  steps: 6,
  step: null,
  open: false,
  ...more,
});
const task = (more: Partial<Task>): Task => ({
  name: "t",
  html: "<p>q</p>",
  choices: [],
  entry: "number",
  note: "",
  hints: [],
  more: 0,
  tries: 0,
  solved: false,
  answer: null,
  ...more,
});
const key = (key: string, more: Partial<KeyboardEvent> = {}) => ({
  key,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  ...more,
});

Deno.test("a card says how far a learner is, and its button what it does", () => {
  same(cardWords(card({})), "15 min · 6 steps · 0 of 5 solved");
  same(cardWords(card({ solved: 5, step: 5 })), "15 min · 6 steps · 5 of 5 solved");
  same(cardWords(card({ tasks: 1, solved: 1, steps: 1 })), "15 min · 1 step · 1 of 1 solved");
  same(cardWords(card({ tasks: 0 })), "15 min · 6 steps");
  same(buttonWords(card({})), "Start");
  same(buttonWords(card({ step: 0 })), "Continue");
  same(buttonWords(card({ step: 2, solved: 5 })), "Open again");
  same(buttonWords(card({ step: 2, open: true })), "Go on");
});

Deno.test("a lesson without tasks is done when its last step has been open", () => {
  same(stateOf(card({ tasks: 0, step: 4 })), "begun");
  same(stateOf(card({ tasks: 0, step: 5 })), "done");
});

Deno.test("steps and hints are counted from 1", () => {
  same(stepWords(0, 7), "Step 1 of 7");
  same(hintWords(task({ more: 2 })), "Hint 1 of 2");
  same(hintWords(task({ hints: ["a"], more: 1 })), "Hint 2 of 2");
  same(hintWords(task({ more: 1 })), "Hint");
  same(hintWords(task({ hints: ["a", "b"] })), "");
});

Deno.test("keys go on and back, but not where text is typed", () => {
  same(moveFor(key("ArrowRight", { altKey: true }), false), 1);
  same(moveFor(key("ArrowLeft", { altKey: true }), false), -1);
  same(moveFor(key("PageDown"), false), 1);
  same(moveFor(key("PageUp"), false), -1);
  same(moveFor(key("ArrowRight"), false), 0); // it chooses among radio buttons
  same(moveFor(key("PageDown"), true), 0);
  same(moveFor(key("ArrowLeft", { altKey: true }), true), 0); // on a Mac, a word to the left
  same(moveFor(key("PageDown", { ctrlKey: true }), false), 0); // the browser's next tab
  same(moveFor(key("PageDown", { altKey: true }), false), 0);
  same(moveFor(key("constructor"), false), 0);
});

Deno.test("a hint or a reply draws neither the text nor the entry anew, other numbers draw the entry anew", () => {
  const frame: Frame = { lesson: "a", step: 1, html: "x", task: task({}) };
  const hinted = { ...frame, task: task({ hints: ["h"], tries: 2, answer: "3" }) };
  same(textKey(hinted), textKey(frame));
  same(entryKey(hinted), entryKey(frame));
  const drawn = { ...frame, task: task({ html: "<p>r</p>" }) };
  same(textKey(drawn), textKey(frame));
  same(entryKey(drawn) === entryKey(frame), false);
  same(textKey({ ...frame, step: 2 }) === textKey(frame), false);
});

Deno.test("a picture is taken when a task is solved on the page, and not when a solved one is opened", () => {
  const frame = (lesson: string, more: Partial<Task>): Frame => ({ lesson, step: 0, task: task(more) });
  same(justSolved(frame("a", {}), frame("a", { solved: true })), true);
  same(justSolved(frame("a", { solved: true }), frame("a", { solved: true })), false);
  same(justSolved({}, frame("a", { solved: true })), false);
  same(justSolved(frame("a", {}), frame("b", { solved: true })), false);
  same(justSolved(frame("a", { name: "s" }), frame("a", { solved: true })), false);
  same(justSolved(frame("a", {}), { lesson: "a", step: 1, task: null }), false);
});

Deno.test("a picture is small, keeps its proportions, and is of what can be seen", () => {
  same(JSON.stringify(sizeOf(960, 480)), JSON.stringify({ width: WIDEST, height: 240 }));
  same(JSON.stringify(sizeOf(300, 200)), JSON.stringify({ width: 300, height: 200 }));
  same(JSON.stringify(sizeOf(100, 9600)), JSON.stringify({ width: 10, height: 960 }));
  same(sizeOf(16, 400), null);
  same(sizeOf(NaN, 400), null);
  same(areaInSight({ left: -50, top: 0, right: 50, bottom: 20 }, 1280, 720), 1000);
  same(areaInSight({ left: 0, top: 720, right: 50, bottom: 900 }, 1280, 720), 0);
});

Deno.test("a full stop after a formula stays with it", () => {
  same(closing(". How it changes"), 1);
  same(closing("), and"), 2);
  same(closing(" and"), 0);
  same(closing("…"), 1);
});

Deno.test("the lesson that was left is told once", () => {
  same(takeLeft(), "");
  leave("1-data");
  same(takeLeft(), "1-data");
  same(takeLeft(), "");
});
