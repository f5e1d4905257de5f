"""The baselines of an experiment, fitted in the background, and how its network compares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from traitlets import Instance

from mlwidgets.errors import DataError
from mlwidgets.explain.rows.figures import figures_of
from mlwidgets.language import _
from mlwidgets.session.background import BackgroundCompanion, Owner, WorkStatus, refuse_if_closed
from mlwidgets.session.baselines.state import BaselinesState, Compared
from mlwidgets.session.baselines.work import compare, measured, on_rows, unit_of
from mlwidgets.session.run.viewer import Viewer

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.data import Dataset, Split
    from mlwidgets.engine import Sequential
    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.explain.rows.figures import Figures, Predict
    from mlwidgets.session.task import Task

NETWORK = "network"
"""What the network of the experiment is called among the models."""


class Trained(Owner, Protocol):
    """What the baselines need of an experiment."""

    dataset: Any
    features: Any
    seed: Any
    snapshot: Any

    @property
    def split(self) -> Split:
        """The training examples, divided."""

    @property
    def task(self) -> Task:
        """What is to be learned."""

    def predict(self, x: AnyArray) -> AnyArray:
        """Return the network's outputs for rows as they are in the data set."""

    def ask(self, question: Callable[[Sequential], Viewer]) -> Viewer:
        """Return what a function reads from a copy of the network that stands still."""


class Baselines(BackgroundCompanion):
    """Fits models to the rows that the network learns from, and measures what matters to all of them.

    The network that is being trained is not touched.

    Parameters
    ----------
    experiment : Experiment
        Whose data are used: rows of numbers, such as those of a table.

    Attributes
    ----------
    state : BaselinesState
        How it stands. Observers are called in the thread of the work, under the experiment's lock.

    Examples
    --------
    >>> from mlwidgets.session import Experiment
    >>> baselines = Baselines(Experiment("moons"))
    >>> baselines.start()
    >>> baselines.wait()
    True
    >>> baselines.state.model("linear").figures["validation"].score > 0.7
    True
    """

    failure = _("The comparison failed")

    state = Instance(BaselinesState, ())

    def __init__(self, experiment: Trained) -> None:
        super().__init__(experiment)
        self._experiment = experiment

    @staticmethod
    def suits(dataset: Dataset) -> bool:
        """Return whether the data are rows of numbers; pictures are not for these models."""
        return len(dataset.input_shape) == 1

    def start(self) -> None:
        """Begin to fit and to measure; a work that is under way is given up.

        Models that have been fitted to the same rows stay, and the network is measured anew.

        Raises
        ------
        DataError
            The data are no rows of numbers.
        SessionStateError
            The experiment is closed.
        """
        experiment = self._experiment
        with experiment.lock:
            refuse_if_closed(experiment, "fit baselines")
            if not self.suits(experiment.dataset):
                raise DataError(
                    _(
                        "Baselines are fitted to rows of numbers, such as those of a table; the examples of "
                        "{name} have the shape {input_shape}."
                    ).format(name=experiment.dataset.name, input_shape=experiment.dataset.input_shape)
                )
            kept = () if self.outdated else tuple(one for one in self.state.models if one.figures)
            compared = Compared(experiment.split, tuple(experiment.features), int(experiment.seed))
            state = BaselinesState(WorkStatus.RUNNING, models=kept, compared=compared)
            self._tell(state)
            self._work.start(compare(state, experiment.task, self._network_now))

    def _network_now(self) -> tuple[Predict, int]:
        """Return what the network says with its present weights, and how many updates it has behind it."""
        experiment = self._experiment
        with experiment.lock:
            snapshot, task = experiment.snapshot, experiment.task
            network = on_rows(experiment.ask(Viewer).predict, task)
        return _with_shares(network, task), 0 if snapshot is None else snapshot.iteration

    @property
    def outdated(self) -> bool:
        """Whether data, split, features or seed are others than those that the models were fitted to."""
        compared, now = self.state.compared, self._experiment
        if compared is None:
            return False
        same = compared.split is now.split and compared.features == tuple(now.features)
        return not (same and compared.seed == int(now.seed))

    def network_figures(self) -> dict[str, Figures]:
        """Measure the network as it is now on training and validation rows."""
        experiment = self._experiment
        network = _with_shares(experiment.predict, experiment.task)
        return measured(experiment.dataset, experiment.split, network)

    def test_figures(self) -> dict[str, Figures]:
        """Measure the models on the test rows. To be asked once the learner has opened these."""
        data, task = self._experiment.dataset, self._experiment.task
        found = {one.kind: on_rows(one.predict, task)(data.x_test) for one in self.state.models}
        return {kind: self._on_test(said) for kind, said in found.items()}

    def network_test_figures(self, output: AnyArray) -> Figures:
        """Return the figures of what the network has said of the test rows: of a `TestResult.output`.

        It is not asked again: that would be another look at the test rows.
        """
        return self._on_test(_shares(output, self._experiment.task))

    def _on_test(self, said: AnyArray) -> Figures:
        data = self._experiment.dataset
        return figures_of(data.y_test, said, unit_of(data))


def _with_shares(network: Predict, task: Task) -> Predict:
    """Return a network that says a probability for each class, also where it has one output for two."""

    def answers(x: AnyArray) -> AnyArray:
        return _shares(network(x), task)

    return answers


def _shares(output: AnyArray, task: Task) -> AnyArray:
    shares = task.shares(output)
    return output if shares is None else shares
