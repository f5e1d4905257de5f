"""ActivationView: what every layer makes of one example, live while the network is trained."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets
import numpy as np

from mlwidgets.errors import MLWidgetsError
from mlwidgets.explain.network.activations import layer_pictures
from mlwidgets.explain.wording import number_text, share_text
from mlwidgets.language import between_numerals
from mlwidgets.session import Example, Experiment
from mlwidgets.widgets.base import texts as common
from mlwidgets.widgets.base.view import Change, as_experiment, box
from mlwidgets.widgets.base.wording import cells_words, example_number, row_title, updates
from mlwidgets.widgets.inside import texts
from mlwidgets.widgets.inside.cell_reader import CellReader
from mlwidgets.widgets.inside.layer_maps import LayerMaps
from mlwidgets.widgets.inside.trace_view import TraceView

if TYPE_CHECKING:
    import numpy.typing as npt

    from mlwidgets.data import Dataset
    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.engine.tracing import Trace


SUREST = 0.9999
"""No probability is shown as a certainty: where float32 says 1, a softmax is a little below."""

TINY = 1e-6
"""A loss of less is said to be so; its digits are those of rounding."""


class ActivationView(TraceView):
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
        self._late = False
        self._said = ""
        self._place = 0  # among the examples that are stepped through
        self._maps = LayerMaps(mistakes=experiment.dataset.n_classes > 0)
        reader = CellReader(empty_text=texts.INSIDE_EMPTY)
        columns = box(ipywidgets.HBox, "mlw-inside-columns", [self._maps, reader])
        super().__init__(experiment, [columns], tiles=self._maps, reader=reader, owns_experiment=owned)
        self.add_class("mlw-inside")
        self.watch(experiment, ("snapshot", "example", "restarts"), self._update)
        self.watch(self._maps, "visible", self._update)
        self.watch(self._maps, "shows", self._show_other)
        self.watch(self._maps, "opened", self._show_map)
        self.watch(self, "fault", self._show_message)
        self._maps.on_painted(self.safely(self._catch_up))
        self._maps.on_step(self.safely(self._step))

    @property
    def shows(self) -> str:
        """What the tiles show: "activations", "gradients" or "weights"."""
        chosen: str = self._maps.shows
        return chosen

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

    def _title(self, place: int) -> str:
        known = len(self.experiment.split.x_validation) > 0
        data = self.experiment.dataset
        if data.prepared is not None:
            return row_title(example_number(data, "train", place), "validation" if known else "train")
        return (common.VALIDATION_EXAMPLE if known else texts.TRAINING_EXAMPLE).format(number=place)

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
        example, prepared = self.experiment.example, self.experiment.dataset.prepared
        title = self._title(int(self._examples()[2][0])) if example is None else example.title
        self._maps.show(
            layer_pictures(self.trace, self._maps.shows),
            title=title,
            note=self._note(self.trace),
            names=self._names(self.trace),
            input_names=() if prepared is None else [one.name for one in prepared.inputs],
        )
        self._show_map()

    def _note(self, trace: Trace) -> str:
        """Return what the network makes of the example, in a sentence."""
        example = self.experiment.example or Example.first_of(self.experiment.split)
        names, snapshot = self.experiment.dataset.class_names, self.experiment.snapshot
        after = updates(0 if snapshot is None else snapshot.iteration)
        shares = self.experiment.task.shares(trace.output[np.newaxis])
        if shares is not None:
            said = int(shares[0].argmax())
            share = share_text(min(float(shares[0, said]), SUREST))
            text = common.VERDICT.format(name=names[said], share=share, updates=after)
            right = common.VERDICT_RIGHT if example.y == said else common.VERDICT_WRONG
        else:
            output = between_numerals().join(map(number_text, self._in_units(trace.output)))
            text = texts.INSIDE_NUMBERS.format(output=output, updates=after)
            right = texts.INSIDE_TARGET
        prepared, row = self.experiment.dataset.prepared, ""
        if prepared is not None:
            row = texts.INSIDE_ROW.format(row=cells_words(prepared.read_back(example.x)))
        if example.y is None:
            return text + common.VERDICT_OPEN + texts.INSIDE_NO_TRUTH + row
        truth = (
            names[int(example.y)]
            if names
            else between_numerals().join(map(number_text, self._in_units(example.y)))
        )
        loss = "" if trace.loss is None else texts.INSIDE_LOSS.format(loss=number_text(trace.loss, 3))
        if trace.loss is not None and trace.loss < TINY and shares is not None:
            loss = texts.INSIDE_TINY_LOSS
        return text + right.format(truth=truth) + loss + row

    def _in_units(self, y: npt.ArrayLike) -> list[float]:
        """Return numbers to predict in the units of the table, if the data are one."""
        prepared = self.experiment.dataset.prepared
        numbers = np.asarray(y, np.float64) if prepared is None else prepared.in_units(y)
        return [float(number) for number in numbers.ravel()]
