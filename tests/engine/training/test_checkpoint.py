"""The last good moment of a run."""

from __future__ import annotations

import numpy as np
import pytest

from mlwidgets.engine.optimizers import OPTIMIZERS, Adam, Optimizer
from mlwidgets.engine.training.checkpoint import Checkpoint
from mlwidgets.engine.training.moment import Position
from mlwidgets.engine.training.sums import Sums


def stepped(optimizer: Optimizer, parameters: np.ndarray) -> None:
    optimizer.apply(parameters, np.arange(1, parameters.size + 1, dtype=parameters.dtype))


def checkpoint_of(parameters: np.ndarray, optimizer: Optimizer) -> Checkpoint:
    return Checkpoint(parameters, optimizer, Sums().mark())


@pytest.mark.parametrize("name", OPTIMIZERS.names)
def test_everything_is_kept_as_it_was(name: str) -> None:
    optimizer, parameters = OPTIMIZERS.get(name), np.ones(4, np.float32)
    stepped(optimizer, parameters)
    checkpoint = checkpoint_of(parameters, optimizer)
    stepped(optimizer, parameters)
    sums = Sums()
    sums.add({"loss": 2.5}, 10)
    checkpoint.save(Position(epoch=3, start=20, iteration=7), sums.mark())
    kept, memory = parameters.copy(), {name: vector.copy() for name, vector in optimizer.state.items()}

    stepped(optimizer, parameters)
    sums.add({"loss": 1.0}, 10)
    parameters *= np.nan
    for vector in optimizer.state.values():
        vector[...] = np.nan
    assert checkpoint.position == Position(3, 20, 7)
    assert (checkpoint.sums.whole().count, checkpoint.sums.whole().sums) == (10, {"loss": 25.0})
    np.testing.assert_array_equal(checkpoint.vector, kept)
    then = checkpoint.optimizer_moment()
    assert then.iterations == 2
    assert then.state.keys() == memory.keys()
    for key, vector in then.state.items():
        np.testing.assert_array_equal(vector, memory[key])


def test_the_same_memory_is_written_to_at_every_save() -> None:
    optimizer, parameters = Adam(), np.ones(3)
    stepped(optimizer, parameters)
    checkpoint = checkpoint_of(parameters, optimizer)
    memory = checkpoint.vector
    stepped(optimizer, parameters)
    checkpoint.save(Position(), Sums().mark())
    assert checkpoint.vector is memory
    np.testing.assert_array_equal(memory, parameters)


def test_an_optimizer_that_was_reset_in_between_is_kept_without_memory() -> None:
    optimizer, parameters = Adam(), np.ones(3)
    stepped(optimizer, parameters)
    checkpoint = checkpoint_of(parameters, optimizer)
    optimizer.reset()
    checkpoint.save(Position(), Sums().mark())
    stepped(optimizer, parameters)
    assert checkpoint.optimizer_moment().state == {}
    assert checkpoint.optimizer_moment().iterations == 0


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_soundness_looks_at_weights_and_at_the_optimizers_memory(bad: float) -> None:
    optimizer, parameters = Adam(), np.ones(5, np.float32)
    stepped(optimizer, parameters)
    checkpoint = checkpoint_of(parameters, optimizer)
    assert checkpoint.sound()
    optimizer.state["v"][3] = bad
    with np.errstate(invalid="ignore"):
        assert not checkpoint.sound()
        optimizer.state["v"][3] = 1.0
        assert checkpoint.sound()
        parameters[0] = bad
        assert not checkpoint.sound()


def test_numbers_whose_squares_overflow_are_sound() -> None:
    checkpoint = checkpoint_of(np.full(4, 1e30, np.float32), Adam())
    with np.errstate(over="ignore"):
        assert checkpoint.sound()
