// A part: the magnifier under the pictures, with the window of one pixel of the output in numbers, and its arithmetic.
// Stands on dom, number_text, picture_window and picture_arithmetic. Places count from 0 here, and from 1 in words.

import { element } from "../base/dom.ts";
import { shownNumber } from "../base/number_text.ts";
import { arithmeticLines, CHANNELS, pixelText } from "./picture_arithmetic.ts";
import { readPixel, readWindow } from "./picture_window.ts";

const LENS_TEXT = {
  title: (row, column) => `Output, row ${row}, column ${column}: `,
  nothing: "No pixel to look at yet.",
  channel: "Channel",
  window: "Input under the kernel, each pixel with its weight.",
  inWindow: (channel) => `Input under the kernel${channel ? `, ${channel.toLowerCase()}` : ""}`,
  weight: (weight) => `× ${weight}`,
  arithmetic: "Arithmetic of the output pixel",
  padding: "Dashed and in [brackets]: padding, beyond the rim of the picture.",
  flipped: "The kernel is turned by 180°: a convolution as mathematics defines it.",
  max: (side) => `Max pooling: the pixel is the largest of ${side} × ${side} results. Choose one to see its window.`,
  average: (side) =>
    `Average pooling: the pixel is the mean of ${side} × ${side} results. Choose one to see its window.`,
  result: (value, largest) => `Result ${value}${largest ? ", the largest" : ""}`,
  outside: "pad",
  screen: (value) => `On the screen: ${value} (0 is black, 255 is white)`,
};
const LIGHT = 118; // a grey from here on carries black numbers, a darker one white: at least 4.5 to 1 either way

/** Buttons of one choice; `choose` gets the index. */
function channelChoice(choose) {
  const name = `mlw-lens-${Math.random().toString(36).slice(2)}`;
  const box = element("fieldset", "mlw-lens-channels");
  box.append(element("legend", "", {}, LENS_TEXT.channel));
  const inputs = CHANNELS.map((words, index) => {
    const label = element("label", "mlw-lens-channel");
    const input = element("input", "", { type: "radio", name, value: index });
    input.addEventListener("change", () => choose(index));
    label.append(input, element("span", "", {}, words));
    box.append(label);
    return input;
  });
  return { box, inputs };
}

/** The table of the window; it is only built again when the kernel has another size. */
function windowTable() {
  const table = element("table", "mlw-lens-table");
  const caption = element("caption", "mlw-visually-hidden");
  let size = "";
  let heads = [];
  let sides = [];
  let cells = [];

  const build = (rows, columns) => {
    const corner = element("tr");
    heads = Array.from({ length: columns }, () => element("th", "", { scope: "col" }));
    corner.append(element("td"), ...heads);
    sides = Array.from({ length: rows }, () => element("th", "", { scope: "row" }));
    cells = sides.map((side) => {
      const line = element("tr");
      const places = heads.map(() => {
        const place = element("td", "mlw-lens-cell");
        place.append(element("span", "mlw-lens-pixel"), element("span", "mlw-lens-weight"));
        return place;
      });
      line.append(side, ...places);
      return { line, places };
    });
    const [head, body] = [element("thead"), element("tbody")];
    head.append(corner);
    body.append(...cells.map(({ line }) => line));
    table.replaceChildren(caption, head, body);
  };

  return {
    table,
    show(window, words, shape) {
      const [rows, columns] = [window.rows.length, window.columns.length];
      if (size !== `${rows} ${columns}`) build(rows, columns);
      size = `${rows} ${columns}`;
      caption.textContent = words;
      const name = (place, length) => (place >= 0 && place < length ? `${place + 1}` : LENS_TEXT.outside);
      window.rows.forEach((row, i) => (sides[i].textContent = name(row, shape[0])));
      window.columns.forEach((column, j) => (heads[j].textContent = name(column, shape[1])));
      window.cells.forEach((line, i) =>
        line.forEach((cell, j) => {
          const place = cells[i].places[j];
          const [pixel, weight] = place.children;
          const light = cell.pixel >= LIGHT;
          pixel.textContent = pixelText(cell);
          pixel.style.background = `rgb(${cell.pixel} ${cell.pixel} ${cell.pixel})`;
          pixel.style.color = light ? "#000" : "#fff";
          weight.textContent = LENS_TEXT.weight(shownNumber(cell.weight));
          place.classList.toggle("mlw-lens-padding", cell.padding);
          place.classList.toggle("mlw-lens-negative", cell.weight < 0);
          place.classList.toggle("mlw-lens-positive", cell.weight > 0);
        })
      );
    },
  };
}

