"""One example on its way through a network: every layer's numbers, forward and backward, to be looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.arrays import to_engine, to_public
from mlwidgets.engine.checks import checked_targets
from mlwidgets.engine.losses import fused
from mlwidgets.engine.recorder import Recorder
from mlwidgets.engine.tape import Tape

if TYPE_CHECKING:
    import numpy.typing as npt

    from mlwidgets.engine.arrays import AnyArray, Array
    from mlwidgets.engine.layers import Layer
    from mlwidgets.engine.losses import Loss
    from mlwidgets.engine.network import Network


@dataclass(frozen=True, eq=False)
class LayerTrace:
    """What one layer did to one example. All arrays are copies, of the shapes that Keras shows.

    Attributes
    ----------
    layer : Layer
        Its settings. Its weights may have moved on; those that were used are in `weights`.
    input : ndarray
        What came in, without the batch: `(height, width, channels)` for a picture.
    z : ndarray
        The transformation's result, before the activation function.
    a : ndarray
        f(z), the layer's output.
    weights : dict of str to ndarray
        The weights by name.
    a_gradient, z_gradient : ndarray or None
        ∂L/∂a and ∂L/∂z; None without a truth to compare with.
    weight_gradients : dict of str to ndarray
        ∂L/∂weight of those that are trained; empty without a truth.
    """

    layer: Layer
    input: Array
    z: Array
    a: Array
    weights: dict[str, Array]
    a_gradient: Array | None
    z_gradient: Array | None
    weight_gradients: dict[str, Array]


@dataclass(frozen=True, eq=False)
class Trace:
    """One example's way through a network, as `predict` goes it: dropout passes everything on.

    Attributes
    ----------
    x : ndarray
        The example, in the network's float format.
    layers : tuple of LayerTrace
        From input to output.
    loss : float or None
        The loss of this example, without the penalty on weights; None without a truth.
    x_gradient : ndarray or None
        ∂L/∂x: what a little more of each input would do to the loss.
    """

    x: Array
    layers: tuple[LayerTrace, ...]
    loss: float | None
    x_gradient: Array | None

    @property
    def output(self) -> Array:
        """What the network says."""
        return self.layers[-1].a


def trace(model: Network, x: npt.ArrayLike, y: object = None, loss: Loss | None = None) -> Trace:
    """Send one example through a network and keep every layer's numbers.

    Each layer applies its own activation function, so that z and a are where the stack says; training may
    apply a ReLU after the pooling that follows it, which gives the same numbers sooner.

    Parameters
    ----------
    model : Network
        Nothing of it changes, but it is built if it was not.
    x : ndarray
        One example, of the network's input shape.
    y : number or ndarray, optional
        Its truth, as one entry of the targets that the loss takes.
    loss : Loss, optional
        With it and a truth the gradients are there, too: those of this example's loss.

    Raises
    ------
    mlwidgets.errors.ShapeError, mlwidgets.errors.DataError
        The example does not fit the network, or the truth does not fit the loss.

    Examples
    --------
    >>> from mlwidgets.engine import Sequential
    >>> from mlwidgets.engine.layers import Dense, Input
    >>> model = Sequential([Input((2,)), Dense(1, activation="relu")])
    >>> model.set_weights([[[1.0], [2.0]], [-5.0]])
    >>> seen = trace(model, [1.0, 1.0]).layers[0]
    >>> seen.z.tolist(), seen.a.tolist()
    ([-2.0], [0.0])
    """
    batch = model.checked_input(np.asarray(x)[np.newaxis])
    flowing = to_engine(batch, model.dtype)
    tapes = [Tape() for _ in model.layers]
    recorders, inputs = [], []
    for layer, tape in zip(model.layers, tapes, strict=True):
        inputs.append(to_public(flowing)[0])
        recorders.append(Recorder(layer.activation, _only_example))
        specs = layer.weight_specs(inputs[-1].shape)
        tape.gradients = {
            name: np.zeros_like(layer.weights[name]) for name, spec in specs.items() if spec.trainable
        }
        flowing = layer.forward(flowing, tape, recorders[-1])
    value, x_gradient = None, None
    if y is not None and loss is not None:
        targets = checked_targets(np.asarray(y)[np.newaxis], batch)
        target = loss.prepare(targets, model.output_shape, model.dtype)
        value, back = _go_back(model.layers, tapes, recorders, target, loss)
        x_gradient = to_public(back)[0]
    layers = [
        LayerTrace(
            layer=layer,
            input=given,
            z=recorder.z,
            a=recorder.a,
            weights={name: weights.copy() for name, weights in layer.weights.items()},
            a_gradient=recorder.a_gradient,
            z_gradient=recorder.z_gradient,
            weight_gradients={} if value is None else tape.gradients,
        )
        for layer, given, recorder, tape in zip(model.layers, inputs, recorders, tapes, strict=True)
    ]
    return Trace(inputs[0], tuple(layers), value, x_gradient)


def _only_example(batch: Array) -> Array:
    return to_public(batch)[0]


def _go_back(
    layers: list[Layer], tapes: list[Tape], recorders: list[Recorder], target: AnyArray, loss: Loss
) -> tuple[float, Array]:
    """Return the example's loss and ∂L/∂x; the recorders and tapes take note of what is between."""
    output, tape, recorder = tapes[-1].saved["a"], tapes[-1], recorders[-1]
    through = fused(loss, recorder.function)
    slope = loss.gradient(target, output)
    if through is None:
        value = loss.values(target, output)
        flowing = layers[-1].backward(slope, tape)
    else:
        # As in training: loss and output activation in one, which keeps the digits of small probabilities.
        z = tape.saved["z"]
        value = through.values_from_logits(target, z)
        recorder.a_gradient = to_public(slope)[0]
        below = through.gradient_from_logits(target, z)
        recorder.z_gradient = to_public(below)[0]
        flowing = layers[-1].transform_gradient(below, tape)
    for layer, its_tape in zip(reversed(layers[:-1]), reversed(tapes[:-1]), strict=True):
        assert flowing is not None  # noqa: S101 - every tape asks for it
        flowing = layer.backward(flowing, its_tape)
    assert flowing is not None  # noqa: S101 - as above
    return float(value[0]), flowing
