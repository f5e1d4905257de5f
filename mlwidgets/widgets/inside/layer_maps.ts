// A network from input to output, in tiles. One tile is in the tab order; arrow keys move along a layer and from layer
// to layer. Pictures come up to ten times a second: each is painted in the next frame, and then Python is told so.

import { element } from "../base/dom.ts";
import { LayerRow } from "./layer_tiles.ts";
import { Colours } from "../base/shades.ts";
import { inNextFrame, makeWatchers, whenIdle } from "../base/watching.ts";

const TEXT = {
  show: "Show",
  shows: { activations: "Activations", gradients: "Gradients", weights: "Weights" },
  about: {
    activations: "What each layer makes of the example: its output, a.",
    gradients: "∂L/∂z, the slope of the loss at each sum z. Blue: more of z raises the loss; orange: more lowers it.",
    weights: "What each layer has learned so far: a tile for each filter or unit.",
  },
  steps: { previous: "Previous", next: "Next", mistake: "Next mistake" },
  example: "Example",
};

function radios(model) {
  const root = element("fieldset", "mlw-layers-shows");
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
    model.set("shows", event.target.value);
    model.save_changes();
  });
  const show = () => inputs.forEach((input) => (input.checked = input.value === model.get("shows")));
  return { root, show };
}

export function steps(model) {
  const root = element("div", "mlw-layers-steps", { role: "group", "aria-label": TEXT.example });
  const buttons = Object.entries(TEXT.steps).map(([to, words]) => {
    const button = element("button", "mlw-button", { type: "button" }, words);
    button.addEventListener("click", () => model.send({ kind: "step", to }));
    return button;
  });
  root.append(...buttons);
  return { root, show: () => (buttons.at(-1).hidden = !model.get("mistakes")) };
}

