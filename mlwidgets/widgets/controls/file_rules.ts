// Which files are taken, judged in the page before anything is sent, and by the rules that Python sent.

import { grouped } from "../base/language.ts";
/** What a file is called, and the bytes at some offset that tell. */
type FileMark = [kind: string, offset: number, mark: number[]];
export interface FileRules {
  kinds: FileMark[];
  text: string; // what a text file is called
  unknown: string; // and what a file of which nothing is known
  words: Record<string, string>; // how each kind is shown
  good: string[]; // the kinds that can be read
  limit: number;
  accept: string;
  hint: string;
  empty: string;
  large: string;
  kind: string;
  several: string;
  progress: string;
  pastes: boolean;
  most: number; // files that may be chosen at once
}

const HEAD = 1024; // bytes that tell what a file is
const LONGEST_NAME = 40;

/** Put values into a sentence where their names stand in braces. */
export const filled = (sentence: string, values: Record<string, string | number>): string =>
  sentence.replace(/\{(\w+)\}/g, (all, name) => String(values[name] ?? all));

/** The name of a file as it can stand in a sentence: nothing invisible in it, and not too long. */
export function shownName(name: string): string {
  const letters = [...name.replace(/\p{C}/gu, "").trim()];
  if (letters.length > LONGEST_NAME) letters.splice(LONGEST_NAME - 12, letters.length - LONGEST_NAME + 1, "…");
  return letters.join("") || "file";
}

export const megabytes = (size: number): string =>
  grouped(Math.ceil((size / 2 ** 20) * 10) / 10, { minimumFractionDigits: 1 });

function isText(head: Uint8Array): boolean {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return true; // UTF-16
  try {
    // As a stream, a letter may be cut in two at the end.
    const text = new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    // deno-lint-ignore no-control-regex -- they are what tells a binary file from a text
    return text !== "" && !/[\x00-\x08\x0e-\x1f\x7f]/.test(text);
  } catch {
    return false;
  }
}

/** What a file is, by the table that Python sent. */
export function kindOf(head: Uint8Array, rules: Pick<FileRules, "kinds" | "text" | "unknown">): string {
  const text = isText(head);
  for (const [kind, offset, mark] of rules.kinds) {
    const fits = mark.every((byte, index) => head[offset + index] === byte);
    if (fits && (mark.length > 2 || !text)) return kind;
  }
  return text ? rules.text : rules.unknown;
}

/** Why a file cannot be taken, or nothing. Throws if it cannot be read at all. */
export async function complaintAbout(file: File, name: string, rules: FileRules): Promise<string> {
  const { limit } = rules;
  if (file.size === 0) return filled(rules.empty, { name });
  if (file.size > limit) return filled(rules.large, { name, size: megabytes(file.size), limit: limit / 2 ** 20 });
  const kind = kindOf(new Uint8Array(await file.slice(0, HEAD).arrayBuffer()), rules);
  return rules.good.includes(kind) ? "" : filled(rules.kind, { name, kind: rules.words[kind] ?? kind });
}
