// Small pictures or rows of text to choose from. One of them is in the tab order; arrow keys move from picture to picture.

import { element } from "../base/dom.ts";
import type { View } from "../base/model.ts";
import { bytesOf } from "../base/shades.ts";

export interface Traits {
  images: DataView;
  count: number;
  height: number;
  width: number;
  captions: string[];
  alts: string[];
  title: string;
  empty_text: string;
  selected: number;
  picture_size: number;
  area_height: number;
}

interface Item {
  place: HTMLElement;
  button: HTMLButtonElement;
  canvas: HTMLCanvasElement;
  caption: HTMLElement;
}

function makeItem(): Item {
  const place = element("li");
  const button = element("button", "mlw-gallery-item", { type: "button", tabindex: -1 });
  const canvas = element("canvas");
  const caption = element("span", "mlw-gallery-caption");
  button.append(canvas, caption);
  place.append(button);
  return { place, button, canvas, caption };
}

function paint(canvas: HTMLCanvasElement, pixels: Uint8Array, height: number, width: number, size: number): void {
  canvas.height = height;
  canvas.width = width;
  const scale = size / Math.max(height, width);
  canvas.style.height = `${height * scale}px`;
  canvas.style.width = `${width * scale}px`;
  const picture = new ImageData(width, height);
  pixels.forEach((grey, index) => picture.data.set([grey, grey, grey, 255], 4 * index));
  canvas.getContext("2d")?.putImageData(picture, 0, 0);
}

function render({ model, el }: View<Traits>): void {
  // Without the attribute JupyterLab would take the arrow keys for itself.
  const root = element("div", "mlw mlw-gallery", { "data-lm-suppress-shortcuts": "true" });
  const title = element("p", "mlw-gallery-title");
  const area = element("div", "mlw-gallery-area");
  const list = element("ul", "mlw-gallery-list", { role: "list" });
  const empty = element("p", "mlw-gallery-empty");
  area.append(list, empty);
  root.append(title, area);
  el.append(root);
  const items: Item[] = [];
  let home = 0; // the item in the tab order

  const makeHome = (index: number) => {
    items[home]?.button.setAttribute("tabindex", "-1");
    home = index;
    items[home]?.button.setAttribute("tabindex", "0");
  };

  const showSelected = () => {
    const selected = model.get("selected");
    items.forEach(({ button }, index) => {
      if (index === selected) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    });
    if (selected >= 0 && !list.contains(document.activeElement)) makeHome(selected);
  };
  const show = () => {
    const [count, height, width] = [model.get("count"), model.get("height"), model.get("width")];
    const [captions, alts, size] = [model.get("captions"), model.get("alts"), model.get("picture_size")];
    const bytes = bytesOf(model.get("images"));
    root.style.setProperty("--mlw-gallery-height", `${model.get("area_height")}px`);
    root.style.setProperty("--mlw-gallery-size", `${size}px`);
    title.textContent = model.get("title");
    empty.textContent = model.get("empty_text");
    empty.hidden = count > 0;
    root.classList.toggle("mlw-gallery-rows", count > 0 && height === 0);
    // Items are used again, so that whoever is on one with the keyboard stays there.
    while (items.length > count) items.pop()?.place.remove();
    while (items.length < count) {
      const item = makeItem();
      items.push(item);
      list.append(item.place);
    }
    items.forEach(({ button, canvas, caption }, index) => {
      const [alt, words] = [alts[index], captions[index]];
      caption.textContent = words;
      // The spoken name has the visible caption in it, so that it can be called by voice.
      button.setAttribute("aria-label", alt.includes(words) ? alt : `${alt}. ${words}`);
      canvas.hidden = height === 0;
      if (height > 0) {
        paint(canvas, bytes.subarray(index * height * width, (index + 1) * height * width), height, width, size);
      }
    });
    makeHome(Math.min(home, Math.max(count - 1, 0)));
    showSelected();
  };

  const indexOf = (event: Event) => items.findIndex(({ place }) => place.contains(event.target as Node));
  list.addEventListener("click", (event) => {
    const index = indexOf(event);
    if (index < 0) return;
    makeHome(index);
    model.set("selected", index);
    model.save_changes();
  });
  list.addEventListener("keydown", (event) => {
    const index = indexOf(event);
    if (index < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    const top = items[0].place.offsetTop;
    const perRow = Math.max(1, items.filter(({ place }) => place.offsetTop === top).length);
    const moves: Record<string, number> = {
      ArrowLeft: index - 1,
      ArrowRight: index + 1,
      ArrowUp: index - perRow,
      ArrowDown: index + perRow,
      Home: 0,
      End: items.length - 1,
    };
    const target = moves[event.key];
    if (target === undefined) return;
    event.preventDefault(); // the area would scroll
    if (!items[target]) return;
    makeHome(target);
    items[target].button.focus();
  });

  show();
  // One message from Python changes several traits, each with an event of its own: the pictures are made once.
  let due = false;
  const showSoon = () => {
    if (due) return;
    due = true;
    queueMicrotask(() => {
      due = false;
      show();
    });
  };
  for (const name of ["images", "count", "height", "width", "captions", "alts"] as const) {
    model.on(`change:${name}`, showSoon);
  }
  for (const name of ["title", "empty_text", "picture_size", "area_height"] as const) {
    model.on(`change:${name}`, showSoon);
  }
  model.on("change:selected", showSelected);
}

export default { render };
