"""Permutation importance: what a model relies on, whichever model it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from mlwidgets.explain.rows.groups import input_groups
from mlwidgets.explain.rows.importance import MOST_ROWS, finished, permutation_importance

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray


def one_hot(numbers: AnyArray) -> AnyArray:
    return np.eye(3, dtype=np.float32)[numbers]


def test_all_inputs_of_a_category_are_shuffled_together() -> None:
    rng = np.random.default_rng(1)
    island, noise = rng.integers(0, 3, 300), rng.normal(size=(300, 1)).astype(np.float32)
    x, groups = np.hstack([noise, one_hot(island)]), input_groups(["noise", "island", "island", "island"])

    def predict(rows: AnyArray) -> AnyArray:
        assert (rows[:, 1:].sum(axis=1) == 1).all()  # a row has one island, also when shuffled
        return rows[:, 1:]

    found = finished(permutation_importance(predict, x, island, groups, seed=0))
    assert found.columns == ("noise", "island")
    assert found.score == 1
    assert found.drops[0] == 0
    assert found.spreads[0] == 0
    assert found.drops[1] == pytest.approx(2 / 3, abs=0.05)  # a third is right by chance
    assert 0 < found.spreads[1] < 0.1


def test_the_same_seed_gives_the_same_numbers_and_leaves_the_rows_alone() -> None:
    rng = np.random.default_rng(2)
    x, y = rng.normal(size=(MOST_ROWS + 500, 2)), rng.normal(size=MOST_ROWS + 500)
    before, groups = x.copy(), input_groups(["a", "b"])
    first, second, other = (
        finished(permutation_importance(lambda rows: rows.sum(axis=1), x, y, groups, seed=seed))
        for seed in (3, 3, 4)
    )
    np.testing.assert_array_equal(x, before)
    np.testing.assert_array_equal(first.drops, second.drops)
    assert not np.array_equal(first.drops, other.drops)
    assert first.rows == MOST_ROWS


def test_a_column_that_is_there_twice_looks_less_important() -> None:
    rng = np.random.default_rng(5)
    told = rng.normal(size=400)
    y = told.copy()
    once = finished(permutation_importance(lambda x: x[:, 0], told[:, None], y, input_groups(["a"]), 0))
    twice = finished(
        permutation_importance(
            lambda x: x.mean(axis=1), np.stack([told, told], axis=1), y, input_groups(["a", "b"]), 0
        )
    )
    assert twice.drops.max() < once.drops[0] / 2


def test_it_pauses_after_each_column() -> None:
    x, y = np.zeros((4, 3)), np.arange(4.0)
    steps = permutation_importance(lambda rows: rows[:, 0], x, y, input_groups(["a", "b", "c"]), 0)
    assert sum(1 for _ in steps) == 3
