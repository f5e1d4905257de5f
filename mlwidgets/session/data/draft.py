"""The data as they are being prepared: they may be impossible to train on, and nothing of them is lost."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from traitlets import Any as Anything
from traitlets import HasTraits, Instance, Unicode

from mlwidgets.data import load
from mlwidgets.data.prepare.plan import Plan
from mlwidgets.data.tables.table import Table
from mlwidgets.errors import ConfigurationError, MLWidgetsError
from mlwidgets.session.data.state import DataSource, DataState, DataWork
from mlwidgets.session.undo import GESTURE_SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlwidgets.session.settings_holder import SettingsHolder

_NOTHING = DataState()


class DataDraft(HasTraits):
    """The data of an experiment while someone works on them.

    Whenever a table and its plan are possible they become `experiment.dataset`, and training restarts; while
    they are not, `problem` says why, and the experiment keeps the data it had. When the experiment gets other
    data from elsewhere, the draft follows. Every change can be undone with `Experiment.undo`.

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
    read : ReadTable or None
        How the file was read; None if the table is not from a file.
    problem : str
        Why the experiment cannot train on it, in a sentence; empty if it does.
    work : DataWork
        How far a long reading has come.

    Examples
    --------
    >>> from mlwidgets.session import Experiment
    >>> draft = Experiment("spiral").data_draft
    >>> draft.table is None
    True
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
        self._show(_NOTHING)
        self._follow()
        experiment.observe(self._follow, "dataset")

    @property
    def findings(self) -> tuple[Any, ...]:
        """What is worth knowing before training on the table; computed when it is asked for."""
        return ()

    # ---- changing ----

    def use(self, name: str) -> None:
        """Take a bundled table, or another data set, by its name.

        Raises
        ------
        ConfigurationError
            There is none of that name.
        """
        from mlwidgets.data.tables.bundled import bundled_table, bundled_tables  # noqa: PLC0415 - when used

        with self._experiment.lock:
            if name in bundled_tables():
                self.use_table(bundled_table(name))
            else:
                self._experiment.change(dataset=load(name))

    def use_table(self, table: Table, plan: Plan | None = None) -> None:
        """Take a table, with a plan or the one that suggests itself."""
        chosen = Plan.suggested(table) if plan is None else plan
        self._commit(DataState(table, chosen), f"Chose the table {table.name}.")

    def open_file(self, name: str, content: Any) -> None:  # noqa: ANN401 - bytes or a path
        """Open a file: its content as bytes, or where it is."""
        from mlwidgets.data.tables.reading import read_csv  # noqa: PLC0415 - when used

        read = read_csv(content, name)
        state = DataState(read.table, Plan.suggested(read.table), read, DataSource(name, content))
        self._commit(state, f"Opened {name}.")

    def change_reading(self, settings: Any) -> None:  # noqa: ANN401 - ReadSettings
        """Read the file again with other settings."""
        from mlwidgets.data.tables.reading import read_csv  # noqa: PLC0415 - when used

        source = self.state.source
        if source is None:
            raise ConfigurationError("No file is open, so there is nothing to be read differently.")
        read = read_csv(source.content, source.name, settings)
        state = DataState(read.table, Plan.suggested(read.table), read, source)
        self._commit(state, f"Read {source.name} with other settings.", ("reading", source.name))

    def change_plan(self, plan: Plan) -> None:
        """Make something else of the table.

        Raises
        ------
        ConfigurationError
            There is no table on the bench.
        """
        if self.state.table is None:
            raise ConfigurationError("No table is open, so there is nothing to prepare. Choose one first.")
        if plan != self.state.plan:
            self._commit(replace(self.state, plan=plan), "Changed the preparation.", "plan")

    def stop(self) -> None:
        """Give up a long reading; what is on the bench stays."""

    # ---- behind the scenes ----

    def _commit(self, state: DataState, said: str, gesture: object = None) -> None:
        with self._experiment.as_one_step(said, gesture, seconds=GESTURE_SECONDS):
            self._show(replace(state, problem=self._offer(state)))

    def _offer(self, state: DataState) -> str:
        """Let the experiment have the data, and return why it cannot."""
        from mlwidgets.data.prepare.dataset import prepared_dataset  # noqa: PLC0415 - when used

        if state.table is None:
            return ""
        try:
            with self._alone():
                self._experiment.change(dataset=prepared_dataset(state.table, state.plan))
        except MLWidgetsError as error:
            return str(error)
        return ""

    def _show(self, state: DataState) -> None:
        """Tell the observers, when everything is in place."""
        with self.hold_trait_notifications():
            for name in ("table", "plan", "read", "problem"):
                self.set_trait(name, getattr(state, name))
            self.set_trait("state", state)

    @contextmanager
    def returning_to(self, state: DataState | None) -> Iterator[None]:
        """Take a state that was there before, while the experiment takes its own."""
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
        prepared = getattr(self._experiment.dataset, "prepared", None)
        if prepared is None:
            self._show(_NOTHING)
        elif prepared.table is not self.table or prepared.plan != self.plan or self.problem:
            same = prepared.table is self.table
            before = self.state if same else _NOTHING
            self._show(replace(before, table=prepared.table, plan=prepared.plan, problem=""))
