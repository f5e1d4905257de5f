// A part: what scripts of ours ask of the page.

/** Make an element. Its text is set as text, never as markup. */
function element(tag, className = "", attributes = {}, text = "") {
  const node = document.createElement(tag);
  node.className = className;
  node.textContent = text;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

/** Whether whoever looks at the page points with a finger. */
const isCoarse = () => matchMedia("(pointer: coarse)").matches;
