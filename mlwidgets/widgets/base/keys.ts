// JupyterLab and Notebook take single keys for orders: "a" inserts a cell, "x" deletes it. They look for the attribute
// `data-lm-suppress-shortcuts` from the focused element upwards, but stop at the first one that fits their selector,
// and ":focus" fits the focused element itself. So that very element must carry it, whichever it is.

const ATTRIBUTE = "data-lm-suppress-shortcuts";
const OURS = ".mlw, .mlw-lab, .mlw-dashboard";
const DONE = Symbol.for("mlwidgets: keys");

/** From now on every part of ours that takes the focus keeps its keys to itself; once a page. */
export function keepKeys(): void {
  const page = globalThis as { [DONE]?: boolean };
  if (page[DONE] || typeof document === "undefined") return;
  page[DONE] = true;
  document.addEventListener("focusin", ({ target }) => {
    if (target instanceof Element && target.closest(OURS)) target.setAttribute(ATTRIBUTE, "true");
  }, { capture: true });
}
