"""A kernel alone, as a grid that can be edited: for pictures, which need no grid of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from traitlets import Unicode

from mlwidgets.widgets.base.static_files import bundle, style
from mlwidgets.widgets.convolution.grid_widget import GridWidget, packed

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array


class KernelGrid(GridWidget):
    """The kernel of a convolution as a grid of numbers, a slice beside the other.

    Parameters
    ----------
    title : str
        What stands above.
    **others
        The traits of a `GridWidget`, and ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Examples
    --------
    >>> import numpy as np
    >>> grid = KernelGrid(title="Kernel")
    >>> grid.show(np.ones((3, 3, 1)))
    >>> grid.grids["kernel"]["shape"]
    [3, 3, 1]
    """

    _esm = bundle("convolution/kernel_grid")
    _css = style("convolution/number_grid", "convolution/kernel_grid")

    title = Unicode("").tag(sync=True)

    def show(self, kernel: Array) -> None:
        """Show a kernel, shape (rows, columns, channels)."""
        self.grids = {"kernel": packed(kernel)}
