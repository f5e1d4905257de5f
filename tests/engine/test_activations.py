"""Activation functions: hand-worked numbers, and no overflow where e^z has none to give."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pytest

from mlwidgets.engine import activations
from mlwidgets.engine.activations import ACTIVATIONS, GELU
from mlwidgets.engine.activations.gelu import share_below
from mlwidgets.errors import ConfigurationError

Z = np.array([[-2.0], [0.0], [3.0]])


# At −2, 0 and 3: the formulas worked out number by number, with eight decimals.
BY_HAND: list[tuple[Any, list[float], list[float]]] = [
    ("elu", [-0.86466472, 0, 3], [0.13533528, 1, 1]),
    ({"class_name": "ELU", "config": {"alpha": 0.5}}, [-0.43233236, 0, 3], [0.06766764, 0.5, 1]),
    ("gelu", [-0.04550026, 0, 2.99595031], [-0.08523180, 0.5, 1.01194568]),
    (
        {"class_name": "GELU", "config": {"approximate": True}},
        [-0.04540231, 0, 2.99636261],
        [-0.08609926, 0.5, 1.01158417],
    ),
    ("hard_sigmoid", [1 / 6, 0.5, 1], [1 / 6, 1 / 6, 0]),
    ("linear", [-2, 0, 3], [1, 1, 1]),
    ("mish", [-0.25250148, 0, 2.98653500], [-0.10835509, 0.6, 1.02110691]),
    ("relu", [0, 0, 3], [0, 0, 1]),
    ("relu6", [0, 0, 3], [0, 0, 1]),
    ("selu", [-1.52016647, 0, 3.15210296], [0.23793287, 1.75809934, 1.05070099]),
    ("sigmoid", [0.11920292, 0.5, 0.95257413], [0.10499359, 0.25, 0.04517666]),
    ("softplus", [0.12692801, 0.69314718, 3.04858735], [0.11920292, 0.5, 0.95257413]),
    ("softsign", [-2 / 3, 0, 0.75], [1 / 9, 1, 1 / 16]),
    ("swish", [-0.23840584, 0, 2.85772238], [-0.09078425, 0.5, 1.08810410]),
    ("tanh", [-0.96402758, 0, 0.99505475], [0.07065082, 1, 0.00986604]),
]


def test_all_are_worked_by_hand() -> None:
    named = {spec if isinstance(spec, str) else str(spec["class_name"]) for spec, _, _ in BY_HAND}
    assert {ACTIVATIONS.canonical(name) for name in named} | {"softmax"} == set(ACTIVATIONS.names)


@pytest.mark.parametrize(("spec", "wanted", "slopes"), BY_HAND, ids=str)
def test_values_and_slopes(spec: object, wanted: list[float], slopes: list[float]) -> None:
    function = activations.get(spec)
    z = Z.copy()
    a = function.forward(z)
    np.testing.assert_allclose(a[:, 0], wanted, atol=1e-8)
    np.testing.assert_allclose(function.backward(np.ones_like(a), z, a)[:, 0], slopes, atol=1e-8)


def test_relu6_ends_at_6() -> None:
    relu6 = activations.get("relu6")
    a = relu6.forward(np.array([5.9, 6.0, 7.0]))
    assert a.tolist() == [5.9, 6, 6]
    assert relu6.backward(np.ones(3), a, a).tolist() == [1, 0, 0]


def test_the_integral_of_the_bell_curve_is_right_in_every_digit() -> None:
    z = np.linspace(-14, 14, 2001)
    exact = np.array([math.erfc(-at / math.sqrt(2)) / 2 for at in z])
    np.testing.assert_allclose(share_below(z), exact, rtol=1e-12, atol=0)
    np.testing.assert_allclose(share_below(z.astype(np.float32)), exact, atol=5e-7)


@pytest.mark.parametrize("name", ["gelu", "mish", "swish", "softsign"])
def test_z_stays_as_it_is_where_the_slope_needs_it(name: str) -> None:
    z = Z.copy()
    function = activations.get(name)
    a = function.forward(z)
    function.backward(np.ones_like(a), z, a)
    np.testing.assert_array_equal(z, Z)


def test_swish_is_silu() -> None:
    assert ACTIVATIONS.canonical("silu") == ACTIVATIONS.canonical("SiLU") == "swish"


def test_softmax_by_hand() -> None:
    softmax = activations.get("softmax")
    z = np.log(np.array([[1.0, 2.0], [1.0, 2.0], [2.0, 4.0]]))
    a = softmax.forward(z)
    np.testing.assert_allclose(a, [[0.25, 0.25], [0.25, 0.25], [0.5, 0.5]])
    # With g = (1, 0, 0): a (g − Σ g a) = (0.25 · 0.75, 0.25 · −0.25, 0.5 · −0.25)
    gradient = softmax.backward(np.array([[1.0], [0.0], [0.0]]) * np.ones((1, 2)), z, a)
    np.testing.assert_allclose(gradient[:, 0], [0.1875, -0.0625, -0.125])


@pytest.mark.parametrize("spec", [*ACTIVATIONS.names, GELU(approximate=True)], ids=str)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("size", [90.0, 1e4, 1e30])
def test_huge_inputs_do_not_overflow_and_keep_their_dtype(spec: object, dtype: str, size: float) -> None:
    function = activations.get(spec)
    z = np.array([[-size, size], [0.0, 0.0], [size, size]], dtype)
    a = function.forward(z)
    assert a.dtype == dtype
    assert np.isfinite(a).all()
    gradient = function.backward(np.ones_like(a), z, a)
    assert gradient.dtype == dtype
    assert np.isfinite(gradient).all()
    if spec not in ("softmax", "hard_sigmoid", "relu6"):
        # So far out every one of them is a straight line: its slope is 0, or that of its values.
        np.testing.assert_allclose(gradient[2] * (a[2] > 1), a[2] / z[2] * (a[2] > 1), rtol=1e-6, atol=1e-30)


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
            "There is no activation called 'rleu'. Choose one of: elu, gelu, hard_sigmoid, "
            "linear, mish, relu, relu6, selu, sigmoid, softmax, softplus, softsign, swish, tanh. "
            "Did you mean 'relu'?"
        ),
    ):
        activations.get("rleu")


@pytest.mark.parametrize("spec", [3, np.tanh, {"class_name": "ReLU", "more": 1}, [], ("relu",)])
def test_what_is_no_activation(spec: object) -> None:
    with pytest.raises(ConfigurationError, match="An activation is given by its name, as an object, or as"):
        activations.get(spec)
