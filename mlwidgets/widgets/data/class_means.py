"""The mean picture of each class, and the difference of two, which the page draws by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from traitlets import Bool, Dict

from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.static_files import bundle, style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.explain.pictures.means import ClassMeans


class ClassMeansChart(BaseWidget):
    """Mean pictures side by side; which two are compared is the page's own affair.

    Parameters
    ----------
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Attributes
    ----------
    found : dict
        The means and counts, or only a sentence where there are none.
    visible : bool
        Whether it is on somebody's screen. The page says so.

    Raises
    ------
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> chart = ClassMeansChart()
    >>> chart.show_nothing("There are no pictures.")
    >>> chart.found["names"]
    []
    """

    _esm = bundle("data/class_means")
    _css = style("data/class_means")

    found: Dict[str, Any] = Dict(default_value={"names": [], "words": ""}).tag(sync=True)
    visible = Bool(default_value=False).tag(sync=True, echo_update=False)

    def show_nothing(self, words: str) -> None:
        """Say why there is nothing to show."""
        self.found = {"names": [], "words": words}

    def show_means(self, means: ClassMeans, names: Sequence[str], words: str) -> None:
        """Show mean pictures.

        Parameters
        ----------
        means : ClassMeans
            What has been computed.
        names : sequence of str
            The name of each class.
        words : str
            What is shown, in a sentence.
        """
        self.found = {
            "names": list(names),
            "counts": means.counts.tolist(),
            "shape": list(means.means.shape[1:]),
            # Tenths of a grey value are enough, in half the bytes of floats.
            "tenths": np.rint(means.means * 10).astype("<u2").tobytes(),
            "words": words,
        }
