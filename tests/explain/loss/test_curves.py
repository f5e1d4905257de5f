"""Curves of losses: values and slopes against the engine, and the formulas read as arithmetic."""

from __future__ import annotations

import ast
import math
import operator
import re
from typing import Any

import numpy as np
import pytest

from mlwidgets.explain.loss.curves import Line, Path, paths, targets
from mlwidgets.explain.loss.questions import FLIPPED, QUESTIONS, Question, question_of
from mlwidgets.spec import LOSS_ROWS, LossSpec

EVERY = [(name, loss) for name, one in QUESTIONS.items() for loss in one.losses]
SETTINGS = {"huber": [{"delta": 0.4}, {"delta": 1.0}], "binary_crossentropy": [{}, {"label_smoothing": 0.2}]}
SETTINGS["categorical_crossentropy"] = SETTINGS["binary_crossentropy"]
CASES = [(name, loss, settings) for name, loss in EVERY for settings in SETTINGS.get(loss, [{}])]
START = {"probabilities": (0.5, 0.3, 0.2), "scores": (1.5, -0.5, 0.25)}


def first_path(
    name: str,
    loss: str,
    truth: float,
    at: int = 0,
    **settings: Any,  # noqa: ANN401 - of several types
) -> tuple[Path, Line]:
    question = QUESTIONS[name]
    path = paths(question, [question.spec(loss, **settings)], truth, START.get(name, (question.start,)))[at]
    return path, path.lines[0]


