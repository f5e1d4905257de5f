"""The stack as it is being edited: it may be impossible, and nothing of it is ever lost."""

from __future__ import annotations

import copy
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from traitlets import Dict, HasTraits, Instance, List, Unicode

from mlwidgets.errors import ConfigurationError, MLWidgetsError
from mlwidgets.explain.stack.describe import MOST_LAYERS, StackReport, describe_stack
from mlwidgets.explain.stack.layer_words import is_usual
from mlwidgets.explain.stack.presets import Preset, presets
from mlwidgets.ranges import nearest, shown
from mlwidgets.session.stack import texts
from mlwidgets.session.stack.state import LayerNumbers, StackState
from mlwidgets.session.stack.text import (
    as_stack,
    plain,
    read_stack,
    write_stack,
    written_full,
    written_short,
)
from mlwidgets.session.task import Task
from mlwidgets.session.undo import GESTURE_SECONDS
from mlwidgets.spec import LAYER_ROWS
from mlwidgets.spec.layer_spec import new_layer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlwidgets.session.settings_holder import SettingsHolder
    from mlwidgets.session.stack.text import Layers
    from mlwidgets.spec.settings import Settings

_OTHERS = ("dataset", "features", "loss", "batch_size")
"""What the report depends on as well as on the layers."""


