"""A stack that may be impossible, tied to an experiment, which never gets an impossible one."""

from __future__ import annotations

import copy
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from traitlets import Dict, HasTraits, Instance, List, Unicode

from mlwidgets.engine import layers as kinds
from mlwidgets.engine.configurable import serialize
from mlwidgets.errors import ConfigurationError, MLWidgetsError
from mlwidgets.explain.stack.describe import MOST_LAYERS, Goal, StackReport, describe_stack
from mlwidgets.explain.stack.layer_words import without_usual
from mlwidgets.explain.stack.presets import Preset, presets
from mlwidgets.ranges import shown
from mlwidgets.session.defaults import output_layer
from mlwidgets.session.stack.state import LayerNumbers, StackState
from mlwidgets.session.stack.text import Layers, write_stack
from mlwidgets.session.undo import GESTURE_SECONDS
from mlwidgets.spec.loss_spec import LossSpec

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlwidgets.session.settings_holder import SettingsHolder

_OTHERS = ("dataset", "features", "loss", "batch_size")
"""What, besides the layers, the report depends on."""


class LinkedStack(HasTraits):
    """What a `StackDraft` is before anything can change it: report, and the tie to an experiment.

    Parameters
    ----------
    experiment : Experiment
        Whose stack it is.
    """

    layers = List(Dict(), read_only=True)
    report = Instance(StackReport, read_only=True)
    message = Unicode(read_only=True)
    refusal = Unicode(read_only=True)

    def __init__(self, experiment: SettingsHolder) -> None:
        super().__init__()
        self._experiment = experiment
        self._busy = False
        self._numbers = LayerNumbers()
        layers = _written_short(experiment.layers)
        self._state = StackState(layers, self._numbers.new(len(layers)))
        self._show("")
        experiment.observe(self._follow, "layers")
        experiment.observe(self._describe_anew, _OTHERS)

    # ---- looking ----

    @property
    def ids(self) -> tuple[int, ...]:
        """A number for each layer, which stays with it wherever it is moved."""
        return self._state.ids

    @property
    def state(self) -> StackState:
        """The stack at this moment, for `returning_to`."""
        return self._state

    @property
    def in_use(self) -> bool:
        """Whether the experiment has this stack."""
        return self.report.possible and _canonical(self.layers) == self._experiment.layers

    @property
    def text(self) -> str:
        """The stack as JSON, one layer a line; `paste` reads it."""
        return write_stack(self.layers)

    @property
    def presets(self) -> tuple[Preset, ...]:
        """Stacks to begin with, fitted to the experiment's data."""
        return presets(self._experiment.task.input_shape, self._goal())

    # ---- behind the scenes ----

    def _place(self, index: object, count: int | None = None) -> int:
        """Return a place that exists, or raise `ConfigurationError`."""
        count = len(self.layers) if count is None else count
        if isinstance(index, bool) or not isinstance(index, int):
            raise ConfigurationError(f"A position in the stack is a whole number; got {shown(index)}.")
        if not 0 <= index < count:
            layers = f"{len(self.layers)} layer{'' if len(self.layers) == 1 else 's'}"
            raise ConfigurationError(f"Position {index + 1} is out of range ({layers}).")
        return index

    def _shape_before(self, at: int) -> tuple[int, ...] | None:
        return self.report.rows[at - 1].output_shape if at else self._experiment.task.input_shape

    def _goal(self, loss: str = "") -> Goal:
        task = self._experiment.task
        if loss:
            task = replace(task, loss=LossSpec.of(loss))
        end = output_layer(task.dataset, task.loss.name).get_config()["activation"]
        return Goal(task.output_shape, task.dataset.n_classes, task.loss.name, end)

    def _look(self, loss: str = "") -> StackReport:
        return describe_stack(
            self._experiment.task.input_shape,
            self._state.layers,
            batch_size=self._experiment.batch_size,
            goal=self._goal(loss),
        )

    def _copies(self) -> tuple[Layers, list[int]]:
        return copy.deepcopy(self.layers), list(self.ids)

    def _insert(self, at: int, spec: dict[str, Any], message: str) -> None:
        if len(self.layers) >= MOST_LAYERS:
            raise ConfigurationError(f"A stack has at most {MOST_LAYERS} layers. Remove one first.")
        layers, ids = self._copies()
        layers.insert(at, spec)
        ids[at:at] = self._numbers.new(1)
        self._commit(layers, ids, message)

    def _commit(self, layers: Layers, ids: Sequence[int], message: str, gesture: object = None) -> None:
        with self._experiment.as_one_step(message, gesture, seconds=GESTURE_SECONDS):
            self._state = StackState(layers, tuple(ids))
            self._show(message)

    def _show(self, message: str) -> None:
        """Look at the present state, offer it to the experiment, and tell the observers."""
        report = self._look()
        refusal = self._offer() if report.possible else ""
        self.set_trait("layers", self._state.layers)
        self.set_trait("refusal", refusal)
        self.say(message)
        self.set_trait("report", report)

    def _offer(self) -> str:
        """Let the experiment have the stack, and return why it does not take it."""
        try:
            with self._alone():
                self._experiment.layers = copy.deepcopy(self._state.layers)
        except MLWidgetsError as error:
            return str(error)
        return ""

    @contextmanager
    def returning_to(self, state: StackState | None, said: str) -> Iterator[None]:
        """Take a state that was there before, while the experiment takes its own, and look at it then."""
        if state is None:  # nobody had begun to edit then: the draft follows the experiment
            yield
            self.say(said)
            return
        self._state = state
        with self._alone():
            yield
        self._show(said)

    def say(self, message: str) -> None:
        """Set `message`."""
        self.set_trait("message", message)

    def _use_loss(self, loss: str) -> None:
        with self._alone():
            self._experiment.loss = loss

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Change the experiment without following it."""
        self._busy = True
        try:
            yield
        finally:
            self._busy = False

    def _follow(self, change: dict[str, Any]) -> None:
        """Take the stack that the experiment got from elsewhere."""
        with self._experiment.lock:
            if self._busy:
                return
            if self.report.possible and _canonical(self.layers) == change["new"]:
                self._show(self.message)
                return
            layers = _written_short(change["new"])
            message = "The stack was changed elsewhere."
            self._commit(layers, self._numbers.for_stack(layers, self._state), message)

    def _describe_anew(self, _: dict[str, Any]) -> None:
        """Look at the stack again after a change of what surrounds it."""
        with self._experiment.lock:
            if not self._busy:
                self._show(self.message)


def _written_short(layers: Layers) -> Layers:
    """Return a stack in a copy that leaves out what is as usual."""
    return [without_usual(layer) for layer in copy.deepcopy(layers)]


def _canonical(layers: Layers) -> Layers:
    """Return a possible stack as an experiment writes it down."""
    return [serialize(kinds.get(spec)) for spec in layers]
