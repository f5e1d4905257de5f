"""What each loss needs: the form of the outputs, and random targets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.engine.arrays import AnyArray, Shape

    Draw = Callable[[np.random.Generator, int, Shape], AnyArray]


@dataclass(frozen=True)
class Ending:
    """What the last layer has to give.

    Attributes
    ----------
    activation : str or None
        The last activation, unless the loss is taken from logits.
    flat : bool
        Whether the output must be one row of numbers.
    least_units : int
        So many of them at least.
    """

    activation: str | None = None
    flat: bool = False
    least_units: int = 1


def numbers(rng: np.random.Generator, n: int, shape: Shape) -> AnyArray:
    """Return numbers around 0."""
    return rng.normal(size=(n, *shape)).astype(np.float32)


def large(rng: np.random.Generator, n: int, shape: Shape) -> AnyArray:
    """Return positive numbers far from 0."""
    return rng.uniform(1, 50, (n, *shape)).astype(np.float32)


def counts(rng: np.random.Generator, n: int, shape: Shape) -> AnyArray:
    """Return counts."""
    return rng.poisson(3, (n, *shape)).astype(np.float32)


def bits(rng: np.random.Generator, n: int, shape: Shape) -> AnyArray:
    """Return yes and no as 1 and 0."""
    return rng.integers(0, 2, (n, *shape)).astype(np.float32)


def signs(rng: np.random.Generator, n: int, shape: Shape) -> AnyArray:
    """Return yes and no as 1 and −1."""
    return 2 * bits(rng, n, shape) - 1


def classes(rng: np.random.Generator, n: int, shape: Shape) -> AnyArray:
    """Return the numbers of classes."""
    return rng.integers(0, shape[-1], (n, *shape[:-1]))


def one_hot(rng: np.random.Generator, n: int, shape: Shape) -> AnyArray:
    """Return a 1 at one class and 0 elsewhere."""
    return np.eye(shape[-1], dtype=np.float32)[classes(rng, n, shape)]


def shares(rng: np.random.Generator, n: int, shape: Shape) -> AnyArray:
    """Return probabilities over the last axis."""
    drawn = rng.random((n, *shape))
    return (drawn / drawn.sum(axis=-1, keepdims=True)).astype(np.float32)


TARGETS: dict[str, Draw] = {
    "MeanSquaredError": numbers,
    "MeanAbsoluteError": numbers,
    "MeanAbsolutePercentageError": large,
    "MeanSquaredLogarithmicError": large,
    "Huber": numbers,
    "LogCosh": numbers,
    "BinaryCrossentropy": bits,
    "CategoricalCrossentropy": one_hot,
    "SparseCategoricalCrossentropy": classes,
    "Hinge": signs,
    "SquaredHinge": bits,
    "CategoricalHinge": one_hot,
    "KLDivergence": shares,
    "Poisson": counts,
    "CosineSimilarity": numbers,
}
"""A loss that is missing here stops every test that draws stacks: add it."""

ENDINGS: dict[str, Ending] = dict.fromkeys(TARGETS, Ending()) | {
    "MeanSquaredLogarithmicError": Ending("softplus"),
    "BinaryCrossentropy": Ending("sigmoid"),
    "CategoricalCrossentropy": Ending("softmax", flat=True, least_units=2),
    "SparseCategoricalCrossentropy": Ending("softmax", flat=True, least_units=2),
    "CategoricalHinge": Ending(least_units=2),
    "KLDivergence": Ending("softmax", least_units=2),
    "Poisson": Ending("softplus"),
    "CosineSimilarity": Ending(least_units=2),
}
