"""The network of the playground: features, hidden layers and activation."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mlwidgets.data.plane.features import FEATURE_TITLES, FEATURES
from mlwidgets.engine.activations import ACTIVATIONS
from mlwidgets.session.stack.plain import PlainStack
from mlwidgets.widgets.base.settings_view import SettingsView
from mlwidgets.widgets.controls import texts
from mlwidgets.widgets.controls.check_list import CheckList
from mlwidgets.widgets.controls.choice_control import ChoiceControl
from mlwidgets.widgets.playground.hidden_layers import MOST_LAYERS, MOST_NEURONS, HiddenLayers

if TYPE_CHECKING:
    from mlwidgets.session import Experiment
    from mlwidgets.widgets.base.view import Change

_FIRST = ("relu", "tanh", "sigmoid", "linear")
"""The activations that a menu names first."""


class PlainControls(SettingsView):
    """What the network is given, and its hidden layers.

    Parameters
    ----------
    experiment : Experiment
        Whose network is chosen.

    Attributes
    ----------
    hidden : HiddenLayers
        How many hidden layers there are, and how large. Like the next ones, the page puts it where there is
        room; the features alone are in the view itself.
    activation : ChoiceControl
        That of the hidden layers.
    """

    def __init__(self, experiment: Experiment) -> None:
        self._features = CheckList(
            options=[(FEATURE_TITLES[name], name) for name in FEATURES],
            label=texts.PLAY_FEATURES,
            help=texts.PLAY_FEATURES_HELP,
        )
        self.hidden = HiddenLayers(label=texts.PLAY_HIDDEN)
        names = [*_FIRST, *(name for name in ACTIVATIONS.names if name not in (*_FIRST, "softmax"))]
        self.activation = ChoiceControl(
            "tanh",
            options=[(name.replace("_", " "), name) for name in names],
            label=texts.PLAY_ACTIVATION,
            help=texts.PLAY_ACTIVATION_HELP,
        )
        super().__init__(experiment, [self._features])
        self.add_class("mlw-group")
        self.listen(self._features, self._choose_features, name="features")
        sizes = lambda _: self._set(sizes=tuple(self.hidden.sizes))  # noqa: E731 - as the next one
        self.listen(self.hidden, sizes, "sizes", name="hidden_layers")
        self.listen(self.activation, lambda _: self._set(activation=self.activation.value), name="activation")
        self.hidden.on_step(self.safely(self._step))
        self.watch(experiment, ("can_undo", "can_redo"), self._show_steps)
        self._show_steps()
        self.watch(experiment, ("dataset", "features", "layers"), self.refresh)
        self.refresh()

    def show(self) -> None:
        """Bring the controls up to date with the experiment."""
        experiment = self.experiment
        self._features.value = list(experiment.features)
        plain = PlainStack.read(experiment.layers)
        known = [value for _, value in self.activation.options]
        fits = (
            plain is not None
            and len(plain.sizes) <= MOST_LAYERS
            and max(plain.sizes, default=1) <= MOST_NEURONS
        )
        self.hidden.help = "" if fits else texts.PLAY_HIDDEN_OTHER
        if plain is not None and fits:
            self.hidden.sizes = list(plain.sizes)
            if plain.activation in known:
                self.activation.value = plain.activation

    def _step(self, kind: str) -> None:
        if kind == "undo":
            self.experiment.undo()
        else:
            self.experiment.redo()

    def _show_steps(self, _: Change = None) -> None:
        """Say whether a change can be undone, wherever it was made."""
        self.hidden.can_undo, self.hidden.can_redo = self.experiment.can_undo, self.experiment.can_redo

    def _set(self, **parts: Any) -> None:  # noqa: ANN401 - fields of a PlainStack
        before = PlainStack.read(self.experiment.layers)
        plain = before or PlainStack(tuple(self.hidden.sizes), self.activation.value)
        changed = replace(plain, **parts)
        if changed != before:
            self.experiment.layers = changed.written(self.experiment.task)

    def _choose_features(self, _: Change) -> None:
        self.experiment.features = tuple(self._features.value)
