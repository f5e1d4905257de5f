"""NetworkDiagram without a browser: what is sent, how large it is, and what is taken from the page."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from traitlets import TraitError

from mlwidgets.engine import Sequential
from mlwidgets.engine.layers import BatchNormalization, Dense, Dropout, Input, Layer
from mlwidgets.explain.network.neuron_columns import Column, network_columns
from mlwidgets.explain.network.neuron_formula import neuron_formula
from mlwidgets.widgets.playground.network_diagram import NetworkDiagram, Scale
from tests.widgets.wire import Wire

XY = ("x1", "x2")


def columns(*layers: Layer, features: tuple[str, ...] = XY) -> list[Column]:
    """Put a network into columns."""
    return network_columns(Sequential([Input((len(features),)), *layers], seed=2), features)


def small() -> list[Column]:
    """Make a network with a layer between its neurons."""
    return columns(Dense(3, activation="tanh"), Dropout(0.1), Dense(2, activation="softmax"))


def shown(*layers: Layer) -> tuple[NetworkDiagram, Wire]:
    """Show a network, and listen from then on."""
    diagram = NetworkDiagram()
    diagram.show(columns(*layers) if layers else small(), ("red", "green"))
    return diagram, Wire(diagram)


def test_the_structure() -> None:
    diagram, _ = shown()
    features, hidden, between, output = diagram.structure["columns"]
    assert (features["layer"], features["names"]) == (None, ["x₁", "x₂"])
    assert (hidden["title"], hidden["activation"], hidden["source"]) == ("Dense 3", "tanh", 0)
    assert (hidden["weights"], hidden["bias"], hidden["output"]) == ([2, 3], True, False)
    assert (between["title"], between["names"]) == ("Dropout 0.1", [])
    assert (output["source"], output["output"], output["total"]) == (1, True, 2)
    assert diagram.structure["outputs"] == ["red", "green"]
    assert (diagram.structure["size"], len(diagram.structure["features"])) == (20, 800)


def test_an_update_is_one_message_without_the_structure() -> None:
    diagram, wire = shown()
    made = small()
    made[1].kernel[...] = 1.5
    diagram.show(made, ("red", "green"))
    assert len(wire.messages) == 1
    (state,) = wire.updates()
    assert list(state) == ["frame"]
    weights = np.frombuffer(diagram.frame["weights"], "<f4")
    assert len(weights) == 2 * 3 + 3 + 3 * 2 + 2
    assert weights[:6].tolist() == [1.5] * 6
    np.testing.assert_array_equal(weights[9:15].reshape(3, 2), made[3].kernel)


def test_another_network_comes_in_one_message_with_its_numbers() -> None:
    diagram, wire = shown()
    diagram.show(columns(Dense(1)))
    (state,) = wire.updates()
    assert sorted(state) == ["frame", "structure"]


def test_each_neuron_has_a_scale_of_its_own_and_a_column_without_negative_numbers_is_finer() -> None:
    made = columns(Dense(2, activation="relu"), Dense(1))
    made[1].maps[0], made[1].maps[1] = 0.5, 0
    made[1].maps[0, 0, 0] = 8
    made[2].maps[...] = -4
    made[2].maps[0, 0, :2] = [2, np.nan]
    diagram = NetworkDiagram()
    diagram.show(made)
    levels = np.frombuffer(diagram.frame["maps"], np.uint8).reshape(3, 20, 20)
    assert diagram.frame["signed"] == [False, True]
    assert np.frombuffer(diagram.frame["reaches"], "<f4").tolist() == [8, 0, 4]
    assert (levels[0, 0, 0], levels[0, 1, 1], levels[1, 0, 0]) == (255, 17, 1)
    assert levels[2, 0, :3].tolist() == [192, 0, 1]  # 2 of 4, no number, −4


def test_three_layers_of_eight_are_small_and_eight_of_sixteen_bearable() -> None:
    for layers, most in ((3 * [8], 12_500), (8 * [16], 62_500)):
        diagram = NetworkDiagram()
        stack = [Dense(units, activation="tanh") for units in layers]
        made = columns(*stack, Dense(3, activation="softmax"))
        diagram.show(made)
        wire = Wire(diagram)
        made[1].maps[0, 0, 0] += 1
        diagram.show(made)
        assert sum(map(len, wire.buffers)) < most


def test_a_weight_that_is_typed_is_told_with_its_place_in_the_model() -> None:
    diagram, wire = shown()
    told: list[Any] = []
    diagram.on_edit(lambda *edit: told.append(edit))
    wire.say({"kind": "edit", "column": 1, "unit": 2, "source": 1, "value": -1.5})
    wire.say({"kind": "edit", "column": 3, "unit": 1, "source": None, "value": 2})
    assert told == [(0, "kernel", (1, 2), -1.5), (2, "bias", (1,), 2.0)]


@pytest.mark.parametrize(
    "change",
    [
        {"column": 0, "unit": 0, "source": None},
        {"column": 2, "unit": 0, "source": 0},
        {"column": 1, "unit": 3, "source": 0},
        {"column": 1, "unit": -1, "source": 0},
        {"column": 1, "unit": 0, "source": 2},
        {"column": 1, "unit": 0, "source": -1},
        {"column": 9, "unit": 0, "source": 0},
        {"column": 1, "unit": 0, "source": "0"},
        {"column": 1, "unit": 0, "source": 0, "value": "1"},
        {"column": 1.5, "unit": 0, "source": 0},
        {"unit": 0},
    ],
)
def test_a_weight_that_is_not_there_is_not_told(change: dict[str, Any]) -> None:
    diagram, wire = shown()
    told: list[Any] = []
    diagram.on_edit(lambda *edit: told.append(edit))
    wire.say({"kind": "edit", "value": 1.0, **change})
    assert told == []


def test_without_biases_there_is_none_to_change() -> None:
    diagram, wire = shown(Dense(2, use_bias=False), Dense(2))
    told: list[Any] = []
    diagram.on_edit(lambda *edit: told.append(edit))
    wire.say({"kind": "edit", "column": 1, "unit": 0, "source": None, "value": 1.0})
    assert told == []
    assert diagram.structure["columns"][1]["bias"] is False


def test_the_formula_of_the_neuron_that_is_read() -> None:
    diagram, wire = shown()
    wire.arrive({"reading": [1, 2]})
    assert diagram.reading == [1, 2]
    model = Sequential([Input((2,)), Dense(3, activation="tanh"), Dropout(0.1), Dense(2)])
    diagram.show_formula(neuron_formula(model, XY, 0, 2, at=[1, 1]))
    assert diagram.formula["neuron"] == [1, 2]
    assert diagram.formula["text"].startswith("a₃⁽¹⁾ = tanh(")
    assert diagram.formula["after"] == ["Dropout 0.1"]
    diagram.show_formula(None)
    assert diagram.formula == {}


@pytest.mark.parametrize("reading", [[1], [1, 3], [2, 0], [9, 0], [0, 0, 0], [-1, 0]])
def test_a_neuron_that_is_not_there_cannot_be_read(reading: list[int]) -> None:
    diagram, _ = shown()
    with pytest.raises(TraitError):
        diagram.reading = reading
    assert diagram.reading == []


def test_a_neuron_that_has_gone_is_read_no_more() -> None:
    diagram, _ = shown()
    diagram.reading = [1, 2]
    diagram.show(columns(Dense(2), Dense(2)))
    assert diagram.reading == []


def test_of_a_layer_before_the_neurons_and_a_wide_one() -> None:
    diagram, _ = shown(BatchNormalization(), Dense(40, activation="relu"), Dense(2))
    assert [one["total"] for one in diagram.structure["columns"]] == [2, 0, 40, 2]
    assert [len(one["names"]) for one in diagram.structure["columns"]] == [2, 0, 16, 2]
    assert len(diagram.frame["maps"]) == 18 * 400


def test_keywords_are_strict() -> None:
    with pytest.raises(TypeError, match="no argument 'size'"):
        NetworkDiagram(size=3)


def test_an_output_has_a_fixed_scale_so_that_one_moment_can_be_compared_with_another() -> None:
    made = columns(Dense(3, activation="relu"), Dense(2))
    made[2].maps[0], made[2].maps[1] = 0.25, 5.0
    diagram = NetworkDiagram()
    for scale, levels in [
        (Scale("classes", 0.0, 1.0), [65, 255]),
        (Scale("sides", 0.0, 1.0), [64, 255]),
        (Scale("numbers", -2.0, 2.0), [144, 255]),
        (Scale("sides", -1.0, 1.0), [160, 255]),
    ]:
        diagram.show(made, ("red", "blue"), scale=scale)
        found = np.frombuffer(diagram.frame["maps"], np.uint8).reshape(5, 20, 20)
        assert found[3:, 0, 0].tolist() == levels
        kinds = [column["scale"]["kind"] for column in diagram.structure["columns"]]
        assert kinds == ["own", "own", scale.kind]
    assert diagram.frame["signed"] == [False, True]  # relu never goes below 0, and its tiles do not say so
