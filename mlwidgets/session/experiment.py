"""Experiment: the data, the network, the settings and the run that all views look at."""

from __future__ import annotations

import copy
import logging
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from traitlets import HasTraits, Instance, Unicode, UseEnum, observe, validate

from mlwidgets.data import Dataset, Split
from mlwidgets.engine import Sequential, Trainer, layers, losses, optimizers
from mlwidgets.engine.configurable import serialize
from mlwidgets.engine.layers import Input
from mlwidgets.errors import ConfigurationError, MLWidgetsError, SessionStateError, ShapeError
from mlwidgets.ranges import (
    BATCH_SIZE,
    EPOCHS,
    LEARNING_RATE,
    MOMENTUM,
    SEED,
    VALIDATION_SPLIT,
    nearest,
    shown,
)
from mlwidgets.session.defaults import default_layers, default_loss, output_shape
from mlwidgets.session.inspection import Example, Prediction
from mlwidgets.session.publisher import Publisher
from mlwidgets.session.runner import Runner
from mlwidgets.session.snapshot import Snapshot, Status
from mlwidgets.session.traits import Checked, Data, Flag, Named, OnTheBench, Stack, as_dataset
from mlwidgets.session.viewer import Viewer

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.engine.tracing import Trace
    from mlwidgets.engine.training import Evaluation
    from mlwidgets.session.runner import Goal

_log = logging.getLogger(__name__)

VERSION = 1
"""Of the form that `Experiment.to_dict` writes."""

LIVE = ("learning_rate", "momentum", "batch_size", "epochs")
"""Settings that a run in progress takes over at its next step."""

STRUCTURAL = ("dataset", "layers", "loss", "optimizer", "nesterov", "seed", "validation_split")
"""Settings whose change starts the training afresh."""


_OPTIMIZER_SETTINGS = ("learning_rate", "momentum", "nesterov")


