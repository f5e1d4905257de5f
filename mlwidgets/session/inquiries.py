"""Inquiries: what the network of an experiment says, asked by views while it is being trained."""

from __future__ import annotations

import threading
from abc import abstractmethod
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from traitlets import Instance, UseEnum, observe, validate

from mlwidgets.errors import SessionStateError, ShapeError
from mlwidgets.explain.tables.original_units import first_layer_units
from mlwidgets.language import _
from mlwidgets.session.inspection import Example, Prediction
from mlwidgets.session.run.rehearsal import rehearsed
from mlwidgets.session.run.snapshot import Snapshot, Status
from mlwidgets.session.run.viewer import Viewer
from mlwidgets.session.workbench import Workbench
from mlwidgets.spec.class_weight import weights_by_class

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy.typing as npt

    from mlwidgets.data import Dataset, Split
    from mlwidgets.engine import Sequential
    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.engine.tracing import Trace
    from mlwidgets.engine.training.evaluation import Evaluation
    from mlwidgets.engine.training.preview import Preview
    from mlwidgets.explain.tables.original_units import OriginalUnits
    from mlwidgets.session.convolution.hand_made import LearnedFilters
    from mlwidgets.session.run.runner import Runner
    from mlwidgets.spec.settings import Settings

T = TypeVar("T")

_dividing = threading.Lock()
"""Held while data are divided: two threads at once would make two divisions of the same data."""


class Inquiries(Workbench):
    """A workbench whose network can be asked; a subclass trains it, and says in `snapshot` how it stands."""

    snapshot = Instance(Snapshot, allow_none=True)
    status = UseEnum(Status, Status.READY)
    example = Instance(Example, allow_none=True)
    prediction = Instance(Prediction, allow_none=True)

    # The newest two: while a setting changes, one thread may ask for the old one and another for the new one.
    _splits: tuple[tuple[tuple[Dataset, float, int], Split], ...] = ()
    _viewer: Viewer | None = None
    _runner: Runner  # a subclass has it

    @property
    def closed(self) -> bool:
        """Whether the experiment has ended, and cannot run any more."""
        return self._runner.closed

    @property
    @abstractmethod
    def model(self) -> Sequential:
        """The network that is being trained."""

    @property
    def split(self) -> Split:
        """The training examples, divided into those to train on and those to validate with.

        The same object as long as data, share and seed are the same.
        """
        return self._split_of(self._settings)

    def _split_of(self, settings: Settings) -> Split:
        wanted = settings.dataset, settings.validation_split, settings.seed
        with _dividing:
            for made_from, split in self._splits:
                if made_from == wanted:
                    return split
            split = wanted[0].split(*wanted[1:])
            self._splits = ((wanted, split), *self._splits[:1])
            return split

    def weights_by_class(self) -> tuple[float, ...]:
        """Return how much the training examples of each class count in the loss; empty without classes."""
        settings = self._settings
        return weights_by_class(settings.class_weight, self.split.y_train, settings.dataset.n_classes)

    def predict(self, x: npt.ArrayLike) -> AnyArray:
        """Return the network's outputs for examples `(n, …)` of the data set's form: points, not features.

        While a run is going on, with the weights of the newest snapshot; else with the present ones.
        """
        return self._look().predict(self.task.inputs(x))

    def measure_test(self) -> Evaluation:
        """Return loss, metrics and predictions on the test examples, which training never sees."""
        x, y = self.task.inputs(self.dataset.x_test), self.task.targets(self.dataset.y_test)
        return self._look().evaluate(x, y)

    def ask(self, question: Callable[[Sequential], T]) -> T:
        """Return what a function reads from a copy of the network that stands still; see `predict`."""
        return self._look().ask(question)

    def filters(self) -> list[LearnedFilters]:
        """Return the filters of every two-dimensional convolution, with the newest weights."""
        return self._look().filters()

    def original_units(self) -> OriginalUnits:
        """Return the first layer's weights in the units of the table that the network learns from.

        Raises
        ------
        SessionStateError
            The data are no prepared table.
        ConfigurationError
            The first layer is no Dense layer.
        """
        prepared = self.dataset.prepared
        if prepared is None:
            raise SessionStateError(
                _("The data set {name} is no prepared table, so its numbers have no other units.").format(
                    name=self.dataset.name
                )
            )
        return self._look().ask(partial(first_layer_units, prepared))

    def trace_example(self) -> Trace:
        """Return every layer's numbers for the example, or else the first validation one; see `predict`."""
        example, task = self.example or Example.first_of(self.split), self.task
        y = None if example.y is None else task.targets(example.y)
        return self._look().trace_example(task.inputs(example.x[np.newaxis])[0], y)

    def preview(self, *, last: bool = False, past_end: bool = False) -> Preview | None:
        """Return the next update of the weights, or the last one, made on a copy; see `engine.Trainer`.

        None while training is running, and where there is no such update; with `past_end`, after the last
        epoch the one that would follow.
        """
        with self.lock:
            if self.status is Status.RUNNING:
                return None
            return rehearsed(self._runner.trainer, last=last, past_end=past_end)

    @validate("example")
    def _check_example(self, proposal: Mapping[str, Any]) -> Example | None:
        example: Example | None = proposal["value"]
        dataset = self.dataset
        if example is not None and example.x.shape != dataset.input_shape:
            shapes = f"{dataset.input_shape}; got {example.x.shape}"
            raise ShapeError(
                _("An example of {name} has the shape {shapes}.").format(name=dataset.name, shapes=shapes)
            )
        return example

    @observe("example")
    def _predict_example(self, change: object = None) -> None:  # noqa: ARG002 - the signature of traitlets
        with self.lock:  # so that weights and iteration belong together
            if self.example is None:
                self.prediction = None
                return
            iteration = 0 if self.snapshot is None else self.snapshot.iteration
            output = self.predict(self.example.x[np.newaxis])
            shares = self.task.shares(output)
            self.prediction = Prediction(output[0], iteration, None if shares is None else shares[0])

    def _look(self) -> Viewer:
        with self.lock:
            if self._viewer is None:
                self._viewer = Viewer(self.model)
            elif self.status is not Status.RUNNING and not self._runner.moving:
                self._viewer.update(self.model.vector)  # somebody may have changed them from Python
            return self._viewer
