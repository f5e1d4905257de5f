// Controls that a page is set up without: a locked one says so and is greyed out, a hidden one leaves the page.

import { element } from "./dom.ts";
import type { Model } from "./model.ts";
import { t } from "./language.ts";

/** The traits of every control; see `ControlWidget`. */
export interface AccessTraits {
  access: "free" | "locked" | "hidden";
  access_help: string;
  setting: string;
  disabled: boolean;
}

const TEXT = { locked: t("Locked by the link or the lesson") };

/** Whether nobody can change a control now. */
export function isDisabled(model: Model<AccessTraits>): boolean {
  return model.get("disabled") || model.get("access") !== "free";
}

/** The sign of a lock, for a control's name. `show` takes the control off the page, or brings it back. */
export class Lock {
  /** Put it beside the label: it is read out there, and describes nothing else. */
  readonly sign: HTMLElement;

  constructor(
    private readonly model: Model<AccessTraits>,
    private readonly el: HTMLElement,
    private readonly root: HTMLElement,
  ) {
    this.sign = element("span", "mlw-lock", { role: "img" });
    this.nameIt();
    model.on("change:setting", this.nameIt);
  }

  /** While a teacher chooses what learners see, the page finds the control by the name of its setting. */
  private readonly nameIt = () => {
    const setting = this.model.get("setting");
    if (setting) this.el.dataset.setting = setting;
    else delete this.el.dataset.setting;
  };

  show(): void {
    const access = this.model.get("access");
    const why = this.model.get("access_help") || TEXT.locked;
    this.sign.title = why;
    this.sign.setAttribute("aria-label", why);
    this.sign.hidden = access !== "locked";
    this.el.classList.toggle("mlw-taken-away", access === "hidden");
    if (access === "hidden") this.root.remove();
    else if (this.root.parentNode !== this.el) this.el.append(this.root);
  }
}
