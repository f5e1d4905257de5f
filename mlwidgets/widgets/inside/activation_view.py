"""ActivationView: what every layer makes of one example, live while the network is trained."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets
import numpy as np

from mlwidgets.errors import MLWidgetsError
from mlwidgets.explain.network.activations import activation_name, layer_pictures
from mlwidgets.explain.network.cell_arithmetic import cell_arithmetic
from mlwidgets.explain.network.maps import as_maps
from mlwidgets.explain.network.weight_numbers import weight_number, weight_sheet
from mlwidgets.explain.wording import number_text, share_text
from mlwidgets.session import Example, Experiment
from mlwidgets.session.settings import STRUCTURAL
from mlwidgets.widgets.base import texts as common
from mlwidgets.widgets.base.view import Change, View, as_experiment, box
from mlwidgets.widgets.base.wording import updates
from mlwidgets.widgets.inside import texts
from mlwidgets.widgets.inside.cell_reader import CellReader
from mlwidgets.widgets.inside.layer_maps import LayerMaps

if TYPE_CHECKING:
    from mlwidgets.data import Dataset
    from mlwidgets.engine.arrays import AnyArray, Array
    from mlwidgets.engine.tracing import Trace
    from mlwidgets.explain.network.cell_blocks import CellArithmetic


class ActivationView(View):
    """Every layer's activations, gradients or weights as pictures, and the arithmetic of each number in them.

    The example is the experiment's `example`, or else the first validation example. Nothing is computed while
    nobody sees the view, so a closed one does not slow the training down.

    Parameters
    ----------
    source : Experiment, Dataset or str, optional
        Whose network is looked into; an experiment of its own, on the bundled MNIST digits if nothing is
        given.

    Attributes
    ----------
    trace : Trace or None
        The numbers on the screen; None until somebody has seen them.

    Examples
    --------
    >>> view = ActivationView()
    >>> [layer.a.shape for layer in view.experiment.trace_example().layers][:2]
    [(26, 26, 8), (13, 13, 8)]
    >>> view.close()
    """

    def __init__(self, source: Experiment | Dataset | str | None = None) -> None:
        experiment, owned = as_experiment(source)
        self.trace: Trace | None = None
        self._late = False
        self._said = ""
        self._place = 0  # among the examples that are stepped through
        self._maps = LayerMaps(mistakes=experiment.dataset.n_classes > 0)
        self._reader = CellReader(empty_text=texts.INSIDE_EMPTY)
        columns = box(ipywidgets.HBox, "mlw-inside-columns", [self._maps, self._reader])
        super().__init__(experiment, [columns], owns_experiment=owned)
        self.add_class("mlw-inside")
        self.watch(experiment, ("snapshot", "example", *STRUCTURAL), self._update)
        self.watch(self._maps, "visible", self._update)
        self.watch(self._maps, "shows", self._show_other)
        self.watch(self._maps, "opened", self._show_map)
        self.watch(self._reader, "cell", self._show_cell)
        self.watch(self, "fault", self._show_message)
        self._maps.on_painted(self.safely(self._catch_up))
        self._maps.on_step(self.safely(self._step))
        self._maps.on_reveal(self.safely(self._reveal))
        self._reader.on_leave(self.safely(self._leave))

    # ---- from the page ----

    def _step(self, to: str) -> None:
        """Look at the previous or the next example, or the next one that the network gets wrong."""
        self.forget_messages()
        self._said = ""
        x, y, index = self._examples()
        place = self._place + (-1 if to == "previous" else 1)
        if to == "mistake":
            shares = self.experiment.task.shares(self.experiment.predict(x))
            wrong = np.flatnonzero(shares.argmax(axis=1) != y) if shares is not None else y[:0]
            later = wrong[wrong > self._place]
            if not len(wrong):
                self._said = texts.INSIDE_NO_MISTAKE
                self._show_message()
                return
            place = int(later[0] if len(later) else wrong[0])
        self._place = place % len(x)
        title = self._title(int(index[self._place]))
        if self.experiment.dataset.n_classes:
            self.experiment.example = Example(x[self._place], title, int(y[self._place]))
        else:
            self.experiment.example = Example(x[self._place], title, target=y[self._place])

    def _examples(self) -> tuple[AnyArray, AnyArray, AnyArray]:
        """Return what is stepped through: validation examples, or those to train on if there are none."""
        split = self.experiment.split
        if len(split.x_validation):
            return split.x_validation, split.y_validation, split.validation_index
        return split.x_train, split.y_train, split.train_index

    def _title(self, number: int) -> str:
        known = len(self.experiment.split.x_validation) > 0
        return (common.VALIDATION_EXAMPLE if known else texts.TRAINING_EXAMPLE).format(number=number)

    def _reveal(self, _: Change) -> None:
        self._reader.reveal()

    def _leave(self, _: Change) -> None:
        self._maps.focus()

    # ---- to the page ----

    def _update(self, _: Change = None) -> None:
        """Show the newest numbers, if somebody sees them and has seen the last ones."""
        self._late = not self._maps.painted
        if self._late or not self._maps.visible:
            return
        try:
            self.trace = self.experiment.trace_example()
        except MLWidgetsError as error:  # in the middle of a change; another update follows
            self._maps.message = str(error)
            return
        self._maps.mistakes = self.experiment.dataset.n_classes > 0
        self._show_message()
        self._show()

    def _catch_up(self, _: Change) -> None:
        if self._late:
            self._update()

    def _show_message(self, _: Change = None) -> None:
        self._maps.message = self.fault or self._said

    def _show_other(self, change: Change) -> None:
        if "weights" in {change["old"], change["new"]}:
            self._maps.opened = []  # a filter is no map
        self._show()

    def _show(self) -> None:
        if self.trace is None:
            return
        example = self.experiment.example
        title = self._title(int(self._examples()[2][0])) if example is None else example.title
        self._maps.show(
            layer_pictures(self.trace, self._maps.shows),
            title=title,
            note=self._note(self.trace),
            names=self._names(self.trace),
        )
        self._show_map()

    def _names(self, trace: Trace) -> tuple[str, ...]:
        """Return the names of the outputs: those of the classes, where each has an output of its own."""
        names = self.experiment.dataset.class_names
        return names if trace.output.shape == (len(names),) else ()

    def _note(self, trace: Trace) -> str:
        """Return what the network makes of the example, in a sentence."""
        example = self.experiment.example or Example.first_of(self.experiment.split)
        names, snapshot = self.experiment.dataset.class_names, self.experiment.snapshot
        after = updates(0 if snapshot is None else snapshot.iteration)
        shares = self.experiment.task.shares(trace.output[np.newaxis])
        if shares is not None:
            said = int(shares[0].argmax())
            share = share_text(float(shares[0, said]))
            text = common.VERDICT.format(name=names[said], share=share, updates=after)
            right = common.VERDICT_RIGHT if example.y == said else common.VERDICT_WRONG
        else:
            output = ", ".join(number_text(float(number)) for number in trace.output.ravel())
            text = texts.INSIDE_NUMBERS.format(output=output, updates=after)
            right = texts.INSIDE_TARGET
        if example.y is None:
            return text + common.VERDICT_OPEN + texts.INSIDE_NO_TRUTH
        truth = names[int(example.y)] if names else ", ".join(map(number_text, np.ravel(example.y)))
        loss = "" if trace.loss is None else texts.INSIDE_LOSS.format(loss=number_text(trace.loss))
        return text + right.format(truth=truth) + loss

    def _show_map(self, _: Change = None) -> None:
        """Show the chosen tile in the reader."""
        if self.trace is None or not self._maps.opened:
            self._reader.show_nothing()
            self._maps.reach = {}
            return
        layer, number, tile = self._maps.opened
        row = self._maps.picture["layers"][layer]
        group = row["groups"][number]
        kind = texts.INSIDE_UNIT if group["kind"] == "units" else texts.INSIDE_MAP
        title = (texts.INSIDE_WEIGHTS if group["name"] else kind).format(
            layer=row["title"], number=tile + 1, name=group["name"]
        )
        with self._reader.hold_sync():
            self._reader.show_map(
                self._numbers(self.trace, layer, number, tile),
                title=title,
                reach=group["reach"],
                table=group["table"],
            )
            self._show_cell()

    def _numbers(self, trace: Trace, layer: int, group: int, tile: int) -> Array:
        if self._maps.shows == "weights":
            return weight_sheet(trace, layer, group, tile)
        if self._maps.shows == "activations":
            array: Array | None = trace.layers[layer - 1].a if layer else trace.x
        else:
            array = trace.layers[layer - 1].z_gradient if layer else trace.x_gradient
        assert array is not None  # noqa: S101 - what is not there has no tiles
        return as_maps(array)[tile]

    def _show_cell(self, _: Change = None) -> None:
        """Show the arithmetic of the cell that is pointed at."""
        if self.trace is None or not self._maps.opened or not self._reader.cell:
            return
        layer, group, tile = self._maps.opened
        row, column = self._reader.cell
        if self._maps.shows == "weights":
            self._show_weight(self.trace, layer, group, tile)
            return
        made = cell_arithmetic(self.trace, layer, tile, row, column, self._names(self.trace))
        numbers = _numbers_of(made, self.trace, layer)
        self._reader.show_arithmetic(place=made.place, text=made.text, numbers=numbers, made=made)
        reach, channels = made.origin.reach, made.origin.channels
        self._maps.reach = (
            {}
            if reach is None
            else {"layer": layer - 1, "channels": [channels.start, channels.stop], "box": list(reach)}
        )

    def _show_weight(self, trace: Trace, layer: int, group: int, tile: int) -> None:
        title = self._reader.board["title"]
        row, column = self._reader.cell
        found = weight_number(trace, layer, group, tile, row, column)
        if found is None:
            self._reader.show_arithmetic(place=title, text=texts.INSIDE_GAP, numbers=[])
            return
        index = ", ".join(map(str, found.index))
        numbers = [(texts.INSIDE_WEIGHT, found.value)]
        if found.gradient is not None:
            numbers.append((texts.INSIDE_WEIGHT_GRADIENT, found.gradient))
        text = texts.INSIDE_PYTHON.format(layer=layer - 1, name=found.name, index=index)
        self._reader.show_arithmetic(place=title, text=text, numbers=numbers)


def _numbers_of(made: CellArithmetic, trace: Trace, layer: int) -> list[tuple[str, float]]:
    """Return the number of a cell and its gradients, with their names."""
    if not layer:
        return [("x", made.value), *([] if made.z_gradient is None else [("∂L/∂x", made.z_gradient)])]
    numbers = [("a", made.value)]
    bent = bool(activation_name(trace.layers[layer - 1].layer.activation))
    if bent:
        numbers.insert(0, ("z", made.z))
    if made.a_gradient is not None and made.z_gradient is not None:
        numbers.append(("∂L/∂a", made.a_gradient))
        if bent:
            numbers.append(("∂L/∂z", made.z_gradient))
    return numbers
