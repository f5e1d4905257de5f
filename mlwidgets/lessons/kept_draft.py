"""A draft of a lesson as a text that a browser keeps: it may be unfinished, as no lesson's file can be."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mlwidgets.errors import ConfigurationError, DataError
from mlwidgets.language import _
from mlwidgets.lessons.draft import LessonDraft, StepDraft
from mlwidgets.lessons.format.blocks import Block, read_block
from mlwidgets.lessons.format.faults import Faults
from mlwidgets.lessons.format.reading import MINUTES, MOST_BYTES
from mlwidgets.lessons.format.set_ups import read_set_up
from mlwidgets.lessons.format.steps import MOST_STEPS
from mlwidgets.lessons.format.writing import block
from mlwidgets.ranges import is_text, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST = 4 * MOST_BYTES
"""Characters of such a text; a draft that becomes a lesson has about a quarter of it."""

_HEAD = {"name", "title", "goal", "minutes", "language", "steps"}
_STEP = {"title", "text", "setup", "task"}
_DAMAGED = _("The lesson that this browser has kept cannot be read, and nothing has changed: {why}")


def kept_text(draft: LessonDraft) -> str:
    """Return a draft as JSON whose set-ups and tasks are YAML, as in a lesson's file; empty for an empty one.

    Examples
    --------
    >>> draft = LessonDraft(title="Steps", steps=(StepDraft(title="One"),))
    >>> read_kept(kept_text(draft)) == draft
    True
    """
    if draft == LessonDraft():
        return ""
    steps = [
        {"title": one.title, "text": one.text, "setup": _yaml(one.setup), "task": _yaml(one.task)}
        for one in draft.steps
    ]
    head = {name: getattr(draft, name) for name in _HEAD - {"steps"}}
    return json.dumps({**head, "steps": steps}, ensure_ascii=False, sort_keys=True)


def read_kept(text: str) -> LessonDraft:
    """Return the draft that `kept_text` wrote down.

    Raises
    ------
    DataError
        It is damaged, or something else: a page may send anything.
    """
    try:
        return _draft(text)
    except (ConfigurationError, ValueError, RecursionError) as error:
        raise DataError(_DAMAGED.format(why=error)) from error


def _yaml(values: Mapping[str, Any] | None) -> str | None:
    return None if values is None else block(values)


def _draft(text: str) -> LessonDraft:
    if len(text) > LONGEST:
        raise ConfigurationError(f"it has {len(text):,} characters, and {LONGEST:,} is the most.")
    plain = _fields("a lesson", json.loads(text), _HEAD)
    steps = plain["steps"]
    if not isinstance(steps, list) or len(steps) > MOST_STEPS:
        raise ConfigurationError(f"its steps must be a list of at most {MOST_STEPS}; got {shown(steps)}.")
    return LessonDraft(
        **{name: _text(name, plain[name]) for name in ("name", "title", "goal", "language")},
        minutes=MINUTES.check_int(plain["minutes"]),
        steps=tuple(_step(one, first=at == 0) for at, one in enumerate(steps)),
    )


def _step(plain: object, *, first: bool) -> StepDraft:
    given = _fields("a step", plain, _STEP)
    setup, task = _block("setup", given["setup"]), _block("task", given["task"])
    if setup is not None:
        faults = Faults()
        read_set_up(setup, faults, first=first)
        _refuse(faults)
    return StepDraft(
        title=_text("title", given["title"]),
        text=_text("text", given["text"]),
        setup=None if setup is None else setup.values,
        task=None if task is None else task.values,
    )


def _block(name: str, text: object) -> Block | None:
    if text is None:
        return None
    faults = Faults()
    found = read_block(_text(name, text), 1, faults)
    _refuse(faults)
    return found


def _refuse(faults: Faults) -> None:
    if faults.found:
        raise ConfigurationError(" ".join(str(fault.message) for fault in faults.found))


def _fields(what: str, plain: object, names: set[str]) -> dict[str, Any]:
    if not isinstance(plain, dict) or set(plain) != names:
        raise ConfigurationError(f"{what} has {', '.join(sorted(names))}; got {shown(plain)}.")
    return plain


def _text(name: str, value: object) -> str:
    if not is_text(value):
        raise ConfigurationError(f"{name} must be a text; got {shown(value)}.")
    return str(value)
