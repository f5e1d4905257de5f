// The head of a lab. Every text is set as text, never as markup.

const TEXT = { tryFirst: "Try first:", error: "Error:", dismiss: "Dismiss" };

function element(tag, className, attributes = {}, text = "") {
  const node = document.createElement(tag);
  node.className = className;
  node.textContent = text;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

function render({ model, el }) {
  const root = element("div", "mlw mlw-header");
  const title = element("h2", "mlw-header-title", { tabindex: "-1" });
  const text = element("p", "mlw-header-text");
  const tryFirst = element("p", "mlw-header-try");
  const suggestion = element("span", "");
  // Both regions are on the page from the start: screen readers speak only what changes in a region they know.
  const messages = element("div", "mlw-header-messages");
  const alert = element("div", "mlw-header-alert", { role: "alert" });
  const note = element("div", "mlw-header-note", { role: "status" });
  const dismiss = element("button", "mlw-button mlw-header-dismiss", { type: "button" }, TEXT.dismiss);
  tryFirst.append(element("strong", "", {}, TEXT.tryFirst), " ", suggestion);
  messages.append(alert, dismiss, note);
  root.append(title, text, tryFirst, messages);
  el.append(root);

  const showTexts = () => {
    title.textContent = model.get("title");
    text.textContent = model.get("text");
    suggestion.textContent = model.get("try_first");
    title.hidden = model.get("title") === "";
    text.hidden = model.get("text") === "";
    tryFirst.hidden = model.get("try_first") === "";
  };

  let spoken = ""; // an unchanged error is left alone, or it would be spoken again whenever a note changes
  const showMessages = () => {
    const error = model.get("error");
    if (error !== spoken) {
      alert.replaceChildren(...(error ? [element("strong", "", {}, TEXT.error), " ", error] : []));
      spoken = error;
    }
    dismiss.hidden = !error;
    note.textContent = error ? "" : model.get("note");
  };

  dismiss.addEventListener("click", () => {
    title.focus({ preventScroll: true }); // the button goes away: do not let the focus fall to the page's start
    model.set("error", "");
    model.save_changes();
  });

  showTexts();
  showMessages();
  for (const name of ["title", "text", "try_first"]) model.on(`change:${name}`, showTexts);
  for (const name of ["error", "note"]) model.on(`change:${name}`, showMessages);
}

export default { render };
