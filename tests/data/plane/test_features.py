"""Features of points: what the network may be given."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from mlwidgets.data.plane.features import FEATURE_TITLES, FEATURES, USUAL_FEATURES, check_features, expand
from mlwidgets.errors import ConfigurationError, ShapeError

PLACES = np.array([[0.5, -2.0], [3.0, 4.0], [-6.0, 0.0]])


def test_the_seven_features_of_playground() -> None:
    x1, x2 = PLACES.T
    expected = {
        "x1": x1, "x2": x2, "x1^2": x1**2, "x2^2": x2**2, "x1*x2": x1 * x2, "sin(x1)": np.sin(x1),
        "sin(x2)": np.sin(x2),
    }  # fmt: skip
    assert tuple(expected) == FEATURES == tuple(FEATURE_TITLES)
    for name, column in expected.items():
        np.testing.assert_array_equal(expand(PLACES, [name]), column[:, np.newaxis])
    np.testing.assert_array_equal(expand(PLACES, FEATURES), np.stack(list(expected.values()), axis=1))


def test_their_order_is_that_of_the_columns() -> None:
    np.testing.assert_array_equal(expand(PLACES, ("x2", "x1")), PLACES[:, ::-1])
    np.testing.assert_array_equal(expand(PLACES, USUAL_FEATURES), PLACES)


def test_dtypes_and_shapes() -> None:
    assert expand(PLACES.astype(np.float32), FEATURES).dtype == np.float32
    assert expand([[1, 2]], FEATURES).dtype == np.float64
    assert expand(np.zeros((0, 2)), FEATURES).shape == (0, 7)


def test_the_result_is_an_array_of_its_own() -> None:
    expand(PLACES, ("x1",))[:] = 9
    assert PLACES[0, 0] == 0.5


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (
            (),
            "Choose at least one feature: without any, the network has no input.",
        ),
        ([], "Choose at least one feature"),
        (
            ("x1", "x3"),
            "each feature must be one of 'x1', 'x2', 'x1^2', 'x2^2', 'x1*x2', 'sin(x1)', 'sin(x2)'; got",
        ),
        (("sin(x)",), "got 'sin(x)'. Did you mean 'sin(x"),
        (("X1",), "got 'X1'. Did you mean 'x1'?"),
        ((None,), "got None."),
        (([],), "got []."),
        (("x1", "x2", "x1"), "features must differ from each other; 'x1' appears twice. Leave one out."),
        ("x1", 'features must be a list of names such as ["x1", "x2"]; got \'x1\'. There are: x1, x2,'),
        (None, "features must be a list of names"),
        ({"x1": 1}, "features must be a list of names"),
        (3, "features must be a list of names"),
    ],
)
def test_what_is_no_list_of_features(names: Any, message: str) -> None:  # noqa: ANN401
    for ask in (check_features, lambda given: expand(PLACES, given)):
        with pytest.raises(ConfigurationError, match=re.escape(message)) as caught:
            ask(names)
        assert len(str(caught.value)) < 200


def test_a_list_becomes_a_tuple() -> None:
    assert check_features(["x1^2", "x2^2"]) == ("x1^2", "x2^2")


@pytest.mark.parametrize("places", [np.zeros(2), np.zeros((3, 3)), np.zeros((2, 2, 2)), 3.0])
def test_what_are_no_points(places: Any) -> None:  # noqa: ANN401
    with pytest.raises(
        ShapeError, match=re.escape("Features are computed from points (x₁, x₂), shape (n, 2); got")
    ):
        expand(places, ("x1",))
