// What becomes of the Python behind a page, as Jupyter's connection reports it. What really happens in Voilà and
// JupyterLab, and how it is seen here:
//   the Python process dies          the server starts another: status "autorestarting"; our widgets are unknown to it
//   the session is shut down         the process says goodbye ("shutdown_reply"); the connection stays open, idle
//   it was replaced while offline    its reports of "busy" and "idle" carry another session id
//   the server stops, network fails  connection status "connecting", for minutes, then "disconnected"
//   the server comes back without it the server answers 404 for the session
// Hosts without a server (a static site, an editor) have no such address: there a 404 means nothing.

import type { CleanUp } from "../base/model.ts";

type Signal = {
  connect(call: (sender: unknown, value: never) => void): void;
  disconnect(call: (sender: unknown, value: never) => void): void;
};

/** What we use of JupyterLab's kernel connection. */
export interface Kernel {
  id: string;
  status: string;
  connectionStatus: string;
  isDisposed: boolean;
  serverSettings?: { baseUrl: string; token?: string };
  statusChanged: Signal;
  connectionStatusChanged: Signal;
  iopubMessage: Signal;
  disposed: Signal;
}
type Message = { header: { msg_type: string; session: string }; content: { execution_state?: string } };

export type Connection = "fine" | "lost" | "long" | "ended";

const PATIENCE = 2_000; // ms: a connection that drops for less is nobody's business
const LONG = 15_000;
const PROBE = 5_000;
const DEAD = new Set(["dead", "terminating", "restarting", "autorestarting"]);

/** Whether the server knows the session: true, false, or null if it cannot say. */
async function isKnown(kernel: Kernel): Promise<boolean | null> {
  if (!kernel.serverSettings) return null;
  const { baseUrl, token } = kernel.serverSettings;
  const headers: Record<string, string> = token ? { Authorization: `token ${token}` } : {};
  try {
    const answer = await fetch(`${baseUrl}api/kernels/${kernel.id}`, { headers, cache: "no-store" });
    if (answer.ok) return true;
    return answer.status === 404 ? false : null;
  } catch {
    return null;
  }
}

/**
 * Report "fine", "lost", "long" or, once and for all, "ended"; return a function that stops.
 *
 * `hasAddress` says whether the server is known to have an address for the session; else one good answer tells.
 */
export function watchKernel(
  kernel: Kernel,
  session: string,
  hasAddress: boolean,
  report: (state: Connection) => void,
): CleanUp {
  let over = false;
  let wasKnown = hasAddress;
  const timers = new Set<ReturnType<typeof setTimeout>>();

  const later = (call: () => void, wait: number, repeat = false) =>
    timers.add(repeat ? setInterval(call, wait) : setTimeout(call, wait));
  const calm = () => {
    timers.forEach(clearTimeout); // the two kinds of timer share their numbers
    timers.clear();
  };
  const end = () => {
    if (over) return;
    stop();
    report("ended");
  };
  const probe = async () => {
    const known = await isKnown(kernel);
    wasKnown ||= known === true;
    if (known === false && wasKnown) end();
  };

  const onStatus = (_: unknown, status: string) => {
    if (DEAD.has(status)) end();
  };
  const onConnection = (_: unknown, status: string) => {
    calm();
    if (status === "connected") {
      report("fine");
      probe();
    } else if (status === "disconnected") {
      end();
    } else {
      later(() => report("lost"), PATIENCE);
      later(() => report("long"), LONG);
      later(probe, PROBE, true);
    }
  };
  const onMessage = (_: unknown, { header, content }: Message) => {
    // The server also sends messages, under an id of its own, but none of these.
    const own = header.msg_type === "status" && ["busy", "idle"].includes(content.execution_state ?? "");
    if (header.msg_type === "shutdown_reply" || (own && session && header.session !== session)) end();
  };
  const onReturn = () => {
    if (document.visibilityState === "visible") probe();
  };

  const signals: [Signal, (sender: unknown, value: never) => void][] = [
    [kernel.statusChanged, onStatus],
    [kernel.connectionStatusChanged, onConnection],
    [kernel.iopubMessage, onMessage],
    [kernel.disposed, end],
  ];
  const stop = () => {
    over = true;
    calm();
    for (const [signal, call] of signals) signal.disconnect(call);
    document.removeEventListener("visibilitychange", onReturn);
    globalThis.removeEventListener("pageshow", onReturn);
  };
  for (const [signal, call] of signals) signal.connect(call);
  document.addEventListener("visibilitychange", onReturn);
  globalThis.addEventListener("pageshow", onReturn); // "back" may bring a page back whose session is over
  if (DEAD.has(kernel.status) || kernel.isDisposed) end();
  else if (kernel.connectionStatus !== "connected") onConnection(kernel, kernel.connectionStatus);
  else probe();
  return stop;
}
