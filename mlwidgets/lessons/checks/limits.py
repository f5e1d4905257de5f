"""Limits: how far a measured number may go, and how that is put into a sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mlwidgets.explain.wording import number_text
from mlwidgets.lessons.checks.check import Finding
from mlwidgets.lessons.checks.parameters import Parameter
from mlwidgets.ranges import Interval

Write = Callable[[float, int], str]
"""Writes a number; the second argument says how exactly, from 0 on."""

NAMES = ("at_least", "at_most", "below")
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
    return f"{text}%"


def _per_cent(value: float, exact: int) -> str:
    text = f"{100 * value:.{1 + exact}f}".rstrip("0").rstrip(".").replace("-", "−")
    return "0" if text == "−0" else text


def points(value: float, exact: int) -> str:
    """Write a difference of two shares: 0.08 is "8 percentage points"."""
    number = share(value, exact).removesuffix("%")
    return f"{number} percentage point{'' if number == '1' else 's'}"


def number(value: float, exact: int) -> str:
    """Write a number with three significant digits, or more."""
    return number_text(value, 3 + exact)


def counted(value: float, exact: int) -> str:
    """Write how many there are: all digits before the point, and a few after it if there are any."""
    return number_text(value, max(4, len(f"{int(abs(value))}")) + exact)


def of(noun: str, plural: str = "") -> Write:
    """Return what writes how many there are of something: "1 layer", "1,200 updates"."""

    def write(value: float, exact: int) -> str:
        return f"{counted(value, exact)} {noun if value == 1 else plural or f'{noun}s'}"

    return write


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
        it: str = "it",
    ) -> Finding:
        """Return a finding about a number.

        Parameters
        ----------
        value : float
            The number.
        write : callable
            How it is written.
        said : str
            The sentence in which it stands, without its full stop: "You have made {} so far".
        higher, lower : str
            A sentence that says what to try if it must become larger, or smaller.
        rule : callable, optional
            How the limits are written, if otherwise.
        it : str
            What the number is called in the rule.
        """
        text, words = self._texts(value, write, rule or write)
        start = said.format(text)
        if self.hold(value):
            return Finding(holds=True, why=f"{start}, and that is {words}.")
        advice = higher if self.too_low(value) else lower
        return Finding(holds=False, why=f"{start}; {it} must be {words}. {advice}".rstrip())

    def judge_count(self, value: float, noun: str, *, said: str, higher: str, lower: str) -> Finding:
        """Return a finding about how many there are of something; see `judge`."""
        return self.judge(value, of(noun), said=said, higher=higher, lower=lower, rule=counted, it="that")

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
            return f"exactly {text(self.at_least)}"
        parts: list[tuple[str, Any]] = [
            ("at least", self.at_least),
            ("at most", self.at_most),
            ("less than", self.below),
        ]
        return " and ".join(f"{words} {text(end)}" for words, end in parts if end is not None)
