"""Which examples of the training part are set aside for validation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.errors import DataError
from mlwidgets.language import _
from mlwidgets.ranges import SEED, VALIDATION_SPLIT

if TYPE_CHECKING:
    from numpy.typing import NDArray


def choose_validation(groups: NDArray[np.integer], validation_split: float, seed: int) -> NDArray[np.int64]:
    """Draw the positions of the validation examples, each group giving its share.

    Parameters
    ----------
    groups : ndarray of int, shape (examples,)
        The class of each example; all zero when there are no classes.
    validation_split : float
        Share of the examples to draw, in [0, 0.9].
    seed : int
        The same seed draws the same examples.

    Returns
    -------
    ndarray of int64
        Positions in ascending order: ``round(validation_split * examples)`` of them. A split above 0 draws at
        least one, and always leaves each group at least one example to learn from.

    Raises
    ------
    ConfigurationError
        An argument is out of its range.
    DataError
        Not one example can be spared.

    Examples
    --------
    >>> import numpy as np
    >>> groups = np.array([0, 0, 0, 0, 1, 1, 1, 1])
    >>> groups[choose_validation(groups, 0.5, seed=1)]
    array([0, 0, 1, 1])
    """
    VALIDATION_SPLIT.check(validation_split)
    SEED.check(seed)
    if validation_split == 0:
        return np.empty(0, dtype=np.int64)
    _groups, group_of, counts = np.unique(groups, return_inverse=True, return_counts=True)
    shares = _share_out(counts, max(1, round(validation_split * len(groups))))
    if not shares.any():
        raise DataError(
            _(
                "The training part is too small to set an example aside for validation: each class "
                "must keep at least one, and there are only {count} examples. Add some, or set "
                "validation_split to 0."
            ).format(count=len(groups))
        )
    generator = np.random.default_rng(seed)
    drawn = [
        generator.permutation(np.flatnonzero(group_of == group))[:share] for group, share in enumerate(shares)
    ]
    return np.sort(np.concatenate(drawn)).astype(np.int64)


def _share_out(counts: NDArray[np.int64], wanted: int) -> NDArray[np.int64]:
    """Divide `wanted` in proportion to `counts` (largest remainders), each share below its count."""
    exact = counts * (wanted / counts.sum())
    room = counts - 1
    shares = np.minimum(np.floor(exact).astype(np.int64), room)
    wanted = min(wanted, int(room.sum()))
    while shares.sum() < wanted:
        # The group that is furthest below its exact share comes next; a full group is out of the race.
        shares[np.argmax(np.where(shares < room, exact - shares, -np.inf))] += 1
    return shares
