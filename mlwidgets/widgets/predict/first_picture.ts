// What stands first on a page, before its kernel has answered: the shipped network with a digit, which can be drawn on
// at once. The widget that comes later takes over what was drawn and asked for, and then this goes.

import type { CustomMessage, Model } from "../base/model.ts";
import { linkIn } from "../shell/page_address.ts";
import type { Traits } from "./flow_numbers.ts";
import { FlowSketch, renderFlow } from "./flow_view.ts";
import { SIDE } from "./pad_sketch.ts";

/** What the widget finds on the page. */
export interface FirstPicture {
  drawing: Uint8Array<ArrayBuffer> | null; // what was drawn, if anything was
  opened: number[];
  asked: CustomMessage[]; // what the learner has asked for, in order
  leave(): void;
}

declare global {
  interface Window {
    mlwidgetsFirstPicture?: FirstPicture;
  }
}

/** A model that no Python stands behind yet: it keeps what is set, and remembers what is asked. */
class LocalModel {
  readonly asked: CustomMessage[] = [];
  private readonly listeners = new Map<string, Set<() => void>>();
  private changed: string[] = [];

  constructor(private readonly traits: Traits) {}

  get<Name extends keyof Traits>(name: Name): Traits[Name] {
    return this.traits[name];
  }

  set<Name extends keyof Traits>(name: Name, value: Traits[Name]): void {
    this.traits[name] = value;
    this.changed.push(`change:${name}`);
  }

  save_changes(): void {
    const events = this.changed;
    this.changed = [];
    for (const event of events) this.listeners.get(event)?.forEach((call) => call());
  }

  on(event: string, call: () => void): void {
    if (!this.listeners.has(event)) this.listeners.set(event, new Set());
    this.listeners.get(event)!.add(call);
  }

  off(event: string, call: () => void): void {
    this.listeners.get(event)?.delete(call);
  }

  send(content: CustomMessage): void {
    if (content.kind !== "painted" && content.kind !== "reveal") this.asked.push(content);
  }
}

function viewOf(base64: string): DataView {
  return new DataView(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)).buffer);
}

/** The traits as the server has written them, with buffers in base64. */
function traitsFrom(text: string): Traits {
  const { frame, example, ...others } = JSON.parse(text);
  return {
    frame: { ...frame, weights: viewOf(frame.weights) },
    example: { ...example, x: viewOf(example.x) },
    drawing: new DataView(new ArrayBuffer(SIDE * SIDE)),
    update_interval: 100,
    run: "",
    message: "",
    visible: true,
    opened: [],
    reach: {},
    ...others,
  };
}

export default function start(): void {
  const root = document.getElementById("mlw-first");
  const data = root?.querySelector("script")?.textContent;
  const place = root?.querySelector<HTMLElement>(".mlw-flow-view > div");
  if (!root || !data || !place) return;
  if (document.querySelector(".mlw-flow")) {
    root.remove(); // the widget was quicker
    return;
  }
  if (linkIn(location.search, location.hash) !== null) {
    root.remove(); // the page will show something else
    return;
  }
  const local = new LocalModel(traitsFrom(data));
  const model = local as unknown as Model<Traits>; // all that the picture asks of one
  const flow = new FlowSketch(model);
  const shown = renderFlow(flow, { model, el: place });
  shown.soon();
  window.mlwidgetsFirstPicture = {
    get drawing() {
      return flow.isOwn ? flow.sketch.bytes : null;
    },
    get opened() {
      return local.get("opened");
    },
    asked: local.asked,
    leave() {
      shown.stop();
      root.remove();
      delete window.mlwidgetsFirstPicture;
    },
  };
}

start();
