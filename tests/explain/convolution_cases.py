"""Random convolutions: every setting, with an input, a kernel and a gradient that fit it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.errors import ShapeError
from mlwidgets.explain.convolution.geometry import output_size
from mlwidgets.explain.convolution.settings import ConvolutionSettings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.engine.arrays import Array

CHOICES: dict[str, tuple[Any, ...]] = {
    "strides": (1, 1, 2, 3, 4, 5),
    "padding": ("valid", "same", "same", "full", 0, 1, 2, 3, 4, 5),
    "padding_mode": ("zero", "edge", "reflect"),
    "dilation_rate": (1, 1, 2, 3, 4),
    "flip": (False, True),
    "divisor": (1.0, 1.0, 9.0, -2.5, 0.125),
    "bias": (0.0, 0.75, -3.25),
    "channels": ("sum", "separately"),
    "activation": ("linear", "relu"),
    "pooling": ("none", "none", "max", "average"),
    "pool_size": (2, 3, 4),
}
SIDES = (1, 1, 2, 3, 3, 4, 5, 7, 11)


@dataclass(frozen=True, eq=False)
class Case:
    """One convolution."""

    x: Array
    kernel: Array
    settings: ConvolutionSettings
    gradient: Array

    def __str__(self) -> str:
        changed = [
            f"{field.name}={getattr(self.settings, field.name)}"
            for field in fields(ConvolutionSettings)
            if getattr(self.settings, field.name) != field.default
        ]
        return "-".join([f"{self.x.shape}*{self.kernel.shape}", *changed]).replace(" ", "")


def random_case(seed: int, dtype: str = "float64", **fixed: Any) -> Case:  # noqa: ANN401 - any setting
    """Draw one; settings that do not fit together are drawn again."""
    rng = np.random.default_rng(seed)

    def one_of(values: Sequence[Any]) -> Any:  # noqa: ANN401 - settings of several types
        return values[int(rng.integers(len(values)))]

    while True:
        chosen = {name: one_of(values) for name, values in CHOICES.items()} | fixed
        settings = ConvolutionSettings(**chosen)
        shape = (int(rng.integers(2, 14)), int(rng.integers(2, 14)), int(rng.integers(1, 4)))
        slices = shape[-1] if settings.channels == "sum" else 1
        of_kernel = (one_of(SIDES), one_of(SIDES), slices)
        try:
            size = output_size(shape, of_kernel, settings)
        except ShapeError:
            continue
        made = 1 if settings.channels == "sum" else shape[-1]
        x, kernel, gradient = (
            rng.normal(size=wanted).astype(dtype) for wanted in (shape, of_kernel, (*size.output, made))
        )
        return Case(x, kernel, settings, gradient)


def random_cases(count: int, start: int = 0, dtype: str = "float64", **fixed: Any) -> list[Case]:  # noqa: ANN401
    """Draw many, each from a seed of its own."""
    return [random_case(seed, dtype, **fixed) for seed in range(start, start + count)]


def every_choice_is_there(cases: Sequence[Case]) -> bool:
    """Say whether each value of each setting occurs, in a convolution that does something."""
    return all(
        {getattr(case.settings, name) for case in cases} == set(values) for name, values in CHOICES.items()
    )
