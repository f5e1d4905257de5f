// Small pictures to choose from. One of them is in the tab order; arrow keys move from picture to picture.

function element(tag, className = "", attributes = {}, text = "") {
  const node = document.createElement(tag);
  node.className = className;
  node.textContent = text;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

function makeItem() {
  const place = element("li");
  const button = element("button", "mlw-gallery-item", { type: "button", tabindex: -1 });
  const canvas = element("canvas");
  const caption = element("span", "mlw-gallery-caption");
  button.append(canvas, caption);
  place.append(button);
  return { place, button, canvas, caption };
}

function paint(canvas, pixels, height, width, size) {
  canvas.height = height;
  canvas.width = width;
  const scale = size / Math.max(height, width);
  canvas.style.height = `${height * scale}px`;
  canvas.style.width = `${width * scale}px`;
  const picture = new ImageData(width, height);
  pixels.forEach((grey, index) => picture.data.set([grey, grey, grey, 255], 4 * index));
  canvas.getContext("2d").putImageData(picture, 0, 0);
}

function render({ model, el }) {
  // Without the attribute JupyterLab would take the arrow keys for itself.
  const root = element("div", "mlw mlw-gallery", { "data-lm-suppress-shortcuts": "true" });
  const title = element("p", "mlw-gallery-title");
  const area = element("div", "mlw-gallery-area");
  const list = element("ul", "mlw-gallery-list", { role: "list" });
  const empty = element("p", "mlw-gallery-empty");
  area.append(list, empty);
  root.append(title, area);
  el.append(root);
  const items = [];
  let home = 0; // the item in the tab order

  const makeHome = (index) => {
    items[home]?.button.setAttribute("tabindex", -1);
    home = index;
    items[home]?.button.setAttribute("tabindex", 0);
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
    const [images, count, height, width, captions, alts, size] = [
      ...["images", "count", "height", "width", "captions", "alts", "picture_size"],
    ].map((name) => model.get(name));
    const bytes = new Uint8Array(images.buffer, images.byteOffset, images.byteLength);
    root.style.setProperty("--mlw-gallery-height", `${model.get("area_height")}px`);
    root.style.setProperty("--mlw-gallery-size", `${size}px`);
    title.textContent = model.get("title");
    empty.textContent = model.get("empty_text");
    empty.hidden = count > 0;
    // Items are used again, so that whoever is on one with the keyboard stays there.
    while (items.length > count) items.pop().place.remove();
    while (items.length < count) {
      items.push(makeItem());
      list.append(items.at(-1).place);
    }
    items.forEach(({ button, canvas, caption }, index) => {
      const [alt, words] = [alts[index], captions[index]];
      caption.textContent = words;
      // The spoken name has the visible caption in it, so that it can be called by voice.
      button.setAttribute("aria-label", alt.includes(words) ? alt : `${alt}. ${words}`);
      paint(canvas, bytes.subarray(index * height * width, (index + 1) * height * width), height, width, size);
    });
    makeHome(Math.min(home, Math.max(count - 1, 0)));
    showSelected();
  };

  list.addEventListener("click", (event) => {
    const index = items.findIndex(({ place }) => place.contains(event.target));
    if (index < 0) return;
    makeHome(index);
    model.set("selected", index);
    model.save_changes();
  });
  list.addEventListener("keydown", (event) => {
    const index = items.findIndex(({ place }) => place.contains(event.target));
    if (index < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    const top = items[0].place.offsetTop;
    const perRow = Math.max(1, items.filter(({ place }) => place.offsetTop === top).length);
    const target = {
      ArrowLeft: index - 1,
      ArrowRight: index + 1,
      ArrowUp: index - perRow,
      ArrowDown: index + perRow,
      Home: 0,
      End: items.length - 1,
    }[event.key];
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
  for (const name of ["images", "count", "height", "width", "captions", "alts"]) model.on(`change:${name}`, showSoon);
  for (const name of ["title", "empty_text", "picture_size", "area_height"]) model.on(`change:${name}`, showSoon);
  model.on("change:selected", showSelected);
}

export default { render };
