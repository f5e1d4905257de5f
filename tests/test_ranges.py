"""Ranges of settings: what they take, what they refuse, and in which words."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from mlwidgets import ranges
from mlwidgets.errors import ConfigurationError
from mlwidgets.ranges import Interval, OneOf, check_flag, check_pair, nearest, shown

ALL = [value for value in vars(ranges).values() if isinstance(value, Interval)]


@pytest.mark.parametrize("interval", ALL, ids=lambda interval: interval.name)
def test_every_interval_takes_its_closed_ends_and_nothing_beyond(interval: Interval) -> None:
    step = 1 if interval.integer else 1e-9
    for end, outward, closed in (
        (interval.low, -step, interval.closed in ("both", "left")),
        (interval.high, step, interval.closed in ("both", "right")),
    ):
        if closed:
            assert interval.check(end) == end
            assert type(interval.check(end)) is (int if interval.integer else float)
        else:
            with pytest.raises(ConfigurationError):
                interval.check(end)
        with pytest.raises(ConfigurationError):
            interval.check(end + outward)
        assert interval.check(end - outward) == end - outward


@pytest.mark.parametrize("interval", ALL, ids=lambda interval: interval.name)
@pytest.mark.parametrize(
    "value",
    [
        "1",
        True,
        False,
        None,
        [],
        {},
        math.nan,
        math.inf,
        -math.inf,
        1j,
        np.array(1),
        np.True_,
        10**400,
        -(10**5000),
        object(),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_number_is_refused_by_name(interval: Interval, value: object) -> None:
    kind = "a whole number" if interval.integer else "a number"
    with pytest.raises(ConfigurationError) as caught:
        interval.check(value)
    assert str(caught.value).startswith(f"{interval.name} must be {kind} in ")
    assert len(str(caught.value)) < 160


@pytest.mark.parametrize("value", [0.5, np.float32(0.5), np.float64(0.5), Fraction(1, 2)])
def test_every_kind_of_real_becomes_a_plain_number(value: Any) -> None:  # noqa: ANN401
    checked = Interval(name="x", low=0, high=1).check(value)
    assert checked == 0.5
    assert type(checked) is float
    whole = Interval(name="n", low=0, high=10, integer=True)
    assert (
        type(whole.check(np.int8(3))) is type(whole.check(3.0)) is type(whole.check_int(np.uint64(3))) is int
    )


@pytest.mark.parametrize(
    ("interval", "value", "message"),
    [
        (
            Interval(name="x", low=0, high=10, closed="right"),
            -1.0,
            "x must be a number in (0, 10]; got -1.0.",
        ),
        (Interval(name="x", low=0, high=1, closed="left"), 1, "x must be a number in [0, 1); got 1."),
        (Interval(name="x", low=0, high=1, closed="neither"), 0, "x must be a number in (0, 1); got 0."),
        (Interval(name="x", low=-1.5, high=1e-3), 2, "x must be a number in [-1.5, 0.001]; got 2."),
        (
            Interval(name="n", low=1, high=2**32 - 1, integer=True),
            1.5,
            "n must be a whole number in [1, 4,294,967,295]; got 1.5.",
        ),
        (Interval(name="x", low=0, high=math.inf), "a", "x must be a number in [0, ∞]; got 'a'."),
    ],
)
def test_messages(interval: Interval, value: object, message: str) -> None:
    with pytest.raises(ConfigurationError, match=f"^{re.escape(message)}$"):
        interval.check(value)


def test_one_of() -> None:
    padding = OneOf(name="padding", options=("valid", "same"))
    assert padding.check("same") == "same"
    for value, ending in (
        ("smae", "got 'smae'. Did you mean 'same'?"),
        ("x", "got 'x'."),
        (3, "got 3."),
        ([], "got []."),
    ):
        with pytest.raises(ConfigurationError) as caught:
            padding.check(value)
        assert str(caught.value) == f"padding must be one of 'valid', 'same'; {ending}"


def test_nearest() -> None:
    assert nearest("ADMA", ("sgd", "adam")) == " Did you mean 'adam'?"
    assert nearest("SGD", ("sgd", "adam")) == " Did you mean 'sgd'?"
    assert nearest("qqq", ("sgd", "adam")) == ""
    assert nearest(3, ("sgd",)) == ""


def test_shown_is_short() -> None:
    assert shown("a") == "'a'"
    long = shown(list(range(1000)))
    assert len(long) == 60
    assert long.endswith("…")
    assert shown(10**5000) == "int too long to show"


def test_flags() -> None:
    assert check_flag("shuffle", True) is True  # noqa: FBT003 - the value under test
    for value in ("no", 0, 1, None, np.True_):
        with pytest.raises(ConfigurationError, match=r"^shuffle must be True or False; got "):
            check_flag("shuffle", value)


def test_pairs() -> None:
    assert check_pair(ranges.STRIDES, 2) == (2, 2)
    assert check_pair(ranges.STRIDES, (1, 3)) == check_pair(ranges.STRIDES, [1, 3.0]) == (1, 3)
    for value in ((), (1,), (1, 2, 3), "12", (1, "2"), (0, 1), None, np.array([1, 2])):
        with pytest.raises(ConfigurationError, match=r"^strides must be "):
            check_pair(ranges.STRIDES, value)
