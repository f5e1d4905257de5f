"""A moment of a run: everything that its future follows from, as one value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from mlwidgets.engine.optimizers.clipping import switched_off_first
from mlwidgets.engine.training.frozen import frozen, frozen_vectors, identical, size_in_bytes
from mlwidgets.errors import ConfigurationError, ShapeError
from mlwidgets.language import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.engine.arrays import Array
    from mlwidgets.engine.optimizers import Optimizer
    from mlwidgets.engine.training.history import Record
    from mlwidgets.engine.training.sums import Totals


@dataclass(frozen=True)
class Position:
    """How far a run has come.

    Attributes
    ----------
    epoch : int
        Whole epochs done.
    start : int
        Examples seen within the current one.
    iteration : int
        Updates made.
    """

    epoch: int = 0
    start: int = 0
    iteration: int = 0


@dataclass(frozen=True)
class RunSettings:
    """What may be changed while a run is going on, apart from the optimizer's own settings.

    Attributes
    ----------
    seed : int
        The model's. The order of the examples and what dropout leaves out follow from it, from the epoch and
        from the number of updates: there is no other random state.
    shuffle : bool
        Whether each epoch has an order of its own.
    batch_size, epochs : int
        Examples for one update, and when to stop.
    stop_training : bool
        Whether a callback has ended the run.
    """

    seed: int
    shuffle: bool
    batch_size: int
    epochs: int
    stop_training: bool


@dataclass(frozen=True, eq=False)
class OptimizerMoment:
    """An optimizer at one moment.

    Attributes
    ----------
    class_name : str
        Which it is.
    settings : mapping
        Its settings as plain values: `learning_rate` may be a number or a schedule written down.
    state : mapping of str to ndarray
        Its memory.
    iterations : int
        How many steps it has made.
    """

    class_name: str
    settings: Mapping[str, Any]
    state: Mapping[str, Array]
    iterations: int

    @classmethod
    def of(
        cls, optimizer: Optimizer, state: Mapping[str, Array] | None = None, iterations: int | None = None
    ) -> OptimizerMoment:
        """Return the optimizer's present, or with another memory and number of steps."""
        return cls(
            type(optimizer).__name__,
            cast("Mapping[str, Any]", frozen(optimizer.get_config())),
            frozen_vectors(optimizer.state if state is None else state),
            optimizer.iterations if iterations is None else iterations,
        )

    def check(self, optimizer: Optimizer) -> None:
        """Raise `ConfigurationError` unless it is a moment of this kind of optimizer."""
        if type(optimizer).__name__ != self.class_name:
            raise ConfigurationError(
                _(
                    "The moment belongs to a run with {own}; this run has {other}. Compile the model with "
                    "{own} first."
                ).format(own=self.class_name, other=type(optimizer).__name__)
            )

    def put_into(self, optimizer: Optimizer, *, settings: bool) -> None:
        """Give the optimizer its memory back, and its settings if wanted."""
        optimizer.iterations = self.iterations
        optimizer.state = {name: vector.copy() for name, vector in self.state.items()}
        if not settings:
            return
        present = cast("Mapping[str, Any]", frozen(optimizer.get_config()))
        for name, value in switched_off_first(self.settings).items():
            if not identical(value, present[name]):
                setattr(optimizer, name, value)


@dataclass(frozen=True, eq=False)
class Moment:
    """The whole state of a run: put back, the run goes on with the same numbers, bit for bit.

    Taken by `Trainer.moment` and put back by `Trainer.restore`. Nothing in it can be changed, and nothing
    that happens later changes it. Two moments are equal if every number in them is.

    Attributes
    ----------
    weights : ndarray
        All weights as one vector: the parameters, then what layers keep, such as moving averages.
    optimizer : OptimizerMoment
        Kind, settings and memory of the optimizer.
    position : Position
        How far the run has come.
    settings : RunSettings
        Seed, order, batch size, epochs.
    totals : Totals
        What has been gathered of the present epoch.
    validation : Totals or None
        What has been gathered of the validation data, in the middle of measuring them.
    history : Record
        The record so far.
    callbacks : tuple of mapping
        What each callback remembers.

    Examples
    --------
    >>> from mlwidgets.engine import Sequential, Trainer
    >>> from mlwidgets.engine.layers import Dense, Input
    >>> model = Sequential([Input((1,)), Dense(1)])
    >>> model.compile("adam", "mse")
    >>> trainer = Trainer(model, [[1.0], [2.0]], [2.0, 4.0], epochs=3)
    >>> start = trainer.moment()
    >>> losses = [step.logs["loss"] for step in trainer]
    >>> trainer.restore(start)
    >>> losses == [step.logs["loss"] for step in trainer]
    True
    """

    weights: Array
    optimizer: OptimizerMoment
    position: Position
    settings: RunSettings
    totals: Totals
    validation: Totals | None
    history: Record
    callbacks: tuple[Mapping[str, object], ...] = ()

    __hash__ = None  # type: ignore[assignment]  # equal by its arrays, so it has no hash, as they have none

    def __eq__(self, other: object) -> bool:
        return identical(self, other) if isinstance(other, Moment) else NotImplemented

    @property
    def nbytes(self) -> int:
        """About how much memory it takes."""
        return size_in_bytes(self)

    def check(self, weights: Array, optimizer: Optimizer, examples: int, callbacks: int) -> None:
        """Raise unless it is a moment of a run with such weights, optimizer, data and callbacks."""
        if (weights.shape, weights.dtype) != (self.weights.shape, self.weights.dtype):
            raise ShapeError(
                _(
                    "The moment holds {own} weights in {own_type}; the model of this run has {other} in "
                    "{other_type}. Restore it into a run of the same network."
                ).format(
                    own=self.weights.size,
                    own_type=self.weights.dtype,
                    other=weights.size,
                    other_type=weights.dtype,
                )
            )
        self.optimizer.check(optimizer)
        if self.position.start > examples:
            raise ShapeError(
                _(
                    "The moment stands after {start} examples of an epoch; this run has only {examples}. "
                    "Restore it into a run with the same data."
                ).format(start=self.position.start, examples=examples)
            )
        if len(self.callbacks) != callbacks:
            raise ConfigurationError(
                _(
                    "The moment belongs to a run with {own} callbacks; this one has {other}. Give the same "
                    "callbacks in the same order."
                ).format(own=len(self.callbacks), other=callbacks)
            )
