"""Training as an iterator: every call of ``next`` is one small, complete piece of work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from mlwidgets.engine.arrays import AnyArray, to_engine, to_public
from mlwidgets.engine.batches import Batch, BatchWorker
from mlwidgets.engine.callbacks import begin, end_epoch
from mlwidgets.engine.checkpoint import Checkpoint, Moment
from mlwidgets.engine.checks import check_finite, checked_targets
from mlwidgets.engine.divergence import Divergence, largest
from mlwidgets.engine.example_weights import example_weights
from mlwidgets.engine.grading import Seen, batch_logs, completed, whole, whole_logs
from mlwidgets.engine.history import History
from mlwidgets.engine.live_settings import LiveSettings
from mlwidgets.engine.progress import ProgressBar
from mlwidgets.engine.randomness import Purpose, stream
from mlwidgets.engine.threads import limited_threads
from mlwidgets.errors import ShapeError
from mlwidgets.ranges import BATCH_SIZE, EPOCHS, check_flag, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from mlwidgets.engine.arrays import Array
    from mlwidgets.engine.callbacks import Callback
    from mlwidgets.engine.metrics import Metric
    from mlwidgets.engine.model import Sequential
    from mlwidgets.engine.passes import Pass
    from mlwidgets.errors import DivergenceError

VALIDATION_SLICE = 256
"""Validation examples measured in one step: few enough that a pause never waits long."""


@dataclass(frozen=True)
class Evaluation:
    """A model measured on a data set.

    Attributes
    ----------
    logs : dict of str to float
        "loss" and the metrics.
    output : ndarray, shape (n, outputs)
        The predictions.
    """

    logs: dict[str, float]
    output: AnyArray


@dataclass(frozen=True)
class EpochEnd:
    """What is known when an epoch is complete.

    Attributes
    ----------
    logs : dict of str to float
        The means over the epoch's batches, and "val_…" for the validation data.
    validation : Evaluation or None
        The validation data's measurement, if there are any, and with the weights as they are now.
    """

    logs: dict[str, float]
    validation: Evaluation | None


@dataclass(frozen=True)
class Step:
    """One piece of work that a `Trainer` has done.

    Attributes
    ----------
    kind : {"update", "validate"}
        One update of the weights, or one slice of the validation data measured.
    epoch : float
        How far the run has come: 1.5 is the middle of the second epoch.
    iteration : int
        How many updates have been made.
    logs : dict of str to float
        Loss and metrics of the batch, measured before its update, or of the slice.
    epoch_end : EpochEnd or None
        Given with the last step of an epoch.
    """

    kind: Literal["update", "validate"]
    epoch: float
    iteration: int
    logs: dict[str, float]
    epoch_end: EpochEnd | None = None


class Sums:
    """Losses, metrics and predictions gathered over several batches.

    Parameters
    ----------
    metrics : sequence of Metric
        Those of the model. If one of them needs all examples at once, targets and outputs are kept for it.
    """

    def __init__(self, metrics: Sequence[Metric] = ()) -> None:
        self._metrics = metrics
        self._seen: list[Seen] = []
        self.count = 0
        self.totals: dict[str, float] = {}
        self.outputs: list[AnyArray] = []

    def add(self, logs: dict[str, float], count: int, seen: Sequence[Seen] = ()) -> None:
        """Add the means of a batch of `count` examples, and its targets and outputs."""
        self.count += count
        for name, value in logs.items():
            self.totals[name] = self.totals.get(name, 0.0) + value * count
        if whole(self._metrics):
            # Copies: the next batch is computed in the same memory.
            self._seen += [(y.copy(), output.copy()) for y, output in seen]

    def means(self) -> dict[str, float]:
        """Return the means over all examples so far, and the metrics that are no means."""
        logs = {name: total / self.count for name, total in self.totals.items()}
        return logs | whole_logs(self._metrics, self._seen)

    def evaluation(self) -> Evaluation:
        """Return means and predictions together."""
        return Evaluation(self.means(), np.concatenate(self.outputs))

    def back_to(self, count: int, totals: dict[str, float]) -> Sums:
        """Return what had been gathered when there were `count` examples and these totals."""
        earlier = Sums(self._metrics)
        earlier.count, earlier.totals = count, dict(totals)
        ends = np.cumsum([output.shape[-1] for _, output in self._seen])
        earlier._seen = self._seen[: np.searchsorted(ends, count, side="right")]
        return earlier


class Trainer:
    """Trains a compiled model, one `Step` at a time.

    Run, pause, single step and test are all the same loop over this iterator. Settings that may change during
    a run are read at every step: `batch_size`, `epochs`, and the optimizer's `learning_rate` and `momentum`.

    Parameters
    ----------
    model : Sequential
        Compiled; its weights change with every update.
    x, y : ndarray
        Training examples `(n, …)` and targets.
    batch_size : int
        Examples for one update.
    epochs : int
        When to stop.
    shuffle : bool
        Whether each epoch has a new order, drawn from the model's seed and the epoch's number.
    validation_data : tuple of ndarray, optional
        `(x, y)` measured after every epoch; its examples all count the same.
    sample_weight : array, shape (n,), optional
        How much each example counts in the loss.
    class_weight : mapping of int to float, optional
        How much the examples of each class count, 1 for those that are not mentioned.
    callbacks : sequence of Callback
        Told of each epoch's end: `EarlyStopping`.

    Notes
    -----
    A loss, a weight or a number in the optimizer's memory that is not finite raises `DivergenceError`, with
    weights, optimizer, position and history put back to before the last update. Lower the learning rate, and
    the iteration can go on.
    """

    def __init__(
        self,
        model: Sequential,
        x: npt.ArrayLike,
        y: npt.ArrayLike,
        *,
        batch_size: int = 32,
        epochs: int = 1,
        shuffle: bool = True,
        validation_data: tuple[npt.ArrayLike, npt.ArrayLike] | None = None,
        sample_weight: npt.ArrayLike | None = None,
        class_weight: Mapping[int, float] | None = None,
        callbacks: Sequence[Callback] = (),
    ) -> None:
        self.model = model
        self.optimizer, self.loss = model.check_compiled()
        self.batch_size = batch_size
        self.epochs = epochs
        self.shuffle = check_flag("shuffle", shuffle)
        self.x, self.y = self._checked((x, y), "training")
        self.weights = example_weights(self.y, sample_weight, class_weight)
        self.validation_data: tuple[AnyArray, AnyArray] | None = None
        if validation_data is not None:
            self.validation_data = self._checked(validation_data, "validation")
        self.history = History()
        self.epoch = 0
        self.iteration = 0
        self._start = 0  # the next example's place within the epoch's order
        self._sums = self._previous = Sums(model.metrics)
        self._measuring: Sums | None = None  # the validation's sums, while it is going on
        self._worker = BatchWorker(model)
        self._pass = model.new_pass()  # for the validation
        self._order: tuple[int, AnyArray] | None = None
        self._starts = self._pass.starts
        self._good = Checkpoint(model.vector, self.optimizer)
        self._settings = LiveSettings(self)
        self.callbacks = begin(self, callbacks)

    @property
    def batch_size(self) -> int:
        """Examples for one update."""
        return self._batch_size

    @batch_size.setter
    def batch_size(self, value: int) -> None:
        self._batch_size = BATCH_SIZE.check_int(value)

    @property
    def epochs(self) -> int:
        """When to stop."""
        return self._epochs

    @epochs.setter
    def epochs(self, value: int) -> None:
        self._epochs = EPOCHS.check_int(value)
        self.stop_training = False  # whoever asks for epochs wants to go on

    @property
    def finished(self) -> bool:
        """Whether all epochs are done, or a callback has ended the run; raise `epochs` to go on."""
        return self.stop_training or self.epoch >= self.epochs

    @property
    def progress(self) -> float:
        """How far the run has come, in epochs."""
        return self.epoch + self._start / len(self.x)

    @property
    def validating(self) -> bool:
        """Whether the next step measures validation data."""
        return self._measuring is not None

    def stand_at(self, moment: Moment) -> None:
        """Take a place in the run, for weights that were kept there; the history begins here."""
        self.epoch, self._start, self.iteration = moment.epoch, moment.start, moment.iteration
        self._sums, self._measuring = Sums(self.model.metrics), None

    def __iter__(self) -> Trainer:
        return self

    def __next__(self) -> Step:
        if self.finished:
            raise StopIteration
        self._settings.note_changes()
        # A diverging run overflows; that is found out below and put into words, so no warnings as well.
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            return self._validate() if self._measuring is not None else self._update()

    def _update(self) -> Step:
        batch = self._next_indices()
        # Counted by the optimizer, whose count goes on from one call of fit to the next.
        worked = self._worker.work(Batch(self.x, self.y, batch, self.optimizer.iterations, self.weights))
        logs = completed(self.model, worked.logs, worked.seen)
        if not np.isfinite(logs["loss"]):
            raise self._diverged("loss", logs["loss"])
        self._good.save(Moment(self.epoch, self._start, self.iteration, dict(self._sums.totals)))
        self.model.rules.add_gradient(self.model.parameters, worked.gradients)
        self.optimizer.apply(self.model.parameters, worked.gradients, self._starts)
        self._worker.commit()

        self.iteration += 1
        self.history.add_batch(self.progress, logs)
        if not self._good.sound():
            raise self._diverged("weights", float("nan"))
        # Only now: max(0, −∞) is 0, and would hide that the weights have diverged.
        self.model.rules.constrain(self.model.parameters)
        self._sums.add(logs, len(batch), worked.seen)
        self._start += len(batch)
        if self._start < len(self.x):
            return Step("update", self.progress, self.iteration, logs)
        if self.validation_data is not None:
            self._measuring = Sums(self.model.metrics)
            return Step("update", self.epoch + 1, self.iteration, logs)
        return Step("update", self.epoch + 1, self.iteration, logs, self._finish_epoch(None))

    def _validate(self) -> Step:
        assert self._measuring is not None  # noqa: S101 - our own invariant
        assert self.validation_data is not None  # noqa: S101 - our own invariant
        x, y = self.validation_data
        part = slice(self._measuring.count, self._measuring.count + VALIDATION_SLICE)
        logs = measure(self._pass, self.model, x[part], y[part], self._measuring)
        if not np.isfinite(logs["loss"]):
            raise self._diverged("validation loss", logs["loss"])
        if self._measuring.count == len(x):
            end = self._finish_epoch(self._measuring.evaluation())
            return Step("validate", self.epoch, self.iteration, logs, end)
        return Step("validate", self.epoch + 1, self.iteration, logs)

    def _finish_epoch(self, validation: Evaluation | None) -> EpochEnd:
        logs = self._sums.means()
        if validation is not None:
            logs |= {f"val_{name}": value for name, value in validation.logs.items()}
        self.history.add_epoch(logs)
        self.epoch += 1
        self._start = 0
        self._previous = self._sums
        self._sums, self._measuring = Sums(self.model.metrics), None
        # Early stopping may have put other weights in place of those that were measured.
        return EpochEnd(logs, None if end_epoch(self, logs) else validation)

    def _next_indices(self) -> AnyArray:
        if self._order is None or self._order[0] != self.epoch:
            order = np.arange(len(self.x))
            if self.shuffle:
                order = stream(self.model.seed, Purpose.ORDER, self.epoch).permutation(len(self.x))
            self._order = self.epoch, order
        return self._order[1][self._start : self._start + self.batch_size]

    def _checked(self, pair: tuple[npt.ArrayLike, npt.ArrayLike], part: str) -> tuple[AnyArray, AnyArray]:
        """Refuse every example and target that does not fit now, rather than at some later step."""
        if not isinstance(pair, (tuple, list)) or len(pair) != 2:  # noqa: PLR2004 - examples and targets
            raise ShapeError(f"The {part} data are a pair (x, y); got {shown(pair)}.")
        x = self.model.checked_input(pair[0])
        check_finite(x, f"{part} examples")
        y = checked_targets(pair[1], x)
        self._prepared(y)
        return x, y

    def _prepared(self, y: AnyArray) -> AnyArray:
        return self.loss.prepare(y, self.model.output_shape, self.model.dtype)

    def _diverged(self, quantity: str, value: float) -> DivergenceError:
        """Go back to the last good moment, and return what to raise."""
        good = self._good.moment
        divergence = Divergence(
            quantity=quantity,
            value=value,
            update=self.iteration,
            taken_back=self.iteration > good.iteration,
            before=largest(self._good.vector),
            after=largest(self.model.vector),
            learning_rate=self.optimizer.learning_rate_at(self._good.iterations),
            largest_example=largest(self.x),
        )
        self._good.restore()
        sums = self._sums if good.epoch == self.epoch else self._previous
        self.epoch, self._start, self.iteration = good.epoch, good.start, good.iteration
        self._sums, self._measuring = sums.back_to(good.start, good.totals), None
        self.history.cut(good.iteration, good.epoch)
        return divergence.error()


def fit(trainer: Trainer, *, verbose: bool) -> History:
    """Run a trainer to its end, with a progress bar if wanted."""
    bar = ProgressBar(trainer.epochs) if verbose else None
    with limited_threads():
        for step in trainer:
            # A slice of the validation data says nothing on its own.
            if bar is not None and (step.kind == "update" or step.epoch_end is not None):
                bar.show(step.epoch, step.logs if step.epoch_end is None else step.epoch_end.logs)
                if step.epoch_end is not None:
                    bar.end_line()
    return trainer.history


def evaluate_in_slices(
    model: Sequential, x: AnyArray, y: AnyArray, size: int, weights: Array | None = None
) -> Evaluation:
    """Measure a model on examples, `size` at a time."""
    worker, sums = model.new_pass(), Sums(model.metrics)
    for start in range(0, len(x), size):
        part = slice(start, start + size)
        measure(worker, model, x[part], y[part], sums, weights=None if weights is None else weights[part])
    return sums.evaluation()


def measure(
    worker: Pass, model: Sequential, x: AnyArray, y: AnyArray, sums: Sums, *, weights: Array | None = None
) -> dict[str, float]:
    """Predict and grade one slice of a data set, add it to `sums`, and return its loss and metrics."""
    _, loss = model.check_compiled()
    target = loss.prepare(y, model.output_shape, model.dtype)
    graded = worker.grade(to_engine(x, model.dtype), target, loss)
    seen = [(target, graded.output)]
    logs = completed(model, batch_logs(model, graded, target, weights), seen)
    sums.add(logs, len(x), seen)
    sums.outputs.append(to_public(graded.output))
    return logs
