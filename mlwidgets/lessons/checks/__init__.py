"""Named judgements of a learner's experiment, and computations drawn afresh for each learner.

A lesson names them and gives parameters; no code stands in a lesson. Both tables are complete:

- `CHECKS` look at a live `Experiment`. What they saw (`Check.evidence`) and how they judge it (`Check.judge`)
  are apart, so that a hand-in can be judged again.
- `QUESTIONS` draw numbers from a seeded generator, and know the wrong answers that come of misconceptions.

Every formula is the product's own: the numbers come from `mlwidgets.engine` and `mlwidgets.explain`.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from mlwidgets.errors import ConfigurationError
from mlwidgets.lessons.checks.check import UNTRAINED, Check, Evidence, Finding
from mlwidgets.lessons.checks.drawn.line import LINE_QUESTIONS
from mlwidgets.lessons.checks.drawn.losses import LOSS_QUESTIONS
from mlwidgets.lessons.checks.drawn.outputs import OUTPUT_QUESTIONS
from mlwidgets.lessons.checks.drawn.sizes import SIZE_QUESTIONS
from mlwidgets.lessons.checks.drawn.steps import STEP_QUESTIONS
from mlwidgets.lessons.checks.judged.choices import CHOICE_CHECKS
from mlwidgets.lessons.checks.judged.contrasts import CONTRAST_CHECKS
from mlwidgets.lessons.checks.judged.convolution import CONVOLUTION_CHECKS
from mlwidgets.lessons.checks.judged.edges import EDGE_CHECKS
from mlwidgets.lessons.checks.judged.network import NETWORK_CHECKS
from mlwidgets.lessons.checks.judged.rows import ROW_CHECKS
from mlwidgets.lessons.checks.judged.training import TRAINING_CHECKS
from mlwidgets.lessons.checks.parameters import Parameter
from mlwidgets.lessons.checks.question import Drawn, Question
from mlwidgets.ranges import nearest, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "CHECKS",
    "QUESTIONS",
    "UNTRAINED",
    "Check",
    "Drawn",
    "Evidence",
    "Finding",
    "Parameter",
    "Question",
    "check_named",
    "parse_parameters",
    "question_named",
]

CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        check.name: check
        for check in (
            *TRAINING_CHECKS,
            *CONTRAST_CHECKS,
            *NETWORK_CHECKS,
            *CHOICE_CHECKS,
            *CONVOLUTION_CHECKS,
            *EDGE_CHECKS,
            *ROW_CHECKS,
        )
    }
)
"""What can be judged, by name."""

QUESTIONS: Mapping[str, Question] = MappingProxyType(
    {
        question.name: question
        for question in (
            *LINE_QUESTIONS,
            *STEP_QUESTIONS,
            *LOSS_QUESTIONS,
            *OUTPUT_QUESTIONS,
            *SIZE_QUESTIONS,
        )
    }
)
"""What can be computed, by name."""


def check_named(name: object) -> Check:
    """Return a check, or raise `ConfigurationError` with the nearest name as advice."""
    if isinstance(name, str) and name in CHECKS:
        return CHECKS[name]
    raise _unknown("check", name, CHECKS)


def question_named(name: object) -> Question:
    """Return a question, or raise `ConfigurationError` with the nearest name as advice."""
    if isinstance(name, str) and name in QUESTIONS:
        return QUESTIONS[name]
    raise _unknown("question", name, QUESTIONS)


def parse_parameters(
    name: object, given: object, *, among: Mapping[str, Check] | Mapping[str, Question] | None = None
) -> dict[str, Any]:
    """Return the parameters of a check or a question, checked.

    Parameters
    ----------
    name : object
        What a lesson calls it.
    given : object
        What stands under `with:`; it must be a mapping.
    among : mapping, optional
        `CHECKS` or `QUESTIONS`. Without it a check goes before a question of the same name.

    Raises
    ------
    ConfigurationError
        There is no such check or question, or it cannot have such parameters.

    Examples
    --------
    >>> parse_parameters("validation_accuracy", {"at_least": 0.97})
    {'at_least': 0.97}
    >>> parse_parameters("validation_acuracy", {"at_least": 0.97}, among=CHECKS)
    Traceback (most recent call last):
    mlwidgets.errors.ConfigurationError: There is no check called 'validation_acuracy'. Did you mean ...
    """
    if among is None and isinstance(name, str) and name in QUESTIONS and name not in CHECKS:
        among = QUESTIONS
    found: Check | Question = question_named(name) if among is QUESTIONS else check_named(name)
    return found.parse(given)


def _unknown(kind: str, name: object, known: Mapping[str, object]) -> ConfigurationError:
    listed = ", ".join(sorted(known))
    return ConfigurationError(
        f"There is no {kind} called {shown(name)}.{nearest(name, tuple(known))} Choose one of: {listed}."
    )
