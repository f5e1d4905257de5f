"""The mean training picture of each class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.explain.pictures.means import class_means
from mlwidgets.explain.pictures.pixels import are_pictures, largest_value
from mlwidgets.widgets.base.view import Change, View
from mlwidgets.widgets.data import picture_texts as texts
from mlwidgets.widgets.data.class_means import ClassMeansChart

if TYPE_CHECKING:
    from mlwidgets.data import Split
    from mlwidgets.session import Experiment


class ClassMeansView(View):
    """What the pictures of a class have in common, and what tells two classes apart.

    Only training pictures are looked at: whoever looks at the test for what tells classes apart has used it.

    Parameters
    ----------
    experiment : Experiment
        Whose pictures they are.
    """

    def __init__(self, experiment: Experiment) -> None:
        self.chart = ClassMeansChart()
        self._of: Split | None = None
        super().__init__(experiment, [self.chart])
        self.watch(experiment, ("dataset", "validation_split", "seed"), self._follow)
        self.watch(self.chart, "visible", self._follow)
        self._show()

    def _follow(self, _: Change = None) -> None:
        if self.chart.visible:
            self._show()

    def _show(self) -> None:
        data, split = self.experiment.dataset, self.experiment.split
        if split is self._of:
            return
        self._of = split
        if not are_pictures(data.input_shape):
            self.chart.show_nothing(texts.NOT_PICTURES)
        elif not data.n_classes:
            self.chart.show_nothing(texts.NO_CLASSES)
        else:
            means = class_means(split.x_train, split.y_train, data.n_classes, largest_value(data.x_train))
            self.chart.show_means(means, data.class_names, texts.MEANS_HINT)