class StackDraft(HasTraits):
    """The stack of an experiment while someone works on it.

    Every change is a method, can be undone with `Experiment.undo`, and is described in `message`. Whenever
    the draft is possible it becomes `experiment.layers`, with new weights to be trained; while it is
    impossible the experiment keeps the stack it had. When the experiment gets another stack from elsewhere,
    the draft follows, and what it was can be brought back. Places are counted from 0; every method raises
    `ConfigurationError` for one that does not exist, and the stack stays as it was.

    Parameters
    ----------
    experiment : Experiment
        Whose stack it is.

    Attributes
    ----------
    layers : list of dict
        The stack, as `{"class_name": …, "config": {…}}`. To be read only: change it with the methods.
    report : StackReport
        What there is to say about it, layer by layer. Always set after `layers`.
    message : str
        What the last change did, in a sentence.
    refusal : str
        Why the experiment did not take a stack that seemed possible; empty otherwise.

    Examples
    --------
    >>> from mlwidgets.session import Experiment
    >>> draft = StackDraft(Experiment("mnist"))
    >>> draft.replace([])
    >>> draft.add("Dense")
    0
    >>> draft.report.problems[0]
    'Layer 1, Dense: Dense needs one row of numbers; got (28, 28, 1). Put a Flatten before it.'
    >>> draft.apply_repair(0)
    1
    >>> draft.message
    'Put a Flatten before it: done.'
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
        layers = written_short(experiment.layers)
        self._state = StackState(layers, self._numbers.new(len(layers)))
        self._show("")
        experiment.observe(self._follow, "settings")

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
        return self.report.possible and written_full(self.layers) == self._experiment.layers

    @property
    def text(self) -> str:
        """The stack as JSON, one layer a line; `paste` reads it."""
        return write_stack(self.layers)

    @property
    def presets(self) -> tuple[Preset, ...]:
        """Stacks to begin with, fitted to the experiment's data."""
        task = self._experiment.task
        return presets(task.input_shape, task.goal)

    # ---- changing ----

    def add(self, class_name: str, index: int | None = None) -> int:
        """Put a new layer into the stack, with its usual settings.

        Parameters
        ----------
        class_name : str
            Which kind.
        index : int, optional
            Its place, counted from 0; at the end if not given.

        Returns
        -------
        int
            Where it is.

        Raises
        ------
        ConfigurationError
            There is no such layer or place, or the stack is full.
        """
        with self._experiment.lock:
            at = len(self.layers) if index is None else self._state.place(index, behind=True)
            spec = new_layer(class_name, self._shape_before(at))
            count = len(self.layers) + 1
            self._insert(at, spec, texts.ADDED.format(layer=spec["class_name"], position=at + 1, count=count))
            return at

    def duplicate(self, index: int) -> int:
        """Put a copy of a layer behind it, and return where the copy is; see `add`."""
        with self._experiment.lock:
            at = self._state.place(index)
            spec = copy.deepcopy(self.layers[at])
            count = len(self.layers) + 1
            said = texts.COPIED.format(layer=spec["class_name"], position=at + 2, count=count)
            self._insert(at + 1, spec, said)
            return at + 1

    def remove(self, index: int) -> int:
        """Take a layer out of the stack; return the place of one near by, -1 if none is left."""
        with self._experiment.lock:
            at = self._state.place(index)
            layers, ids = self._copies()
            name = layers.pop(at)["class_name"]
            ids.pop(at)
            if layers:
                said = texts.REMOVED.format(len(layers), layer=name, position=at + 1)
            else:
                said = texts.REMOVED_LAST.format(layer=name, position=at + 1)
            self._commit(layers, ids, said)
            return min(at, len(layers) - 1)

    def move(self, index: int, to: int) -> int:
        """Take a layer to another place, which may be its own, and return it; the others close up."""
        with self._experiment.lock:
            at, target = self._state.place(index), self._state.place(to)
            layers, ids = self._copies()
            name = layers[at]["class_name"]
            if at == target:
                self.say(texts.STAYS.format(layer=name, position=at + 1, count=len(layers)))
                return at
            layers.insert(target, layers.pop(at))
            ids.insert(target, ids.pop(at))
            said = texts.MOVED.format(layer=name, position=at + 1, target=target + 1, count=len(layers))
            self._commit(layers, ids, said)
            return target

    def set(self, index: int, name: str, value: object) -> int:
        """Change a setting of a layer, and return the layer's place.

        The value may be impossible, and the report then says so. `ConfigurationError` if there is no such
        setting, or if JSON cannot carry the value.
        """
        with self._experiment.lock:
            at = self._state.place(index)
            layers, ids = self._copies()
            kind, config = layers[at]["class_name"], layers[at]["config"]
            option = LAYER_ROWS.of(kind).option(name)
            new = plain(value)
            if name in config and config[name] == new and type(config[name]) is type(new):
                self.say(texts.UNCHANGED.format(name=name, layer=kind, position=at + 1))
                return at
            if is_usual(option, new, config):
                config.pop(name, None)  # what is as usual need not be written down
            else:
                config[name] = new
            gesture = "setting of a layer", ids[at], name
            said = texts.CHANGED.format(name=name, layer=kind, position=at + 1)
            self._commit(layers, ids, said, gesture)
            return at

    def replace(self, layers: object, message: str = "") -> None:
        """Take another stack: a list of layers, as dicts or as objects. `ConfigurationError` if it is none.

        Parameters
        ----------
        message : str
            What to say of it.
        """
        new = as_stack(layers)
        with self._experiment.lock:
            said = message or (texts.REPLACED.format(len(new)) if new else texts.EMPTIED)
            self._commit(new, self._numbers.for_stack(new, self._state), said)

    def paste(self, text: str) -> None:
        """Take a stack from JSON, as `text` gives it.

        Raises
        ------
        ConfigurationError
            The text cannot be read; the stack stays as it was.
        """
        new = read_stack(text)
        self.replace(new, texts.PASTED.format(len(new)))

    def use_preset(self, name: str) -> None:
        """Take one of `presets`, and the loss that goes with it.

        Raises
        ------
        ConfigurationError
            There is no such preset, or it does not suit the data.
        """
        with self._experiment.lock:
            found = {preset.name: preset for preset in self.presets}
            if name not in found:
                said = texts.NO_PRESET.format(name=shown(name), presets=", ".join(found))
                raise ConfigurationError(said + nearest(name, tuple(found)))
            preset = found[name]
            if preset.unsuited:
                raise ConfigurationError(texts.UNSUITED.format(preset=preset.title, why=preset.unsuited))
            done = texts.CHOSEN.format(preset=preset.title) if preset.layers else texts.EMPTIED
            with self._experiment.as_one_step(texts.CHOSE.format(preset=preset.title)):
                if preset.loss:
                    self._use_loss(preset.loss)
                self.replace(preset.layers, done)

    def apply_repair(self, index: int | None, number: int = 0) -> int:
        """Do what the report offers against a problem.

        Parameters
        ----------
        index : int or None
            The layer that has the problem; None for what is wrong with the stack as a whole.
        number : int
            Which of the repairs that are offered there.

        Returns
        -------
        int
            The layer to look at then; -1 if the stack is empty.

        Raises
        ------
        ConfigurationError
            Nothing of the kind is offered.
        """
        with self._experiment.lock:
            offered = (
                self.report.repairs if index is None else self.report.rows[self._state.place(index)].repairs
            )
            if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < len(offered):
                raise ConfigurationError(texts.FIX_GONE)
            repair = offered[number]
            done = texts.FIX_DONE.format(fix=repair.label)
            with self._experiment.as_one_step(f"{repair.label}."):
                if repair.loss:
                    self._use_loss(repair.loss)
                self.replace(repair.layers, done)
            return min(repair.at, len(self.layers) - 1)

    # ---- behind the scenes ----

    def _shape_before(self, at: int) -> tuple[int, ...] | None:
        return self.report.rows[at - 1].output_shape if at else self._experiment.task.input_shape

    def _copies(self) -> tuple[Layers, list[int]]:
        return copy.deepcopy(self.layers), list(self.ids)

    def _insert(self, at: int, spec: dict[str, Any], message: str) -> None:
        if len(self.layers) >= MOST_LAYERS:
            raise ConfigurationError(texts.FULL.format(most=MOST_LAYERS))
        layers, ids = self._copies()
        layers.insert(at, spec)
        ids[at:at] = self._numbers.new(1)
        self._commit(layers, ids, message)

    def _commit(self, layers: Layers, ids: Sequence[int], message: str, gesture: object = None) -> None:
        with self._experiment.as_one_step(message, gesture, seconds=GESTURE_SECONDS):
            self._state = StackState(layers, tuple(ids))
            self._show(message)

    def _show(self, message: str, *, offer: bool = True) -> None:
        """Look at the present state, offer it to the experiment if wanted, and tell the observers."""
        task = self._experiment.task
        report = describe_stack(
            task.input_shape, self._state.layers, batch_size=self._experiment.batch_size, goal=task.goal
        )
        refusal = self._offer() if report.possible and offer else ""
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

    def brought_into(self, after: Settings) -> Settings:
        """Return settings with this stack, if the experiment has another and these data make it possible."""
        before = self._experiment.settings
        if self._busy or not _other_data(before, after) or self.in_use:
            return after
        task = Task.of(after)
        try:
            with_draft = after.with_(layers=self.layers)
            task.check_stack(with_draft.layers)
        except MLWidgetsError:
            return after
        return with_draft

    def _follow(self, change: dict[str, Any]) -> None:
        """Look at the stack again among other data, or take the one that the experiment has got."""
        with self._experiment.lock:
            before, after = change["old"], change["new"]
            if self._busy or not (_other_data(before, after) or after.layers != before.layers):
                return
            self._show(self.message, offer=False)
            if after.layers != before.layers and not self.in_use:
                layers = written_short(self._experiment.layers)
                message = texts.CHANGED_ELSEWHERE
                self._commit(layers, self._numbers.for_stack(layers, self._state), message)


def _other_data(before: Settings, after: Settings) -> bool:
    """Return whether anything but the layers has changed that a report depends on."""
    return any(getattr(before, name) != getattr(after, name) for name in _OTHERS)
