"""A question: a computation whose numbers are drawn for each learner."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mlwidgets.errors import MLWidgetsError
from mlwidgets.lessons.checks.parameters import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np

    from mlwidgets.lessons.checks.parameters import Parameter

Answer = float | tuple[int, ...]
"""A number, or the numbers of a shape."""

_APART = 2.0
"""Answers lie more than so many tolerances from each other: what is typed is near one of them only."""

_ROUNDED = 0.01
"""How far a wrong answer may be rounded where the right one is a whole number."""

_DRAWS = 200


@dataclass(frozen=True)
class Drawn:
    """A computation with its numbers.

    Attributes
    ----------
    text : str
        The question, in Markdown with formulas between dollar signs.
    answer : float or tuple of int
        What is right.
    tolerance : float
        How far a number may be from it; 0 for whole numbers.
    working : str
        The arithmetic, written out, in Markdown.
    near : mapping of str to float or tuple of int
        Wrong answers that come of a known misconception, by its name.
    replies : mapping of str to str
        What is said to each of them.
    """

    text: str
    answer: Answer
    tolerance: float
    working: str
    near: Mapping[str, Answer] = field(default_factory=dict)
    replies: Mapping[str, str] = field(default_factory=dict)

    def right(self, given: Answer) -> bool:
        """Return whether an answer is near enough."""
        return is_near(given, self.answer, self.tolerance)

    def reply(self, given: Answer) -> str:
        """Return what is said to a wrong answer that comes of a known misconception; else nothing."""
        # A whole number is met exactly, but a wrong answer beside it may be a fraction, and typed rounded.
        slack = self.tolerance or _ROUNDED
        for name, wrong in self.near.items():
            if is_near(given, wrong, slack):
                return self.replies[name]
        return ""


def is_near(given: Answer, answer: Answer, tolerance: float) -> bool:
    """Return whether two answers are the same within a tolerance; numbers of a shape must all be equal."""
    if isinstance(answer, tuple) or isinstance(given, tuple):
        return given == answer
    # A little more than the tolerance: 0.125 typed as 0.12 is off by 0.005000000000000004.
    return abs(given - answer) <= tolerance * (1 + 1e-9) + 1e-12


@dataclass(frozen=True)
class Question:
    """A computation that a lesson can name.

    Attributes
    ----------
    name : str
        What a lesson calls it.
    sentence : str
        What it asks, for the author's guide.
    make : callable
        Takes a random generator and the parameters; returns what it has drawn.
    parameters : tuple of Parameter
        What can be said under `with:`.
    """

    name: str
    sentence: str
    make: Callable[..., Drawn]
    parameters: tuple[Parameter, ...] = ()

    def parse(self, given: object) -> dict[str, Any]:
        """Return parameters, checked; `ConfigurationError` says what is wrong with them."""
        return parse(f"The question {self.name}", self.parameters, given)

    def draw(self, rng: np.random.Generator, **parameters: Any) -> Drawn:  # noqa: ANN401 - of several types
        """Draw numbers until no answer comes so near to another that it could be taken for it.

        Parameters
        ----------
        rng : numpy.random.Generator
            Where they come from: the same seed gives the same question.
        **parameters
            As `parse` returned them.
        """
        for _ in range(_DRAWS):
            drawn = self.make(rng, **parameters)
            answers = [drawn.answer, *drawn.near.values()]
            if all(
                _told_apart(*pair, drawn.tolerance or _ROUNDED) for pair in itertools.combinations(answers, 2)
            ):
                return drawn
        raise MLWidgetsError(f"The question {self.name} found no numbers that tell its answers apart.")


def _told_apart(one: Answer, other: Answer, tolerance: float) -> bool:
    return not is_near(one, other, _APART * tolerance)
