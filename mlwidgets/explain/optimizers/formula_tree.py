"""A formula as a tree, and its value and gradient by forward-mode differentiation.

Every node returns three things at once: its value u and the derivatives u_x and u_y (a *dual number*). Each
rule below is one line of the table of derivatives; the chain rule does the rest.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mlwidgets.engine.arrays import AnyArray

Dual = tuple[Any, Any, Any]
"""u, ∂u/∂x and ∂u/∂y: numbers or arrays of one shape."""


@dataclass(frozen=True)
class Node(ABC):
    """A part of a formula."""

    @abstractmethod
    def dual(self, names: Mapping[str, Dual]) -> Dual:
        """Return value and derivatives, given those of the names."""

    @property
    @abstractmethod
    def is_constant(self) -> bool:
        """Whether no name stands in it."""


@dataclass(frozen=True)
class Number(Node):
    """A number."""

    value: float
    is_constant = True

    def dual(self, names: Mapping[str, Dual]) -> Dual:  # noqa: ARG002 - the same for all
        """Return the number; it does not change."""
        return np.float64(self.value), 0.0, 0.0


@dataclass(frozen=True)
class Name(Node):
    """A variable, such as x."""

    name: str
    is_constant = False

    def dual(self, names: Mapping[str, Dual]) -> Dual:
        """Return what the name stands for."""
        return names[self.name]


@dataclass(frozen=True)
class Negative(Node):
    """−u."""

    inner: Node

    @property
    def is_constant(self) -> bool:
        """Whether no name stands in it."""
        return self.inner.is_constant

    def dual(self, names: Mapping[str, Dual]) -> Dual:
        """Return −u and −u′."""
        u, u_x, u_y = self.inner.dual(names)
        return -u, -u_x, -u_y


@dataclass(frozen=True)
class Pair(Node):
    """Two parts and what is done with them."""

    sign: str
    left: Node
    right: Node

    @property
    def is_constant(self) -> bool:
        """Whether no name stands in it."""
        return self.left.is_constant and self.right.is_constant

    def dual(self, names: Mapping[str, Dual]) -> Dual:
        """Return value and derivatives by the rule of the sign."""
        left, right = self.left.dual(names), self.right.dual(names)
        if self.sign == "^" and self.right.is_constant:
            return _constant_power(left, right[0])
        return PAIRS[self.sign](left, right)


@dataclass(frozen=True)
class Call(Node):
    """A function of one part: sin(u)."""

    function: str
    inner: Node

    @property
    def is_constant(self) -> bool:
        """Whether no name stands in it."""
        return self.inner.is_constant

    def dual(self, names: Mapping[str, Dual]) -> Dual:
        """Return f(u) and f′(u) u′."""
        u, u_x, u_y = self.inner.dual(names)
        value, slope = FUNCTIONS[self.function](u)
        return value, slope * u_x, slope * u_y


def _add(a: Dual, b: Dual) -> Dual:
    return a[0] + b[0], a[1] + b[1], a[2] + b[2]


def _subtract(a: Dual, b: Dual) -> Dual:
    return a[0] - b[0], a[1] - b[1], a[2] - b[2]


def _multiply(a: Dual, b: Dual) -> Dual:
    return a[0] * b[0], a[1] * b[0] + a[0] * b[1], a[2] * b[0] + a[0] * b[2]


def _divide(a: Dual, b: Dual) -> Dual:
    value = np.divide(a[0], b[0])
    return value, (a[1] - value * b[1]) / b[0], (a[2] - value * b[2]) / b[0]


def _constant_power(a: Dual, power: float) -> Dual:
    """Return u^c and c u^(c − 1) u′: for a constant power, u may be negative or 0."""
    slope = power * np.power(a[0], power - 1) if power else 0.0
    return np.power(a[0], power), slope * a[1], slope * a[2]


def _power(a: Dual, b: Dual) -> Dual:
    """Return u^v and u^v v′ ln u + v u^(v − 1) u′, for u > 0."""
    value = np.power(a[0], b[0])
    by_power, by_base = value * np.log(a[0]), b[0] * np.power(a[0], b[0] - 1)
    return value, by_power * b[1] + by_base * a[1], by_power * b[2] + by_base * a[2]


def _smaller(a: Dual, b: Dual) -> Dual:
    return _either(a[0] <= b[0], a, b)


def _larger(a: Dual, b: Dual) -> Dual:
    return _either(a[0] >= b[0], a, b)


def _either(first: Any, a: Dual, b: Dual) -> Dual:  # noqa: ANN401 - a truth value or an array of them
    # A hole in either of them is a hole in both: it cannot be compared.
    hole = np.isnan(a[0]) | np.isnan(b[0])
    value, along_x, along_y = (np.where(first, one, two) for one, two in zip(a, b, strict=True))
    return np.where(hole, np.nan, value), along_x, along_y


PAIRS: dict[str, Callable[[Dual, Dual], Dual]] = {
    "+": _add,
    "-": _subtract,
    "*": _multiply,
    "/": _divide,
    "^": _power,
    "min": _smaller,
    "max": _larger,
}
"""What can be done with two parts."""


def _sqrt(u: AnyArray) -> tuple[Any, Any]:
    root = np.sqrt(u)
    return root, np.divide(0.5, root)


def _tan(u: AnyArray) -> tuple[Any, Any]:
    value = np.tan(u)
    return value, 1 + value * value


def _tanh(u: AnyArray) -> tuple[Any, Any]:
    value = np.tanh(u)
    return value, 1 - value * value


def _exp(u: AnyArray) -> tuple[Any, Any]:
    value = np.exp(u)
    return value, value


FUNCTIONS: dict[str, Callable[[Any], tuple[Any, Any]]] = {
    "sin": lambda u: (np.sin(u), np.cos(u)),
    "cos": lambda u: (np.cos(u), -np.sin(u)),
    "tan": _tan,
    "exp": _exp,
    "log": lambda u: (np.log(u), np.divide(1.0, u)),
    "sqrt": _sqrt,
    "abs": lambda u: (np.abs(u), np.sign(u)),
    "tanh": _tanh,
}
"""The functions of one argument: each returns f(u) and f′(u)."""
