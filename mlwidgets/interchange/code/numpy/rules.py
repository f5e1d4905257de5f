"""Regularizers, constraints and filters made by hand in NumPy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.engine.constraints import Constraint, FixedFilters, MaxNorm, NonNeg, UnitNorm
from mlwidgets.engine.initializers import GivenFilters
from mlwidgets.interchange.code.common.source import literal, number, piece, whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.engine.layers.base import WeightSpec

MAX_NORM = '''
def max_norm(w, limit, axis):
    """Return weights made shorter where their length along the axis is above the limit."""
    length = np.sqrt((w**2).sum(axis=axis, keepdims=True))
    return w * (limit / np.maximum(length, limit))
'''
UNIT_NORM = '''
def unit_norm(w, axis):
    """Return weights with the length 1 along the axis."""
    return w / (np.sqrt((w**2).sum(axis=axis, keepdims=True)) + 1e-7)
'''


def penalty(specs: Sequence[WeightSpec]) -> list[str]:
    """Return the function for the price of large weights, or nothing if there is none."""
    terms = [
        f"{number(factor)} * np.{'abs' if name == 'l1' else 'square'}(weights[{place}]).sum()"
        for place, name, factor in _prices(specs)
    ]
    if not terms:
        return []
    first, *others = terms
    body = [f"    return {first}"]
    if others:
        body = ["    return (", f"        {first}", *(f"        + {term}" for term in others), "    )"]
    return [
        "def penalty():",
        '    """Return the price of large weights, which is added to the loss."""',
        *body,
    ]


def penalty_slopes(specs: Sequence[WeightSpec]) -> list[str]:
    """Return the lines that add the slopes of the prices to the gradients."""
    lines = []
    for place, name, factor in _prices(specs):
        slope = (
            f"{number(factor)} * np.sign(weights[{place}])"
            if name == "l1"
            else f"{number(float(f'{2 * factor:.9g}'))} * weights[{place}]"
        )
        lines.append(f"gradients[{place}] = gradients[{place}] + {slope}")
    return lines


def constraint_functions(specs: Sequence[WeightSpec]) -> list[list[str]]:
    """Return the functions that constraints need."""
    kinds = {type(spec.constraint) for spec in specs}
    return [piece(text) for kind, text in ((MaxNorm, MAX_NORM), (UnitNorm, UNIT_NORM)) if kind in kinds]


def constraint_lines(specs: Sequence[WeightSpec]) -> list[str]:
    """Return the lines that bring weights back to their constraints."""
    lines: list[str] = []
    for place, spec in enumerate(specs):
        if spec.constraint is not None:
            lines += _constraint(f"weights[{place}]", spec.constraint)
    return lines


def given_lines(specs: Sequence[WeightSpec]) -> list[str]:
    """Return the lines that put filters made by hand in their places."""
    lines: list[str] = []
    for place, spec in enumerate(specs):
        if isinstance(spec.initializer, GivenFilters):
            lines += _filters(f"weights[{place}]", spec.initializer)
    return lines


def _prices(specs: Sequence[WeightSpec]) -> list[tuple[int, str, float]]:
    found = []
    for place, spec in enumerate(specs):
        factors = spec.regularizer.get_config() if spec.regularizer is not None else {}
        found += [(place, name, factors[name]) for name in ("l1", "l2") if factors.get(name)]
    return found


def _constraint(target: str, constraint: Constraint) -> list[str]:
    if isinstance(constraint, FixedFilters):
        return _filters(target, constraint)
    if isinstance(constraint, NonNeg):
        return [f"{target}[...] = np.maximum({target}, 0)"]
    assert isinstance(constraint, (MaxNorm, UnitNorm))  # noqa: S101 - there are no others
    axis = literal(constraint.axis)
    if isinstance(constraint, UnitNorm):
        return [f"{target}[...] = unit_norm({target}, axis={axis})"]
    return [f"{target}[...] = max_norm({target}, {number(constraint.max_value)}, axis={axis})"]


def _filters(target: str, thing: GivenFilters | FixedFilters) -> list[str]:
    return [
        f"{target}[..., {place}] = {literal(whole(value))}"
        for place, value in zip(thing.numbers, thing.values, strict=True)
    ]
