// A text of a lesson put into the page. Its HTML comes from Python, which has made it safe.

const CLOSING = /^[.,;:!?)\]%…]+/;

/** How much of what follows a formula must not begin a line: ". How", ")" … */
export const closing = (text: string): number => CLOSING.exec(text)?.[0].length ?? 0;

/** Show HTML. A browser may break the line after any formula, also before the full stop: that is prevented. */
export function showText(node: HTMLElement, html: string): void {
  node.innerHTML = html;
  requestAnimationFrame(() => reachable(node));
  for (const formula of node.querySelectorAll("math:not([display=block])")) {
    const after = formula.nextSibling;
    if (!(after instanceof Text)) continue;
    const length = closing(after.data);
    if (!length) continue;
    const whole = document.createElement("span");
    whole.className = "mlw-lesson-whole";
    after.splitText(length);
    formula.replaceWith(whole);
    whole.append(formula, after);
  }
}

/** What is wider than the column scrolls, for those too who have only a keyboard. */
function reachable(node: HTMLElement): void {
  for (const wide of node.querySelectorAll<HTMLElement>("math[display=block], pre, table")) {
    if (wide.scrollWidth > wide.clientWidth + 1) wide.setAttribute("tabindex", "0");
  }
}
