"""Ranges of settings: one object checks the value, words the error and gives a slider its ends.

Every setting that a person can type has exactly one `Interval` or `OneOf`. The engine checks with it,
the observable traits check with it, and the controls on the screen take their limits from it, so the
three can never disagree.
"""

from __future__ import annotations

import difflib
import math
import numbers
from dataclasses import dataclass
from typing import Literal

from mlwidgets.errors import ConfigurationError

Closed = Literal["both", "left", "right", "neither"]


@dataclass(frozen=True, kw_only=True)
class Interval:
    """All numbers between two ends.

    Parameters
    ----------
    name : str
        The setting's name, as in its argument, trait, JSON key and message.
    low, high : float
        The ends. `high` may be infinite.
    closed : {"both", "left", "right", "neither"}
        Which ends belong to the interval.
    integer : bool
        Whether only whole numbers are allowed.

    Examples
    --------
    >>> rate = Interval(name="learning_rate", low=0.0, high=10.0, closed="right")
    >>> rate.check(0.1)
    0.1
    >>> rate.check(-1.0)
    Traceback (most recent call last):
    mlwidgets.errors.ConfigurationError: learning_rate must be a number in (0, 10]; got -1.0.
    """

    name: str
    low: float
    high: float
    closed: Closed = "both"
    integer: bool = False

    def check(self, value: object) -> float:
        """Return `value` as a plain number, or raise `ConfigurationError`."""
        if isinstance(value, bool) or not isinstance(value, numbers.Real):
            raise ConfigurationError(self._message(value))
        try:
            number = float(value)
        except OverflowError:  # a whole number of hundreds of digits
            raise ConfigurationError(self._message(value)) from None
        if not math.isfinite(number) or not self._contains(number):
            raise ConfigurationError(self._message(value))
        if not self.integer:
            return number
        if number != int(number):
            raise ConfigurationError(self._message(value))
        return int(number)

    def check_int(self, value: object) -> int:
        """Return `value` as an `int`; the interval must be one of whole numbers."""
        return int(self.check(value))

    def _contains(self, number: float) -> bool:
        above = number >= self.low if self.closed in ("both", "left") else number > self.low
        below = number <= self.high if self.closed in ("both", "right") else number < self.high
        return above and below

    def _message(self, value: object) -> str:
        left = "[" if self.closed in ("both", "left") else "("
        right = "]" if self.closed in ("both", "right") else ")"
        kind = "a whole number" if self.integer else "a number"
        high = f"{self.high:,g}"
        if math.isinf(self.high):
            high = "∞"
        elif self.integer:
            high = f"{int(self.high):,}"
        rule = f"{left}{self.low:g}, {high}{right}"
        return f"{self.name} must be {kind} in {rule}; got {shown(value)}."


@dataclass(frozen=True, kw_only=True)
class OneOf:
    """One of a few names.

    Parameters
    ----------
    name : str
        The setting's name.
    options : tuple of str
        The names that are allowed.
    """

    name: str
    options: tuple[str, ...]

    def check(self, value: object) -> str:
        """Return `value`, or raise `ConfigurationError` with the nearest option as advice."""
        if isinstance(value, str) and value in self.options:
            return value
        listed = ", ".join(repr(option) for option in self.options)
        advice = nearest(value, self.options)
        raise ConfigurationError(f"{self.name} must be one of {listed}; got {shown(value)}.{advice}")


def nearest(value: object, options: tuple[str, ...]) -> str:
    """Return " Did you mean 'adam'?" when one option is close to `value`, else nothing."""
    if not isinstance(value, str):
        return ""
    folded = {option.casefold(): option for option in options}
    close = difflib.get_close_matches(value.casefold(), folded, n=1)
    return f" Did you mean {folded[close[0]]!r}?" if close else ""


def shown(value: object, longest: int = 60) -> str:
    """Return `repr(value)`, shortened: a message is no place for a whole array."""
    try:
        text = repr(value)
    except ValueError:  # Python refuses to write out a whole number of thousands of digits
        return f"{type(value).__name__} too long to show"
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


LEARNING_RATE = Interval(name="learning_rate", low=0.0, high=10.0, closed="right")
MOMENTUM = Interval(name="momentum", low=0.0, high=1.0, closed="left")
BATCH_SIZE = Interval(name="batch_size", low=1, high=100_000, integer=True)
EPOCHS = Interval(name="epochs", low=1, high=10_000, integer=True)
SEED = Interval(name="seed", low=0, high=2**32 - 1, integer=True)
UNITS = Interval(name="units", low=1, high=10_000, integer=True)
FILTERS = Interval(name="filters", low=1, high=1024, integer=True)
KERNEL_SIZE = Interval(name="kernel_size", low=1, high=64, integer=True)
STRIDES = Interval(name="strides", low=1, high=64, integer=True)
POOL_SIZE = Interval(name="pool_size", low=1, high=64, integer=True)
DROPOUT_RATE = Interval(name="rate", low=0.0, high=1.0, closed="left")
RHO = Interval(name="rho", low=0.0, high=1.0, closed="left")
BETA_1 = Interval(name="beta_1", low=0.0, high=1.0, closed="left")
BETA_2 = Interval(name="beta_2", low=0.0, high=1.0, closed="left")
EPSILON = Interval(name="epsilon", low=0.0, high=1.0, closed="neither")
VALIDATION_SPLIT = Interval(name="validation_split", low=0.0, high=0.9)
PADDING = OneOf(name="padding", options=("valid", "same"))


def check_flag(name: str, value: object) -> bool:
    """Return `value` if it is True or False; a text such as "no" would otherwise count as yes."""
    if isinstance(value, bool):
        return value
    raise ConfigurationError(f"{name} must be True or False; got {shown(value)}.")


def check_pair(range_: Interval, value: object) -> tuple[int, int]:
    """Return a whole number, or a pair of them, as a pair `(height, width)`."""
    if isinstance(value, (tuple, list)):
        if len(value) != 2:  # noqa: PLR2004 - a pair has two
            raise ConfigurationError(
                f"{range_.name} must be one whole number or a pair (height, width); got {shown(value)}."
            )
        return range_.check_int(value[0]), range_.check_int(value[1])
    side = range_.check_int(value)
    return side, side
