"""How much the examples of each class count in the loss."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from mlwidgets.explain.wording import number_text
from mlwidgets.ranges import CLASS_WEIGHT
from mlwidgets.spec.class_weight import BALANCED
from mlwidgets.widgets.base.settings_view import SettingsView, options
from mlwidgets.widgets.controls.choice_control import ChoiceControl
from mlwidgets.widgets.controls.number_control import NumberControl
from mlwidgets.widgets.training import texts

if TYPE_CHECKING:
    from mlwidgets.session import Experiment
    from mlwidgets.widgets.base.view import Change, Handler

_EQUAL, _OWN = "equal", "own"


class ClassWeightControls(SettingsView):
    """Class weights: none, balanced, or a number for each class. Nothing where no classes are learned.

    Parameters
    ----------
    experiment : Experiment
        Whose setting it is.
    """

    def __init__(self, experiment: Experiment) -> None:
        super().__init__(experiment, [])
        self._menu = ChoiceControl(
            _EQUAL, options=options(texts.CLASS_WEIGHTS_CHOICES), label=texts.CLASS_WEIGHTS
        )
        self._numbers: list[NumberControl] = []
        self._own = False
        self.add_class("mlw-group")
        self.listen(self._menu, self._choose, name="class_weight")
        self.watch(experiment, ("dataset", "class_weight", "validation_split", "seed"), self.refresh)
        self.refresh()

    def show(self) -> None:
        """Bring the controls up to date: a number for each class where there are own numbers."""
        experiment = self.experiment
        chosen, weights = experiment.class_weight, experiment.weights_by_class()
        self._own = isinstance(chosen, Mapping) or (self._own and chosen is None and bool(weights))
        self._menu.value = BALANCED if chosen == BALANCED else _OWN if self._own else _EQUAL
        self._menu.help = texts.CLASS_WEIGHTS_HELP
        if chosen == BALANCED:
            self._menu.help = f"{texts.CLASS_WEIGHTS_HELP} {self._balanced(weights)}"
        shown = self._controls(len(weights)) if self._own else []
        for control, weight, name in zip(shown, weights, experiment.dataset.class_names, strict=bool(shown)):
            control.label = texts.CLASS_WEIGHT_OF.format(name=name)
            control.show(weight)
        self.children = [self._menu, *shown] if weights else []

    def _balanced(self, weights: tuple[float, ...]) -> str:
        names = self.experiment.dataset.class_names
        each = [
            texts.CLASS_WEIGHT_ONE.format(weight=number_text(weight, 3), name=name)
            for weight, name in zip(weights, names, strict=True)
        ]
        return texts.CLASS_WEIGHTS_BALANCED.format(weights=", ".join(each))

    def _controls(self, count: int) -> list[NumberControl]:
        """Return a control for each class; they are made when they are first needed, and kept."""
        while len(self._numbers) < count:
            control = NumberControl(
                1.0,
                minimum=CLASS_WEIGHT.low,
                maximum=CLASS_WEIGHT.high,
                slider=False,
                step=0.1,
                help=texts.CLASS_WEIGHT_HELP,
            )
            self.listen(control, self._change(len(self._numbers)), name="class_weight")
            self._numbers.append(control)
        return self._numbers[:count]

    def _choose(self, _: Change) -> None:
        self._own = self._menu.value == _OWN
        if self._own:  # the numbers that hold now, to be changed
            self._set(self.experiment.weights_by_class())
        else:
            self.experiment.class_weight = BALANCED if self._menu.value == BALANCED else None
        self.refresh()

    def _change(self, number: int) -> Handler:
        def change(_: Change) -> None:
            weights = list(self.experiment.weights_by_class())
            weights[number] = self._numbers[number].value
            self._set(tuple(weights))

        return change

    def _set(self, weights: tuple[float, ...]) -> None:
        """Choose weights; 1 for each is the same as none, and training need not restart for it."""
        if weights != self.experiment.weights_by_class() or self.experiment.class_weight == BALANCED:
            self.experiment.class_weight = dict(enumerate(weights)) if set(weights) != {1.0} else None
