// The link in the page's address: read once, and again whenever somebody puts another one there.

import type { CleanUp } from "../base/model.ts";
import { onSight } from "../base/sight.ts";

declare global {
  interface Window {
    mlwidgetsOpenedLinks?: Set<string>; // on the window, because every widget has its own copy of this module
  }
}

const MOST = 250_000; // characters: Python says of a longer one that it is too long
const STEP = 50; // ms between two looks at what the host is making
const STILL = 400; // ms without news after which a page stands
const STILL_AT_LAST = 10_000; // ms: something may move all the time
const OURS = /(^|[#?&])(mlw|lesson)=[^#&]/;
const PLAYGROUND = /#(.*&)?(activation|dataset|networkShape|problem)=/;

/** What a page is asked to open, from the two parts of its address that may hold it; null if nothing. */
export function linkIn(search: string, hash: string): string | null {
  const found = [hash, search].find((part) => OURS.test(part)) ?? (PLAYGROUND.test(hash) ? hash : null);
  return found === null ? null : found.slice(0, MOST);
}

/** Call back once nothing has come to a part of the page for a moment; returns how to stop. */
function whenStill(root: Element, call: () => void): CleanUp {
  let timer: ReturnType<typeof setTimeout>;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(done, STILL);
  };
  const observer = new MutationObserver(wait);
  const limit = setTimeout(() => done(), STILL_AT_LAST);
  const stop = () => {
    clearTimeout(timer);
    clearTimeout(limit);
    observer.disconnect();
  };
  const done = () => {
    stop();
    call();
  };
  observer.observe(root, { childList: true, subtree: true });
  wait();
  return stop;
}

/** What a widget's host knows of all models on the page; ipywidgets calls it the manager. */
interface Host {
  _models?: Record<string, Promise<{ views?: Record<string, Promise<unknown>> }>>;
}

/** Wait until the host has made every view that it has begun to make, and those that they bring along. */
async function whenMade(host: Host | undefined): Promise<void> {
  for (let before = -1;;) {
    const models = await Promise.allSettled(Object.values(host?._models ?? {}));
    const made = models.flatMap((one) => one.status === "fulfilled" ? Object.values(one.value.views ?? {}) : []);
    await Promise.allSettled(made);
    if (made.length === before) return;
    before = made.length;
    await new Promise((go) => setTimeout(go, STEP));
  }
}

/** The links that this page has opened: what is built anew on it does not open them again. */
function openedLinks(): Set<string> {
  return window.mlwidgetsOpenedLinks ??= new Set();
}

/** Take note that Python itself has opened what the address says behind its question mark. */
export function queryIsOpened(): void {
  const link = linkIn(location.search, "");
  if (link !== null) openedLinks().add(link);
}

/** Call back with the link in the page's address, when the page stands and after every change of it.
 *
 * `el` is where a widget of `model` is drawn, `home` finds what has to stand around it: null if it is not to open
 * links. A link that came while parts of the page are still on their way would take away what the host is putting in.
 */
export function watchAddress(
  model: unknown,
  el: HTMLElement,
  home: () => Element | null,
  open: (link: string) => void,
): CleanUp {
  if (!("voila" in document.body.dataset)) return () => {}; // a notebook has an address of its own
  const take = (link: string | null) => {
    if (link === null) return;
    openedLinks().add(link);
    open(link);
  };
  // Back from a link leads to what the rest of the address says; a place on the page is no link.
  const changed = () => take(linkIn(location.hash.length > 1 ? "" : location.search, location.hash));
  let stopWaiting = () => {};
  const stopLooking = onSight(el, (seen) => {
    const root = seen ? home() : null;
    if (root === null) return;
    stopLooking();
    let wanted = true;
    stopWaiting = () => wanted = false;
    void whenMade((model as { widget_manager?: Host }).widget_manager).then(() => {
      if (!wanted) return;
      stopWaiting = whenStill(root, () => {
        const link = linkIn(location.search, location.hash);
        take(link !== null && openedLinks().has(link) ? null : link);
        addEventListener("hashchange", changed);
      });
    });
  });
  return () => {
    stopLooking();
    stopWaiting();
    removeEventListener("hashchange", changed);
  };
}
