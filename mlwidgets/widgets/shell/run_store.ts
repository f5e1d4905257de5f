// Runs in the browser's own storage (IndexedDB). Every call may fail: in a private window, when the storage is full.

import { asEntry, type Entry, surplus } from "./run_entries.ts";

const DATABASE = "mlwidgets";
const ENTRIES = "runs", CONTENTS = "contents";
const PROGRESS = "progress"; // the course's, among the contents: the storage needs no other form for it
const SWITCH = "mlwidgets-keep";

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const finished = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });

let opened: Promise<IDBDatabase> | null = null;

function database(): Promise<IDBDatabase> {
  opened ??= new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1); // throws where pages may not store anything
    request.onupgradeneeded = () => {
      request.result.createObjectStore(ENTRIES, { keyPath: "id" });
      request.result.createObjectStore(CONTENTS);
    };
    request.onblocked = () => reject(new Error("blocked"));
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      request.result.onversionchange = request.result.onclose = () => opened = null;
      resolve(request.result);
    };
  }).catch((error) => {
    opened = null;
    throw error;
  });
  return opened;
}

async function both(mode: IDBTransactionMode): Promise<[IDBObjectStore, IDBObjectStore, IDBTransaction]> {
  const transaction = (await database()).transaction([ENTRIES, CONTENTS], mode);
  return [transaction.objectStore(ENTRIES), transaction.objectStore(CONTENTS), transaction];
}

/** Return all entries; what is none is thrown away. */
export async function listRuns(): Promise<Entry[]> {
  const [entries] = await both("readonly");
  const keys = await done(entries.getAllKeys());
  const found = (await done(entries.getAll())).map(asEntry);
  const odd = keys.filter((_, at) => found[at] === null);
  if (odd.length) await removeRuns(odd);
  return found.filter((one) => one !== null);
}

/** Return the content of a run; null if there is none. */
export async function readRun(id: string): Promise<ArrayBuffer | null> {
  const [, contents] = await both("readonly");
  const found: unknown = await done(contents.get(id));
  return found instanceof ArrayBuffer ? found : null;
}

/** Keep a run in place of the session's last one, and let go of what is too much. */
export async function keepRun(entry: Entry, content: ArrayBuffer): Promise<void> {
  const put = async () => {
    const [entries, contents, transaction] = await both("readwrite");
    entries.put(entry);
    contents.put(content, entry.id);
    await finished(transaction);
  };
  try {
    await put();
  } catch (error) {
    if (!(error instanceof DOMException) || error.name !== "QuotaExceededError") throw error;
    const others = (await listRuns()).filter((one) => one.id !== entry.id);
    const oldest = others.sort((one, two) => one.saved - two.saved)[0];
    if (!oldest) throw error;
    await removeRuns([oldest.id]);
    await put();
  }
  await removeRuns(surplus(await listRuns(), entry.id).map((one) => one.id));
}

export async function removeRuns(ids: IDBValidKey[]): Promise<void> {
  if (!ids.length) return;
  const [entries, contents, transaction] = await both("readwrite");
  for (const id of ids) {
    entries.delete(id);
    contents.delete(id);
  }
  await finished(transaction);
}

// ---- what has been done in the course: one text for everything that this browser opens ----

/** Return the progress that is kept here; null if there is none. */
export async function readProgress(): Promise<string | null> {
  const [, contents] = await both("readonly");
  const found: unknown = await done(contents.get(PROGRESS));
  return typeof found === "string" ? found : null;
}

export async function keepProgress(text: string): Promise<void> {
  const [, contents, transaction] = await both("readwrite");
  contents.put(text, PROGRESS);
  await finished(transaction);
}

export const forgetProgress = (): Promise<void> => removeRuns([PROGRESS]);

// ---- pictures of what was seen when tasks were solved, by lesson and task ----

const PICTURE = "picture/"; // before their names, among the contents
const PICTURES = (): IDBKeyRange => IDBKeyRange.bound(PICTURE, `${PICTURE}\uffff`);

export async function readPictures(): Promise<Map<string, ArrayBuffer>> {
  const [, contents] = await both("readonly");
  const [keys, found] = await Promise.all([done(contents.getAllKeys(PICTURES())), done(contents.getAll(PICTURES()))]);
  const pictures = new Map<string, ArrayBuffer>();
  keys.forEach((key, at) => {
    if (found[at] instanceof ArrayBuffer) pictures.set(String(key).slice(PICTURE.length), found[at]);
  });
  return pictures;
}

export async function keepPicture(name: string, content: ArrayBuffer): Promise<void> {
  const [, contents, transaction] = await both("readwrite");
  contents.put(content, PICTURE + name);
  await finished(transaction);
}

export async function forgetPictures(): Promise<void> {
  const [, contents, transaction] = await both("readwrite");
  contents.delete(PICTURES());
  await finished(transaction);
}

// ---- whether runs are kept at all: a wish of whoever uses this browser ----

export function keepsRuns(): boolean {
  try {
    return localStorage.getItem(SWITCH) !== "off";
  } catch {
    return true;
  }
}

export function switchKeeping(on: boolean): void {
  try {
    if (on) localStorage.removeItem(SWITCH);
    else localStorage.setItem(SWITCH, "off");
  } catch {
    // then it holds for this page only
  }
}

// ---- sessions that are still open ----

const lockOf = (id: string) => `mlwidgets-run-${id}`;

/** Let other pages know that a session is open, until the page is closed or what is returned is called. */
export function holdOpen(id: string): () => void {
  let release = () => {};
  const held = new Promise<void>((resolve) => release = resolve);
  navigator.locks?.request(lockOf(id), { mode: "shared" }, () => held).catch(() => {});
  return () => release();
}

/** Return which of these runs belong to sessions that are still open; none where no browser can tell. */
export async function openRuns(entries: readonly Entry[]): Promise<Set<string>> {
  const held = (await navigator.locks?.query())?.held ?? [];
  const names = new Set(held.map((lock) => lock.name));
  return new Set(entries.filter((one) => names.has(lockOf(one.id))).map((one) => one.id));
}