function renderMaps(watchers, { model, el }) {
  // Without the attribute JupyterLab would take the arrow keys for itself.
  const root = element("div", "mlw mlw-layers", { "data-lm-suppress-shortcuts": "true" });
  const bar = element("div", "mlw-layers-bar");
  const [choice, stepper] = [radios(model), steps(model)];
  const title = element("p", "mlw-layers-title");
  const note = element("p", "mlw-layers-note");
  const about = element("p", "mlw-layers-about");
  const alert = element("p", "mlw-layers-message", { role: "alert" });
  const list = element("div", "mlw-layers-list");
  bar.append(stepper.root, choice.root);
  root.append(bar, title, note, about, alert, list);
  el.append(root);

  const rows = [];
  let home = [0, 0, 0]; // the tile in the tab order: layer, group, tile

  const tileAt = ([layer, group, tile]) => rows[layer]?.groups[group]?.tiles[tile]?.button ?? null;
  const placeOf = (button) => {
    for (const [layer, row] of rows.entries()) {
      for (const [group, { tiles }] of row.groups.entries()) {
        const tile = tiles.findIndex((one) => one.button === button);
        if (tile >= 0) return [layer, group, tile];
      }
    }
    return null;
  };
  const makeHome = (place) => {
    tileAt(home)?.setAttribute("tabindex", -1);
    home = place;
    tileAt(home)?.setAttribute("tabindex", 0);
  };
  const firstTile = () => {
    const layer = rows.findIndex(({ groups }) => groups.some(({ tiles }) => tiles.length > 0));
    return layer < 0 ? [0, 0, 0] : [layer, rows[layer].groups.findIndex(({ tiles }) => tiles.length > 0), 0];
  };

  const showOpened = () => {
    root.querySelector("[aria-current]")?.removeAttribute("aria-current");
    tileAt(model.get("opened"))?.setAttribute("aria-current", "true");
  };
  const showReach = () => {
    const { layer, channels, box } = model.get("reach");
    const layers = model.get("picture").layers;
    rows.forEach((row, index) =>
      row.groups.forEach((group) => {
        const size = layers[index]?.size ?? [];
        const here = index === layer && size.length === 2 && model.get("shows") !== "weights";
        group.outline(here ? channels : [0, 0], here ? box : null, size);
      })
    );
  };
  const show = () => {
    const picture = model.get("picture");
    const { tables } = colours;
    if (!tables) return; // not on the page yet: shown when it comes into sight
    let changed = rows.length !== picture.layers.length;
    picture.layers.forEach((info, index) => {
      if (!rows[index]?.fits(info)) {
        const row = new LayerRow(info);
        if (rows[index]) rows[index].root.replaceWith(row.root);
        else list.append(row.root);
        rows[index] = row;
        changed = true;
      }
      rows[index].show(info, tables);
    });
    while (rows.length > picture.layers.length) rows.pop().root.remove();
    [title.textContent, note.textContent] = [picture.title, picture.note];
    if (changed) {
      makeHome(tileAt(home) ? home : firstTile());
      showOpened();
      showReach();
    }
    whenIdle(() => model.send({ kind: "painted", serial: picture.serial }));
  };
  const nextFrame = inNextFrame(show);
  const showSoon = nextFrame.soon;
  const colours = new Colours(root, showSoon);
  const showTexts = () => {
    choice.show();
    stepper.show();
    about.textContent = TEXT.about[model.get("shows")];
    alert.textContent = model.get("message");
  };

  list.addEventListener("click", (event) => {
    const place = placeOf(event.target.closest("button"));
    if (!place) return;
    makeHome(place);
    model.set("opened", place);
    model.save_changes();
    model.send({ kind: "reveal" }); // also when it is open already
  });
  /** The tile of the nearest layer above or below that stands closest to this one, seen from above. */
  const across = (place, step) => {
    const { left, width } = tileAt(place).getBoundingClientRect();
    const groups = rows.flatMap((row, layer) => row.groups.map((one, group) => ({ ...one, place: [layer, group] })));
    const here = groups.findIndex(({ place: [layer, group] }) => layer === place[0] && group === place[1]);
    const next = groups[here + step];
    if (!next) return null;
    const distances = next.tiles.map(({ button }) => {
      const box = button.getBoundingClientRect();
      return Math.abs(box.left + box.width / 2 - left - width / 2);
    });
    return [...next.place, distances.indexOf(Math.min(...distances))];
  };
  list.addEventListener("keydown", (event) => {
    const place = placeOf(event.target);
    if (!place || event.altKey || event.ctrlKey || event.metaKey) return;
    const [layer, group, tile] = place;
    const moves = {
      ArrowLeft: () => [layer, group, tile - 1],
      ArrowRight: () => [layer, group, tile + 1],
      ArrowUp: () => across(place, -1),
      ArrowDown: () => across(place, 1),
      Home: () => [layer, group, 0],
      End: () => [layer, group, rows[layer].groups[group].tiles.length - 1],
    };
    if (!Object.hasOwn(moves, event.key)) return;
    event.preventDefault(); // the page would scroll
    const target = moves[event.key]();
    if (!target || !tileAt(target)) return;
    makeHome(target);
    tileAt(target).focus();
  });

  const hear = ({ kind }) => {
    if (kind === "focus") (tileAt(model.get("opened")) ?? tileAt(home))?.focus();
  };
  const listeners = [
    ["change:picture", showSoon],
    ["change:shows", showTexts],
    ["change:mistakes", showTexts],
    ["change:message", showTexts],
    ["change:opened", showOpened],
    ["change:reach", showReach],
    ["msg:custom", hear],
  ];
  listeners.forEach(([name, call]) => model.on(name, call));
  showTexts();
  const stopWatching = watchers.watch(root, showSoon);
  return () => {
    colours.stop();
    stopWatching();
    nextFrame.stop();
    listeners.forEach(([name, call]) => model.off(name, call));
  };
}

// A function, not an object: anywidget calls it once per model.
export default () => {
  let watchers;
  return {
    initialize({ model }) {
      watchers = makeWatchers(model);
    },
    render: (view) => renderMaps(watchers, view),
  };
};
