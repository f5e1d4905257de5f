"""What holds the settings of an experiment, changes them, and tells whoever observes them."""

from __future__ import annotations

import threading
from abc import abstractmethod
from collections.abc import Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from traitlets import Bool, Bunch, HasTraits, Int, Unicode

from mlwidgets.session.consistent import (
    change_gesture,
    change_words,
    changed_settings,
    differences,
    live_changes,
)
from mlwidgets.session.task import Task
from mlwidgets.session.texts import CHANGED
from mlwidgets.session.traits import SettingTrait
from mlwidgets.session.transcript.lines import step_lines
from mlwidgets.session.transcript.transcript import Transcript
from mlwidgets.session.undo import GESTURE_SECONDS, State, UndoHistory

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlwidgets.session.run.array_edit import ArrayEdit
    from mlwidgets.session.run.weight_edit import WeightEdit
    from mlwidgets.spec.settings import Settings

    Edit = WeightEdit | ArrayEdit


class SettingsHolder(HasTraits):
    """Settings as one frozen value, of which every field can be observed and assigned by itself.

    A subclass brings what is running into line with a change: `_take_over` and `_restart`. It also says what
    belongs to a state that an undo can go back to, and goes there: `_capture` and `_return_to`.

    Parameters
    ----------
    settings : Settings
        What has been chosen, checked.
    **traits
        Traits of the subclass.
    """

    settings = SettingTrait()
    dataset = SettingTrait()
    features = SettingTrait()
    layers = SettingTrait()
    loss = SettingTrait()
    optimizer = SettingTrait()
    learning_rate = SettingTrait()
    batch_size = SettingTrait()
    epochs = SettingTrait()
    seed = SettingTrait()
    validation_split = SettingTrait()
    class_weight = SettingTrait()

    note = Unicode()
    restarts = Int(0, read_only=True)
    can_undo = Bool(default_value=False, read_only=True)
    can_redo = Bool(default_value=False, read_only=True)

    def __init__(self, settings: Settings, **traits: Any) -> None:  # noqa: ANN401 - traits of several types
        self.lock = threading.RLock()
        self._settings = settings
        self._transcript = Transcript(self._is_moving)
        self._history = UndoHistory(self._capture, self._tell_steps, self._write_step)
        super().__init__(**traits)

    def setting(self, name: str) -> Any:  # noqa: ANN401 - settings are of several types
        """Return one setting as its trait shows it: layers and class weights in a copy."""
        return _shown(self._settings, name)

    def change(self, **changes: Any) -> None:  # noqa: ANN401 - settings of several types
        """Change one setting or several at once; all observers are told when everything is in place.

        A run in progress takes over what it can at its next step; else training restarts, and `note` says so.

        Raises
        ------
        ConfigurationError, ShapeError, DataError
            They cannot be, or do not fit together; nothing has changed then.
        """
        with self.lock:
            self._settle()
            self.adopt(changed_settings(self._settings, changes))

    def adopt(self, after: Settings) -> None:
        """Take other settings that fit together, bring the run into line, and tell the observers."""
        with self.lock:
            self._settle()
            before = self._settings
            if not differences(before, after):
                return
            done, gesture = CHANGED.format(change=change_words(before, after)), change_gesture(before, after)
            with self._history.step(done, gesture, seconds=GESTURE_SECONDS):
                self._put(after)

    @property
    def settings_before(self) -> Settings | None:
        """The settings that `undo` would go back to; None if there is nothing to undo."""
        with self.lock:
            before = self._history.before
            return None if before is None else before.settings

    @contextmanager
    def as_one_step(
        self, done: str, gesture: object = None, *, seconds: float | None = None, line: str = ""
    ) -> Iterator[None]:
        """Change several things in one step, for `undo` and under `lock`; see `UndoHistory.step`."""
        with self.lock, self._history.step(done, gesture, seconds=seconds, line=line):
            yield

    def undo(self) -> str:
        """Take back what was changed last, wherever that was; return a sentence that says what it was.

        A run that the change threw away comes back, with its weights.

        Raises
        ------
        SessionStateError
            There is nothing to undo.
        """
        with self.lock, self._transcript.order("experiment.undo()"):
            return self._history.undo(self._return_to)

    def redo(self) -> str:
        """Make the change again that was undone last; return a sentence that says what it was.

        Raises
        ------
        SessionStateError
            There is nothing to redo.
        """
        with self.lock, self._transcript.order("experiment.redo()"):
            return self._history.redo(self._return_to)

    def begin_here(self) -> None:
        """Forget all steps that could be taken back: what is there now is a beginning."""
        with self.lock:
            self._history.forget()

    def _put(self, after: Settings, *, other_run: bool = False) -> None:
        """Take other settings, another run if wanted or needed, and tell the observers."""
        before = self._settings
        names = differences(before, after)
        live = None if other_run else live_changes(before, after)
        self._settings = after
        if live is None:
            self._restart(before, after)
        else:
            self._take_over(live)
        self._announce(before, names)
        if live is None:
            self._count_restart()

    def _show_as(self, after: Settings) -> None:
        """Take settings that the run has already, and tell the observers; it is nothing to be undone."""
        before, self._settings = self._settings, after
        self._announce(before, differences(before, after))

    def _announce(self, before: Settings, names: Sequence[str]) -> None:
        for name in (*names, "settings") if names else ():
            old, new = _shown(before, name), _shown(self._settings, name)
            self.notify_change(Bunch(name=name, old=old, new=new, owner=self, type="change"))

    def _tell_steps(self) -> None:
        self.set_trait("can_undo", self._history.can_undo)
        self.set_trait("can_redo", self._history.can_redo)

    @property
    def transcript(self) -> Transcript:
        """The lines that just ran: the Python for what was last done to the experiment."""
        return self._transcript

    def _write_step(self, done: str, before: State, after: State, continues: bool, line: str) -> None:
        lines = [line] if line else step_lines(before, after, self._edits_between(before, after))
        self._transcript.step(done, lines, continues=continues)

    @property
    def task(self) -> Task:
        """What data, features and loss ask of the network, and how examples go in and outputs are read."""
        return Task.of(self._settings)

    @property
    @abstractmethod
    def closed(self) -> bool:
        """Whether the experiment has ended, and nothing can be changed any more."""

    def _count_restart(self) -> None:
        self.set_trait("restarts", self.restarts + 1)

    @abstractmethod
    def _is_moving(self) -> bool:
        """Return whether the run is stepping, or about to be."""

    @abstractmethod
    def _edits_between(self, before: State, after: State) -> Sequence[Edit]:
        """Return the weights that were set by hand between two states of the present run."""

    @abstractmethod
    def _settle(self) -> None:
        """Bring the settings up to date with the run before they are changed, or say why they cannot be."""

    @abstractmethod
    def _take_over(self, live: Mapping[str, Any]) -> None:
        """Let the run in progress go on with these settings."""

    @abstractmethod
    def _restart(self, before: Settings, after: Settings) -> None:
        """Begin a new run after a change that the present one cannot take over."""

    @abstractmethod
    def _capture(self) -> State:
        """Return the present state, for an undo to go back to."""

    @abstractmethod
    def _return_to(self, state: State, said: str) -> None:
        """Go to a state that was there before, and tell the learner what has been undone or redone."""


def _shown(settings: Settings, name: str) -> Any:  # noqa: ANN401 - settings are of several types
    if name == "settings":
        return settings
    if name == "layers":
        return [layer.to_dict() for layer in settings.layers]
    value = getattr(settings, name)
    return dict(value) if name == "class_weight" and isinstance(value, Mapping) else value
