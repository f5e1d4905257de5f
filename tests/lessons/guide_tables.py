"""The tables of the author's guide, written from what there is: `python -m tests.lessons.guide_tables`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from mlwidgets.data.registry import names as data_sets
from mlwidgets.engine.losses import LOSSES
from mlwidgets.lessons.actions import ACTIONS
from mlwidgets.lessons.checks import CHECKS, QUESTIONS
from mlwidgets.lessons.labs import CONTROLS_OF, LABS
from mlwidgets.ranges import OneOf
from mlwidgets.session.saved import APART
from mlwidgets.spec import OPTIMIZER_ROWS
from mlwidgets.spec.settings import KNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlwidgets.lessons.checks import Check, Parameter, Question

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "lessons" / "README.md"

LIMITS = ("at_least", "at_most", "below")

EXAMPLES = {
    "set": "{set: {epochs: 5, batch_size: 16}}",
    "train": "{train: {epochs: 3}}` or `{train: {steps: 100}}",
    "run": "{run: true}",
    "reset": "{reset: true}",
    "test": "{test: true}",
    "dataset": "{dataset: {name: spiral, noise: 10}}",
    "layers": "{layers: [{class_name: Dense, config: {units: 2, activation: softmax}}]}",
    "loss": "{loss: mean_squared_error}",
    "optimizer": "{optimizer: {class_name: SGD, config: {learning_rate: 0.1}}}",
    "kernel": "{kernel: [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]}",
    "numbers": "{numbers: [[1, 2], [3, 4]]}",
    "picture": "{picture: cat}",
    "convolution": "{convolution: {strides: 2, padding: valid}}",
}
"""How each action is written."""

SETTINGS = {
    "dataset": ("the data: a name, or with settings of its own", "{name: spiral, noise: 10, samples: 200}"),
    "features": ("of points in the plane, what the network is given", "[x1, x2, x1*x2]"),
    "layers": (
        "the network, from the first layer after the input to the output",
        "[{class_name: Dense, config: {units: 2, activation: softmax}}]",
    ),
    "loss": ("the loss", "mean_absolute_error"),
    "optimizer": (
        "the optimizer, with the settings that are not as usual",
        "{class_name: SGD, config: {learning_rate: 0.1, momentum: 0.9}}",
    ),
    "batch_size": ("the examples of one update", "16"),
    "epochs": ("the passes over the training examples that a run makes", "20"),
    "seed": ("what is drawn: initial weights, order of examples, validation examples", "3"),
    "validation_split": ("the share of the training examples that is kept for validation", "0.3"),
    "class_weight": ("how much the examples of each class count in the loss", "balanced"),
    "learning_rate": ("that of the optimizer, whichever it is", "0.1"),
    "convolution": (
        "the convolution lab, in the form that `convolution.to_dict()` of an experiment returns",
        "{kernel: [[0, 1], [1, 0]], settings: {strides: 2}}",
    ),
}
"""What each setting of a set-up is, and how it is written."""


def with_tables(guide: str) -> str:
    """Return the guide with today's tables between its marks."""
    for name, text in _tables().items():
        block = "\n" in text
        inside = f"\n\n{text}\n\n" if block else f" {text} "
        pattern = rf"<!-- {name} -->(?:.*?<!-- end of {name} -->)?"
        new = f"<!-- {name} -->{inside}<!-- end of {name} -->"
        guide, count = re.subn(pattern, lambda _, new=new: new, guide, flags=re.DOTALL)  # type: ignore[misc]
        assert count == 1, name
    return guide


def _tables() -> dict[str, str]:
    return {
        "labs": _listed(LABS),
        "settings": _rows(
            ("setting", "what it is", "such as"),
            [(f"`{name}`", SETTINGS[name][0], f"`{SETTINGS[name][1]}`") for name in (*KNOWN, *APART)],
        ),
        "datasets": _listed(data_sets()),
        "optimizers": _listed(row.class_name for row in OPTIMIZER_ROWS),
        "losses": _listed(LOSSES.names),
        "controls": _rows(("lab", "its controls"), [(f"`{lab}`", _controls(lab)) for lab in LABS]),
        "checks": _rows(("check", "looks at", "with"), [_row(one) for one in CHECKS.values()]),
        "questions": _rows(("question", "asks for", "with"), [_row(one) for one in QUESTIONS.values()]),
        "actions": _rows(
            ("action", "what it does", "written"),
            [(f"`{name}`", kind.sentence, f"`{EXAMPLES[name]}`") for name, kind in ACTIONS.items()],
        ),
    }


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _controls(lab: str) -> str:
    """List the controls of a lab; one that shows all of another says so."""
    names, of_a_run = CONTROLS_OF[lab], CONTROLS_OF["TrainLab"]
    if lab != "TrainLab" and {*of_a_run} <= {*names}:
        return f"those of `TrainLab`, and {_listed(name for name in names if name not in of_a_run)}"
    return _listed(names) or "none that has a name"


def _row(one: Check | Question) -> tuple[str, str, str]:
    own = [_parameter(part) for part in one.parameters if part.name not in LIMITS]
    limits = [part.name for part in one.parameters if part.name in LIMITS]
    if limits:
        own.append(", ".join(f"`{name}`" for name in limits))
    return f"`{one.name}`", one.sentence, "; ".join(own)


def _parameter(part: Parameter) -> str:
    name = f"**`{part.name}`**" if part.required else f"`{part.name}`"
    options = (
        f" {', '.join(f'`{one}`' for one in part.range.options)}" if isinstance(part.range, OneOf) else ""
    )
    usual = "" if part.default is None else f" ({_plain(part.default)} if left out)"
    sentence = part.sentence[0].lower() + part.sentence[1:].rstrip(".")
    return f"{name}: {sentence}{':' if options else ''}{options}{usual}"


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _rows(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [f"| {' | '.join(row)} |" for row in (head, *rows)]
    return "\n".join((lines[0], f"|{'---|' * len(head)}", *lines[1:]))


if __name__ == "__main__":
    GUIDE.write_text(with_tables(GUIDE.read_text(encoding="utf-8")), encoding="utf-8")
