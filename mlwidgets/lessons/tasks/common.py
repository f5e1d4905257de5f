"""What the kinds of tasks share: how they are read, and the choices of those that have some."""

from __future__ import annotations

import html
import zlib
from abc import abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np

from mlwidgets.lessons.task import Task

if TYPE_CHECKING:
    from mlwidgets.lessons.format.fields import Fields
    from mlwidgets.session import Experiment


@dataclass(frozen=True, kw_only=True)
class Readable(Task):
    """A task that can be read from a lesson's file.

    Attributes
    ----------
    text : str
        The question as Markdown, for a notebook.
    """

    question_needed: ClassVar[bool] = True
    text: str = field(default="", repr=False)

    @classmethod
    @abstractmethod
    def read(cls, fields: Fields, common: dict[str, Any]) -> Self | None:
        """Make one from its fields, and note what is wrong with them; None if there is nothing to make.

        Parameters
        ----------
        fields : Fields
            The block; what all kinds have in common has been read.
        common : dict
            That, as arguments of the class.
        """

    def is_done(self, experiment: Experiment) -> bool:  # noqa: ARG002 - of use to those that look at it
        """Return whether what has to be done in the lab has been done; no when a lesson comes to the task."""
        return False

    def wrong_answers(self, seed: int, right: object) -> tuple[object, ...]:  # noqa: ARG002 - the same
        """Return wrong answers that the task knows, each of which has a reply."""
        return ()


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One of the answers that can be chosen.

    Attributes
    ----------
    html, reply : str
        Safe HTML: the answer, and what is said to who chooses it.
    text : str
        The answer as Markdown, for a notebook.
    """

    html: str
    reply: str
    text: str


def read_answer(fields: Fields) -> Answer:
    """Read what every answer has."""
    return Answer(html=fields.html("text"), reply=fields.html("reply"), text=fields.text("text"))


def generator(name: str, seed: int) -> np.random.Generator:
    """Return the source of what is drawn for one learner in one task.

    The task's name is part of it: with the seed alone, the right one of four answers would have the same
    place in every task of a lesson.
    """
    return np.random.default_rng([seed % 2**32, zlib.crc32(name.encode())])


def shuffled(name: str, seed: int, count: int) -> list[int]:
    """Return the order in which a learner sees so many answers: positions in the file."""
    return [int(one) for one in generator(name, seed).permutation(count)]


def chosen(answer: object, count: int) -> int | None:
    """Return which of so many choices an answer is, counted from 0 as they are shown; None if it is none."""
    if isinstance(answer, bool) or not isinstance(answer, int):
        return None
    return answer if 0 <= answer < count else None


def safe(sentence: str) -> str:
    """Return a plain sentence as HTML."""
    return html.escape(str(sentence), quote=False)
