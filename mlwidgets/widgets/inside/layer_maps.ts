// A network from input to output, in tiles. Pictures come up to ten times a second: each is painted in the next frame,
// and then Python is told so.

import { element } from "../base/dom.ts";
import type { CleanUp, Model, View } from "../base/model.ts";
import { Colours } from "../base/shades.ts";
import { inNextFrame, watchedScript, type Watchers, whenIdle } from "../base/watching.ts";
import { type LayerInfo, LayerRow, type TileSizes } from "./layer_tiles.ts";
import { TileBoard, type TileTraits } from "./tile_board.ts";
import { t } from "../base/language.ts";

const TEXT = {
  show: t("Show"),
  shows: { activations: t("Activations"), gradients: t("Gradients"), weights: t("Weights") },
  about: {
    activations: t("What each layer computes for the example: its output, a."),
    gradients: t(
      "∂L/∂z, the slope of the loss at each sum z. Blue: a larger z raises the loss; orange: a larger z lowers it.",
    ),
    weights: t("What each layer has learned so far: a tile for each filter or unit."),
  },
  steps: { previous: t("Previous"), next: t("Next"), mistake: t("Next mistake") },
  example: t("Example"),
};
const SIZES: TileSizes = { few: 52, many: 52, alone: 84 };

type Shows = keyof typeof TEXT.shows;

export interface Traits extends TileTraits {
  frame: { serial: number; told: boolean; title: string; note: string; layers: LayerInfo[] };
  shows: Shows;
  visible: boolean;
  mistakes: boolean;
  message: string;
}

function radios(model: Model<Traits>): { root: HTMLElement; show(): void } {
  const root = element("fieldset", "mlw-segments");
  root.append(element("legend", "mlw-visually-hidden", {}, TEXT.show));
  const group = `mlw-shows-${Math.random().toString(36).slice(2)}`;
  const inputs = Object.entries(TEXT.shows).map(([value, words]) => {
    const label = element("label");
    const input = element("input", "", { type: "radio", name: group, value });
    label.append(input, element("span", "", {}, words));
    root.append(label);
    return input;
  });
  root.addEventListener("change", (event) => {
    model.set("shows", (event.target as HTMLInputElement).value as Shows);
    model.save_changes();
  });
  const show = () => inputs.forEach((input) => (input.checked = input.value === model.get("shows")));
  return { root, show };
}

function steps(model: Model<Traits>): { root: HTMLElement; show(): void } {
  const root = element("div", "mlw-layers-steps", { role: "group", "aria-label": TEXT.example });
  const buttons = Object.entries(TEXT.steps).map(([to, words]) => {
    const button = element("button", "mlw-button", { type: "button" }, words);
    button.addEventListener("click", () => model.send({ kind: "step", to }));
    return button;
  });
  root.append(...buttons);
  return { root, show: () => (buttons.at(-1)!.hidden = !model.get("mistakes")) };
}

const LONG_NOTE = 150; // characters: with the row of a table

function renderMaps(watchers: Watchers, { model, el }: View<Traits>): CleanUp {
  // Without the attribute JupyterLab would take the arrow keys for itself.
  const root = element("div", "mlw mlw-layers", { "data-lm-suppress-shortcuts": "true" });
  const bar = element("div", "mlw-layers-bar");
  const [choice, stepper] = [radios(model), steps(model)];
  const title = element("p", "mlw-layers-title");
  const note = element("p", "mlw-layers-note");
  const about = element("p", "mlw-layers-about");
  const alert = element("p", "mlw-layers-message", { role: "alert" });
  const board = new TileBoard(
    "mlw-layers-list",
    model as unknown as Model<TileTraits>, // a model of more traits is one of these, too
    (info) => new LayerRow(info, SIZES),
    () => model.get("shows") !== "weights",
  );
  bar.append(stepper.root, choice.root);
  root.append(bar, title, note, about, alert, board.root);
  el.append(root);

  const nextFrame = inNextFrame(() => {
    const frame = model.get("frame");
    if (!colours.tables || !frame.layers) return; // not on the page yet: shown when it comes into sight
    board.show(frame.layers, colours.tables);
    [title.textContent, note.textContent] = [frame.title, frame.note];
    const long = frame.note.length > LONG_NOTE; // it scrolls then, and the keyboard has to get there
    note.classList.toggle("mod-long", long);
    if (long) note.tabIndex = 0;
    else note.removeAttribute("tabindex");
    if (frame.told) whenIdle(() => model.send({ kind: "painted", serial: frame.serial }));
  });
  const colours = new Colours(root, nextFrame.soon);
  const showTexts = () => {
    choice.show();
    stepper.show();
    about.textContent = TEXT.about[model.get("shows")];
    alert.textContent = model.get("message");
  };
  const hear = ({ kind }: { kind: string }) => {
    if (kind === "focus") board.focus();
  };
  const showOpened = () => board.showOpened();
  const showReach = () => board.showReach();
  model.on("change:frame", nextFrame.soon);
  model.on("change:shows", showTexts);
  model.on("change:mistakes", showTexts);
  model.on("change:message", showTexts);
  model.on("change:opened", showOpened);
  model.on("change:reach", showReach);
  model.on("msg:custom", hear);
  showTexts();
  const stopWatching = watchers.watch(root, nextFrame.soon);
  return () => {
    colours.stop();
    stopWatching();
    nextFrame.stop();
    model.off("change:frame", nextFrame.soon);
    model.off("change:shows", showTexts);
    model.off("change:mistakes", showTexts);
    model.off("change:message", showTexts);
    model.off("change:opened", showOpened);
    model.off("change:reach", showReach);
    model.off("msg:custom", hear);
  };
}

export default watchedScript(renderMaps);
