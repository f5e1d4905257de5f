"""What the form of a task says, made into the task as a lesson's file has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.widgets.teach import texts

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_ANSWERS = 6
MOST_HINTS = 10
LONGEST = 4_000
"""Characters of a text; longer ones are cut off, which the page's fields do, too."""

_REACH: dict[str, Any] = {
    "kind": "reach",
    "question": texts.REACH_QUESTION,
    "check": "validation_accuracy",
    "with": {"at_least": 0.9},
    "model": [{"run": True}],
}
"""What a task without a form begins as."""


def task_from(given: object, before: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return a task as the file has it; None if there is to be none.

    Parameters
    ----------
    given : object
        What the page says: anything at all may come. What is no text counts as empty, and the lesson's reader
        says what is missing.
    before : Mapping
        The task as it was: its name stays, and of the same kind all that the form does not show.
    """
    name = {"name": before["name"]} if before.get("name") else {}
    match given:
        case {"kind": "choose" | "explain" as kind, **form}:
            kept = dict(before) if before.get("kind") == kind else {}
            task = {**name, **kept, "kind": kind, "question": _text(form.get("question"))}
            task |= _choices(form) if kind == "choose" else {"model": _text(form.get("model"))}
            task.pop("hints", None)
            hints = [hint for hint in map(_text, _list(form.get("hints"))) if hint][:MOST_HINTS]
            return {**task, "hints": hints} if hints else task
        case {"kind": "other"}:
            return {**name, **_REACH, "question": str(_REACH["question"])}
        case _:
            return None


def _choices(given: Mapping[Any, Any]) -> dict[str, Any]:
    answers = []
    for one in _list(given.get("answers"))[:MOST_ANSWERS]:
        if isinstance(one, dict):
            answer: dict[str, Any] = {"text": _text(one.get("text")), "reply": _text(one.get("reply"))}
            answers.append({**answer, "right": True} if one.get("right") is True else answer)
    return {"answers": answers}


def _text(value: object) -> str:
    return value.replace("\r\n", "\n").strip()[:LONGEST] if isinstance(value, str) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
