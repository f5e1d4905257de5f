"""One picture as a grid of whole numbers, which the page shows under the pointer and the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipywidgets import CallbackDispatcher
from traitlets import Dict

from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.static_files import bundle, style

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray


class PixelGrid(BaseWidget):
    """A picture, and the numbers around one of its pixels.

    Parameters
    ----------
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Attributes
    ----------
    picture : dict
        What is shown, or only a sentence where there is nothing.

    Raises
    ------
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> import numpy as np
    >>> grid = PixelGrid()
    >>> grid.show_picture(np.zeros((2, 3, 1), np.uint8), title="Training picture 4", label="a 7")
    >>> grid.picture["shape"]
    [2, 3, 1]
    """

    _esm = bundle("data/pixel_grid")
    _css = style("data/pixel_grid")

    picture: Dict[str, Any] = Dict(default_value={"shape": [0, 0, 1], "title": ""}).tag(sync=True)

    def __init__(self, **others: Any) -> None:  # noqa: ANN401 - traits of every widget
        super().__init__(**others)
        self._steppers = CallbackDispatcher()
        self.on_msg(self._hear)

    def on_step(self, callback: Callable[[int], object]) -> None:
        """Call back with 1 for the next picture and −1 for the one before."""
        self._steppers.register_callback(callback)

    def show_nothing(self, words: str) -> None:
        """Say why there is nothing to show."""
        self.picture = {"shape": [0, 0, 1], "title": words}

    def show_picture(self, pixels: NDArray[np.uint8], *, title: str, label: str) -> None:
        """Show a picture.

        Parameters
        ----------
        pixels : ndarray of uint8, shape (height, width, 1 or 3)
            Its pixels.
        title : str
            Which one it is: "Training picture 4".
        label : str
            Its class; empty if it has none.
        """
        self.picture = {
            "shape": list(pixels.shape),
            "pixels": pixels.tobytes(),
            "title": title,
            "label": label,
        }

    def _hear(self, _widget: object, content: object, _buffers: object) -> None:
        match content:
            case {"kind": "step", "by": 1 | -1 as by}:
                self._steppers(by)
