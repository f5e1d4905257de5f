"""Experiments in the background: run, pause, step, reset, change, fail, and go on."""

from __future__ import annotations

import math
import threading
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.engine import Sequential, Trainer
from mlwidgets.engine.training.history import Mark
from mlwidgets.errors import SessionStateError
from mlwidgets.session import Status
from mlwidgets.session.run.publisher import MAX_PER_SECOND
from tests.session.support import DEADLINE, Watch, numbers, pictures, settled, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.session import Snapshot
    from tests.session.conftest import Make

ENDLESS: dict[str, Any] = {"batch_size": 1, "epochs": 10_000}
"""Settings with which a run ends long after the test."""


def parameters(snapshot: Snapshot) -> AnyArray:
    """Return a snapshot's parameters, which must be there."""
    weights = snapshot.parameters
    assert weights is not None
    return weights


def test_run_goes_to_the_end(make: Make) -> None:
    experiment = make(epochs=3, batch_size=20)
    watch = Watch(experiment)
    assert experiment.status is Status.READY
    experiment.run()
    snapshot = settled(experiment)
    assert experiment.status is snapshot.status is Status.FINISHED
    assert (snapshot.epoch, snapshot.epochs, snapshot.iteration, snapshot.run) == (3, 3, 12, 0)
    assert snapshot.error == experiment.error == experiment.note == ""
    assert snapshot.seconds_left is None
    assert sorted(snapshot.history.history) == ["accuracy", "loss", "val_accuracy", "val_loss"]
    assert snapshot.validation is not None
    assert snapshot.validation.iteration == 12
    assert snapshot.validation.evaluation.output.shape == (20, 3)
    np.testing.assert_array_equal(parameters(snapshot), experiment.model.parameters)
    assert watch.statuses[-1] is Status.FINISHED
    iterations = [one.iteration for one in watch.snapshots]
    assert iterations == sorted(iterations)


def test_pause_in_the_middle_of_an_epoch_answers_within_a_fifth_of_a_second(make: Make) -> None:
    experiment = make(table(4000), **ENDLESS)
    watch = Watch(experiment)
    taken = []
    for _ in range(3):
        seen = len(watch.snapshots)
        experiment.run()
        watch.until_more(seen + 1)
        watch.until_status(Status.RUNNING)
        start = time.process_time()  # of computing, in all threads: a busy machine takes longer
        experiment.pause()
        watch.until_status(Status.PAUSED)
        taken.append(time.process_time() - start)
        snapshot = settled(experiment)
        assert snapshot.epoch % 1 != 0, "the pause did not come in the middle of an epoch"
    assert sorted(taken)[1] < 0.2, f"seconds taken: {taken}"


def test_a_paused_run_stands_still_and_goes_on_where_it_stopped(make: Make) -> None:
    through, paused = make(epochs=4, batch_size=1), make(epochs=4, batch_size=1)
    through.run()
    for _ in range(3):
        paused.run()
        paused.pause()
        before = settled(paused)
        assert paused.model.parameters.tobytes() == np.asarray(parameters(before)).tobytes()
    paused.run()
    one, two = settled(through), settled(paused)
    assert one.history == two.history
    np.testing.assert_array_equal(parameters(one), parameters(two))


def test_step_batch_is_exactly_one_update(make: Make) -> None:
    experiment = make(batch_size=30, epochs=5)  # 80 to train on: three updates an epoch
    for count in range(1, 9):
        experiment.step_batch()
        snapshot = settled(experiment)
        assert snapshot.iteration == count
        assert experiment.status is Status.PAUSED
        assert snapshot.validation is not None
        assert snapshot.validation.iteration == count, "validation is brought up to date at rest"


def test_steps_pressed_quickly_are_all_made(make: Make) -> None:
    experiment = make(table(2000), batch_size=800, epochs=9, validation_split=0.6)  # one update an epoch
    for _ in range(7):
        experiment.step_batch()
    assert settled(experiment).iteration == 7


