"""What one neuron computes, as a formula with the numbers in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlwidgets.engine.layers import Dense
from mlwidgets.engine.tracing import trace
from mlwidgets.errors import ConfigurationError
from mlwidgets.explain.network.activations import activation_name, layer_title
from mlwidgets.explain.network.neuron_columns import MOST_NEURONS, followers, input_column, neuron_name
from mlwidgets.explain.wording import number_text
from mlwidgets.language import _
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from mlwidgets.engine import Sequential

_PLACES = 3
"""Significant digits: more would not fit into a line."""

_TOGETHER = ("softmax",)
"""Activation functions that look at all neurons of the layer at once."""

_INPUT = _("input {number}")
_MORE = _("({count} more)")


@dataclass(frozen=True)
class Term:
    """One product of the sum: a weight and what it weighs.

    Attributes
    ----------
    name : str
        "x₁", "a₂⁽¹⁾"; "input 3" where the number is not that of a neuron.
    weight : float
        The weight.
    value : float or None
        What it is multiplied with; None if no point was given.
    """

    name: str
    weight: float
    value: float | None


@dataclass(frozen=True)
class NeuronFormula:
    """What one neuron computes: a = f(Σ w · input + b).

    Attributes
    ----------
    name : str
        "a₃⁽¹⁾".
    activation : str
        The name of f; empty if there is none.
    terms : tuple of Term
        The products, in the order of the inputs.
    bias : float or None
        b; None if the layer has none.
    after : tuple of str
        What else changes the number before the next layer takes it: "Dropout 0.5".
    z, a : float or None
        The sum and its f, at the point that was given; None if there was none.
    """

    name: str
    activation: str
    terms: tuple[Term, ...]
    bias: float | None
    after: tuple[str, ...]
    z: float | None
    a: float | None

    @property
    def text(self) -> str:
        """The formula with the weights in it: "a₃⁽¹⁾ = tanh(0.52·x₁ − 1.31·x₂ + 0.08)"."""
        inside = self._sum([term.name for term in self.terms])
        together = f", {self._z} = {inside}" if self.activation in _TOGETHER else ""
        return f"{self.name} = {self._applied(inside)}{together}"

    @property
    def text_at(self) -> str:
        """The formula with the point's numbers in it, and its results; empty if no point was given.

        "a₃⁽¹⁾ = tanh(0.52·2 − 1.31·(−1) + 0.08) = tanh(2.43) = 0.985"
        """
        if self.z is None or self.a is None:
            return ""
        values = self._sum([_bracketed(0.0 if term.value is None else term.value) for term in self.terms])
        z, a = number_text(self.z, _PLACES), number_text(self.a, _PLACES)
        if self.activation in _TOGETHER:
            return f"{self._z} = {values} = {z}, {self.name} = {self._applied(z)} = {a}"
        steps = [values, z] if self.activation else [values]
        return " = ".join([self.name, *map(self._applied, steps), a])

    @property
    def _z(self) -> str:
        return self.name.replace("a", "z", 1)

    def _applied(self, inside: str) -> str:
        if self.activation in _TOGETHER:
            unit = self.name[1 : self.name.index("⁽")]
            return f"{self.activation}(z){unit}"
        return f"{self.activation}({inside})" if self.activation else inside

    def _sum(self, factors: Sequence[str]) -> str:
        parts = [(term.weight, f"·{factor}") for term, factor in zip(self.terms, factors, strict=True)]
        left_out = len(parts) - MOST_NEURONS
        parts = parts[:MOST_NEURONS]
        text = "".join(
            _signed(weight, first=number == 0) + rest for number, (weight, rest) in enumerate(parts)
        )
        if left_out > 0:
            text += f" + … {_MORE.format(count=left_out)}"
        return text if self.bias is None else text + _signed(self.bias, first=not parts)


def neuron_formula(
    model: Sequential,
    features: tuple[str, ...],
    layer: int,
    unit: int,
    at: npt.ArrayLike | None = None,
) -> NeuronFormula:
    """Return what a neuron of a fully connected layer computes, with the network's present weights.

    Parameters
    ----------
    model : Sequential
        A network on features of points.
    features : tuple of str
        What it is given of each point, in this order.
    layer, unit : int
        Which neuron, both counted from 0; `layer` among all layers of the stack.
    at : array, shape (features,), optional
        The features of one point: then the formula holds its numbers, too.

    Raises
    ------
    ConfigurationError
        There is no such layer or neuron, or the layer has no neurons of its own.

    Examples
    --------
    >>> from mlwidgets.engine import Sequential
    >>> from mlwidgets.engine.layers import Dense, Input
    >>> model = Sequential([Input((2,)), Dense(1, activation="tanh")])
    >>> model.set_weights([[[0.5], [-1.25]], [0.08]])
    >>> neuron_formula(model, ("x1", "x2"), 0, 0).text
    'a₁⁽¹⁾ = tanh(0.5·x₁ − 1.25·x₂ + 0.08)'
    >>> neuron_formula(model, ("x1", "x2"), 0, 0, at=[1, -1]).text_at
    'a₁⁽¹⁾ = tanh(0.5·1 − 1.25·(−1) + 0.08) = tanh(1.83) = 0.95'
    """
    found = model.layers[layer] if 0 <= layer < len(model.layers) else None
    if not isinstance(found, Dense) or not 0 <= unit < found.units:
        raise ConfigurationError(
            f"A formula is that of one neuron of a fully connected layer, both counted from 0; got layer "
            f"{shown(layer)}, neuron {shown(unit)} of a stack of {len(model.layers)} layers"
            + (f", of which this one is a {found.class_name}." if found is not None else ".")
        )
    model.build((len(features),))
    weights = found.kernel[:, unit].tolist()
    known, source = input_column(model, layer)
    names = [
        neuron_name(source, number, features) if known else _INPUT.format(number=number + 1)
        for number in range(len(weights))
    ]
    values: list[float | None] = [None] * len(weights)
    z = a = None
    if at is not None:
        seen = trace(model, at).layers[layer]
        values, z, a = seen.input.tolist(), float(seen.z[unit]), float(seen.a[unit])
    return NeuronFormula(
        name=neuron_name(layer, unit),
        activation=activation_name(found.activation),
        terms=tuple(map(Term, names, weights, values)),
        bias=float(found.bias[unit]) if found.use_bias else None,
        after=tuple(layer_title(model.layers[number]) for number in followers(model, layer)),
        z=z,
        a=a,
    )


def _signed(number: float, *, first: bool) -> str:
    """Return a number with its sign set apart, " − 1.31", or close to it where it stands first."""
    text = number_text(number, _PLACES)
    if first:
        return text
    return f" − {text[1:]}" if text.startswith("−") else f" + {text}"


def _bracketed(number: float) -> str:
    text = number_text(number, _PLACES)
    return f"({text})" if text.startswith("−") else text
