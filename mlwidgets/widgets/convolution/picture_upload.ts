// The learner's own picture: chosen, dropped or pasted, looked at before it is sent, and sent piece by piece as
// Python asks for it. What is under way belongs to the model and is shown by all of its views.

import { element } from "../base/dom.ts";

const TEXT = {
  hint: "Or drop or paste it here: PNG or JPEG, up to 10\u00a0MB.",
  reading: (name) => `Reading “${name}” …`,
  waiting: (name) => `Reading “${name}” … Python has not answered yet; it may be busy.`,
  inUse: "In use: ",
  several: (count) => `These are ${count} files; one picture is taken at a time. Choose one of them.`,
  empty: (name) => `“${name}” is empty: it has 0 bytes. Choose a PNG or JPEG picture.`,
  large: (name, size, limit) =>
    `“${name}” has ${size} MB; a picture may have at most ${limit} MB. Make it smaller, such as 1,000 pixels a ` +
    "side, and try again.",
  kind: (name, kind) =>
    `“${name}” is ${kind} by its content; mlwidgets reads PNG and JPEG. Choose another file, or save your ` +
    "picture as PNG first.",
  unreadable: (name) => `“${name}” cannot be read. It may be a folder, or the file was moved. Choose it again.`,
  ended: (name) => `“${name}” was not sent: the session has ended. Reload the page and choose it again.`,
  text: "a text file",
  unknown: "of an unknown kind",
  progress: "Picture on its way",
};
const HEAD = 1024; // bytes that tell what a file is
const LONGEST_NAME = 40;
const PATIENCE = 8000;

/** The name of a file as it can stand in a sentence: nothing invisible in it, and not too long. */
function shownName(name) {
  const letters = [...name.replace(/\p{C}/gu, "").trim()];
  if (letters.length > LONGEST_NAME) letters.splice(LONGEST_NAME - 12, letters.length - LONGEST_NAME + 1, "…");
  return letters.join("") || "picture";
}

const megabytes = (size) => (Math.ceil((size / 2 ** 20) * 10) / 10).toLocaleString("en", { minimumFractionDigits: 1 });

function isText(head) {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return true; // UTF-16
  try {
    // As a stream, a letter may be cut in two at the end.
    const text = new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    // deno-lint-ignore no-control-regex -- they are what tells a binary file from a text
    return text !== "" && !/[\x00-\x08\x0e-\x1f\x7f]/.test(text);
  } catch {
    return false;
  }
}

/** What a file is, and whether it can be read, by the table that Python sent. */
function kindOf(head, kinds) {
  const text = isText(head);
  for (const [kind, good, offset, mark] of kinds) {
    const fits = mark.every((byte, index) => head[offset + index] === byte);
    if (fits && (mark.length > 2 || !text)) return { kind, good };
  }
  return { kind: text ? TEXT.text : TEXT.unknown, good: false };
}

/** Carries one file at a time to Python; a newer one takes the place of the one before. */
function makeCourier() {
  const views = new Set();
  let model;
  let job = null; // the file under way
  let complaint = ""; // why the last file was not even sent
  let turn = 0;
  let timer = null;
  let patient = true;

  const tell = () => views.forEach((show) => show());
  const finish = (reason) => {
    clearTimeout(timer);
    job = null;
    if (reason) complaint = reason; // or what was said of a later file stays
    tell();
  };
  const wait = () => {
    clearTimeout(timer);
    patient = true;
    timer = setTimeout(() => {
      patient = false;
      tell();
    }, PATIENCE);
    tell();
  };

  /** Look at a file; return why it cannot be taken, or nothing. */
  const judge = async (file, name) => {
    const limit = model.get("_limit");
    if (file.size === 0) return TEXT.empty(name);
    if (file.size > limit) return TEXT.large(name, megabytes(file.size), limit / 2 ** 20);
    try {
      const head = new Uint8Array(await file.slice(0, HEAD).arrayBuffer());
      const { kind, good } = kindOf(head, model.get("_kinds"));
      return good ? "" : TEXT.kind(name, kind);
    } catch {
      return TEXT.unreadable(name);
    }
  };

  const choose = async (files) => {
    if (model.get("disabled") || files.length === 0) return;
    const mine = (turn += 1);
    const name = shownName(files[0].name);
    const reason = files.length > 1 ? TEXT.several(files.length) : await judge(files[0], name);
    if (mine !== turn) return; // another file was chosen meanwhile
    complaint = reason;
    if (reason) return tell(); // a file that is under way goes on
    const token = Math.random().toString(36).slice(2);
    job = { token, file: files[0], name, sent: 0 };
    model.send({ kind: "begin", upload: token, name: files[0].name, size: files[0].size });
    wait();
  };

  const sendPiece = async (at) => {
    const mine = job;
    let piece;
    try {
      piece = await mine.file.slice(at, at + model.get("_chunk")).arrayBuffer();
    } catch {
      if (job === mine) finish(TEXT.unreadable(mine.name));
      return;
    }
    if (job !== mine) return;
    model.send({ kind: "chunk", upload: mine.token, at }, undefined, [piece]);
    mine.sent = at + piece.byteLength;
    wait();
  };

  return {
    attach(newModel) {
      model = newModel;
      const hear = ({ kind, upload, at }) => {
        if (kind === "forget") {
          forget();
          tell();
        }
        if (!job || upload !== job.token) return; // about a file of before, or of another window
        if (kind === "more") sendPiece(at);
        if (kind === "end") finish();
      };
      // What a session banner has said about the session behind the page.
      const hearSession = ({ detail }) => {
        const ours = detail.kernel === model.widget_manager?.kernel;
        if (job && ours && detail.state === "ended") finish(TEXT.ended(job.name));
      };
      model.on("msg:custom", hear);
      // When the lab turns to another picture, a sentence about a file that is none of it has had its time.
      const forget = () => {
        if (!job) complaint = "";
      };
      for (const name of ["name", "error"]) model.on(`change:${name}`, forget);
      document.addEventListener("mlw-session", hearSession);
      return () => {
        clearTimeout(timer);
        document.removeEventListener("mlw-session", hearSession);
      };
    },
    show(view) {
      views.add(view);
      return () => views.delete(view);
    },
    choose,
    state: () => ({ job, complaint, patient, share: job ? job.sent / job.file.size : 0 }),
  };
}