@pytest.mark.parametrize("updates", [0, 1, 2, 3, 4])
def test_step_epoch_ends_at_the_epochs_end_wherever_it_starts(make: Make, updates: int) -> None:
    experiment = make(batch_size=30, epochs=5)
    for _ in range(updates):
        experiment.step_batch()
        settled(experiment)
    experiment.step_epoch()
    snapshot = settled(experiment)
    # After three updates the epoch's validation is still to come: that is its end.
    assert snapshot.iteration == (3 if updates <= 3 else 6)
    assert snapshot.epoch == snapshot.iteration / 3
    assert snapshot.history.epoch == list(range(int(snapshot.epoch)))
    experiment.step_epoch()
    assert settled(experiment).epoch == snapshot.epoch + 1


def test_a_step_while_running_stops_the_run_after_it(make: Make) -> None:
    experiment = make(**ENDLESS)
    watch = Watch(experiment)
    experiment.run()
    watch.until_iteration(10)
    experiment.step_batch()
    settled(experiment)
    assert experiment.status is Status.PAUSED


def test_after_the_end_all_three_say_so_and_more_epochs_go_on(make: Make) -> None:
    experiment = make(epochs=1)
    experiment.run()
    settled(experiment)
    for action in (experiment.run, experiment.step_batch, experiment.step_epoch):
        with pytest.raises(
            SessionStateError,
            match=r"The last epoch \(1\) is done\. Raise the number of epochs to go on, or reset",
        ):
            action()
    experiment.epochs = 2
    experiment.run()
    assert settled(experiment).epoch == 2
    experiment.reset()
    settled(experiment)
    experiment.step_batch()
    assert settled(experiment).iteration == 1


@pytest.mark.parametrize("dataset", [table(), pictures()], ids=["table", "pictures"])
def test_reset_gives_the_same_weights_and_the_same_losses_bit_for_bit(make: Make, dataset: Any) -> None:  # noqa: ANN401
    experiment = make(dataset, batch_size=10, epochs=3)
    start = experiment.model.parameters.copy()
    experiment.run()
    first = settled(experiment)
    assert not np.array_equal(parameters(first), start)
    experiment.reset()
    ready = settled(experiment)
    assert (ready.status, ready.iteration, ready.epoch) == (Status.READY, 0, 0)
    assert ready.history.batch_epochs == []
    np.testing.assert_array_equal(parameters(ready), start)
    experiment.run()
    again = settled(experiment)
    assert again.history == first.history
    np.testing.assert_array_equal(parameters(again), parameters(first))


def test_reset_in_the_middle_of_a_run_stops_it(make: Make) -> None:
    experiment = make(**ENDLESS)
    watch = Watch(experiment)
    experiment.run()
    watch.until_iteration(5)
    experiment.reset()
    snapshot = settled(experiment)
    assert experiment.status is Status.READY
    assert snapshot.iteration == 0


def test_settings_changed_on_the_way_leave_marks_and_take_effect(make: Make) -> None:
    experiment = make(optimizer="sgd", learning_rate=0.01, **ENDLESS)
    watch = Watch(experiment)
    experiment.run()
    changes = [
        ("learning_rate", 0.01, 0.002),
        ("momentum", 0.0, 0.5),
        ("nesterov", 0, 1),
        ("clipnorm", math.inf, 2),
        ("batch_size", 1, 4),
    ]
    for count, (name, _, new) in enumerate(changes, start=1):
        watch.until_iteration(1)
        if name in ("learning_rate", "batch_size"):
            setattr(experiment, name, new)
        else:
            value = bool(new) if name == "nesterov" else new
            experiment.optimizer = experiment.optimizer.with_(**{name: value})
        watch.until_marks(count)
    experiment.pause()
    snapshot = settled(experiment)
    for mark, (name, old, new) in zip(snapshot.history.marks, changes, strict=True):
        assert isinstance(mark, Mark)
        assert (mark.name, mark.old, mark.new) == (name, old, new)
        assert 0 < mark.epoch <= snapshot.epoch
    before = settled(experiment)
    experiment.step_batch()
    assert settled(experiment).epoch - before.epoch == pytest.approx(4 / 80)
    assert snapshot.run == 0, "such a change does not start afresh"
    assert experiment.note == ""


