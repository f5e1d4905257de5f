"""Limits: how far a measured number may go, and how that is put into a sentence."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass

from mlwidgets.explain.wording import number_text
from mlwidgets.language import _, n_, written
from mlwidgets.lessons.checks.check import Finding
from mlwidgets.lessons.checks.parameters import Parameter
from mlwidgets.ranges import Interval

Write = Callable[[float, int], str]
"""Writes a number; the second argument says how exactly, from 0 on."""

NAMES = ("at_least", "at_most", "below")

NOUNS = {
    "epoch": n_("{count} epoch", "{count} epochs"),
    "hidden layer": n_("{count} hidden layer", "{count} hidden layers"),
    "label": n_("{count} label", "{count} labels"),
    "layer": n_("{count} layer", "{count} layers"),
    "layer of a class": n_("{count} {name} layer", "{count} {name} layers"),
    "parameter": n_("{count} parameter", "{count} parameters"),
    "time": n_("{count} time", "{count} times"),
    "unit": n_("{count} unit", "{count} units"),
    "update": n_("{count} update", "{count} updates"),
}
"""What is counted."""

_POINTS = n_("{count} percentage point", "{count} percentage points")
_HOLDS = _("{said}, and that is {rule}.")
_FAILS = _("{said}; it must be {rule}.")
_COUNT_FAILS = _("{said}; that must be {rule}.")
_EXACTLY = _("exactly {number}")
_AT_LEAST, _AT_MOST, _BELOW = _("at least {number}"), _("at most {number}"), _("less than {number}")
_BOTH = _("{one} and {other}")

_MOST_EXACT = 12


def limits(low: float, high: float, *, integer: bool = False) -> tuple[Parameter, ...]:
    """Return the parameters `at_least`, `at_most` and `below` for a number between two ends."""

    def interval(name: str) -> Interval:
        return Interval(name=name, low=low, high=high, integer=integer)

    return (
        Parameter(interval("at_least"), "The number must be this or more."),
        Parameter(interval("at_most"), "The number must be this or less."),
        Parameter(
            interval("below"),
            "The number must be less than this: with at_least in another answer there is no gap between.",
        ),
    )


def share(value: float, exact: int) -> str:
    """Write a share as a percentage: 0.942 is "94.2%". It never rounds to a certainty that it is not."""
    text = _per_cent(value, exact)
    while text in ("0", "100") and value not in (0, 1) and exact < _MOST_EXACT:
        exact += 1
        text = _per_cent(value, exact)
    return written(f"{text}%")


def _per_cent(value: float, exact: int) -> str:
    text = f"{100 * value:.{1 + exact}f}".rstrip("0").rstrip(".").replace("-", "−")
    return "0" if text == "−0" else text


def points(value: float, exact: int) -> str:
    """Write a difference of two shares: 0.08 is "8 percentage points"."""
    number = share(value, exact).removesuffix("%").rstrip()
    return _POINTS.format(_grammatical(number == "1"), count=number)


def number(value: float, exact: int) -> str:
    """Write a number with three significant digits, or more."""
    return number_text(value, 3 + exact)


def counted(value: float, exact: int) -> str:
    """Write how many there are: all digits before the point, and a few after it if there are any."""
    return number_text(value, max(4, len(f"{int(abs(value))}")) + exact)


def of(noun: str, **named: object) -> Write:
    """Return what writes how many there are of something: "1 layer", "1,200 updates".

    Parameters
    ----------
    noun : str
        What is counted, one of `NOUNS`.
    **named
        Values of the other fields.
    """

    def write(value: float, exact: int) -> str:
        return NOUNS[noun].format(_grammatical(value == 1), count=counted(value, exact), **named)

    return write


def _grammatical(one: bool) -> int:
    """Return a whole number that has the same form: 2.5 and 0 stand with the plural."""
    return 1 if one else 2


@dataclass(frozen=True)
class Limits:
    """The limits that an author has given; None for those that were left out."""

    at_least: float | None = None
    at_most: float | None = None
    below: float | None = None

    def hold(self, value: float) -> bool:
        """Return whether a number is within them."""
        return (
            (self.at_least is None or value >= self.at_least)
            and (self.at_most is None or value <= self.at_most)
            and (self.below is None or value < self.below)
        )

    def too_low(self, value: float) -> bool:
        """Return whether a number would have to be larger."""
        return self.at_least is not None and value < self.at_least

    def judge(
        self,
        value: float,
        write: Write,
        *,
        said: str,
        higher: str = "",
        lower: str = "",
        rule: Write | None = None,
        fails: str = _FAILS,
        **named: object,
    ) -> Finding:
        """Return a finding about a number.

        Parameters
        ----------
        value : float
            The number.
        write : callable
            How it is written.
        said : str
            The sentence in which it stands, without its full stop: "You have made {found} so far".
        higher, lower : str
            A sentence that says what to try if it must become larger, or smaller.
        rule : callable, optional
            How the limits are written, if otherwise.
        fails : str
            The sentence that puts the rule behind it.
        **named
            Values of other fields in the sentence.
        """
        text, words = self._texts(value, write, rule or write)
        start = said.format(text, found=text, **named)
        if self.hold(value):
            return Finding(holds=True, why=_HOLDS.format(said=start, rule=words))
        advice = higher if self.too_low(value) else lower
        return Finding(holds=False, why=f"{fails.format(said=start, rule=words)} {advice}".rstrip())

    def judge_count(
        self, value: float, noun: str, *, said: str, higher: str, lower: str, **named: object
    ) -> Finding:
        """Return a finding about how many there are of something; see `judge` and `of`."""
        return self.judge(
            value,
            of(noun, **named),
            said=said,
            higher=higher,
            lower=lower,
            rule=counted,
            fails=_COUNT_FAILS,
            **named,
        )

    def _texts(self, value: float, write: Write, rule: Write) -> tuple[str, str]:
        """Return the number and the rule, written so exactly that they tell what is not the same apart."""
        ends = [end for end in (self.at_least, self.at_most, self.below) if end is not None]
        exact = 0
        while exact < _MOST_EXACT and any(
            end != value and write(end, exact) == write(value, exact) for end in ends
        ):
            exact += 1
        return write(value, exact), self._rule(lambda end: rule(end, exact))

    def _rule(self, text: Callable[[float], str]) -> str:
        if self.at_least is not None and self.at_least == self.at_most:
            return _EXACTLY.format(number=text(self.at_least))
        parts: list[tuple[str, float | None]] = [
            (_AT_LEAST, self.at_least),
            (_AT_MOST, self.at_most),
            (_BELOW, self.below),
        ]
        words = [rule.format(number=text(end)) for rule, end in parts if end is not None]
        return functools.reduce(lambda one, other: _BOTH.format(one=one, other=other), words) if words else ""
