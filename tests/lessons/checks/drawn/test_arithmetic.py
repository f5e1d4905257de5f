"""The numbers that stand in each question's text, computed here by the book's formula, give its answer.

So a question asks for what it marks as right. Known wrong answers are computed as well.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

import numpy as np
import pytest

from mlwidgets.lessons.checks import QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlwidgets.lessons.checks import Drawn

DRAWS = 100


def drawn(name: str, **given: object) -> Iterator[Drawn]:
    """Draw a question many times."""
    question = QUESTIONS[name]
    for seed in range(1_000, 1_000 + DRAWS):
        yield question.draw(np.random.default_rng(seed), **question.parse(given))


def numbers(text: str) -> list[float]:
    """Return the numbers of a text in their order."""
    return [float(one) for one in re.findall(r"(?<![\w.])-?\d+(?:\.\d+)?", text)]


def after(text: str, what: str) -> float:
    """Return the number that follows some letters."""
    found = re.search(re.escape(what) + r"\s*=\s*(-?\d+(?:\.\d+)?)", text)
    assert found, (what, text)
    return float(found[1])


def table(text: str) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Return the numbers of a Markdown table."""
    rows = [numbers(line.replace("$", "")) for line in text.splitlines() if line.startswith("|")]
    return np.array([row for row in rows if row])


def is_(value: float) -> object:
    """Compare with a number of which float64 has computed the last digits."""
    return pytest.approx(value, rel=1e-9, abs=1e-9)


def test_next_weight() -> None:
    for one in drawn("next_weight"):
        w, g, rate = after(one.text, "w"), after(one.text, "g"), after(one.text, r"\eta")
        assert one.answer == is_(w - rate * g)
        assert one.near["plus"] == is_(w + rate * g)
        assert one.near["no_rate"] == is_(w - g)


def test_adam_first_step() -> None:
    for one in drawn("adam_first_step"):
        w, g, rate = after(one.text, "w"), after(one.text, "g"), after(one.text, r"\eta")
        assert one.answer == pytest.approx(w - rate * np.sign(g), abs=1e-6)
        assert one.near["plain"] == is_(w - rate * g)
        assert one.near["uncorrected"] == pytest.approx(
            w - rate * np.sign(g) * 0.1 / math.sqrt(0.001), abs=1e-6
        )


def test_momentum_step() -> None:
    for one in drawn("momentum_step"):
        w, g, rate = after(one.text, "w"), after(one.text, "g"), after(one.text, r"\eta")
        momentum, v = after(one.text, r"\beta"), after(one.text, "v")
        assert one.answer == is_(w + momentum * v - rate * g)
        assert one.near["plus"] == is_(w + momentum * v + rate * g)
        assert one.near["no_momentum"] == is_(w - rate * g)
        assert one.near["whole_step"] == is_(w + v - rate * g)


def line_of(text: str) -> tuple[float, float]:
    """Return slope and intercept."""
    return after(text, "slope $w"), after(text, "intercept $b")


def points_of(text: str) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], ...]:
    """Return x and y of the points, one or several."""
    found = re.search(r"point \$\((-?[\d.]+),\\ (-?[\d.]+)\)\$", text)
    if found:
        return np.array([float(found[1])]), np.array([float(found[2])])
    return tuple(table(text).T)


def test_line_prediction() -> None:
    for one in drawn("line_prediction"):
        w, b = line_of(one.text)
        assert one.answer == is_(w * after(one.text, "x") + b)
        assert one.near["no_intercept"] == is_(w * after(one.text, "x"))


def test_squared_error() -> None:
    for one in drawn("squared_error"):
        (w, b), (x, y) = line_of(one.text), points_of(one.text)
        assert one.answer == is_(float((w * x + b - y)[0]) ** 2)


@pytest.mark.parametrize("points", [2, 3, 4, 5])
def test_mean_squared_error_of_line(points: int) -> None:
    for one in drawn("mean_squared_error_of_line", points=points):
        (w, b), (x, y) = line_of(one.text), points_of(one.text)
        assert len(x) == points
        assert len(set(x.tolist())) == points
        squares = (w * x + b - y) ** 2
        assert one.answer == is_(squares.mean())
        assert one.near["not_averaged"] == is_(squares.sum())
        assert {w, b, *x.tolist(), *y.tolist()} <= set(range(-100, 100)), "whole numbers, for paper"


@pytest.mark.parametrize("points", [1, 2, 3, 5])
@pytest.mark.parametrize("by", ["slope", "intercept"])
def test_gradient_of_line_and_step(by: str, points: int) -> None:
    for name in ("gradient_of_line", "line_step"):
        for one in drawn(name, by=by, points=points):
            (w, b), (x, y) = line_of(one.text), points_of(one.text)
            assert len(x) == points
            errors = w * x + b - y
            gradient = 2 * float((errors * (x if by == "slope" else 1)).mean())
            if name == "gradient_of_line":
                assert one.answer == is_(gradient)
                assert one.near["sign"] == is_(-gradient)
                assert one.near["other"] == is_(2 * float((errors * (1 if by == "slope" else x)).mean()))
                continue
            rate, before = after(one.text, r"\eta"), w if by == "slope" else b
            assert one.answer == is_(before - rate * gradient)
            assert one.near["plus"] == is_(before + rate * gradient)


