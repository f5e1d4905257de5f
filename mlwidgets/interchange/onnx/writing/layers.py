"""How all other layers are written in ONNX: a row each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.engine import layers as kinds
from mlwidgets.interchange.onnx.writing import windows

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.engine.arrays import Shape
    from mlwidgets.engine.layers.normalization import Normalization
    from mlwidgets.interchange.onnx.writing.writer import Writer


def write_layer(layer: kinds.Layer, w: Writer) -> None:
    """Write what a layer does before its activation."""
    ROWS[type(layer)](layer, w)


def _nothing(_: kinds.Layer, w: Writer) -> None:
    """Write nothing: the activation, which follows each layer, is all there is."""


def _passes_on(_: kinds.Layer, w: Writer) -> None:
    """Write a name only: the layer acts in training."""
    w.add("Identity", [w.present])


def _dropout(layer: kinds.Dropout, w: Writer) -> None:
    w.add("Dropout", [w.present, w.number("rate", layer.rate)])


def _dense(layer: kinds.Dense, w: Writer) -> None:
    """Gemm, which is x · W + b."""
    inputs = [w.present, w.weight("kernel")]
    if layer.use_bias:
        inputs.append(w.weight("bias"))
    w.add("Gemm", inputs, shape=(layer.units,))


def _flatten(layer: kinds.Flatten, w: Writer) -> None:
    """Flatten; the channels are last before it, so that the order is that of Keras."""
    (count,) = layer.compute_output_shape(w.shape)
    w.add("Flatten", [w.turned(w.channels_last)], {"axis": 1}, shape=(count,), order=(0,))


def _reshape(layer: kinds.Reshape, w: Writer) -> None:
    """Reshape; a 0 in the new shape keeps the batch, a −1 is what is left over, as here."""
    shape = layer.compute_output_shape(w.shape)
    target = w.constant("shape", np.array((0, *layer.target_shape), dtype=np.int64))
    w.add("Reshape", [w.turned(w.channels_last), target], shape=shape, order=tuple(range(len(shape))))


def _zero_padding(layer: kinds.ZeroPadding2D, w: Writer) -> None:
    """Pad, with the axes as they lie, if the channels are first or last."""
    if w.order not in (w.channels_first, w.channels_last):
        w.turned(w.channels_first)
    by_axis = [*layer.padding, (0, 0)]
    sides = [by_axis[axis] for axis in w.order]
    pads = [0, *(before for before, _ in sides), 0, *(after for _, after in sides)]
    shape = layer.compute_output_shape(w.shape)
    w.add("Pad", [w.present, w.constant("pads", np.array(pads, dtype=np.int64))], shape=shape)


def _up_sampling(layer: kinds.UpSampling2D, w: Writer) -> None:
    """Resize: each row and column of the result takes the nearest one before it."""
    scales = w.constant("scales", np.array((1, 1, *layer.size), dtype=np.float32))
    w.add(
        "Resize",
        [w.turned(w.channels_first), "", scales],
        {"mode": "nearest", "coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor"},
        shape=layer.compute_output_shape(w.shape),
        order=w.channels_first,
    )


def _scale_or(name: str, value: float, shape: Shape, layer: Normalization, w: Writer) -> str:
    """Return gamma or beta, or as many ones or zeros if the layer does without."""
    return w.weight(name) if name in layer.weights else w.constant(name, np.full(shape, value))


def _batch_normalization(layer: kinds.BatchNormalization, w: Writer) -> None:
    """BatchNormalization, with the axis of the channels first."""
    (channels,) = layer.weight_axes(w.shape)
    order = (channels, *(axis for axis in range(len(w.shape)) if axis != channels))
    x, side = w.turned(order), (w.shape[channels],)
    scale = [_scale_or("gamma", 1.0, side, layer, w), _scale_or("beta", 0.0, side, layer, w)]
    moving = [w.weight("moving_mean"), w.weight("moving_variance")]
    attributes = {"epsilon": layer.epsilon, "momentum": layer.momentum}
    w.add("BatchNormalization", [x, *scale, *moving], dict(attributes))


def _layer_normalization(layer: kinds.LayerNormalization, w: Writer) -> None:
    """LayerNormalization, with the axes that it goes over last."""
    over = layer.weight_axes(w.shape)
    order = (*(axis for axis in range(len(w.shape)) if axis not in over), *over)
    x, sides = w.turned(order), tuple(w.shape[axis] for axis in over)
    inputs = [x, _scale_or("gamma", 1.0, sides, layer, w)]
    if layer.center:
        inputs.append(w.weight("beta"))
    w.add("LayerNormalization", inputs, {"axis": -len(over), "epsilon": layer.epsilon})


def _leaky_relu(layer: kinds.LeakyReLU, w: Writer) -> None:
    w.add("LeakyRelu", [w.present], {"alpha": layer.negative_slope})


def _elu(layer: kinds.ELU, w: Writer) -> None:
    w.add("Elu", [w.present], {"alpha": layer.alpha})


def _prelu(_: kinds.PReLU, w: Writer) -> None:
    """PRelu, with the slopes turned as the axes lie."""
    w.add("PRelu", [w.present, w.weight("alpha", w.order)])


ROWS: dict[type[kinds.Layer], Callable[[Any, Writer], None]] = {
    kinds.Dense: _dense,
    **windows.ROWS,
    kinds.UpSampling2D: _up_sampling,
    kinds.ZeroPadding2D: _zero_padding,
    kinds.Flatten: _flatten,
    kinds.Reshape: _reshape,
    kinds.Dropout: _dropout,
    kinds.SpatialDropout2D: _passes_on,
    kinds.GaussianNoise: _passes_on,
    kinds.BatchNormalization: _batch_normalization,
    kinds.LayerNormalization: _layer_normalization,
    kinds.Activation: _nothing,
    kinds.LeakyReLU: _leaky_relu,
    kinds.PReLU: _prelu,
    kinds.ELU: _elu,
    kinds.Softmax: _nothing,
}
