// A link to what is on the page: copied, made without some controls, and another one opened.

import { copied, isOnThisMachine, pageLink } from "../base/addresses.ts";
import { element } from "../base/dom.ts";
import type { CleanUp, Model, View } from "../base/model.ts";
import { ACCESS, type Access, accessOf } from "./link_model.ts";
import { grouped, t } from "../base/language.ts";

export interface Traits {
  fragment: string;
  binder: string;
  left_out: string[];
  labs: Record<string, string>;
  controls: Record<string, Record<string, string>>;
  hidden: string[];
  locked: string[];
  lifted: boolean;
  error: string;
  said: string;
}

const TEXT = {
  link: t("This configuration as a link"),
  about: t("Data, preparation, network, loss, optimizer, seed and the open tab. Whoever opens it starts from here."),
  where: t("It opens"),
  page: t("on this page"),
  binder: t("on Binder"),
  python: t("in Python"),
  address: t("Link"),
  copy: t("Copy link"),
  copied: t("Copied"),
  selected: t("The browser does not let pages copy here: the link is selected, press Ctrl+C or ⌘C."),
  length: (count: number) => t("{count} characters", { count: grouped(count) }),
  local: t("This address works on this computer only. For a class, choose Binder or a server that everyone can reach."),
  open: t("Open a link"),
  paste: t("Paste a link from here, or an address from TensorFlow Playground"),
  opening: t("Open"),
  controls: t("What learners see"),
  explain: t(
    "Lock controls or hide them, here or at the controls themselves: press Teach in the top line. This is for focus, not security: anyone can show them all again.",
  ),
  lifted: t("You see all controls now; whoever opens the link does not."),
  labs: t("Labs"),
  access: { free: t("free"), locked: t("locked"), hidden: t("hidden") } as Record<Access, string>,
  changed: (count: number) => count ? `\u00a0(${count})` : "",
};
const COPIED = 2_000; // ms that the button says so

/** Where the link leads, as it is offered: a name, its words, and the text to copy. */
function targets(model: Model<Traits>): [string, string, string][] {
  const fragment = model.get("fragment");
  const offered: [string, string, string][] = [];
  if ("voila" in document.body.dataset) offered.push(["page", TEXT.page, pageLink(location.href, fragment)]);
  if (model.get("binder")) offered.push(["binder", TEXT.binder, model.get("binder")]);
  offered.push(["python", TEXT.python, `Experiment.from_link("${fragment}")`]);
  return offered;
}

/** The link itself, with its button. */
function linkPart(model: Model<Traits>, id: string) {
  const part = element("section", "mlw-link-part", { "aria-labelledby": `${id}-link` });
  const where = element("div", "mlw-link-where", { role: "radiogroup", "aria-label": TEXT.where });
  const field = element("input", "mlw-link-field", { type: "text", readonly: "", "aria-label": TEXT.address });
  const copy = element("button", "mlw-button mlw-link-copy", { type: "button" }, TEXT.copy);
  const length = element("span", "mlw-link-length");
  const said = element("p", "mlw-link-note", { role: "status" });
  const notes = element("div");
  const line = element("div", "mlw-link-line");
  line.append(field, copy, length);
  const title = element("h3", "", { id: `${id}-link` }, TEXT.link);
  part.append(title, element("p", "mlw-link-note", {}, TEXT.about), where, line, said, notes);

  let chosen = "";
  const offer = (offered: [string, string, string][]) => {
    const radios = offered.map(([name, words]) => {
      const radio = element("input", "", { type: "radio", name: `${id}-where`, value: name });
      const label = element("label", "mlw-link-choice");
      label.append(radio, element("span", "", {}, words));
      radio.addEventListener("change", () => {
        chosen = name;
        show();
      });
      return label;
    });
    where.replaceChildren(element("span", "", { "aria-hidden": "true" }, TEXT.where), ...radios);
  };
  const show = () => {
    const offered = targets(model);
    if (!offered.some(([name]) => name === chosen)) chosen = offered[0][0];
    if (where.querySelectorAll("input").length !== offered.length) offer(offered);
    for (const radio of where.querySelectorAll("input")) radio.checked = radio.value === chosen;
    const link = model.get("fragment") ? offered.find(([name]) => name === chosen)![2] : "";
    field.value = link;
    copy.disabled = link === "";
    length.textContent = TEXT.length(link.length);
    const local = chosen === "page" && isOnThisMachine(location.hostname) ? [TEXT.local] : [];
    notes.replaceChildren(...[...local, ...model.get("left_out")].map((one) => element("p", "mlw-link-note", {}, one)));
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  copy.addEventListener("click", async () => {
    said.textContent = "";
    if (await copied(field.value)) {
      copy.textContent = said.textContent = TEXT.copied;
      said.classList.add("mlw-visually-hidden"); // the button shows it
      clearTimeout(timer);
      timer = setTimeout(() => (copy.textContent = TEXT.copy), COPIED);
    } else {
      field.focus(); // there is always a selection
      field.select();
      said.classList.remove("mlw-visually-hidden");
      said.textContent = TEXT.selected;
    }
  });
  return { part, show, stop: () => clearTimeout(timer) };
}

/** A field that a link is pasted into. */
function openPart(model: Model<Traits>, id: string) {
  const part = element("section", "mlw-link-part", { "aria-labelledby": `${id}-open` });
  const field = element("input", "mlw-link-field", {
    id: `${id}-paste`,
    type: "text",
    autocomplete: "off",
    spellcheck: "false",
    "aria-describedby": `${id}-error`,
  });
  const button = element("button", "mlw-button", { type: "button" }, TEXT.opening);
  const error = element("p", "mlw-link-error", { id: `${id}-error`, role: "alert" });
  const said = element("p", "mlw-link-note", { role: "status" });
  const line = element("div", "mlw-link-line");
  line.append(field, button);
  part.append(
    element("h3", "", { id: `${id}-open` }, TEXT.open),
    element("label", "mlw-link-note", { for: `${id}-paste` }, TEXT.paste),
    line,
    error,
    said,
  );
  const open = () => {
    if (field.value.trim()) model.send({ kind: "open", text: field.value });
  };
  button.addEventListener("click", open);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") open();
  });
  const show = () => {
    error.textContent = model.get("error");
    field.setAttribute("aria-invalid", String(model.get("error") !== ""));
    said.textContent = model.get("said");
  };
  return { part, show };
}

