"""Convolution the other way round."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine import constraints, initializers, regularizers
from mlwidgets.engine.arrays import public_shape
from mlwidgets.engine.layers.base import Layer, Weight, WeightSpec
from mlwidgets.engine.layers.shape_checks import check_picture
from mlwidgets.engine.layers.windows import Windows
from mlwidgets.ranges import FILTERS, KERNEL_SIZE, PADDING, STRIDES, check_flag, check_pair

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array, Shape
    from mlwidgets.engine.tape import Tape


class Conv2DTranspose(Layer):
    """Stamp a kernel into the result at each place, as strong as the input is there; stamps add up.

    z[o, y·s + i, x·s + j] = b[o] + Σ over places y, x and channels c of K[i, j, o, c] · input[y, x, c]

    It makes a picture larger by the stride, and learns how.

    Parameters
    ----------
    filters : int
        How many channels the result has.
    kernel_size : int or (int, int)
        Height and width of a kernel.
    strides : int or (int, int)
        Steps (down, right) in the result from one stamp to the next.
    padding : {"valid", "same"}
        "valid": whole stamps, height · s + max(k − s, 0) rows. "same": cut to height · s rows.
    activation : str or ActivationFunction, optional
        Applied to z; linear if not given.
    use_bias : bool
        Whether b is added.
    kernel_initializer, bias_initializer : str or Initializer
        Starting values of K and b.
    kernel_regularizer, bias_regularizer : str or Regularizer, optional
        A penalty on large weights, added to the loss.
    kernel_constraint, bias_constraint : str or Constraint, optional
        What the weights are brought back to after each update.

    Attributes
    ----------
    kernel : ndarray, shape (height, width, filters, in_channels)
        K; result before input, the other way round than in `Conv2D`.
    bias : ndarray, shape (filters,)
        b.

    Notes
    -----
    height × width × filters × in_channels + filters parameters. Forward is what a `Conv2D` from the result to
    the input does backward, and backward what it does forward; that is where the name comes from.

    References
    ----------
    Zeiler et al., "Deconvolutional Networks", CVPR 2010.
    Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", arXiv:1603.07285, 2016.

    Examples
    --------
    >>> Conv2DTranspose(8, 3, strides=2).compute_output_shape((14, 14, 16))
    (29, 29, 8)
    >>> Conv2DTranspose(8, 3, strides=2, padding="same").compute_output_shape((14, 14, 16))
    (28, 28, 8)
    """

    kernel = Weight()
    bias = Weight()

    def __init__(
        self,
        filters: int,
        kernel_size: int | tuple[int, int],
        strides: int | tuple[int, int] = 1,
        padding: str = "valid",
        activation: object = None,
        *,
        use_bias: bool = True,
        kernel_initializer: object = "glorot_uniform",
        bias_initializer: object = "zeros",
        kernel_regularizer: object = None,
        bias_regularizer: object = None,
        kernel_constraint: object = None,
        bias_constraint: object = None,
    ) -> None:
        super().__init__(activation)
        self.filters = FILTERS.check_int(filters)
        self.kernel_size = check_pair(KERNEL_SIZE, kernel_size)
        self.strides = check_pair(STRIDES, strides)
        self.padding = PADDING.check(padding)
        self.use_bias = check_flag("use_bias", use_bias)
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self.bias_constraint = constraints.get(bias_constraint)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return `(out_height, out_width, filters)`."""
        check_picture(input_shape, "Conv2DTranspose")
        sides = []
        for side, k, s in zip(input_shape[:2], self.kernel_size, self.strides, strict=True):
            overhang = 0 if self.padding == "same" else max(k - s, 0)
            sides.append(side * s + overhang)
        return (*sides, self.filters)

    def windows(self, input_shape: Shape) -> Windows:
        """Return where the stamps lie in the result for an input of this shape."""
        result = self.compute_output_shape(input_shape)
        return Windows.over(result, self.kernel_size, self.strides, self.padding, "Conv2DTranspose")

    def weight_specs(self, input_shape: Shape) -> dict[str, WeightSpec]:
        """Return kernel and bias."""
        shape = (*self.kernel_size, self.filters, input_shape[-1])
        specs = {
            "kernel": WeightSpec(
                shape,
                self.kernel_initializer,
                regularizer=self.kernel_regularizer,
                constraint=self.kernel_constraint,
            )
        }
        if self.use_bias:
            specs["bias"] = WeightSpec(
                (self.filters,),
                self.bias_initializer,
                regularizer=self.bias_regularizer,
                constraint=self.bias_constraint,
            )
        return specs

    def numbers_in_training(self, input_shape: Shape) -> int:
        """Add the stamps, before they are added up."""
        stamps = math.prod(self.kernel_size) * self.filters * input_shape[0] * input_shape[1]
        return super().numbers_in_training(input_shape) + stamps

    def transform(self, x: Array, tape: Tape) -> Array:
        """Return z `(filters, out_h, out_w, n)` for `x` `(channels, h, w, n)`."""
        channels, height, width, n = x.shape
        windows = self.windows(public_shape(x))
        out_height, out_width, _ = self.compute_output_shape(public_shape(x))
        matrix = x.reshape(channels, -1)
        tape.saved["windows"], tape.saved["x"], tape.saved["x_shape"] = windows, matrix, x.shape

        pieces = tape.buffer("pieces", (*self.kernel_size, self.filters, height, width, n), x.dtype)
        np.matmul(self._kernel_matrix(), matrix, out=pieces.reshape(-1, matrix.shape[1]))
        stamped = tape.buffer(
            "stamped", (self.filters, *windows.padded_size((out_height, out_width)), n), x.dtype
        )
        stamped.fill(0)
        for row, column in windows.offsets():
            windows.seen_at(stamped, row, column)[...] += pieces[row, column]
        z = windows.inside(stamped)
        if self.use_bias:
            z += self.bias[:, np.newaxis, np.newaxis, np.newaxis]
        return z

    def transform_gradient(self, gradient: Array, tape: Tape) -> Array | None:
        """Return ∂L/∂input, and write the kernel's gradient and the sum of g over all places."""
        windows: Windows = tape.saved["windows"]
        x: Array = tape.saved["x"]
        channels, height, width, n = tape.saved["x_shape"]
        if self.use_bias:
            np.sum(gradient, axis=(1, 2, 3), out=tape.gradients["bias"])
        padded = windows.pad(gradient, tape)
        seen = tape.buffer("pieces", (*self.kernel_size, self.filters, height, width, n), gradient.dtype)
        for row, column in windows.offsets():
            seen[row, column] = windows.seen_at(padded, row, column)
        patches = seen.reshape(-1, x.shape[1])
        np.matmul(patches, x.T, out=tape.gradients["kernel"].reshape(-1, channels))
        if not tape.needs_input_gradient:
            return None
        dx = tape.buffer("dx", (channels, x.shape[1]), gradient.dtype)
        np.matmul(self._kernel_matrix().T, patches, out=dx)
        return dx.reshape(channels, height, width, n)

    def _kernel_matrix(self) -> Array:
        return self.kernel.reshape(-1, self.kernel.shape[-1])
