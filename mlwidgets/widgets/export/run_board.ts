// The run as a file: what goes into it, how large it is, and a button that saves it. Below, what this browser keeps.

import { element } from "../base/dom.ts";
import { saveFile } from "../base/download.ts";
import type { CleanUp, View } from "../base/model.ts";
import { watchedScript, type Watchers } from "../base/watching.ts";
import { sizeWords, timeWords } from "../shell/run_entries.ts";
import type { Keeping } from "../shell/run_keeper.ts";
import { listRuns } from "../shell/run_store.ts";
import { t } from "../base/language.ts";

export interface Traits {
  label: string;
  what: string;
  present: string;
  all: string;
  own_data: string;
  moments: string;
  data: boolean;
  can_bring_data: boolean;
  size: number;
  error: string;
  visible: boolean;
}

const TEXT = {
  moments: t("What to save"),
  save: t("Save the run"),
  size: (words: string) => t("The file will be {words}.", { words }),
  browser: t("Kept in this browser"),
  keep: t("Keep the newest moment in this browser, so that you can continue after a reload"),
  empty: t("Nothing is kept yet: keeping begins with your first change."),
  kept: (size: string, when: string) => t("Kept {when}: {size}.", { when, size }),
  all: (count: number, size: string) => t("{count} runs in all, {size}.", { count, size }),
  off: t("Switched off: nothing is kept, and what was kept has been removed."),
  blocked: t(
    "This browser does not let pages store anything (a private window?), so nothing is kept. Save a file instead.",
  ),
  full: t("The browser’s storage is full, so the newest moment is not kept. Save a file instead."),
  large: (size: string) => t("This run has {size}, too much for the browser to keep. Save a file instead.", { size }),
};

/** What the browser keeps, and the switch; empty where nobody on the page keeps anything. */
function browserPart(): { root: HTMLElement; stop: CleanUp } {
  const root = element("div", "mlw-run-browser", { role: "group", "aria-label": TEXT.browser });
  const label = element("label", "mlw-run-choice");
  const box = element("input", "", { type: "checkbox" });
  const words = element("p", "mlw-run-words", { role: "status" });
  label.append(box, element("span", "", {}, TEXT.keep));
  root.append(element("h3", "mlw-run-heading", {}, TEXT.browser), label, words);
  root.hidden = true;
  let turn = 0;
  const show = async ({ state, size, saved }: Keeping) => {
    const mine = ++turn;
    root.hidden = false;
    box.checked = !["off", "blocked"].includes(state);
    box.disabled = state === "blocked";
    let said = state === "kept"
      ? TEXT.kept(sizeWords(size), timeWords(saved, Date.now()))
      : state === "large"
      ? TEXT.large(sizeWords(size))
      : TEXT[state];
    const runs = await listRuns().catch(() => []);
    if (mine !== turn) return;
    const all = runs.reduce((sum, one) => sum + one.size, 0);
    if (runs.length > 1 && state !== "off") said += ` ${TEXT.all(runs.length, sizeWords(all))}`;
    if (words.textContent !== said) words.textContent = said;
  };
  const hear = (event: Event) => show((event as CustomEvent<Keeping>).detail);
  box.addEventListener("change", () => {
    document.dispatchEvent(new CustomEvent("mlw-keep-switch", { detail: { on: box.checked } }));
  });
  document.addEventListener("mlw-keep", hear);
  document.dispatchEvent(new CustomEvent("mlw-keep-ask"));
  return { root, stop: () => document.removeEventListener("mlw-keep", hear) };
}

function render(watchers: Watchers, { model, el }: View<Traits>): CleanUp {
  const root = element("div", "mlw mlw-run-board", { role: "group", "aria-label": model.get("label") });
  const name = `mlw-run-${Math.random().toString(36).slice(2)}`;
  const fields = element("fieldset", "mlw-run-choices");
  fields.append(element("legend", "mlw-run-heading", {}, TEXT.moments));
  const radios = (["present", "all"] as const).map((value) => {
    const label = element("label", "mlw-run-choice");
    const radio = element("input", "", { type: "radio", name, value });
    radio.addEventListener("change", () => {
      model.set("moments", value);
      model.save_changes();
    });
    label.append(radio, element("span", "", {}, model.get(value)));
    fields.append(label);
    return radio;
  });
  const data = element("label", "mlw-run-choice");
  const box = element("input", "", { type: "checkbox" });
  const dataWords = element("span");
  box.addEventListener("change", () => {
    model.set("data", box.checked);
    model.save_changes();
  });
  data.append(box, dataWords);
  fields.append(data);
  const save = element("button", "mlw-button mlw-run-save", { type: "button" }, TEXT.save);
  save.addEventListener("click", () => model.send({ kind: "take" }));
  const size = element("p", "mlw-run-words", { role: "status" });
  const line = element("div", "mlw-run-line");
  line.append(save, size);
  const kept = browserPart();
  root.append(element("p", "mlw-run-what", {}, model.get("what")), fields, line, kept.root);
  el.append(root);

  const show = () => {
    for (const radio of radios) radio.checked = radio.value === model.get("moments");
    box.checked = model.get("data");
    box.hidden = !model.get("can_bring_data");
    box.disabled = box.hidden;
    dataWords.textContent = model.get("own_data");
    const bytes = model.get("size"), error = model.get("error");
    const said = error || (bytes ? TEXT.size(sizeWords(bytes)) : "");
    if (size.textContent !== said) size.textContent = said;
    size.classList.toggle("mlw-run-wrong", error !== "");
    save.disabled = error !== "";
  };
  const hear = (message: { kind?: string; name?: string }, buffers: DataView[]) => {
    if (message.kind !== "file" || !buffers[0]) return;
    saveFile(message.name ?? "run.mlw", buffers[0] as DataView<ArrayBuffer>, "application/zip");
  };
  show();
  const names = ["moments", "data", "can_bring_data", "own_data", "size", "error"] as const;
  for (const one of names) model.on(`change:${one}`, show);
  model.on("msg:custom", hear);
  const stop = watchers.watch(root, () => {});
  return () => {
    stop();
    kept.stop();
    for (const one of names) model.off(`change:${one}`, show);
    model.off("msg:custom", hear);
  };
}

export default watchedScript<Traits>(render);
