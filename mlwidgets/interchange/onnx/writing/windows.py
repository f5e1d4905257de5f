"""How convolution and pooling are written in ONNX: a row each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.engine import layers as kinds
from mlwidgets.engine.layers.windows import Windows

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.interchange.onnx.graph import Attribute
    from mlwidgets.interchange.onnx.writing.writer import Writer

Window = kinds.Conv2D | kinds.DepthwiseConv2D | kinds.SeparableConv2D
Sequence = kinds.Conv1D | kinds.MaxPooling1D | kinds.AveragePooling1D


def _pads(windows: Windows, axes: int) -> tuple[int, ...]:
    """Return the padding as ONNX lists it: all beginnings, then all ends."""
    return (*windows.before[:axes], *windows.after[:axes])


def _convolution(layer: Window, w: Writer) -> dict[str, Attribute]:
    """Return the settings of a node that slides a kernel over a picture."""
    windows = Windows.over(
        w.shape,
        layer.kernel_size,
        layer.strides,
        layer.padding,
        layer.class_name,
        dilation=layer.dilation_rate,
    )
    return {
        "kernel_shape": layer.kernel_size,
        "strides": layer.strides,
        "dilations": layer.dilation_rate,
        "pads": _pads(windows, 2),
    }


def _bias(layer: Any, w: Writer) -> list[str]:  # noqa: ANN401 - every layer with a bias
    return [w.weight("bias")] if layer.use_bias else []


def _conv2d(layer: kinds.Conv2D, w: Writer) -> None:
    """Conv; the kernel (height, width, in, out) is turned to (out, in, height, width)."""
    x, kernel = w.turned(w.channels_first), w.weight("kernel", (3, 2, 0, 1))
    attributes = _convolution(layer, w) | {"group": layer.groups}
    shape = layer.compute_output_shape(w.shape)
    w.add("Conv", [x, kernel, *_bias(layer, w)], attributes, shape=shape, order=w.channels_first)


def _depthwise(layer: kinds.DepthwiseConv2D | kinds.SeparableConv2D, weight: str, w: Writer) -> list[str]:
    """Return the picture and the kernel (height, width, in, multiplier) as (in · multiplier, 1, h, w)."""
    channels = w.shape[-1] * layer.depth_multiplier
    return [w.turned(w.channels_first), w.weight(weight, (2, 3, 0, 1), (channels, 1, *layer.kernel_size))]


def _depthwise_conv2d(layer: kinds.DepthwiseConv2D, w: Writer) -> None:
    """Conv with a group for each channel."""
    inputs = [*_depthwise(layer, "kernel", w), *_bias(layer, w)]
    attributes = _convolution(layer, w) | {"group": w.shape[-1]}
    w.add("Conv", inputs, attributes, shape=layer.compute_output_shape(w.shape), order=w.channels_first)


def _separable_conv2d(layer: kinds.SeparableConv2D, w: Writer) -> None:
    """Conv with a group for each channel, then Conv with kernels of 1 × 1."""
    inputs, attributes = _depthwise(layer, "depthwise_kernel", w), _convolution(layer, w)
    channels, (height, width, filters) = w.shape[-1], layer.compute_output_shape(w.shape)
    between = (height, width, channels * layer.depth_multiplier)
    w.add("Conv", inputs, attributes | {"group": channels}, shape=between, order=w.channels_first)
    kernel = w.weight("pointwise_kernel", (3, 2, 0, 1))
    inputs = [w.present, kernel, *_bias(layer, w)]
    w.add("Conv", inputs, {"kernel_shape": (1, 1)}, shape=(height, width, filters), order=w.channels_first)


def _conv2d_transpose(layer: kinds.Conv2DTranspose, w: Writer) -> None:
    """ConvTranspose; the kernel (height, width, out, in) is turned to (in, out, height, width).

    ONNX's result has (n − 1) · s + k rows, less the padding; ours at least n · s. Where a kernel is smaller
    than its stride, what is missing is added at the end.
    """
    windows, shape = layer.windows(w.shape), layer.compute_output_shape(w.shape)
    missing = [max(s - k, 0) for k, s in zip(layer.kernel_size, layer.strides, strict=True)]
    attributes: dict[str, Attribute] = {
        "kernel_shape": layer.kernel_size,
        "strides": layer.strides,
        "pads": _pads(windows, 2),
        "output_padding": tuple(missing),
    }
    inputs = [w.turned(w.channels_first), w.weight("kernel", (3, 2, 0, 1)), *_bias(layer, w)]
    w.add("ConvTranspose", inputs, attributes, shape=shape, order=w.channels_first)


def _windows_1d(layer: Sequence, size: int, dilation: int, w: Writer) -> Windows:
    """Place windows over a sequence: a picture one column wide."""
    steps, channels = w.shape
    column = (steps, 1, channels)
    strides, padding = (layer.strides, 1), layer.padding
    return Windows.over(column, (size, 1), strides, padding, layer.class_name, dilation=(dilation, 1))


def _conv1d(layer: kinds.Conv1D, w: Writer) -> None:
    """Conv; the kernel (steps, in, out) is turned to (out, in, steps)."""
    windows = _windows_1d(layer, layer.kernel_size, layer.dilation_rate, w)
    attributes: dict[str, Attribute] = {
        "kernel_shape": (layer.kernel_size,),
        "strides": (layer.strides,),
        "dilations": (layer.dilation_rate,),
        "pads": _pads(windows, 1),
        "group": layer.groups,
    }
    inputs = [w.turned(w.channels_first), w.weight("kernel", (2, 1, 0)), *_bias(layer, w)]
    w.add("Conv", inputs, attributes, shape=layer.compute_output_shape(w.shape), order=w.channels_first)


def _pooling_2d(operator: str) -> Callable[[Any, Writer], None]:
    """Return a row for a pooling of pictures; cells outside the picture do not count, as here."""

    def write(layer: kinds.MaxPooling2D | kinds.AveragePooling2D, w: Writer) -> None:
        attributes: dict[str, Attribute] = {
            "kernel_shape": layer.pool_size,
            "strides": layer.strides,
            "pads": _pads(layer.windows(w.shape), 2),
        }
        shape = layer.compute_output_shape(w.shape)
        w.add(operator, [w.turned(w.channels_first)], attributes, shape=shape, order=w.channels_first)

    return write


def _pooling_1d(operator: str) -> Callable[[Any, Writer], None]:
    """Return a row for a pooling of sequences."""

    def write(layer: kinds.MaxPooling1D | kinds.AveragePooling1D, w: Writer) -> None:
        attributes: dict[str, Attribute] = {
            "kernel_shape": (layer.pool_size,),
            "strides": (layer.strides,),
            "pads": _pads(_windows_1d(layer, layer.pool_size, 1, w), 1),
        }
        shape = layer.compute_output_shape(w.shape)
        w.add(operator, [w.turned(w.channels_first)], attributes, shape=shape, order=w.channels_first)

    return write


def _global_pooling(operator: str) -> Callable[[Any, Writer], None]:
    """Return a row for a pooling over the whole picture, which leaves (channels, 1, 1)."""

    def write(_: kinds.Layer, w: Writer) -> None:
        first, channels = w.channels_first, w.shape[-1]
        w.add(operator, [w.turned(first)], shape=(1, 1, channels), order=first)
        w.add("Flatten", [w.present], {"axis": 1}, shape=(channels,), order=(0,))

    return write


ROWS: dict[type[kinds.Layer], Callable[[Any, Writer], None]] = {
    kinds.Conv2D: _conv2d,
    kinds.DepthwiseConv2D: _depthwise_conv2d,
    kinds.SeparableConv2D: _separable_conv2d,
    kinds.Conv2DTranspose: _conv2d_transpose,
    kinds.Conv1D: _conv1d,
    kinds.MaxPooling2D: _pooling_2d("MaxPool"),
    kinds.AveragePooling2D: _pooling_2d("AveragePool"),
    kinds.MaxPooling1D: _pooling_1d("MaxPool"),
    kinds.AveragePooling1D: _pooling_1d("AveragePool"),
    kinds.GlobalAveragePooling2D: _global_pooling("GlobalAveragePool"),
    kinds.GlobalMaxPooling2D: _global_pooling("GlobalMaxPool"),
}