function build(el) {
  const id = `mlw-upload-${Math.random().toString(36).slice(2)}`;
  // Without the attribute JupyterLab would take Ctrl+V for itself.
  const root = element("div", "mlw mlw-upload", { "data-lm-suppress-shortcuts": "true" });
  const button = element("button", "mlw-button mlw-upload-button", {
    type: "button",
    "aria-describedby": `${id}-hint ${id}-error`,
  });
  const input = element("input", "", { type: "file", accept: "image/png,image/jpeg,.png,.jpg,.jpeg" });
  input.hidden = true; // the button opens it, and is the one to be named and focused
  const head = element("div", "mlw-upload-head");
  const used = element("p", "mlw-upload-used", { role: "status" });
  const message = element("div", "mlw-upload-message");
  const status = element("p", "mlw-upload-status", { role: "status" });
  const hint = element("p", "mlw-upload-hint", { id: `${id}-hint` }, TEXT.hint);
  const error = element("p", "mlw-upload-error", { id: `${id}-error`, "aria-live": "polite" });
  const bar = element("div", "mlw-upload-bar", {
    role: "progressbar",
    "aria-label": TEXT.progress,
    "aria-valuemin": "0",
    "aria-valuemax": "100",
  });
  bar.append(element("div", "mlw-upload-done"));
  message.append(hint, status, bar, error);
  head.append(button, used);
  root.append(head, input, message);
  el.append(root);
  return { root, button, input, used, status, hint, error, bar };
}

const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

/** Take files that are dropped on the root; show while they hover over it. */
function takeDrops(root, take) {
  const hover = (over) => root.classList.toggle("mlw-upload-over", over);
  root.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    hover(true);
  });
  root.addEventListener("dragleave", (event) => {
    if (!root.contains(event.relatedTarget)) hover(false);
  });
  root.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    hover(false);
    take([...event.dataTransfer.files]);
  });
  // On a page of ours a file that is dropped beside the mark would replace the page, and end the session.
  const miss = (event) => {
    if (event.defaultPrevented || !hasFiles(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "none";
  };
  if (!("voila" in document.body.dataset)) return () => {};
  for (const kind of ["dragover", "drop"]) window.addEventListener(kind, miss);
  return () => ["dragover", "drop"].forEach((kind) => window.removeEventListener(kind, miss));
}

/** Take a picture that is pasted while nobody else on the page has the keyboard. */
function takePastes(root, take) {
  const paste = (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    const active = document.activeElement;
    const free = !active || active === document.body || root.contains(active);
    if (event.defaultPrevented || files.length === 0 || !free || root.offsetParent === null) return;
    event.preventDefault();
    take(files);
  };
  document.addEventListener("paste", paste);
  return () => document.removeEventListener("paste", paste);
}

function renderUpload(courier, { model, el }) {
  const { root, button, input, used, status, hint, error, bar } = build(el);

  const set = (node, text) => {
    if (node.textContent !== text) node.textContent = text; // or it would be spoken again
  };
  const show = () => {
    const { job, complaint, patient, share } = courier.state();
    const name = model.get("name");
    const fault = complaint || (job ? "" : model.get("error"));
    set(button, model.get("label"));
    button.disabled = model.get("disabled");
    set(used, name && TEXT.inUse + name);
    used.title = name; // it is cut off where there is no room
    set(error, fault);
    set(status, job ? (patient ? TEXT.reading : TEXT.waiting)(job.name) : "");
    hint.hidden = Boolean(job || fault);
    bar.hidden = !job;
    bar.setAttribute("aria-valuenow", String(Math.round(100 * share)));
    root.style.setProperty("--mlw-upload-share", String(share));
    root.setAttribute("aria-busy", String(Boolean(job)));
    root.classList.toggle("mlw-upload-wrong", fault !== "");
  };

  button.addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    courier.choose([...input.files]);
    input.value = ""; // so that the same file can be chosen again
  });
  const stopDrops = takeDrops(root, courier.choose);
  const stopPastes = takePastes(root, courier.choose);

  show();
  const forget = courier.show(show);
  for (const name of ["label", "name", "error", "disabled"]) model.on(`change:${name}`, show);
  return () => {
    forget();
    stopDrops();
    stopPastes();
  };
}

// A function, not an object: anywidget calls it once per model, which is where a courier belongs.
export default () => {
  const courier = makeCourier();
  return {
    initialize: ({ model }) => courier.attach(model),
    render: (view) => renderUpload(courier, view),
  };
};