def test_a_live_setting_changed_at_rest_takes_effect_too(make: Make) -> None:
    slow, quick = make(optimizer="sgd", learning_rate=0.001), make(optimizer="sgd", learning_rate=0.001)
    for experiment in (slow, quick):
        experiment.step_batch()
        settled(experiment)
    quick.learning_rate = 0.1
    for experiment in (slow, quick):
        experiment.step_batch()
        settled(experiment)
    assert not np.array_equal(slow.model.parameters, quick.model.parameters)
    assert [mark.new for mark in quick.snapshot.history.marks] == [0.1]  # type: ignore[union-attr]  # it rests


def test_fewer_epochs_end_a_run_that_is_past_them(make: Make) -> None:
    experiment = make(**ENDLESS)
    watch = Watch(experiment)
    experiment.run()
    watch.until(lambda: bool(watch.snapshots) and watch.snapshots[-1].epoch > 2)
    experiment.epochs = 1
    settled(experiment)
    assert experiment.status is Status.FINISHED


@pytest.mark.parametrize(
    ("name", "value", "note"),
    [
        ("optimizer", "sgd", "Changed optimizer to SGD: press Run to train from the start."),
        (
            "optimizer",
            {"class_name": "Adam", "config": {"learning_rate": 0.002, "amsgrad": True}},
            "Changed AMSGrad to on: press Run to train from the start.",
        ),
        ("seed", 7, "Changed seed to 7: press Run to train from the start."),
        ("validation_split", 0.5, "Changed validation split to 0.5: press Run to train from the start."),
        (
            "layers",
            [{"class_name": "Dense", "config": {"units": 3, "activation": "softmax"}}],
            "Changed layers: press Run to train from the start.",
        ),
    ],
)
@pytest.mark.parametrize("running", [False, True])
def test_a_structural_change_starts_afresh_and_says_so(
    make: Make,
    name: str,
    value: object,
    note: str,
    running: bool,
) -> None:
    experiment = make(**ENDLESS)
    watch = Watch(experiment)
    experiment.run()
    watch.until_iteration(3)
    if not running:
        experiment.pause()
        settled(experiment)
    setattr(experiment, name, value)
    assert experiment.note == note
    snapshot = settled(experiment)
    assert (snapshot.run, snapshot.iteration, snapshot.status) == (1, 0, Status.READY)
    experiment.step_batch()
    assert experiment.note == ""
    assert settled(experiment).iteration == 1


def test_a_change_before_the_first_run_needs_no_note(make: Make) -> None:
    experiment = make()
    experiment.optimizer = "sgd"
    experiment.seed = 3
    assert experiment.note == ""


def test_no_snapshot_of_an_old_run_arrives_after_a_change(make: Make) -> None:
    experiment = make(**ENDLESS)
    stale, floor = [], [0]

    def note(change: dict[str, Any]) -> None:
        if change["new"].run < floor[0]:
            stale.append((change["new"].run, floor[0]))

    experiment.observe(note, "snapshot")
    watch = Watch(experiment)
    stacks = [
        [{"class_name": "Dense", "config": {"units": units, "activation": "tanh"}}, *experiment.layers[-1:]]
        for units in (2, 30)
    ]
    for count in range(40):
        experiment.run()
        if count % 8 == 0:  # let it run for a while, then change quickly again
            seen = len(watch.snapshots)
            watch.until_more(seen + 1)
        experiment.optimizer = ("sgd", "adam")[count % 2]
        floor[0] = experiment._runner.number
        experiment.layers = stacks[count % 2]
        floor[0] = experiment._runner.number
    snapshot = settled(experiment)
    assert stale == []
    assert snapshot.run == floor[0] == 80
    assert parameters(snapshot).shape == experiment.model.parameters.shape
    assert experiment.predict(experiment.dataset.x_test).shape == (30, 3)
    assert experiment.error == ""


