"""Data sets by name."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from mlwidgets.data import Dataset, load, load_mnist, registry
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
