// How often a script sends while something is dragged.

import type { CleanUp } from "./model.ts";

/** Send at once, then at most once per interval; the last request is always served. */
export function makeSender(
  send: () => void,
  interval: () => number,
): { request: () => void; flush: () => void; stop: CleanUp } {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let waiting = false;
  const serve = () => {
    timer = null;
    if (!waiting) return;
    waiting = false;
    send();
    timer = setTimeout(serve, interval());
  };
  const calm = () => {
    if (timer !== null) clearTimeout(timer);
  };
  return {
    request() {
      waiting = true;
      if (timer === null) serve();
    },
    flush() {
      calm();
      serve();
    },
    stop() {
      if (waiting) send();
      calm();
    },
  };
}
