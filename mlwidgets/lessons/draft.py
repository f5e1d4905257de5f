"""A lesson while it is being written: what stands in its file, as plain values."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.lessons.lesson import Lesson, Step

NAME_LENGTH = 60


@dataclass(frozen=True, kw_only=True)
class StepDraft:
    """A step.

    Attributes
    ----------
    title : str
        Its heading, plain text.
    text : str
        Markdown.
    setup, task : Mapping or None
        Its blocks, as the file has them; None for none.
    """

    title: str
    text: str = ""
    setup: Mapping[str, Any] | None = None
    task: Mapping[str, Any] | None = None

    @classmethod
    def of(cls, step: Step) -> Self:
        """Return the draft of a step that was read from a file."""
        blocks = step.blocks
        return cls(title=step.title, text=step.text, setup=blocks.get("setup"), task=blocks.get("task"))


@dataclass(frozen=True, kw_only=True)
class LessonDraft:
    """A lesson; it may be unfinished, or wrong. `write` makes its text, and says what is wrong.

    Attributes
    ----------
    name : str
        Of its file, without the ending; empty: it is made from the title.
    title, goal, minutes, language
        Its head.
    steps : tuple of StepDraft
        In their order.
    """

    name: str = ""
    title: str = ""
    goal: str = ""
    minutes: int = 10
    language: str = "en"
    steps: tuple[StepDraft, ...] = field(default_factory=tuple)

    @classmethod
    def of(cls, lesson: Lesson) -> Self:
        """Return the draft of a lesson that was read from a file."""
        return cls(
            name=lesson.name,
            title=lesson.title,
            goal=lesson.goal,
            minutes=lesson.minutes,
            language=lesson.language,
            steps=tuple(StepDraft.of(step) for step in lesson.steps),
        )

    @property
    def file_name(self) -> str:
        """The name of its file without the ending: its own, or one made from the title."""
        return self.name or name_from(self.title)

    def with_step(self, at: int, **changes: Any) -> Self:  # noqa: ANN401 - fields of several types
        """Return the draft with something else in one of its steps."""
        steps = list(self.steps)
        steps[at] = replace(steps[at], **changes)
        return replace(self, steps=tuple(steps))


def name_from(title: str) -> str:
    """Return a name for a lesson's file, or for a task, made from a title.

    Examples
    --------
    >>> name_from("How long is a step?"), name_from("Größe: 3 × 3"), name_from("…")
    ('how-long-is-a-step', 'groe-3-3', 'lesson')
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:NAME_LENGTH].strip("-")
    return name or "lesson"
