"""A slice of the loss of an experiment's network: a coarse picture at once, finer ones while one looks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, Protocol, cast

import numpy as np
from traitlets import Instance

from mlwidgets.errors import ConfigurationError
from mlwidgets.explain.landscape.directions import random_directions, trajectory_plane, two_weights
from mlwidgets.explain.landscape.grid import SIZE, STEPS, filled, refinements
from mlwidgets.explain.landscape.loss_at import LossAt, chosen_examples
from mlwidgets.language import _
from mlwidgets.ranges import SEED, OneOf
from mlwidgets.session.background import BackgroundCompanion, Owner, Pacing, WorkStatus, refuse_if_closed
from mlwidgets.session.run.build_trainer import build_trainer

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from mlwidgets.data import Split
    from mlwidgets.engine import Sequential
    from mlwidgets.engine.arrays import AnyArray, Array
    from mlwidgets.engine.parameters import Slot
    from mlwidgets.explain.landscape.directions import Directions
    from mlwidgets.session.run.snapshot import Snapshot
    from mlwidgets.session.run.timeline import Timeline
    from mlwidgets.spec.settings import Settings

KINDS = OneOf(name="kind", options=("random", "path", "weights"))
Kind = Literal["random", "path", "weights"]

MOST_MOMENTS = 30
"""Moments of a run that its path is drawn through."""

_TELL_SECONDS = 0.4
"""How often a picture that is being refined is shown anew."""


@dataclass(frozen=True, eq=False)
class SliceState:
    """A slice at one moment.

    Attributes
    ----------
    status : WorkStatus
        What it is doing.
    kind : {"random", "path", "weights"}
        What its directions are.
    directions : Directions or None
        What it is spanned by.
    heights : ndarray, shape (41, 41), or None
        The loss: the row goes with b, the column with a. Between the points that are known it is
        interpolated; None before the first picture.
    done : int
        Points that have been computed.
    examples : int
        On how many training examples each is measured.
    iteration : int
        After how many updates the weights in the middle were those of the run.
    center : float
        The loss there.
    settings : Settings or None
        Those of the experiment when it started.
    error : str
        Why it failed, in a sentence; else empty.
    """

    status: WorkStatus = WorkStatus.READY
    kind: Kind = "random"
    directions: Directions | None = None
    heights: AnyArray | None = None
    done: int = 0
    examples: int = 0
    iteration: int = 0
    center: float = float("nan")
    settings: Settings | None = None
    error: str = ""

    @property
    def total(self) -> int:
        """How many points there will be."""
        return SIZE * SIZE


class Sliced(Owner, Protocol):
    """What a slice needs of an experiment."""

    settings: Any
    snapshot: Snapshot | None

    @property
    def split(self) -> Split:
        """The training examples, divided."""

    @property
    def timeline(self) -> Timeline:
        """What the present run can go back to."""

    def ask(self, question: Callable[[Sequential], Any]) -> Any:  # noqa: ANN401 - whatever is asked
        """Return what a function reads from a copy of the network that stands still."""


class LossSlice(BackgroundCompanion):
    """Computes slices of the loss on a network of its own; the run is not touched.

    Parameters
    ----------
    experiment : Experiment
        Whose network, data and run are looked at.

    Attributes
    ----------
    state : SliceState
        How the slice stands. Observers are called in its thread, under the experiment's lock.

    Examples
    --------
    >>> from mlwidgets.session import Experiment
    >>> slice = LossSlice(Experiment("moons"))
    >>> slice.start("random")
    >>> slice.wait()
    True
    >>> slice.state.heights.shape
    (41, 41)
    """

    failure = _("The slice could not be computed")

    state = Instance(SliceState, ())

    def __init__(self, experiment: Sliced) -> None:
        super().__init__(experiment)
        self._experiment = experiment

    def start(self, kind: str = "random", *, weights: tuple[int, int] = (0, 1), seed: int = 0) -> None:
        """Begin a slice around the present weights; one that is under way is given up.

        Parameters
        ----------
        kind : {"random", "path", "weights"}
            Two random directions, the plane of the run's path, or two weights.
        weights : (int, int)
            Which two, by their places in the vector of parameters.
        seed : int
            Which random directions.

        Raises
        ------
        ConfigurationError
            There is no such kind or weight, or the run has hardly begun and has no path.
        SessionStateError
            The experiment is closed.
        """
        chosen, number = cast("Kind", KINDS.check(kind)), SEED.check_int(seed)
        if not (isinstance(weights, (tuple, list)) and len(weights) == 2):  # noqa: PLR2004 - a and b
            raise ConfigurationError(_("weights are the places of two weights, such as (0, 1)."))
        with self._experiment.lock:
            refuse_if_closed(self._experiment, "look at its loss")
            experiment = self._experiment
            vector, slots, names = experiment.ask(_read)
            theta = vector[: _trained(slots)]
            if not np.isfinite(vector).all():
                raise ConfigurationError(
                    _("Some weights are not finite. Reset the training, then look again.")
                )
            if chosen == "weights":
                directions = two_weights(theta, slots, *weights)
            elif chosen == "path":
                directions = trajectory_plane(theta, self._moments(theta))
            else:
                directions = random_directions(theta, slots, number, names)
            snapshot, settings = experiment.snapshot, experiment.settings
            state = SliceState(
                status=WorkStatus.RUNNING,
                kind=chosen,
                directions=directions,
                iteration=0 if snapshot is None else snapshot.iteration,
                settings=settings,
            )
            self._tell(state)
            self._work.start(_slice(state, settings, experiment.split, vector))

    def _moments(self, theta: Array) -> AnyArray:
        """Return the weights of the run on its way, some of them, the present ones last."""
        _, rows = self._experiment.timeline.weights()
        known = rows[:, : len(theta)] if len(rows) else np.empty((0, len(theta)))
        if len(known) >= MOST_MOMENTS:
            known = known[np.linspace(0, len(known) - 1, MOST_MOMENTS - 1).round().astype(int)]
        return np.vstack([known, theta])


def _read(model: Sequential) -> tuple[Array, tuple[Slot, ...], list[str]]:
    """Return the weights of a network, their places, and the classes of its layers."""
    return model.vector.copy(), model.slots, [layer.class_name for layer in model.layers]


def _trained(slots: tuple[Slot, ...]) -> int:
    return max((slot.stop for slot in slots if slot.trainable), default=0)


def _slice(
    state: SliceState, settings: Settings, split: Split, vector: Array
) -> Generator[SliceState | None]:
    """Compute the points of a slice, and yield the picture when it is whole and now and then later."""
    directions = state.directions
    assert directions is not None  # noqa: S101 - `start` has chosen them
    trainer = build_trainer(settings, split)
    trainer.model.vector[...] = vector  # with what layers keep, such as moving averages
    chosen = chosen_examples(len(trainer.x))
    weights = None if trainer.weights is None else trainer.weights[chosen]
    loss_at = LossAt(trainer.model, trainer.x[chosen], trainer.y[chosen], weights)
    theta = vector[: len(directions.first)].astype(np.float64)
    state = replace(state, examples=len(chosen), center=loss_at(theta))
    x_low, x_high, y_low, y_high = directions.domain
    across, up = np.linspace(x_low, x_high, SIZE), np.linspace(y_low, y_high, SIZE)
    heights, coarse, done = np.full((SIZE, SIZE), np.nan), 0, 0
    pace = Pacing(_TELL_SECONDS)
    for step, points in zip(STEPS, refinements(), strict=True):
        for row, column in points:
            loss = loss_at(theta + across[column] * directions.first + up[row] * directions.second)
            heights[row, column] = loss if np.isfinite(loss) else np.inf
            done += 1
            if coarse and pace.due():
                yield replace(state, heights=_picture(heights, coarse), done=done)
            else:
                yield None
        coarse = step
        yield replace(state, heights=_picture(heights, coarse), done=done)
    yield replace(state, status=WorkStatus.FINISHED, heights=_picture(heights, 1), done=done)


def _picture(heights: AnyArray, coarse: int) -> AnyArray:
    """Return the whole picture; where the loss is not finite there is a hole."""
    with np.errstate(invalid="ignore"):  # the mean of infinities
        whole = filled(heights, coarse)
    return np.where(np.isfinite(whole), whole, np.nan)