/** A menu for each control: free, locked or hidden. */
function controlsPart(model: Model<Traits>, id: string) {
  const part = element("section", "mlw-link-part", { "aria-labelledby": `${id}-controls` });
  const lifted = element("p", "mlw-link-note", { role: "status" });
  const title = element("h3", "", { id: `${id}-controls` }, TEXT.controls);
  part.append(title, element("p", "mlw-link-note", {}, TEXT.explain), lifted);
  const menus = new Map<string, HTMLSelectElement>();
  const counts: [HTMLElement, string[]][] = [];
  const chosen = () => ({ hidden: model.get("hidden"), locked: model.get("locked") });
  const group = (heading: string, names: Record<string, string>, kinds: readonly Access[]) => {
    const fold = element("details", "mlw-link-group");
    const count = element("span");
    const summary = element("summary", "", {}, heading);
    summary.append(count);
    const rows = element("div", "mlw-link-rows");
    for (const [name, words] of Object.entries(names)) {
      const label = element("label", "mlw-link-row");
      const menu = element("select", "", { name });
      menu.append(...kinds.map((kind) => element("option", "", { value: kind }, TEXT.access[kind])));
      menu.addEventListener("change", () => {
        model.send({ kind: "choose", name, access: menu.value });
      });
      menus.set(name, menu);
      label.append(element("span", "", {}, words), menu);
      rows.append(label);
    }
    fold.append(summary, rows);
    counts.push([count, Object.keys(names)]);
    part.append(fold);
  };
  group(TEXT.labs, model.get("labs"), ["free", "hidden"]);
  for (const [heading, names] of Object.entries(model.get("controls"))) group(heading, names, ACCESS);
  const show = () => {
    for (const [name, menu] of menus) menu.value = accessOf(chosen(), name);
    for (const [count, names] of counts) {
      count.textContent = TEXT.changed(names.filter((name) => accessOf(chosen(), name) !== "free").length);
    }
    lifted.textContent = model.get("lifted") ? TEXT.lifted : "";
  };
  return { part, show };
}

function render({ model, el }: View<Traits>): CleanUp {
  const id = `mlw-link-${Math.random().toString(36).slice(2)}`;
  const root = element("div", "mlw mlw-link");
  const [link, open, controls] = [linkPart(model, id), openPart(model, id), controlsPart(model, id)];
  const left = element("div", "mlw-link-column");
  left.append(link.part, open.part);
  root.append(left, controls.part);
  el.append(root);
  const shows: [(keyof Traits)[], () => void][] = [
    [["fragment", "binder", "left_out"], link.show],
    [["error", "said"], open.show],
    [["hidden", "locked", "lifted"], controls.show],
  ];
  for (const [names, show] of shows) {
    show();
    for (const name of names) model.on(`change:${name}`, show);
  }
  return () => {
    link.stop();
    for (const [names, show] of shows) for (const name of names) model.off(`change:${name}`, show);
  };
}

export default { render };
