"""Time travel: any earlier update comes back exactly, and training can go another way from there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.errors import ConfigurationError, SessionStateError
from mlwidgets.session import Experiment, Snapshot, Status
from mlwidgets.session.run import timeline as module
from mlwidgets.session.run.snapshot import Origin
from mlwidgets.session.run.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Generator

    from mlwidgets.engine.training.moment import Moment

SECONDS = 60
DIGITS_CNN = [
    {"class_name": "Conv2D", "config": {"filters": 2, "kernel_size": 3, "activation": "relu"}},
    {"class_name": "BatchNormalization", "config": {}},
    {"class_name": "MaxPooling2D", "config": {"pool_size": 4}},
    {"class_name": "Flatten", "config": {}},
    {"class_name": "Dropout", "config": {"rate": 0.3}},
    {"class_name": "Dense", "config": {"units": 10, "activation": "softmax"}},
]
COSINE = {"class_name": "CosineDecay", "config": {"initial_learning_rate": 0.01, "decay_steps": 500}}


@pytest.fixture
def circle() -> Generator[Experiment]:
    made = Experiment("circle", epochs=10, learning_rate=0.01)
    yield made
    made.close()


def train(experiment: Experiment) -> None:
    experiment.run()
    assert experiment.wait(SECONDS)


def seen(experiment: Experiment) -> Snapshot:
    """Return the newest snapshot, which is there."""
    assert experiment.snapshot is not None
    return experiment.snapshot


def go_to(experiment: Experiment, iteration: int) -> None:
    experiment.go_to(iteration)
    assert experiment.wait(SECONDS)
    assert seen(experiment).iteration == iteration


def moment(experiment: Experiment) -> Moment:
    """Return the moment at which the run rests; at the end of an epoch, with its validation."""
    trainer = experiment._runner.trainer
    while trainer.validating:
        next(trainer)
    return trainer.moment()


def moments(experiment: Experiment, wanted: list[int], **changes: dict[int, Any]) -> list[Moment]:
    """Train update by update, with changes before some of them, and return the moments wanted."""
    kept = []
    for iteration in range(max(wanted) + 1):
        for name, by_iteration in changes.items():
            if iteration in by_iteration:
                experiment.change(**{name: by_iteration[iteration]})
        if iteration in wanted:
            kept.append(moment(experiment))
        if iteration < max(wanted):
            experiment.step_batch()
            assert experiment.wait(SECONDS)
            moment(experiment)
    return kept


@pytest.mark.parametrize("interval", [0.0, 0.004, 1e9])
def test_every_moment_comes_back_bit_by_bit_however_few_are_kept(
    monkeypatch: pytest.MonkeyPatch, interval: float
) -> None:
    monkeypatch.setattr(module, "REPLAY_SECONDS", interval)
    digits = Experiment(
        "mnist", layers=DIGITS_CNN, optimizer={"class_name": "adam", "config": {"learning_rate": COSINE}}
    )
    try:
        wanted = [0, 1, 7, 30, 60]
        kept = moments(digits, wanted)
        for at in (30, 0, 60, 7, 1, 60):
            go_to(digits, at)
            assert moment(digits) == kept[wanted.index(at)]
    finally:
        digits.close()


def test_back_by_five_hundred_and_forward_again_gives_the_same_weights() -> None:
    digits = Experiment(
        "mnist",
        layers=DIGITS_CNN,
        optimizer={"class_name": "adam", "config": {"learning_rate": COSINE}},
        batch_size=8,
        epochs=2,
    )
    try:
        train(digits)
        last, end = seen(digits).iteration, moment(digits)
        assert last >= 600
        go_to(digits, last - 500)
        assert digits.status is Status.PAUSED
        assert seen(digits).reach.newest == last
        assert not np.array_equal(digits.model.vector, end.weights)
        train(digits)
        assert seen(digits).run == 0
        assert seen(digits).iteration == last
        assert moment(digits) == end
    finally:
        digits.close()


def test_settings_come_back_and_are_changed_again_on_the_way(
    circle: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "REPLAY_SECONDS", 1e9)  # only the first moment is kept, and those left
    kept = moments(
        circle,
        [5, 12, 20, 34, 40],
        learning_rate={
            10: 0.1,
            30: {
                "class_name": "ExponentialDecay",
                "config": {"initial_learning_rate": 0.02, "decay_steps": 5, "decay_rate": 0.5},
            },
        },
        batch_size={18: 3},
    )
    assert circle.batch_size == 3
    for at, wanted in zip([34, 5, 20, 40, 12], [kept[3], kept[0], kept[2], kept[4], kept[1]], strict=True):
        go_to(circle, at)
        assert moment(circle).weights.tobytes() == wanted.weights.tobytes()
        assert moment(circle) == wanted
    assert circle.learning_rate == 0.1
    assert circle.batch_size == 10
    assert circle.settings.optimizer.learning_rate == 0.1
    assert seen(circle).reach.whole is not None


def test_a_change_at_an_earlier_moment_begins_a_run_of_its_own_and_undo_returns_to_the_one_it_left(
    circle: Experiment,
) -> None:
    ledger = circle.ledger
    train(circle)
    last, end = seen(circle).iteration, moment(circle)
    go_to(circle, 40)
    there = moment(circle)
    circle.learning_rate = 0.3
    assert seen(circle).run == 0 or circle.wait(SECONDS)
    train(circle)
    assert seen(circle).run == 1
    assert seen(circle).origin == Origin(0, 40)
    assert [mark.name for mark in seen(circle).history.marks] == ["learning_rate"]
    (past,) = ledger.past
    assert len(past.history.batch_epochs) == last
    other = moment(circle)
    go_to(circle, 40)
    assert moment(circle).weights.tobytes() == there.weights.tobytes()
    go_to(circle, other.position.iteration)
    assert moment(circle) == other
    circle.undo()
    assert circle.wait(SECONDS)
    assert circle.learning_rate == 0.01
    assert seen(circle).run == 0
    assert moment(circle) == there
    go_to(circle, last)
    assert moment(circle) == end
    go_to(circle, 40)
    circle.redo()
    assert circle.wait(SECONDS)
    assert circle.learning_rate == 0.3


def test_a_weight_set_at_an_earlier_moment_branches_too_and_stays_set(circle: Experiment) -> None:
    train(circle)
    go_to(circle, 30)
    before = circle.model.vector.copy()
    circle.set_weight(0, "kernel", (0, 0), 2.5)
    assert circle.wait(SECONDS)
    train(circle)
    assert seen(circle).run == 1
    go_to(circle, 31)
    go_to(circle, 30)
    assert circle.model.layers[0].weights["kernel"][0, 0] == 2.5
    circle.undo()
    assert circle.wait(SECONDS)
    assert seen(circle).run == 0
    assert circle.model.vector.tobytes() == before.tobytes()


def test_a_weight_set_on_the_way_is_passed_with_its_value(
    circle: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "REPLAY_SECONDS", 1e9)
    for _ in range(10):
        circle.step_batch()
    assert circle.wait(SECONDS)
    circle.set_weight(0, "kernel", (0, 0), -3.0)
    for _ in range(10):
        circle.step_batch()
    assert circle.wait(SECONDS)
    end = moment(circle)
    go_to(circle, 5)
    go_to(circle, 15)
    go_to(circle, 20)
    assert moment(circle) == end
    go_to(circle, 10)
    assert circle.model.layers[0].weights["kernel"][0, 0] == -3.0


def test_a_run_that_goes_forward_from_the_past_can_be_changed_while_it_runs(circle: Experiment) -> None:
    circle.epochs = 400
    circle.step_epoch()
    assert circle.wait(SECONDS)
    circle.run()
    while seen(circle).iteration < 200:
        pass
    circle.pause()
    assert circle.wait(SECONDS)
    last = seen(circle).iteration
    go_to(circle, 0)
    circle.run()
    circle.learning_rate = 0.02
    circle.pause()
    assert circle.wait(SECONDS)
    marks = circle._runner.trainer.history.marks
    if seen(circle).run == 1:
        origin = seen(circle).origin
        assert origin is not None
        assert origin.iteration < last
    else:  # it had caught up already
        assert all(mark.epoch > 0 for mark in marks)
    assert circle._runner.trainer.optimizer.learning_rate == 0.02


def test_where_it_cannot_go_is_said_in_a_sentence(circle: Experiment) -> None:
    circle.step_batch()
    assert circle.wait(SECONDS)
    for hostile in (-1, 2, 1.0, True, "1", None, 10**400, float("nan")):
        with pytest.raises(SessionStateError, match="from 0 to 1; got"):
            circle.go_to(hostile)  # type: ignore[arg-type]
    assert seen(circle).iteration == 1


def test_divergence_ends_the_way_at_the_last_good_update(circle: Experiment) -> None:
    circle.optimizer = "sgd"
    train(circle)
    circle.epochs = 200
    circle.model.layers[-1].weights["kernel"][...] = 3e38  # finite, and no sum of them is
    circle.refresh()
    circle.run()
    assert circle.wait(SECONDS)
    assert circle.status is Status.FAILED
    failed = seen(circle)
    assert failed.reach.newest == failed.iteration
    go_to(circle, 3)
    assert seen(circle).status is Status.PAUSED
    assert circle.error == ""


def test_memory_stays_within_its_bound_and_no_moment_is_lost(
    circle: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "REPLAY_SECONDS", 0.0)  # every moment is kept, if there is room
    train(circle)
    size = seen(circle).reach.nbytes
    assert seen(circle).reach.kept == seen(circle).iteration + 1
    line = circle.timeline
    line.shrink(size // 8)
    assert line.nbytes <= size // 8
    places = line.weights()[0]
    gaps = np.diff(places)
    assert gaps[0] > gaps[-1]  # the older, the farther apart
    assert (places[0], places[-1]) == (0, seen(circle).iteration)
    end = moment(circle)
    go_to(circle, 17)
    go_to(circle, end.position.iteration)
    assert moment(circle) == end


def test_the_bound_can_be_set_and_is_kept_while_a_run_goes_on(
    circle: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "REPLAY_SECONDS", 0.0)
    circle.layers = [
        {"class_name": "Dense", "config": {"units": 100, "activation": "relu"}},
        {"class_name": "Dense", "config": {"units": 2, "activation": "softmax"}},
    ]
    circle.travel_megabytes = 1
    train(circle)
    assert 500_000 < seen(circle).reach.nbytes <= 1_000_000
    assert seen(circle).reach.kept < seen(circle).iteration
    for hostile in (0, -1, float("nan"), float("inf"), 1e9):
        with pytest.raises(ConfigurationError, match="travel_megabytes"):
            circle.travel_megabytes = hostile
    assert circle.travel_megabytes == 1


def test_a_parked_run_takes_little_memory(circle: Experiment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "REPLAY_SECONDS", 0.0)
    train(circle)
    line = circle.timeline
    monkeypatch.setattr("mlwidgets.session.run.one_run.PARKED_BYTES", 5_000)
    circle.reset()
    assert circle.wait(SECONDS)
    assert line.nbytes <= 5_000
    circle.undo()
    assert circle.wait(SECONDS)
    go_to(circle, 3)


def test_a_timeline_without_moments_begins_at_zero() -> None:
    empty = Timeline()
    assert (empty.first, empty.newest, empty.count, empty.nbytes) == (0, 0, 0, 0)


def test_a_step_that_travels_and_changes_is_undone_to_where_the_run_stood(circle: Experiment) -> None:
    train(circle)
    last = seen(circle).iteration
    with circle.as_one_step("the remedy."):
        circle.go_to(50)
        circle.learning_rate = 0.5
    assert circle.wait(SECONDS)
    assert (seen(circle).run, seen(circle).iteration) == (1, 50)
    circle.undo()
    assert circle.wait(SECONDS)
    assert (seen(circle).run, seen(circle).iteration) == (0, last)
    assert circle.learning_rate == circle._runner.trainer.optimizer.learning_rate == 0.01


def test_run_pressed_right_after_a_travel_goes_on_from_there(circle: Experiment) -> None:
    train(circle)
    last = seen(circle).iteration
    circle.go_to(7)
    circle.run()
    assert circle.wait(SECONDS)
    assert seen(circle).iteration == last
    assert circle.error == ""


def test_three_quick_steps_back_are_three(circle: Experiment) -> None:
    train(circle)
    last = seen(circle).iteration
    for _ in range(3):
        circle.step_back()
    assert circle.wait(SECONDS)
    assert seen(circle).iteration == last - 3


def test_weights_changed_from_python_at_an_earlier_moment_do_not_reach_the_run_that_is_left(
    circle: Experiment,
) -> None:
    train(circle)
    end = moment(circle)
    go_to(circle, 30)
    circle.model.vector[:] = 0.5
    circle.refresh()
    assert circle.wait(SECONDS)
    assert seen(circle).run == 1
    assert circle.can_undo
    circle.undo()
    assert circle.wait(SECONDS)
    go_to(circle, end.position.iteration)
    assert moment(circle) == end


def test_a_change_right_after_a_travel_is_compared_with_the_settings_of_there(circle: Experiment) -> None:
    train(circle)
    circle.epochs = 20
    circle.learning_rate = 0.3
    circle.step_epoch()
    assert circle.wait(SECONDS)
    circle.go_to(50)
    circle.learning_rate = 0.3  # there it was 0.01
    assert circle.wait(SECONDS)
    assert circle._runner.trainer.optimizer.learning_rate == circle.learning_rate == 0.3
    assert seen(circle).run == 1


def test_a_run_that_is_reset_while_it_goes_on_is_kept_whole(circle: Experiment) -> None:
    ledger = circle.ledger
    circle.epochs = 500
    circle.run()
    while circle.snapshot is None or circle.snapshot.iteration < 100:
        pass
    circle.reset()
    left = circle._history._runs[0].timeline.newest
    assert circle.wait(SECONDS)
    assert len(ledger.past[0].history.batch_epochs) == left


def test_nothing_is_changed_after_the_end() -> None:
    closed = Experiment("circle")
    closed.close()
    with pytest.raises(SessionStateError, match="closed"):
        closed.seed = 3
    assert closed.seed == 0
