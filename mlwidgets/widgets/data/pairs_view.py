"""The pane *Pairs*: any two columns beside each other, and how strongly every pair belongs together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.data.tables.table import Kind
from mlwidgets.explain.tables.association import associations
from mlwidgets.explain.tables.classes import planned
from mlwidgets.explain.tables.scatter import scatter
from mlwidgets.language import numeral
from mlwidgets.widgets.data import columns_texts as texts
from mlwidgets.widgets.data.columns_watcher import ColumnsWatcher
from mlwidgets.widgets.data.pair_chart import PairChart
from mlwidgets.widgets.data.table_orders import is_place

if TYPE_CHECKING:
    from mlwidgets.data.prepare.plan import Plan
    from mlwidgets.data.tables.table import Table
    from mlwidgets.explain.tables.association import Associations
    from mlwidgets.explain.tables.scatter import Scatter
    from mlwidgets.session import Experiment

_NAMED = 4
"""So many columns that are left out are named."""


class PairsView(ColumnsWatcher):
    """Scatter and associations of the columns of an experiment's data draft.

    Parameters
    ----------
    experiment : Experiment
        Whose data draft is looked at.
    """

    def __init__(self, experiment: Experiment) -> None:
        self.chart = PairChart()
        self._found: Associations | None = None
        super().__init__(experiment, self.chart)
        self.chart.on_pair(self.safely(self._give_pair))
        self.chart.on_matrix(self.safely(self._give_matrix))

    def _drop(self) -> None:
        self._found = None

    def _more(self) -> dict[str, Any]:
        table = self._draft.table
        return {"pair": [0, 0] if table is None else first_pair(table, self._draft.plan)}

    def _give_pair(self, pair: tuple[object, object]) -> None:
        table = self._draft.table
        match pair:
            case (int(x), int(y)) if table is not None and all(
                is_place(at, len(table.columns)) for at in pair
            ):
                columns = [planned(table, self._draft.plan, table.columns[at].name) for at in (x, y)]
                found = scatter(*columns)
                codes = self._classes.codes[found.rows] if self._classes else np.zeros(len(found.rows))
                self.chart.show_pair(x, y, found, codes, _points_words(found))

    def _give_matrix(self, _: int) -> None:
        table = self._draft.table
        if table is None:
            return
        if self._found is None:
            self._found = associations(table, self._draft.plan)
        places = {name: at for at, name in enumerate(table.names)}
        found = self._found
        target = "" if self._draft.plan is None else self._draft.plan.target
        self.chart.show_matrix(found, [places[name] for name in found.names], matrix_words(found, target))


def first_pair(table: Table, plan: Plan | None) -> list[int]:
    """Return the positions of the two columns that are shown first: two features that are numbers, if any."""
    features = set(table.names if plan is None else plan.features)
    order = sorted(
        range(len(table.columns)),
        key=lambda at: (
            table.columns[at].name not in features,
            table.columns[at].kind is not Kind.NUMBER,
            at,
        ),
    )
    return [order[0], order[min(1, len(order) - 1)]]


def _points_words(found: Scatter) -> str:
    """Say how many points are drawn, and of how many."""
    if not found.total:
        return texts.NO_POINTS
    if len(found.rows) < found.total:
        return texts.SAMPLE.format(shown=numeral(len(found.rows)), total=numeral(found.total))
    return texts.POINTS.format(count=numeral(found.total))


def matrix_words(found: Associations, target: str) -> list[str]:
    """Say what the numbers between columns are, and what is left out."""
    used = {one.value for row in found.measures for one in row}
    words = [sentence for measure, sentence in texts.MEASURES.items() if measure in used]
    words.append(texts.PAIRWISE)
    if found.sampled:
        words.append(texts.SOME_ROWS.format(rows=numeral(found.rows)))
    if found.left_out:
        sentence = texts.LEFT_OUT_TARGET if target in found.names else texts.LEFT_OUT
        words.append(sentence.format(count=numeral(found.left_out), target=target))
    if found.unfit:
        names = ", ".join(found.unfit[:_NAMED])
        if len(found.unfit) > _NAMED:
            names = texts.UNFIT_MORE.format(names=names, count=len(found.unfit) - _NAMED)
        words.append(texts.UNFIT.format(names=names))
    return words
