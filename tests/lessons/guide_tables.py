"""The tables of the author's guide, written from what there is: `python -m tests.lessons.guide_tables`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from mlwidgets.lessons.actions import ACTIONS
from mlwidgets.lessons.checks import CHECKS, QUESTIONS
from mlwidgets.lessons.labs import CONTROLS, LABS
from mlwidgets.ranges import OneOf

if TYPE_CHECKING:
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
        "labs": ", ".join(f"`{name}`" for name in LABS),
        "controls": ", ".join(f"`{name}`" for name in CONTROLS),
        "checks": _rows(("check", "looks at", "with"), [_row(one) for one in CHECKS.values()]),
        "questions": _rows(("question", "asks for", "with"), [_row(one) for one in QUESTIONS.values()]),
        "actions": _rows(
            ("action", "what it does", "written"),
            [(f"`{name}`", kind.sentence, f"`{EXAMPLES[name]}`") for name, kind in ACTIONS.items()],
        ),
    }


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
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ("---",) * len(head), *rows)).replace(
        "| --- | --- | --- |", "|---|---|---|"
    )


if __name__ == "__main__":
    GUIDE.write_text(with_tables(GUIDE.read_text(encoding="utf-8")), encoding="utf-8")
