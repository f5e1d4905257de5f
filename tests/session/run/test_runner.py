"""The runner with a trainer that makes a step only when the test lets it."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.engine import Sequential, Trainer, memory, passes
from mlwidgets.engine.layers import BatchNormalization, Dense, Dropout, Flatten, Input
from mlwidgets.engine.training.callbacks import Callback
from mlwidgets.errors import SessionStateError
from mlwidgets.session import Snapshot, Status
from mlwidgets.session.run.runner import Runner
from tests.session.support import DEADLINE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlwidgets.engine.arrays import Array
    from mlwidgets.engine.tape import Tape
    from mlwidgets.engine.training.steps import Step


class Gated(Trainer[Sequential]):
    """A trainer with two updates and three slices of validation an epoch."""

    def __init__(self) -> None:
        rng = np.random.default_rng(0)
        model = Sequential([Input((2,)), Dense(1)])
        model.compile("sgd", "mse")
        validation = rng.normal(size=(600, 2)), rng.normal(size=600)
        super().__init__(
            model,
            rng.normal(size=(8, 2)),
            rng.normal(size=8),
            batch_size=4,
            epochs=3,
            validation_data=validation,
        )
        self.permits = threading.Semaphore(0)
        self.waiting = threading.Semaphore(0)

    def __next__(self) -> Step:
        self.waiting.release()
        assert self.permits.acquire(timeout=DEADLINE)
        return super().__next__()

    def let(self, steps: int) -> None:
        """Let it make so many steps, and wait until it stands before the next."""
        assert self.waiting.acquire(timeout=DEADLINE)
        for _ in range(steps):
            self.permits.release()
            assert self.waiting.acquire(timeout=DEADLINE)
        self.waiting.release()  # it still stands there

    def let_go(self) -> None:
        """Let it make the step that it stands before, and all after it."""
        self.permits.release(1000)

    def let_go_when_interrupted(self) -> None:
        """Let it end its step as soon as an order waits for that: who gives the order waits for the step."""

        def watch() -> None:
            while not self.interrupted():
                time.sleep(0.001)
            self.let_go()

        threading.Thread(target=watch, daemon=True).start()


class Bench:
    """A runner, its trainers, and what it published."""

    def __init__(self) -> None:
        self.trainers: list[Gated] = []
        self.snapshots: list[Snapshot] = []
        self.runner = Runner(self._make, lambda snapshot, _urgent: self.snapshots.append(snapshot))

    def _make(self) -> Gated:
        self.trainers.append(Gated())
        return self.trainers[-1]

    def rest(self) -> Snapshot:
        """Wait until all commands are answered."""
        assert self.runner.wait(DEADLINE)
        return self.snapshots[-1]


@pytest.fixture
def bench() -> Iterator[Bench]:
    made = Bench()
    yield made
    for trainer in made.trainers:
        trainer.let_go()
    made.runner.close()


def trainer_of(bench: Bench) -> Gated:
    """Return the trainer, which is made when first asked for."""
    assert bench.runner.trainer is bench.trainers[-1]
    return bench.trainers[-1]


def test_a_pause_takes_effect_after_the_step_that_is_going_on(bench: Bench) -> None:
    trainer = trainer_of(bench)
    bench.runner.go("end")
    trainer.let(1)
    bench.runner.pause()
    trainer.let_go()
    snapshot = bench.rest()
    assert snapshot.iteration == 2
    assert snapshot.status is Status.PAUSED


def test_step_epoch_that_starts_in_the_middle_of_the_validation_ends_with_it(bench: Bench) -> None:
    trainer = trainer_of(bench)
    bench.runner.go("end")
    trainer.let(3)  # two updates and the first of three slices
    bench.runner.pause()
    trainer.permits.release()  # the second slice is going on, and ends
    snapshot = bench.rest()
    assert trainer.validating
    assert snapshot.history.epoch == []
    trainer.let_go()
    bench.runner.go("epoch")
    snapshot = bench.rest()
    assert not trainer.validating
    assert (snapshot.iteration, snapshot.history.epoch, snapshot.epoch) == (2, [0], 1)
    assert snapshot.validation is not None
    assert snapshot.validation.iteration == 2
    assert len(snapshot.validation.evaluation.output) == 600


def test_step_batch_in_the_middle_of_the_validation_ends_it_and_makes_one_update(bench: Bench) -> None:
    trainer = trainer_of(bench)
    bench.runner.go("end")
    trainer.let(3)
    bench.runner.pause()
    trainer.permits.release()
    bench.rest()
    for count in (3, 4):
        bench.runner.go("batch")
        trainer.let_go()
        assert bench.rest().iteration == count


def test_steps_that_wait_for_each_other_are_all_made_across_the_validation(bench: Bench) -> None:
    trainer = trainer_of(bench)
    for _ in range(5):
        bench.runner.go("batch")
    trainer.let_go()
    assert bench.rest().iteration == 5


def test_a_pause_ends_a_step_that_is_still_in_the_validation(bench: Bench) -> None:
    trainer = trainer_of(bench)
    bench.runner.go("batch")
    bench.runner.go("batch")
    trainer.let(1)
    bench.runner.go("batch")  # the validation comes first
    trainer.let(2)
    bench.runner.pause()
    trainer.let_go()
    snapshot = bench.rest()
    assert snapshot.iteration == 2
    assert trainer.validating


def test_a_new_start_leaves_the_old_trainer_behind_and_numbers_its_snapshots(bench: Bench) -> None:
    old = trainer_of(bench)
    bench.runner.go("end")
    old.let(1)
    old.let_go_when_interrupted()
    bench.runner.replace()
    snapshot = bench.rest()
    assert bench.runner.number == snapshot.run == 1
    assert (snapshot.status, snapshot.iteration) == (Status.READY, 0)
    assert len(bench.trainers) == 2
    assert bench.runner.existing_trainer is bench.trainers[1]
    numbers = [one.run for one in bench.snapshots]
    assert numbers == sorted(numbers)


def test_a_new_start_that_waits_behind_others_is_made_once(bench: Bench) -> None:
    old = trainer_of(bench)
    bench.runner.go("end")
    old.let(1)
    old.let_go_when_interrupted()
    for _ in range(50):
        bench.runner.replace()
    assert bench.rest().run == 50
    assert len(bench.trainers) == 2
    assert [one.run for one in bench.snapshots if one.status is Status.READY] == [50]


def test_at_rest_the_validation_is_measured_with_the_present_weights(bench: Bench) -> None:
    trainer = trainer_of(bench)
    bench.runner.go("batch")
    trainer.let_go()
    snapshot = bench.rest()
    paused = [one for one in bench.snapshots if one.status is Status.PAUSED]
    assert [one.validation is None for one in paused] == [True, False], (
        "the news comes first, then the measurement"
    )
    assert snapshot.validation is not None
    x, y = trainer.validation_data or ([], [])
    assert snapshot.validation.evaluation.logs == pytest.approx(trainer.model.evaluate(x, y))


def test_close_does_not_work_off_what_waits(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    trainer = trainer_of(bench)
    bench.runner.go("end")
    trainer.let(1)
    for _ in range(100):
        bench.runner.go("epoch")
    asked, put = threading.Event(), bench.runner._orders.put

    def tell(command: Any) -> None:  # noqa: ANN401 - one of the runner's commands
        put(command)
        asked.set()

    monkeypatch.setattr(bench.runner._orders, "put", tell)
    closing = threading.Thread(target=bench.runner.close)
    closing.start()
    assert asked.wait(DEADLINE)
    trainer.let_go()
    closing.join(DEADLINE)
    assert not closing.is_alive()
    assert bench.runner.wait(1)
    assert trainer.iteration == 2
    with pytest.raises(SessionStateError):
        bench.runner.go("batch")


def test_a_trainer_that_cannot_be_made_is_published_as_a_failure(caplog: pytest.LogCaptureFixture) -> None:
    snapshots: list[Snapshot] = []

    def make() -> Trainer[Sequential]:
        raise MemoryError("too large")

    runner = Runner(make, lambda snapshot, _: snapshots.append(snapshot))
    for count in (1, 2):  # the thread lives on
        runner.go("end")
        assert runner.wait(DEADLINE)
        assert len(snapshots) == count
        assert snapshots[-1].status is Status.FAILED
        assert "(MemoryError: too large)" in snapshots[-1].error
    assert "Training failed." in caplog.text
    runner.close()


def test_a_run_that_a_callback_ends_shows_the_validation_of_the_weights_it_ends_with() -> None:
    class Meddler(Callback):
        def on_epoch_end(self, epoch: int, logs: object = None) -> None:  # noqa: ARG002 - as in Keras
            self.trainer.stop_training = epoch == 1

        def on_train_end(self, logs: object = None) -> None:  # noqa: ARG002 - as in Keras
            self.model.vector[...] = 7

    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(8, 2)), rng.normal(size=8)

    def make() -> Trainer[Sequential]:
        model = Sequential([Input((2,)), Dense(1)])
        model.compile("sgd", "mse")
        return Trainer(model, x, y, batch_size=4, epochs=9, validation_data=(x, y), callbacks=[Meddler()])

    snapshots: list[Snapshot] = []
    runner = Runner(make, lambda snapshot, _: snapshots.append(snapshot))
    runner.go("end")
    assert runner.wait(DEADLINE)
    runner.close()
    last = snapshots[-1]
    assert (last.status, last.epoch, last.iteration) == (Status.FINISHED, 2, 4)
    assert last.parameters is not None
    assert (last.parameters == 7).all()
    assert last.validation is not None
    assert last.validation.iteration == 4
    assert last.validation.evaluation.output[:, 0] == pytest.approx(7 * x.sum(axis=1) + 7, rel=1e-5)


def test_a_change_is_made_between_two_steps_and_the_run_goes_on(bench: Bench) -> None:
    trainer = trainer_of(bench)
    bench.runner.go("end")
    trainer.let(1)
    seen: list[int] = []

    def change(model: Sequential) -> None:
        seen.append(trainer.iteration)
        model.vector.fill(5)

    bench.runner.change_weights(change)
    trainer.let(1)
    assert seen == [2]
    assert bench.snapshots[-1].status is Status.RUNNING
    assert bench.snapshots[-1].parameters is not None
    assert (bench.snapshots[-1].parameters == 5).all()
    trainer.let_go()
    assert bench.rest().status is Status.FINISHED
    assert trainer.iteration == 6


def test_a_change_at_rest_is_shown_and_validated(bench: Bench) -> None:
    trainer = trainer_of(bench)
    bench.runner.go("batch")
    trainer.let_go()
    bench.rest()
    bench.runner.change_weights(lambda model: model.vector.fill(2))
    snapshot = bench.rest()
    assert (snapshot.status, snapshot.iteration) == (Status.PAUSED, 1)
    assert snapshot.parameters is not None
    assert (snapshot.parameters == 2).all()
    assert snapshot.validation is not None
    x, y = trainer.validation_data or ([], [])
    assert snapshot.validation.evaluation.logs == pytest.approx(trainer.model.evaluate(x, y))


def test_a_change_that_waits_for_a_step_does_not_end_it(bench: Bench) -> None:
    trainer = trainer_of(bench)
    bench.runner.go("end")
    trainer.let(3)
    bench.runner.pause()
    trainer.permits.release()
    bench.rest()  # in the middle of the validation: a step has to end that first
    for _ in range(2):
        bench.runner.go("batch")
        bench.runner.change_weights(lambda model: model.vector.fill(1))
    trainer.let_go()
    assert bench.rest().iteration == 4


def test_a_change_meant_for_an_old_run_is_not_made(bench: Bench) -> None:
    trainer = trainer_of(bench)
    bench.runner.go("end")
    trainer.let(1)
    bench.runner.pause()
    bench.runner.change_weights(lambda model: model.vector.fill(5))
    trainer.let_go_when_interrupted()
    bench.runner.replace()
    snapshot = bench.rest()
    assert (snapshot.run, snapshot.status) == (1, Status.READY)
    assert snapshot.parameters is not None
    assert not (snapshot.parameters == 5).any()


def test_a_pause_is_heard_between_the_slices_of_a_large_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "SLICE", 10)
    snapshots: list[Snapshot] = []
    slices: list[int] = []

    class Meddler(Flatten):
        """Counts the slices of the training, and presses Pause during the third."""

        def transform(self, x: Array, tape: Tape) -> Array:
            """Return what `Flatten` returns."""
            if tape.training:
                slices.append(x.shape[-1])
                if len(slices) == 3:
                    runner.pause()
            return super().transform(x, tape)

    def make() -> Trainer[Sequential]:
        model = Sequential([Input((2,)), Meddler(), Dropout(0.5), Dense(1)])
        model.compile("sgd", "mse")
        x = np.random.default_rng(0).normal(size=(400, 2))
        return Trainer(model, x, x[:, 0], batch_size=400)

    runner = Runner(make, lambda snapshot, _urgent: snapshots.append(snapshot))
    before = runner.trainer.moment()
    runner.go("end")
    assert runner.wait(DEADLINE)
    assert slices == [10] * 3  # of 40
    assert (snapshots[-1].status, snapshots[-1].iteration) == (Status.READY, 0)
    assert runner.trainer.moment() == before
    runner.go("end")
    assert runner.wait(DEADLINE)
    assert (snapshots[-1].status, snapshots[-1].iteration) == (Status.FINISHED, 1)
    twin = make()
    next(twin)
    assert runner.trainer.moment() == twin.moment()
    runner.close()


def test_a_change_of_the_model_does_not_give_a_large_batch_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "SLICE", 10)
    slices: list[int] = []

    class Meddler(Flatten):
        """Counts the slices of the training, and changes a weight during the third."""

        def transform(self, x: Array, tape: Tape) -> Array:
            """Return what `Flatten` returns."""
            if tape.training:
                slices.append(x.shape[-1])
                if len(slices) == 3:
                    runner.change_weights(lambda model: model.set_weights([[[7.0], [7.0]], [7.0]]))
            return super().transform(x, tape)

    def make() -> Trainer[Sequential]:
        model = Sequential([Input((2,)), Meddler(), Dense(1)])
        model.compile("sgd", "mse")
        return Trainer(model, np.ones((80, 2)), np.ones(80), batch_size=80)

    runner = Runner(make, lambda _snapshot, _urgent: None)
    runner.go("end")
    assert runner.wait(DEADLINE)
    assert slices == [10] * 8
    assert runner.trainer.iteration == 1
    assert (runner.trainer.model.vector == 7).all()
    runner.close()


def test_a_step_that_would_take_too_much_memory_is_said_and_the_run_can_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    snapshots: list[Snapshot] = []

    def make() -> Trainer[Sequential]:
        model = Sequential([Input((2,)), BatchNormalization(), Dense(1)])
        model.compile("sgd", "mse")
        return Trainer(model, np.ones((80, 2)), np.ones(80), batch_size=80)

    runner = Runner(make, lambda snapshot, _urgent: snapshots.append(snapshot))
    monkeypatch.setattr(memory, "STEP_BYTES", 20 * runner.trainer.model.step_memory().bytes_per_example)
    runner.go("end")
    assert runner.wait(DEADLINE)
    assert snapshots[-1].status is Status.FAILED
    assert "make the batch 20 or less" in snapshots[-1].error
    runner.trainer.batch_size = 20
    runner.go("end")
    assert runner.wait(DEADLINE)
    assert (snapshots[-1].status, snapshots[-1].iteration) == (Status.FINISHED, 4)
    runner.close()


def test_who_saves_does_not_wait_for_a_long_step_and_the_run_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passes, "PATIENCE", 0)
    begun, long = threading.Event(), True
    snapshots: list[Snapshot] = []

    class Endless(Flatten):
        """Works without end in its first step, listening."""

        def transform(self, x: Array, tape: Tape) -> Array:
            """Return what `Flatten` returns."""
            nonlocal long
            try:
                while long and tape.training:
                    begun.set()
                    time.sleep(0.001)
                    tape.go_on()
            finally:
                long = False
            return super().transform(x, tape)

    model = Sequential([Input((2,)), Endless(), Dense(1)])
    model.compile("sgd", "mse")
    runner = Runner(
        lambda: Trainer(model, np.ones((8, 2)), np.ones(8), batch_size=4, epochs=3),
        lambda snapshot, _: snapshots.append(snapshot),
    )
    runner.go("end")
    assert begun.wait(DEADLINE)
    assert runner.inspect(lambda run: run.trainer.iteration) == 0
    assert runner.wait(DEADLINE)
    assert (snapshots[-1].status, snapshots[-1].iteration) == (Status.FINISHED, 6)
    runner.close()
