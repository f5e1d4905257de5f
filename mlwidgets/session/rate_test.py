"""The learning-rate range test of an experiment, in the background, on a network of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from traitlets import Instance

from mlwidgets.engine.range_test import RangeTest, range_test_steps
from mlwidgets.language import _
from mlwidgets.session.background import BackgroundCompanion, Owner, Pacing, WorkStatus, refuse_if_closed
from mlwidgets.session.run.build_trainer import build_trainer

if TYPE_CHECKING:
    from collections.abc import Generator

    from mlwidgets.data import Split
    from mlwidgets.spec.settings import Settings

LOWEST, HIGHEST, STEPS = 1e-5, 10.0, 120
"""From which rate to which one, in how many updates."""

_TELL_SECONDS = 0.1


@dataclass(frozen=True, eq=False)
class RateTestState:
    """A range test at one moment.

    Attributes
    ----------
    status : WorkStatus
        What it is doing.
    found : RangeTest or None
        What is known; its suggestion counts when the test is finished.
    settings : Settings or None
        Those of the experiment when it started.
    error : str
        Why it failed, in a sentence; else empty.
    """

    status: WorkStatus = WorkStatus.READY
    found: RangeTest | None = None
    settings: Settings | None = None
    error: str = ""

    @property
    def suggestion(self) -> float | None:
        """The rate that the test suggests, once it is finished; None if it suggests none."""
        finished = self.status is WorkStatus.FINISHED and self.found is not None
        return self.found.suggestion if finished and self.found else None


class Tested(Owner, Protocol):
    """What a range test needs of an experiment."""

    settings: Any

    @property
    def split(self) -> Split:
        """The training examples, divided."""


class RateTest(BackgroundCompanion):
    """Tries learning rates on a new network with the experiment's settings and its initial weights.

    The network that is being trained is not touched.

    Parameters
    ----------
    experiment : Experiment
        Whose settings are tested.

    Attributes
    ----------
    state : RateTestState
        How the test stands. Observers are called in the test's thread, under the experiment's lock.

    Examples
    --------
    >>> from mlwidgets.session import Experiment
    >>> test = RateTest(Experiment("moons"))
    >>> test.start()
    >>> test.wait()
    True
    >>> test.state.status.value
    'finished'
    """

    failure = _("The range test failed")

    state = Instance(RateTestState, ())

    def __init__(self, experiment: Tested) -> None:
        super().__init__(experiment)
        self._experiment = experiment

    def start(self) -> None:
        """Begin a test; one that is under way is given up."""
        with self._experiment.lock:
            refuse_if_closed(self._experiment, "test learning rates")
            settings, split = self._experiment.settings, self._experiment.split
            self._tell(RateTestState(WorkStatus.RUNNING, settings=settings))
            self._work.start(_test(settings, split))


def _test(settings: Settings, split: Split) -> Generator[RateTestState | None]:
    """Make a range test, and yield now and then how far it is."""
    trainer = build_trainer(settings, split)
    found, pace = None, Pacing(_TELL_SECONDS)
    for found in range_test_steps(
        trainer.model,
        trainer.x,
        trainer.y,
        lowest=LOWEST,
        highest=HIGHEST,
        steps=STEPS,
        batch_size=settings.batch_size,
    ):
        yield RateTestState(WorkStatus.RUNNING, found, settings) if pace.due() else None
    yield RateTestState(WorkStatus.FINISHED, found, settings)
