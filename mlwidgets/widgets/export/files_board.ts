// The files that a model can be taken away as: what opens each, its size, and a button that saves it.

import { element } from "../base/dom.ts";
import { saveFile } from "../base/download.ts";
import type { CleanUp, View } from "../base/model.ts";
import { watchedScript, type Watchers } from "../base/watching.ts";
import { t } from "../base/language.ts";

interface Row {
  key: string;
  title: string;
  opens: string;
  file: string;
  size: string;
  problem: string;
  remarks: string[];
}
export interface Traits {
  label: string;
  rows: Row[];
  visible: boolean;
}

const TEXT = {
  save: t("Download"),
  saveFile: (file: string) => t("Download {file}", { file }),
  cannot: t("Cannot be written"),
};

/** One file. */
function line(row: Row, take: () => void): HTMLElement {
  const item = element("li", "mlw-files-row");
  const words = element("div", "mlw-files-words");
  words.append(element("h3", "mlw-files-title", {}, row.title), element("p", "mlw-files-opens", {}, row.opens));
  for (const remark of row.remarks) words.append(element("p", "mlw-files-remark", {}, remark));
  item.append(words);
  if (row.problem) {
    words.append(element("p", "mlw-files-problem", {}, row.problem));
    item.append(element("p", "mlw-files-cannot", {}, TEXT.cannot));
    return item;
  }
  const file = element("p", "mlw-files-file");
  file.append(element("span", "", {}, row.file), element("span", "mlw-files-size", {}, row.size));
  const save = element("button", "mlw-button mlw-files-save", {
    type: "button",
    name: row.key,
    "aria-label": TEXT.saveFile(row.file),
  }, TEXT.save);
  save.addEventListener("click", take);
  item.append(file, save);
  return item;
}

function render(watchers: Watchers, { model, el }: View<Traits>): CleanUp {
  const list = element("ul", "mlw mlw-files", { "aria-label": model.get("label") });
  el.append(list);
  const asked = new Map<string, number>(); // by this view, and not by another one of the same model

  const show = () => {
    const focused = list.contains(document.activeElement) ? (document.activeElement as HTMLButtonElement).name : "";
    list.replaceChildren(
      ...model.get("rows").map((row) =>
        line(row, () => {
          asked.set(row.file, (asked.get(row.file) ?? 0) + 1);
          model.send({ kind: "take", key: row.key });
        })
      ),
    );
    list.querySelector<HTMLButtonElement>(`button[name="${CSS.escape(focused)}"]`)?.focus();
  };
  const hear = (message: { kind?: string; name?: string }, buffers: DataView[]) => {
    const name = message.name ?? "", waiting = asked.get(name) ?? 0;
    if (message.kind !== "file" || waiting === 0) return;
    asked.set(name, waiting - 1);
    saveFile(name, buffers[0] as DataView<ArrayBuffer>, "application/octet-stream");
  };
  show();
  model.on("change:rows", show);
  model.on("msg:custom", hear);
  const stop = watchers.watch(list, () => {});
  return () => {
    stop();
    model.off("change:rows", show);
    model.off("msg:custom", hear);
  };
}

export default watchedScript<Traits>(render);
