"""The points of the plane that are to be learned, and a place to draw others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.widgets.base.view import Change, View
from mlwidgets.widgets.data import texts
from mlwidgets.widgets.playground.decision_map import DecisionMap
from mlwidgets.widgets.playground.plane_points import parts_of, show_points, use_drawn

if TYPE_CHECKING:
    from mlwidgets.session import Experiment


class PointsView(View):
    """The points without what a network makes of them: a scatter on which points can be drawn.

    Parameters
    ----------
    experiment : Experiment
        Whose points are shown.
    """

    def __init__(self, experiment: Experiment) -> None:
        self._map = DecisionMap(can_draw=True, show_test=True)
        super().__init__(experiment, [self._map])
        self.watch(experiment, ("dataset", "validation_split", "seed"), self._show)
        self.watch(self._map, "drawing", self._start_drawing)
        self.watch(self, "fault", self._show_fault)
        self._map.on_use(self.safely(self._use))
        self.add_class("mlw-points-view")
        self._show()

    def _show(self, _: Change = None) -> None:
        data = self.experiment.dataset
        if not data.in_plane:
            return
        with self._map.hold_sync():
            show_points(self._map, self.experiment)
            self._map.summary = self._summary()

    def _summary(self) -> str:
        """Return what is shown, in a sentence."""
        sizes = {name: len(x) for name, (x, _) in parts_of(self.experiment).items()}
        parts = ", ".join(texts.POINTS_PART[name].format(count=count) for name, count in sizes.items())
        classes = self.experiment.dataset.n_classes
        sentence = texts.POINTS_CLASSES if classes else texts.POINTS_NUMBERS
        return sentence.format(count=sum(sizes.values()), classes=classes, parts=parts)

    def _start_drawing(self, _: Change) -> None:
        self.forget_messages()

    def _use(self, _: Change) -> None:
        self.forget_messages()
        use_drawn(self._map, self.experiment)

    def _show_fault(self, _: Change) -> None:
        """Say what went wrong where it was done."""
        self._map.message = self.fault
