// The bar on top of the dashboard. Which lab is shown follows from its attribute `data-lab`, by the style sheet alone:
// a tab opens at once, whatever Python is doing.

import { element } from "../base/dom.ts";
import { Floating } from "../base/floating.ts";
import type { CleanUp, View } from "../base/model.ts";
import { onSight } from "../base/sight.ts";
import { namePanels, TabList } from "../base/tab_list.ts";
import { queryIsOpened, watchAddress } from "./page_address.ts";
import { t } from "../base/language.ts";

export interface Traits {
  name: string;
  labs: string[];
  selected: number;
  data: string;
  network: string;
  state: "ready" | "running" | "paused" | "finished" | "failed";
  help: string;
  present: boolean;
  teach: boolean;
  lesson_opened: boolean;
}

const TEXT = {
  labs: t("Labs"),
  use: t("In use"),
  help: t("Help"),
  present: t("Present"),
  presentHelp: t("For a projector: the lab alone, on the whole screen and in larger type. Escape ends it."),
  teach: t("Teach"),
  teachHelp: t("Choose what learners see and can change, and write a lesson"),
  states: {
    ready: t("Ready"),
    running: t("Running"),
    paused: t("Paused"),
    finished: t("Finished"),
    failed: t("Stopped"),
  },
};
const SESSION_WORDS: Record<string, string> = {
  lost: t("Connection lost"),
  long: t("Connection lost"),
  ended: t("Ended"),
};

/** Take the whole screen, or give it back; a browser that does not let pages do so shows the same in its window. */
function fillScreen(on: boolean): void {
  const refused = () => {};
  if (on) document.documentElement.requestFullscreen?.().catch(refused);
  else if (document.fullscreenElement) document.exitFullscreen().catch(refused);
}

function render({ model, el }: View<Traits>): CleanUp {
  const root = element("div", "mlw mlw-bar");
  const name = element("h1", "mlw-bar-name");
  const tabs = new TabList(TEXT.labs, "mlw-bar-tab", (at) => {
    model.set("selected", at);
    model.save_changes();
  });
  const use = element("p", "mlw-bar-use", { "aria-label": TEXT.use });
  const state = element("p", "mlw-bar-state", { role: "status" });
  const help = element("button", "mlw-button mlw-bar-help", {
    type: "button",
    "aria-label": TEXT.help,
    "aria-expanded": "false",
  }, "?");
  const present = element("button", "mlw-button mlw-bar-present", {
    type: "button",
    title: TEXT.presentHelp,
    "aria-pressed": "false",
  }, TEXT.present);
  const teach = element("button", "mlw-button mlw-bar-teach", {
    type: "button",
    title: TEXT.teachHelp,
    "aria-pressed": "false",
  }, TEXT.teach);
  const text = new Floating(help, { role: "note", dismissed: () => explain(false) });
  root.append(name, tabs.root, use, state, help, teach, present, text.root);
  el.classList.add("mlw-bar-host");
  el.append(root);

  const explain = (open: boolean) => {
    text.show(open);
    help.setAttribute("aria-expanded", String(open));
  };
  const showTabs = () => {
    tabs.show(model.get("labs"), model.get("selected"));
    el.dataset.lab = String(model.get("selected") + 1);
    namePages();
  };
  const namePages = () =>
    namePanels(el.closest(".mlw-dashboard")?.querySelectorAll(":scope > .mlw-pages > *") ?? [], model.get("labs"));
  const showUse = () => {
    const parts = [model.get("data"), model.get("network")].filter((part) => part !== "");
    // The words are in one line of their own each: where the bar is narrow, the network goes, not half of its name.
    use.replaceChildren(...parts.map((part, at) => element("span", "", {}, at ? ` · ${part}` : part)));
    use.title = parts.join(" · ");
  };
  let session = "fine";
  const showState = () => {
    root.dataset.state = session === "fine" ? model.get("state") : "gone";
    state.textContent = SESSION_WORDS[session] ?? TEXT.states[model.get("state")];
  };
  const showRest = () => {
    name.textContent = model.get("name");
    text.words.textContent = model.get("help");
    help.hidden = model.get("help") === "";
    present.setAttribute("aria-pressed", String(model.get("present")));
    el.toggleAttribute("data-present", model.get("present"));
    teach.setAttribute("aria-pressed", String(model.get("teach")));
  };

  help.addEventListener("click", () => explain(!text.open));
  const showPresent = (on: boolean) => {
    model.set("present", on);
    model.save_changes();
  };
  present.addEventListener("click", () => {
    const on = !model.get("present");
    showPresent(on);
    fillScreen(on);
  });
  teach.addEventListener("click", () => {
    model.set("teach", !model.get("teach"));
    model.save_changes();
  });
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && text.open) explain(false);
  });
  const endPresenting = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented || !model.get("present")) return;
    showPresent(false);
    fillScreen(false);
  };
  document.addEventListener("keydown", endPresenting);
  // In full screen, Escape is the browser's own key: no script hears it.
  const leaveScreen = () => {
    if (!document.fullscreenElement && model.get("present")) showPresent(false);
  };
  document.addEventListener("fullscreenchange", leaveScreen);
  const hearSession = (event: Event) => {
    session = (event as CustomEvent<{ state: string }>).detail.state;
    showState();
  };

  const shows: [(keyof Traits)[], () => void][] = [
    [["labs", "selected"], showTabs],
    [["data", "network"], showUse],
    [["state"], showState],
    [["name", "help", "present", "teach"], showRest],
  ];
  for (const [names, show] of shows) {
    show();
    for (const trait of names) model.on(`change:${trait}`, show);
  }
  document.addEventListener("mlw-session", hearSession);
  const labs = () => el.closest(".mlw-dashboard")?.querySelector(".mlw-pages") ?? null;
  if (model.get("lesson_opened")) queryIsOpened();
  const stopAddress = watchAddress(model, root, labs, (text) => model.send({ kind: "link", text }));
  const pages = new MutationObserver(() => namePages()); // labs come and go after their tabs
  const stopLooking = onSight(root, () => {
    namePages(); // by now the bar is in its dashboard
    const home = labs();
    if (home !== null) pages.observe(home, { childList: true });
    tabs.reveal();
  });
  return () => {
    text.stop();
    stopLooking();
    stopAddress();
    pages.disconnect();
    document.removeEventListener("mlw-session", hearSession);
    document.removeEventListener("keydown", endPresenting);
    document.removeEventListener("fullscreenchange", leaveScreen);
    for (const [names, show] of shows) for (const trait of names) model.off(`change:${trait}`, show);
  };
}

export default { render };