def test_changes_from_several_threads_at_once_leave_one_working_run(make: Make) -> None:
    experiment = make(**ENDLESS)
    faults: list[Exception] = []

    def repeat(*actions: Callable[[], object]) -> None:
        for action in actions * 40:
            try:
                action()
            except Exception as error:  # noqa: BLE001 - what it is is the test's answer
                faults.append(error)

    def setting(name: str, value: object) -> Callable[[], object]:
        return lambda: setattr(experiment, name, value)

    x = experiment.dataset.x_test
    work: list[tuple[Callable[[], object], ...]] = [
        (experiment.run, experiment.pause),
        (experiment.step_batch, experiment.reset),
        (setting("optimizer", "sgd"), setting("optimizer", "adam"), setting("seed", 4), setting("seed", 5)),
        (setting("learning_rate", 0.01), setting("batch_size", 3), setting("learning_rate", 0.02)),
        (lambda: experiment.predict(x), experiment.measure_test, experiment.to_dict),
    ]
    threads = [threading.Thread(target=repeat, args=actions) for actions in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(DEADLINE)
    assert not any(thread.is_alive() for thread in threads)
    assert faults == []
    experiment.pause()
    settled(experiment)
    assert experiment.status in {Status.PAUSED, Status.READY}
    assert experiment.error == ""
    experiment.reset()
    assert settled(experiment).status is Status.READY
    experiment.step_batch()
    assert settled(experiment).iteration == 1


@pytest.mark.parametrize("order", ["run", "step_batch", "step_epoch"])
def test_no_run_starts_behind_the_back_of_who_waits_for_it_to_rest(make: Make, order: str) -> None:
    experiment = make(table(), epochs=10_000)
    experiment.run()
    with experiment.lock:  # as a change of settings has it, which then waits for the run to rest
        other = threading.Thread(target=getattr(experiment, order))
        other.start()
        other.join(0.2)
        assert other.is_alive()
        experiment.seed = 7
    other.join(DEADLINE)
    assert not other.is_alive()


def test_a_flood_of_changes_costs_one_network_not_one_each(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment = make()
    experiment.step_batch()
    settled(experiment)
    gate, began, usual, made = threading.Event(), threading.Event(), Trainer.__init__, []

    def slow(trainer: Trainer[Sequential], *arguments: Any, **settings: Any) -> None:  # noqa: ANN401 - those of Trainer
        made.append(1)
        began.set()
        assert gate.wait(DEADLINE)
        usual(trainer, *arguments, **settings)

    def drag() -> None:
        for _ in range(200):
            experiment.reset()

    monkeypatch.setattr(Trainer, "__init__", slow)
    dragging = threading.Thread(target=drag)
    experiment.reset()
    assert began.wait(DEADLINE)
    dragging.start()
    gate.set()
    dragging.join(DEADLINE)
    assert settled(experiment).run == 201
    assert len(made) < 100


def test_no_more_snapshots_a_second_than_can_be_seen_while_running(make: Make) -> None:
    experiment = make(**ENDLESS)
    watch = Watch(experiment)
    experiment.run()
    watch.until(lambda: len(watch.snapshots) >= 8)
    experiment.pause()
    settled(experiment)
    running = [
        when for when, one in zip(watch.times, watch.snapshots, strict=True) if one.status is Status.RUNNING
    ]
    assert len(running) >= 7
    # A delivery begins at the earliest so long after the last one began.
    assert np.diff(running).min() > 0.9 / MAX_PER_SECOND


def test_the_last_snapshot_is_never_lost(make: Make) -> None:
    for updates in range(1, 6):
        experiment = make(table(40), batch_size=8, epochs=updates, validation_split=0.0)
        seen: list[Any] = []
        experiment.observe(lambda change, seen=seen: seen.append(change["new"]), "snapshot")
        experiment.run()
        settled(experiment)
        assert seen[-1].status is Status.FINISHED
        assert seen[-1].iteration == experiment.model.optimizer.iterations == 5 * updates  # type: ignore[union-attr]


def test_observers_that_raise_do_not_end_the_run(make: Make) -> None:
    experiment = make(epochs=2)

    def bad(change: dict[str, Any]) -> None:
        raise RuntimeError(f"cannot draw {change['name']}")

    experiment.observe(bad, ["snapshot"])
    experiment.run()
    snapshot = settled(experiment)
    assert snapshot.status is experiment.status is Status.FINISHED
    assert snapshot.epoch == 2


def test_a_failing_observer_is_logged(make: Make, caplog: pytest.LogCaptureFixture) -> None:
    experiment = make(epochs=1)
    experiment.observe(lambda _: 1 / 0, "status")
    experiment.step_batch()
    settled(experiment)
    assert "An observer of status failed." in caplog.text
    assert "ZeroDivisionError" in caplog.text


def test_divergence_ends_in_a_sentence_and_a_lower_rate_goes_on(make: Make) -> None:
    linear = [{"class_name": "Dense", "config": {"units": 1}}]
    settings = {"layers": linear, "optimizer": "sgd", "learning_rate": 10.0, "batch_size": 4, "epochs": 3}
    experiment = make(numbers(scale=100), **settings)
    experiment.run()
    failed = settled(experiment)
    assert experiment.status is failed.status is Status.FAILED
    assert experiment.error == failed.error
    assert "The loss became infinite after update" in failed.error
    assert "The learning rate 10 is probably too large; try 1." in failed.error
    assert failed.parameters is not None
    assert np.isfinite(failed.parameters).all()
    assert np.isfinite(failed.history.batch_logs["loss"]).all()
    assert failed.iteration == len(failed.history.batch_epochs) > 0
    experiment.learning_rate = 1e-5
    experiment.run()
    finished = settled(experiment)
    assert finished.status is Status.FINISHED
    assert experiment.error == ""
    assert (finished.run, finished.iteration) == (0, 24)
    assert [mark.new for mark in finished.history.marks] == [1e-5]
    assert finished.history.batch_logs["loss"][-1] < max(finished.history.batch_logs["loss"])


def test_where_the_good_weights_are_long_gone_the_sentence_says_reset(make: Make) -> None:
    experiment = make(numbers(scale=100), optimizer="sgd", learning_rate=10.0, batch_size=4, epochs=3)
    experiment.run()
    settled(experiment)
    assert experiment.error.endswith("Earlier updates had gone wrong already, so reset before you go on.")
    experiment.learning_rate = 1e-6
    experiment.reset()
    experiment.run()
    assert settled(experiment).status is Status.FINISHED


def test_reset_after_a_failure_clears_the_sentence(make: Make) -> None:
    experiment = make(numbers(scale=100), optimizer="sgd", learning_rate=10.0, epochs=9)
    experiment.run()
    assert settled(experiment).status is Status.FAILED
    experiment.reset()
    assert settled(experiment).status is Status.READY
    assert experiment.error == ""


def test_a_fault_in_training_is_told_and_the_session_goes_on(
    make: Make, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    experiment = make(epochs=2)
    usual = Trainer.__next__

    def fault(trainer: Trainer[Sequential]) -> Any:  # noqa: ANN401 - a Step, if it came to that
        if trainer.iteration == 2:
            raise MemoryError("no room for a batch")
        return usual(trainer)

    monkeypatch.setattr(Trainer, "__next__", fault)
    experiment.run()
    failed = settled(experiment)
    assert failed.status is Status.FAILED
    assert experiment.error == (
        "Training stopped because of a fault in mlwidgets (MemoryError: no room for a batch)."
    )
    assert "Training failed." in caplog.text
    monkeypatch.setattr(Trainer, "__next__", usual)
    experiment.run()
    assert settled(experiment).status is Status.FINISHED
    assert experiment.error == ""


def test_a_network_that_cannot_be_made_is_told_and_the_session_goes_on(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment = make(epochs=1)
    experiment.step_batch()
    settled(experiment)

    def no_room(*_: Any, **__: Any) -> None:  # noqa: ANN401 - whatever Trainer takes
        raise MemoryError("no room for the weights")

    monkeypatch.setattr(Trainer, "__init__", no_room)
    experiment.seed = 5
    failed = settled(experiment)
    assert failed.status is experiment.status is Status.FAILED
    assert failed.parameters is None
    assert failed.run == 1
    assert "MemoryError: no room for the weights" in experiment.error
    monkeypatch.undo()
    experiment.run()
    assert settled(experiment).status is Status.FINISHED
    assert experiment.error == ""


def test_too_few_examples_to_validate_with_are_told_by_the_call(make: Make) -> None:
    dataset = table(3)
    experiment = make(dataset)
    with pytest.raises(ValueError, match="too small to set an example aside for validation"):
        experiment.run()
    experiment.validation_split = 0.0
    experiment.run()
    snapshot = settled(experiment)
    assert snapshot.status is Status.FINISHED
    assert snapshot.validation is None


def test_close_ends_the_threads_in_the_middle_of_a_run(make: Make) -> None:
    before = set(threading.enumerate())
    experiment = make(**ENDLESS)
    watch = Watch(experiment)
    experiment.run()
    watch.until_iteration(3)
    alive = set(threading.enumerate()) - before
    assert {thread.name for thread in alive} == {"mlwidgets-runner", "mlwidgets-publisher"}
    experiment.close()
    assert not any(thread.is_alive() for thread in alive)
    experiment.close()  # twice is no harm
    for action in (experiment.run, experiment.step_batch, experiment.pause, experiment.reset):
        with pytest.raises(
            SessionStateError, match=r"^This experiment is closed\. Make a new one to train\.$"
        ):
            action()
    assert experiment.wait(1)
    assert experiment.predict(experiment.dataset.x_test).shape == (30, 3)


def test_an_experiment_that_never_ran_starts_no_thread(make: Make) -> None:
    before = threading.active_count()
    experiment = make()
    experiment.learning_rate = 0.1
    experiment.optimizer = "sgd"
    experiment.predict(experiment.dataset.x_test)
    assert threading.active_count() == before
    experiment.close()


def test_wait_tells_whether_it_came_in_time(make: Make) -> None:
    experiment = make(**ENDLESS)
    assert experiment.wait(1), "nothing is going on"
    experiment.run()
    assert not experiment.wait(0.05)
    experiment.pause()
    assert experiment.wait(DEADLINE)


def test_two_experiments_run_at_the_same_time_without_disturbing_each_other(make: Make) -> None:
    alone, together, other = make(epochs=3), make(epochs=3), make(pictures(), epochs=3)
    alone.run()
    wanted = settled(alone)
    together.run()
    other.run()
    np.testing.assert_array_equal(parameters(settled(together)), parameters(wanted))
    assert settled(other).status is Status.FINISHED


def test_the_time_left_is_estimated_while_running_only(make: Make) -> None:
    experiment = make(**ENDLESS)
    watch = Watch(experiment)
    experiment.run()
    watch.until(lambda: bool(watch.snapshots) and watch.snapshots[-1].seconds_left is not None)
    assert (watch.snapshots[-1].seconds_left or 0) > 0
    experiment.pause()
    assert settled(experiment).seconds_left is None


def test_snapshots_are_not_changed_by_what_comes_after(make: Make) -> None:
    experiment = make(epochs=3)
    experiment.step_batch()
    first = settled(experiment)
    kept = np.array(parameters(first)), first.history.copy()
    experiment.run()
    settled(experiment)
    np.testing.assert_array_equal(parameters(first), kept[0])
    assert first.history == kept[1]


def test_more_epochs_right_after_run_do_not_stop_it(make: Make) -> None:
    experiment = make(epochs=500)  # so many that it is still running when the next line comes
    experiment.run()
    experiment.epochs = 502
    assert settled(experiment).status is Status.FINISHED
    assert settled(experiment).epoch == 502


def test_epochs_pressed_quickly_are_all_made(make: Make) -> None:
    experiment = make(epochs=5)
    for _ in range(3):
        experiment.step_epoch()
    assert settled(experiment).epoch == 3


def test_other_data_leave_no_results_of_those_before(make: Make) -> None:
    experiment = make(table(100, classes=3), epochs=1)
    experiment.run()
    assert settled(experiment).validation is not None
    heard: list[Any] = []
    experiment.observe(lambda change: heard.append(change["new"]), "snapshot")
    experiment.dataset = table(60, classes=2)
    assert heard[0] is None  # until there is news of the new run
    experiment.undo()
    assert settled(experiment).epoch == 1
