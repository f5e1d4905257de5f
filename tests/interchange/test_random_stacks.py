"""The random stacks hold everything that the engine has: its registries say what that is, not a list."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.engine import (
    activations,
    constraints,
    initializers,
    layers,
    losses,
    metrics,
    optimizers,
    regularizers,
)
from mlwidgets.engine.configurable import serialize, snake_case
from mlwidgets.engine.network import Network
from mlwidgets.ranges import Interval
from mlwidgets.spec import LAYER_ROWS, PARTS
from mlwidgets.spec.rows import ALL_ROWS
from tests.interchange.random_stacks import RandomStack, random_stacks
from tests.interchange.random_values import MOST, RandomValues, possible, weight_of

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Shape
    from mlwidgets.engine.configurable import Registry
    from mlwidgets.spec import Option

COUNT = 200

REGISTRIES: tuple[Registry[Any], ...] = (
    layers.LAYERS,
    activations.ACTIVATIONS,
    initializers.INITIALIZERS,
    regularizers.REGULARIZERS,
    constraints.CONSTRAINTS,
    losses.LOSSES,
    optimizers.OPTIMIZERS,
)

Seen = dict[tuple[str, str, str], list[Any]]
"""Kind of class, class and setting; the values that it has had."""


@cache
def stacks() -> list[RandomStack]:
    return list(random_stacks(COUNT, seed=0))


@cache
def seen() -> Seen:
    found: Seen = defaultdict(list)
    for stack in stacks():
        assert stack.model.loss is not None
        assert stack.model.optimizer is not None
        for layer in stack.layers:
            note(found, "layer", serialize(layer))
        note(found, "loss", serialize(stack.model.loss))
        note(found, "optimizer", serialize(stack.model.optimizer))
    return found


def note(found: Seen, kind: str, spec: Mapping[str, Any]) -> None:
    """Write down the values of a class and of its parts."""
    found[kind, spec["class_name"], ""].append(spec)
    for name, value in spec["config"].items():
        part = next((part for part in PARTS if name == part or name.endswith(f"_{part}")), "")
        if name == "others":
            part = "initializer"
        if part and isinstance(value, (str, Mapping)):
            whole = PARTS[part].get(value)
            found[kind, spec["class_name"], name].append(snake_case(type(whole).__name__))
            note(found, part, serialize(whole))
        else:
            found[kind, spec["class_name"], name].append(value)


@cache
def weight_shapes() -> dict[tuple[str, str], set[Shape]]:
    """Return the shapes that the weights behind a setting have had."""
    found: dict[tuple[str, str], set[Shape]] = defaultdict(set)
    for stack in stacks():
        for layer, shape in zip(stack.layers, stack.model.shapes(), strict=False):
            for name in layer.parameter_names():
                weights = weight_of(layer, name, shape)
                if weights is not None:
                    found[layer.class_name, name].add(weights)
    return found


@pytest.mark.parametrize("registry", REGISTRIES, ids=lambda registry: registry.kind)
def test_two_hundred_stacks_hold_every_class_with_every_value_of_every_option(
    registry: Registry[Any],
) -> None:
    missing = []
    for name in registry.names:
        kind = registry.find(name)
        row = next(row for rows in ALL_ROWS for row in rows if row.kind is kind)
        assert {option.name for option in row.options} == set(kind.parameter_names())
        if (registry.kind, kind.__name__, "") not in seen():
            missing.append(kind.__name__)
            continue
        for option in row.options:
            values = seen()[registry.kind, kind.__name__, option.name]
            missing += [
                f"{kind.__name__}.{option.name}: {what}" for what in lacking(kind.__name__, option, values)
            ]
    assert missing == []


def lacking(owner: str, option: Option, values: list[Any]) -> list[str]:
    """Return what has not been among the values of an option."""
    wanted: dict[str, bool] = {}
    if option.optional and option.name != "strides":  # a pooling keeps the size of its window instead of None
        wanted["None"] = None in values
    given = [value for value in values if value is not None]
    if option.kind in PARTS:
        # Not every part fits: the identity is no bias.
        shapes = weight_shapes().get((owner, option.name), {(2,)})
        registry = PARTS[option.kind]
        names = [
            name for name in registry.names if any(possible(registry.find(name), shape) for shape in shapes)
        ]
        wanted |= {name: name in given for name in names}
    elif option.kind in ("flag", "choice"):
        wanted |= {str(value): value in given for value in option.choices or (True, False)}
    elif option.kind in ("number", "rate", "whole number"):
        wanted["several values"] = len(set(given)) > 1
        assert isinstance(option.range, Interval)
        if option.range.closed in ("both", "left") and option.range.low > -MOST:
            wanted["the lowest"] = option.range.low in given
    elif option.kind == "pair":
        assert isinstance(option.range, Interval)
        wanted["the lowest"] = [option.range.low] * 2 in given
        wanted["a square"] = any(a == b > option.range.low for a, b in given)
        wanted["tall"] = any(a > b for a, b in given)
        wanted["wide"] = any(a < b for a, b in given)
    elif option.kind == "padding":
        wanted["uneven"] = any(a != b and c != d for (a, b), (c, d) in given)
        wanted["even"] = any(a == b and c == d and a != c for (a, b), (c, d) in given)
    elif option.kind == "list":
        wanted["several lengths"] = len({np.size(value) for value in given}) > 1
        low = -1 if option.also else option.range.low if isinstance(option.range, Interval) else 0
        wanted["below 0"] = low >= 0 or any(np.min(value) < 0 for value in given)
    elif option.kind == "given":
        wanted["some numbers"] = any(np.size(value) for value in given)
    else:
        wanted[f"values of the new kind {option.kind}"] = False
    return [what for what, met in wanted.items() if not met]


def test_every_metric_that_can_be_measured_is_there() -> None:
    met = {type(metric).__name__ for stack in stacks() for metric in stack.model.metrics}
    assert met == {metrics.METRICS.find(name).__name__ for name in metrics.METRICS.names}


def test_axes_of_length_one_are_normalized_too() -> None:
    found = [
        (layer, shape)
        for stack in stacks()
        for layer, shape in zip(stack.layers, stack.model.shapes(), strict=False)
        if layer.class_name == "LayerNormalization" and layer.count_params(shape) in (1, 2)
    ]
    assert found


def test_each_stack_is_small_valid_and_the_same_for_the_same_seed() -> None:
    again = random_stacks(5, seed=0)
    for one, other in zip(stacks(), again, strict=False):
        assert str(one) == str(other)
        np.testing.assert_array_equal(one.x, other.x)
        np.testing.assert_array_equal(one.y, other.y)
        for ours, theirs in zip(one.model.get_weights(), other.model.get_weights(), strict=True):
            np.testing.assert_array_equal(ours, theirs)
    assert str(next(random_stacks(1, seed=1))) != str(stacks()[0])
    for stack in stacks():
        assert np.isfinite(stack.model.predict(stack.x)).all()
        logs = stack.model.evaluate(stack.x, stack.y)
        assert np.isfinite(list(logs.values())).all(), stack
        assert max(weights.size for weights in [*stack.model.get_weights(), np.zeros(1)]) <= 2400
        assert isinstance(stack.model, Network)


def test_weights_are_random_and_moving_variances_positive() -> None:
    for stack in stacks():
        for layer in stack.layers:
            for name, weights in layer.weights.items():
                assert weights.size == 1 or np.ptp(weights) > 0, f"{stack}: {name}"
                assert name != "moving_variance" or weights.min() > 0


def test_a_form_that_is_rare_comes_sooner() -> None:
    values = RandomValues(np.random.default_rng(0), Counter())
    for _ in range(30):
        values.form("a", "b", ("x", "y", "z"))
        values.keep()
    assert min(values.met.values()) >= 8
    values.form("a", "b", ("x", "y", "z"))
    values.forget()
    values.keep()
    assert sum(values.met.values()) == 30


def test_rows_of_layers_and_registry_agree() -> None:
    assert {row.name for row in LAYER_ROWS} == set(layers.LAYERS.names)
