"""One undo for everything: settings, stack, convolution and runs, in the order in which they were changed."""

from __future__ import annotations

import random
import threading
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.errors import MLWidgetsError, SessionStateError
from mlwidgets.session import Status
from mlwidgets.session import undo as module
from mlwidgets.session.learned.opening import learned_experiment, load_stage
from tests.session.support import Watch, settled, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mlwidgets.session import Experiment
    from tests.session.conftest import Make


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let more than a second pass between any two changes: no two of them are one gesture."""
    ticks = iter(range(0, 10**9, 2))
    monkeypatch.setattr(module, "monotonic", lambda: float(next(ticks)))


def whole(experiment: Experiment) -> dict[str, Any]:
    """Return everything that an undo brings back, as values that can be compared."""
    return {
        "settings": experiment.settings,
        "draft": experiment.draft.layers,
        "ids": experiment.draft.ids,
        "possible": experiment.draft.report.possible,
        "convolution": experiment.convolution.to_dict(),
    }


# ---- what was thrown away comes back ----


def test_a_reset_is_undone_with_the_weights_and_redone_with_the_new_ones(make: Make) -> None:
    experiment = make()
    for _ in range(3):
        experiment.step_batch()
    learned = settled(experiment)
    experiment.reset()
    experiment.step_batch()
    again = settled(experiment)
    assert again.iteration == 1
    restarts = experiment.restarts
    assert experiment.undo() == "Undone: Reset the training."
    assert experiment.note == "Undone: Reset the training."
    assert experiment.restarts == restarts + 1
    back = settled(experiment)
    assert (back.iteration, back.run, experiment.status) == (3, learned.run, Status.PAUSED)
    np.testing.assert_array_equal(back.parameters, learned.parameters)
    assert back.history == learned.history
    assert experiment.redo() == "Redone: Reset the training."
    np.testing.assert_array_equal(settled(experiment).parameters, again.parameters)
    assert settled(experiment).iteration == 1


def test_a_run_that_came_back_goes_on_as_if_nothing_had_been(make: Make) -> None:
    experiment, other = make(epochs=2), make(epochs=2)
    experiment.step_batch()
    experiment.step_batch()
    settled(experiment)
    experiment.draft.add("Dropout", 1)
    experiment.step_batch()
    settled(experiment)
    assert experiment.undo() == "Undone: Dropout added at position 2 of 3."
    experiment.run()
    other.run()
    np.testing.assert_array_equal(settled(experiment).parameters, settled(other).parameters)


def test_each_change_that_restarts_brings_its_weights_back(make: Make, slowly: None) -> None:  # noqa: ARG001
    experiment = make(table(features=4, classes=2))
    changes: list[Callable[[], object]] = [
        lambda: experiment.change(seed=3),
        lambda: experiment.change(loss="binary_crossentropy"),
        lambda: experiment.change(dataset=table(features=6, classes=4)),
        lambda: experiment.draft.use_preset("linear"),
        lambda: experiment.change(optimizer="sgd"),
    ]
    kept = []
    for change in changes:
        experiment.step_batch()
        kept.append(settled(experiment).parameters)
        change()
    for parameters in reversed(kept):
        assert settled(experiment).iteration == 0 or experiment.can_redo
        experiment.undo()
        np.testing.assert_array_equal(settled(experiment).parameters, parameters)


def test_a_run_that_is_going_on_can_be_thrown_away_and_brought_back(make: Make) -> None:
    experiment = make(epochs=1000)
    watch = Watch(experiment)
    experiment.run()
    watch.until_iteration(5)
    experiment.reset()
    experiment.undo()
    back = settled(experiment)
    assert back.iteration >= 5
    assert experiment.status is Status.PAUSED
    experiment.step_batch()
    assert settled(experiment).iteration == back.iteration + 1


def test_weights_set_by_hand_before_the_first_update_come_back(make: Make) -> None:
    experiment = make()
    experiment.set_weight(0, "bias", [0], 7.0)
    settled(experiment)
    experiment.reset()
    assert experiment.model.layers[0].weights["bias"][0] == 0
    experiment.undo()
    assert experiment.model.layers[0].weights["bias"][0] == 7


def test_a_reset_with_nothing_learned_is_no_step(make: Make) -> None:
    experiment = make()
    experiment.reset()
    settled(experiment)
    experiment.reset()
    assert not experiment.can_undo


def test_the_shipped_network_comes_back() -> None:
    experiment = learned_experiment()
    try:
        assert not experiment.can_undo  # it opens like this
        weights = experiment.model.vector.copy()
        load_stage(experiment, "10")
        experiment.reset()
        assert experiment.undo() == "Undone: Reset the training."
        assert experiment.stage is not None
        assert experiment.stage.position.iteration == 10
        assert experiment.undo() == "Undone: Loaded the weights after 10 updates."
        np.testing.assert_array_equal(experiment.model.vector, weights)
    finally:
        experiment.close()


def test_the_curve_of_a_run_that_is_back_is_no_ghost_beside_it(make: Make) -> None:
    experiment = make(epochs=2)
    ledger = experiment.ledger
    experiment.run()
    first = settled(experiment)
    experiment.reset()
    settled(experiment)
    assert [run.number for run in ledger.past] == [first.run]
    experiment.run()
    second = settled(experiment)
    experiment.undo()
    settled(experiment)
    assert [run.number for run in ledger.past] == [second.run]


# ---- steps ----


def test_everything_is_in_one_order_and_is_named(make: Make) -> None:
    experiment = make()
    experiment.draft.add("Dropout", 1)
    experiment.optimizer = experiment.optimizer.with_(learning_rate=0.5)
    experiment.convolution.set(strides=2)
    experiment.convolution.change(kernel=[[1]])
    experiment.convolution.take("cat")
    experiment.optimizer = "sgd"
    experiment.batch_size = 7
    said = []
    while experiment.can_undo:
        said.append(experiment.undo())
    assert said == [
        "Undone: Changed batch size to 7.",
        "Undone: Changed optimizer to SGD.",
        "Undone: Changed the input.",
        "Undone: Changed the kernel.",
        "Undone: Changed the strides.",
        "Undone: Changed learning rate to 0.5.",
        "Undone: Dropout added at position 2 of 3.",
    ]
    with pytest.raises(SessionStateError, match=r"^There is nothing to undo\.$"):
        experiment.undo()
    assert experiment.redo() == "Redone: Dropout added at position 2 of 3."
    assert experiment.draft.message == "Redone: Dropout added at position 2 of 3."


def test_a_slider_that_is_dragged_is_one_step(make: Make) -> None:
    experiment = make()
    first = experiment.optimizer
    for rate in (0.01, 0.02, 0.03):
        experiment.learning_rate = rate
    for beta in (0.5, 0.6):
        experiment.optimizer = experiment.optimizer.with_(beta_1=beta)
    experiment.learning_rate = 0.2
    rates = []
    while experiment.can_undo:
        experiment.undo()
        rates.append((experiment.learning_rate, experiment.optimizer.config["beta_1"]))
    assert rates == [(0.03, 0.6), (0.03, 0.9), (first.learning_rate, 0.9)]


def test_a_slider_that_is_dragged_back_leaves_no_step(make: Make) -> None:
    experiment = make()
    rate = experiment.learning_rate
    experiment.learning_rate = 0.5
    experiment.learning_rate = rate
    assert not experiment.can_undo


def test_a_slider_that_is_dragged_back_and_on_leaves_the_step_before_alone(make: Make) -> None:
    experiment = make()
    rate = experiment.learning_rate
    experiment.epochs = 7
    for value in (0.5, rate, 0.3, 0.4):
        experiment.learning_rate = value
    assert experiment.transcript.lines[0] == "experiment.epochs = 7"
    assert len(experiment.transcript.lines) == 2
    experiment.undo()
    assert (experiment.epochs, experiment.learning_rate) == (7, rate)


def test_a_second_later_is_another_step(make: Make, slowly: None) -> None:  # noqa: ARG001
    experiment = make()
    experiment.learning_rate = 0.5
    experiment.learning_rate = 0.6
    experiment.undo()
    assert experiment.learning_rate == 0.5


def test_what_was_undone_is_not_gone_on_with(make: Make) -> None:
    experiment = make()
    experiment.batch_size = 5
    experiment.batch_size = 6
    experiment.epochs = 3
    experiment.undo()
    experiment.batch_size = 7
    experiment.undo()
    assert experiment.batch_size == 6


def test_a_live_setting_is_taken_back_in_the_run_that_goes_on(make: Make) -> None:
    experiment = make()
    rate = experiment.learning_rate
    experiment.step_batch()
    settled(experiment)
    experiment.learning_rate = 0.5
    experiment.undo()
    experiment.step_batch()
    assert settled(experiment).iteration == 2
    assert experiment.model.optimizer is not None
    assert experiment.model.optimizer.learning_rate == rate


def test_a_change_that_is_refused_is_no_step(make: Make) -> None:
    experiment = make()
    with pytest.raises(MLWidgetsError):
        experiment.learning_rate = -1
    with pytest.raises(MLWidgetsError):
        experiment.convolution.change(kernel=[["x"]])
    assert not experiment.can_undo


def test_a_new_change_gives_up_what_was_undone(make: Make) -> None:
    experiment = make()
    told: list[tuple[str, bool]] = []
    experiment.observe(lambda change: told.append((change["name"], change["new"])), ["can_undo", "can_redo"])
    experiment.batch_size = 5
    experiment.undo()
    experiment.epochs = 3
    assert told == [
        ("can_undo", True),
        ("can_undo", False),
        ("can_redo", True),
        ("can_undo", True),
        ("can_redo", False),
    ]
    with pytest.raises(SessionStateError, match=r"^There is nothing to redo\.$"):
        experiment.redo()


def test_an_impossible_draft_is_part_of_the_history(make: Make) -> None:
    experiment = make()
    experiment.step_batch()
    settled(experiment)
    experiment.draft.add("Conv2D", 0)
    experiment.batch_size = 5
    experiment.undo()
    assert experiment.draft.layers[0]["class_name"] == "Conv2D"
    experiment.undo()
    assert experiment.draft.in_use
    assert settled(experiment).iteration == 1


def test_a_draft_that_was_asked_for_later_follows_an_undo(make: Make) -> None:
    experiment = make()
    before = experiment.layers
    experiment.layers = experiment.layers[1:]
    assert len(experiment.draft.layers) == 1
    experiment.undo()
    assert experiment.layers == before
    assert experiment.draft.in_use
    assert not experiment.can_undo
    assert experiment.can_redo


# ---- bounds ----


def test_steps_are_bounded(make: Make, slowly: None) -> None:  # noqa: ARG001
    experiment = make()
    for number in range(module.MOST_STEPS + 10):
        experiment.batch_size = number + 1
    steps = 0
    while experiment.can_undo:
        experiment.undo()
        steps += 1
    assert steps == module.MOST_STEPS


def test_runs_are_bounded_and_the_oldest_starts_afresh(make: Make) -> None:
    experiment = make()
    for _ in range(module.MOST_RUNS + 2):
        experiment.step_batch()
        settled(experiment)
        experiment.reset()
    iterations = []
    while experiment.can_undo:
        experiment.undo()
        iterations.append(settled(experiment).iteration)
    assert iterations == [1] * module.MOST_RUNS + [0] * 2


def test_bytes_are_bounded(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 3 * 2 * table().x_train.nbytes)
    experiment = make()
    for number in range(20):
        experiment.dataset = table(seed=number + 1)
        experiment.epochs = number + 1
    steps = 0
    while experiment.can_undo:
        experiment.undo()
        steps += 1
    assert 2 <= steps < 20


# ---- anything, in any order ----


def edits(experiment: Experiment, chance: random.Random) -> Iterator[Callable[[], object]]:
    """Yield changes of every kind, for ever."""
    data = [table(features=4, classes=3), table(features=9, classes=2), table(features=4, classes=3, seed=1)]
    draft, convolution = experiment.draft, experiment.convolution
    kinds: list[Callable[[], object]] = [
        lambda: setattr(experiment, "learning_rate", chance.choice([0.1, 0.2])),
        lambda: setattr(experiment, "batch_size", chance.randint(1, 3)),
        lambda: setattr(experiment, "epochs", chance.randint(1, 3)),
        lambda: setattr(experiment, "seed", chance.randint(1, 3)),
        lambda: setattr(experiment, "dataset", chance.choice(data)),
        lambda: setattr(experiment, "loss", chance.choice(["hinge", "sparse_categorical_crossentropy"])),
        lambda: setattr(experiment, "optimizer", chance.choice(["sgd", "adam"])),
        lambda: experiment.change(optimizer=experiment.optimizer.with_(weight_decay=chance.random() / 10)),
        lambda: draft.add(chance.choice(["Dropout", "Conv2D", "Dense"]), chance.randint(0, 2)),
        lambda: draft.remove(chance.randint(0, 2)),
        lambda: draft.move(chance.randint(0, 2), 0),
        lambda: draft.set(0, "units", chance.choice([3, 5, 0])),
        lambda: draft.apply_repair(chance.choice([None, 0])),
        lambda: draft.use_preset(chance.choice(["linear", "phishing"])),
        lambda: convolution.set(gesture=chance.choice([None, "bias"]), bias=float(chance.randint(0, 3))),
        lambda: convolution.change(kernel=[[chance.randint(0, 3)]]),
        lambda: convolution.take(chance.choice([None, "digit_5"])),
        experiment.reset,
        experiment.step_batch,
    ]
    while True:
        yield chance.choice(kinds)


@pytest.mark.parametrize("part", range(10))
def test_a_thousand_random_walks_are_undone_and_redone_completely(make: Make, part: int) -> None:
    for seed in range(part * 100, part * 100 + 100):
        chance = random.Random(seed)  # noqa: S311 - no secrets here
        experiment = make()
        changes = edits(experiment, chance)
        first = whole(experiment)
        for _ in range(chance.randint(1, 8)):
            try:
                next(changes)()
            except MLWidgetsError:
                continue
            if chance.random() < 0.15 and experiment.can_undo:
                experiment.undo()
        newest = whole(experiment)
        while experiment.can_redo:  # where the walk ended with an undo
            experiment.redo()
            newest = whole(experiment)
        while experiment.can_undo:
            experiment.undo()
        assert whole(experiment) == first, seed
        while experiment.can_redo:
            experiment.redo()
        assert whole(experiment) == newest, seed
        experiment.close()


def test_many_threads_may_change_and_undo(make: Make) -> None:
    experiment = make()
    first = whole(experiment)

    def work(number: int) -> None:
        chance = random.Random(number)  # noqa: S311 - no secrets here
        changes = edits(experiment, chance)
        for _ in range(25):
            try:
                (next(changes) if chance.random() < 0.7 else experiment.undo)()
            except MLWidgetsError:
                continue

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # Of more steps than are kept, the first cannot be undone; it must be a state that fits together.
    while experiment.can_undo:
        experiment.undo()
    assert experiment.model.output_shape == experiment.task.output_shape
    assert set(whole(experiment)) == set(first)


def test_a_weight_set_by_hand_is_a_step(make: Make) -> None:
    experiment = make(table())
    experiment.step_batch()
    settled(experiment)
    learned = experiment.model.vector.copy()
    experiment.set_weight(0, "kernel", (0, 0), 5)
    settled(experiment)
    assert experiment.model.layers[0].weights["kernel"][0, 0] == 5
    assert experiment.note.startswith("Changed a weight of layer 1 from ")
    assert experiment.note.endswith(" to 5.")
    said = experiment.undo()
    settled(experiment)
    assert said.startswith("Undone: Changed a weight of layer 1")
    np.testing.assert_array_equal(experiment.model.vector, learned)
    experiment.redo()
    settled(experiment)
    assert experiment.model.layers[0].weights["kernel"][0, 0] == 5


def test_weights_of_a_run_that_comes_back_are_those_it_had(make: Make) -> None:
    experiment = make(table())
    experiment.step_batch()
    settled(experiment)
    learned = experiment.model.vector.copy()
    experiment.set_weight(0, "kernel", (0, 0), 5)
    experiment.layers = experiment.layers[-1:]
    experiment.set_weight(0, "kernel", (0, 0), 7)
    settled(experiment)
    for _ in range(3):
        experiment.undo()
        settled(experiment)
    np.testing.assert_array_equal(experiment.model.vector, learned)
    for _ in range(3):
        experiment.redo()
        settled(experiment)
    assert experiment.model.layers[0].weights["kernel"][0, 0] == 7
