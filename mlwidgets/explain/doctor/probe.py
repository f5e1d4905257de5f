"""A probe: a second copy of a network with a few training examples, on which its vitals are measured."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, cast

import numpy as np

from mlwidgets.engine import Sequential
from mlwidgets.engine.activations import ActivationFunction, HardSigmoid, ReLU, ReLU6, Sigmoid, Softsign, Tanh
from mlwidgets.engine.arrays import to_engine
from mlwidgets.engine.configurable import snake_case
from mlwidgets.engine.tape import Tape
from mlwidgets.explain.doctor.sharpness import Sharpness
from mlwidgets.explain.doctor.vitals import LayerVitals, Vitals

if TYPE_CHECKING:
    from mlwidgets.engine import Trainer
    from mlwidgets.engine.arrays import AnyArray, Array
    from mlwidgets.engine.layers import Layer

FEW, MANY = 64, 256
"""Probe examples: many where each is small, such as a point of the plane."""

_SMALL = 64
"""An example with no more numbers than this is small."""

FLAT = 0.01
"""How near to its limit the output of a sigmoid or tanh is saturated: its slope there is below 0.02."""

_SIX = 6.0


class Probe:
    """Measures vitals without touching the network that is being trained.

    Parameters
    ----------
    trainer : Trainer
        The training; its network is copied, and a few of its examples, spread over all of them, are kept.
    """

    def __init__(self, trainer: Trainer[Sequential]) -> None:
        model = trainer.model
        self._copy = Sequential.from_config(model.get_config())
        self._loss = trainer.loss
        small = math.prod(model.shapes()[0]) <= _SMALL
        count = min(len(trainer.x), MANY if small else FEW)
        index = np.linspace(0, len(trainer.x) - 1, count).astype(int)
        self._x = to_engine(trainer.x[index], model.dtype)
        self._y = self._loss.prepare(trainer.y[index], model.output_shape, model.dtype)
        self._tapes = [Tape() for _ in model.layers]
        for layer, tape in zip(self._copy.layers, self._tapes, strict=True):
            # As in training: batch normalization's moving averages take a hundred updates to be right.
            tape.training = layer.couples_examples
        self._sharpness: Sharpness | None = None
        self.count = count

    def look(self, trainer: Trainer[Sequential], *, curvature: bool = False) -> Vitals:
        """Return the vitals of this moment.

        Parameters
        ----------
        trainer : Trainer
            The one that the probe was made for, between two steps.
        curvature : bool
            Whether the sharpness is measured, too: it costs three gradients.
        """
        self._copy.vector[...] = trainer.model.vector
        with np.errstate(all="ignore"):  # a network about to diverge overflows
            gauges = self._send_through()
            layers = tuple(
                self._layer(number, trainer, gauge) for number, gauge in enumerate(gauges, start=1)
            )
            sharpness = self._curvature() if curvature else None
        rate = trainer.optimizer.current_learning_rate
        return Vitals(trainer.iteration, float(rate), self.count, layers, sharpness)

    def _send_through(self) -> list[_Gauge]:
        flowing, gauges = self._x, []
        for layer, tape in zip(self._copy.layers, self._tapes, strict=True):
            gauges.append(_Gauge(layer.activation))
            # Copied first: a layer or function may work in place, and the examples are needed again.
            flowing = layer.forward(flowing.copy() if flowing is self._x else flowing, tape, gauges[-1])
        return gauges

    def _layer(self, number: int, trainer: Trainer[Sequential], gauge: _Gauge) -> LayerVitals:
        layer = self._copy.layers[number - 1]
        part = trainer.model.part_of(number - 1)
        about = LayerVitals(
            number=number,
            name=layer.class_name,
            activation=snake_case(type(layer.activation).__name__),
            units=gauge.units,
            parameters=part.stop - part.start,
            alike=_alike(layer),
            dead=gauge.dead,
            saturated=gauge.saturated,
        )
        if not about.parameters:
            return about
        weights = self._copy.vector[part]
        moved = trainer.before
        gradients = trainer.gradients
        measured = about.__dict__ | {"weight": _size(weights)}
        if gradients is not None and trainer.iteration:
            own = gradients[part]
            measured |= {"gradient": _size(own), "largest": float(np.abs(own).max())}
            length = _size(weights)
            measured["step"] = _size(weights - moved[part]) / length if length else None
        return LayerVitals(**measured)

    def _curvature(self) -> float | None:
        if any(layer.couples_examples for layer in self._copy.layers):
            return None  # in training it is another function, that of the whole batch
        if self._sharpness is None:
            every = 2 if self.count == FEW else 1  # three gradients of large examples take their time
            x, y = np.ascontiguousarray(self._x[..., ::every]), self._y[..., ::every]
            self._sharpness = Sharpness(self._copy, x, y, self._loss)
        return self._sharpness.measure()


class _Gauge(ActivationFunction):
    """An activation function that looks at what it gives."""

    def __init__(self, function: ActivationFunction) -> None:
        self._function = function
        self.units = 0
        self.dead: float | None = None
        self.saturated: float | None = None

    def forward(self, z: Array) -> Array:
        """Return f(z), and take note of units that are dead and outputs that are saturated."""
        a = self._function.forward(z)
        self.units = a.shape[0]  # in the engine's layout the units, or filters, come first
        if isinstance(self._function, (ReLU, ReLU6)):
            flat = a.reshape(self.units, -1)
            off = (flat <= 0).all(axis=1)
            if isinstance(self._function, ReLU6):
                off |= (flat >= _SIX).all(axis=1)
            self.dead = float(off.mean())
        elif isinstance(self._function, (Tanh, Softsign)):
            self.saturated = float((np.abs(a) > 1 - FLAT).mean())
        elif isinstance(self._function, (Sigmoid, HardSigmoid)):
            self.saturated = float((np.abs(a - 0.5) > 0.5 - FLAT).mean())
        return a

    def backward(self, gradient: Array, z: Array, a: Array) -> Array:
        """Return ∂L/∂z from ∂L/∂a."""
        return self._function.backward(gradient, z, a)


def _alike(layer: Layer) -> bool:
    kernel = cast("AnyArray | None", layer.weights.get("kernel"))
    return kernel is not None and kernel.shape[-1] > 1 and bool((kernel == kernel[..., :1]).all())


def _size(numbers: Array) -> float:
    """Return the root mean square."""
    return float(np.sqrt(np.mean(np.square(numbers, dtype=np.float64))))
