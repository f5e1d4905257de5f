"""What is kept beside the present run: the curves of earlier ones, and what the test examples said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from traitlets import HasTraits, Tuple

from mlwidgets.explain.network.curves import LearningCurves, learning_curves

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mlwidgets.engine.training.evaluation import Evaluation
    from mlwidgets.session.run.snapshot import Snapshot
    from mlwidgets.spec import Settings

MOST_RUNS = 5
"""Earlier runs that are kept; more curves than this could not be told apart."""

LEAST_UPDATES = 5
"""A run with fewer recorded updates than this was a try, and leaves no curve behind."""

LETTERS = "ABCDE"
"""What the runs are called; a run keeps its letter for as long as it is kept."""


@dataclass(frozen=True, eq=False)
class PastRun:
    """A run that a reset or another network has ended.

    Attributes
    ----------
    number : int
        The number of the run.
    letter : str
        What it is called.
    settings : Settings
        The experiment's settings when the run was last seen.
    curves : mapping of str to LearningCurves
        One for each quantity that was measured.
    """

    number: int
    letter: str
    settings: Settings
    curves: Mapping[str, LearningCurves]


@dataclass(frozen=True)
class TestResult:
    """The test examples, measured with the weights of one moment."""

    __test__ = False  # pytest would take it for a class of tests

    epoch: float
    iteration: int
    logs: Mapping[str, float]


class Watched(Protocol):
    """What a ledger needs of an experiment."""

    settings: Any
    snapshot: Any

    def measure_test(self) -> Evaluation:
        """Return loss, metrics and predictions on the test examples."""

    def observe(self, handler: Callable[[Any], None], names: str) -> None:
        """Call a function whenever a trait changes."""


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
    """

    past: Any = Tuple()
    tests: Any = Tuple()

    def __init__(self, experiment: Watched) -> None:
        super().__init__()
        self._experiment = experiment
        self._last: Snapshot | None = experiment.snapshot
        self._settings = experiment.settings
        experiment.observe(self._follow, "snapshot")
        experiment.observe(self._forget, "dataset")

    def forget(self, number: int) -> None:
        """Remove an earlier run; one that is not there is no error, two views may ask."""
        self.past = tuple(run for run in self.past if run.number != number)

    def measure_test(self) -> TestResult:
        """Measure the test examples with the present weights, and keep the result."""
        measured, snapshot = self._experiment.measure_test(), self._experiment.snapshot
        epoch, iteration = (0.0, 0) if snapshot is None else (snapshot.epoch, snapshot.iteration)
        result = TestResult(epoch, iteration, dict(measured.logs))
        self.tests = (*(test for test in self.tests if test.iteration != iteration), result)
        return result

    def _follow(self, change: Mapping[str, Any]) -> None:
        """Keep the run that ended when another one begins."""
        snapshot: Snapshot | None = change["new"]
        last, self._last = self._last, snapshot
        if last is not None and snapshot is not None and last.run != snapshot.run:
            self.tests = ()
            self.forget(snapshot.run)  # one that an undo has brought back
            if len(last.history.batch_epochs) >= LEAST_UPDATES:
                names = [name for name in last.history.batch_logs if name != "penalty"]
                curves = {name: learning_curves(last.history, name) for name in names}
                kept = self.past[1 - MOST_RUNS :]
                letter = min(set(LETTERS) - {run.letter for run in kept})
                self.past = (*kept, PastRun(last.run, letter, self._settings, curves))
        self._settings = self._experiment.settings  # after a reset these may be others already

    def _forget(self, _: object) -> None:
        self.past, self.tests, self._last = (), (), None  # what learned other data cannot be compared
