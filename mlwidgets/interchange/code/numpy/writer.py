"""A model as a program in plain NumPy: forward, backward and update written out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mlwidgets.engine.constraints import FixedFilters, NonNeg, UnitNorm
from mlwidgets.engine.initializers import TRUNCATED_SPREAD, GivenFilters
from mlwidgets.interchange.code.common.context import context, measures
from mlwidgets.interchange.code.common.row import filters
from mlwidgets.interchange.code.common.templates import rendered
from mlwidgets.interchange.code.common.text import literal, number
from mlwidgets.interchange.code.numpy.rows import numpy_layers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlwidgets.engine.constraints import Constraint
    from mlwidgets.engine.layers.base import WeightSpec
    from mlwidgets.interchange.code.common.description import ModelDescription

METRICS = {
    "mean_absolute_error": "np.mean(np.abs(predictions - y))",
    "mean_squared_error": "np.mean((predictions - y) ** 2)",
    "binary": "np.mean((predictions > {threshold:g}) == (y > 0.5))",
    "categorical": "np.mean(predictions.argmax(axis=-1) == y.argmax(axis=-1))",
    "sparse": "np.mean(predictions.argmax(axis=-1) == y)",
}


class Price(NamedTuple):
    """The price of an array's large weights: its place among all, a term of the loss, and its slope."""

    place: int
    term: str
    slope: str


def numpy_text(description: ModelDescription) -> str:
    """Return the model as a program that needs NumPy alone, with the marks of its cells.

    It reads data.npz, starts from the seed's weights as the lab does, or from weights.npz if that is there,
    and leaves ``loss`` and ``predictions``. Its numbers are those of the engine; only dropout and noise draw
    others.
    """
    d = description
    draws = any(placed.layer.draws_at_random for placed in d.stack)
    specs = [spec for placed in d.stack for spec in placed.specs.values() if spec.trainable]
    return rendered(
        "numpy",
        context(d)
        | {
            "layers": numpy_layers(d),
            "prices": list(_prices(specs)),
            "given": [line for place, spec in enumerate(specs) for line in _given(place, spec.initializer)],
            "constraints": [
                line for place, spec in enumerate(specs) for line in _constraint(place, spec.constraint)
            ],
            "metrics": measures(d, METRICS),
            "made": "%s" if not d.absorbs else "sigmoid(%s)" if d.binary else "softmax(%s)",
            "draws": draws,
            "trains_otherwise": draws or any(placed.layer.couples_examples for placed in d.stack),
            "grouped": any(placed.layer.get_config().get("groups", 1) > 1 for placed in d.stack),
            "tails": TRUNCATED_SPREAD,
        },
    )


def _prices(specs: Sequence[WeightSpec]) -> Iterator[Price]:
    for place, spec in enumerate(specs):
        factors = {} if spec.regularizer is None else spec.regularizer.get_config()
        w = f"weights[{place}]"
        if l1 := factors.get("l1"):
            yield Price(place, f"{number(l1)} * np.abs({w}).sum()", f"{number(l1)} * np.sign({w})")
        if l2 := factors.get("l2"):
            slope = number(float(f"{2 * l2:.9g}"))
            yield Price(place, f"{number(l2)} * np.square({w}).sum()", f"{slope} * {w}")


def _constraint(place: int, constraint: Constraint | None) -> list[str]:
    """Return the lines that bring weights back to their constraint."""
    w, rule = f"weights[{place}]", constraint
    if rule is None or isinstance(rule, FixedFilters):
        return _given(place, rule)
    if isinstance(rule, NonNeg):
        return [f"{w}[...] = np.maximum({w}, 0)"]
    known: Any = rule
    axis = literal(known.axis)
    if isinstance(rule, UnitNorm):
        return [f"{w}[...] = unit_norm({w}, axis={axis})"]
    return [f"{w}[...] = max_norm({w}, {number(known.max_value)}, axis={axis})"]


def _given(place: int, thing: object) -> list[str]:
    """Return the lines that put filters made by hand in their places."""
    if not isinstance(thing, (GivenFilters, FixedFilters)):
        return []
    return [f"weights[{place}][..., {at}] = {literal(one)}" for at, one in filters(thing).items()]
