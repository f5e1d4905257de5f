"""Runs that diverge: found at once, put into words, taken back, and able to go on."""

from __future__ import annotations

import itertools
import re
from typing import Any

import numpy as np
import pytest

from mlwidgets.engine import Sequential, Trainer
from mlwidgets.engine.layers import Dense, Input
from mlwidgets.engine.optimizers import OPTIMIZERS, SGD, Adam
from mlwidgets.engine.schedules import PiecewiseConstantDecay
from mlwidgets.engine.training.divergence import Divergence, largest
from mlwidgets.errors import DivergenceError
from tests.engine.support import blobs, classifier

RNG = np.random.default_rng(0)
X = RNG.normal(size=(40, 3)) * 100
Y = X @ [1.0, -2.0, 0.5]


def regression(optimizer: object = "sgd", **settings: Any) -> Trainer[Sequential]:  # noqa: ANN401 - those of Trainer
    """Return a trainer on data that nobody scaled."""
    model = Sequential([Input((3,)), Dense(8, "relu"), Dense(1)])
    model.compile(optimizer, "mse")
    return Trainer(model, X, Y, **{"batch_size": 10, "epochs": 3, **settings})


def everything(run: Trainer[Sequential]) -> dict[str, Any]:
    """Return all that makes up a run's present."""
    assert run.model.optimizer is not None
    return {
        "parameters": run.model.parameters.copy(),
        "iterations": run.model.optimizer.iterations,
        "state": {name: vector.copy() for name, vector in run.model.optimizer.state.items()},
        "history": run.history.copy(),
        "progress": run.progress,
        "iteration": run.iteration,
    }


def assert_same(one: dict[str, Any], two: dict[str, Any]) -> None:
    np.testing.assert_equal({**one, "history": None}, {**two, "history": None})
    assert one["history"] == two["history"]


def states_until_it_diverges(run: Trainer[Sequential]) -> tuple[list[dict[str, Any]], str]:
    states = [everything(run)]
    try:
        states.extend(everything(run) for _ in run)
    except DivergenceError as error:
        return states, str(error)
    pytest.fail("nothing diverged")


@pytest.mark.parametrize("validated", [False, True])
@pytest.mark.parametrize("rate", [10.0, 1.0, 0.1, 0.01])
@pytest.mark.parametrize("batch_size", [10, 40])
def test_unscaled_data_and_a_large_rate(rate: float, batch_size: int, validated: bool) -> None:
    validation = (X[:5], Y[:5]) if validated else None
    run = regression(SGD(rate, momentum=0.5), batch_size=batch_size, epochs=30, validation_data=validation)
    states, message = states_until_it_diverges(run)
    update = int(re.search(r"after update (\d+)", message)[1])  # type: ignore[index]  # or the test fails
    assert f"The learning rate {rate:g} is probably too large; try {rate / 10:g}." in message
    ruined = states[-1]["iteration"] > 0 and largest(run.model.parameters) > 1000
    assert ("Earlier updates had gone wrong already, so reset before you go on." in message) == ruined
    assert ("The weights from before that update are kept." in message) != ruined
    # All is as it was before the update that led to the bad number, the record of epochs too.
    assert run.iteration == update - 1
    before = next(
        state
        for state in reversed(states)
        if state["iteration"] == update - 1 and state["progress"] < run.epochs
    )
    now = everything(run)
    for key in ("parameters", "iterations", "state", "iteration", "progress"):
        np.testing.assert_equal(now[key], before[key], err_msg=key)
    assert now["history"].batch_logs == before["history"].batch_logs
    assert now["history"].history == before["history"].history
    assert np.isfinite(run.model.parameters).all()
    assert all(np.isfinite(vector).all() for vector in now["state"].values())


@pytest.mark.parametrize("name", OPTIMIZERS.names)
def test_after_lowering_the_rate_it_goes_on_as_if_nothing_had_happened(name: str) -> None:
    def start(rate: float) -> Trainer[Sequential]:
        optimizer = OPTIMIZERS.get(name)
        optimizer.learning_rate = rate
        return regression(optimizer, shuffle=False)

    good = start(1e-7)
    list(good)
    hurt = start(1e-7)
    list(itertools.islice(hurt, 5))
    saved = everything(hurt)
    hurt.model.parameters[...] = 1e36  # as an update with a far too large step would
    with pytest.raises(DivergenceError):
        next(hurt)
    assert hurt.iteration == 4
    assert hurt.progress == 1.0 == saved["progress"] - 0.25
    list(hurt)
    np.testing.assert_array_equal(hurt.model.parameters, good.model.parameters)
    assert hurt.history == good.history


def test_a_divergence_found_in_the_next_epoch_takes_the_epochs_record_back() -> None:
    whole, hurt = regression(SGD(1e-7)), regression(SGD(1e-7))
    list(whole)
    list(itertools.islice(hurt, 4))  # the first epoch is complete
    assert hurt.history.epoch == [0]
    hurt.model.parameters[...] = 1e36
    with pytest.raises(DivergenceError, match="The loss became infinite after update 4"):
        next(hurt)
    assert hurt.history.epoch == []
    assert hurt.progress == 0.75
    list(hurt)
    assert hurt.history == whole.history


