// The line above the picture: which digit is looked at, how much the network has learned, and *Train it yourself*.

import { element } from "../base/dom.ts";
import type { CleanUp, Model } from "../base/model.ts";
import { letWait } from "../base/waiting_button.ts";
import type { Traits } from "./flow_numbers.ts";
import { t } from "../base/language.ts";

const TEXT = {
  digit: t("Digit to look at"),
  test: t("Test digit"),
  steps: [
    { to: "previous", sign: "‹", words: t("Previous test digit") },
    { to: "next", sign: "›", words: t("Next test digit") },
    { to: "mistake", sign: t("Next mistake"), words: t("Next mistake") },
  ],
  stages: t("How much the network has learned"),
  train: t("Train it yourself"),
  pause: t("Pause"),
  goOn: t("Continue"),
};

export function makeBar(model: Model<Traits>): { root: HTMLElement; stop: CleanUp } {
  const root = element("div", "mlw-flow-bar");
  const digit = element("div", "mlw-flow-digit", { role: "group", "aria-label": TEXT.digit });
  const label = element("label", "mlw-flow-test");
  const number = element("input", "mlw-flow-number", { type: "number", min: 0, step: 1, inputmode: "numeric" });
  label.append(element("span", "", {}, TEXT.test), number);
  const steps = TEXT.steps.map(({ to, sign, words }) => {
    const button = element("button", "mlw-button", { type: "button", "aria-label": words, title: words }, sign);
    button.addEventListener("click", () => model.send({ kind: "step", to }));
    return button;
  });
  digit.append(label, ...steps);

  const stages = element("fieldset", "mlw-segments mlw-flow-stages");
  stages.append(element("legend", "mlw-visually-hidden", {}, TEXT.stages));
  const group = `mlw-stage-${Math.random().toString(36).slice(2)}`;
  let inputs: HTMLInputElement[] = [];
  const train = element("button", "mlw-button mlw-flow-train", { type: "button" });
  root.append(digit, stages, train);

  number.addEventListener("change", () => {
    if (!number.reportValidity()) return; // the browser says which numbers there are
    if (number.value !== "") model.send({ kind: "test", number: Number(number.value) });
    else showDigit();
  });
  number.addEventListener("blur", () => showDigit());
  stages.addEventListener("change", (event) => {
    model.send({ kind: "stage", stage: (event.target as HTMLInputElement).value });
  });
  train.addEventListener("click", () => {
    const command = { "": "train", running: "pause", paused: "continue", finished: "train" }[model.get("run")];
    model.send({ kind: "run", command });
  });

  const showDigit = () => {
    number.max = String(model.get("test_count") - 1);
    const { test } = model.get("example");
    number.value = test === null ? "" : String(test);
  };
  const showStages = () => {
    const offered = model.get("stages");
    stages.hidden = offered.length === 0;
    if (inputs.length !== offered.length) {
      stages.querySelectorAll("label").forEach((one) => one.remove());
      inputs = offered.map(([value, words]) => {
        const choice = element("label");
        const input = element("input", "", { type: "radio", name: group, value });
        choice.append(input, element("span", "", {}, words));
        stages.append(choice);
        return input;
      });
    }
    inputs.forEach((input) => (input.checked = input.value === model.get("stage")));
    const run = model.get("run");
    train.textContent = run === "running" ? TEXT.pause : run === "paused" ? TEXT.goOn : TEXT.train;
    letWait(train, run === "running" ? "" : model.get("held"));
  };
  model.on("change:example", showDigit);
  model.on("change:test_count", showDigit);
  model.on("change:stages", showStages);
  model.on("change:stage", showStages);
  model.on("change:run", showStages);
  model.on("change:held", showStages);
  showDigit();
  showStages();
  return {
    root,
    stop() {
      model.off("change:example", showDigit);
      model.off("change:test_count", showDigit);
      model.off("change:stages", showStages);
      model.off("change:stage", showStages);
      model.off("change:run", showStages);
      model.off("change:held", showStages);
    },
  };
}
