"""Activation functions: hand-worked numbers, and no overflow where e^z has none to give."""

from __future__ import annotations

import re

import numpy as np
import pytest

from mlwidgets.engine import activations
from mlwidgets.engine.activations import ACTIVATIONS
from mlwidgets.errors import ConfigurationError

Z = np.array([[-2.0], [0.0], [3.0]])


@pytest.mark.parametrize(
    ("name", "wanted", "slopes"),
    [
        ("linear", [-2, 0, 3], [1, 1, 1]),
        ("relu", [0, 0, 3], [0, 0, 1]),
        ("sigmoid", [0.11920292, 0.5, 0.95257413], [0.10499359, 0.25, 0.04517666]),
        ("tanh", [-0.96402758, 0, 0.99505475], [0.07065082, 1, 0.00986604]),
    ],
)
def test_values_and_slopes(name: str, wanted: list[float], slopes: list[float]) -> None:
    function = activations.get(name)
    a = function.forward(Z.copy())
    np.testing.assert_allclose(a[:, 0], wanted, atol=1e-8)
    np.testing.assert_allclose(function.backward(np.ones_like(a), Z, a)[:, 0], slopes, atol=1e-8)


def test_softmax_by_hand() -> None:
    softmax = activations.get("softmax")
    z = np.log(np.array([[1.0, 2.0], [1.0, 2.0], [2.0, 4.0]]))
    a = softmax.forward(z)
    np.testing.assert_allclose(a, [[0.25, 0.25], [0.25, 0.25], [0.5, 0.5]])
    # With g = (1, 0, 0): a (g − Σ g a) = (0.25 · 0.75, 0.25 · −0.25, 0.5 · −0.25)
    gradient = softmax.backward(np.array([[1.0], [0.0], [0.0]]) * np.ones((1, 2)), z, a)
    np.testing.assert_allclose(gradient[:, 0], [0.1875, -0.0625, -0.125])


@pytest.mark.parametrize("name", ACTIVATIONS.names)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_huge_inputs_do_not_overflow_and_keep_their_dtype(name: str, dtype: str) -> None:
    function = activations.get(name)
    a = function.forward(np.array([[-1e4, 1e4], [0.0, 0.0], [1e4, 1e4]], dtype))
    assert a.dtype == dtype
    assert np.isfinite(a).all()
    gradient = function.backward(np.ones_like(a), Z, a)
    assert gradient.dtype == dtype
    assert np.isfinite(gradient).all()


def test_softmax_does_not_change_when_all_logits_move_together() -> None:
    z = np.random.default_rng(0).normal(size=(5, 4))
    softmax = activations.get("softmax")
    np.testing.assert_allclose(softmax.forward(z), softmax.forward(z + 100), rtol=1e-12)
    np.testing.assert_allclose(softmax.forward(z).sum(axis=0), 1)


def test_none_is_linear_and_objects_stay_themselves() -> None:
    assert repr(activations.get(None)) == "Linear()"
    relu = activations.get("ReLU")
    assert activations.get(relu) is relu


def test_unknown_name() -> None:
    with pytest.raises(
        ConfigurationError,
        match=re.escape(
            "There is no activation called 'rleu'. Choose one of: linear, relu, sigmoid, softmax, tanh. "
            "Did you mean 'relu'?"
        ),
    ):
        activations.get("rleu")


@pytest.mark.parametrize("spec", [3, np.tanh, {"class_name": "ReLU", "more": 1}, [], ("relu",)])
def test_what_is_no_activation(spec: object) -> None:
    with pytest.raises(ConfigurationError, match="An activation is given by its name, as an object, or as"):
        activations.get(spec)
