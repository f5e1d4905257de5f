"""Every class of the engine that can be chosen has a row, with every setting and the engine's range."""

from __future__ import annotations

import importlib
import inspect
import json
import math
import pkgutil
from typing import TYPE_CHECKING, Any

import pytest

import mlwidgets.engine
from mlwidgets.engine.configurable import Configurable
from mlwidgets.engine.initializers import GivenFilters
from mlwidgets.engine.layers import LAYERS, Input
from mlwidgets.engine.layers.sequences import Pooling1D
from mlwidgets.engine.metrics import Metric
from mlwidgets.engine.recorder import Recorder
from mlwidgets.engine.training.callbacks import Callback
from mlwidgets.errors import ConfigurationError, MLWidgetsError
from mlwidgets.ranges import Interval, OneOf
from mlwidgets.spec import ALL_ROWS, LAYER_ROWS, OPTIMIZER_ROWS, PART_ROWS, PARTS, Option, Row
from mlwidgets.spec.layer_spec import LayerSpec, as_picture, new_layer
from mlwidgets.spec.option import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

ROWS = [row for rows in ALL_ROWS for row in rows]
KINDS = [row.kind for row in ROWS]
LAYER_NAMES = [row.class_name for row in LAYER_ROWS]
each_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.kind.__module__}.{row.class_name}")


NOT_CHOSEN = (Input, Pooling1D, Recorder)
"""Where a stack begins, what two layers share, and what watches a layer.

Metrics and callbacks are not chosen in a lab, either.
"""


def concrete(kind: type[Configurable]) -> Iterator[type[Configurable]]:
    """Yield every class below one that can be made."""
    for below in kind.__subclasses__():
        if not inspect.isabstract(below) and below.__module__.startswith("mlwidgets.engine."):
            yield below
        yield from concrete(below)


def made(row: Row, **settings: object) -> Configurable:
    """Make an object from what a new one starts with and the settings given."""
    usual = {option.name: option.default for option in row.options if option.required}
    return row.kind.from_config({**usual, **settings})


def wrapped(option: Option, number: object) -> object:
    """Return a number in the form that the option takes it in."""
    if option.kind == "padding":
        return [[number, 0], [0, number]]
    return [number] if option.kind == "list" else number


RANGED = [
    pytest.param(row, option, id=f"{row.class_name}.{option.name}")
    for row in ROWS
    for option in row.options
    if isinstance(option.range, Interval) and row.class_name not in ("PiecewiseConstantDecay", "WarmUp")
]
"""The lists of a staircase have to agree in length, and a warm-up takes a schedule's name, too."""


def test_every_class_of_the_engine_has_a_row() -> None:
    for module in pkgutil.walk_packages(mlwidgets.engine.__path__, "mlwidgets.engine."):
        importlib.import_module(module.name)
    known = {*KINDS, *NOT_CHOSEN}
    missing = {
        kind.__name__
        for kind in concrete(Configurable)
        if kind not in known and not issubclass(kind, (Metric, Callback)) and kind.__name__[0] != "_"
    }
    assert not missing, f"Write a row in mlwidgets/spec/rows for: {', '.join(sorted(missing))}"
    for rows in ALL_ROWS:
        assert {row.name for row in rows} == set(rows.registry.names)


def test_a_class_without_a_row_is_noticed() -> None:
    class Unheard(Configurable):
        """A class that nobody has written a row for."""

    with pytest.raises(KeyError):
        LAYER_ROWS.of(Unheard)
    row = Row(LAYERS.find("Dense"), "A layer.", (Setting("units", "How many."),))
    with pytest.raises(TypeError, match="The row of Dense says no range for units"):
        _ = row.options


@each_row
def test_no_parameter_of_a_constructor_is_missing(row: Row) -> None:
    assert [option.name for option in row.options] == list(inspect.signature(row.kind).parameters)


@each_row
def test_every_setting_has_a_sentence_and_a_default_that_the_engine_takes(row: Row) -> None:
    for option in row.options:
        assert option.help.endswith(".")
        assert len(option.help) < 100
        parameter = inspect.signature(row.kind).parameters[option.name]
        assert option.required is (parameter.default is inspect.Parameter.empty)
    defaults = {option.name: option.default for option in row.options}
    assert made(row, **defaults).get_config() == made(row).get_config()


@pytest.mark.parametrize(("row", "option"), RANGED)
def test_the_range_is_the_one_that_the_engine_checks(row: Row, option: Option) -> None:
    range_ = option.range
    assert isinstance(range_, Interval)
    step = 1 if range_.integer else 1e-9
    low = range_.low if range_.closed in ("both", "left") else range_.low + step
    high = range_.high if range_.closed in ("both", "right") else range_.high - step
    ends: dict[str, tuple[float, ...]] = {"axis": (1, high), "minval": (low, 0.0), "maxval": (0.0, high)}
    others = {"filters": 1024} if option.name == "groups" else {}  # which they divide evenly
    for end in ends.get(option.name, (low, high)):
        made(row, **others, **{option.name: wrapped(option, end)})
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
            made(row, **{option.name: wrapped(option, value)})
            continue
        with pytest.raises(ConfigurationError, match=f"^{range_.name} must be a"):
            made(row, **{option.name: wrapped(option, value)})