class Experiment(HasTraits):
    """The one source of truth behind every lab.

    Settings are observable traits; each is checked when it is assigned. `run`, `pause`, `step_batch`,
    `step_epoch` and `reset` return at once, and the training goes on in the background. What it produces
    appears in the traits `snapshot`, `status` and `error`, whose observers are called in the publisher's
    thread, one at a time, under `lock`.

    Parameters
    ----------
    dataset : Dataset or str
        What to learn from; a name such as "mnist" is looked up.
    **settings
        Any of the traits below.

    Attributes
    ----------
    layers : list of dict
        The stack, as `{"class_name": …, "config": {…}}`; a network that suits the data set if not given.
    loss, optimizer : str
        By their Keras names.
    learning_rate, momentum, batch_size, epochs
        May change during a run. `momentum` concerns SGD and RMSprop only.
    nesterov : bool
        Nesterov's look ahead, for SGD.
    seed : int
        Initial weights, order of examples, dropout and the validation split follow from it.
    validation_split : float
        Share of the training examples that is set aside to validate with.
    convolution : Convolution
        Input, kernel and settings of the convolution lab; apart from the network and its run.
    snapshot : Snapshot or None
        The newest state of the run.
    status : Status
        What the run is doing.
    error : str
        Why the run failed; empty otherwise.
    note : str
        What a change of settings did to the run; empty otherwise.
    example : Example or None
        The example under inspection.
    prediction : Prediction or None
        What the network says about it, with its newest weights.

    Examples
    --------
    >>> experiment = Experiment("mnist", epochs=1)
    >>> experiment.learning_rate = -1
    Traceback (most recent call last):
    mlwidgets.errors.ConfigurationError: learning_rate must be a number in (0, 10]; got -1.
    """

    dataset = Data(Dataset)
    layers = Stack()
    loss = Named(losses.LOSSES, "sparse_categorical_crossentropy")
    optimizer = Named(optimizers.OPTIMIZERS, "adam")
    learning_rate = Checked(LEARNING_RATE, 0.002)
    momentum = Checked(MOMENTUM, 0.0)
    nesterov = Flag(default=False)
    batch_size = Checked(BATCH_SIZE, 32)
    epochs = Checked(EPOCHS, 20)
    seed = Checked(SEED, 0)
    validation_split = Checked(VALIDATION_SPLIT, 0.2)
    convolution = OnTheBench()

    snapshot = Instance(Snapshot, allow_none=True)
    status = UseEnum(Status, Status.READY)
    error = Unicode()
    note = Unicode()
    example = Instance(Example, allow_none=True)
    prediction = Instance(Prediction, allow_none=True)

    def __init__(self, dataset: Dataset | str = "mnist", **settings: Any) -> None:  # noqa: ANN401 - traits
        _refuse_unknown(settings)
        self.lock = threading.RLock()
        self._split: tuple[tuple[Dataset, float, int], Split] | None = None
        self._viewer: Viewer | None = None
        self._publisher: Publisher[Snapshot] = Publisher(self._deliver)
        self._runner = Runner(self._new_trainer, self._publish)
        chosen = as_dataset(dataset)
        settings.setdefault("layers", default_layers(chosen))
        settings.setdefault("loss", default_loss(chosen))
        super().__init__(dataset=chosen)
        for name, value in settings.items():
            setattr(self, name, value)
        self.note = ""

    def __setattr__(self, name: str, value: Any) -> None:  # noqa: ANN401 - any attribute passes here
        if not (name.startswith("_") or name == "lock" or hasattr(type(self), name)):
            _refuse_unknown({name: value})
        super().__setattr__(name, value)

    # ---- settings ----

    @validate("layers")
    def _check_layers(self, proposal: Mapping[str, Any]) -> list[dict[str, Any]]:
        # Written down first: a layer object belongs to whoever made it, and may be in use elsewhere.
        stack = [serialize(layers.get(spec)) for spec in proposal["value"]]
        if not stack:
            raise ConfigurationError("A network needs at least one layer; got an empty stack.")
        shape = Sequential([Input(self.dataset.input_shape), *map(layers.get, stack)]).output_shape
        wanted = output_shape(self.dataset)
        if shape != wanted:
            last = ", ".join([str(wanted[-1]), *(['activation="softmax"'] if self.dataset.n_classes else [])])
            what = "classes" if self.dataset.n_classes else "numbers to predict"
            raise ShapeError(
                f"The data set {self.dataset.name} has {wanted[-1]} {what}, so the network's output must "
                f"have the shape {wanted}; got {shape}. End the stack with Dense({last})."
            )
        return stack

    @validate("loss")
    def _check_loss(self, proposal: Mapping[str, Any]) -> str:
        name: str = proposal["value"]
        losses.get(name).prepare(self.dataset.y_train, output_shape(self.dataset), np.float32)
        return name

    @observe(*LIVE)
    def _pass_on(self, change: Mapping[str, Any]) -> None:
        """Let the run in progress take over a setting at its next step."""
        trainer = self._runner.existing_trainer
        if trainer is None:
            return
        name, value = change["name"], change["new"]
        if name in ("batch_size", "epochs"):
            setattr(trainer, name, value)
            if name == "epochs" and self.status is not Status.RUNNING:
                self._runner.pause()  # whether a resting run is finished has to be said anew
        elif name in trainer.optimizer.parameter_names():
            setattr(trainer.optimizer, name, value)

    @observe(*STRUCTURAL)
    def _start_afresh(self, change: Mapping[str, Any]) -> None:
        """Rebuild the model after a change that the present one cannot take over."""
        name = change["name"]
        with self.lock:
            self._viewer = None
            if name == "dataset" and self.layers:
                self._suit_layers()
            if self._runner.existing_trainer is None and not self._runner.number:
                return  # nothing has been trained yet, or thrown away
            self._runner.rebuild()
            value = "" if name in ("dataset", "layers") else f" to {change['new']}"
            self.note = f"Changed {name.replace('_', ' ')}{value}: training starts afresh."

    def _suit_layers(self) -> None:
        """Keep stack and loss if they suit the new data set, else take others that do."""
        self.example = None
        try:
            self._check_layers({"value": self.layers})
            self._check_loss({"value": self.loss})
        except MLWidgetsError:
            self.layers, self.loss = default_layers(self.dataset), default_loss(self.dataset)

    def to_dict(self) -> dict[str, Any]:
        """Return all settings as plain JSON values, with a version; weights are not part of it."""
        settings = {name: getattr(self, name) for name in (*LIVE, *STRUCTURAL) if name != "dataset"}
        if self.convolution.changed:
            settings["convolution"] = self.convolution.to_dict()
        return {"version": VERSION, "dataset": self.dataset.name, **copy.deepcopy(settings)}

    @classmethod
    def from_dict(cls, settings: Mapping[str, Any]) -> Experiment:
        """Make an experiment from what `to_dict` returned."""
        if not isinstance(settings, Mapping):
            raise ConfigurationError(f"Settings are a dict, as to_dict returns it; got {shown(settings)}.")
        given = {str(name): value for name, value in settings.items()}
        version = given.pop("version", None)
        if version != VERSION:
            raise ConfigurationError(
                f"These settings are of version {shown(version)}; this mlwidgets reads version {VERSION}. "
                "Update mlwidgets, or save the settings again."
            )
        return cls(**given)

    # ---- the run ----

    def run(self) -> None:
        """Train until the last epoch; goes on after a pause."""
        self._go("end")

    def step_batch(self) -> None:
        """Make one update of the weights."""
        self._go("batch")

    def step_epoch(self) -> None:
        """Train to the end of the present epoch."""
        self._go("epoch")

    def pause(self) -> None:
        """Stop at the next step, within milliseconds."""
        self._runner.pause()

    def reset(self) -> None:
        """Go back to the same initial weights, with nothing learned."""
        with self.lock:
            self.error = self.note = ""
            self._viewer = None
            self._runner.rebuild()

    def refresh(self) -> None:
        """Bring all views up to date with weights that were changed from Python."""
        self._runner.refresh()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the run rests and all observers know it; return whether that came in time."""
        return self._runner.wait(timeout) and self._publisher.wait_until_delivered(timeout)

    def close(self) -> None:
        """End the background threads. The experiment cannot run any more."""
        self._runner.close()
        self._publisher.close()
        self.unobserve_all()

    @property
    def model(self) -> Sequential:
        """The network that is being trained."""
        return self._runner.trainer.model

    @property
    def split(self) -> Split:
        """The training examples, divided into those to train on and those to validate with."""
        # Kept together with what it was made from: another thread may ask while a setting is changing.
        wanted = self.dataset, self.validation_split, self.seed
        kept = self._split
        if kept is None or kept[0] != wanted:
            kept = self._split = wanted, wanted[0].split(*wanted[1:])
        return kept[1]

    # ---- asking the network ----

    def predict(self, x: AnyArray) -> AnyArray:
        """Return the network's outputs for examples `(n, …)`.

        While a run is going on, with the weights of the newest snapshot; else with the present ones.
        """
        return self._look().predict(x)

    def measure_test(self) -> Evaluation:
        """Return loss, metrics and predictions on the test examples, which training never sees."""
        return self._look().evaluate(self.dataset.x_test, self.dataset.y_test)

    def trace_example(self) -> Trace:
        """Return every layer's numbers for the example, or else the first validation one; see `predict`."""
        example = self.example or Example.first_of(self.split)
        return self._look().trace_example(example.x, example.y)

    @validate("example")
    def _check_example(self, proposal: Mapping[str, Any]) -> Example | None:
        example: Example | None = proposal["value"]
        if example is not None and example.x.shape != self.dataset.input_shape:
            raise ShapeError(
                f"An example of {self.dataset.name} has the shape {self.dataset.input_shape}; "
                f"got {example.x.shape}."
            )
        return example

    @observe("example")
    def _predict_example(self, change: object = None) -> None:  # noqa: ARG002 - the signature of traitlets
        with self.lock:  # so that weights and iteration belong together
            if self.example is None:
                self.prediction = None
                return
            iteration = 0 if self.snapshot is None else self.snapshot.iteration
            self.prediction = Prediction(self.predict(self.example.x[np.newaxis])[0], iteration)

    def _look(self) -> Viewer:
        with self.lock:
            if self._viewer is None:
                self._viewer = Viewer(self.model)
            elif self.status is not Status.RUNNING:
                self._viewer.update(self.model.vector)  # somebody may have changed them from Python
            return self._viewer

    # ---- behind the scenes ----

    def _go(self, goal: Goal) -> None:
        if self._runner.trainer.finished:
            raise SessionStateError(
                f"All epochs asked for ({self.epochs}) are done. Raise the number of epochs to go on, or "
                "reset to start again."
            )
        self.error = self.note = ""
        self._runner.go(goal)

    def _new_trainer(self) -> Trainer:
        split = self.split
        model = Sequential(
            [Input(self.dataset.input_shape), *(layers.get(spec) for spec in self.layers)], seed=self.seed
        )
        kind = optimizers.OPTIMIZERS.find(self.optimizer)
        known = kind.parameter_names()
        settings = {name: getattr(self, name) for name in known if name in _OPTIMIZER_SETTINGS}
        metrics = ["accuracy"] if self.dataset.n_classes else ["mean_absolute_error"]
        model.compile(kind.from_config(settings), self.loss, metrics)
        validation = (split.x_validation, split.y_validation) if len(split.x_validation) else None
        return Trainer(
            model,
            split.x_train,
            split.y_train,
            batch_size=self.batch_size,
            epochs=self.epochs,
            validation_data=validation,
        )

    def _publish(self, snapshot: Snapshot, urgent: bool) -> None:
        self._publisher.put(snapshot, urgent=urgent)

    def _deliver(self, snapshot: Snapshot) -> None:
        """Hand a snapshot to all observers; called in the publisher's thread."""
        with self.lock:
            if snapshot.run != self._runner.number:
                return  # of a network that is no more
            if snapshot.parameters is not None:
                self._look().update(snapshot.parameters)
            self._tell("snapshot", snapshot)
            self._tell("status", snapshot.status)
            self._tell("error", snapshot.error)
            if snapshot.parameters is not None:
                self._predict_example()

    def _tell(self, name: str, value: object) -> None:
        """Set a trait; an observer that raises must not keep the others from their news."""
        try:
            setattr(self, name, value)
        except Exception:  # noqa: BLE001 - whatever a view raises
            _log.exception("An observer of %s failed.", name)


def _refuse_unknown(settings: Mapping[str, Any]) -> None:
    known = (*LIVE, *STRUCTURAL, "convolution")
    for name in settings:
        if name not in known:
            raise ConfigurationError(
                f"An experiment has no setting {shown(name)}. It knows: "
                f"{', '.join(known)}.{nearest(name, known)}"
            )
