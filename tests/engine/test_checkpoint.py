"""The last good moment of a run."""

from __future__ import annotations

import numpy as np
import pytest

from mlwidgets.engine.checkpoint import Checkpoint, Moment
from mlwidgets.engine.optimizers import OPTIMIZERS, Adam, Optimizer


def stepped(optimizer: Optimizer, parameters: np.ndarray) -> None:
    optimizer.apply(parameters, np.arange(1, parameters.size + 1, dtype=parameters.dtype))


@pytest.mark.parametrize("name", OPTIMIZERS.names)
def test_everything_comes_back_as_it_was(name: str) -> None:
    optimizer, parameters = OPTIMIZERS.get(name), np.ones(4, np.float32)
    stepped(optimizer, parameters)
    checkpoint = Checkpoint(parameters, optimizer)
    stepped(optimizer, parameters)
    moment = Moment(epoch=3, start=20, iteration=7, totals={"loss": 2.5})
    checkpoint.save(moment)
    kept, memory = parameters.copy(), {name: vector.copy() for name, vector in optimizer.state.items()}

    stepped(optimizer, parameters)
    parameters *= np.nan
    for vector in optimizer.state.values():
        vector[...] = np.nan
    assert checkpoint.restore() == moment
    np.testing.assert_array_equal(parameters, kept)
    assert optimizer.iterations == 2
    assert optimizer.state.keys() == memory.keys()
    for key, vector in optimizer.state.items():
        np.testing.assert_array_equal(vector, memory[key])

    stepped(optimizer, parameters)  # what was restored is not the checkpoint's own memory
    checkpoint.restore()
    np.testing.assert_array_equal(parameters, kept)


def test_an_optimizer_that_was_reset_in_between_comes_back_without_memory() -> None:
    optimizer, parameters = Adam(), np.ones(3)
    stepped(optimizer, parameters)
    checkpoint = Checkpoint(parameters, optimizer)
    optimizer.reset()
    checkpoint.save(Moment())
    stepped(optimizer, parameters)
    checkpoint.restore()
    assert optimizer.state == {}
    assert optimizer.iterations == 0


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_soundness_looks_at_weights_and_at_the_optimizers_memory(bad: float) -> None:
    optimizer, parameters = Adam(), np.ones(5, np.float32)
    stepped(optimizer, parameters)
    checkpoint = Checkpoint(parameters, optimizer)
    assert checkpoint.sound()
    optimizer.state["v"][3] = bad
    with np.errstate(invalid="ignore"):
        assert not checkpoint.sound()
        checkpoint.restore()
        assert checkpoint.sound()
        parameters[0] = bad
        assert not checkpoint.sound()


def test_numbers_whose_squares_overflow_are_sound() -> None:
    checkpoint = Checkpoint(np.full(4, 1e30, np.float32), Adam())
    with np.errstate(over="ignore"):
        assert checkpoint.sound()
