"""Bench: one prediction, its truth and the losses that judge it, as they are chosen."""

from __future__ import annotations

import contextlib
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from mlwidgets.errors import ConfigurationError
from mlwidgets.explain.loss.curves import Path, paths
from mlwidgets.explain.loss.questions import FLIPPED, MOST_COMPARED, QUESTIONS, Question, question_of
from mlwidgets.language import _
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from mlwidgets.spec.loss_spec import LossSpec

_BARS = {"probabilities": (0.5, 0.3, 0.2), "scores": (1.5, 0.5, -0.5)}
"""What the bars of several classes begin with."""


@dataclass(frozen=True)
class Bench:
    """What is being looked at. Made with `of`, changed with the methods; each returns another one.

    Attributes
    ----------
    question : Question
        What is predicted.
    losses : tuple of LossSpec
        What judges it: the chosen loss, then those that it is compared with.
    truth : float
        One of the question's truths.
    prediction : tuple of float
        A number for each output.
    """

    question: Question
    losses: tuple[LossSpec, ...]
    truth: float
    prediction: tuple[float, ...]

    @classmethod
    def of(cls, loss: LossSpec, n_classes: int) -> Self:
        """Return what to begin with for a network that is judged by a loss.

        Examples
        --------
        >>> from mlwidgets.spec import LossSpec
        >>> bench = Bench.of(LossSpec.of("mse"), 0)
        >>> bench.question.name, bench.prediction, bench.truth
        ('number', (2.5,), 1)
        """
        question = QUESTIONS[question_of(loss, n_classes)]
        chosen = loss if loss.name in question.losses else question.spec(question.losses[0])
        return cls(question, (chosen,), question.truth, cls._first(question))

    @staticmethod
    def _first(question: Question) -> tuple[float, ...]:
        return _BARS.get(question.name, (question.start,))

    def with_question(self, name: str) -> Self:
        """Return the bench for another kind of prediction; a loss that can judge it stays."""
        if not isinstance(name, str) or name not in QUESTIONS:
            raise ConfigurationError(
                f"There is no kind of prediction named {shown(name)}. Choose one of: {', '.join(QUESTIONS)}."
            )
        question = QUESTIONS[name]
        akin = question.family == self.question.family  # else one begins with what is usual there
        kept = [loss for loss in self.losses if akin and loss.name in question.losses]
        names = [loss.name for loss in kept] or [question.losses[0]]
        before = {loss.name: dict(loss.config) for loss in kept}
        losses = [question.spec(one, **_but_logits(before.get(one, {}))) for one in names]
        truth = question.nearest_truth(self.truth if akin else question.truth)
        return replace(
            self, question=question, losses=tuple(losses), truth=truth, prediction=self._first(question)
        )

    def with_losses(self, chosen: str, others: tuple[str, ...] = ()) -> Self:
        """Return the bench with other losses, each with the settings it has if it is there already."""
        names = tuple(dict.fromkeys((chosen, *others)))
        for name in names:
            if name not in self.question.losses:
                raise ConfigurationError(
                    f"The loss {shown(name)} does not judge such a prediction. Choose one of: "
                    f"{', '.join(self.question.losses)}."
                )
        if len(names) > MOST_COMPARED:
            raise ConfigurationError(
                _("At most {most} losses can be compared; got {count}. Take one away first.").format(
                    most=MOST_COMPARED, count=len(names)
                )
            )
        present = {loss.name: loss for loss in self.losses}
        losses = tuple(present.get(name) or self.question.spec(name) for name in names)
        return replace(self, losses=losses)

    def with_setting(self, name: str, value: Any) -> Self:  # noqa: ANN401 - settings of several types
        """Return the bench with another setting of the chosen loss; from_logits asks for other outputs."""
        chosen, *others = self.losses
        changed = chosen.with_(**{name: value})
        if name == "from_logits" and changed != chosen:
            return self.with_question(FLIPPED[self.question.name])
        return replace(self, losses=(changed, *others))

    def with_truth(self, value: object) -> Self:
        """Return the bench with the truth that is nearest to a number."""
        return replace(self, truth=self.question.nearest_truth(_finite("The truth", value)))

    def moved(self, at: object, value: object) -> Self:
        """Return the bench after one output has been dragged to a value; the others follow as on its path."""
        outputs = range(len(self.prediction))
        if isinstance(at, bool) or not isinstance(at, int) or at not in outputs:
            raise ConfigurationError(f"There are {len(outputs)} numbers to drag; got number {shown(at)}.")
        number = _finite("A prediction", value)
        path = self.paths()[at]
        place = int(np.abs(path.grid - number).argmin())
        return replace(self, prediction=tuple(path.points[place].tolist()))

    def paths(self) -> list[Path]:
        """Return what happens while each of the numbers is dragged."""
        return paths(self.question, self.losses, self.truth, self.prediction)


def _but_logits(config: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in config.items() if name != "from_logits"}


def _finite(what: str, value: object) -> float:
    """Return a number as a float, or say that it is none."""
    number = math.nan
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        with contextlib.suppress(OverflowError):  # a whole number of hundreds of digits
            number = float(value)
    if not math.isfinite(number):
        raise ConfigurationError(f"{what} must be a finite number; got {shown(value)}.")
    return number
