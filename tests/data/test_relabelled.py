"""Data sets in which somebody has changed labels."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from mlwidgets.data import load
from mlwidgets.data.relabelled import changed_labels, own_labels, relabelled
from mlwidgets.errors import ConfigurationError, DataError
from mlwidgets.session import Experiment


@pytest.mark.parametrize("name", ["mnist", "circle"])
def test_one_label_is_another_and_everything_else_stays(name: str) -> None:
    data = load(name)
    wrong = (int(data.y_train[5]) + 1) % data.n_classes
    changed = relabelled(data, {5: wrong})
    assert changed.y_train[5] == wrong
    assert (changed.y_train != data.y_train).sum() == 1
    assert changed.x_train is data.x_train
    assert changed.name == data.name
    for seed in (0, 1):
        before, after = data.split(0.25, seed), changed.split(0.25, seed)
        assert (before.train_index == after.train_index).all()  # the same examples are held out


def test_it_is_loaded_again_from_its_settings() -> None:
    data = relabelled(relabelled(load("mnist"), {3: 0, 4: 1}), {3: 2})
    assert data.config is not None
    assert changed_labels(data.config) == {3: 2, 4: 1}
    again = load(data.config)
    assert (again.y_train == data.y_train).all()
    assert again.config == data.config
    experiment = Experiment(data)
    other = Experiment.from_dict(experiment.to_dict())
    assert other.dataset.y_train[3] == 2
    experiment.close()
    other.close()


def test_an_example_that_gets_its_own_label_back_is_changed_no_longer() -> None:
    data = load("mnist")
    own = {3: int(data.y_train[3]), 4: int(data.y_train[4])}
    changed = relabelled(data, {place: (label + 1) % 10 for place, label in own.items()})
    assert own_labels(changed) == own
    half = relabelled(changed, {3: own[3]})
    assert own_labels(half) == {4: own[4]}
    back = relabelled(half, {4: own[4]})
    assert changed_labels(back.config) == {}
    assert (back.y_train == data.y_train).all()


def test_strata_of_another_kind_are_not_taken_for_labels() -> None:
    data = dataclasses.replace(load("mnist"), strata=np.arange(5000))
    assert own_labels(relabelled(data, {3: 0})) == {}


@pytest.mark.parametrize(
    "labels", [{-1: 0}, {10**9: 0}, {0: -1}, {0: 10}, {0: "a"}, {0: None}, {0: True}, {0: 1.5}, {0: 10**400}]
)
def test_no_such_example_or_class(labels: dict[int, int]) -> None:
    with pytest.raises(DataError, match="must be a whole number from 0 to"):
        relabelled(load("mnist"), labels)


@pytest.mark.parametrize("labels", [3, "x", [1], {"a": 1}, {"-1": 1}, {1: 1}, {"9" * 10_000: 1}, None])
def test_settings_that_say_nothing(labels: object) -> None:
    with pytest.raises(ConfigurationError, match="relabelled names"):
        load({"name": "mnist", "relabelled": labels})


def test_numbers_have_no_labels() -> None:
    with pytest.raises(DataError, match="Only classes can be changed"):
        relabelled(load("plane"), {0: 1})


@pytest.mark.parametrize("strata", [np.zeros(3, int), np.zeros(4000), "no", [0] * 4000])
def test_strata_are_whole_numbers_for_each_example(strata: object) -> None:
    with pytest.raises(DataError, match="strata must be"):
        dataclasses.replace(load("mnist"), strata=strata)  # type: ignore[arg-type]
