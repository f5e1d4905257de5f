"""Two directions through the weights of a network, along which its loss is looked at.

A slice of the loss is the surface z(a, b) = L(θ₀ + a·d₁ + b·d₂) around the present weights θ₀. There are
three ways here to choose d₁ and d₂: two single weights, two random directions, and the plane of the run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.parameters import trainable_only
from mlwidgets.errors import ConfigurationError
from mlwidgets.language import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.engine.arrays import AnyArray, Array
    from mlwidgets.engine.parameters import Slot

_MARGIN = 0.25
"""How far the picture goes beyond the path of a run, as a share of the path's extent."""

_LEAST_MOMENTS = 3


@dataclass(frozen=True, eq=False)
class Directions:
    """What spans a slice.

    Attributes
    ----------
    first, second : ndarray, shape (p,), float64
        d₁ and d₂, one number for every parameter.
    domain : (float, float, float, float)
        The least and the largest a, then b.
    path : ndarray, shape (k, 2)
        Where the run was on its way, as (a, b); without points if it is not shown.
    share : float or None
        How much of the run's way lies in the plane: the share of the squared distances from θ₀.
    """

    first: AnyArray
    second: AnyArray
    domain: tuple[float, float, float, float]
    path: AnyArray
    share: float | None = None


def two_weights(theta: Array, slots: Sequence[Slot], first: int, second: int) -> Directions:
    """Return the directions of two single weights; a and b are how far each is moved from its value.

    The slice reaches as far as six times the root mean square of all weights in the same array, or three
    times the weight itself, whichever is more, and at least 1.

    Parameters
    ----------
    theta : ndarray, shape (p,)
        The parameters θ₀.
    slots : sequence of Slot
        What stands where in them.
    first, second : int
        The places of the two weights.

    Raises
    ------
    ConfigurationError
        There is no such place, or both are the same.
    """
    for place in (first, second):
        if isinstance(place, bool) or not isinstance(place, int) or not 0 <= place < len(theta):
            raise ConfigurationError(
                _(
                    "A weight is chosen by its place in the vector of parameters, 0 to {last}; got {given}."
                ).format(last=len(theta) - 1, given=str(place)[:60])
            )
    if first == second:
        raise ConfigurationError(str(_("A slice needs two different weights. Choose another one.")))
    reaches = [_reach(theta, slots, place) for place in (first, second)]
    directions = np.zeros((2, len(theta)))
    directions[0, first] = directions[1, second] = 1.0
    domain = (-reaches[0], reaches[0], -reaches[1], reaches[1])
    return Directions(directions[0], directions[1], domain, np.empty((0, 2)))


def _reach(theta: Array, slots: Sequence[Slot], place: int) -> float:
    slot = next(one for one in slots if one.start <= place < one.stop)
    spread = float(np.sqrt(np.mean(np.square(theta[slot.start : slot.stop], dtype=np.float64))))
    return max(6 * spread, 3 * abs(float(theta[place])), 1.0)


def random_directions(
    theta: Array, slots: Sequence[Slot], seed: int, class_names: Sequence[str] = ()
) -> Directions:
    """Return two random directions, each filter of them as long as that filter of the network.

    Every number is drawn from a normal distribution; then for each filter f (all weights that lead to one
    output: of a convolution, one filter; of a Dense layer, one neuron's incoming weights)
    d_f ← d_f · ‖θ_f‖ / ‖d_f‖. Without that, a network whose weights are large would look flat. Biases and the
    two vectors of a normalization get 0, as in the paper's own program.

    Parameters
    ----------
    theta : ndarray, shape (p,)
        The parameters θ₀.
    slots : sequence of Slot
        What stands where in them.
    seed : int
        Which directions: the same seed gives the same.
    class_names : sequence of str
        The class of each layer, which says on which axis the filters of a kernel lie.

    References
    ----------
    Li, Xu, Taylor, Studer and Goldstein, "Visualizing the Loss Landscape of Neural Nets", NeurIPS 2018.
    """
    rng = np.random.default_rng([seed, 7])
    drawn = [_filter_normalised(theta, slots, rng, class_names) for _time in range(2)]
    return Directions(drawn[0], drawn[1], (-1.0, 1.0, -1.0, 1.0), np.empty((0, 2)))


def _filter_normalised(
    theta: Array, slots: Sequence[Slot], rng: np.random.Generator, class_names: Sequence[str]
) -> AnyArray:
    direction = np.zeros(len(theta))
    for slot in trainable_only(slots):
        if len(slot.shape) < 2:  # noqa: PLR2004 - a bias, or one of a normalization's vectors
            continue
        name = class_names[slot.layer] if slot.layer < len(class_names) else ""
        axes = filter_axes(name, slot)
        others = tuple(axis for axis in range(len(slot.shape)) if axis not in axes)
        weights = theta[slot.start : slot.stop].reshape(slot.shape).astype(np.float64)
        values = rng.normal(size=slot.shape)
        length = np.sqrt(np.square(values).sum(axis=others, keepdims=True))
        wanted = np.sqrt(np.square(weights).sum(axis=others, keepdims=True))
        direction[slot.start : slot.stop] = (values * (wanted / length)).ravel()
    return direction


def filter_axes(class_name: str, slot: Slot) -> tuple[int, ...]:
    """Return on which axes of an array of weights its filters are counted.

    The last one, with two exceptions: a transposed convolution's kernel is (…, filters, channels), and a
    depthwise one has a filter for each channel and each multiple of it.
    """
    rank = len(slot.shape)
    if "Transpose" in class_name:
        return (rank - 2,)
    if slot.name == "depthwise_kernel" or class_name.startswith("Depthwise"):
        return (rank - 2, rank - 1)
    return (rank - 1,)


def trajectory_plane(theta: Array, moments: AnyArray) -> Directions:
    """Return the plane through θ₀ that comes nearest to where a run has been.

    The rows of M are the differences θ(t) − θ₀; d₁ and d₂ are its first two right singular vectors, which are
    its principal components without centring, so that the plane goes through θ₀. a and b are distances.

    Parameters
    ----------
    theta : ndarray, shape (p,)
        The parameters θ₀.
    moments : ndarray, shape (k, p)
        Those of the run on its way, the earliest first.

    Raises
    ------
    ConfigurationError
        The run has been at fewer than three places.
    """
    differences = np.asarray(moments, dtype=np.float64) - np.asarray(theta, dtype=np.float64)
    moved = np.flatnonzero(np.square(differences).sum(axis=1)) if len(differences) else np.empty(0)
    if len(moved) < _LEAST_MOMENTS - 1 or not np.isfinite(differences).all():
        raise ConfigurationError(
            str(
                _(
                    "The path of a run needs at least three different moments of it. Train for a while, then "
                    "look again."
                )
            )
        )
    _left, sizes, rows = np.linalg.svd(differences, full_matrices=False)
    plane = rows[:2]
    # A singular vector may point either way: the run shall begin at the right and above.
    starts = plane @ differences[0]
    plane = plane * np.where(starts < 0, -1.0, 1.0)[:, np.newaxis]
    path = differences @ plane.T
    domain = (*_extent(path[:, 0]), *_extent(path[:, 1]))
    share = float(np.square(sizes[:2]).sum() / np.square(sizes).sum())
    return Directions(plane[0], plane[1], domain, path, share)


def _extent(places: AnyArray) -> tuple[float, float]:
    """Return the ends of an axis that holds all places and 0, with a margin."""
    low, high = min(0.0, float(places.min())), max(0.0, float(places.max()))
    margin = _MARGIN * (high - low) or 1.0
    return low - margin, high + margin
