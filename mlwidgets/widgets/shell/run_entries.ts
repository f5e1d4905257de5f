// What is known of the runs that a browser keeps: whatever stands in its storage is looked at before it is used.

import { language, t, written } from "../base/language.ts";

/** What the page says of a run. */
export interface About {
  data: string;
  updates: number;
}
/** A kept run, without its content. */
export interface Entry {
  id: string;
  page: string;
  saved: number; // ms since 1970
  size: number; // bytes
  about: About;
}

const MOST_RUNS = 3;
export const MOST_BYTES = 24 * 2 ** 20; // all runs together
const LONGEST = 200;
const LOCALE = language === "en" ? "en-GB" : language;

const isText = (value: unknown): value is string => typeof value === "string" && value.length <= LONGEST;
const isCount = (value: unknown): value is number => typeof value === "number" && value >= 0 && value < 2 ** 53;

/** Return what was found as an entry; null if it is none. */
export function asEntry(found: unknown): Entry | null {
  if (typeof found !== "object" || found === null) return null;
  const { id, page, saved, size, about } = found as Record<string, unknown>;
  if (!isText(id) || !isText(page) || !isCount(saved) || !isCount(size)) return null;
  if (typeof about !== "object" || about === null) return null;
  const { data, updates } = about as Record<string, unknown>;
  if (!isText(data) || !isCount(updates)) return null;
  return { id, page, saved, size, about: { data, updates } };
}

const newestFirst = (entries: readonly Entry[]): Entry[] => [...entries].sort((one, two) => two.saved - one.saved);

/** Return the run to offer: the newest of such a page that is neither this session's nor that of one still open. */
export function offered(entries: readonly Entry[], page: string, own: string, open: ReadonlySet<string>): Entry | null {
  return newestFirst(entries).find((one) => one.page === page && one.id !== own && !open.has(one.id)) ?? null;
}

/** Return the runs that are too many or too large; the session's own stays. */
export function surplus(entries: readonly Entry[], own: string): Entry[] {
  let bytes = 0;
  const first = entries.filter((one) => one.id === own);
  const ordered = [...first, ...newestFirst(entries.filter((one) => one.id !== own))];
  return ordered.filter((one, at) => {
    bytes += one.size;
    return at >= MOST_RUNS || (bytes > MOST_BYTES && one.id !== own);
  });
}

/** Say how much so many bytes are: "24 KB". */
export function sizeWords(bytes: number): string {
  return bytes < 2 ** 20
    ? `${Math.max(1, Math.round(bytes / 2 ** 10))} KB`
    : written(`${Number((bytes / 2 ** 20).toPrecision(3))} MB`);
}

/** Say when that was: "today at 14:05", "yesterday at 9:30", "on 24 Nov at 14:05". */
export function timeWords(saved: number, now: number): string {
  const then = new Date(saved);
  const time = then.toLocaleTimeString(LOCALE, { hour: "numeric", minute: "2-digit" });
  const dayOf = (ms: number) => new Date(ms).toDateString();
  const yesterday = new Date(now);
  yesterday.setDate(yesterday.getDate() - 1);
  if (dayOf(now) === dayOf(saved)) return t("today at {time}", { time });
  if (yesterday.toDateString() === dayOf(saved)) return t("yesterday at {time}", { time });
  return t("on {day} at {time}", { day: then.toLocaleDateString(LOCALE, { day: "numeric", month: "short" }), time });
}