def truths(question: Question) -> list[float]:
    return [*question.truths[:: max(1, len(question.truths) // 8)]]


def test_every_loss_can_be_chosen_somewhere() -> None:
    assert {loss for _, loss in EVERY} == {row.name for row in LOSS_ROWS}


@pytest.mark.parametrize(("name", "loss", "settings"), CASES)
def test_values_are_those_of_the_engine(name: str, loss: str, settings: dict[str, Any]) -> None:
    question = QUESTIONS[name]
    for truth in truths(question):
        for at in range(3 if question.several else 1):
            path, line = first_path(name, loss, truth, at, **settings)
            made = line.loss.make()
            y = targets(made, question, truth, 1)
            for number in range(0, len(path.grid), 7):
                said = path.points[number : number + 1].T
                assert line.values[number] == pytest.approx(made.values(y, said)[0], rel=1e-12, abs=1e-15)


@pytest.mark.parametrize(("name", "loss", "settings"), CASES)
def test_slopes_are_the_central_differences_along_the_path(
    name: str, loss: str, settings: dict[str, Any]
) -> None:
    question = QUESTIONS[name]
    for truth in truths(question):
        for at in range(3 if question.several else 1):
            path, line = first_path(name, loss, truth, at, **settings)
            made = line.loss.make()
            inner = np.arange(20, len(path.grid) - 20, 9)
            step = 1e-6 * (path.points[-1] - path.points[0]) / (path.grid[-1] - path.grid[0])
            y = targets(made, question, truth, len(inner))
            up, down = (made.values(y, (path.points[inner] + way * step).T) for way in (1, -1))
            found = (up - down) / 2e-6
            kinks = np.abs(up + down - 2 * line.values[inner]) > 1e-8  # where there is no one slope
            assert kinks.mean() < 0.1
            np.testing.assert_allclose(line.slopes[inner][~kinks], found[~kinks], rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", ["probability", "probabilities"])
def test_through_its_own_activation_the_gradient_is_prediction_minus_truth(name: str) -> None:
    question = QUESTIONS[name]
    for truth in question.truths:
        path, line = first_path(name, question.losses[0], truth)
        y = np.eye(3)[int(truth)] if question.several else truth
        assert line.below is not None
        np.testing.assert_allclose(line.below, path.points - y, atol=1e-12)


def test_other_losses_go_through_the_activation_by_the_chain_rule() -> None:
    path, line = first_path("probabilities", "mean_squared_error", 1)
    p, g = path.points, line.gradients
    jacobian = np.einsum("nj,jk->njk", p, np.eye(3)) - np.einsum("nj,nk->njk", p, p)
    assert line.below is not None
    np.testing.assert_allclose(line.below, np.einsum("nj,njk->nk", g, jacobian), atol=1e-12)


def test_the_others_follow_so_that_probabilities_sum_to_1() -> None:
    for at in range(3):
        path, _ = first_path("probabilities", "kl_divergence", 0, at)
        np.testing.assert_allclose(path.points.sum(axis=1), 1)
        assert path.points[path.at].tolist() == pytest.approx(START["probabilities"])
    certain = paths(QUESTIONS["probabilities"], [LossSpec.of("kl_divergence")], 0, (1.0, 0.0, 0.0))[0]
    assert certain.points[0].tolist() == [0, 0.5, 0.5]  # nothing is known of the others: equal shares


def test_the_present_prediction_is_a_point_of_its_curve() -> None:
    path = paths(QUESTIONS["probability"], [LossSpec.of("mse")], 1, (1 / 3,))[0]
    assert path.grid[path.at] == 1 / 3
    assert len(path.grid) == 402
    assert 0.72 in path.grid


# ---- the formulas, read as arithmetic ----

FUNCTIONS = {
    **{name: getattr(math, name) for name in ("log", "exp", "cosh", "tanh", "sqrt")},
    "sign": lambda x: float(np.sign(x)),
    "sigmoid": lambda x: 1 / (1 + math.exp(-x)),
    "max": max,
    "abs": abs,
}
OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}


def read(text: str) -> float:
    """Compute what a formula says, by its own grammar."""
    plain = text.replace("−", "-").replace("·", "*").replace("²", "**2").replace("√", "sqrt")
    plain = re.sub(r"\|([^|]+)\|", r"abs(\1)", plain)

    def value(node: ast.AST) -> float:
        match node:
            case ast.Expression(body):
                return value(body)
            case ast.Constant(float() | int() as number):
                return float(number)
            case ast.UnaryOp(ast.USub(), inner):
                return -value(inner)
            case ast.BinOp(left, sign, right):
                return OPERATORS[type(sign)](value(left), value(right))
            case ast.Call(ast.Name(name), arguments):
                return FUNCTIONS[name](*map(value, arguments))
        raise AssertionError(ast.dump(node))

    return value(ast.parse(plain, mode="eval"))


def put(text: str, numbers: dict[str, str]) -> str:
    """Put numbers into the places of a formula, but keep those that stand there already."""
    return re.sub(r"\{(\w+)(?::([\d.]+))?\}", lambda place: place[2] or numbers[place[1]], text)


@pytest.mark.parametrize(("name", "loss", "settings"), CASES)
def test_the_formula_with_numbers_in_it_gives_the_engines_numbers(
    name: str, loss: str, settings: dict[str, Any]
) -> None:
    question = QUESTIONS[name]
    for truth in truths(question):
        path, line = first_path(name, loss, truth, **settings)
        assert np.sum([case.holds for case in line.cases], axis=0).tolist() == [1] * len(path.grid)
        for number in {0, len(path.grid) - 1, *range(0, len(path.grid), 11)}:
            case = next(one for one in line.cases if one.holds[number])
            numbers = {"p": path.points[number, 0], "y": truth}
            numbers |= {f"p{j}": one for j, one in enumerate(path.points[number])}
            if path.shares is not None:
                numbers |= {f"s{j}": one for j, one in enumerate(path.shares[number])}
            numbers = {key: f"({float(one)!r})".replace("-", "−") for key, one in numbers.items()}
            assert read(put(case.value, numbers)) == pytest.approx(line.values[number], rel=2e-5, abs=5e-6)
            if case.slope:
                assert read(put(case.slope, numbers)) == pytest.approx(
                    line.slopes[number], rel=2e-4, abs=5e-6
                )


@pytest.mark.parametrize(
    ("loss", "classes", "name"),
    [
        ("sparse_categorical_crossentropy", 10, "probabilities"),
        ("mean_squared_error", 0, "number"),
        ("poisson", 0, "amount"),
        ("binary_crossentropy", 2, "probability"),
        ("hinge", 2, "score"),
        ("mean_squared_error", 2, "score"),
        ("categorical_hinge", 4, "scores"),
    ],
)
def test_a_loss_says_which_question_its_network_answers(loss: str, classes: int, name: str) -> None:
    assert question_of(LossSpec.of(loss), classes) == name


def test_from_logits_is_the_same_question_without_its_activation() -> None:
    for name, other in FLIPPED.items():
        assert QUESTIONS[name].from_logits != QUESTIONS[other].from_logits
        assert QUESTIONS[other].losses[0] == QUESTIONS[name].losses[0]
