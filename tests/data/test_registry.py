"""Data sets by name."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest

from mlwidgets.data import Dataset, load, load_mnist, registry
from mlwidgets.data.tables.bundled import bundled_tables
from mlwidgets.errors import ConfigurationError


def test_a_name_always_gives_the_same_object() -> None:
    assert load("mnist") is load("mnist")


@pytest.mark.parametrize("name", registry.names())
def test_a_data_set_carries_the_name_it_is_loaded_by(name: str) -> None:
    assert load(name).name == name


def test_threads_that_ask_at_once_get_the_same_object_and_load_it_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls: list[Dataset] = []

    def loader() -> Dataset:
        calls.append(load_mnist())
        return calls[-1]

    monkeypatch.setitem(registry._LOADERS, "mnist", loader)
    monkeypatch.setattr(registry, "_loaded", {})
    together = Barrier(4)

    def ask(_: int) -> Dataset:
        together.wait(timeout=30)
        return load("mnist")

    with ThreadPoolExecutor(4) as pool:
        got = list(pool.map(ask, range(4)))
    assert len(calls) == 1
    assert all(data is calls[0] for data in got)


def test_a_failed_load_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> Dataset:
        raise ConfigurationError("not now.")

    monkeypatch.setattr(registry, "_loaded", {})
    with monkeypatch.context() as broken:
        broken.setitem(registry._LOADERS, "mnist", fail)
        with pytest.raises(ConfigurationError, match="not now"):
            load("mnist")
    assert load("mnist").name == "mnist"


@pytest.mark.parametrize("name", ["imagenet", "MNIST", "", "../mnist", None, ["mnist"]])
def test_an_unknown_name_lists_the_known_ones(name: str) -> None:
    message = f"There is no data set named {name!r}. Choose one of: {', '.join(registry.names())}."
    with pytest.raises(ConfigurationError, match=re.escape(message)):
        load(name)


def test_the_names_in_the_order_of_a_menu() -> None:
    assert registry.names()[:5] == ("mnist", "circle", "xor", "gauss", "spiral")
    assert registry.names()[11:] == tuple(bundled_tables())


def test_a_name_alone_means_the_usual_settings() -> None:
    data = load("spiral")
    assert load("spiral") is data
    usual = {"name": "spiral", "noise": 0, "samples": 500, "classes": 2, "test_share": 0.5, "seed": 0}
    assert data.config == usual
    assert load("mnist").config is None


def test_settings_make_a_data_set() -> None:
    data = load({"name": "rings", "classes": 3, "samples": 60})
    assert (data.name, data.n_classes, len(data.x_train)) == ("rings", 3, 30)
    assert load(MappingProxyType({"name": "rings", "classes": 3, "samples": 60})).config == data.config
    assert load({"name": "mnist"}) is load("mnist")


@pytest.mark.parametrize("name", [name for name in registry.names() if name != "mnist"])
def test_a_config_is_json_and_makes_the_same_again(name: str) -> None:
    data = load(name)
    assert data.config is not None
    again = load(json.loads(json.dumps(dict(data.config))))
    assert again.config == data.config
    np.testing.assert_array_equal(again.x_train, data.x_train)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            {},
            'has a name among them, such as {"name": "spiral", "noise": 10}; got {}.',
        ),
        ({"noise": 3}, "A data set with settings has a name among them"),
        ({"name": "sprial"}, "There is no data set named 'sprial'. Choose one of: mnist, circle"),
        ({"name": "sprial"}, "Did you mean 'spiral'?"),
        ({"name": 3}, "There is no data set named 3."),
        ({"name": ["spiral"]}, "There is no data set named ['spiral']."),
        (
            {"name": "spiral", "noize": 3},
            "no setting 'noize'. It knows: noise, samples, classes, test_share, seed. Did you mean 'noise'?",
        ),
        ({"name": "spiral", "kind": "xor"}, "The data set spiral has no setting 'kind'."),
        ({"name": "spiral", 3: 3}, "The data set spiral has no setting 3."),
        ({"name": "mnist", "noise": 3}, "The data set mnist has no setting 'noise'. It has none."),
        ({"name": "spiral", "noise": "3"}, "noise must be a number in [0, 100]; got '3'."),
        ({"name": "xor", "classes": 3}, "xor has 2 classes; got classes=3."),
        ({"name": "drawn"}, "The data set drawn needs a value for points; got none."),
        ({"name": "drawn", "labels": [0, 1]}, "The data set drawn needs a value for points; got none."),
        (
            {"name": "drawn", "colour": 1},
            "The data set drawn has no setting 'colour'. It knows: points, labels",
        ),
    ],
)
def test_settings_that_cannot_be(settings: Any, message: str) -> None:  # noqa: ANN401
    with pytest.raises(ConfigurationError, match=re.escape(message)):
        load(settings)
