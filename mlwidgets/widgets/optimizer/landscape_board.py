"""The picture of a slice of the loss: bands and contour lines, the middle, the path of the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.widgets.base.live_widget import LiveWidget
from mlwidgets.widgets.base.static_files import bundle, style

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.explain.optimizers.surface_grid import SurfaceGrid


class LandscapeBoard(LiveWidget):
    """A surface from above, in which a pointer or the arrow keys read the loss.

    Parameters
    ----------
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Raises
    ------
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> board = LandscapeBoard()
    >>> board.show(None, domain=(-1, 1, -1, 1), path=None, said="Press Compute.", about="", alt="")
    >>> board.frame["said"]
    'Press Compute.'
    """

    _esm = bundle("optimizer/landscape")
    _css = style("optimizer/landscape")

    def show(
        self,
        grid: SurfaceGrid | None,
        *,
        domain: tuple[float, float, float, float],
        path: AnyArray | None,
        said: str,
        about: str,
        alt: str,
    ) -> None:
        """Show a slice.

        Parameters
        ----------
        grid : SurfaceGrid or None
            Heights and contour lines; None before the first picture.
        domain : (float, float, float, float)
            The least and the largest a, then b.
        path : ndarray, shape (k, 2), or None
            Where the run was, as (a, b).
        said : str
            What is being done.
        about : str
            What the picture shows.
        alt : str
            The same for who cannot see it.
        """
        surface = {}
        if grid is not None:
            surface = {
                "size": len(grid.heights),
                "heights": grid.heights.astype("<f4").tobytes(),
                "levels": grid.levels.tolist(),
                "lowest": grid.lowest,
                "highest": grid.highest,
            }
        points = b"" if path is None else path.astype("<f4").tobytes()
        self.show_frame(domain=list(domain), path=points, said=said, about=about, alt=alt, **surface)
