// Buttons that have to wait for something else: they are pale and do nothing, but can be reached, and say why.

/** Let a button wait, and say why in the text of an element beside it, or else in its own tip; nothing lets it go. */
export function letWait(button: HTMLButtonElement, why: string, sayer?: HTMLElement): void {
  button.setAttribute("aria-disabled", String(why !== ""));
  if (sayer) {
    if (why) button.setAttribute("aria-describedby", sayer.id);
    else button.removeAttribute("aria-describedby");
  } else if (why) button.title = why; // a description, too, for a screen reader
  else button.removeAttribute("title");
}
