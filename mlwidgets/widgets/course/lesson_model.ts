// What the course's scripts know without drawing anything: what Python sends, words, and keys.

import { counted, t } from "../base/language.ts";

/** A lesson on its card. */
export interface Card {
  name: string;
  title: string;
  goal: string;
  minutes: number;
  language: string;
  tasks: number;
  solved: number;
  steps: number;
  step: number | null; // that was open last, from 0; null if it has never been open
  open: boolean;
}

export interface Task {
  name: string;
  html: string;
  choices: string[];
  entry: "choice" | "number" | "text" | "state";
  note: string;
  hints: string[]; // those that have been shown
  more: number; // hints that are left
  tries: number;
  solved: boolean;
  answer: string | number | null; // that was given to what is asked now
}

export interface Reply {
  html: string;
  kind: "right" | "wrong" | "waiting" | "fault";
  serial: number;
}

/** What the column shows; without a lesson, nothing. */
export interface Frame {
  lesson?: string;
  linked?: boolean; // whether its name opens it anywhere: one that is being tried out is nowhere yet
  title?: string;
  language?: string;
  step?: number;
  steps?: string[];
  html?: string;
  task?: Task | null;
  reply?: Reply | null;
}

const TEXT = {
  step: (at: number, count: number) => t("Step {at} of {count}", { at, count }),
  minutes: (count: number) => t("{count} min", { count }),
  steps: (count: number) => counted(count, "{count} step", "{count} steps"),
  solved: (solved: number, tasks: number) => t("{solved} of {tasks} solved", { solved, tasks }),
  hint: (next: number, count: number) => (count === 1 ? t("Hint") : t("Hint {next} of {count}", { next, count })),
  buttons: { new: t("Start"), begun: t("Continue"), done: t("Open again"), open: t("Go on") },
};

export const stepWords = (at: number, count: number): string => TEXT.step(at + 1, count);

/** How far a learner is in a lesson. */
export function stateOf(card: Card): keyof typeof TEXT.buttons {
  if (card.open) return "open";
  if (card.step === null) return "new";
  const done = card.solved === card.tasks && (card.tasks > 0 || card.step === card.steps - 1);
  return done ? "done" : "begun";
}

export const buttonWords = (card: Card): string => TEXT.buttons[stateOf(card)];

/** "15 min · 6 steps · 2 of 5 solved". */
export function cardWords(card: Card): string {
  const words = [TEXT.minutes(card.minutes), TEXT.steps(card.steps)];
  if (card.tasks) words.push(TEXT.solved(card.solved, card.tasks));
  return words.join(" · ");
}

/** What stands on the button for the next hint; empty if there is none. */
export function hintWords(task: Task): string {
  const count = task.hints.length + task.more;
  return task.more ? TEXT.hint(task.hints.length + 1, count) : "";
}

/** What changes a step's text, and what changes how its task is answered: only then is that drawn anew. */
export const textKey = (frame: Frame): string => JSON.stringify([frame.lesson, frame.step]);
export const entryKey = (frame: Frame): string =>
  JSON.stringify([frame.lesson, frame.step, frame.task?.html, frame.task?.choices, frame.task?.entry]);

/** Whether a task that was on the page, and was not solved, is solved now. */
export function justSolved(before: Frame, now: Frame): boolean {
  const [was, is] = [before.task, now.task];
  if (!was || !is || before.lesson !== now.lesson || was.name !== is.name) return false;
  return is.solved && !was.solved;
}

const MOVES = new Map([["PageUp", -1], ["PageDown", 1]]);
const ALT_MOVES = new Map([["ArrowLeft", -1], ["ArrowRight", 1]]);

/** How many steps a key goes on: Alt with an arrow, or Page Up and Page Down. Where text is typed, keys are for the text. */
export function moveFor(
  { key, altKey, ctrlKey, metaKey, shiftKey }: Pick<
    KeyboardEvent,
    "key" | "altKey" | "ctrlKey" | "metaKey" | "shiftKey"
  >,
  typing: boolean,
): number {
  if (typing || ctrlKey || metaKey || shiftKey) return 0;
  return (altKey ? ALT_MOVES : MOVES).get(key) ?? 0;
}
