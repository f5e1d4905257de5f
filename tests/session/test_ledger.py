"""What is kept beside the present run."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from mlwidgets.data.prepare.dataset import prepared_dataset
from mlwidgets.data.prepare.plan import Plan, Scale
from mlwidgets.data.tables.bundled import bundled_table
from mlwidgets.session import Experiment
from mlwidgets.session import ledger as module
from mlwidgets.session.ledger import LEAST_UPDATES, LETTERS, MOST_RUNS, MOST_SHOWN, Ledger

if TYPE_CHECKING:
    from collections.abc import Generator

SECONDS = 60


@pytest.fixture
def experiment() -> Generator[Experiment]:
    made = Experiment("circle", epochs=3, learning_rate=0.01)
    yield made
    made.close()


def train(experiment: Experiment) -> None:
    experiment.run()
    assert experiment.wait(SECONDS)


def reset(experiment: Experiment) -> None:
    experiment.reset()
    assert experiment.wait(SECONDS)


def test_a_reset_leaves_the_curves_and_the_settings_that_made_them(experiment: Experiment) -> None:
    ledger: Ledger = experiment.ledger
    train(experiment)
    assert ledger.past == ()
    experiment.learning_rate = 0.5  # for the next run: the last one never saw it
    reset(experiment)
    (run,) = ledger.past
    assert run.settings.learning_rate == 0.01
    assert len(run.curves["loss"].validation.values) == 3
    assert len(run.curves["accuracy"].train.values) > 0


def test_another_structure_does_so_too_and_two_views_share_one_ledger(experiment: Experiment) -> None:
    ledger = experiment.ledger
    assert experiment.ledger is ledger
    train(experiment)
    experiment.seed = 5
    assert experiment.wait(SECONDS)
    assert [run.settings.seed for run in ledger.past] == [0]


def test_the_newest_runs_are_kept_but_pinned_ones_stay_and_each_can_be_forgotten(
    experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_RUNS", 5)
    ledger = experiment.ledger
    for seed in range(MOST_SHOWN + 2):
        experiment.seed = seed
        train(experiment)
        if seed == 1:
            ledger.change(ledger.past[0].number, pinned=True, name="the first")
    reset(experiment)
    assert [run.settings.seed for run in ledger.past] == [0, 3, 4, 5, 6]
    assert (ledger.past[0].name, ledger.past[0].pinned) == ("the first", True)
    letters = [run.letter for run in ledger.past]
    assert len(set(letters)) == 5
    ledger.forget(ledger.past[1].number)
    ledger.forget(-1)  # another view was quicker
    assert [run.settings.seed for run in ledger.past] == [0, 4, 5, 6]
    assert [run.letter for run in ledger.past] == [letters[0], *letters[2:]]  # each keeps its own


def test_no_more_are_drawn_than_can_be_told_apart_unless_somebody_wants_them(experiment: Experiment) -> None:
    ledger = experiment.ledger
    for seed in range(MOST_SHOWN + 3):
        experiment.seed = seed
        train(experiment)
    reset(experiment)
    assert len(ledger.past) == MOST_SHOWN + 3
    assert [run.shown for run in ledger.past] == [False] * 3 + [True] * MOST_SHOWN
    ledger.change(ledger.past[0].number, shown=True)
    assert ledger.past[0].shown


def test_letters_are_enough_for_all_runs_that_are_kept() -> None:
    assert len(LETTERS) > MOST_RUNS


def test_a_try_leaves_nothing(experiment: Experiment) -> None:
    _ = experiment.ledger
    for _ in range(LEAST_UPDATES - 1):
        experiment.step_batch()
    reset(experiment)
    assert experiment.ledger.past == ()


def test_other_data_start_an_empty_list(experiment: Experiment) -> None:
    _ = experiment.ledger
    train(experiment)
    reset(experiment)
    train(experiment)
    experiment.dataset = Experiment("spiral").dataset
    assert experiment.wait(SECONDS)
    assert experiment.ledger.past == ()


def test_what_the_test_examples_said_belongs_to_a_moment_of_this_run(experiment: Experiment) -> None:
    ledger = experiment.ledger
    assert ledger.measure_test().iteration == 0
    experiment.step_epoch()
    assert experiment.wait(SECONDS)
    first = ledger.measure_test()
    ledger.measure_test()  # the same weights again
    assert [test.epoch for test in ledger.tests] == [0, 1]
    assert set(first.logs) == {"loss", "accuracy"}
    assert [test.output is None for test in ledger.tests] == [True, False]  # kept of the newest only
    assert ledger.test_openings == 3
    reset(experiment)
    assert ledger.tests == ()


def test_looks_at_the_test_examples_are_counted_through_reset_and_undo(experiment: Experiment) -> None:
    ledger = experiment.ledger
    seen = []
    ledger.observe(lambda change: seen.append(change["new"]), "test_openings")
    assert ledger.test_openings == 0
    train(experiment)
    ledger.measure_test()
    reset(experiment)
    assert (ledger.tests, ledger.test_openings) == ((), 1)
    (run,) = ledger.past
    assert [set(test.logs) for test in run.tests] == [{"loss", "accuracy"}]
    experiment.undo()
    assert experiment.wait(SECONDS)
    assert [test.iteration for test in ledger.tests] == [run.tests[0].iteration]  # with its run
    assert ledger.test_openings == 1
    assert [len(record.tests) for record in ledger.records()] == [1]

    # Another data set has test examples of its own; with the first one its count comes back.
    first = experiment.dataset
    experiment.dataset = Experiment("spiral").dataset
    assert ledger.test_openings == 0
    ledger.measure_test()
    experiment.dataset = replace(first, y_train=1 - first.y_train)
    assert ledger.test_openings == 1  # the same test examples
    ledger.measure_test()
    assert seen == [1, 0, 1, 2]  # 1 for the spiral, and 1 again for the circle, are no change
    assert not ledger.test_locked


def test_a_table_is_locked_until_its_test_rows_are_opened_and_each_division_has_its_own() -> None:
    penguins = bundled_table("penguins")
    plan = Plan.suggested(penguins)
    experiment = Experiment(prepared_dataset(penguins, plan), epochs=1)
    ledger = experiment.ledger
    assert ledger.test_locked
    ledger.measure_test()
    assert (ledger.test_locked, ledger.test_openings) == (False, 1)
    scaled = plan.with_column("body_mass_g", scale=Scale.MIN_MAX)  # the same rows, scaled otherwise
    experiment.dataset = prepared_dataset(penguins, scaled)
    assert (ledger.test_locked, ledger.test_openings) == (False, 1)
    experiment.dataset = prepared_dataset(penguins, plan.with_split(seed=1))
    assert (ledger.test_locked, ledger.test_openings) == (True, 0)
    experiment.undo()
    assert (ledger.test_locked, ledger.test_openings) == (False, 1)
    experiment.close()
