"""The draw of validation examples: seeded, in proportion, and never a whole class."""

from __future__ import annotations

import re

import numpy as np
import pytest

from mlwidgets.data.splitting import choose_validation
from mlwidgets.errors import ConfigurationError, DataError


def test_one_seed_gives_one_draw_and_another_seed_another() -> None:
    groups = np.repeat(np.arange(10), 50)
    first = choose_validation(groups, 0.2, seed=4)
    np.testing.assert_array_equal(first, choose_validation(groups, 0.2, seed=4))
    assert not np.array_equal(first, choose_validation(groups, 0.2, seed=5))


@pytest.mark.parametrize("validation_split", [0.01, 0.1, 0.33, 0.5, 0.777, 0.9])
@pytest.mark.parametrize("counts", [(100,), (50, 50), (97, 2, 1), (10, 20, 30, 40), (1, 1, 98)])
def test_shares_are_in_proportion_and_leave_each_class_an_example(
    counts: tuple[int, ...], validation_split: float
) -> None:
    groups = np.random.default_rng(0).permutation(np.repeat(np.arange(len(counts)), counts))
    chosen = choose_validation(groups, validation_split, seed=1)
    shares = np.bincount(groups[chosen], minlength=len(counts))
    assert len(chosen) == len(set(chosen.tolist())) == round(100 * validation_split)
    assert (np.array(counts) - shares >= 1).all()
    # A class with one example can give none, and the others make up for it: hence up to 2 off, not 1.
    assert np.abs(shares - np.array(counts) * validation_split).max() <= 2


def test_classes_need_not_be_numbered_without_gaps() -> None:
    groups = np.array([3, 3, 3, 3, 8, 8, 8, 8])
    assert sorted(groups[choose_validation(groups, 0.5, seed=1)].tolist()) == [3, 3, 8, 8]


def test_any_split_above_0_draws_at_least_one() -> None:
    assert len(choose_validation(np.zeros(3, dtype=int), 0.1, seed=1)) == 1


@pytest.mark.parametrize("groups", [[0], [0, 1, 2]])
def test_too_few_examples_are_refused(groups: list[int]) -> None:
    with pytest.raises(DataError, match=re.escape("too small to set an example aside for validation")):
        choose_validation(np.array(groups), 0.5, seed=1)


@pytest.mark.parametrize("validation_split", [-0.1, 0.91, 1, float("nan"), "0.5", None, True])
def test_a_split_out_of_range_is_refused(validation_split: float) -> None:
    with pytest.raises(
        ConfigurationError, match=re.escape("validation_split must be a number in [0, 0.9]; got")
    ):
        choose_validation(np.zeros(4, dtype=int), validation_split, seed=1)


@pytest.mark.parametrize("seed", [-1, 0.5, None, "1", True])
def test_a_wrong_seed_is_refused(seed: int) -> None:
    with pytest.raises(ConfigurationError, match=r"seed must be a whole number in \[0, 4,294,967,295\]; got"):
        choose_validation(np.zeros(4, dtype=int), 0.5, seed=seed)
