"""A few examples as small pictures or as rows, one of which can be chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from traitlets import Bytes, Int, List, TraitError, Unicode, validate

from mlwidgets.errors import DataError, ShapeError
from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.static_files import bundle, style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


class ExampleGallery(BaseWidget):
    """Small grey pictures with a caption under each, or rows of text, in an area that scrolls.

    Fill it with `show`, `show_rows` and `show_nothing`.

    Parameters
    ----------
    title : str
        Stands above the pictures.
    empty_text : str
        What to say while there are no pictures.
    picture_size : int
        Size of the longer side of a picture on the screen, in pixels.
    area_height : int
        Height of the area with the pictures, in pixels; it scrolls if they need more.
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Attributes
    ----------
    images : bytes
        ``count * height * width`` grey values, 0 black and 255 white, picture by picture and row by row.
    count, height, width : int
        The shape of `images`; height and width are 0 where rows are shown.
    captions, alts : list of str
        For each picture, what stands under it and what a screen reader speaks in its place.
    selected : int
        The chosen picture, or -1. The learner chooses with a click, Enter or Space.

    Raises
    ------
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> gallery = ExampleGallery(empty_text="Nothing chosen.")
    >>> gallery.show(np.zeros((1, 28, 28), np.uint8), captions=["black"], alts=["a black square"])
    >>> gallery.count, gallery.selected
    (1, -1)
    """

    _esm = bundle("training/example_gallery")
    _css = style("training/example_gallery")

    images = Bytes(b"").tag(sync=True)
    count = Int(0, min=0).tag(sync=True)
    height = Int(0, min=0).tag(sync=True)
    width = Int(0, min=0).tag(sync=True)
    captions = List(Unicode()).tag(sync=True)
    alts = List(Unicode()).tag(sync=True)
    title = Unicode("").tag(sync=True)
    empty_text = Unicode("").tag(sync=True)
    selected = Int(-1, min=-1).tag(sync=True)
    picture_size = Int(56, min=8).tag(sync=True)
    area_height = Int(228, min=40).tag(sync=True)

    def __init__(
        self,
        *,
        title: str = "",
        empty_text: str = "",
        picture_size: int = 56,
        area_height: int = 228,
        **others: Any,  # noqa: ANN401 - traits of every widget
    ) -> None:
        super().__init__(
            title=title, empty_text=empty_text, picture_size=picture_size, area_height=area_height, **others
        )

    def show(
        self, images: NDArray[Any], captions: Sequence[str], alts: Sequence[str], title: str | None = None
    ) -> None:
        """Show other pictures, of which none is chosen.

        Parameters
        ----------
        images : ndarray, shape (n, height, width) or (n, height, width, 1)
            Grey pictures: ``uint8``, or floating point from 0 (black) to 1 (white).
        captions, alts : sequence of str, length n
            For each picture, what stands under it and what a screen reader speaks in its place.
        title : str, optional
            A new title.

        Raises
        ------
        mlwidgets.errors.ShapeError
            If the shapes or the lengths do not fit.
        mlwidgets.errors.DataError
            If the numbers are of another type or range.
        """
        pixels = _grey(images)
        if not len(pixels) == len(captions) == len(alts):
            raise ShapeError(
                "Every picture needs a caption and an alt; "
                f"got {len(pixels)} pictures, {len(captions)} captions and {len(alts)} alts."
            )
        self._put(pixels, list(captions), list(alts), self.title if title is None else title)

    def show_rows(self, rows: Sequence[str], alts: Sequence[str], title: str | None = None) -> None:
        """Show rows of a table in the place of pictures, of which none is chosen.

        Parameters
        ----------
        rows, alts : sequence of str
            For each, what stands there and what a screen reader speaks before it.
        title : str, optional
            A new title.

        Raises
        ------
        mlwidgets.errors.ShapeError
            If the lengths do not fit.
        """
        if len(rows) != len(alts):
            raise ShapeError(f"Every row needs an alt; got {len(rows)} rows and {len(alts)} alts.")
        none = np.zeros((len(rows), 0, 0), np.uint8)
        self._put(none, list(rows), list(alts), self.title if title is None else title)

    def show_nothing(self, text: str | None = None) -> None:
        """Take the pictures and the title away.

        Parameters
        ----------
        text : str, optional
            A new ``empty_text`` to say why.
        """
        if text is not None:
            self.empty_text = text
        self._put(np.zeros((0, 0, 0), np.uint8), [], [], "")

    def _put(self, pixels: NDArray[np.uint8], captions: list[str], alts: list[str], title: str) -> None:
        # Together, so that nobody sees the captions of one set under the pictures of another.
        with self.hold_sync(), self.hold_trait_notifications():
            self.images = pixels.tobytes()
            self.count, self.height, self.width = pixels.shape
            self.captions = captions
            self.alts = alts
            self.title = title
            self.selected = -1

    @validate("selected")
    def _check_selected(self, proposal: dict[str, Any]) -> int:
        selected: int = proposal["value"]
        if selected >= self.count:
            raise TraitError(
                f"selected must be -1 or the number of one of {self.count} pictures; got {selected}."
            )
        return selected


def _grey(images: NDArray[Any]) -> NDArray[np.uint8]:
    """Return pictures as ``uint8`` of shape (n, height, width)."""
    if images.ndim == 4 and images.shape[3] == 1:  # noqa: PLR2004 - one channel
        images = images[..., 0]
    if images.ndim != 3:  # noqa: PLR2004 - pictures, rows, columns
        raise ShapeError(
            f"images must have shape (n, height, width) or (n, height, width, 1); got {images.shape}."
        )
    if images.dtype == np.uint8:
        return images
    if not np.issubdtype(images.dtype, np.floating):
        raise DataError(f"images must be uint8, or floating point from 0 to 1; got {images.dtype}.")
    if images.size and not (images.min() >= 0 and images.max() <= 1):  # so that nan is refused, too
        raise DataError(
            f"Floating-point images must lie from 0 to 1; got {images.min():g} to {images.max():g}. "
            "Divide them by their largest value."
        )
    scaled: NDArray[np.uint8] = np.rint(images * 255).astype(np.uint8)
    return scaled
