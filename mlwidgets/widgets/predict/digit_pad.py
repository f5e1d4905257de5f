"""A pad to draw a digit on, with mouse, finger, pen or keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from traitlets import Bytes, Int, TraitError, Unicode, validate

from mlwidgets.errors import ShapeError
from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.static_files import bundle, style
from mlwidgets.widgets.predict import texts

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIDE = 112
BLANK = bytes(SIDE * SIDE)


def bytes_from_page(value: object, _widget: object) -> object:
    """Copy a buffer out of its message; anything else goes on as it is, for the trait to refuse."""
    return bytes(value) if isinstance(value, (bytes, bytearray, memoryview)) else value


def checked_drawing(drawing: bytes) -> bytes:
    """Return a drawing, or raise `TraitError` if it has not the size of a pad."""
    if len(drawing) != len(BLANK):
        raise TraitError(f"A drawing must have {SIDE} × {SIDE} = {len(BLANK)} bytes; got {len(drawing)}.")
    return drawing


class DigitPad(BaseWidget):
    """A black square of 112 × 112 pixels that is drawn on in white.

    Parameters
    ----------
    drawing : bytes
        ``112 * 112`` bytes, row by row from the top left: 0 is black, 255 is full ink, and values between
        smooth the edges. Setting it shows it.
    label : str
        The name a screen reader speaks.
    update_interval : int
        Least time between two messages while someone draws, in milliseconds. The latest drawing wins, and
        the end of a stroke is always sent.
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Raises
    ------
    traitlets.TraitError
        If ``drawing`` has another length.
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> pad = DigitPad()
    >>> pad.image.shape, pad.image.dtype, int(pad.image.max())
    ((112, 112), dtype('uint8'), 0)
    """

    _esm = bundle("predict/digit_pad")
    _css = style("predict/digit_pad")

    # No echo: it would send every drawing straight back to the page it came from.
    drawing = Bytes(BLANK).tag(sync=True, echo_update=False, from_json=bytes_from_page)
    label = Unicode(texts.DRAWING_PAD).tag(sync=True)
    update_interval = Int(100, min=0).tag(sync=True)

    def __init__(
        self,
        drawing: bytes = BLANK,
        *,
        label: str = texts.DRAWING_PAD,
        update_interval: int = 100,
        **others: Any,  # noqa: ANN401 - traits of every widget
    ) -> None:
        super().__init__(drawing=drawing, label=label, update_interval=update_interval, **others)

    @property
    def image(self) -> NDArray[np.uint8]:
        """The drawing as a new array of shape ``(112, 112)``, 0 to 255, row 0 at the top.

        Raises
        ------
        mlwidgets.errors.ShapeError
            When set to an array of another shape or dtype.
        """
        return np.frombuffer(self.drawing, dtype=np.uint8).reshape(SIDE, SIDE).copy()

    @image.setter
    def image(self, pixels: NDArray[np.uint8]) -> None:
        if pixels.shape != (SIDE, SIDE) or pixels.dtype != np.uint8:
            raise ShapeError(
                f"The image of a drawing pad must be uint8 of shape ({SIDE}, {SIDE}); "
                f"got {pixels.dtype} of shape {pixels.shape}."
            )
        self.drawing = pixels.tobytes()

    def clear(self) -> None:
        """Wipe the pad."""
        self.drawing = BLANK

    @validate("drawing")
    def _check_length(self, proposal: dict[str, Any]) -> bytes:
        return checked_drawing(proposal["value"])
