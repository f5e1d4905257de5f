"""Training as an iterator: every call of ``next`` is one small, complete piece of work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar, cast

import numpy as np

from mlwidgets.engine.checks import check_finite, checked_targets
from mlwidgets.engine.randomness import Purpose, stream
from mlwidgets.engine.tape import Interrupted
from mlwidgets.engine.training.batches import Batch, BatchWorker
from mlwidgets.engine.training.callbacks import begin, end_epoch
from mlwidgets.engine.training.checkpoint import Checkpoint
from mlwidgets.engine.training.divergence import Divergence, largest
from mlwidgets.engine.training.evaluation import Evaluation, measure
from mlwidgets.engine.training.example_weights import example_weights
from mlwidgets.engine.training.frozen import frozen
from mlwidgets.engine.training.history import NOTHING, History
from mlwidgets.engine.training.live_settings import LiveSettings
from mlwidgets.engine.training.moment import Moment, OptimizerMoment, Position, RunSettings
from mlwidgets.engine.training.objective import TrainableNetwork, dataset_metrics, with_penalty
from mlwidgets.engine.training.preview import Preview, rehearse
from mlwidgets.engine.training.steps import EpochEnd, Step
from mlwidgets.engine.training.sums import Sums
from mlwidgets.errors import SessionStateError, ShapeError
from mlwidgets.ranges import BATCH_SIZE, EPOCHS, check_flag, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy.typing as npt

    from mlwidgets.engine.arrays import AnyArray, Array
    from mlwidgets.engine.training.callbacks import Callback
    from mlwidgets.errors import DivergenceError

VALIDATION_SLICE = 256
"""Validation examples measured in one step: few enough that a pause never waits long."""

VALIDATION_BYTES = 12_000_000
"""Memory that they should take: more of them at once are no faster, and thirty may train on one machine."""

M = TypeVar("M", bound=TrainableNetwork)


class Trainer(Generic[M]):
    """Trains a compiled model, one `Step` at a time.

    Run, pause, single step and test are all the same loop over this iterator. Settings that may change during
    a run are read at every step: `batch_size`, `epochs`, and the optimizer's `learning_rate` and `momentum`.

    Parameters
    ----------
    model : TrainableNetwork
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

    Attributes
    ----------
    interrupted : callable
        Asked in the middle of an update that takes long, or of a large batch; if it says yes, the update is
        given up, to be made later.
    validation_slice : int
        Validation examples that are measured in one step.
    validation_pass : Pass
        What measures them. Its memory serves again and again, also for whoever measures between two steps.
    gradients : ndarray, shape (p,), or None
        ∂(loss)/∂θ of the last batch, penalty included; valid until the next step. None before the first.

    Notes
    -----
    A loss, a weight or a number in the optimizer's memory that is not finite raises `DivergenceError`, with
    weights, optimizer, position and history put back to before the last update. Lower the learning rate, and
    the iteration can go on.
    """

    def __init__(
        self,
        model: M,
        x: npt.ArrayLike,
        y: npt.ArrayLike,
        *,
        batch_size: int = 32,
        epochs: int = 1,
        shuffle: bool = True,
        validation_data: tuple[npt.ArrayLike, npt.ArrayLike] | None = None,
        sample_weight: npt.ArrayLike | None = None,
        class_weight: Mapping[int, float] | None = None,
        callbacks: Sequence[Callback] | None = (),
    ) -> None:
        self.model = model
        self.optimizer, self.loss = model.check_compiled()
        self.batch_size = batch_size
        self.epochs = epochs
        self.shuffle = check_flag("shuffle", shuffle)
        self.x, self.y = self._checked((x, y), "training")
        self.weights = example_weights(self.y, model.output_shape, sample_weight, class_weight)
        self.validation_data: tuple[AnyArray, AnyArray] | None = None
        if validation_data is not None:
            self.validation_data = self._checked(validation_data, "validation")
        self.history = History()
        self.epoch = 0
        self.iteration = 0
        self.interrupted: Callable[[], bool] = lambda: False
        self.gradients: Array | None = None
        self._start = 0  # the next example's place within the epoch's order
        self._sums = Sums(model.metrics)
        self._measuring: Sums | None = None  # the validation's sums, while it is going on
        self._worker = BatchWorker(model)
        self.validation_pass = model.new_pass()
        self.validation_slice = self._worker.memory.slice_size(VALIDATION_SLICE, VALIDATION_BYTES)
        self._order: tuple[tuple[int, int, bool], AnyArray] | None = None
        self._good = Checkpoint(model.vector, self.optimizer, self._sums.mark())
        self._settings = LiveSettings(self.optimizer, self.batch_size)
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
    def before(self) -> Array:
        """The weights before the last update, or after it if it was taken back; valid until the next step."""
        return self._good.vector

    @property
    def validating(self) -> bool:
        """Whether the next step measures validation data."""
        return self._measuring is not None

    def moment(self, *, history: bool = True) -> Moment:
        """Return the whole state of the run between two steps; nothing that happens later changes it.

        Without its history it is as small after 20,000 updates as after one; whoever restores such a moment
        has to bring the record along.
        """
        return Moment(
            weights=cast("Array", frozen(self.model.vector)),
            optimizer=OptimizerMoment.of(self.optimizer),
            position=self._position,
            settings=self._run_settings(),
            totals=self._sums.mark().whole(),
            validation=None if self._measuring is None else self._measuring.mark().whole(),
            history=self.history.record() if history else NOTHING,
            callbacks=tuple(
                cast("Mapping[str, object]", frozen(callback.get_state())) for callback in self.callbacks
            ),
        )

    def restore(self, moment: Moment) -> None:
        """Put a moment back, settings too: from there the run goes on as it did, bit for bit.

        It may be a moment of another run with the same network, optimizer, data and callbacks. Nothing
        changes if it does not fit: `ShapeError` or `ConfigurationError`.
        """
        moment.check(self.model.vector, self.optimizer, len(self.x), len(self.callbacks))
        settings = moment.settings
        self.model.seed, self.shuffle = settings.seed, settings.shuffle
        self.batch_size, self.epochs = settings.batch_size, settings.epochs
        self._put_back(moment, settings=True)
        for callback, state in zip(self.callbacks, moment.callbacks, strict=True):
            callback.set_state(state)
        self.stop_training = settings.stop_training
        self.gradients = None  # they were of another moment
        self._settings = LiveSettings(self.optimizer, self.batch_size)

    def _put_back(self, moment: Moment, *, settings: bool = False) -> None:
        """Put everything back but what a person sets, and that, too, if wanted for the optimizer."""
        self.model.vector[...] = moment.weights
        moment.optimizer.put_into(self.optimizer, settings=settings)
        self.epoch, self._start = moment.position.epoch, moment.position.start
        self.iteration = moment.position.iteration
        metrics, measured = self.model.metrics, moment.validation
        self._sums = Sums(metrics, moment.totals)
        self._measuring = None if measured is None else Sums(metrics, measured)
        self.history.restore(moment.history)
        self._good.save(self._position, self._sums.mark())

    def preview(self, *, past_end: bool = False) -> Preview:
        """Return the next update, made on a copy of the model: nothing of this run changes.

        `SessionStateError` if there is none, because all epochs are done, unless the one that would follow
        with more epochs is wanted, `past_end`.
        """
        epoch, start = self.epoch, self._start
        if start >= len(self.x):  # of this epoch only the validation data are left to be measured
            epoch, start = epoch + 1, 0
        if not past_end and (self.stop_training or epoch >= self.epochs):
            raise SessionStateError("The run is at its end: there is no next update. Raise epochs to go on.")
        index = self._order_of(epoch)[start : start + self.batch_size]
        batch = Batch(self.x, self.y, index, self.optimizer.iterations, self.weights)
        return rehearse(
            self.model, OptimizerMoment.of(self.optimizer), self.model.vector, batch, self.iteration
        )

    def last_update(self) -> Preview | None:
        """Return the update made last, made once more on a copy of the model.

        None if there is none, or if a weight or a setting has been changed since by hand or by a callback, so
        that it would not lead to the present weights.
        """
        good = self._good
        if good.position.iteration != self.iteration - 1:
            return None
        same_epoch = good.position.epoch == self.epoch
        index = self._order_of(good.position.epoch)[good.position.start : self._start if same_epoch else None]
        batch = Batch(self.x, self.y, index, good.iterations, self.weights)
        made = rehearse(self.model, good.optimizer_moment(), good.vector, batch, good.position.iteration)
        return made if np.array_equal(made.after, self.model.parameters) else None

    @property
    def _position(self) -> Position:
        return Position(self.epoch, self._start, self.iteration)

    def _run_settings(self) -> RunSettings:
        return RunSettings(self.model.seed, self.shuffle, self.batch_size, self.epochs, self.stop_training)

    def mark_changes(self) -> None:
        """Mark in the history what has been changed since the last step; each step begins with it."""
        changes = self._settings.changes(self.batch_size, self.progress)
        if self.iteration:
            self.history.marks += changes

    def __iter__(self) -> Trainer[M]:
        return self

    def __next__(self) -> Step:
        if self.finished:
            raise StopIteration
        self.mark_changes()
        # A diverging run overflows; that is found out below and put into words, so no warnings as well.
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            return self._validate() if self._measuring is not None else self._update()

    def _update(self) -> Step:
        batch = self._next_indices()
        # Counted by the optimizer, whose count goes on from one call of fit to the next.
        result = self._worker.work(
            Batch(self.x, self.y, batch, self.optimizer.iterations, self.weights), self.interrupted
        )
        if result is None:
            return Step("interrupted", self.progress, self.iteration, {})
        self.gradients = result.gradients
        logs = with_penalty(self.model, result.logs) | dataset_metrics(self.model.metrics, result.seen)
        if not np.isfinite(logs["loss"]):
            raise self._diverged("loss", logs["loss"])
        self._good.save(self._position, self._sums.mark())
        self.model.rules.add_gradient(self.model.parameters, result.gradients)
        self.optimizer.apply(self.model.parameters, result.gradients, self.validation_pass.offsets)
        self._worker.commit()

        self.iteration += 1
        self.history.add_batch(self.progress, logs)
        if not self._good.sound():
            raise self._diverged("weights", float("nan"))
        # Only now: max(0, −∞) is 0, and would hide that the weights have diverged.
        self.model.rules.constrain(self.model.parameters)
        self._sums.add(logs, len(batch), result.seen)
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
        part = slice(self._measuring.count, self._measuring.count + self.validation_slice)
        self.validation_pass.listen(self.interrupted)
        try:
            logs = measure(self.validation_pass, self.model, x[part], y[part], self._measuring)
        except Interrupted:
            return Step("interrupted", self.progress, self.iteration, {})
        if not np.isfinite(logs["loss"]):
            raise self._diverged("validation loss", logs["loss"])
        if self._measuring.count == len(x):
            end = self._finish_epoch(Evaluation.of(self._measuring))
            return Step("validate", self.epoch, self.iteration, logs, end)
        return Step("validate", self.epoch + 1, self.iteration, logs)

    def _finish_epoch(self, validation: Evaluation | None) -> EpochEnd:
        logs = self._sums.means()
        if validation is not None:
            logs |= {f"val_{name}": value for name, value in validation.logs.items()}
        self.history.add_epoch(logs)
        self.epoch += 1
        self._start = 0
        self._sums, self._measuring = Sums(self.model.metrics), None
        # Early stopping may have put other weights in place of those that were measured.
        return EpochEnd(logs, None if end_epoch(self, logs) else validation)

    def _next_indices(self) -> AnyArray:
        wanted = self.epoch, self.model.seed, self.shuffle
        if self._order is None or self._order[0] != wanted:
            self._order = wanted, self._order_of(self.epoch)
        return self._order[1][self._start : self._start + self.batch_size]

    def _order_of(self, epoch: int) -> AnyArray:
        """Return the order in which an epoch, counted from 0, takes the examples."""
        if not self.shuffle:
            return np.arange(len(self.x))
        return stream(self.model.seed, Purpose.ORDER, epoch).permutation(len(self.x))

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
        good = self._good
        divergence = Divergence(
            quantity=quantity,
            value=value,
            update=self.iteration,
            taken_back=self.iteration > good.position.iteration,
            before=largest(good.vector),
            after=largest(self.model.vector),
            learning_rate=self.optimizer.learning_rate_at(good.iterations),
            largest_example=largest(self.x),
        )
        moment = Moment(
            weights=good.vector,
            optimizer=good.optimizer_moment(),
            position=good.position,
            settings=self._run_settings(),
            totals=good.sums.whole(),
            validation=None,
            history=self.history.record(
                undone_updates=self.iteration - good.position.iteration,
                undone_epochs=self.epoch - good.position.epoch,
            ),
        )
        self._put_back(moment)
        return divergence.error()