@each_row
def test_every_choice_is_taken_and_no_other(row: Row) -> None:
    for option in row.options:
        for choice in option.choices:
            made(row, **{option.name: choice})
        if isinstance(option.range, OneOf) or option.kind in PARTS:
            assert option.choices
            with pytest.raises(ConfigurationError):
                made(row, **{option.name: "nothing of the kind"})
        if option.kind == "flag":
            with pytest.raises(ConfigurationError, match="must be True or False"):
                made(row, **{option.name: 1})
        if option.optional:
            made(row, **{option.name: None})


@each_row
def test_pairs_are_pairs_and_single_numbers_are_single(row: Row) -> None:
    for option in row.options:
        if option.kind == "pair":
            made(row, **{option.name: [1, 2]})
        elif option.kind == "padding":
            for value in (1, [1, 2], [[1, 2], [3, 4]]):
                made(row, **{option.name: value})
        elif option.kind == "list" and row.class_name != "PiecewiseConstantDecay":
            made(row, **{option.name: [1, 2, 3]})
        elif option.kind == "whole number":
            with pytest.raises(ConfigurationError):
                made(row, **{option.name: [1, 2]})


@each_row
def test_every_class_has_a_sentence(row: Row) -> None:
    assert row.sentence.endswith(".")
    assert len(row.sentence) < 100


def test_every_layer_has_a_family() -> None:
    families = LAYER_ROWS.families()
    assert "" not in families
    assert sorted(row.class_name for rows in families.values() for row in rows) == sorted(LAYER_NAMES)


def test_an_unknown_layer_or_setting_is_named() -> None:
    with pytest.raises(ConfigurationError, match="There is no layer called 'Danse'"):
        LAYER_ROWS.of("Danse")
    with pytest.raises(ConfigurationError, match=r"Dense has no setting 'unit'.*Did you mean 'units'\?"):
        LAYER_ROWS.of("Dense").option("unit")
    assert LAYER_ROWS.of("Dense").option("kernel_initializer").help == "How the kernel starts."
    rule = LAYER_ROWS.of("Dense").option("bias_constraint").help
    assert rule == "A rule that the biases must satisfy after each update."


def test_what_may_change_live_is_what_the_engine_marks() -> None:
    for row in OPTIMIZER_ROWS:
        live = {option.name for option in row.options if option.live}
        assert live == set(row.kind.live_names)  # type: ignore[attr-defined]  # every optimizer has them
        assert "learning_rate" in live


@pytest.mark.parametrize(("row", "option"), RANGED)
def test_a_slider_stays_within_the_range(row: Row, option: Option) -> None:  # noqa: ARG001 - for its name
    low, high = option.slider
    assert isinstance(option.range, Interval)
    assert option.range.low <= low < high <= option.range.high
    assert option.scale == "linear" or low > 0


def test_a_layer_spec_is_complete_frozen_and_makes_new_layers() -> None:
    spec = LayerSpec.of({"class_name": "dense", "config": {"units": 3}})
    assert spec.class_name == "Dense"
    assert spec.config["use_bias"] is True
    assert LayerSpec.from_dict(json.loads(json.dumps(spec.to_dict()))) == spec
    assert LayerSpec.of(spec) is spec
    assert spec.make() is not spec.make()
    spec.to_dict()["config"]["units"] = 4
    assert spec.config["units"] == 3
    assert spec.row.family == "Dense"
    with pytest.raises(ConfigurationError, match="units must be a whole number"):
        LayerSpec.of({"class_name": "Dense", "config": {"units": 0}})


@pytest.mark.parametrize("name", LAYER_NAMES)
def test_a_new_layer_can_be_made_and_carried_as_json(name: str) -> None:
    layer = json.loads(json.dumps(new_layer(name, (784,))))
    assert LAYERS.get(layer).class_name == name
    for option in LAYER_ROWS.of(name).options:
        json.dumps(option.to_dict(), allow_nan=False)


def test_layers_that_add_up_begin_with_a_relu_and_a_reshape_with_a_picture() -> None:
    assert new_layer("Dense") == {"class_name": "Dense", "config": {"units": 16, "activation": "relu"}}
    assert new_layer("Reshape", (3072,))["config"] == {"target_shape": [32, 32, 3]}
    assert new_layer("Reshape", (28, 28, 1))["config"] == {"target_shape": [-1]}
    assert new_layer("Reshape")["config"] == {"target_shape": [-1]}
    assert new_layer("max_pooling2d") == {"class_name": "MaxPooling2D", "config": {}}
    assert as_picture(1) is None  # one number is no picture


def test_filters_made_by_hand_are_no_choice_but_have_their_settings() -> None:
    assert "given_filters" not in LAYER_ROWS.of("Conv2D").option("kernel_initializer").choices
    assert [option.kind for option in PART_ROWS["initializer"].of("given_filters").options] == ["given"] * 3
    with pytest.raises(MLWidgetsError):
        GivenFilters(numbers=[0], values=[])


def test_the_page_gets_ends_and_whether_they_belong() -> None:
    rate = LAYER_ROWS.of("Dropout").option("rate")
    assert rate.to_dict() == {
        "name": "rate",
        "kind": "number",
        "default": 0.25,
        "required": True,
        "optional": False,
        "label": "Rate",
        "help": "The fraction of numbers that is set to 0.",
        "low": 0.0,
        "high": 1.0,
        "closed": "left",
    }
    assert LAYER_ROWS.of("Reshape").options[0].to_dict()["also"] == [-1]
    padding: Any = LAYER_ROWS.of("Conv2D").option("padding").to_dict()
    assert padding["choices"] == ["valid", "same"]
