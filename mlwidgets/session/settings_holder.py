"""What holds the settings of an experiment, changes them, and tells whoever observes them."""

from __future__ import annotations

import threading
from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from traitlets import Bunch, HasTraits, Int

from mlwidgets.session.consistent import changed_settings, differences, live_changes
from mlwidgets.session.task import Task
from mlwidgets.session.traits import SettingTrait

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.spec.settings import Settings


class SettingsHolder(HasTraits):
    """Settings as one frozen value, of which every field can be observed and assigned by itself.

    A subclass brings what is running into line with a change: `_take_over` and `_restart`.

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

    restarts = Int(0, read_only=True)

    def __init__(self, settings: Settings, **traits: Any) -> None:  # noqa: ANN401 - traits of several types
        self.lock = threading.RLock()
        self._settings = settings
        super().__init__(**traits)

    def setting(self, name: str) -> Any:  # noqa: ANN401 - settings are of several types
        """Return one setting as its trait shows it: layers as plain dicts, in a copy."""
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
            self.adopt(changed_settings(self._settings, changes))

    def adopt(self, after: Settings) -> None:
        """Take other settings that fit together, bring the run into line, and tell the observers."""
        with self.lock:
            before = self._settings
            names = differences(before, after)
            if not names:
                return
            live = live_changes(before, after)
            self._settings = after
            if live is None:
                self._restart(before, after)
            else:
                self._take_over(live)
            for name in (*names, "settings"):
                old, new = _shown(before, name), _shown(after, name)
                self.notify_change(Bunch(name=name, old=old, new=new, owner=self, type="change"))
            if live is None:
                self._count_restart()

    @property
    def task(self) -> Task:
        """What data, features and loss ask of the network, and how examples go in and outputs are read."""
        return Task.of(self._settings)

    def _count_restart(self) -> None:
        self.set_trait("restarts", self.restarts + 1)

    @abstractmethod
    def _take_over(self, live: Mapping[str, Any]) -> None:
        """Let the run in progress go on with these settings."""

    @abstractmethod
    def _restart(self, before: Settings, after: Settings) -> None:
        """Begin a new run after a change that the present one cannot take over."""


def _shown(settings: Settings, name: str) -> Any:  # noqa: ANN401 - settings are of several types
    if name == "settings":
        return settings
    if name == "layers":
        return [layer.to_dict() for layer in settings.layers]
    return getattr(settings, name)
