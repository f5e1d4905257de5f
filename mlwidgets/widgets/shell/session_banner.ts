// Says when the Python session behind the page is gone. It listens to Jupyter's connection and to the messages that
// pass anyway; it asks the server only while the connection is down or the page comes back, so that an idle session
// is not kept alive.
//
// What really happens in Voilà and JupyterLab, and how it is seen here:
//   the Python process dies          the server starts another: status "autorestarting"; our widgets are unknown to it
//   the session is shut down         the process says goodbye ("shutdown_reply"); the connection stays open, idle
//   it was replaced while offline    its reports of "busy" and "idle" carry another session id
//   the server stops, network fails  connection status "connecting", for minutes, then "disconnected"
//   the server comes back without it the server answers 404 for the session

const TEXT = {
  lost: "Connection lost, trying again…",
  long: "The connection is still lost, trying again… If the server was stopped, start it, then reload the page.",
  ended: "This session has ended.",
  page: "Reload the page to start again.",
  notebook: "Run the cell again to start afresh.",
  reload: "Reload",
};
const PATIENCE = 2_000; // ms: a connection that drops for less is nobody's business
const LONG = 15_000;
const PROBE = 5_000;
const DEAD = new Set(["dead", "terminating", "restarting", "autorestarting"]);

/** Whether the server knows the session: true, false, or null if it cannot say. */
async function isKnown(kernel) {
  const { baseUrl, token } = kernel.serverSettings;
  const headers = token ? { Authorization: `token ${token}` } : {};
  try {
    const answer = await fetch(`${baseUrl}api/kernels/${kernel.id}`, { headers, cache: "no-store" });
    if (answer.ok) return true;
    return answer.status === 404 ? false : null;
  } catch {
    return null;
  }
}

/** Report "fine", "lost", "long" or, once and for all, "ended"; return a function that stops. */
function watch(kernel, session, report) {
  let over = false;
  const timers = new Set();

  const later = (call, wait, repeat = false) => timers.add(repeat ? setInterval(call, wait) : setTimeout(call, wait));
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
    if ((await isKnown(kernel)) === false) end();
  };

  const onStatus = (_, status) => DEAD.has(status) && end();
  const onConnection = (_, status) => {
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
  const onMessage = (_, { header, content }) => {
    // The server also sends messages, under an id of its own, but none of these.
    const own = header.msg_type === "status" && ["busy", "idle"].includes(content.execution_state);
    if (header.msg_type === "shutdown_reply" || (own && session && header.session !== session)) end();
  };
  const onReturn = () => document.visibilityState === "visible" && probe();

  const signals = [
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
    window.removeEventListener("pageshow", onReturn);
  };
  for (const [signal, call] of signals) signal.connect(call);
  document.addEventListener("visibilitychange", onReturn);
  window.addEventListener("pageshow", onReturn); // the browser's "back" may bring a page back whose session is over
  if (DEAD.has(kernel.status) || kernel.isDisposed) end();
  else if (kernel.connectionStatus !== "connected") onConnection(kernel, kernel.connectionStatus);
  return stop;
}

function render({ model, el }) {
  const root = document.createElement("div");
  const words = document.createElement("div");
  const reload = document.createElement("button");
  root.className = "mlw mlw-banner";
  // On the page from the start: screen readers speak only what changes in a region they know.
  words.setAttribute("role", "alert");
  reload.className = "mlw-button";
  reload.type = "button";
  reload.textContent = TEXT.reload;
  reload.addEventListener("click", () => location.reload());
  root.append(words, reload);
  el.classList.add("mlw-banner-host");
  el.append(root);

  const inPage = "voila" in document.body.dataset;
  if (inPage) root.popover = "manual";
  const settle = () => {
    if (!inPage || !root.isConnected) return;
    root.togglePopover(root.dataset.state !== "fine");
    el.style.setProperty("--mlw-banner-room", `${root.offsetHeight}px`);
  };
  const size = new ResizeObserver(settle); // called once at the start, too, when the banner is on the page
  size.observe(root);

  const kernel = model.widget_manager?.kernel;
  const show = (state) => {
    root.dataset.state = el.dataset.state = state;
    // Other widgets on the same kernel cannot know by themselves that what they show has become old.
    document.dispatchEvent(new CustomEvent("mlw-session", { detail: { kernel, state } }));
    const end = `${TEXT.ended} ${model.get("advice")} ${inPage ? TEXT.page : TEXT.notebook}`;
    words.textContent = { fine: "", ended: end }[state] ?? TEXT[state];
    reload.hidden = !inPage || !["long", "ended"].includes(state);
    settle();
  };
  show("fine");
  // Other hosts than Jupyter have no such connection: then there is nothing to say.
  const stop = kernel ? watch(kernel, model.get("_session"), show) : () => {};
  return () => {
    stop();
    size.disconnect();
  };
}

export default { render };
