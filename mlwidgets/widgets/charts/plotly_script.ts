// Plotly's script, which comes from Python once a page, when the first chart is seen.

import type { Model } from "../base/model.ts";

/** What plotly's own widget code expects: it believes that it talks to a Jupyter model. */
export interface Bridge {
  get(name: string): unknown;
  set(name: string, value: Record<string, unknown>): void;
  on(name: string, call: () => void): void;
  save_changes(): void;
}
export interface PlotlyWidget {
  initialize(context: { model: Bridge }): void;
  render(context: { el: HTMLElement }): () => void;
}
export type PlotlyScript = { default: () => PlotlyWidget };

/** The traits that loading the script needs. */
export interface ScriptTraits {
  _plotly_version: string;
  _wait: number;
}

interface Answer {
  parts: number;
  buffer: DataView<ArrayBuffer>;
}

const PAUSE = 1_000; // ms in which another chart may try first

class Silence extends Error {} // nobody answered

/** Send a question and wait for the answer with the same id. */
function ask(
  model: Model<ScriptTraits>,
  question: Record<string, unknown>,
  wait: number,
  signal: AbortSignal,
): Promise<Answer> {
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
    const hear = (content: { id?: string; parts: number }, buffers: DataView[]) => {
      if (content.id !== id) return;
      stop();
      resolve({ parts: content.parts, buffer: buffers[0] as DataView<ArrayBuffer> });
    };
    const timer = setTimeout(fail, wait);
    signal.addEventListener("abort", fail);
    model.on("msg:custom", hear);
    model.send({ ...question, id });
  });
}

async function fetchScript(model: Model<ScriptTraits>, wait: number, signal: AbortSignal): Promise<PlotlyScript> {
  const packed = typeof DecompressionStream === "function";
  const pieces: DataView<ArrayBuffer>[] = [];
  for (let parts = 1; pieces.length < parts;) {
    const answer = await ask(model, { kind: "script", part: pieces.length, packed }, wait, signal);
    parts = answer.parts;
    pieces.push(answer.buffer);
  }
  let stream = new Blob(pieces).stream() as ReadableStream<Uint8Array<ArrayBuffer>>;
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
function sharedScript(
  model: Model<ScriptTraits>,
  wait: number,
  signal: AbortSignal,
): { script: Promise<PlotlyScript>; mine: boolean } {
  const key = Symbol.for(`mlwidgets: plotly ${model.get("_plotly_version")}`);
  const page = globalThis as unknown as Record<symbol, Promise<PlotlyScript> | undefined>;
  const known = page[key];
  if (known) return { script: known, mine: false };
  const script = fetchScript(model, wait, signal);
  page[key] = script;
  script.catch(() => delete page[key]);
  return { script, mine: true };
}

/** The script, however long it takes; null when the chart has left the page before. `slow` is called while it waits. */
export async function loadPlotly(
  model: Model<ScriptTraits>,
  signal: AbortSignal,
  slow: () => void,
): Promise<PlotlyScript | null> {
  for (let wait = model.get("_wait"); !signal.aborted; wait *= 2) {
    const { script, mine } = sharedScript(model, wait, signal);
    try {
      return await script;
    } catch (problem) {
      if (!(problem instanceof Silence)) throw problem;
      slow();
      if (mine) await new Promise((resume) => setTimeout(resume, PAUSE));
    }
  }
  return null;
}