/** The results that a pool takes together, as buttons. */
function poolChoice(choose) {
  const box = element("div", "mlw-lens-pool");
  const words = element("p");
  const grid = element("div", "mlw-lens-results");
  box.append(words, grid);
  let buttons = [];
  const build = (count) => {
    buttons = Array.from({ length: count }, (_, index) => {
      const button = element("button", "mlw-button mlw-lens-result", { type: "button" });
      button.addEventListener("click", () => choose(index));
      return button;
    });
    grid.style.gridTemplateColumns = `repeat(${Math.sqrt(count)}, auto)`;
    grid.replaceChildren(...buttons);
  };
  return {
    box,
    show({ pooling, pool_size: side }, read, place) {
      box.hidden = pooling === "none";
      if (box.hidden) return;
      if (buttons.length !== read.places.length) build(read.places.length);
      words.textContent = LENS_TEXT[pooling](side);
      buttons.forEach((button, index) => {
        const largest = pooling === "max" && index === read.best;
        const value = shownNumber(read.places[index].activated);
        button.textContent = value;
        button.setAttribute("aria-label", LENS_TEXT.result(value, largest));
        button.setAttribute("aria-pressed", index === place);
        button.classList.toggle("mlw-lens-largest", largest);
      });
    },
  };
}

/** The magnifier. `changed` is called when the learner chooses another channel or another result of a pool. */
export function makeLens(changed) {
  let channel = 0;
  let chosen = null; // the result of the pool whose window is shown, if the learner chose one
  let seen = ""; // for which pixel

  const root = element("section", "mlw-lens", { "aria-label": LENS_TEXT.arithmetic });
  const title = element("p", "mlw-lens-title");
  const [place, value] = [element("span"), element("strong")];
  title.append(place, value);
  const channels = channelChoice((index) => {
    channel = index;
    changed();
  });
  const pool = poolChoice((index) => {
    chosen = index;
    changed();
  });
  const left = element("div", "mlw-lens-window");
  const scroller = element("div", "mlw-lens-scroller", { tabindex: 0, role: "group" });
  const table = windowTable();
  const padding = element("p", "mlw-lens-note", {}, LENS_TEXT.padding);
  const flipped = element("p", "mlw-lens-note", {}, LENS_TEXT.flipped);
  scroller.append(table.table);
  left.append(scroller, element("p", "mlw-lens-note", {}, LENS_TEXT.window), flipped, padding);
  const lines = element("div", "mlw-lens-lines", { tabindex: 0, role: "group", "aria-label": LENS_TEXT.arithmetic });
  const body = element("div", "mlw-lens-body");
  const right = element("div", "mlw-lens-right");
  right.append(pool.box, lines);
  body.append(left, right);
  root.append(title, channels.box, body);

  return {
    root,
    /** Show a pixel. `numbers` are the engine's, one for each channel of the output, or null; `shades` the screen's. */
    show(task, cell, numbers, shades) {
      body.hidden = channels.box.hidden = !task;
      if (!task) {
        place.textContent = LENS_TEXT.nothing;
        value.textContent = "";
        return null;
      }
      const { settings, shape } = task;
      channel = Math.min(channel, shape[2] - 1);
      const output = settings.channels === "sum" ? 0 : channel;
      const read = readPixel(task, cell, output);
      if (seen !== `${cell} ${output}` || chosen >= read.places.length) chosen = null;
      seen = `${cell} ${output}`;
      const shown = chosen ?? read.best;
      const window = readWindow(task, read.places[shown].y, read.places[shown].x, channel);

      place.textContent = LENS_TEXT.title(cell[0] + 1, cell[1] + 1);
      value.textContent = shownNumber(numbers?.[output] ?? read.value);
      channels.box.hidden = shape[2] === 1;
      channels.inputs.forEach((input, index) => (input.checked = index === channel));
      const words = LENS_TEXT.inWindow(shape[2] > 1 ? CHANNELS[channel] : "");
      scroller.setAttribute("aria-label", words);
      table.show(window, words, shape);
      // Invisible, not away: the page must not move while somebody points along the rim.
      padding.classList.toggle("mlw-lens-away", !window.cells.flat().some((one) => one.padding));
      flipped.hidden = !settings.flip;
      pool.show(settings, read, shown);
      const texts = arithmeticLines(task, read, { place: shown, channel, cells: window.cells });
      texts.push(LENS_TEXT.screen(shades[output]));
      while (lines.children.length > texts.length) lines.lastChild.remove();
      while (lines.children.length < texts.length) lines.append(element("p"));
      texts.forEach((text, index) => (lines.children[index].textContent = text));
      return { read, shown: read.places[shown] };
    },
  };
}
