"""Weights read and changed as NumPy arrays: what somebody does to them in Python, the views follow."""

from __future__ import annotations

import warnings
from abc import abstractmethod
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.language import _
from mlwidgets.session.companions import Companions
from mlwidgets.session.notebook_cells import CELLS
from mlwidgets.session.run.array_edit import ArrayEdit
from mlwidgets.session.texts import CHANGED

if TYPE_CHECKING:
    from threading import Event

    from mlwidgets.engine import Sequential
    from mlwidgets.engine.arrays import Array
    from mlwidgets.engine.layers import Layer
    from mlwidgets.session.run.weight_edit import WeightEdit

Known = dict[tuple[int, str], "Array"]
"""Copies of arrays of weights, by layer and name."""

STEP_SECONDS = 0.5
"""So long an assignment waits for the end of a step; a longer step takes it in when it is done."""

_NOT_FINITE = _(
    "The {name} of layer {number} got a number that is not finite; it keeps the numbers that it had."
)


class HandsOn(Companions):
    """An experiment whose weights can be assigned, and changed in place.

    ``experiment.model.layers[0].kernel = array`` is one step that `undo` takes back, made between two steps
    of the training if that goes on. What is changed in place (``kernel[0, 0] = 1``, ``kernel *= 2``) while
    the run rests is noticed when the notebook's cell ends; outside a notebook `refresh` tells the views.
    """

    _known: tuple[tuple[int, int], Known] | None = None  # where the run stood, and its weights there
    _listens = False
    _putting: Event | None = None  # says that the last edit has been made

    @property
    def model(self) -> Sequential:
        """The network that is being trained."""
        model = self._runner.trainer.model
        for layer in model.layers:
            layer.assign = self._assign  # it may have been made anew
        if self._known is None or self._known[0] != self._moment:
            self._remember()
        if not self._listens and not self.closed:
            self._listens = True
            CELLS.add(self)
        return model

    def refresh(self) -> None:
        """Bring all views up to date with weights that were changed from Python."""
        with self.lock:
            if not self._take_changes():
                self._publish_weights()

    # ---- cells of a notebook ----

    def cell_begins(self) -> None:
        """Remember the weights before a cell runs."""
        with self.lock:
            self._remember()

    def cell_ends(self) -> None:
        """Notice what a cell has done to the weights."""
        with self.lock:
            if self.closed or self._known is None:
                return
            if self._known[0] == self._moment and not self._runner.moving:
                self._take_changes()

    # ---- behind the scenes ----

    @property
    def _moment(self) -> tuple[int, int]:
        trainer = self._runner.existing_trainer
        return self._runner.number, -1 if trainer is None else trainer.iteration

    def _remember(self) -> None:
        """Keep a copy of the weights, if the run rests and has any."""
        trainer = self._runner.existing_trainer
        self._known = None
        if trainer is not None and not self._runner.moving:
            self._known = (
                self._moment,
                {
                    (at, name): array.copy()
                    for at, layer in enumerate(trainer.model.layers)
                    for name, array in layer.weights.items()
                },
            )

    def _assign(self, layer: Layer, name: str, value: Array) -> None:
        """Let a layer have an array that it has checked."""
        with self.lock:
            layers = self._runner.trainer.model.layers
            at = next((number for number, one in enumerate(layers) if one is layer), None)
            if at is None or self.closed:  # of a network that has been replaced
                layer.weights[name][...] = value
                return
            before = layer.weights[name].copy()
            if self._known is not None and self._known[0] == self._moment and not self._runner.moving:
                before = self._known[1][at, name].copy()  # `*=` has changed it in place by now
            self._add_edit(ArrayEdit(at, name, value, before))
            if self._putting is not None:
                self._putting.wait(STEP_SECONDS)  # who reads it next finds it there

    def _edit(self, edit: WeightEdit | ArrayEdit) -> None:
        self._putting = self._runner.put_weights(edit.apply)
        if self._known is not None and self._known[0] == self._moment:
            array = self._known[1].get((edit.layer, edit.name))
            if array is not None:
                edit.put_into(array)

    def _take_changes(self) -> bool:
        """Make a step of what has been changed in place since the weights were remembered, if anything."""
        if self._known is None or self._known[0] != self._moment or self._runner.moving:
            return False
        layers = self._runner.trainer.model.layers
        edits = []
        for (at, name), before in self._known[1].items():
            array = layers[at].weights[name]
            if np.array_equal(array, before):
                continue
            edit = ArrayEdit(at, name, array.copy(), before.copy())
            array[...] = before  # what follows is an edit like any other
            if np.isfinite(edit.value).all():
                edits.append(edit)
            else:
                self.note = _NOT_FINITE.format(name=edit.shown_name, number=at + 1)
                warnings.warn(self.note, stacklevel=2)
        if not edits:
            return False
        with self.as_one_step(_done(edits)):
            for edit in edits:
                self._add_edit(edit)
        self.note = _done(edits)
        return True

    @abstractmethod
    def _publish_weights(self) -> None:
        """Tell the views of weights that somebody has changed, without knowing what they were."""


def _done(edits: list[ArrayEdit]) -> str:
    if len(edits) > 1:
        return _("Changed weights.").format()
    (edit,) = edits
    changed = int((edit.value != edit.before).sum())
    words = edit.words
    if changed < edit.value.size:
        said = _("{changed:,} of {count:,} numbers in {array}")
        words = said.format(changed=changed, count=edit.value.size, array=words)
    return CHANGED.format(change=words)
