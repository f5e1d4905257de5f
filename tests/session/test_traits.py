"""Traits whose rule is the engine's."""

from __future__ import annotations

import pytest
from traitlets import HasTraits

from mlwidgets.data import Dataset, load, points
from mlwidgets.engine.optimizers import OPTIMIZERS
from mlwidgets.errors import ConfigurationError
from mlwidgets.ranges import EPOCHS, PADDING
from mlwidgets.session.traits import Checked, Data, Flag, Named, Plain, Stack


class Settings(HasTraits):
    """One trait of each kind."""

    epochs = Checked(EPOCHS, 3)
    padding = Checked(PADDING, "same")
    optimizer = Named(OPTIMIZERS, "adam")
    nesterov = Flag(default=True)
    layers = Stack()
    dataset = Data(Dataset)
    anything = Plain(())


def test_defaults_and_good_values() -> None:
    settings = Settings()
    assert (settings.epochs, settings.padding, settings.optimizer) == (3, "same", "adam")
    assert settings.nesterov is True
    assert settings.layers == []
    for name, value in (("epochs", 4.0), ("optimizer", "SGD"), ("layers", (1, 2))):
        setattr(settings, name, value)
    assert (settings.epochs, settings.optimizer, settings.layers) == (4, "sgd", [1, 2])
    assert type(settings.epochs) is int


@pytest.mark.parametrize(
    ("name", "value"),
    [("epochs", 0), ("padding", "full"), ("optimizer", "x"), ("nesterov", 0), ("layers", "ab")],
)
def test_bad_values_raise_our_own_error_and_change_nothing(name: str, value: object) -> None:
    settings = Settings()
    before = getattr(settings, name)
    with pytest.raises(ConfigurationError):
        setattr(settings, name, value)
    assert getattr(settings, name) == before


def test_two_objects_do_not_share_a_list() -> None:
    one, two = Settings(), Settings()
    one.layers.append(1)
    assert two.layers == []


def test_a_data_set_is_taken_as_it_is_by_its_name_or_from_its_settings() -> None:
    settings = Settings()
    settings.dataset = load("xor")
    assert settings.dataset is load("xor")
    settings.dataset = "mnist"
    assert settings.dataset is load("mnist")
    settings.dataset = {"name": "spiral", "noise": 3}
    assert settings.dataset.config == points("spiral", noise=3).config


def test_a_data_set_of_the_same_settings_is_no_change() -> None:
    settings = Settings()
    seen: list[object] = []
    settings.observe(seen.append, "dataset")
    settings.dataset = {"name": "spiral", "noise": 3}
    kept = settings.dataset
    settings.dataset = points("spiral", noise=3)
    assert settings.dataset is kept
    settings.dataset = points("spiral", noise=4)
    assert len(seen) == 2


def test_a_plain_trait_leaves_the_check_to_its_owner() -> None:
    settings = Settings()
    assert settings.anything == ()
    settings.anything = ["x1"]
    assert settings.anything == ["x1"]
