"""The loss lens: the examples of an experiment, ranked by what they add to its network's loss."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.data.relabelled import changed_labels, own_labels, relabelled
from mlwidgets.explain.loss.confidence import boldness
from mlwidgets.explain.loss.lens import Lens, sample
from mlwidgets.explain.wording import number_text
from mlwidgets.language import between_numerals, numeral
from mlwidgets.session import Example, Status
from mlwidgets.session.consistent import differences
from mlwidgets.spec.class_weight import weights_by_class
from mlwidgets.widgets.base import texts as common
from mlwidgets.widgets.base.grey import grey_pictures
from mlwidgets.widgets.base.settings_view import SettingsView, options
from mlwidgets.widgets.base.units import metric_unit
from mlwidgets.widgets.base.wording import (
    example_number,
    example_numbers,
    row_title,
    row_words,
    shows_pictures,
    updates,
)
from mlwidgets.widgets.controls.choice_control import ChoiceControl
from mlwidgets.widgets.loss import texts
from mlwidgets.widgets.loss.loss_lens import LossLens

if TYPE_CHECKING:
    from mlwidgets.data import Split
    from mlwidgets.engine import Sequential
    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.session import Experiment, Snapshot
    from mlwidgets.widgets.base.view import Change

RUNNING, RESTING = 0.004, 0.025
"""Seconds of measuring for each picture that the page has painted, beside a training and without one."""

_ROW = 8
"""Numbers of a row that are written out."""


class LensView(SettingsView):
    """Every example by its loss, live; another label can be tried, and trained with.

    A ranking belongs to one moment of the run. While the network learns, one is measured after the other, in
    slices between the pictures that the page paints, and only while somebody looks.

    Parameters
    ----------
    experiment : Experiment
        Whose network and examples.
    """

    def __init__(self, experiment: Experiment) -> None:
        self.lens = LossLens()
        self._measuring: Lens | None = None
        self._of: tuple[int, Snapshot | None] = (-1, None)  # which network and moment is being measured
        self._shown = False  # whether what has been measured is on the page
        self._truth: AnyArray = np.zeros(0)
        self._index: AnyArray = np.zeros(0, int)
        self._tried: dict[int, float] = {}
        self._from: tuple[Split | None, str] = (None, "")  # what the examples were taken from
        self._part = ChoiceControl(
            "train", options=options(texts.PARTS), label=texts.PART, help=texts.PART_HELP
        )
        super().__init__(experiment, [self._part, self.lens])
        self.add_class("mlw-lens-view")
        self.listen(self._part, self._begin)
        self.watch(experiment, ("dataset", "validation_split", "seed"), self._begin)
        self.watch(experiment, "restarts", self._renew)
        self.watch(experiment, "snapshot", self._follow)
        self.watch(self.lens, "visible", self._follow)
        self.lens.on_painted(self.safely(self._go_on))
        self.lens.on_relabel(self.safely(self._try))
        self.lens.on_train(self.safely(self._train_with))
        self.lens.on_own_label(self.safely(self._give_back))
        self.lens.on_inspect(self.safely(self._inspect))
        self._begin()

    def show(self) -> None:
        """Bring the control up to date."""
        self._part.disabled = not len(self.experiment.split.x_validation)
        if self._part.disabled:
            self._part.value = "train"

    # ---- which examples ----

    def _begin(self, _: Change = None) -> None:
        """Take the examples of the experiment anew, if they are others, and measure them."""
        self.refresh()
        split, data = self.experiment.split, self.experiment.dataset
        if self._from == (split, self._part.value):
            return
        self._from = split, self._part.value
        training = self._part.value == "train"
        x, y, where = (
            (split.x_train, split.y_train, split.train_index)
            if training
            else (split.x_validation, split.y_validation, split.validation_index)
        )
        self._total, self._index = len(x), sample(len(x))
        x, y = x[self._index], y[self._index]
        self._x, self._y, self._places = x, y, where[self._index]
        self._truth = y if y.ndim == 1 else y.reshape(len(y), -1)[:, 0]
        self._tried = {}
        own = own_labels(data)
        changed = {place: own.get(place) for place in changed_labels(data.config)}
        self.lens.show_examples(
            self._in_units(self._truth),
            numbers=example_numbers(data, self._part.value, self._places),
            names=data.class_names,
            kind=texts.KINDS[self._part.value] if data.prepared is None else common.TABLE_ROW,
            pictures=grey_pictures(x) if shows_pictures(data) else None,
            points=x if data.in_plane else None,
            rows=self._rows(),
            changed={at: changed[place] for at, place in enumerate(self._places.tolist()) if place in changed}
            if training
            else {},
            tryable=bool(data.n_classes) or y.ndim == 1,
            trainable=training and bool(data.n_classes),
        )
        self._renew()

    def _title(self, place: int) -> str:
        """Return what an example is called in every lab."""
        data, part = self.experiment.dataset, self._part.value
        if data.prepared is not None:
            return row_title(example_number(data, part, place), part)
        return texts.TITLES[part].format(number=place)

    def _in_units(self, y: AnyArray) -> AnyArray:
        """Return numbers to predict in the units of the table, if the data are one; classes as they are."""
        data = self.experiment.dataset
        return y if data.n_classes or data.prepared is None else data.prepared.in_units(y)

    def _rows(self) -> list[str]:
        """Return examples that are rows as text: those of a table with its columns, others as numbers."""
        data = self.experiment.dataset
        if data.in_plane or shows_pictures(data):
            return []
        if data.prepared is not None:
            return [row_words(data, place) for place in self._places.tolist()]
        return [_row(one) for one in self._x]

    def _renew(self, _: Change = None) -> None:
        """Measure the same examples anew, for another network; labels that are tried stay."""
        self._measuring = None
        with self.lens.hold_sync():  # what is measured at once takes the old one's place without a gap
            self.lens.forget_ranking()
            self._follow()

    # ---- measuring ----

    def _follow(self, _: Change = None) -> None:
        if self.lens.visible and self.lens.painted:
            self._go_on()

    def _go_on(self, _: object = None) -> None:
        """Measure a little more and show how far that is; when the page has painted it, this goes on."""
        experiment = self.experiment
        if not self.lens.visible or self._from != (experiment.split, self._part.value):
            return  # where data and network change together, news of the network may come first
        lens = self._measuring
        if lens is None or self._of[0] != experiment.restarts:
            lens = self._measuring = self.experiment.ask(self._made)
            self._note_moment()
        elif lens.done and self._is_past:
            self.experiment.ask(lens.take)
            self._note_moment()
        elif lens.done and self._shown:
            return
        running = self.experiment.status is Status.RUNNING
        if lens.advance(RUNNING if running else RESTING):
            self._show_ranking(lens)
        self.lens.show_frame(progress=lens.progress)

    @property
    def _is_past(self) -> bool:
        """Whether the network has moved on from what has been measured."""
        run, snapshot = self._of
        return run != self.experiment.restarts or snapshot is not self.experiment.snapshot

    def _note_moment(self) -> None:
        self._of, self._shown = (self.experiment.restarts, self.experiment.snapshot), False

    def _made(self, model: Sequential) -> Lens:
        task = self.experiment.task
        y = (
            task.targets(self._labels.astype(int))
            if self.experiment.dataset.n_classes
            else self._targets_now()
        )
        return Lens(model, task.inputs(self._x), y, self._weights())

    def _class_weights(self) -> tuple[float, ...]:
        """Return the weight that training gives each class; none if all count the same, as in validation."""
        experiment = self.experiment
        if experiment.class_weight is None or self._part.value != "train":
            return ()
        return weights_by_class(
            experiment.class_weight, experiment.split.y_train.tolist(), experiment.dataset.n_classes
        )

    def _weights(self) -> AnyArray | None:
        """Return how much each example counts, with the label that it has now; None if all count the same."""
        weights = self._class_weights()
        return np.asarray(weights)[self._labels.astype(int)] if weights else None

    def _show_ranking(self, lens: Lens) -> None:
        experiment = self.experiment
        task, measured = experiment.task, lens.result()
        shares = task.shares(measured.outputs)
        labels = self._labels
        if shares is None:
            said = measured.outputs.reshape(len(labels), -1)[:, 0]
            sure = np.full(len(labels), np.nan)
            mae = float(np.abs(measured.outputs.reshape(self._y.shape) - self._targets_now()).mean())
            mae *= metric_unit(experiment.dataset, "mean_absolute_error")
            metric: dict[str, Any] = {"name": texts.MAE, "value": mae, "percent": False}
            bold = None
        else:
            said = shares.argmax(axis=1)
            sure = shares[np.arange(len(labels)), labels.astype(int)]
            metric = {"name": texts.ACCURACY, "value": float((said == labels).mean()), "percent": True}
            model = experiment.model
            y = task.targets(labels.astype(int))
            bold = boldness(
                experiment.loss.make(), model.layers[-1].activation, measured.outputs, y, self._weights()
            )
        self.lens.show_ranking(
            measured,
            said=self._in_units(said),
            sure=sure,
            metric=metric,
            state=self._state(),
            boldness=bold,
            weights=self._class_weights(),
            relabelled={at: float(self._in_units(np.asarray(truth))) for at, truth in self._tried.items()},
        )
        self._shown = True

    def _state(self) -> str:
        """Say which examples have been measured, and when."""
        count = len(self._index)
        which = texts.ALL if count == self._total else texts.SOME
        snapshot = self._of[1]
        after = updates(0 if snapshot is None else snapshot.iteration)
        words = which.format(
            count=numeral(count),
            total=numeral(self._total),
            part=texts.PART_WORDS[self._part.value],
            after=after,
        )
        if self._class_weights():
            words = texts.WEIGHTED.format(state=words)
        prepared = self.experiment.dataset.prepared
        if prepared is None or self.experiment.dataset.n_classes:
            return words
        target = prepared.target
        return texts.STANDARDIZED.format(state=words, target=target.name, std=number_text(target.std, 3))

    # ---- other labels ----

    @property
    def _labels(self) -> AnyArray:
        """The truth of each example, those that are tried among them."""
        labels = np.array(self._truth, dtype=np.float64)
        for at, truth in self._tried.items():
            labels[at] = truth
        return labels

    def _targets_now(self) -> AnyArray:
        """Return the numbers to predict, those that are tried among them."""
        y = np.array(self._y, dtype=np.float64)
        for at, truth in self._tried.items():
            y[at] = truth
        return y

    def _try(self, tried: tuple[int, float | None]) -> None:
        """Give an example another truth, or its own one back; what no page of ours sends is not heard."""
        (at, truth), n_classes = tried, self.experiment.dataset.n_classes
        if not self._is_here(at) or not (n_classes or self._y.ndim == 1):
            return
        if truth is None:
            self._tried.pop(at, None)
        elif not _possible(truth, n_classes, self._scale):
            return
        else:
            mean, std = self._scale
            self._tried[at] = (float(truth) - mean) / std
        if self._measuring is not None:  # or it is measured with this truth from the start
            self._measure_again(self._measuring, at)

    @property
    def _scale(self) -> tuple[float, float]:
        """What a number of a table is standardized by before the network learns it; else 0 and 1."""
        data = self.experiment.dataset
        if data.n_classes or data.prepared is None:
            return 0.0, 1.0
        return data.prepared.target.mean, data.prepared.target.std

    def _is_here(self, at: int) -> bool:
        return not isinstance(at, bool) and 0 <= at < len(self._truth)

    def _measure_again(self, lens: Lens, at: int) -> None:
        label = self._tried.get(at, self._truth[at])
        if self.experiment.dataset.n_classes:
            weights = self._class_weights()
            lens.relabel(
                at, self.experiment.task.targets(int(label)), weights[int(label)] if weights else 1.0
            )
        else:
            lens.relabel(at, label)
        self._shown = False
        if lens.advance(RESTING):
            self._show_ranking(lens)

    def _train_with(self, at: int) -> None:
        """Put a tried label into the training data; training begins anew, and Undo takes it back."""
        data = self.experiment.dataset
        if at not in self._tried or self._part.value != "train" or not data.n_classes:
            return
        place, label = int(self._places[at]), int(self._tried[at])
        if own_labels(data).get(place) == label:
            self._give_back(at)
            return
        self.experiment.dataset = relabelled(data, {place: label})
        self.said = texts.RELABELLED.format(example=self._title(place), name=data.class_names[label])

    def _give_back(self, at: int) -> None:
        """Give an example its own label again; if that was changed last, the network comes back, too."""
        experiment, data = self.experiment, self.experiment.dataset
        if not self._is_here(at) or self._part.value != "train":
            return
        place = int(self._places[at])
        own = own_labels(data)
        if place not in own:
            return
        without = relabelled(data, {place: own[place]})
        before = experiment.settings_before
        if before is not None and differences(before, experiment.settings) == ["dataset"]:
            earlier = before.dataset
            undoes = earlier.x_train is data.x_train and np.array_equal(earlier.y_train, without.y_train)
        else:
            undoes = False
        if undoes:
            experiment.undo()
            return
        experiment.dataset = without
        self.said = texts.OWN_LABEL.format(example=self._title(place), name=data.class_names[own[place]])

    def _inspect(self, at: int) -> None:
        """Put an example under inspection in every lab; with its own truth, not one that is tried."""
        if not self._is_here(at):
            return
        title = self._title(int(self._places[at]))
        if self.experiment.dataset.n_classes:
            self.experiment.example = Example(self._x[at], title, int(self._y[at]))
        else:
            self.experiment.example = Example(self._x[at], title, target=self._y[at])
        self.said = texts.INSPECTED


def _possible(truth: float, n_classes: int, scale: tuple[float, float]) -> bool:
    """Return whether an example can have such a truth."""
    try:
        number = float(truth)
    except OverflowError:
        return False
    mean, std = scale
    if isinstance(truth, bool) or not math.isfinite(number):
        return False
    if abs(number - mean) > texts.LARGEST_TRUTH * std:
        return False
    return not n_classes or (number.is_integer() and 0 <= number < n_classes)


def _row(x: AnyArray) -> str:
    """Return the numbers of an example as text."""
    flat = x.reshape(-1)
    words = [number_text(float(one), 3) for one in flat[:_ROW]]
    return between_numerals().join([*words, "…"] if len(flat) > _ROW else words)
