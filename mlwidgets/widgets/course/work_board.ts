// A learner's work in one line: saved as a file, shown as a report, started over. Which files are opened, an upload
// beside it says.

import { element } from "../base/dom.ts";
import { saveFile } from "../base/download.ts";
import type { CleanUp, View } from "../base/model.ts";
import { t } from "../base/language.ts";

export interface Traits {
  label: string;
  begun: boolean;
  can_undo: boolean;
  said: string;
}

const TEXT = {
  save: t("Save my work"),
  saveHelp: t("A .mlw file with your answers, to go on elsewhere or to hand in"),
  report: t("Report"),
  reportHelp: t("What you have done as a page to print"),
  making: t("The report is being made …"),
  start: t("Start over"),
  startHelp: t("Forget all answers, on this page and in this browser"),
  ask: t("Forget all your answers, on this page and in this browser?"),
  yes: t("Forget them"),
  no: t("Cancel"),
  undo: t("Undo"),
};
const PATIENCE = 30_000; // ms after which a tab that waits for its report is closed again
const LASTING = 60_000; // ms for which a report that is open can be loaded again

/** A tab that is opened at the press, while the browser allows it, and gets its page when Python has made it. */
class ReportTab {
  private tab: Window | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  open(): void {
    this.close();
    this.tab = open("", "_blank"); // null where pages may open none
    if (!this.tab) return;
    this.tab.document.title = TEXT.report;
    this.tab.document.body?.append(TEXT.making);
    this.timer = setTimeout(() => this.close(), PATIENCE);
  }

  show(name: string, html: DataView<ArrayBuffer>): void {
    clearTimeout(this.timer);
    const tab = this.tab;
    this.tab = null;
    if (!tab || tab.closed) return saveFile(name, html, "text/html");
    const address = URL.createObjectURL(new Blob([html], { type: "text/html" }));
    tab.opener = null; // it has no script, and if it had one, that should not reach this page
    tab.location.replace(address);
    setTimeout(() => URL.revokeObjectURL(address), LASTING);
  }

  close(): void {
    clearTimeout(this.timer);
    this.tab?.close();
    this.tab = null;
  }
}

function button(words: string, help = "", name = ""): HTMLButtonElement {
  const made = element("button", `mlw-button ${name}`, { type: "button" }, words);
  if (help) made.title = help;
  return made;
}

function render({ model, el }: View<Traits>): CleanUp {
  const root = element("div", "mlw mlw-work-board", { role: "group", "aria-label": model.get("label") });
  const save = button(TEXT.save, TEXT.saveHelp, "mlw-work-save");
  const report = button(TEXT.report, TEXT.reportHelp);
  const start = button(TEXT.start, TEXT.startHelp);
  const question = element("div", "mlw-work-question", { role: "group", "aria-label": TEXT.ask });
  const [yes, no] = [button(TEXT.yes, "", "mlw-work-yes"), button(TEXT.no)];
  const said = element("p", "mlw-work-said", { role: "status" });
  const undo = button(TEXT.undo, "", "mlw-work-undo");
  question.append(element("span", "", {}, TEXT.ask), yes, no);
  root.append(save, report, start, question, said, undo);
  el.append(root);
  const tab = new ReportTab();
  const wish = (wish: string) => model.send({ kind: "wish", wish });

  const ask = (open: boolean) => {
    question.hidden = !open;
    start.hidden = open;
    (open ? no : start).focus({ preventScroll: true });
  };
  save.addEventListener("click", () => wish("save"));
  report.addEventListener("click", () => {
    tab.open();
    wish("report");
  });
  start.addEventListener("click", () => start.getAttribute("aria-disabled") === "true" || ask(true));
  no.addEventListener("click", () => ask(false));
  yes.addEventListener("click", () => {
    ask(false);
    wish("start over");
  });
  question.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    ask(false);
  });
  undo.addEventListener("click", () => {
    start.focus({ preventScroll: true }); // the one that was pressed goes away
    wish("undo");
  });

  const show = () => {
    start.setAttribute("aria-disabled", String(!model.get("begun")));
    undo.hidden = !model.get("can_undo");
    if (said.textContent !== model.get("said")) said.textContent = model.get("said");
  };
  const hear = (message: { kind?: string; name?: string }, buffers: DataView[]) => {
    const content = buffers?.[0] as DataView<ArrayBuffer> | undefined;
    if (message.kind === "refused") tab.close();
    else if (message.kind === "file" && content) saveFile(message.name ?? "", content, "application/zip");
    else if (message.kind === "report" && content) tab.show(message.name ?? "", content);
  };
  question.hidden = true;
  show();
  for (const name of ["begun", "can_undo", "said"] as const) model.on(`change:${name}`, show);
  model.on("msg:custom", hear);
  return () => {
    tab.close();
    for (const name of ["begun", "can_undo", "said"]) model.off(`change:${name}`, show);
    model.off("msg:custom", hear);
  };
}

export default { render };
