"""Random values for the settings of layers, losses and optimizers, taken from their rows in `spec`.

Of the kinds of value that a setting can have ("forms": True and False; a square and a rectangle; every
activation), those that have been drawn least come first, so that a few hundred layers hold all of them.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.engine.constraints import Constraint
from mlwidgets.engine.initializers import Initializer
from mlwidgets.errors import MLWidgetsError
from mlwidgets.ranges import Interval
from mlwidgets.spec import PART_ROWS, Option, Row
from mlwidgets.spec.option import PART_KINDS

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Sequence

    from mlwidgets.engine.arrays import Shape
    from mlwidgets.engine.configurable import Configurable
    from mlwidgets.engine.layers import Layer

Config = dict[str, Any]
Key = tuple[str, str, str]
"""Class, setting, form of the value."""

MOST = 4
"""Sizes and counts are drawn up to this: enough to tell any two axes apart."""

TRIES = 30
"""So often is a configuration drawn that does not fit, before another layer is tried."""

RARE_FIRST = 0.9
"""How probably a form is one of those that have been met least. Not always: what is rare may not fit."""

TINY_DEFAULT = 0.01
"""A setting whose default is smaller, such as epsilon, is drawn on a logarithmic scale."""

BY_HAND = ("given_filters", "fixed_filters")


class RandomValues:
    """Draws values, and knows which have been drawn.

    Parameters
    ----------
    rng : numpy.random.Generator
        The only source of chance.
    met : Counter
        How often each form of each setting has been kept; shared by all stacks of a series.
    """

    def __init__(self, rng: np.random.Generator, met: Counter[Key]) -> None:
        self.rng = rng
        self.met = met
        self._drawn: list[Key] = []

    def keep(self) -> None:
        """Count what has been drawn since the last `forget`: it has become part of a stack."""
        self.met.update(self._drawn)
        self._drawn = []

    def forget(self) -> None:
        """Do not count what has been drawn: it did not fit."""
        self._drawn = []

    def form(self, owner: str, setting: str, forms: Sequence[str], *, rare_first: float = RARE_FIRST) -> str:
        """Return one of the forms, most probably one that has been met least."""
        least = min(self.met[owner, setting, form] for form in forms)
        rare = [form for form in forms if self.met[owner, setting, form] == least]
        chosen = str(self.rng.choice(rare if self.rng.random() < rare_first else list(forms)))
        self._drawn.append((owner, setting, chosen))
        return chosen

    def config(self, row: Row, shape: Shape = (), *, only: Callable[[Option], bool] | None = None) -> Config:
        """Return values for the options of a class; `shape` is what the layer, or its part, is for."""
        options = [option for option in row.options if only is None or only(option)]
        return {option.name: self.value(row.class_name, option, shape) for option in options}

    def value(self, owner: str, option: Option, shape: Shape) -> Any:  # noqa: ANN401 - any JSON value
        """Return a value for one option."""
        if option.optional and self.form(owner, option.name, ("none", "given")) == "none":
            return None
        if option.kind in PART_KINDS:
            return self.part(owner, option.name, option.kind, shape)
        if option.kind in ("flag", "choice"):
            form = self.form(owner, option.name, option.choices or ("True", "False"))
            return form if option.choices else form == "True"
        draw: dict[str, Callable[[str, Option, Shape], Any]] = {
            "number": self._number,
            "rate": self._number,
            "list": self._list,
            "whole number": self._whole,
            "pair": self._pair,
            "padding": self._padding,
        }
        return draw[option.kind](owner, option, shape)

    def part(self, owner: str, setting: str, kind: str, shape: Shape) -> Config | None:
        """Return an activation, an initializer, …; that of weights fits an array of this shape."""
        rows = PART_ROWS[kind]
        names = [row.name for row in rows if possible(row.kind, shape)]
        for attempt in range(TRIES):
            start = len(self._drawn)
            # All of them fit, most of their settings do.
            row = rows.of(self.form(owner, setting, names, rare_first=RARE_FIRST if attempt else 1))
            by_hand = row.name in BY_HAND
            config = self._by_hand(row, shape) if by_hand else self.config(row, shape)
            try:
                fits(row.kind.from_config(config), shape)
            except MLWidgetsError:
                del self._drawn[start:]
                continue
            return {"class_name": row.class_name, "config": config}
        return None

    def _by_hand(self, row: Row, shape: Shape) -> Config:
        """Return numbers for some of the filters."""
        filters = shape[-1] if shape else 1
        chosen = sorted(self.rng.permutation(filters)[: self._up_to(min(filters, 2))].tolist())
        config: Config = {"numbers": chosen}
        config["values"] = [self.rng.normal(size=shape[:-1]).round(3).tolist() for _ in chosen]
        if "others" in row.kind.parameter_names():
            config["others"] = str(self.rng.choice(["zeros", "he_normal", "random_uniform"]))
        self._drawn += [(row.class_name, name, "given") for name in config]
        return config

    def _number(self, owner: str, option: Option, shape: Shape) -> float:  # noqa: ARG002
        range_ = option.range
        assert isinstance(range_, Interval)
        usual = [] if option.default is None else ["default"]
        lowest = ["lowest"] if range_.closed in ("both", "left") and range_.low > -MOST else []
        form = self.form(owner, option.name, (*usual, *lowest, "other"))
        if form == "default":
            return float(option.default)
        if form == "lowest":
            return range_.low
        if option.default and 0 < option.default <= TINY_DEFAULT:
            return round(min(option.default * 10 ** self.rng.uniform(-1, 2), range_.high), 9)
        return round(self.rng.uniform(max(range_.low, -1) + 0.05, min(range_.high, 2) - 0.05), 3)

    def _whole(self, owner: str, option: Option, shape: Shape) -> int:
        range_ = option.range
        assert isinstance(range_, Interval)
        if range_.low < 0:  # an axis
            negative = self.form(owner, option.name, ("positive", "negative")) == "negative"
            return -self._up_to(len(shape)) if negative else self._up_to(len(shape))
        form = self.form(owner, option.name, ("lowest", "more"))
        return int(range_.low) if form == "lowest" else int(range_.low) + self._up_to(MOST - 1)

    def _pair(self, owner: str, option: Option, shape: Shape) -> int | list[int]:  # noqa: ARG002
        form = self.form(owner, option.name, ("lowest", "number", "square", "tall", "wide"))
        low = int(option.range.low) if isinstance(option.range, Interval) else 1
        short = low + self._up_to(MOST - 1) - 1
        long = short + self._up_to(MOST - 1)
        pairs: dict[str, int | list[int]] = {
            "lowest": low,
            "number": long,
            "square": [long, long],
            "tall": [long, short],
            "wide": [short, long],
        }
        return pairs[form]

    def _padding(self, owner: str, option: Option, shape: Shape) -> Any:  # noqa: ANN401, ARG002
        form = self.form(owner, option.name, ("number", "pair", "even", "uneven"))
        a, b, c, d = (int(side) for side in self.rng.permutation(MOST))
        return {"number": a, "pair": [a, b], "even": [[a, a], [b, b]], "uneven": [[a, b], [c, d]]}[form]

    def _list(self, owner: str, option: Option, shape: Shape) -> Any:  # noqa: ANN401 - a number or a list
        if option.also:
            return self._target(owner, option, shape)
        low = option.range.low if isinstance(option.range, Interval) else 0
        # WEIGHT_AXIS counts from 0, because weights have no batch; all others count from 1.
        first = 0 if low <= -2 * MOST else 1
        count = max(len(shape), 1)
        axes = [first + axis for axis in range(count)]
        forms = ("one", "some", "all", "negative") if low < 0 else ("one", "some", "all")
        form = self.form(owner, option.name, forms)
        if form == "all":
            return axes
        chosen = [int(axis) for axis in self.rng.permutation(axes)[: self._up_to(count)]]
        if form == "some":
            return chosen
        if form == "negative":
            return [axis - count - first for axis in chosen]
        return [chosen[0]] if option.optional else chosen[0]

    def _target(self, owner: str, option: Option, shape: Shape) -> list[int]:
        """Return a shape for the same numbers, one of its sides left open or not."""
        form = self.form(owner, option.name, ("flat", "as it is", "other", "open"))
        rest = math.prod(shape)
        if form in ("flat", "as it is"):
            return [rest] if form == "flat" else list(shape)
        target = []
        for _ in range(self._up_to(MOST) - 1):
            target.append(int(self.rng.choice([side for side in range(1, rest + 1) if rest % side == 0])))
            rest //= target[-1]
        target.append(rest)
        if form == "open":
            target[int(self.rng.integers(len(target)))] = -1
        return target

    def _up_to(self, most: int) -> int:
        return int(self.rng.integers(1, max(most, 1) + 1))


def fits(part: Configurable, shape: Shape) -> None:
    """Raise `MLWidgetsError` if an initializer or a constraint is not for weights of this shape."""
    if isinstance(part, Initializer):
        part.draw(shape, np.random.default_rng(0))
    if isinstance(part, Constraint):
        part.apply(np.zeros(shape, "float32"))


def possible(kind: type[Configurable], shape: Shape) -> bool:
    """Return whether a kind of part fits weights of this shape: the identity is no bias."""
    try:
        fits(kind.from_config({}), shape)
    except MLWidgetsError:
        return False
    return True


def weight_of(layer: Layer, setting: str, shape: Shape) -> Shape | None:
    """Return the shape of the weights that a setting such as "kernel_regularizer" is about, or None."""
    initializer = getattr(layer, f"{setting.rpartition('_')[0]}_initializer", None)
    specs = layer.weight_specs(shape).values()
    return next((spec.shape for spec in specs if spec.initializer is initializer), None)
