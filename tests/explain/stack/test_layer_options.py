"""Every setting of every layer can be changed, within the range that the engine checks."""

from __future__ import annotations

import inspect
import json
import math
from typing import TYPE_CHECKING, Any

import pytest

from mlwidgets.engine.initializers import GivenFilters
from mlwidgets.engine.layers import LAYERS
from mlwidgets.errors import ConfigurationError, MLWidgetsError
from mlwidgets.explain.stack.layer_options import (
    PARTS,
    Option,
    as_picture,
    layer_options,
    new_layer,
    part_options,
)
from mlwidgets.explain.stack.layer_texts import FAMILIES, SENTENCES, setting_help
from mlwidgets.ranges import Interval, OneOf

if TYPE_CHECKING:
    from mlwidgets.engine.configurable import Configurable

KINDS: list[type[Configurable]] = [LAYERS.find(name) for name in LAYERS.names]
PART_KINDS: list[type[Configurable]] = [
    registry.find(name) for registry in PARTS.values() for name in registry.names
]
NAMES = [kind.__name__ for kind in KINDS]


def options_of(kind: type[Configurable]) -> tuple[Option, ...]:
    """Return the options of a layer or of a part of one."""
    if kind in KINDS:
        return layer_options(kind.__name__)
    for part, registry in PARTS.items():
        for name in registry.names:
            if registry.find(name) is kind:
                return part_options(part)[name]
    raise AssertionError(kind)


def made(kind: type[Configurable], **settings: object) -> Configurable:
    """Make a layer or a part of one from its usual values and those given."""
    usual = {option.name: option.default for option in options_of(kind) if option.required}
    return kind.from_config({**usual, **settings})


def wrapped(option: Option, number: object) -> object:
    """Return a number in the form that the option takes it in."""
    if option.kind == "rims":
        return [[number, 0], [0, number]]
    return [number] if option.kind == "list" else number


RANGED = [
    pytest.param(kind, option, id=f"{kind.__name__}.{option.name}")
    for kind in (*KINDS, *PART_KINDS)
    for option in options_of(kind)
    if isinstance(option.range, Interval)
]


@pytest.mark.parametrize("kind", [*KINDS, *PART_KINDS], ids=lambda kind: kind.__name__)
def test_no_parameter_of_a_constructor_is_missing(kind: type[Configurable]) -> None:
    assert [option.name for option in options_of(kind)] == list(inspect.signature(kind).parameters)


@pytest.mark.parametrize("kind", [*KINDS, *PART_KINDS], ids=lambda kind: kind.__name__)
def test_every_setting_has_a_sentence_and_a_default_that_the_engine_takes(kind: type[Configurable]) -> None:
    for option in options_of(kind):
        assert option.help.endswith(".")
        assert len(option.help) < 100
        parameter = inspect.signature(kind).parameters[option.name]
        assert option.required is (parameter.default is inspect.Parameter.empty)
    defaults = {option.name: option.default for option in options_of(kind)}
    assert made(kind, **defaults).get_config() == made(kind).get_config()


@pytest.mark.parametrize(("kind", "option"), RANGED)
def test_the_range_is_the_one_that_the_engine_checks(kind: type[Configurable], option: Option) -> None:
    range_ = option.range
    assert isinstance(range_, Interval)
    step = 1 if range_.integer else 1e-9
    low = range_.low if range_.closed in ("both", "left") else range_.low + step
    high = range_.high if range_.closed in ("both", "right") else range_.high - step
    ends: dict[str, tuple[float, ...]] = {"axis": (1, high), "minval": (low, 0.0), "maxval": (0.0, high)}
    others = {"filters": 1024} if option.name == "groups" else {}  # which they divide evenly
    for end in ends.get(option.name, (low, high)):
        made(kind, **others, **{option.name: wrapped(option, end)})
    outside: list[Any] = [
        low - 1,
        high + 1,
        math.nan,
        math.inf,
        True,
        "3",
        *([1.5] if range_.integer else []),
    ]
    for value in outside:
        if value in option.also:
            made(kind, **{option.name: wrapped(option, value)})
            continue
        with pytest.raises(ConfigurationError, match=f"^{range_.name} must be a"):
            made(kind, **{option.name: wrapped(option, value)})


