// A progress bar. Its picture follows every update; what a screen reader may speak changes at most once a second,
// and only a change of state is announced.

const STATE_WORDS = {
  idle: "Ready",
  running: "Running",
  paused: "Paused",
  finished: "Finished",
  failed: "Stopped by an error",
};
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

  const speak = () => {
    speech = null;
    const description = `${percent()} percent${model.get("text") ? `, ${model.get("text")}` : ""}`;
    bar.setAttribute("aria-valuenow", String(percent()));
    bar.setAttribute("aria-valuetext", description);
  };

  const showProgress = () => {
    const share = Math.min(1, model.get("value") / model.get("maximum"));
    root.style.setProperty("--mlw-share", String(share));
    text.textContent = model.get("text");
    text.title = model.get("text"); // the line is cut off, never broken, where it is too narrow
    speech ??= setTimeout(speak, SPEECH_INTERVAL);
  };

  const showState = () => {
    root.dataset.state = model.get("state");
    state.textContent = STATE_WORDS[model.get("state")] ?? "";
    clearTimeout(speech);
    speak();
  };

  const showLabel = () => bar.setAttribute("aria-label", model.get("label"));

  showLabel();
  showProgress();
  showState();
  model.on("change:label", showLabel);
  model.on("change:state", showState);
  for (const name of ["value", "maximum", "text"]) model.on(`change:${name}`, showProgress);
  return () => clearTimeout(speech);
}

export default { render };
