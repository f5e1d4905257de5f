"""Two columns beside each other, and how strongly every pair belongs together."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ipywidgets import CallbackDispatcher
from traitlets import Dict

from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.static_files import bundle, style

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.explain.tables.association import Associations
    from mlwidgets.explain.tables.scatter import Axis, Scatter


class PairChart(BaseWidget):
    """A scatter of two columns, and a square of numbers in which a pair can be chosen.

    The page asks for what somebody sees.

    Parameters
    ----------
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Attributes
    ----------
    head : dict
        Names, kinds and roles of the columns, the classes, and the "pair" to begin with; its "serial" counts
        the tables and plans.

    Raises
    ------
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> PairChart().head["columns"]
    []
    """

    _esm = bundle("data/pair_chart")
    _css = style("data/column_charts", "data/pair_chart")

    head: Dict[str, Any] = Dict(
        default_value={"serial": 0, "columns": [], "classes": {}, "pair": [0, 0]}
    ).tag(sync=True)

    def __init__(self, **others: Any) -> None:  # noqa: ANN401 - traits of every widget
        super().__init__(**others)
        self._pair_askers, self._matrix_askers = CallbackDispatcher(), CallbackDispatcher()
        self.on_msg(self._hear)

    def on_pair(self, callback: Callable[[tuple[object, object]], object]) -> None:
        """Call back with what the page takes for the positions of two columns."""
        self._pair_askers.register_callback(callback)

    def on_matrix(self, callback: Callable[[int], object]) -> None:
        """Call back with the serial of the head when the numbers of all its pairs are wanted."""
        self._matrix_askers.register_callback(callback)

    def show_pair(self, x: int, y: int, scatter: Scatter, groups: AnyArray, words: str) -> None:
        """Give the page the points of two columns.

        Parameters
        ----------
        x, y : int
            Which columns.
        scatter : Scatter
            Their points.
        groups : ndarray of int, shape (n,)
            The class of each point.
        words : str
            How many points there are, and of how many.
        """
        buffers = [scatter.x.astype("<f8"), scatter.y.astype("<f8"), scatter.rows.astype("<i4"), groups]
        content = {
            "kind": "pair",
            "head": self.head["serial"],
            "pair": [x, y],
            "axes": [_axis(scatter.x_axis), _axis(scatter.y_axis)],
            "words": words,
        }
        self.send(content, [*(one.tobytes() for one in buffers[:3]), groups.astype("u1").tobytes()])

    def show_matrix(self, found: Associations, places: Sequence[int], words: Sequence[str]) -> None:
        """Give the page the numbers of all pairs.

        Parameters
        ----------
        found : Associations
            The numbers.
        places : sequence of int
            The position of each of its columns in the table.
        words : sequence of str
            What the numbers are, and what is left out.
        """
        values = [[None if math.isnan(one) else one for one in row] for row in found.values.tolist()]
        measures = [[one.value for one in row] for row in found.measures]
        self.send(
            {
                "kind": "matrix",
                "head": self.head["serial"],
                "columns": list(places),
                "values": values,
                "measures": measures,
                "words": list(words),
            }
        )

    def _hear(self, _widget: object, content: object, _buffers: object) -> None:
        match content:
            case {"kind": "pair", "head": int(head), "x": x, "y": y} if head == self.head["serial"]:
                self._pair_askers((x, y))
            case {"kind": "matrix", "head": int(head)} if head == self.head["serial"]:
                self._matrix_askers(head)


def _axis(axis: Axis) -> dict[str, Any]:
    labels = [label[:80] for label in axis.labels]
    return {"kind": axis.kind.value, "low": axis.low, "high": axis.high, "labels": labels, "rest": axis.rest}
