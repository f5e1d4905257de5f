"""Regularizers and constraints in PyTorch, which has neither."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.engine.constraints import FixedFilters, MaxNorm, NonNeg, UnitNorm
from mlwidgets.engine.initializers import GivenFilters
from mlwidgets.interchange.code.common.source import number, piece
from mlwidgets.interchange.code.torch.initializers import given_lines, viewed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlwidgets.engine.constraints import Constraint
    from mlwidgets.interchange.code.torch.parts import Part, Weights

MAX_NORM = '''
def max_norm_(weights, limit, dim):
    """Make weights shorter where their length along dim is above the limit."""
    length = torch.linalg.vector_norm(weights, dim=dim, keepdim=True)
    weights.mul_(limit / length.clamp(min=limit))
'''
UNIT_NORM = '''
def unit_norm_(weights, dim):
    """Give weights the length 1 along dim."""
    weights.div_(torch.linalg.vector_norm(weights, dim=dim, keepdim=True) + 1e-7)
'''


def penalty(parts: Sequence[Part]) -> list[str]:
    """Return the function for the price of large weights, or nothing if there is none."""
    terms = []
    for target, weights in _weights(parts):
        assert weights.spec is not None  # noqa: S101 - they are ours
        if weights.spec.regularizer is None:
            continue
        factors = weights.spec.regularizer.get_config()
        for name, term in (("l1", "abs"), ("l2", "square")):
            if factors.get(name):
                terms.append(f"{number(factors[name])} * {target}.{term}().sum()")
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


def constraints(parts: Sequence[Part]) -> list[list[str]]:
    """Return the functions that bring weights back to their constraints, or nothing."""
    found = [
        (target, weights, weights.spec.constraint)
        for target, weights in _weights(parts)
        if weights.spec is not None and weights.spec.constraint is not None
    ]
    if not found:
        return []
    helpers = []
    if any(isinstance(constraint, MaxNorm) for *_, constraint in found):
        helpers.append(piece(MAX_NORM))
    if any(isinstance(constraint, UnitNorm) for *_, constraint in found):
        helpers.append(piece(UNIT_NORM))
    lines = [
        "@torch.no_grad()",
        "def constrain():",
        '    """Bring weights back to their constraints, after each update."""',
    ]
    for target, weights, constraint in found:
        lines += [f"    {line}" for line in _constraint(target, weights, constraint)]
    return [*helpers, lines]


def _constraint(target: str, weights: Weights, constraint: Constraint) -> list[str]:
    if isinstance(constraint, NonNeg):
        return [f"{target}.clamp_(min=0)"]
    if isinstance(constraint, FixedFilters):
        same = GivenFilters(constraint.numbers, constraint.values)
        return given_lines(target, weights, same)
    assert isinstance(constraint, (MaxNorm, UnitNorm))  # noqa: S101 - there are no others
    axes = constraint.axis if isinstance(constraint.axis, tuple) else (constraint.axis,)
    dims = tuple(weights.turn.dim(axis) for axis in axes)
    dim = dims[0] if len(dims) == 1 else dims
    where = viewed(target, weights)
    if isinstance(constraint, UnitNorm):
        return [f"unit_norm_({where}, dim={dim})"]
    return [f"max_norm_({where}, {number(constraint.max_value)}, dim={dim})"]


def _weights(parts: Sequence[Part]) -> Iterator[tuple[str, Weights]]:
    for index, part in enumerate(parts):
        for weights in part.weights:
            if weights.spec is not None:
                yield f"model[{index}].{weights.attribute}", weights
