"""What the column of the editor shows of a lesson that is being written, as plain JSON values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.language import ENGLISH, current
from mlwidgets.lessons.format import markdown
from mlwidgets.lessons.format.faults import Faults
from mlwidgets.lessons.format.writing import block
from mlwidgets.lessons.kept_draft import kept_text
from mlwidgets.widgets.export.link_controls import CONTROLS, LABS
from mlwidgets.widgets.teach import texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.lessons.authoring import Authoring

FORMS = ("choose", "explain")
"""Kinds of tasks that have a form; the others are written as in the lesson's file."""

_MORE_NAMES = {"layers": texts.LAYERS, "convolution": LABS["KernelLab"]}
_NAMES = LABS | {name: label for group in CONTROLS.values() for name, label in group.items()}


def editor_frame(authoring: Authoring, fault: str = "", said: str = "") -> dict[str, Any]:
    """Return what the column shows.

    Parameters
    ----------
    authoring : Authoring
        The lesson and its open step.
    fault : str
        What went wrong last, in sentences.
    said : str
        What has been done, in a sentence.
    """
    draft, step = authoring.draft, authoring.open
    frame: dict[str, Any] = {
        "title": draft.title,
        "goal": draft.goal,
        "minutes": draft.minutes,
        "step": authoring.step,
        "steps": [one.title for one in draft.steps],
        "can_bring_back": authoring.removed is not None,
        "fault": fault or authoring.task_fault,
        "said": said,
        "kept": kept_text(draft),
        "open": None,
    }
    if step is not None:
        html, faults = preview(step.text)
        setup = step.setup or {}
        frame["open"] = {
            "title": step.title,
            "text": step.text,
            "html": html,
            "faults": faults,
            "setup": in_words(setup, first=authoring.step == 0),
            "point": str(setup.get("point", "")),
            "task": _task(step.task),
        }
    return frame


def preview(text: str) -> tuple[str, list[str]]:
    """Return a text as learners see it, as safe HTML, and what is wrong with it."""
    faults = Faults()
    tokens = markdown.parse(text)
    markdown.check(tokens, 1, faults)
    return markdown.render(tokens), [
        texts.FAULT.format(line=fault.line, message=fault.message) for fault in faults.found
    ]


def in_words(setup: Mapping[str, Any], *, first: bool) -> str:
    """Return in a line what a step puts before the learner.

    Examples
    --------
    >>> in_words({"lab": "TrainLab", "locked": ["epochs"]}, first=False)
    'Shows Train · As the step before has left it · locked: Epochs'
    """
    parts = []
    if setup.get("lab"):
        parts.append(texts.SHOWS.format(lab=_NAMES.get(setup["lab"], setup["lab"])))
    experiment = setup.get("experiment") or {}
    if setup.get("fresh", first) or experiment or setup.get("stage"):
        what = ", ".join(map(_setting, experiment)) or texts.DEFAULTS
        parts.append(texts.ANEW.format(what=what))
    else:
        parts.append(str(texts.KEEPS))
    for words, kind in ((texts.HIDES, "hidden"), (texts.LOCKS, "locked")):
        names = [str(_NAMES.get(name, name)) for name in setup.get(kind) or ()]
        if names:
            parts.append(words.format(names=", ".join(names)))
    return " · ".join(parts)


def _setting(name: str) -> str:
    """Return what a setting is called within a sentence: in English as the lesson's file has it."""
    plain = name.replace("_", " ")
    return plain if current() == ENGLISH else str(_NAMES.get(name, _MORE_NAMES.get(name, plain)))


def _task(task: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return a task for its form, or for none with its text as the file has it."""
    if task is None:
        return None
    kind = task.get("kind")
    return {"kind": kind if kind in FORMS else "other", "values": dict(task), "text": block(task)}
