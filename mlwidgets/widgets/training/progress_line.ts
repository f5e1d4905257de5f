// A progress bar. Its picture follows every update; what a screen reader may speak changes at most once a second,
// and only a change of state is announced.

const STATE_WORDS = {
  idle: "Ready",
  running: "Running",
  paused: "Paused",
  finished: "Finished",
  failed: "Stopped by an error",
};
// What a session banner has said about the session behind the page; then the state is only the last one known.
const SESSION_WORDS = { lost: "Connection lost", long: "Connection lost", ended: "Session ended" };
const SPEECH_INTERVAL = 1000;

function element(tag, className, attributes = {}) {
  const node = document.createElement(tag);
  node.className = className;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

function render({ model, el }) {
  const root = element("div", "mlw mlw-progress");
  const line = element("div", "mlw-progress-line");
  const state = element("span", "mlw-progress-state", { role: "status" });
  const text = element("span", "mlw-progress-text");
  const bar = element("div", "mlw-progress-bar", {
    role: "progressbar",
    "aria-valuemin": "0",
    "aria-valuemax": "100",
  });
  bar.append(element("div", "mlw-progress-done"));
  line.append(state, text);
  root.append(line, bar);
  el.append(root);

  let speech = null;
  const percent = () => Math.round(100 * Math.min(1, model.get("value") / model.get("maximum")));

  let session = "fine";
  const gone = () => session in SESSION_WORDS;
  // The text of a run says how long it will still take, which nobody knows any more.
  const shownText = () => (gone() && model.get("state") === "running" ? "" : model.get("text"));

  const speak = () => {
    speech = null;
    const description = `${percent()} percent${shownText() ? `, ${shownText()}` : ""}`;
    bar.setAttribute("aria-valuenow", String(percent()));
    bar.setAttribute("aria-valuetext", description);
  };

  const showProgress = () => {
    const share = Math.min(1, model.get("value") / model.get("maximum"));
    root.style.setProperty("--mlw-share", String(share));
    text.textContent = shownText();
    text.title = shownText(); // the line is cut off, never broken, where it is too narrow
    speech ??= setTimeout(speak, SPEECH_INTERVAL);
  };

  const showState = () => {
    root.dataset.state = gone() ? "gone" : model.get("state");
    state.textContent = SESSION_WORDS[session] ?? STATE_WORDS[model.get("state")] ?? "";
    clearTimeout(speech);
    speak();
  };

  const showLabel = () => bar.setAttribute("aria-label", model.get("label"));

  const hearSession = ({ detail }) => {
    if (detail.kernel !== model.widget_manager?.kernel) return; // a banner of another notebook
    session = detail.state;
    showProgress();
    showState();
  };

  showLabel();
  showProgress();
  showState();
  model.on("change:label", showLabel);
  model.on("change:state", showState);
  for (const name of ["value", "maximum", "text"]) model.on(`change:${name}`, showProgress);
  document.addEventListener("mlw-session", hearSession);
  return () => {
    clearTimeout(speech);
    document.removeEventListener("mlw-session", hearSession);
  };
}

export default { render };
