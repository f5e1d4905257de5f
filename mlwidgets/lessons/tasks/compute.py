"""Compute: a number or a shape to be worked out, with numbers drawn for each learner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Self

from mlwidgets.errors import ConfigurationError
from mlwidgets.language import ENGLISH, _, current
from mlwidgets.lessons.checks import QUESTIONS, Drawn, parse_parameters
from mlwidgets.lessons.format.faults import Faults
from mlwidgets.lessons.format.markdown import fragment
from mlwidgets.lessons.task import Asked, Heading, Verdict
from mlwidgets.lessons.tasks.common import Readable, generator
from mlwidgets.lessons.tasks.numbers import number_words, read_number, read_shape, shape_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.lessons.format.fields import Fields
    from mlwidgets.session import Experiment


_AS_SHAPE = _("As a shape, such as 26 x 26 x 8.")
_TOLERANCE = _("Up to {tolerance:.3g} more or less counts as right.")
_WHOLE = _("As a whole number.")
_YES = _("Yes. {working}")
_NUMBERS = _("{given} has {count} numbers; this shape has {wanted}.")
_SHAPE_OFF = _("{given} is not it yet. Look at each number by itself.")
_SIGN_OFF = _("{given} has the right size, but the wrong sign.")
_OFF = _("{given} is not it yet. Write the arithmetic down, and look at each sign.")


@dataclass(frozen=True, kw_only=True)
class Compute(Readable):
    """A computation.

    Attributes
    ----------
    compute : str
        Name of the question that draws it, in `QUESTIONS`.
    parameters : Mapping
        What that is given.
    """

    kind: ClassVar[str] = "compute"
    question_needed: ClassVar[bool] = False  # what is drawn is a question by itself
    compute: str
    parameters: Mapping[str, Any]

    @classmethod
    def read(cls, fields: Fields, common: dict[str, Any]) -> Self | None:
        """Make one from its fields."""
        name, given = fields.text("compute"), fields.map("with")
        if not name:
            return None
        try:
            parameters = parse_parameters(name, given, among=QUESTIONS)
        except ConfigurationError as error:
            fields.fault("with" if name in QUESTIONS and given else "compute", str(error))
            return None
        return cls(**common, compute=name, parameters=parameters)

    def drawn(self, seed: int) -> Drawn:
        """Return the computation as a learner with this seed has it."""
        return QUESTIONS[self.compute].draw(generator(self.name, seed), **self.parameters)

    def asked(self, seed: int) -> Asked:
        """Return the question with its numbers, and how near an answer has to be."""
        drawn = self.drawn(seed)
        shape = isinstance(drawn.answer, tuple)
        note = _AS_SHAPE if shape else _tolerance_words(drawn.tolerance)
        parts = [part for part in (self.question, _html(drawn.text)) if part]
        return Asked("".join(f"<div>{part}</div>" for part in parts), (), "number", note)

    def mark(self, answer: object, seed: int, experiment: Experiment) -> Verdict:  # noqa: ARG002 - not needed here
        """Compare with the right number; say what went wrong where that is known."""
        drawn = self.drawn(seed)
        given = _read(answer, drawn)
        if isinstance(given, str):
            return Verdict(solved=None, why=_html(given))
        if drawn.right(given):
            return Verdict(solved=True, why=_YES.format(working=_html(drawn.working)))
        return Verdict(solved=False, why=_html(drawn.reply(given)) or _html(_what_is_off(given, drawn)))

    def mark_again(self, answer: object, seed: int, evidence: Mapping[str, Any]) -> bool:  # noqa: ARG002 - the same
        """Return whether the answer is right."""
        drawn = self.drawn(seed)
        given = _read(answer, drawn)
        return not isinstance(given, str) and drawn.right(given)

    def model_answer(self, seed: int, experiment: Experiment) -> object:  # noqa: ARG002 - the same
        """Return the right answer, as it would be typed."""
        return typed(self.drawn(seed).answer)

    def wrong_answers(self, seed: int, right: object) -> tuple[object, ...]:  # noqa: ARG002 - the question knows them
        """Return what comes of known misconceptions."""
        return tuple(typed(one) for one in self.drawn(seed).near.values())

    def heading(self, answer: object, seed: int) -> Heading | None:
        """Return which known misconception a wrong answer comes of."""
        drawn = self.drawn(seed)
        given = _read(answer, drawn)
        if isinstance(given, str) or drawn.right(given):
            return None
        name = drawn.misconception(given)
        words = str(drawn.reply(given))
        if current() == ENGLISH:  # a name is a key, too; in another language the reply stands alone
            words = f"{name.replace('_', ' ').capitalize()}: {words}"
        return Heading(name, _html(words)) if name else None


def typed(answer: float | tuple[int, ...]) -> str:
    """Return a number or a shape as somebody would type it.

    Examples
    --------
    >>> typed((26, 26, 8)), typed(-0.25)
    ('26 x 26 x 8', '-0.25')
    """
    return " x ".join(map(str, answer)) if isinstance(answer, tuple) else f"{answer:.12g}"


def _read(answer: object, drawn: Drawn) -> float | tuple[int, ...] | str:
    return read_shape(answer) if isinstance(drawn.answer, tuple) else read_number(answer)


def _tolerance_words(tolerance: float) -> str:
    return _TOLERANCE.format(tolerance=tolerance) if tolerance else _WHOLE


def _what_is_off(given: float | tuple[int, ...], drawn: Drawn) -> str:
    """Say of an answer that is no known mistake what can be said without giving the right one away."""
    if isinstance(given, tuple):
        wanted = len(drawn.answer) if isinstance(drawn.answer, tuple) else 1
        if len(given) != wanted:
            return _NUMBERS.format(given=shape_words(given), count=len(given), wanted=wanted)
        return _SHAPE_OFF.format(given=shape_words(given))
    if drawn.right(-given):
        return _SIGN_OFF.format(given=number_words(given))
    return _OFF.format(given=number_words(given))


def _html(markdown: str) -> str:
    """Return Markdown of our own as HTML."""
    return fragment(str(markdown), 0, Faults())
