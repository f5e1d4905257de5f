"""The data as they are being prepared: they may be impossible to train on, and nothing of them is lost."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from traitlets import Any as Anything
from traitlets import HasTraits, Instance, Unicode

from mlwidgets.data import load
from mlwidgets.data.pictures.kinds import file_name
from mlwidgets.data.pictures.own.read import ReadPictures
from mlwidgets.data.prepare.plan import Plan
from mlwidgets.data.relabelled import RELABELLED
from mlwidgets.data.tables.table import Table
from mlwidgets.errors import ConfigurationError, DataError, MLWidgetsError
from mlwidgets.language import _
from mlwidgets.session.background import Background, WorkStatus, refuse_if_closed
from mlwidgets.session.data.state import NO_TABLE, DataSource, DataState, DataWork
from mlwidgets.session.texts import CHANGED
from mlwidgets.session.undo import GESTURE_SECONDS

if TYPE_CHECKING:
    import os
    from collections.abc import Generator, Iterator, Mapping

    from mlwidgets.data import Dataset
    from mlwidgets.data.prepare.findings import Finding
    from mlwidgets.data.tables.reading import ReadTable
    from mlwidgets.session.data.opening import Settings
    from mlwidgets.session.settings_holder import SettingsHolder

    Steps = Generator[DataWork, None, tuple[DataState, Dataset | None]]

READING_SECONDS = 3.0
"""So long a file is read without a turn, however many train: somebody waits for it, and it is read once."""

_NOTHING = DataState()
_AS_IT_IS = None, None


@dataclass(frozen=True, eq=False)
class _Change:
    """What takes the place of what is on the bench: the last thing that a work in the background tells."""

    state: DataState
    dataset: Dataset | None
    said: str


class DataDraft(HasTraits):
    r"""The data of an experiment while someone works on them.

    Whenever a table and its plan are possible they become `experiment.dataset`, and training restarts; while
    they are not, `problem` says why, and the experiment keeps the data it had. When the experiment gets other
    data from elsewhere, the draft follows. Every change can be undone with `Experiment.undo`.

    Small files are read at once. What takes longer is done in the background: `work` says how far it is,
    observers of all traits are then called in its thread, and what was on the bench stays until it is done.

    Parameters
    ----------
    experiment : Experiment
        Whose data they are.

    Attributes
    ----------
    state : DataState
        Table, plan, how the file was read, and the problem, as one frozen value: whoever observes it is told
        once a change. The traits `table`, `plan`, `read` and `problem` hold the same.
    table : Table or None
        What is on the bench; None where the experiment learns from pictures, points or arrays.
    plan : Plan or None
        What is made of the table.
    read : ReadTable, ReadPictures or None
        How the file was read; None if the data are not from a file.
    problem : str
        Why the experiment cannot train on it, in a sentence; empty if it does.
    work : DataWork
        How far a long reading has come.

    Examples
    --------
    >>> from mlwidgets.session import Experiment
    >>> experiment = Experiment("spiral")
    >>> experiment.data_draft.open_file("toys.csv", b"size,toy\n" + b"1,car\n9,house\n" * 20)
    >>> experiment.dataset.class_names
    ('car', 'house')
    >>> experiment.undo()
    'Undone: Opened toys.csv.'
    >>> experiment.dataset.name
    'spiral'
    """

    state = Instance(DataState, read_only=True)
    table = Instance(Table, allow_none=True, read_only=True)
    plan = Instance(Plan, allow_none=True, read_only=True)
    read = Anything(None, read_only=True)
    problem = Unicode(read_only=True)
    work = Instance(DataWork, (), read_only=True)

    def __init__(self, experiment: SettingsHolder) -> None:
        super().__init__()
        self._experiment = experiment
        self._busy = False
        self._found: tuple[DataState, tuple[Finding, ...]] | None = None
        self._coming: tuple[Plan | None, Settings | None] = _AS_IT_IS
        self._work: Background[DataWork | _Change] = Background(
            experiment.lock, self._hear, self._failed, READING_SECONDS
        )
        self._show(_NOTHING)
        self._follow()
        experiment.observe(self._follow, "dataset")

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is worth knowing before training on the table; computed when it is asked for."""
        from mlwidgets.data.prepare.findings import findings  # noqa: PLC0415 - not before somebody asks

        with self._experiment.lock:
            state = self.state
            if state.table is None or state.plan is None:
                return ()
            if self._found is not None and self._found[0] is state:
                return self._found[1]
            prepared = None if state.problem else self._experiment.dataset.prepared
            if prepared is not None and not (prepared.table is state.table and prepared.plan == state.plan):
                return tuple(findings(state.table, state.plan))  # in the middle of a change
            self._found = state, tuple(findings(state.table, state.plan, prepared))
            return self._found[1]

    @property
    def next_plan(self) -> Plan | None:
        """The plan that the next change starts from: the one that is just being carried out, or `plan`."""
        return self._coming[0] or self.plan

    @property
    def next_settings(self) -> Settings | None:
        """How the file is just being read, or else how it was read; None if no file is open."""
        return self._coming[1] or (None if self.read is None else self.read.settings)

    # ---- changing ----

    def use(self, name: str) -> None:
        """Take a bundled table, or another data set, by its name.

        Raises
        ------
        ConfigurationError
            There is none of that name.
        """
        from mlwidgets.data.tables.bundled import bundled_table, bundled_tables  # noqa: PLC0415 - when used

        if name in bundled_tables():
            self.use_table(bundled_table(name))
            return
        dataset = load(name)
        with self._experiment.as_one_step(_("Chose the data set {name}.").format(name=name)):
            self.stop()
            self._experiment.change(dataset=dataset)
            self._follow()  # also where the experiment has these data already, and the bench another table

    def use_table(self, table: Table, plan: Plan | None = None) -> None:
        """Take a table, with a plan or the one that suggests itself."""
        chosen = Plan.suggested(table) if plan is None else plan
        self._prepare(
            DataState(table=table, plan=chosen), _("Chose the table {name}.").format(name=table.name)
        )

    def open_file(self, name: str | os.PathLike[str], content: bytes | None = None) -> None:
        """Open a file with a table or with pictures.

        Parameters
        ----------
        name : str or path
            Where it is; or what it is called, if its content is given.
        content : bytes, optional
            What stands in it.

        Raises
        ------
        DataError
            It cannot be read, and why; of a large file `work.error` says so later. What was there stays.
        """
        path = Path(name)
        if content is None and not path.exists():
            raise DataError(
                _("There is no file {path}. Check the path; it is relative to {folder}.").format(
                    path=path, folder=Path.cwd()
                )
            )
        source = DataSource(file_name(path.name), path if content is None else content)
        self._read(source, None, _("Opened {name}.").format(name=source.name))

    def change_reading(self, settings: Settings) -> None:
        """Read the open file again with other settings.

        Raises
        ------
        ConfigurationError
            No file is open.
        DataError
            It cannot be read so; what was there stays.
        """
        source = self.state.source
        if source is None:
            raise ConfigurationError(_("No file is open, so there is nothing to read differently."))
        self._read(source, settings, _("Read {name} with other settings.").format(name=source.name))

    def change_plan(self, plan: Plan | Mapping[str, Any]) -> None:
        """Make something else of the table, as a plan or what `Plan.to_dict` has written says.

        Raises
        ------
        ConfigurationError
            There is no table on the bench.
        """
        plan = plan if isinstance(plan, Plan) else Plan.of(plan)
        with self._experiment.lock:
            before, coming = self.state.plan, self.next_plan
            if before is None:
                raise ConfigurationError(NO_TABLE)
            if plan == before:
                if plan != coming:
                    self.stop()
            elif plan != coming:
                words = _plan_words(before, plan)
                self._prepare(replace(self.state, plan=plan), CHANGED.format(change=words), ("plan", words))

    def stop(self) -> None:
        """Give up a long reading; what is on the bench stays."""
        with self._experiment.lock:
            self._coming = _AS_IT_IS
            if self._work.stop():
                self.set_trait("work", replace(self.work, status=WorkStatus.STOPPED))

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until nothing is being read; return whether that came in time."""
        return self._work.wait(timeout)

    # ---- behind the scenes ----

    def _read(self, source: DataSource, settings: Settings | None, said: str) -> None:
        from mlwidgets.session.data.opening import is_small, reading  # noqa: PLC0415 - when used

        with self._experiment.lock:
            self._do(reading(source, settings, self.state), said, at_once=is_small(source))
            if self._work.busy:
                self._coming = None, settings

    def _prepare(self, state: DataState, said: str, gesture: object = None) -> None:
        from mlwidgets.session.data.opening import is_small_table, preparing  # noqa: PLC0415 - when used

        small = state.table is None or is_small_table(state.table)
        with self._experiment.lock:
            self._do(preparing(state), said, gesture, at_once=small)
            if self._work.busy and state.table is self.table:
                self._coming = state.plan, None

    def _do(self, steps: Steps, said: str, gesture: object = None, *, at_once: bool) -> None:
        with self._experiment.lock:
            refuse_if_closed(self._experiment, "open data")
            self.stop()
            if at_once:
                self._put(_finish(steps, said), gesture)
                self.set_trait("work", DataWork())
            else:
                self._work.start(_told(steps, said))

    def _hear(self, news: DataWork | _Change) -> None:
        if isinstance(news, _Change):
            self._coming = _AS_IT_IS
            self._put(news)
            news = DataWork(WorkStatus.FINISHED)
        elif news.status is WorkStatus.FAILED:
            self._coming = _AS_IT_IS
        self.set_trait("work", news)

    def _failed(self, error: Exception) -> DataWork:
        said = str(error) if isinstance(error, MLWidgetsError) else f"{type(error).__name__}: {error}"
        return DataWork(WorkStatus.FAILED, error=said)

    def _put(self, change: _Change, gesture: object = None) -> None:
        """Take other data; the experiment learns from them if that is possible."""
        with self._experiment.as_one_step(change.said, gesture, seconds=GESTURE_SECONDS):
            self._experiment.note = ""  # what it says is of an earlier change
            state = change.state
            if change.dataset is not None:
                try:
                    with self._alone():
                        self._experiment.change(dataset=change.dataset)
                except MLWidgetsError as error:
                    state = replace(state, problem=str(error))
            self._show(state)
        # If there is a note by now, a run was thrown away: it says so, but not what has changed of the data.
        restarted = _("{said}: press Run to train from the start.").format(said=change.said.removesuffix("."))
        self._experiment.note = restarted if self._experiment.note else change.said

    def _show(self, state: DataState) -> None:
        """Tell the observers, when everything is in place."""
        with self.hold_trait_notifications():
            for name in ("table", "plan", "read", "problem"):
                self.set_trait(name, getattr(state, name))
            self.set_trait("state", state)

    @contextmanager
    def returning_to(self, state: DataState | None) -> Iterator[None]:
        """Take a state that was there before, while the experiment takes its own."""
        self.stop()
        if state is None:  # nobody had looked at the data then: the draft follows the experiment
            yield
            return
        with self._alone():
            yield
        self._show(state)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Change the experiment without following it."""
        self._busy = True
        try:
            yield
        finally:
            self._busy = False

    def _follow(self, _: object = None) -> None:
        """Put on the bench what the experiment learns from."""
        if self._busy:
            return
        dataset, state = self._experiment.dataset, self.state
        prepared = dataset.prepared
        if prepared is None:
            if state.read is None or not _same_pictures(dataset, state.read):
                self._show(_NOTHING)
        elif prepared.table is not state.table:
            self._show(DataState(table=prepared.table, plan=prepared.plan))
        elif prepared.plan != state.plan or state.problem:
            self._show(replace(state, plan=prepared.plan, problem=""))


def _same_pictures(dataset: Dataset, read: ReadTable | ReadPictures) -> bool:
    """Return whether these are the pictures that were read, perhaps with labels that someone has changed."""
    if not isinstance(read, ReadPictures):
        return False
    before, after = read.dataset.config or {}, dict(dataset.config or {})
    after.pop(RELABELLED, None)
    return bool(before) and after == dict(before)


def _finish(steps: Steps, said: str) -> _Change:
    """Do all of a work at once."""
    for change in _told(steps, said):
        if isinstance(change, _Change):
            return change
    raise AssertionError


def _told(steps: Steps, said: str) -> Generator[DataWork | _Change]:
    """Yield how far a work is, and in the end what has come of it."""
    state, dataset = yield from steps
    yield _Change(state, dataset, said)


def _plan_words(before: Plan, after: Plan) -> str:
    """Say in a few words what is different: "the target to species"."""
    if after.target != before.target:
        said = _("the target to {name}").format(name=after.target)
        return said if after.target else str(_("the target to none"))
    names = [name for name, one in after.columns.items() if one != before.columns.get(name)]
    if len(names) == 1:
        return _("what is made of {name}").format(name=names[0])
    return str(_("what is made of the columns") if names else _("how the rows are divided"))
