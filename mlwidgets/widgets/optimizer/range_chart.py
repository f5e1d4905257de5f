"""The loss of a range test against the learning rate, drawn by the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.widgets.base.live_widget import LiveWidget
from mlwidgets.widgets.base.static_files import bundle, style

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.engine.range_test import RangeTest


class RangeTestChart(LiveWidget):
    """The loss of each batch as dots, smoothed as a line, over a logarithmic axis of rates.

    The learner reads it with the pointer or the arrow keys.

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
    >>> chart = RangeTestChart()
    >>> chart.show(None, lowest=1e-5, highest=10, suggestion=None, look="", said="", alt="")
    >>> chart.frame["suggestion"]
    0
    """

    _esm = bundle("optimizer/range_chart")
    _css = style("optimizer/range_chart")

    def show(
        self,
        found: RangeTest | None,
        *,
        lowest: float,
        highest: float,
        suggestion: float | None,
        look: str,
        said: str,
        alt: str,
    ) -> None:
        """Show what a test has found.

        Parameters
        ----------
        found : RangeTest or None
            What is known.
        lowest, highest : float
            Where the axis of rates begins and ends.
        suggestion : float or None
            The rate to mark.
        look : str
            What the test does, and what to look for.
        said : str
            What it is doing, or has found.
        alt : str
            The curve in a sentence.
        """
        nothing = np.empty(0)
        rates, losses, smoothed = (
            (nothing,) * 3 if found is None else (found.rates, found.losses, found.smoothed)
        )
        self.show_frame(
            rates=_bytes(rates),
            losses=_bytes(losses),
            smoothed=_bytes(smoothed),
            lowest=lowest,
            highest=highest,
            suggestion=suggestion or 0,
            look=look,
            said=said,
            alt=alt,
        )


def _bytes(numbers: AnyArray) -> bytes:
    with np.errstate(over="ignore"):  # a loss beyond float32 is drawn at the edge
        return numbers.astype("<f4").tobytes()
