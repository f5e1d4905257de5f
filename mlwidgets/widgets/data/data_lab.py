"""DataLab: choose data, look at them from several sides, and prepare them for training."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.widgets.base import texts as common
from mlwidgets.widgets.base.lab import Lab
from mlwidgets.widgets.base.view import Change, View
from mlwidgets.widgets.controls.panes import Panes, view_in
from mlwidgets.widgets.data import texts
from mlwidgets.widgets.data.data_source import data_experiment
from mlwidgets.widgets.data.source_view import SourceView
from mlwidgets.widgets.shell.lab_header import LabHeader

if TYPE_CHECKING:
    from mlwidgets.session import Experiment

TABLE, PICTURES, POINTS, NUMBERS = "table", "pictures", "points", "numbers"
"""The kinds of data that are looked at in different ways."""

_CARD = (texts.CARD, "data.card_view", "CardView")

PANES: dict[str, tuple[tuple[str, str, str], ...]] = {
    TABLE: (
        (texts.TABLE, "data.table_view", "TableView"),
        (texts.COLUMNS, "data.columns_view", "ColumnsView"),
        (texts.PAIRS, "data.pairs_view", "PairsView"),
        (texts.PREPARE, "data.prepare_view", "PrepareView"),
        _CARD,
    ),
    PICTURES: (
        (texts.GALLERY, "data.gallery_view", "GalleryView"),
        (texts.CLASSES, "data.class_means_view", "ClassMeansView"),
        (texts.PIXELS, "data.pixels_view", "PixelsView"),
        _CARD,
    ),
    POINTS: ((texts.POINTS, "data.points_view", "PointsView"), _CARD),
    NUMBERS: (_CARD,),
}
"""For each kind of data its panes: the title on the tab, and where the view stands."""

_PICTURE_RANK = 3


class DataLab(Lab):
    """Choose data or bring your own, look at them, and decide what is to be learned from them.

    Parameters
    ----------
    source : Experiment, Dataset, Table, str, path, mapping or DataFrame, optional
        Whose data are looked at: what every lab takes, or the name of a bundled table, a `Table`, a CSV file
        or pictures by their path, or a data frame of pandas or polars. An experiment of its own, on the
        bundled MNIST digits, if nothing is given.

    Raises
    ------
    ConfigurationError, DataError
        There is no such data set, or the file cannot be read.

    Examples
    --------
    >>> lab = DataLab("penguins")
    >>> lab.experiment.dataset.class_names
    ('Adelie', 'Chinstrap', 'Gentoo')
    >>> lab.close()
    """

    def __init__(self, source: Any = None) -> None:  # noqa: ANN401 - a data frame may be of any library
        experiment, owned = data_experiment(source)
        panes = self.panes = DataPanes(experiment)
        source = SourceView(experiment, lambda: panes.open_pane(texts.PREPARE))
        header = LabHeader(common.DATA_TITLE, text=texts.DATA_TEXT, task=texts.DATA_TRY, drawer=texts.DRAWER)
        super().__init__(experiment, header, owns_experiment=owned, controls=[source], picture=[self.panes])
        self.add_class("mlw-data")

    def _outdated(self, _: Change) -> None:
        """Stay: every part of this lab follows its experiment."""


class DataPanes(View):
    """The panes that suit the kind of data; each kind remembers which of its panes was open.

    Parameters
    ----------
    experiment : Experiment
        Whose data are looked at.
    """

    def __init__(self, experiment: Experiment) -> None:
        self._kinds: dict[str, Panes] = {}
        super().__init__(experiment, [])
        self.watch(experiment.data_draft, "state", self._follow)
        self.watch(experiment, "dataset", self._follow)
        self._follow()

    @property
    def kind(self) -> str:
        """Which kind of data is looked at."""
        dataset = self.experiment.dataset
        if dataset.prepared is not None or self.experiment.data_draft.table is not None:
            return TABLE  # of a new table the draft may hear a moment later than we do
        if dataset.in_plane:
            return POINTS
        return PICTURES if len(dataset.input_shape) == _PICTURE_RANK else NUMBERS

    @property
    def panes(self) -> Panes:
        """The panes on the page."""
        return self._kinds[self.kind]

    def open_pane(self, title: str) -> None:
        """Open the pane with this title, if there is one for such data."""
        titles = [title for title, _, _ in PANES[self.kind]]
        if title in titles:
            self.panes.selected = titles.index(title)

    def _follow(self, _: Change = None) -> None:
        kind = self.kind
        if kind not in self._kinds:
            makers = [
                (title, view_in(f"mlwidgets.widgets.{module}", name, self.experiment))
                for title, module, name in PANES[kind]
            ]
            self._kinds[kind] = Panes(self.experiment, makers, label=texts.PANES)
        if self.children != (self._kinds[kind],):
            self.children: tuple[View, ...] = (self._kinds[kind],)

    def close(self) -> None:
        """Free the panes of all kinds."""
        self.children = tuple(self._kinds.values())
        super().close()
