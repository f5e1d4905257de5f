"""A convolution as a program of a few lines: in NumPy, in SciPy and in Keras, each runnable as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.explain.convolution.geometry import OutputSize, output_size
from mlwidgets.explain.convolution.grids import checked_pair
from mlwidgets.interchange.array_code import number_code
from mlwidgets.interchange.program_parts import (
    holes,
    imports,
    numbers,
    padding,
    printed,
    program,
    what_follows,
)

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array
    from mlwidgets.explain.convolution.settings import ConvolutionSettings


def numpy_code(x: object, kernel: object, settings: ConvolutionSettings) -> str:
    """Return the convolution as a program that needs NumPy alone (and Pillow for a picture).

    Parameters
    ----------
    x, kernel, settings
        As in `explain.convolution.forward.convolve`. An input of more than 64 cells a side is a picture:
        the program reads it from the file picture.png.

    Returns
    -------
    str
        Python. It leaves the result in ``output``, shape (rows, columns, channels), and prints it.

    Raises
    ------
    DataError, ShapeError
        Input, kernel and settings do not fit together.
    """
    grid, weights, size = _checked(x, kernel, settings)
    lines = [*imports(grid, "import numpy as np"), *numbers(grid, weights)]
    if settings.flip:
        lines.append("kernel = kernel[::-1, ::-1]  # turned by 180°: a convolution, as in mathematics")
    lines += padding(size, settings)
    lines += [
        "# windows[y, x, channel] is what the kernel sees at one place.",
        f"windows = np.lib.stride_tricks.sliding_window_view(x, {size.span}, axis=(0, 1))",
    ]
    step, apart = settings.strides, settings.dilation_rate
    if step > 1 or apart > 1:
        lines.append(
            f"windows = windows[::{step}, ::{step}, :, ::{apart}, ::{apart}]  # strides, dilation_rate"
        )
    if settings.channels == "sum":
        lines.append('output = np.einsum("yxcij,ijc->yx", windows, kernel)[:, :, np.newaxis]')
    else:
        lines.append('output = np.einsum("yxcij,ij->yxc", windows, kernel[:, :, 0])')
    return program(lines + what_follows(grid, settings))


def scipy_code(x: object, kernel: object, settings: ConvolutionSettings) -> str:
    """Return the convolution as a program that uses `scipy.signal`; see `numpy_code`.

    What SciPy has no setting for (other padding, strides, dilation, pooling) is done with NumPy around it.
    """
    grid, weights, size = _checked(x, kernel, settings)
    lines = [*imports(grid, "import numpy as np", "from scipy import signal"), *numbers(grid, weights)]
    if settings.dilation_rate > 1:
        lines += holes(weights, size, settings)
    mode = _scipy_mode(size, settings)
    if mode == "valid":
        lines += padding(size, settings)
    # SciPy's names are those of mathematics.
    function = "signal.convolve2d" if settings.flip else "signal.correlate2d"
    channels = grid.shape[-1]
    if channels == 1:
        call = f'{function}(x[:, :, 0], kernel[:, :, 0], mode="{mode}")'
        lines.append(f"output = {call}[:, :, np.newaxis]")
    else:
        of_kernel = "c" if settings.channels == "sum" else "0"
        call = f'{function}(x[:, :, c], kernel[:, :, {of_kernel}], mode="{mode}")'
        lines.append(f"output = np.stack([{call} for c in range({channels})], axis=2)")
        if settings.channels == "sum":
            lines.append("output = output.sum(axis=2, keepdims=True)")
    if settings.strides > 1:
        lines.append(f"output = output[::{settings.strides}, ::{settings.strides}]  # strides")
    return program(lines + what_follows(grid, settings))


def keras_code(x: object, kernel: object, settings: ConvolutionSettings) -> str:
    """Return the convolution as a Keras model with one convolution; see `numpy_code`.

    What Keras has no setting for (padding with other cells than zeros or of another width, strides together
    with dilation) is prepared with NumPy.
    """
    grid, weights, size = _checked(x, kernel, settings)
    lines = imports(grid, "import keras", "import numpy as np")
    if grid.dtype.name != "float32":  # what Keras computes in unless it is told otherwise
        lines += [f'keras.config.set_floatx("{grid.dtype.name}")', ""]
    lines += numbers(grid, weights)
    if settings.flip:
        lines.append(
            "kernel = kernel[::-1, ::-1]  # Keras itself does not flip: its Conv2D is cross-correlation"
        )
    apart = settings.dilation_rate
    if settings.strides > 1 and apart > 1:
        lines.append(
            "# Keras takes strides or a dilation_rate, not both: the kernel gets zeros between its cells."
        )
        lines += holes(weights, size, settings)
        kernel_size, apart = size.span, 1
    else:
        kernel_size = weights.shape[0], weights.shape[1]
    same = settings.padding == "same" and settings.padding_mode == "zero"
    if not same:
        lines += padding(size, settings)
    batch, result = "x[np.newaxis]", "[0]"
    if settings.channels == "separately":
        lines.append("# Each channel is an example of its own, so that all meet the same kernel.")
        batch, result = "x.transpose(2, 0, 1)[..., np.newaxis]", "[..., 0].transpose(1, 2, 0)"
    kernel_code = "kernel" if settings.divisor == 1 else f"(kernel / {number_code(settings.divisor)})"
    lines += [
        f"batch = {batch}",
        "model = keras.Sequential([",
        "    keras.Input(batch.shape[1:]),",
        f"    {_conv2d(kernel_size, apart, settings, same=same)},",
        *_pooling(settings),
        "])",
        f"weights = {kernel_code}[..., np.newaxis], np.array([{number_code(settings.bias)}])",
        "model.layers[0].set_weights(weights)",
        f"output = model.predict(batch, verbose=0){result}",
        printed(grid, settings),
    ]
    return program(lines)


PROGRAMS = {"NumPy": numpy_code, "Keras": keras_code, "SciPy": scipy_code}
"""By the name of what runs them."""


def _checked(x: object, kernel: object, settings: ConvolutionSettings) -> tuple[Array, Array, OutputSize]:
    grid, weights = checked_pair(x, kernel, settings.channels)
    return grid, weights, output_size(grid.shape, weights.shape, settings)


def _scipy_mode(size: OutputSize, settings: ConvolutionSettings) -> str:
    """Return the mode of `scipy.signal` that pads as the settings say; "valid" after padding with NumPy."""
    if settings.padding_mode != "zero":
        return "valid"
    if settings.padding == "full":
        return "full"
    # Only so is SciPy's "same" that of networks: with an even kernel its odd cell is at the other end.
    odd = all(side % 2 for side in size.span)
    return "same" if settings.padding == "same" and settings.strides == 1 and odd else "valid"


def _conv2d(kernel_size: tuple[int, int], apart: int, settings: ConvolutionSettings, *, same: bool) -> str:
    arguments = [f"1, {kernel_size}"]
    if settings.strides > 1:
        arguments.append(f"strides={settings.strides}")
    arguments.append(f'padding="{"same" if same else "valid"}"')
    if apart > 1:
        arguments.append(f"dilation_rate={apart}")
    if settings.activation != "linear":
        arguments.append(f'activation="{settings.activation}"')
    return f"keras.layers.Conv2D({', '.join(arguments)})"


def _pooling(settings: ConvolutionSettings) -> list[str]:
    if settings.pooling == "none":
        return []
    kind = "MaxPooling2D" if settings.pooling == "max" else "AveragePooling2D"
    return [f"    keras.layers.{kind}({settings.pool_size}),"]
