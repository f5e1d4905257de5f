"""Permutation importance: how much worse a model's answers get when one column is shuffled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.explain.rows.figures import score_of

if TYPE_CHECKING:
    from collections.abc import Generator

    import numpy.typing as npt

    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.explain.rows.figures import Predict
    from mlwidgets.explain.rows.groups import Groups

REPEATS = 5
"""How often each column is shuffled: the drops differ, and their spread says by how much."""

MOST_ROWS = 2_000
"""Of more rows so many are picked at random: the spread shows that this is enough."""


@dataclass(frozen=True, eq=False)
class Importance:
    """What matters to a model.

    Attributes
    ----------
    columns : tuple of str
        The columns of the data.
    drops, spreads : ndarray, shape (columns,)
        How much the score falls when that column is shuffled: the mean over the repeats, and their standard
        deviation. A drop below 0 is chance: the model does as well without the column.
    score : float
        The score with nothing shuffled: accuracy, or R².
    rows : int
        On how many rows it was measured.
    """

    columns: tuple[str, ...]
    drops: npt.NDArray[np.float64]
    spreads: npt.NDArray[np.float64]
    score: float
    rows: int


def permutation_importance(
    predict: Predict, x: AnyArray, y: AnyArray, groups: Groups, seed: int
) -> Generator[None, None, Importance]:
    """Measure what matters to any model, and yield after each column.

    One column of the data is shuffled among the rows, with all of its inputs together: those of a category
    that is encoded one-hot stay what a row can have. The drop of the score is how much the model relies on
    that column. If two columns tell the same, each can look unimportant, since the other one is still there.

    Parameters
    ----------
    predict : callable
        From rows to answers; see `Predict`.
    x : ndarray, shape (rows, inputs)
        Rows that the model has not learned from.
    y : ndarray
        Their classes, or the numbers to predict.
    groups : dict of str to ndarray
        The inputs of each column.
    seed : int
        The same seed shuffles the same way, so that models can be compared.

    Returns
    -------
    Importance
        Found with `REPEATS` shuffles of each column, on `MOST_ROWS` rows at most.

    References
    ----------
    Breiman, "Random Forests", Machine Learning 45, 2001; Fisher, Rudin and Dominici, "All Models are Wrong,
    but Many are Useful", JMLR 20, 2019.

    Examples
    --------
    >>> from mlwidgets.explain.rows.groups import input_groups
    >>> rng = np.random.default_rng(0)
    >>> x = rng.normal(size=(400, 2))
    >>> y = (x[:, 0] > 0).astype(int)
    >>> by_first = lambda rows: np.stack([rows[:, 0] <= 0, rows[:, 0] > 0], axis=1) * 1.0
    >>> found = finished(permutation_importance(by_first, x, y, input_groups(["told", "noise"]), seed=0))
    >>> found.score, found.drops.round(1).tolist()
    (1.0, [0.5, 0.0])
    """
    rng = np.random.default_rng(seed)
    if len(y) > MOST_ROWS:
        rows = np.sort(rng.choice(len(y), MOST_ROWS, replace=False))
        x, y = x[rows], y[rows]
    score = score_of(y, predict(x))
    drops = np.empty((len(groups), REPEATS))
    shuffled = x.copy()
    for at, inputs in enumerate(groups.values()):
        for repeat in range(REPEATS):
            order = rng.permutation(len(y))
            shuffled[:, inputs] = x[np.ix_(order, inputs)]
            drops[at, repeat] = score - score_of(y, predict(shuffled))
        shuffled[:, inputs] = x[:, inputs]
        yield
    return Importance(tuple(groups), drops.mean(axis=1), drops.std(axis=1), score, len(y))


def finished(steps: Generator[None, None, Importance]) -> Importance:
    """Return what `permutation_importance` finds, without a pause."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: Importance = end.value
            return found
