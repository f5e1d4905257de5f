// What becomes of the Python behind a page, as Jupyter's connection reports it. What really happens in Voilà and
// JupyterLab, and how it is seen here:
//   the Python process dies          the server starts another: status "autorestarting"; our widgets are unknown to it
//   the session is shut down         the process says goodbye ("shutdown_reply"); the connection stays open, idle
//   it was replaced while offline    its reports of "busy" and "idle" carry another session id
//   the server stops, network fails  connection status "connecting", for minutes, then "disconnected"
//   the network is gone, in silence  nothing changes for 90 s: only a question that is not answered shows it
//   the server gave the socket up    the same, but it answers, and counts no connection
//   the server comes back without it the server answers 404 for the session
// Hosts without a server (a static site, an editor) have no such address: there a 404 means nothing.

import { Heartbeat } from "./heartbeat.ts";

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
  reconnect(): Promise<void>;
  statusChanged: Signal;
  connectionStatusChanged: Signal;
  iopubMessage: Signal;
  disposed: Signal;
}
type Message = {
  header: { msg_type: string; session: string };
  content: { execution_state?: string; data?: { content?: { kind?: string } } };
};

/** "quiet": the connection looks open, and the server answers nothing. */
export type Connection = "fine" | "lost" | "long" | "quiet" | "ended";

/** What to hear of a kernel. */
export interface Hearing {
  /** The connection is in another state now; "ended" is the last. */
  report(state: Connection): void;
  /** Python has sent something; `unasked` if it is no answer to a question whether it is alive. */
  hear(unasked: boolean): void;
  /** Whether anybody sees whoever hears. */
  seen(): boolean;
}

export interface Watch {
  /** Somebody does something. */
  act(): void;
  stop(): void;
}

const PATIENCE = 2_000; // ms: a connection that drops for less is nobody's business
const LONG = 15_000;
const PROBE = 5_000;
const PATIENCE_WITH_SERVER = 5_000; // ms until a question is given up, and asked again on another connection
const DEAD = new Set(["dead", "terminating", "restarting", "autorestarting"]);

/** What a server says of a session: whether it knows it (null if it cannot say), and how many sockets lead to it. */
interface Answer {
  known: boolean | null;
  sockets: number | null;
}

/** Ask the server for the session; reject if it does not answer. That keeps neither of them from falling asleep. */
async function askServer(kernel: Kernel): Promise<Answer> {
  if (!kernel.serverSettings) return { known: null, sockets: null };
  const { baseUrl, token } = kernel.serverSettings;
  const headers: Record<string, string> = token ? { Authorization: `token ${token}` } : {};
  // JupyterHub asks for this cookie's value even where nothing is changed.
  const xsrf = /(?:^|; )_xsrf=([^;]*)/.exec(document.cookie)?.[1];
  if (xsrf) headers["X-XSRFToken"] = xsrf;
  const address = `${baseUrl}api/kernels/${kernel.id}?no_track_activity=1`;
  const signal = AbortSignal.timeout(PATIENCE_WITH_SERVER);
  const answer = await fetch(address, { headers, cache: "no-store", signal });
  if (!answer.ok) return { known: answer.status === 404 ? false : null, sockets: null };
  const { connections } = await answer.json().catch(() => ({}));
  return { known: true, sockets: typeof connections === "number" ? connections : null };
}

/**
 * Watch a kernel until it has ended, or until this is stopped.
 *
 * `hasAddress` says whether the server is known to have an address for the session; else one good answer tells.
 */
export function watchKernel(
  kernel: Kernel,
  session: string,
  hasAddress: boolean,
  { report, hear, seen }: Hearing,
): Watch {
  let over = false;
  let lonely = 0; // answers in a row that knew of no socket
  let wasKnown = hasAddress;
  let wasAway = false; // whether the last question found no server
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
  const ask = async (): Promise<boolean | null> => {
    const { known, sockets } = await askServer(kernel);
    wasKnown ||= known === true;
    if (known === false && wasKnown) end();
    lonely = sockets === 0 && isConnected() ? lonely + 1 : 0;
    if (lonely < 2 || over) return known;
    lonely = 0;
    reconnect();
    return known;
  };
  const reconnect = () => kernel.reconnect().catch(() => {}); // whether it comes up is told as ever
  const probe = async () => {
    const known = await ask().catch(() => null); // who cannot be reached says nothing
    // Jupyter would try again only within the next minute, and a session whose page is away for long is ended.
    if (known && wasAway && !isConnected() && !over) reconnect();
    wasAway = !known;
  };
  const isConnected = () => kernel.connectionStatus === "connected";
  const beat = new Heartbeat(
    () => ask().then(() => {}),
    // In a notebook the notebook itself watches the connection.
    () => hasAddress && !over && isConnected() && document.visibilityState === "visible" && seen(),
    (answers) => isConnected() && !over && report(answers ? "fine" : "quiet"),
  );

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
    beat.hear();
    const own = header.msg_type === "status" && ["busy", "idle"].includes(content.execution_state ?? "");
    if (header.msg_type === "shutdown_reply" || (own && session && header.session !== session)) end();
    else if (own) hear(false);
    else if (header.msg_type === "comm_msg") hear(content.data?.content?.kind !== "pong");
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
    beat.stop();
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
  if (!over) beat.start();
  return { act: () => beat.act(), stop };
}