def test_a_divergence_found_in_validation() -> None:
    whole = regression(SGD(1e-7), validation_data=(X, Y))
    hurt = regression(SGD(1e-7), validation_data=(X, Y))
    list(whole)
    list(itertools.islice(hurt, 4))
    assert hurt.validating
    hurt.model.parameters[...] = 1e36
    with pytest.raises(DivergenceError, match="The validation loss became infinite after update 4"):
        next(hurt)
    assert not hurt.validating
    list(hurt)
    assert hurt.history == whole.history


def test_weights_that_stop_being_finite_are_found_although_the_loss_would_not_tell() -> None:
    # The slope of the first weight is 2 · 1e18 · 1e10 · 1e12, more than float32 holds. The update takes it to
    # −∞, which ReLU turns into a 0, and the next loss would be ordinary.
    model = Sequential([Input((1,)), Dense(1, "relu", use_bias=False), Dense(1, use_bias=False)])
    model.compile(SGD(0.1), "mse")
    model.set_weights([[[1e-4]], [[1e10]]])
    run = Trainer(model, [[1e12]], [0.0])
    message = r"^The weights stopped being finite after update 1: that update took the largest weight from 1e"
    with pytest.raises(DivergenceError, match=message):
        next(run)
    assert model.parameters.tolist() == pytest.approx([1e-4, 1e10])
    assert run.iteration == 0
    assert run.history.batch_epochs == []


def test_an_optimizers_memory_that_overflows_is_found_although_the_weights_hardly_move() -> None:
    model = Sequential([Input((1,)), Dense(1)])
    model.compile(Adam(1e-3), "mse")
    run = Trainer(model, [[1e15]], [1e15])
    with pytest.raises(
        DivergenceError, match=r"^Update 1 overflowed the optimizer's memory: the square of a "
    ):
        next(run)  # the gradient is 1e30: its square, which Adam gathers, is more than float32 holds
    assert np.isfinite(model.parameters).all()
    assert model.optimizer is not None
    assert all(np.isfinite(vector).all() for vector in model.optimizer.state.values())


def test_data_too_large_from_the_start_are_not_blamed_on_the_learning_rate() -> None:
    model = Sequential([Input((1,)), Dense(1)])
    model.compile("sgd", "mse")
    start = model.parameters.copy()
    run = Trainer(model, [[2e30]], [0.0])
    for _ in range(2):  # and the second try says the same
        with pytest.raises(DivergenceError) as caught:
            next(run)
        assert str(caught.value).startswith(
            "The loss is infinite already before update 1: the largest number in the examples is 2e+30, the "
            "largest weight "
        )
        assert "learning rate" not in str(caught.value)
        np.testing.assert_array_equal(model.parameters, start)


def test_a_divergence_in_a_later_fit_keeps_what_the_optimizer_remembers() -> None:
    x, y = blobs(30)
    model = classifier()
    model.fit(x, y, verbose=False)
    assert model.optimizer is not None
    memory, parameters = model.optimizer.state["m"].copy(), model.parameters.copy()
    with pytest.raises(DivergenceError, match="already before update 1"):
        model.fit(x.astype(np.float64) * 1e38, y, verbose=False)
    np.testing.assert_array_equal(model.optimizer.state["m"], memory)
    np.testing.assert_array_equal(model.parameters, parameters)
    assert model.optimizer.iterations == 1


def test_the_count_of_updates_is_the_runs_own_after_a_second_fit() -> None:
    run = regression(SGD(1e-7))
    list(run)
    again = Trainer(run.model, X, Y, batch_size=10)
    next(again)
    again.model.parameters[...] = 1e36
    with pytest.raises(DivergenceError, match="after update 1:"):
        next(again)
    assert again.iteration == 0
    assert again.history.batch_epochs == []


def test_a_schedule_is_named_with_the_rate_of_the_update_that_went_wrong() -> None:
    run = regression(SGD(PiecewiseConstantDecay([0, 2], [1e-7, 5.0, 1e-9])), epochs=3)
    with pytest.raises(DivergenceError, match=r"The learning rate 5 is probably too large; try 0\.5\."):
        list(run)


def test_the_words() -> None:
    divergence = Divergence(
        quantity="loss",
        value=float("nan"),
        update=31,
        taken_back=True,
        before=0.512,
        after=float("inf"),
        learning_rate=0.5,
        largest_example=1.0,
    )
    assert str(divergence.error()) == (
        "The loss became not a number (NaN) after update 31: that update took the largest weight from 0.512 "
        "to a number too large to hold. The learning rate 0.5 is probably too large; try 0.05. The weights "
        "from before that update are kept."
    )


def test_largest() -> None:
    assert largest(np.array([1.0, -3.0])) == 3
    assert largest(np.zeros(0)) == 0
    assert largest(np.array([0, 255], np.uint8)) == 255
