"""Step cards: the numbers of a real update, the same ones from card to card."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
import pytest

from mlwidgets.engine import Sequential, Trainer
from mlwidgets.engine.layers import Conv2D, Dense, Flatten, Input
from mlwidgets.explain.steps.cards import step_cards
from mlwidgets.explain.steps.chosen import choose, steepest, weight_arrays
from mlwidgets.explain.steps.parts import Number
from tests.engine.support import blobs, classifier
from tests.engine.training.test_preview import random_run

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlwidgets.engine.optimizers import Optimizer
    from mlwidgets.explain.steps.cards import StepCards
    from mlwidgets.explain.steps.parts import Card, Line


def numbers(lines: Iterable[Line]) -> dict[str, set[float]]:
    """Return the values under each key."""
    found = defaultdict(set)
    for line in lines:
        for part in line.parts:
            if isinstance(part, Number) and part.key:
                found[part.key].add(part.value)
    return found


def everything(cards: StepCards, example: int) -> list[Line]:
    """Return all lines of an example and of its batch."""
    one = cards.examples[example]
    batch = [*cards.batch_loss, *cards.batch_gradient, *cards.update.lines]
    return [*one.forward.lines, *one.loss.lines, *one.gradient.lines, *batch]


def dense(weights: list[float], bias: float, optimizer: object = "sgd", **settings: object) -> Sequential:
    model = Sequential([Input((len(weights),)), Dense(1, **settings)])  # type: ignore[arg-type]
    model.compile(optimizer, "mse")
    model.set_weights([[[weight] for weight in weights], [bias]])
    return model


SGD = {"class_name": "SGD", "config": {"learning_rate": 0.1}}


def text_of(card: Card) -> str:
    return card.text.replace("\n", "; ")


def test_worked_by_hand() -> None:
    run = Trainer(dense([2, -1], 0.5, SGD), [[3, 1], [1, 0]], [5, 2.5], batch_size=2, shuffle=False)
    preview = run.preview()
    cards = step_cards(preview, choose(run.model, 0, "kernel", (0, 0)))
    one = cards.examples[0]
    assert text_of(one.forward) == (
        "unit 1; w · x = 2 · 3 = 6; + 1 other product: −1; + bias: 0.5; z = 5.5; prediction ŷ = 5.5"
    )
    assert text_of(one.loss) == (
        "mean squared error; prediction ŷ = 5.5, truth y = 5; L = (ŷ − y)² = 0.5² = 0.25"
    )
    assert text_of(one.gradient) == "∂L/∂z = 1; ∂z/∂w = x = 3; ∂L/∂w = 1 · 3 = 3"
    assert one.loss_so_far.text == "mean of 1 example so far: 0.25"
    assert [line.text for line in cards.batch_loss] == ["mean of 2 examples: 0.125"]
    assert [line.text for line in cards.batch_gradient] == ["mean of 2 examples: g = 1.5"]
    assert text_of(cards.update) == "learning rate η = 0.1; Δθ = −η g; Δθ = −0.1·1.5 = −0.15; w = 2 → 1.85"
    assert cards.strongest == 0
    assert cards.notes == ()


def test_a_bias_a_penalty_clipping_and_a_constraint() -> None:
    optimizer = {"class_name": "SGD", "config": {"learning_rate": 0.5, "clipvalue": 0.25}}
    model = dense([2, 1], 0.5, optimizer, kernel_regularizer="l2", kernel_constraint="max_norm")
    preview = Trainer(model, [[3, 1]], [6.5]).preview()
    kernel = step_cards(preview, choose(model, 0, "kernel", (0, 0)))
    assert kernel.batch_loss[1].text == "+ penalty on the weights: 0.05"
    assert kernel.batch_gradient[1].text.startswith("+ slope of the penalty 0.04: g = ")
    text = text_of(kernel.update)
    assert "g = 6.04, kept within ±0.25: 0.25" in text
    assert "w + Δθ = 1.875, then brought back by the layer's constraint" in text
    bias = step_cards(preview, choose(model, 0, "bias", (0,)))
    assert "2 products: 7; bias w = 0.5" in text_of(bias.examples[0].forward)
    assert "∂z/∂w = 1" in text_of(bias.examples[0].gradient)


def test_a_convolution_shows_one_window_and_sums_over_all() -> None:
    x = np.zeros((1, 3, 3, 1), "f4")
    x[0, 1, 1] = 2
    model = Sequential([Input((3, 3, 1)), Conv2D(1, 2, use_bias=False), Flatten(), Dense(1)])
    model.compile("sgd", "mse")
    model.set_weights([[[[[1]], [[2]]], [[[3]], [[4]]]], [[1], [1], [1], [1]], [0]])
    cards = step_cards(Trainer(model, x, [0]).preview(), choose(model, 0, "kernel", (0, 1, 0, 0)))
    one = cards.examples[0]
    assert "filter 1 at row 2, column 1" in one.forward.text
    assert "w · x = 2 · 2 = 4" in one.forward.text
    assert "+ 3 other products: 0" in one.forward.text
    # ŷ = 2 · (1 + 2 + 3 + 4) = 20, ∂L/∂ŷ = 40, and the pixel of 2 is under this weight once.
    assert "here: 40 · 2 = 80" in one.gradient.text
    assert "all 4 places: ∂L/∂w = 80" in one.gradient.text


def test_a_classifier_says_how_surprised_it_is() -> None:
    x, y = blobs(8)
    model = classifier()
    preview = Trainer(model, x, y, batch_size=8, shuffle=False).preview()
    cards = step_cards(preview, choose(model, 1, "kernel", (0, int(y[0]))), ("red", "green", "blue"))
    loss = cards.examples[0].loss.text
    assert f"true class: {('red', 'green', 'blue')[y[0]]}" in loss
    assert re.search(r"^cross-entropy\n.*L = −log\(p\) = −log\([\d.]+\) = [\d.]+$", loss, re.DOTALL)
    assert re.search(r"∂L/∂z = ŷ − y = [\d.]+ − 1 = −[\d.]+", cards.examples[0].gradient.text)


@pytest.mark.parametrize("seed", range(80))
def test_the_numbers_are_those_of_the_next_update(seed: int) -> None:
    """Whatever the network, the optimizer and the weight; and each number is the same on all cards."""
    run = random_run(seed)
    rng = np.random.default_rng(seed)
    for _ in range(3):
        preview = run.preview()
        arrays = weight_arrays(run.model)
        array = arrays[rng.integers(len(arrays))]
        index = tuple(int(rng.integers(side)) for side in array.shape)
        chosen = choose(run.model, array.layer, array.name, index)
        before = float(run.model.layers[array.layer].weights[array.name][index])
        cards = step_cards(preview, chosen)
        step = next(run)
        while step.kind != "update":
            step = next(run)
        after = float(run.model.layers[array.layer].weights[array.name][index])
        for example in range(len(cards.examples)):
            found = numbers(everything(cards, example))
            assert {key: values for key, values in found.items() if len(values) > 1} == {}
        assert found["w"] == {before}
        assert found["w_new"] == {after}  # to the last bit
        assert found["rule_step"].pop() == pytest.approx(
            float(preview.stepped[chosen.place]) - before, rel=1e-3, abs=1e-6
        )
        if not cards.update.text.count("constraint"):
            assert float(preview.stepped[chosen.place]) == after
        parts = [numbers(one.gradient.lines)["part"] for one in cards.examples]
        assert np.mean([part.pop() for part in parts]) == pytest.approx(
            float(preview.loss_gradient[chosen.place]), rel=5e-3, abs=1e-4
        )


def test_a_large_batch_says_how_much_it_shows_and_an_update_that_diverges_says_so() -> None:
    x, y = blobs(100)
    model = classifier()
    cards = step_cards(Trainer(model, x, y, batch_size=100).preview(), choose(model, 0, "bias", (0,)))
    assert len(cards.examples) == 32
    assert cards.notes == ("The first 32 of 100 examples are shown one by one; all of them count.",)
    assert cards.batch_loss[0].text.startswith("mean of 100 examples: ")
    model.vector[...] = 1e38
    preview = Trainer(model, x * 1e30, y).preview()
    chosen = steepest(preview)
    assert chosen is not None
    assert "diverges" in step_cards(preview, chosen).notes[-1]


def test_the_optimizer_may_have_a_schedule() -> None:
    optimizer: Optimizer = classifier(
        optimizer={
            "class_name": "Adam",
            "config": {
                "learning_rate": {
                    "class_name": "CosineDecay",
                    "config": {"initial_learning_rate": 0.2, "decay_steps": 4},
                }
            },
        }
    ).check_compiled()[0]
    x, y = blobs(40)
    run = Trainer(classifier(optimizer=optimizer), x, y, batch_size=10)
    rates = []
    for _ in range(4):
        card = step_cards(run.preview(), choose(run.model, 0, "bias", (0,))).update
        rates.append(numbers(card.lines)["rate"].pop())
        next(run)
    assert rates == pytest.approx([0.2, 0.1 * (1 + np.cos(np.pi / 4)), 0.1, 0.1 * (1 - np.cos(np.pi / 4))])
