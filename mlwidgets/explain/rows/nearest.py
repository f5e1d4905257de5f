"""The nearest row that gets another answer, and what differs in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.explain.rows.groups import Groups


@dataclass(frozen=True, eq=False)
class NearestRow:
    """A row near to another one, with another answer.

    Attributes
    ----------
    row : int
        Its place among the rows that were looked at.
    parts : dict of str to float
        For each column its part of the distance; 0 where both rows agree.
    """

    row: int
    parts: dict[str, float]

    @property
    def distance(self) -> float:
        """The sum of all parts."""
        return sum(self.parts.values())


def distance_parts(x: AnyArray, row: AnyArray, groups: Groups) -> npt.NDArray[np.float32]:
    """Return each column's part of the distance of rows from one row, shape (rows, columns).

    The distance is the sum of the absolute differences of the prepared inputs: the L₁ distance, which is
    small where few columns differ. A number that was standardized counts in standard deviations. Between two
    categories encoded one-hot the differences are 1 and 1, which counts as one.

    Examples
    --------
    >>> from mlwidgets.explain.rows.groups import input_groups
    >>> groups = input_groups(["age", "island", "island"])
    >>> rows = np.array([[0.5, 1.0, 0.0], [0.0, 0.0, 1.0]])
    >>> distance_parts(rows, np.array([0.0, 1.0, 0.0]), groups).tolist()
    [[0.5, 0.0], [0.0, 1.0]]
    """
    apart = np.abs(x - row)
    parts = [apart[:, at].sum(axis=1) / (1 if len(at) == 1 else 2) for at in groups.values()]
    return np.stack(parts, axis=1).astype(np.float32)


def nearest_with_other_answer(
    x: AnyArray, row: AnyArray, other: npt.NDArray[np.bool_], groups: Groups
) -> NearestRow | None:
    """Return the nearest of the rows that get another answer; None if all get the same.

    Parameters
    ----------
    x : ndarray, shape (rows, inputs)
        The rows to look among.
    row : ndarray, shape (inputs,)
        The row to start from.
    other : ndarray of bool, shape (rows,)
        Which of the rows get another answer.
    groups : dict of str to ndarray
        The inputs of each column.

    References
    ----------
    Wexler et al., "The What-If Tool: Interactive Probing of Machine Learning Models", IEEE TVCG, 2020: the
    "nearest counterfactual".
    """
    places = np.flatnonzero(other)
    if not len(places):
        return None
    parts = distance_parts(x[places], row, groups)
    best = int(parts.sum(axis=1).argmin())
    return NearestRow(int(places[best]), dict(zip(groups, parts[best].tolist(), strict=True)))


def other_answers(answers: AnyArray, present: AnyArray, apart: float | None = None) -> npt.NDArray[np.bool_]:
    """Return which answers are other ones than the present one.

    Parameters
    ----------
    answers : ndarray
        Those of the rows to look among: `(rows, classes)`, or numbers `(rows, 1)`.
    present : ndarray
        That of the row to start from, of the same form without the rows.
    apart : float, optional
        Given for numbers: another one is at least so far away. Of classes another one has the largest
        probability.

    Examples
    --------
    >>> other_answers(np.array([[0.9, 0.1], [0.2, 0.8]]), np.array([0.6, 0.4])).tolist()
    [False, True]
    >>> other_answers(np.array([[1.0], [5.0]]), np.array([2.0]), apart=2).tolist()
    [False, True]
    """
    if apart is None:
        return np.asarray(answers.argmax(axis=1) != present.argmax())
    far: npt.NDArray[np.bool_] = np.abs(answers[:, 0] - present[0]) >= apart
    return far
