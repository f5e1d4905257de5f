"""The backward pass of one convolution: what a gradient at the output means for kernel, input and bias."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.threads import limited_threads
from mlwidgets.explain.convolution.forward import Convolved, Stack, locked
from mlwidgets.explain.convolution.geometry import padding_sources
from mlwidgets.explain.convolution.grids import checked_gradient, checked_pair

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray, Array
    from mlwidgets.explain.convolution.settings import ConvolutionSettings


@dataclass(frozen=True, eq=False)
class ConvolutionGradients:
    """∂L by everything, each of the shape of what it belongs to; nobody can write to the arrays.

    Attributes
    ----------
    convolved : Convolved
        The forward pass.
    output : ndarray
        ∂L/∂output, as it was given.
    z : ndarray
        ∂L/∂z: the output's gradient, taken back through pooling and activation.
    kernel : ndarray
        ∂L/∂K[i, j, c] = (Σ over places y, x of ∂L/∂z[y, x] · padded[y·s + i·d, x·s + j·d, c]) / divisor; with
        ``channels="separately"`` the sum is over the channels too. It belongs to the kernel as it was given,
        also when that is flipped.
    input : ndarray
        ∂L/∂x: what every cell of the padded input gets, (Σ of K[i, j, c] · ∂L/∂z[y, x] over all places that
        see it) / divisor. A cell that the padding repeats gets the shares of its copies as well.
    bias : float
        ∂L/∂bias = Σ ∂L/∂z.
    """

    convolved: Convolved
    output: Array
    z: Array
    kernel: Array
    input: Array
    bias: float


def convolve_back(
    x: object, kernel: object, settings: ConvolutionSettings, gradient: object
) -> ConvolutionGradients:
    """Take ∂L/∂output back through a convolution, with the engine's own backward pass.

    Parameters
    ----------
    x, kernel, settings
        As in `convolve`.
    gradient : array-like
        ∂L/∂output, one number for each cell of `Convolved.output`.

    Raises
    ------
    DataError, ShapeError
        As in `convolve`; or the gradient has not the output's shape.

    Examples
    --------
    >>> from mlwidgets.explain.convolution.forward import ConvolutionSettings
    >>> back = convolve_back([[1, 2, 3]], [[1, 10]], ConvolutionSettings(padding="valid"), [[1, 1]])
    >>> back.kernel[:, :, 0].tolist(), back.input[:, :, 0].tolist(), back.bias
    ([[3.0, 5.0]], [[1.0, 11.0, 10.0]], 2.0)
    """
    stack = Stack(*checked_pair(x, kernel, settings.channels), settings)
    convolved = stack.forward()
    return backward(stack, convolved, checked_gradient(gradient, convolved.output))


def backward(stack: Stack, convolved: Convolved, gradient: Array) -> ConvolutionGradients:
    """Take ∂L/∂output back through a stack that has just gone forward.

    Parameters
    ----------
    stack : Stack
        The layers.
    convolved : Convolved
        What `stack.forward` returned.
    gradient : ndarray
        ∂L/∂output, checked, of the output's shape and dtype.
    """
    settings, of_output = stack.settings, gradient
    of_z = _through_what_follows(stack, of_output)
    of_applied, of_padded, of_bias = _through_convolution(stack, of_z)
    return ConvolutionGradients(
        convolved=convolved,
        output=locked(of_output),
        z=locked(of_z),
        kernel=locked(of_applied[::-1, ::-1] if settings.flip else of_applied),
        input=locked(_without_padding(stack, of_padded)),
        bias=of_bias,
    )


def _through_what_follows(stack: Stack, gradient: Array) -> Array:
    """Return ∂L/∂z from ∂L/∂output."""
    flowing = gradient.copy()[np.newaxis]  # the layers work in place
    for layer, tape in zip(reversed(stack.following), reversed(stack.tapes[1:]), strict=True):
        before = layer.backward(flowing, tape)
        assert before is not None  # noqa: S101 - our tapes ask for it
        flowing = before
    return flowing[0].copy()


def _through_convolution(stack: Stack, gradient: Array) -> tuple[Array, Array, float]:
    """Return ∂L by the kernel as it was applied, by the padded input, and by the bias."""
    layer, tape = stack.convolution, stack.tapes[0]
    tape.gradients = {name: np.empty_like(weights) for name, weights in layer.weights.items()}
    with limited_threads():
        before = layer.backward(gradient.copy()[np.newaxis], tape)
    assert before is not None  # noqa: S101 - our tape asks for it
    of_kernel, of_padded = tape.gradients["kernel"][..., 0], stack.from_engine(before)
    # The layer does not know of the divisor, by which z was divided: what it sends back is so much smaller.
    divisor = stack.settings.divisor
    return of_kernel / divisor, of_padded / divisor, float(tape.gradients["bias"][0])


def _without_padding(stack: Stack, gradient: Array) -> Array:
    """Return ∂L/∂input from ∂L/∂padded: what the padding repeats gets the shares of all its copies."""
    before, after = stack.size.before, stack.size.after
    for axis in (0, 1):
        side = stack.x.shape[axis]
        sources = padding_sources(side, before[axis], after[axis], stack.settings.padding_mode)
        gradient = _folded(gradient.swapaxes(0, axis), sources, before[axis], side).swapaxes(0, axis)
    return np.ascontiguousarray(gradient)


def _folded(gradient: Array, sources: AnyArray, before: int, side: int) -> Array:
    inside = gradient[before : before + side].copy()
    for row, source in enumerate(sources):
        if source >= 0 and not before <= row < before + side:
            inside[source] += gradient[row]
    return inside
