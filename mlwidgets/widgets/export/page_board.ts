// The web page of a network in a frame of its own: the same files that are saved, as one document. The frame has no
// address, may run scripts and nothing else, and its document forbids all connections.

import { element } from "../base/dom.ts";
import { saveFile } from "../base/download.ts";
import type { CleanUp, View } from "../base/model.ts";
import { bytesOf } from "../base/shades.ts";
import { watchedScript, type Watchers } from "../base/watching.ts";
import { t, written } from "../base/language.ts";

export interface Traits {
  label: string;
  document: DataView;
  title: string;
  size: number;
  outdated: boolean;
  untrained: boolean;
  problem: string;
  visible: boolean;
}

const TEXT = {
  title: t("Page title"),
  refresh: t("Refresh"),
  untrained: t("The network is untrained, so this page only guesses. Train it first, then download the page."),
  outdated: t("The network has changed since; this page still has its earlier weights."),
  take: (size: string) => t("Download (zip, {size})", { size }),
  about: t("This is the page itself. Unzip it and open index.html, or copy the folder to any web host."),
  making: t("Making the page…"),
};
const MEGABYTE = 1e6;
const LONGEST = 120;

/** The text of a document that Python has compressed. */
async function unpacked(data: DataView): Promise<string> {
  const stream = new Blob([bytesOf(data).slice()]).stream().pipeThrough(new DecompressionStream("gzip"));
  return await new Response(stream).text();
}

function sizeText(bytes: number): string {
  return written(`${(bytes / MEGABYTE).toFixed(bytes < MEGABYTE ? 2 : 1)} MB`);
}

function render(watchers: Watchers, { model, el }: View<Traits>): CleanUp {
  const root = element("div", "mlw mlw-web-page");
  const bar = element("div", "mlw-web-page-bar");
  const id = `mlw-web-page-${Math.random().toString(36).slice(2)}`;
  const field = element("div", "mlw-web-page-field");
  const title = element("input", "mlw-web-page-title", { id, type: "text", maxlength: LONGEST, autocomplete: "off" });
  field.append(element("label", "", { for: id }, TEXT.title), title);
  const refresh = element("button", "mlw-button", { type: "button" }, TEXT.refresh);
  const take = element("button", "mlw-button mlw-web-page-take", { type: "button" });
  const note = element("p", "mlw-web-page-note", { role: "status" });
  bar.append(field, refresh, take, note);
  const problem = element("p", "mlw-web-page-problem", { role: "alert" });
  const frame = element("iframe", "mlw-web-page-frame", { sandbox: "allow-scripts" });
  root.append(bar, problem, frame);
  el.append(root);

  const showDocument = async () => {
    const data = model.get("document");
    frame.hidden = !data?.byteLength;
    if (!data?.byteLength) {
      frame.removeAttribute("srcdoc");
      return;
    }
    const text = await unpacked(data);
    if (model.get("document") === data) frame.srcdoc = text; // another one may have come meanwhile
  };
  const showTexts = () => {
    const [why, size] = [model.get("problem"), model.get("size")];
    frame.title = model.get("label");
    if (document.activeElement !== title) title.value = model.get("title");
    take.textContent = TEXT.take(sizeText(size));
    take.disabled = !size;
    const waiting = model.get("outdated") || model.get("untrained");
    const about = model.get("outdated") ? TEXT.outdated : model.get("untrained") ? TEXT.untrained : TEXT.about;
    const said = why ? "" : size ? about : TEXT.making;
    if (note.textContent !== said) note.textContent = said;
    note.classList.toggle("mod-outdated", waiting);
    if (problem.textContent !== why) problem.textContent = why;
  };
  title.addEventListener("change", () => {
    model.set("title", title.value);
    model.save_changes();
  });
  refresh.addEventListener("click", () => model.send({ kind: "refresh" }));
  take.addEventListener("click", () => model.send({ kind: "take" }));
  const hear = (message: { kind?: string; name?: string }, [content]: DataView[]) => {
    if (message.kind === "file" && content) {
      saveFile(message.name ?? "", content as DataView<ArrayBuffer>, "application/zip");
    }
  };
  const texts = ["label", "title", "size", "outdated", "untrained", "problem"] as const;
  for (const name of texts) model.on(`change:${name}`, showTexts);
  model.on("change:document", showDocument);
  model.on("msg:custom", hear);
  showTexts();
  showDocument();
  const stop = watchers.watch(root, () => {});
  return () => {
    stop();
    for (const name of texts) model.off(`change:${name}`, showTexts);
    model.off("change:document", showDocument);
    model.off("msg:custom", hear);
  };
}

export default watchedScript<Traits>(render);
