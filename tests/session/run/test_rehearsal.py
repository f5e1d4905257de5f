"""The next update of an experiment: foreseen while it rests, and never half of one moment."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np
import pytest

from mlwidgets.errors import ConfigurationError
from mlwidgets.session import Status
from mlwidgets.session.run.rehearsal import rehearsed
from tests.session.support import DEADLINE

if TYPE_CHECKING:
    from mlwidgets.session import Experiment
    from tests.session.conftest import Make


def updates(experiment: Experiment) -> int:
    assert experiment.snapshot is not None
    return experiment.snapshot.iteration


def test_the_next_update_is_the_one_that_is_made(make: Make) -> None:
    experiment = make(optimizer="adam")
    foreseen = experiment.preview()
    assert foreseen is not None
    assert experiment.preview(last=True) is None
    experiment.step_batch()
    assert experiment.wait(DEADLINE)
    np.testing.assert_array_equal(experiment.model.parameters, foreseen.after)
    last = experiment.preview(last=True)
    assert last is not None
    np.testing.assert_array_equal(last.before, foreseen.before)


def test_so_many_updates(make: Make) -> None:
    experiment = make(epochs=2, batch_size=10, validation_split=0.2)
    experiment.step_updates(5)
    assert experiment.wait(DEADLINE)
    assert updates(experiment) == 5
    experiment.step_updates(5)
    experiment.step_updates(2)  # pressed before the first has ended: both are made
    assert experiment.wait(DEADLINE)
    assert updates(experiment) == 12
    experiment.step_updates(1000)
    assert experiment.wait(DEADLINE)
    assert updates(experiment) == 16
    assert experiment.status is Status.FINISHED
    assert experiment.preview() is None
    last = experiment.preview(last=True)
    assert last is not None
    assert last.iteration == 15


@pytest.mark.parametrize("count", [0, -1, 1.5, "3", None, True, float("nan"), 10**400, 1_000_001])
def test_a_number_of_updates_that_cannot_be(make: Make, count: object) -> None:
    experiment = make()
    with pytest.raises(ConfigurationError, match="count must be a whole number"):
        experiment.step_updates(count)  # type: ignore[arg-type]
    assert experiment.snapshot is None


def test_a_weight_set_by_hand_is_seen_at_once(make: Make) -> None:
    experiment = make()
    experiment.step_batch()
    assert experiment.wait(DEADLINE)
    experiment.set_weight(0, "kernel", (0, 0), 0.5)
    assert experiment.wait(DEADLINE)
    foreseen = experiment.preview()
    assert foreseen is not None
    assert foreseen.model.layers[0].kernel[0, 0] == 0.5  # type: ignore[attr-defined]
    assert experiment.preview(last=True) is None


def test_nothing_while_it_runs(make: Make) -> None:
    experiment = make(epochs=10_000)
    running = threading.Event()

    def hear(change: dict[str, object]) -> None:
        if change["new"] is Status.RUNNING:
            running.set()

    experiment.observe(hear, "status")
    experiment.run()
    assert running.wait(DEADLINE)
    assert experiment.preview() is None
    trainer = experiment._runner.trainer
    for _ in range(20):  # read against the rule, while it is being changed
        rehearsed(trainer)
    experiment.pause()
    assert experiment.wait(DEADLINE)
    assert experiment.preview() is not None
