// A program with a menu of languages, and buttons to copy and to save it.

import { copied } from "../base/addresses.ts";
import { element } from "../base/dom.ts";
import { saveFile } from "../base/download.ts";
import type { CleanUp, View } from "../base/model.ts";
import { t } from "../base/language.ts";

export interface Traits {
  programs: Record<string, string>;
  file_names: Record<string, string>;
  title: string;
  titled_outside: boolean;
  note: string;
  language: string;
  attachments: string[];
}

const NAMES = ["programs", "title", "note", "language", "attachments"] as const;

const CODE_TEXT = {
  language: t("Language"),
  copy: t("Copy"),
  copied: t("Copied."),
  selected: t("The browser does not let pages copy here: the program is selected, press Ctrl+C or ⌘C."),
  save: t("Save as a file"),
  attachment: (name: string) => t("Save {name}", { name }),
};

function render({ model, el }: View<Traits>): CleanUp {
  const id = `mlw-code-${Math.random().toString(36).slice(2)}`;
  const root = element("div", "mlw mlw-code");
  const head = element("div", "mlw-code-head");
  const title = element("h3", "mlw-code-title", { id: `${id}-title` });
  const label = element("label", "mlw-code-label", { for: `${id}-language` }, CODE_TEXT.language);
  const menu = element("select", "mlw-code-language", { id: `${id}-language` });
  const copy = element("button", "mlw-button", { type: "button" }, CODE_TEXT.copy);
  const save = element("button", "mlw-button", { type: "button" }, CODE_TEXT.save);
  const attachments = element("span", "mlw-code-attachments");
  const note = element("p", "mlw-code-note");
  // In the tab order, since it scrolls.
  const box = element("pre", "mlw-program mlw-code-box", {
    tabindex: "0",
    role: "region",
    "aria-labelledby": `${id}-title`,
  });
  const code = element("code");
  const said = element("p", "mlw-code-said", { role: "status" });
  box.append(code);
  head.append(title, label, menu, copy, save, attachments);
  root.append(head, note, box, said);
  el.append(root);

  const languages = () => Object.keys(model.get("programs"));
  const chosen = () => (languages().includes(model.get("language")) ? model.get("language") : (languages()[0] ?? ""));

  const asked = new Set<string>(); // by this view, and not by another one of the same model
  let offered = "";
  const showAttachments = (names: string[]) => {
    if (names.join("\n") === offered) return;
    offered = names.join("\n");
    attachments.replaceChildren(
      ...names.map((name) => {
        const button = element("button", "mlw-button", { type: "button", name }, CODE_TEXT.attachment(name));
        button.addEventListener("click", () => {
          asked.add(name);
          model.send({ kind: "attachment", name });
        });
        return button;
      }),
    );
  };

  const show = () => {
    title.textContent = model.get("title");
    title.classList.toggle("mlw-visually-hidden", model.get("titled_outside"));
    note.textContent = model.get("note");
    note.hidden = note.textContent === "";
    const names = languages();
    if (names.join("\n") !== [...menu.options].map((option) => option.value).join("\n")) {
      menu.replaceChildren(...names.map((name) => element("option", "", { value: name }, name)));
    }
    menu.value = chosen();
    label.hidden = menu.hidden = names.length < 2;
    code.textContent = model.get("programs")[chosen()] ?? "";
    showAttachments(model.get("attachments"));
    said.textContent = "";
  };

  menu.addEventListener("change", () => {
    model.set("language", menu.value);
    model.save_changes();
  });
  copy.addEventListener("click", async () => {
    const done = await copied(code.textContent ?? "");
    if (!done) getSelection()?.selectAllChildren(code); // there is always a selection
    said.textContent = done ? CODE_TEXT.copied : CODE_TEXT.selected;
  });
  save.addEventListener("click", () => {
    saveFile(model.get("file_names")[chosen()] ?? "program.txt", code.textContent ?? "", "text/plain");
  });
  const takeFile = (message: { kind?: string; name: string }, buffers: DataView[]) => {
    if (message.kind !== "attachment" || !asked.delete(message.name)) return;
    saveFile(message.name, buffers[0] as DataView<ArrayBuffer>, "application/octet-stream");
  };
  model.on("msg:custom", takeFile);

  show();
  for (const name of NAMES) model.on(`change:${name}`, show);
  return () => {
    model.off("msg:custom", takeFile);
    for (const name of NAMES) model.off(`change:${name}`, show);
  };
}

export default { render };
