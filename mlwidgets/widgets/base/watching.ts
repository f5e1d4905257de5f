// Pictures that come many times a second. Each is painted in the next frame of the browser, and
// only where somebody sees it; then Python is told, and until then it sends no other.

import type { CleanUp, Model, View } from "./model.ts";
import { onSight } from "./sight.ts";

const LONGEST_WAIT = 1_000; // ms after which the next picture is asked for on a page that never rests
const SHORT_WAIT = 50; // ms for browsers that do not tell when they rest

/** Call as soon as the page has nothing else to do: other charts, and above all the learner's hand, come first. */
export function whenIdle(call: () => void): void {
  if (typeof requestIdleCallback === "function") requestIdleCallback(call, { timeout: LONGEST_WAIT });
  else setTimeout(call, SHORT_WAIT);
}

/** Call in the next frame, once for as many requests as there are before it. */
export function inNextFrame(call: () => void): { soon(): void; stop(): void } {
  let frame: number | null = null;
  return {
    soon() {
      frame ??= requestAnimationFrame(() => {
        frame = null;
        call();
      });
    },
    stop() {
      if (frame !== null) cancelAnimationFrame(frame);
      frame = null;
    },
  };
}

/** Return what tells Python that a picture has been painted, once for each that wants it, when the page rests. */
export function paintedTeller(
  model: { send(content: { kind: string; serial: number }): void },
): (frame: { serial: number; told: boolean }) => void {
  let last = -1;
  return ({ serial, told }) => {
    if (!told || last === serial) return;
    last = serial;
    whenIdle(() => model.send({ kind: "painted", serial }));
  };
}

/** Tells Python whether any view of the model is on the screen: what nobody sees costs nothing. */
export function makeWatchers(model: Model<{ visible: boolean }>): {
  watch(root: HTMLElement, show: () => void): CleanUp;
} {
  const seen = new Set<HTMLElement>();
  const tell = () => {
    const visible = seen.size > 0;
    if (model.get("visible") === visible) return;
    model.set("visible", visible);
    model.save_changes();
  };
  return {
    watch(root, show) {
      const stop = onSight(root, (isSeen) => {
        if (isSeen) seen.add(root);
        else seen.delete(root);
        if (isSeen) show();
        tell();
      });
      return () => {
        stop();
        seen.delete(root);
        tell();
      };
    },
  };
}

export type Watchers = ReturnType<typeof makeWatchers>;

/** Return the script of a widget that tells Python whether it is seen; anywidget calls it once per model. */
export function watchedScript<Traits extends { visible: boolean }>(
  render: (watchers: Watchers, view: View<Traits>) => CleanUp,
): () => { initialize(context: { model: Model<Traits> }): void; render(view: View<Traits>): CleanUp } {
  return () => {
    let watchers: Watchers;
    return {
      initialize({ model }) {
        watchers = makeWatchers(model as unknown as Model<{ visible: boolean }>);
      },
      render: (view) => render(watchers, view),
    };
  };
}
