// What stands in data.js beside the page: written by mlwidgets/interchange/web/page.py.

import type { Inputs } from "./inputs.ts";
import type { Reading } from "./answer.ts";

export interface Training {
  loss: { name: string; from_logits: boolean; label_smoothing: number; delta: number };
  optimizer: { name: string; settings: (number | boolean)[] };
  learning_rate: number;
  batch_size: number;
  note: string;
}
export interface SentExamples {
  x: string; // base64: a picture's pixels as bytes; a point's x₁ and x₂ as float32
  y: number[]; // class numbers, or numbers in their unit
}
export interface PageData {
  title: string;
  inputs: Inputs;
  reading: Reading;
  training: Training;
  examples: SentExamples | null;
  model: { modelTopology: unknown; weightsManifest: { weights: unknown[] }[] }; // model.json
  weights: string; // its shards, one after the other, in base64
}

export function bytesFrom(base64: string): Uint8Array<ArrayBuffer> {
  const letters = atob(base64);
  const bytes = new Uint8Array(letters.length);
  for (let at = 0; at < letters.length; at += 1) bytes[at] = letters.charCodeAt(at);
  return bytes;
}
