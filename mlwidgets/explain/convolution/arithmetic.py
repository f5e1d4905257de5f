"""The sum of products behind one cell: of z, of ∂L/∂kernel or of ∂L/∂input."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.explain.convolution.geometry import padding_sources
from mlwidgets.explain.convolution.grids import checked_place
from mlwidgets.explain.wording import number_text

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray, Array
    from mlwidgets.explain.convolution.forward import Convolved
    from mlwidgets.explain.convolution.gradients import ConvolutionGradients

MOST_TERMS = 30
"""So many products are written out; nobody reads the other thousand."""


@dataclass(frozen=True, eq=False)
class Arithmetic:
    """One cell's value = (Σ factor · value) / divisor + bias.

    Attributes
    ----------
    factors, values : ndarray, shape (terms,)
        What is multiplied with what. z: the kernel with the padded input. ∂L/∂kernel: ∂L/∂z with the padded
        input. ∂L/∂input: the kernel with ∂L/∂z.
    padding : ndarray of bool, shape (terms,)
        Which of the values are padding.
    zero_padding : bool
        Whether padding is 0, so that its terms need not be written.
    divisor, bias : float
        What follows.
    result : float
        The cell as the engine computed it.
    """

    factors: Array
    values: Array
    padding: AnyArray
    zero_padding: bool
    divisor: float
    bias: float
    result: float

    @property
    def text(self) -> str:
        """The arithmetic in one line, without zeros of the padding: "5·60 − 1·113 − 1·73 + 0·121 = 114".

        Other padding stands in brackets: "5·60 − 1·[60] = 240". With numbers that had to be rounded, "≈"
        stands for "=".
        """
        written = np.flatnonzero(~self.padding) if self.zero_padding else np.arange(len(self.values))
        shown = written[:MOST_TERMS]
        sum_text = "".join(self._term(number, first=place == 0) for place, number in enumerate(shown)) or "0"
        if len(written) > len(shown):
            sum_text += " + …"
        numbers = [*self.factors[shown], *self.values[shown], self.result]
        if self.divisor != 1:
            brackets = "({})" if len(written) != 1 else "{}"
            sum_text = f"{brackets.format(sum_text)} / {_in_product(self.divisor)}"
            numbers.append(self.divisor)
        if self.bias:
            sum_text += f" {'−' if self.bias < 0 else '+'} {number_text(abs(self.bias))}"
            numbers.append(self.bias)
        sign = "=" if all(_is_shown(float(number)) for number in numbers) else "≈"
        return f"{sum_text} {sign} {number_text(self.result)}"

    @property
    def sentence(self) -> str:
        """The text, and what is to be said about padding."""
        count = int(self.padding.sum())
        if not count:
            return f"{self.text}."
        if not self.zero_padding:
            return f"{self.text}. Numbers in brackets are padding."
        if count == len(self.padding):
            return f"{self.text}. All {count} cells are padding, which is 0."
        cells = "The other cell is" if count == 1 else f"The other {count} cells are"
        return f"{self.text}. {cells} padding, which is 0."

    def _term(self, number: int, *, first: bool) -> str:
        factor, value = float(self.factors[number]), float(self.values[number])
        right = f"[{number_text(value)}]" if self.padding[number] else _in_product(value)
        if first:
            return f"{number_text(factor)}·{right}"
        return f" {'−' if factor < 0 else '+'} {number_text(abs(factor))}·{right}"


def arithmetic(convolved: Convolved, row: int, column: int, channel: int = 0) -> Arithmetic:
    """Return what z[row, column, channel] is made of, in the order of the kernel's cells.

    Raises
    ------
    ShapeError
        z has no such cell.

    Examples
    --------
    >>> from mlwidgets.explain.convolution.forward import ConvolutionSettings, convolve
    >>> arithmetic(convolve([[3, 4]], [[1, -1]], ConvolutionSettings()), 0, 1).sentence
    '1·4 = 4. The other cell is padding, which is 0.'
    """
    checked_place((row, column, channel), convolved.z.shape, "result z")
    settings, applied = convolved.settings, convolved.applied
    step, apart = settings.strides, settings.dilation_rate
    top, left = row * step, column * step
    (down, across), separately = convolved.size.span, settings.channels == "separately"
    window = np.s_[top : top + down : apart, left : left + across : apart]
    channels = slice(channel, channel + 1) if separately else slice(None)
    values = convolved.padded[window][:, :, channels]
    return Arithmetic(
        factors=applied.ravel(),
        values=values.ravel(),
        padding=np.broadcast_to(_is_padding(convolved)[window][:, :, np.newaxis], values.shape).ravel(),
        zero_padding=settings.padding_mode == "zero",
        divisor=settings.divisor,
        bias=settings.bias,
        result=float(convolved.z[row, column, channel]),
    )


def kernel_arithmetic(gradients: ConvolutionGradients, row: int, column: int, channel: int = 0) -> Arithmetic:
    """Return what ∂L/∂K[row, column, channel] is made of: Σ ∂L/∂z · padded over all places of the kernel.

    The cell is one of the kernel as it was given. With ``channels="separately"`` the places in the first
    channel come first, then those in the second.

    Examples
    --------
    >>> from mlwidgets.explain.convolution.forward import ConvolutionSettings
    >>> from mlwidgets.explain.convolution.gradients import convolve_back
    >>> back = convolve_back([[3, 4]], [[1, -1]], ConvolutionSettings(padding="valid"), [[2]])
    >>> kernel_arithmetic(back, 0, 1).sentence
    '2·4 = 8.'
    """
    checked_place((row, column, channel), gradients.kernel.shape, "kernel")
    convolved = gradients.convolved
    settings, (rows, columns) = convolved.settings, convolved.applied.shape[:2]
    step, apart = settings.strides, settings.dilation_rate
    met = (rows - 1 - row, columns - 1 - column) if settings.flip else (row, column)
    places = tuple(
        slice(cell * apart, cell * apart + (count - 1) * step + 1, step)
        for cell, count in zip(met, convolved.size.z, strict=True)
    )
    separately = settings.channels == "separately"
    channels = slice(None) if separately else slice(channel, channel + 1)
    # Channels first: all places of one before those of the next.
    values = convolved.padded[places][:, :, channels].transpose(2, 0, 1)
    return Arithmetic(
        factors=gradients.z.transpose(2, 0, 1).ravel(),
        values=values.ravel(),
        padding=np.broadcast_to(_is_padding(convolved)[places], values.shape).ravel(),
        zero_padding=settings.padding_mode == "zero",
        divisor=settings.divisor,
        bias=0.0,
        result=float(gradients.kernel[row, column, channel]),
    )


def input_arithmetic(gradients: ConvolutionGradients, row: int, column: int, channel: int = 0) -> Arithmetic:
    """Return what ∂L/∂x[row, column, channel] is made of: Σ K · ∂L/∂z over all places that see the cell.

    A cell that the padding repeats is seen in its copies too.

    Examples
    --------
    >>> from mlwidgets.explain.convolution.forward import ConvolutionSettings
    >>> from mlwidgets.explain.convolution.gradients import convolve_back
    >>> back = convolve_back([[3, 4, 5]], [[1, -1]], ConvolutionSettings(padding="valid"), [[1, 2]])
    >>> input_arithmetic(back, 0, 1).text
    '1·2 − 1·1 = 1'
    """
    checked_place((row, column, channel), gradients.input.shape, "input")
    convolved = gradients.convolved
    settings, applied = convolved.settings, convolved.applied
    separately = settings.channels == "separately"
    slice_of_kernel, slice_of_z = (0, channel) if separately else (channel, 0)
    seen = [
        (applied[i, j, slice_of_kernel], gradients.z[y, x, slice_of_z])
        for i, y in _meetings(convolved, 0, row)
        for j, x in _meetings(convolved, 1, column)
    ]
    factors, values = np.array(seen, gradients.input.dtype).reshape(-1, 2).T
    return Arithmetic(
        factors=factors,
        values=values,
        padding=np.zeros(len(values), bool),
        zero_padding=True,
        divisor=settings.divisor,
        bias=0.0,
        result=float(gradients.input[row, column, channel]),
    )


def _meetings(convolved: Convolved, axis: int, place: int) -> list[tuple[int, int]]:
    """Return which row of the kernel meets a row of the input (or its copy), and at which place."""
    settings = convolved.settings
    sources = _sources(convolved, axis)
    found = []
    for copy in np.flatnonzero(sources == place):
        for cell in range(convolved.applied.shape[axis]):
            start, rest = divmod(int(copy) - cell * settings.dilation_rate, settings.strides)
            if not rest and 0 <= start < convolved.size.z[axis]:
                found.append((cell, start))
    return found


def _sources(convolved: Convolved, axis: int) -> AnyArray:
    before, after = convolved.before[axis], convolved.after[axis]
    side = convolved.padded.shape[axis] - before - after
    return padding_sources(side, before, after, convolved.settings.padding_mode)


def _is_padding(convolved: Convolved) -> AnyArray:
    """Return which cells (rows, columns) of the padded input are padding."""
    (top, left), (bottom, right) = convolved.before, convolved.after
    height, width = convolved.padded.shape[:2]
    padding = np.ones((height, width), bool)
    padding[top : height - bottom, left : width - right] = False
    return padding


def _is_shown(number: float) -> bool:
    """Return whether the digits shown are the whole number; what lies behind six is rounding error."""
    shown = float(number_text(number).replace("−", "-").replace(",", ""))
    return math.isclose(shown, number, rel_tol=1e-6, abs_tol=1e-12)


def _in_product(value: float) -> str:
    """Return a number as it stands after a multiplication sign: a negative one in parentheses."""
    text = number_text(value)
    return f"({text})" if text.startswith("−") else text
