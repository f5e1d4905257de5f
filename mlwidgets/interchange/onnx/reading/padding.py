"""How a window slides in ONNX, and which padding of ours that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from mlwidgets.engine import activations
from mlwidgets.engine.layers import MaxPooling1D, MaxPooling2D, Reshape, ZeroPadding2D
from mlwidgets.engine.layers.windows import Windows
from mlwidgets.interchange.onnx.reading.refused import Refused, named
from mlwidgets.language import _
from mlwidgets.ranges import DILATION_RATE, KERNEL_SIZE, STRIDES

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Shape
    from mlwidgets.interchange.onnx.graph import Node
    from mlwidgets.interchange.onnx.reading.chain import Chain
    from mlwidgets.interchange.onnx.reading.settings import Settings

_NEVER_BELOW_0 = (activations.ReLU, activations.ReLU6, activations.Sigmoid, activations.Softplus)
"""After these a zero in the padding never wins against a number of the picture."""

_COLUMN = (1, 1)


@dataclass(frozen=True)
class Sliding:
    """The settings of a node that slides a window, one number for each side.

    Attributes
    ----------
    node : Node
        The node.
    size, strides, dilations : tuple of int
        As in `Windows`.
    pads : tuple of int
        Padding at all beginnings, then at all ends.
    auto : str
        "NOTSET", or a way in which the padding follows from the rest.
    """

    node: Node
    size: tuple[int, ...]
    strides: tuple[int, ...]
    dilations: tuple[int, ...]
    pads: tuple[int, ...]
    auto: str

    @classmethod
    def read(cls, node: Node, settings: Settings, kernel: Shape | None, sides: int = 2) -> Self:
        """Read the settings; `kernel` is the size that the weights have, if there are any."""
        sides = sides if kernel is None else len(kernel)
        size = settings.integers("kernel_shape", sides, kernel or ())
        if kernel is not None and size != kernel:
            raise Refused(
                _("{node} has kernel_shape = {size}, but its weights are for {kernel}.").format(
                    node=named(node), size=size, kernel=kernel
                )
            )
        ones, none = (1,) * sides, (0,) * (2 * sides)
        strides = settings.integers("strides", sides, ones)
        dilations = settings.integers("dilations", sides, ones)
        for range_, values in ((KERNEL_SIZE, size), (STRIDES, strides), (DILATION_RATE, dilations)):
            for one in values:
                range_.check_int(one)
        pads = settings.integers("pads", 2 * sides, none)
        return cls(node, size, strides, dilations, pads, settings.text("auto_pad", "NOTSET"))

    @property
    def is_dense(self) -> bool:
        """Whether the cells of the window are neighbours."""
        return set(self.dilations) == {1}

    def is_cut(self, before: tuple[int, int], after: tuple[int, int]) -> bool:
        """Return whether the result is cut by just so many rows and columns."""
        return self.auto in ("NOTSET", "VALID") and self.pads == (*before, *after)

    def padding(self, chain: Chain, *, zeros: bool | None = None) -> str:
        """Return "valid" or "same"; any other padding with zeros becomes a layer of its own before.

        Parameters
        ----------
        chain : Chain
            Whose present tensor is a picture or a sequence.
        zeros : bool, optional
            For a pooling: whether the padding counts as zeros. It always does in a convolution.
        """
        shape = chain.stack.shape
        same = self._same(shape)
        pads = {"NOTSET": self.pads, "VALID": (0,) * len(self.pads), "SAME_UPPER": same}.get(self.auto)
        if self.auto == "SAME_LOWER":  # the odd one at the beginning
            half = len(same) // 2
            pads = (*same[half:], *same[:half])
        if pads is None or min(pads) < 0:
            raise Refused(
                _("{node} has auto_pad = {auto!r} and pads = {pads}.").format(
                    node=named(self.node), auto=self.auto, pads=self.pads
                )
            )
        if not any(pads):
            return "valid"
        if pads == same and not zeros:
            return "same"
        if zeros is False and not self._zeros_do_no_harm(chain):
            raise Refused(
                _(
                    '{node} pads by {pads}; a pooling here pads by {same} (padding="same") or not at '
                    "all, and zeros instead would change the result."
                ).format(node=named(self.node), pads=pads, same=same)
            )
        self._pad(chain, pads)
        return "valid"

    def check_floor(self, settings: Settings, chain: Chain) -> None:
        """Raise `Refused` if a window hangs over the end because of ceil_mode."""
        if not settings.integer("ceil_mode", 0):
            return
        half = len(self.pads) // 2
        for side, begin, end, k, s in zip(
            chain.stack.shape, self.pads[:half], self.pads[half:], self.size, self.strides, strict=False
        ):
            if (side + begin + end - k) % s:
                raise Refused(
                    _(
                        "{node} has ceil_mode = 1, and its last window hangs over the end; here "
                        "windows end where the picture ends."
                    ).format(node=named(self.node))
                )

    def _same(self, shape: Shape) -> tuple[int, ...]:
        """Return the padding of "same", as ONNX lists it."""
        sides = len(self.size)
        picture, column = (*shape[:sides], 1, 1)[:3], _COLUMN[: 2 - sides]
        down, right = (*self.size, *column), (*self.strides, *column)
        windows = Windows.over(
            _triple(picture),
            _pair(down),
            _pair(right),
            "same",
            "Conv2D",
            dilation=_pair((*self.dilations, *column)),
        )
        return (*windows.before[:sides], *windows.after[:sides])

    def _zeros_do_no_harm(self, chain: Chain) -> bool:
        """Return whether zeros never win: nothing in the picture is below 0, and no window is all padding."""
        biggest = self.node.operator == "MaxPool"
        inside = all(pad < k for pad, k in zip(self.pads, (*self.size, *self.size), strict=True))
        before = [one for one in chain.stack.layers if not isinstance(one, (MaxPooling1D, MaxPooling2D))]
        last = before[-1] if before else None
        return biggest and inside and last is not None and isinstance(last.activation, _NEVER_BELOW_0)

    def _pad(self, chain: Chain, pads: tuple[int, ...]) -> None:
        """Add the padding as a layer; a sequence becomes a picture one column wide for it."""
        half = len(pads) // 2
        pairs = [*zip(pads[:half], pads[half:], strict=True), (0, 0)][:2]
        if half == 2:  # noqa: PLR2004 - a picture
            chain.stack.keep(ZeroPadding2D(_pairs(pairs)))
            return
        steps, channels = chain.stack.shape
        chain.stack.keep(Reshape((steps, 1, channels)))
        chain.stack.keep(ZeroPadding2D(_pairs(pairs)))
        chain.stack.keep(Reshape((steps + sum(pairs[0]), channels)))


def _pair(values: tuple[int, ...]) -> tuple[int, int]:
    first, second = values
    return first, second


def _triple(values: tuple[int, ...]) -> tuple[int, int, int]:
    first, second, third = values
    return first, second, third


def _pairs(values: list[tuple[int, int]]) -> tuple[tuple[int, int], tuple[int, int]]:
    first, second = values
    return first, second
