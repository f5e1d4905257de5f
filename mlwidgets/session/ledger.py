"""What is kept beside the present run: the curves of earlier ones, and what the test examples said."""

from __future__ import annotations

import hashlib
import itertools
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from traitlets import HasTraits, Int, Tuple

from mlwidgets.errors import ConfigurationError, SessionStateError
from mlwidgets.explain.network.curves import LearningCurves, learning_curves
from mlwidgets.language import _
from mlwidgets.ranges import check_flag, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager

    from mlwidgets.data import Dataset
    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.engine.training.evaluation import Evaluation
    from mlwidgets.engine.training.history import History
    from mlwidgets.session.run.snapshot import Origin, Snapshot
    from mlwidgets.spec import Settings

MOST_RUNS = 20
"""Earlier runs that are kept; of those that are not pinned, the oldest goes first."""

MOST_SHOWN = 5
"""Earlier runs that are drawn beside the present one by themselves; more could hardly be told apart."""

LEAST_UPDATES = 5
"""A run with fewer recorded updates than this was a try, and leaves no curve behind."""

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""What the runs are called; a run keeps its letter for as long as it is kept."""

LONGEST_NAME = 40
"""Characters of a name that someone gives to a run."""


@dataclass(frozen=True, eq=False)
class PastRun:
    """A run that a reset, another network or a change at an earlier moment has ended.

    Attributes
    ----------
    number : int
        The number of the run.
    letter : str
        What it is called.
    settings : Settings
        The experiment's settings when the run was last seen.
    history : History
        All that was recorded.
    curves : mapping of str to LearningCurves
        One for each quantity that was measured.
    origin : Origin or None
        Which run it has left, and where, if it did not begin by itself.
    begin : int
        How many updates its first weights had behind them already: not 0 if they were shipped.
    name : str
        What someone has called it; else empty.
    pinned : bool
        Whether it stays when there are too many.
    shown : bool
        Whether it is drawn beside the present run.
    tests : tuple of TestResult
        What the test examples said during it.
    """

    number: int
    letter: str
    settings: Settings
    history: History
    curves: Mapping[str, LearningCurves]
    origin: Origin | None = None
    begin: int = 0
    name: str = ""
    pinned: bool = False
    shown: bool = True
    tests: tuple[TestResult, ...] = ()


@dataclass(frozen=True, eq=False)
class TestResult:
    """The test examples, measured with the weights of one moment.

    Attributes
    ----------
    epoch : float
        When, in epochs.
    iteration : int
        After how many updates.
    logs : mapping of str to float
        Loss and metrics.
    output : ndarray, shape (n, …), or None
        What the network said of each; only the newest result keeps it.
    """

    __test__ = False  # pytest would take it for a class of tests

    epoch: float
    iteration: int
    logs: Mapping[str, float]
    output: AnyArray | None = None


class Watched(Protocol):
    """What a ledger needs of an experiment."""

    settings: Any
    dataset: Any
    snapshot: Any
    lock: Any
    note: Any

    def measure_test(self) -> Evaluation:
        """Return loss, metrics and predictions on the test examples."""

    def adopt(self, after: Settings) -> None:
        """Take other settings."""

    def as_one_step(self, done: str) -> AbstractContextManager[None]:
        """Make one step of everything that changes meanwhile."""

    def observe(self, handler: Callable[[Any], None], names: str) -> None:
        """Call a function whenever a trait changes."""


@dataclass(frozen=True, eq=False)
class RunRecord:
    """A run as it is written to a file: what it is called, its settings, and all that was recorded.

    Attributes
    ----------
    letter, name : str
        What it is called by itself, and by someone.
    settings : Settings
        What it was trained with.
    history : History
        All that was recorded.
    left : tuple of str and int, or None
        Which run it has left, and after how many updates, if it did not begin by itself.
    begin : int
        How many updates its first weights had behind them already.
    tests : tuple of TestResult
        What the test examples said during it.
    """

    letter: str
    name: str
    settings: Settings
    history: History
    left: tuple[str, int] | None
    begin: int = 0
    tests: tuple[TestResult, ...] = ()


class Ledger(HasTraits):
    """Watches an experiment, and keeps what its present run does not hold.

    Parameters
    ----------
    experiment : Experiment
        Whose runs are kept.

    Attributes
    ----------
    past : tuple of PastRun
        At most `MOST_RUNS`, the newest last. Another data set starts an empty list.
    tests : tuple of TestResult
        What `measure_test` has found during the present run.
    test_openings : int
        How often `measure_test` has looked at the present test examples, whatever was undone or reset since:
        each look makes their figures a little less honest. It is counted for each test set: another division
        of a table's rows has another one.
    """

    past: Any = Tuple()
    tests: Any = Tuple()
    test_openings = Int(0)

    def __init__(self, experiment: Watched) -> None:
        super().__init__()
        self._experiment = experiment
        self._last: Snapshot | None = experiment.snapshot
        self._settings = experiment.settings
        self._letters = itertools.cycle(LETTERS)  # that of a run that was deleted does not come back soon
        self._openings: dict[str, int] = {}  # by test set
        self._brought: dict[int, tuple[TestResult, ...]] = {}  # by run: what a run file knows of the tests
        experiment.observe(self._follow, "snapshot")
        experiment.observe(self._forget, "dataset")

    def forget(self, number: int) -> None:
        """Remove an earlier run; one that is not there is no error, two views may ask."""
        self.past = tuple(run for run in self.past if run.number != number)

    def change(self, number: int, **values: Any) -> None:  # noqa: ANN401 - of the attribute's type
        """Give an earlier run another `name`, or say whether it is `pinned` or `shown`.

        Raises
        ------
        ConfigurationError
            The name is no text, or too long; the others are no bool.
        """
        for name, value in values.items():
            if name == "name":
                _check_name(value)
            elif name in ("pinned", "shown"):
                check_flag(name, value)
            else:
                raise ConfigurationError(
                    _("A run can be given a name, pinned or shown; got {name}.").format(name=shown(name))
                )
        self.past = tuple(replace(run, **values) if run.number == number else run for run in self.past)

    def use_settings(self, number: int) -> None:
        """Go back to the settings of an earlier run, as one step that can be undone.

        Raises
        ------
        SessionStateError
            There is no such run any more.
        """
        run = next((run for run in self.past if run.number == number), None)
        if run is None:
            raise SessionStateError(_("This run is no longer kept, so its settings are not known."))
        done = _("Took the settings of run {letter}.").format(letter=run.letter)
        with self._experiment.as_one_step(done):
            self._experiment.adopt(run.settings)
        said = _("Took the settings of run {letter}. Undo takes them back.")
        self._experiment.note = said.format(letter=run.letter)

    def records(self) -> tuple[RunRecord, ...]:
        """Return all runs with their histories, the present one last, to be written to a file."""
        letters = {run.number: run.letter for run in self.past}
        past = [
            RunRecord(
                run.letter,
                run.name,
                run.settings,
                run.history,
                _left(run.origin, letters),
                run.begin,
                run.tests,
            )
            for run in self.past
        ]
        snapshot: Snapshot | None = self._experiment.snapshot
        if snapshot is not None and snapshot.record.batch_epochs:
            left, settings = _left(snapshot.origin, letters), self._experiment.settings
            begin = begin_of(snapshot)
            past.append(RunRecord("present", "", settings, snapshot.record, left, begin, self.tests))
        return tuple(past)

    @property
    def test_locked(self) -> bool:
        """Whether nothing measured on the test examples may be shown yet.

        That is so for a table until `measure_test` is called: whoever tunes by test figures fools himself.
        The bundled pictures and points are there to be looked at.
        """
        return self._experiment.dataset.prepared is not None and not self.test_openings

    def measure_test(self) -> TestResult:
        """Measure the test examples with the present weights, count the look, and keep the result."""
        with self._experiment.lock:  # so that no newer weights come in between
            measured, snapshot = self._experiment.measure_test(), self._experiment.snapshot
        epoch, iteration = (0.0, 0) if snapshot is None else (snapshot.epoch, snapshot.iteration)
        result = TestResult(epoch, iteration, dict(measured.logs), measured.output)
        key = _test_set(self._experiment.dataset)
        self._openings[key] = self._openings.get(key, 0) + 1
        earlier = (replace(test, output=None) for test in self.tests if test.iteration != iteration)
        self.test_openings = self._openings[key]  # first: who hears of the result may say how often
        self.tests = (*earlier, result)
        return result

    def take_over(self, run: int, tests: tuple[TestResult, ...], openings: int) -> None:
        """Take what a run file knows of the test examples; the run's news will follow."""
        self._brought = {run: tests}
        key = _test_set(self._experiment.dataset)
        self._openings[key] = max(openings, self._openings.get(key, 0))
        self.test_openings = self._openings[key]

    def _follow(self, change: Mapping[str, Any]) -> None:
        """Keep the run that ended when another one begins."""
        snapshot: Snapshot | None = change["new"]
        last, self._last = self._last, snapshot
        if snapshot is not None and snapshot.run in self._brought and last is None:
            self.tests = self._brought.pop(snapshot.run)
        if last is not None and snapshot is not None and last.run != snapshot.run:
            tests, self.tests = self.tests, self._tests_of(snapshot.run)
            self.forget(snapshot.run)  # one that an undo has brought back
            self._keep(last, tests)
        self._settings = self._experiment.settings  # after a reset these may be others already

    def _tests_of(self, number: int) -> tuple[TestResult, ...]:
        """Return what the test examples said during an earlier run."""
        brought = self._brought.pop(number, ())
        return next((run.tests for run in self.past if run.number == number), brought)

    def _keep(self, last: Snapshot, tests: tuple[TestResult, ...]) -> None:
        history = last.record
        if len(history.batch_epochs) < LEAST_UPDATES:
            return
        names = [name for name in history.batch_logs if name != "penalty"]
        curves = {name: learning_curves(history, name) for name in names}
        kept = list(self.past)
        while len(kept) >= MOST_RUNS:
            kept.remove(next((run for run in kept if not run.pinned), kept[0]))
        drawn = [run for run in kept if run.shown and not run.pinned]
        if sum(run.shown for run in kept) >= MOST_SHOWN and drawn:
            kept[kept.index(drawn[0])] = replace(drawn[0], shown=False)
        letter = next(one for one in self._letters if one not in {run.letter for run in kept})
        tests = tuple(replace(test, output=None) for test in tests)
        run = PastRun(
            last.run, letter, self._settings, history, curves, last.origin, begin_of(last), tests=tests
        )
        self.past = (*kept, run)

    def _forget(self, _: object) -> None:
        self.past, self.tests, self._last = (), (), None  # what learned other data cannot be compared
        known = self._openings
        self.test_openings = known.get(_test_set(self._experiment.dataset), 0) if known else 0


def begin_of(snapshot: Snapshot) -> int:
    """Return how many updates a run's first weights had behind them already."""
    return snapshot.reach.newest - len(snapshot.record.batch_epochs)


def _test_set(dataset: Dataset) -> str:
    """Return what tells a test set from others: which rows of which table, else the examples themselves.

    Scaled otherwise, the same rows are still the same test set.
    """
    prepared = dataset.prepared
    if prepared is None:
        name, rows = dataset.name, np.ascontiguousarray(dataset.x_test)
    else:
        table = {"name": prepared.table.name, **prepared.table.config}
        name, rows = json.dumps(table, sort_keys=True), np.sort(prepared.parts.test)
    digest = hashlib.sha256(name.encode())
    digest.update(rows.data)
    return digest.hexdigest()


def _left(origin: Origin | None, letters: Mapping[int, str]) -> tuple[str, int] | None:
    return None if origin is None else (letters.get(origin.run, "deleted"), origin.iteration)


def _check_name(name: object) -> None:
    if not isinstance(name, str) or len(name) > LONGEST_NAME:
        raise ConfigurationError(
            f"The name of a run is a text of at most {LONGEST_NAME} characters; got {shown(name)}."
        )
