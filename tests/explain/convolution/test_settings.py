"""The settings of a convolution: what they take, and how they refuse the rest."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import numpy as np
import pytest

from mlwidgets.errors import ConfigurationError
from mlwidgets.explain.convolution.forward import ConvolutionSettings

PADDING = "padding must be 'valid', 'same', 'full' or a whole number of cells in [0, 5]; got "
DIVISOR = "divisor must not be 0, nor nearer to it than 1e-06, since every sum is divided by it; got "


def test_the_defaults_are_the_articles() -> None:
    assert dataclasses.asdict(ConvolutionSettings()) == {
        "strides": 1,
        "padding": "same",
        "padding_mode": "zero",
        "dilation_rate": 1,
        "flip": False,
        "divisor": 1.0,
        "bias": 0.0,
        "channels": "sum",
        "activation": "linear",
        "pooling": "none",
        "pool_size": 2,
    }


def test_numbers_become_plain() -> None:
    numbers: dict[str, Any] = {
        "strides": np.int64(3),
        "padding": 2.0,
        "dilation_rate": 2.0,
        "divisor": 9,
        "bias": np.float32(0.5),
    }
    settings = ConvolutionSettings(**numbers)
    assert (settings.strides, settings.padding, settings.dilation_rate) == (3, 2, 2)
    assert [type(value) for value in (settings.strides, settings.padding, settings.dilation_rate)] == [
        int
    ] * 3
    assert [type(value) for value in (settings.divisor, settings.bias)] == [float] * 2
    assert settings == ConvolutionSettings(strides=3, padding=2, dilation_rate=2, divisor=9.0, bias=0.5)


def test_nobody_can_assign() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        ConvolutionSettings().strides = 2  # type: ignore[misc]


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("strides", 0, "strides must be a whole number in [1, 5]; got 0."),
        ("strides", 6, "strides must be a whole number in [1, 5]; got 6."),
        ("strides", 1.5, "strides must be a whole number in [1, 5]; got 1.5."),
        ("strides", True, "strides must be a whole number in [1, 5]; got True."),
        ("strides", "2", "strides must be a whole number in [1, 5]; got '2'."),
        ("strides", (1, 2), "strides must be a whole number in [1, 5]; got (1, 2)."),
        ("strides", None, "strides must be a whole number in [1, 5]; got None."),
        (
            "padding",
            "sane",
            PADDING + "'sane'. Did you mean 'same'?",
        ),
        (
            "padding",
            6,
            PADDING + "6.",
        ),
        (
            "padding",
            -1,
            PADDING + "-1.",
        ),
        (
            "padding",
            True,
            PADDING + "True.",
        ),
        (
            "padding_mode",
            "mirror",
            "padding_mode must be one of 'zero', 'edge', 'reflect'; got 'mirror'.",
        ),
        ("dilation_rate", 5, "dilation_rate must be a whole number in [1, 4]; got 5."),
        ("flip", "no", "flip must be True or False; got 'no'."),
        ("flip", 1, "flip must be True or False; got 1."),
        (
            "divisor",
            0,
            DIVISOR + "0.",
        ),
        (
            "divisor",
            -1e-300,
            DIVISOR + "-1e-300.",
        ),
        ("divisor", math.inf, "divisor must be a number in [-1e+06, 1e+06]; got inf."),
        ("divisor", math.nan, "divisor must be a number in [-1e+06, 1e+06]; got nan."),
        ("bias", 2e6, "bias must be a number in [-1e+06, 1e+06]; got 2000000.0."),
        ("channels", "mean", "channels must be one of 'sum', 'separately'; got 'mean'."),
        ("activation", "tanh", "activation must be one of 'linear', 'relu'; got 'tanh'."),
        ("pooling", "min", "pooling must be one of 'none', 'max', 'average'; got 'min'."),
        ("pool_size", 1, "pool_size must be a whole number in [2, 4]; got 1."),
        ("pool_size", 2.5, "pool_size must be a whole number in [2, 4]; got 2.5."),
    ],
)
def test_what_is_out_of_range_gets_a_sentence(name: str, value: object, message: str) -> None:
    wrong: dict[str, Any] = {name: value}
    with pytest.raises(ConfigurationError) as caught:
        ConvolutionSettings(**wrong)
    # An option that is near to what was given may be proposed behind it.
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize("divisor", [1e-6, -1e-6, 1e6, -1e6])
def test_the_ends_of_the_divisor(divisor: float) -> None:
    assert ConvolutionSettings(divisor=divisor).divisor == divisor
