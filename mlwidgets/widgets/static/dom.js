// A part: how every script of ours makes elements. Texts are set as text, never as markup.

function element(tag, className = "", attributes = {}, text = "") {
  const node = document.createElement(tag);
  node.className = className;
  node.textContent = text;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}