def test_loss_values_of_numbers() -> None:
    for one in drawn("loss_value", kind="squared_error"):
        said, true = numbers(one.text)
        assert one.answer == is_((said - true) ** 2)
    for one in drawn("loss_value", kind="mean_squared_error"):
        said_all, true_all = table(one.text).T
        assert one.answer == is_(((said_all - true_all) ** 2).mean())
        assert one.near["not_averaged"] == is_(((said_all - true_all) ** 2).sum())


def test_loss_values_of_classes() -> None:
    for one in drawn("loss_value", kind="cross_entropy"):
        p = numbers(one.text)
        assert sum(p) == is_(1)
        true = "ABC".index(re.findall(r"true class is ([ABC])", one.text)[0])
        assert one.answer == is_(-math.log(p[true]))
        assert one.near["base_ten"] == is_(-math.log10(p[true]))
    for one in drawn("loss_value", kind="mean_cross_entropy"):
        p = numbers(one.text)
        assert one.answer == is_(-sum(map(math.log, p)) / 3)
        assert one.near["not_averaged"] == is_(-sum(map(math.log, p)))
    for one in drawn("loss_value", kind="binary_cross_entropy"):
        (yes,) = numbers(one.text)
        given = yes if "truth is “yes”" in one.text else 1 - yes
        assert one.answer == is_(-math.log(given))
        assert one.near["base_ten"] == is_(-math.log10(given))
        assert one.near["other_answer"] == is_(-math.log(1 - given))


def test_output_cell() -> None:
    for one in drawn("output_cell"):
        patch, kernel = np.array(numbers(one.text.partition("$$")[2])).reshape(2, 3, 3)
        assert one.answer == is_((patch * kernel).sum())
        assert one.near["flipped"] == is_((patch * kernel[::-1, ::-1]).sum())


def test_softmax_value() -> None:
    for one in drawn("softmax_value"):
        z = [after(one.text, f"z_{name}") for name in "ABC"]
        at = "ABC".index(re.findall(r"give to class ([ABC])", one.text)[0])
        assert one.answer == is_(math.exp(z[at]) / sum(map(math.exp, z)))
        assert one.near["no_exponential"] == is_(z[at] / sum(z))


def test_accuracy_of_rows() -> None:
    for one in drawn("accuracy_of_rows"):
        shares = table(one.text)
        truth = ["ABC".index(name) for name in re.findall(r"^\| ([ABC]) ", one.text, re.MULTILINE)]
        assert shares.shape == (5, 3)
        np.testing.assert_allclose(shares.sum(axis=1), 1)
        right = [int(row.argmax()) == true for row, true in zip(shares, truth, strict=True)]
        assert one.answer == is_(sum(right) / 5)
        assert one.near["probability"] == is_(float(np.mean(shares[np.arange(5), truth])))


def test_standardized_value() -> None:
    for one in drawn("standardized_value"):
        mean, std, x = numbers(one.text)
        assert one.answer == is_((x - mean) / std)
    for one in drawn("standardized_value", given="rows"):
        *rows, asked = numbers(one.text)
        train, test = np.array(rows[:4]), np.array(rows[4:])
        assert asked == test[0]
        assert one.answer == is_((asked - train.mean()) / train.std())
        every = np.concatenate([train, test])
        assert one.near["all_rows"] == is_((asked - every.mean()) / every.std())


def test_output_shape() -> None:
    for padding in ("valid", "same"):
        for strides in (1, 2, 3):
            for one in drawn("output_shape", padding=padding, strides=strides):
                rows, columns, channels, filters, k, _, step = map(int, numbers(one.text))
                assert step == strides
                sides = [
                    (n - k) // step + 1 if padding == "valid" else math.ceil(n / step)
                    for n in (rows, columns)
                ]
                assert one.answer == (*sides, filters)
                assert one.near["channels"] == (*sides, channels)
                assert one.near["flat"] == (math.prod(sides) * filters,)


def test_parameter_count() -> None:
    for layers in (1, 2, 3):
        for one in drawn("parameter_count", layers=layers):
            inputs, count, *units = map(int, numbers(one.text))
            assert count == layers == len(units)
            sizes = [inputs, *units]
            weights = sum(a * b for a, b in zip(sizes, units, strict=False))
            assert one.answer == weights + sum(units)
            assert one.near["no_bias"] == weights
    for one in drawn("parameter_count", network="convolution"):
        side, _, channels, filters, k, _ = map(int, numbers(one.text))
        assert one.answer == k * k * channels * filters + filters
        assert one.near["no_bias"] == k * k * channels * filters
        assert one.near["every_place"] == k * k * channels * filters * side * side + filters


def test_updates_per_epoch() -> None:
    for epochs in (1, 7):
        for one in drawn("updates_per_epoch", epochs=epochs):
            rows, batch, *_ = map(int, numbers(one.text))
            assert one.answer == math.ceil(rows / batch) * epochs
            assert one.near["epoch_as_update"] == epochs
            assert one.near["last_batch"] == rows // batch * epochs
