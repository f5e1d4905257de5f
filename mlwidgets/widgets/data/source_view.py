"""Where the data come from: a menu of what is bundled, and the learner's own file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.data.plane.clouds import POINT_KINDS
from mlwidgets.data.registry import names
from mlwidgets.data.tables.bundled import bundled_tables
from mlwidgets.session.background import WorkStatus
from mlwidgets.widgets.base.settings_view import SettingsView
from mlwidgets.widgets.controls.choice_control import ChoiceControl
from mlwidgets.widgets.controls.disclosure import Section
from mlwidgets.widgets.controls.file_upload import FileUpload
from mlwidgets.widgets.controls.panes import view_in
from mlwidgets.widgets.data import texts
from mlwidgets.widgets.data.data_file import DATA_FILES
from mlwidgets.widgets.data.source_report import SourceReport

if TYPE_CHECKING:
    from collections.abc import Callable

    import ipywidgets

    from mlwidgets.data.pictures.own.read import ReadPictures
    from mlwidgets.data.tables.reading import ReadTable
    from mlwidgets.session import Experiment
    from mlwidgets.widgets.base.view import Change

_CONTROLS = "mlwidgets.widgets.data.reading_view"

OWN = "/own"
"""In the menu: data that none of its names stands for. No data set has a slash in its name."""

MOST_CELLS = 300_000
"""A table of fewer cells is looked through for faults at once; it takes about 0.1 s."""

NONE, MARK = "", "="
"""In the menu of columns: none, and what stands before a name, which may be empty."""


class SourceView(SettingsView):
    """A menu of data sets, the learner's own file, what there is to say of it, and how it was read.

    Parameters
    ----------
    experiment : Experiment
        Whose data are chosen.
    see_warnings : callable, optional
        What shows the warnings about the table, of which the report only says how many there are.
    """

    def __init__(self, experiment: Experiment, see_warnings: Callable[[], None] | None = None) -> None:
        self._draft = experiment.data_draft
        self._menu = ChoiceControl(OWN, options=[("", OWN)], label=texts.CHOOSE)
        self._target = ChoiceControl(NONE, options=[("", NONE)], label=texts.TARGET, help=texts.TARGET_HELP)
        self._upload = FileUpload(DATA_FILES, label=texts.YOUR_FILE)
        self._report = SourceReport()
        if see_warnings is not None:
            self._report.on_see_warnings(see_warnings)
        self._correct = Section(experiment, texts.CORRECT, view_in(_CONTROLS, "ReadingControls", experiment))
        super().__init__(experiment, [self._menu])
        self.add_class("mlw-group")
        self.listen(self._menu, self._choose, name="dataset")
        self.listen(self._target, self._choose_target, name="target")
        self._upload.on_upload(self._take_file)
        self._upload.on_stop(self._draft.stop)
        self.watch(self._draft, ("state", "work"), self.refresh)
        self.watch(experiment, "dataset", self.refresh)
        self.refresh()

    def show(self) -> None:
        """Bring menu, upload and report up to date with what is on the bench."""
        state, work = self._draft.state, self._draft.work
        chosen = self._chosen
        choices, groups = _choices()
        if chosen == OWN:
            choices, groups = [*choices, (texts.OWN.format(name=self._name), OWN)], [*groups, ""]
        self._menu.offer(choices, chosen, groups)
        with self._upload.hold_sync():
            running = work.status is WorkStatus.RUNNING
            self._upload.name = "" if state.source is None else state.source.name
            self._upload.doing = work.words if running else ""
            self._upload.share = work.done / work.total if running and work.total else -1.0
            self._upload.error = work.error
        self._report.show(problem=state.problem, warnings=self._warnings, **_told(state.read))
        self._show_target()
        parts: tuple[ipywidgets.Widget, ...] = (
            self._menu,
            *(() if state.table is None else (self._target,)),
            self._report,
            *(() if state.read is None else (self._correct,)),
            self._upload,
        )
        if self.children != parts:
            self.children: tuple[ipywidgets.Widget, ...] = parts

    def close(self) -> None:
        """Free everything, what is not on the page now as well."""
        self.children = (self._menu, self._target, self._upload, self._report, self._correct)
        super().close()

    def _show_target(self) -> None:
        state = self._draft.state
        if state.table is None or state.plan is None:
            return
        choices = [(name, MARK + name) for name in state.table.names]
        if not state.plan.target:
            choices.insert(0, (texts.NO_TARGET, NONE))
        self._target.offer(choices, MARK + state.plan.target if state.plan.target else NONE)

    @property
    def _warnings(self) -> int:
        """How many warnings there are; of a large table nobody waits for them here."""
        table = self._draft.table
        if table is None or len(table) * len(table.columns) > MOST_CELLS:
            return 0
        return sum(one.severity == "warning" for one in self._draft.findings)

    @property
    def _chosen(self) -> str:
        """What the menu shows: the name of what is on the bench, or `OWN`."""
        state, dataset = self._draft.state, self.experiment.dataset
        if state.table is not None:
            name = str(state.table.config.get("table", OWN))
            return name if name in bundled_tables() else OWN
        return dataset.name if state.source is None and dataset.name in _known() else OWN

    @property
    def _name(self) -> str:
        """What data are called that are not in the menu."""
        state = self._draft.state
        if state.source is not None:
            return state.source.name
        return self.experiment.dataset.name if state.table is None else state.table.name

    def _choose(self, _: Change) -> None:
        if self._menu.value not in (OWN, self._chosen):
            self._draft.use(self._menu.value)

    def _choose_target(self, _: Change) -> None:
        """Let another column be predicted."""
        state, name = self._draft.state, self._target.value.removeprefix(MARK)
        plan = self._draft.next_plan
        if state.table is None or plan is None or self._target.value == NONE:
            return
        if name != plan.target:
            self._draft.change_plan(plan.with_target(state.table, name))

    def _take_file(self, name: str, content: bytes) -> None:
        self._draft.open_file(name, content)


def _told(read: ReadTable | ReadPictures | None) -> dict[str, Any]:
    """Return what the report says of a reading; nothing if the data are not from a file."""
    if read is None:
        return {}
    from mlwidgets.widgets.data.reading_words import report  # noqa: PLC0415 - its library is heavy

    return report(read)


def _known() -> tuple[str, ...]:
    """Return the names of data sets that are not tables: they are made or loaded by `data.load`."""
    return tuple(name for name in names() if name not in bundled_tables())


def _choices() -> tuple[list[tuple[str, str]], list[str]]:
    """Return what the menu offers, and the heading that each choice stands under."""
    tables = [(title, name) for name, title in bundled_tables().items()]
    pictures = [(texts.PICTURES.get(name, name), name) for name in _known() if name not in POINT_KINDS]
    points = [(kind.title, name) for name, kind in POINT_KINDS.items()]
    groups = [
        *[texts.TABLES_GROUP] * len(tables),
        *[texts.PICTURES_GROUP] * len(pictures),
        *[texts.POINTS_GROUP] * len(points),
    ]
    return [*tables, *pictures, *points], groups
