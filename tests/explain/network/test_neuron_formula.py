"""A neuron's formula with the numbers in it."""

from __future__ import annotations

import numpy as np
import pytest

from mlwidgets.engine import Sequential
from mlwidgets.engine.layers import Conv1D, Dense, Dropout, Flatten, Input, Layer, Reshape
from mlwidgets.errors import ConfigurationError
from mlwidgets.explain.network.neuron_formula import Term, neuron_formula

XY = ("x1", "x2")


def stack(*layers: Layer, inputs: int = 2) -> Sequential:
    """Make a network."""
    return Sequential([Input((inputs,)), *layers], seed=5)


def small() -> Sequential:
    """Make the network of the examples: one neuron of tanh, then two of softmax."""
    model = stack(Dense(1, activation="tanh"), Dropout(0.2), Dense(2, activation="softmax"))
    model.set_weights([[[0.52], [-1.31]], [0.08], [[2.0, -1.0]], [0.0, 0.5]])
    return model


def test_the_formula_of_a_hidden_neuron() -> None:
    formula = neuron_formula(small(), XY, 0, 0)
    assert formula.text == "a₁⁽¹⁾ = tanh(0.52·x₁ − 1.31·x₂ + 0.08)"
    assert formula.text_at == ""
    assert [(term.name, term.value) for term in formula.terms] == [("x₁", None), ("x₂", None)]
    assert formula.after == ("Dropout 0.2",)


def test_at_a_point_it_holds_the_points_numbers() -> None:
    formula = neuron_formula(small(), XY, 0, 0, at=[2, -1])
    assert formula.text_at == "a₁⁽¹⁾ = tanh(0.52·2 − 1.31·(−1) + 0.08) = tanh(2.43) = 0.985"
    assert formula.terms[1] == Term("x₂", float(np.float32(-1.31)), -1.0)
    assert formula.a == pytest.approx(np.tanh(2.43))


def test_a_softmax_looks_at_the_whole_layer() -> None:
    formula = neuron_formula(small(), XY, 2, 1, at=[2, -1])
    assert formula.text == "a₂⁽³⁾ = softmax(z)₂, z₂⁽³⁾ = −1·a₁⁽¹⁾ + 0.5"
    assert formula.text_at == "z₂⁽³⁾ = −1·0.985 + 0.5 = −0.485, a₂⁽³⁾ = softmax(z)₂ = 0.0792"


def test_without_activation_and_without_bias() -> None:
    model = stack(Dense(1, use_bias=False))
    model.set_weights([[[-2.0], [0.0]]])
    formula = neuron_formula(model, XY, 0, 0, at=[1, 3])
    assert formula.text == "a₁⁽¹⁾ = −2·x₁ + 0·x₂"
    assert formula.text_at == "a₁⁽¹⁾ = −2·1 + 0·3 = −2"


def test_of_many_terms_the_first_are_written() -> None:
    model = stack(Dense(20), Dense(1))
    text = neuron_formula(model, XY, 1, 0).text
    assert "·a₁₆⁽¹⁾ + … (4 more) + 0" in text
    assert "a₁₇" not in text


def test_inputs_that_are_no_neurons_are_numbered() -> None:
    model = stack(Dense(6), Reshape((3, 2)), Conv1D(1, 2), Flatten(), Dense(1))
    assert [term.name for term in neuron_formula(model, XY, 4, 0).terms] == ["input 1", "input 2"]


@pytest.mark.parametrize(("layer", "unit"), [(0, 1), (0, -1), (1, 0), (3, 0), (-1, 0)])
def test_there_is_no_such_neuron(layer: int, unit: int) -> None:
    with pytest.raises(ConfigurationError, match="one neuron of a fully connected layer"):
        neuron_formula(small(), XY, layer, unit)


def test_a_weight_that_is_not_a_number_any_more() -> None:
    model = small()
    model.vector[:] = np.nan
    assert neuron_formula(model, XY, 0, 0).text == "a₁⁽¹⁾ = tanh(NaN·x₁ + NaN·x₂ + NaN)"
