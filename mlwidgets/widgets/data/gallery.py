"""Pictures in pages: a row for each class, or one class alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipywidgets import CallbackDispatcher
from traitlets import Bool, Dict, Int

from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.static_files import bundle, style

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

MOST_COLUMNS, MOST_ROWS = 48, 48
"""The most pictures of a page in each direction."""


class Gallery(BaseWidget):
    """A page of pictures; the page in the browser says how many it has room for, and asks for others.

    Fill it with `show_page`.

    Parameters
    ----------
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Attributes
    ----------
    page : dict
        The pictures of one page.
    chosen : int
        The number of the picture that is looked at; −1 if none is.
    visible : bool
        Whether it is on somebody's screen. The page says so.

    Raises
    ------
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> gallery = Gallery()
    >>> gallery.chosen
    -1
    """

    _esm = bundle("data/gallery")
    _css = style("data/gallery")

    page: Dict[str, Any] = Dict(default_value={}).tag(sync=True)
    chosen = Int(-1).tag(sync=True)
    visible = Bool(default_value=False).tag(sync=True, echo_update=False)

    def __init__(self, **others: Any) -> None:  # noqa: ANN401 - traits of every widget
        super().__init__(**others)
        self._fitters, self._turners, self._choosers = (CallbackDispatcher() for _ in range(3))
        self.on_msg(self._hear)

    def on_fit(self, callback: Callable[[int, int], object]) -> None:
        """Call back with the number of columns and rows that there is room for."""
        self._fitters.register_callback(callback)

    def on_turn(self, callback: Callable[[int], object]) -> None:
        """Call back with the page that is asked for, from 0."""
        self._turners.register_callback(callback)

    def on_choose(self, callback: Callable[[int], object]) -> None:
        """Call back with the number of a picture that somebody wants to look at."""
        self._choosers.register_callback(callback)

    def show_page(
        self,
        pixels: NDArray[np.uint8],
        *,
        numbers: NDArray[np.int64],
        rows: Sequence[tuple[str, str, int]],
        kind: str,
        summary: str,
        page: int,
        pages: int,
    ) -> None:
        """Show a page.

        Parameters
        ----------
        pixels : ndarray of uint8, shape (n, height, width, 1 or 3)
            The pictures, row by row.
        numbers : ndarray of int, shape (n,)
            What each is called by.
        rows : sequence of (str, str, int)
            For each row the class, how many pictures that has (empty if the row goes on with the class of the
            one above), and how many of the page's pictures are in the row.
        kind : str
            What stands before a number: "Training picture".
        summary : str
            What there is, in a sentence.
        page, pages : int
            Which page it is, from 0, and how many there are.
        """
        self.page = {
            "pixels": pixels.tobytes(),
            "shape": list(pixels.shape[1:]),
            "numbers": numbers.tolist(),
            "rows": [list(row) for row in rows],
            "kind": kind,
            "summary": summary,
            "page": page,
            "pages": pages,
        }

    def _hear(self, _widget: object, content: object, _buffers: object) -> None:
        match content:
            case {"kind": "fit", "columns": int(columns), "rows": int(rows)}:
                self._fitters(_within(columns, MOST_COLUMNS), _within(rows, MOST_ROWS))
            case {"kind": "turn", "page": int(page)}:
                self._turners(page)
            case {"kind": "choose", "number": int(number)}:
                self._choosers(number)


def _within(number: int, most: int) -> int:
    return min(max(number, 1), most)
