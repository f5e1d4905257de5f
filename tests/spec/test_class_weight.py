"""Class weights as they are chosen: checked, written down, and as one number for each class."""

from __future__ import annotations

import json
import math
import re

import numpy as np
import pytest

from mlwidgets.errors import ConfigurationError
from mlwidgets.spec.class_weight import as_class_weight, plain_class_weight, weights_by_class


def test_they_are_put_in_order_and_survive_json() -> None:
    chosen = as_class_weight({np.int64(2): 3, "0": np.float32(0.5)})
    assert chosen == {0: 0.5, 2: 3.0}
    assert list(chosen) == [0, 2]
    assert as_class_weight(json.loads(json.dumps(plain_class_weight(chosen)))) == chosen
    for value in (None, "balanced"):
        assert as_class_weight(value) == plain_class_weight(value) == value
    assert as_class_weight({}) is None


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("balance", "or None; got 'balance'. Did you mean 'balanced'?"),
        ([1, 2], "class_weight must be a dictionary such as {0: 1.0, 1: 5.0}"),
        (5, "must be a dictionary"),
        (True, "must be a dictionary"),
        ({-1: 1}, "got -1 as a class"),
        ({10**400: 1}, "as a class"),
        ({True: 1}, "got True as a class"),
        ({0.0: 1}, "got 0.0 as a class"),
        ({"٣": 1}, "as a class"),
        ({"9" * 10_000: 1}, "as a class"),
        ({None: 1}, "got None as a class"),
        ({0: math.nan}, "class_weight must be a number in [0, 1e+06]; got nan"),
        ({0: math.inf}, "class_weight must be a number in [0, 1e+06]; got inf"),
        ({0: -1}, "got -1."),
        ({0: 10**400}, "class_weight must be a number"),
        ({0: "2"}, "got '2'."),
        ({0: None}, "got None."),
        ({0: 1, "0": 2}, "class_weight names each class once; got class 0 twice."),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(value: object, message: str) -> None:
    with pytest.raises(ConfigurationError, match=re.escape(message)) as caught:
        as_class_weight(value)
    assert len(str(caught.value)) < 300


def test_balanced_weights_give_each_class_the_same_sum_and_each_example_1_on_average() -> None:
    labels = np.repeat([0, 1, 2, 4], [70, 20, 9, 1])
    weights = np.array(weights_by_class("balanced", labels, 5))
    assert weights[3] == 1.0  # it has no example
    totals = np.bincount(labels, minlength=5) * weights
    np.testing.assert_allclose(totals[[0, 1, 2, 4]], 25.0)
    assert weights[labels].mean() == pytest.approx(1.0)


def test_classes_that_are_not_mentioned_count_1() -> None:
    assert weights_by_class({1: 0.0}, [0, 1], 3) == (1.0, 0.0, 1.0)
    assert weights_by_class(None, [0, 1], 3) == (1.0, 1.0, 1.0)
    assert weights_by_class(None, [], 0) == ()
    assert weights_by_class("balanced", [], 2) == (1.0, 1.0)