@pytest.mark.parametrize("kind", [*KINDS, *PART_KINDS], ids=lambda kind: kind.__name__)
def test_every_choice_is_taken_and_no_other(kind: type[Configurable]) -> None:
    for option in options_of(kind):
        for choice in option.choices:
            made(kind, **{option.name: choice})
        if isinstance(option.range, OneOf) or option.kind in PARTS:
            assert option.choices
            with pytest.raises(ConfigurationError):
                made(kind, **{option.name: "nothing of the kind"})
        if option.kind == "flag":
            with pytest.raises(ConfigurationError, match="must be True or False"):
                made(kind, **{option.name: 1})
        if option.optional:
            made(kind, **{option.name: None})


@pytest.mark.parametrize("kind", [*KINDS, *PART_KINDS], ids=lambda kind: kind.__name__)
def test_pairs_are_pairs_and_single_numbers_are_single(kind: type[Configurable]) -> None:
    for option in options_of(kind):
        if option.kind == "pair":
            made(kind, **{option.name: [1, 2]})
        elif option.kind == "rims":
            for value in (1, [1, 2], [[1, 2], [3, 4]]):
                made(kind, **{option.name: value})
        elif option.kind == "list":
            made(kind, **{option.name: [1, 2, 3]})
        elif option.kind == "whole number":
            with pytest.raises(ConfigurationError):
                made(kind, **{option.name: [1, 2]})


def test_every_layer_has_a_family_and_a_sentence() -> None:
    assert sorted(name for family in FAMILIES.values() for name in family) == sorted(NAMES)
    assert set(SENTENCES) == set(NAMES)
    for sentence in SENTENCES.values():
        assert sentence.endswith(".")
        assert len(sentence) < 100


def test_an_unknown_layer_is_named_and_a_setting_without_a_sentence_is_a_fault_of_ours() -> None:
    with pytest.raises(ConfigurationError, match="There is no layer called 'Danse'"):
        layer_options("Danse")
    with pytest.raises(KeyError):
        setting_help("Dense", "colour")
    assert setting_help("Dense", "kernel_initializer") == "Where the kernel starts."
    assert (
        setting_help("Dense", "bias_regularizer")
        == "A price on large numbers in the biases, part of the loss."
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_new_layer_can_be_made_and_carried_as_json(name: str) -> None:
    layer = json.loads(json.dumps(new_layer(name, (784,))))
    assert LAYERS.get(layer).class_name == name
    for option in layer_options(name):
        json.dumps(option.to_dict(), allow_nan=False)


def test_layers_that_add_up_begin_with_a_relu_and_a_reshape_with_a_picture() -> None:
    assert new_layer("Dense") == {"class_name": "Dense", "config": {"units": 16, "activation": "relu"}}
    assert new_layer("Reshape", (3072,))["config"] == {"target_shape": [32, 32, 3]}
    assert new_layer("Reshape", (28, 28, 1))["config"] == {"target_shape": [-1]}
    assert new_layer("Reshape")["config"] == {"target_shape": [-1]}
    assert new_layer("max_pooling2d") == {"class_name": "MaxPooling2D", "config": {}}
    assert as_picture(1) is None  # one number is no picture


def test_filters_made_by_hand_are_no_choice_but_have_their_settings() -> None:
    assert "given_filters" not in layer_options("Conv2D")[8].choices
    assert [option.kind for option in part_options("initializer")["given_filters"]] == ["given"] * 3
    with pytest.raises(MLWidgetsError):
        GivenFilters(numbers=[0], values=[])


def test_the_page_gets_ends_and_whether_they_belong() -> None:
    rate = next(option for option in layer_options("Dropout") if option.name == "rate")
    assert rate.to_dict() == {
        "name": "rate",
        "kind": "number",
        "default": 0.25,
        "required": True,
        "optional": False,
        "help": "The share of numbers that is set to 0.",
        "low": 0.0,
        "high": 1.0,
        "closed": "left",
    }
    assert layer_options("Reshape")[0].to_dict()["also"] == [-1]
    padding: Any = next(option for option in layer_options("Conv2D") if option.name == "padding").to_dict()
    assert padding["choices"] == ["valid", "same"]
