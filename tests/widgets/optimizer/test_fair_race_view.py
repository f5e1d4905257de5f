"""The fair race on the page: planned with controls, shown on a board, hostile messages and all."""

from __future__ import annotations

import csv
import json
import math
import threading
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.errors import ConfigurationError
from mlwidgets.session import Experiment
from mlwidgets.session.race.one_run import Curve, RunResult
from mlwidgets.session.race.plan import Entrant, RacePlan
from mlwidgets.session.race.race import Race
from mlwidgets.session.race.state import RaceState, RaceStatus, Trial
from mlwidgets.widgets.optimizer.fair_race_results import RaceResults
from mlwidgets.widgets.optimizer.fair_race_view import FairRaceView
from tests.session.race.test_race import Inline

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENT = 60


@pytest.fixture
def view() -> Iterator[FairRaceView]:
    experiment = Experiment("moons", batch_size=8)
    made = FairRaceView(experiment, Race(experiment, executor=Inline(), at_once=1))
    made.plan = made.plan.with_(seeds=2, updates=30)
    yield made
    made.close()
    experiment.close()


def say(view: FairRaceView, content: object) -> None:
    """Let the page send a message."""
    view.board._handle_custom_msg(content, [])


def race(view: FairRaceView) -> None:
    view._start.click()
    assert view.race.wait(PATIENT)
    assert view.race.state.status is RaceStatus.FINISHED, view.fault


def numbers(sent: bytes) -> np.ndarray[Any, Any]:
    return np.frombuffer(sent, "<f4")


def test_a_race_fills_curves_table_and_sentence(view: FairRaceView) -> None:
    assert view.board.frame["progress"].startswith("Press Start race")
    assert "3 optimizers × 2 seeds = 6 runs" in view.board.frame["progress"]
    race(view)
    frame = view.board.frame
    assert frame["progress"] == "All 6 runs are done."
    assert [line["name"] for line in frame["lines"]] == ["SGD", "SGD with momentum 0.9", "Adam"]
    assert [one["title"] for one in frame["quantities"]] == [
        "validation accuracy",
        "validation loss",
        "training accuracy",
        "training loss",
    ]
    results = [run for run in view.race.state.results if run.entrant == 2]
    bands = frame["quantities"][1]["bands"][2]
    losses = np.array([run.validation.loss for run in results])
    np.testing.assert_array_equal(numbers(bands["at"]), results[0].validation.at)
    np.testing.assert_allclose(numbers(bands["median"]), np.median(losses, axis=0), rtol=1e-6)
    np.testing.assert_allclose(numbers(bands["low"]), losses.min(axis=0), rtol=1e-6)
    assert frame["alt"].startswith("Final validation accuracy, the median of 2 seeds")
    assert frame["files"]
    assert all(line["reached"] for line in frame["lines"])  # the level is one that all reach
    assert frame["note"] == "Each raced with a learning rate of its own."


def test_controls_plan_the_next_race(view: FairRaceView) -> None:
    view._seeds.value, view._epochs.value, view._rates.value = 4.0, 7.0, "equal"
    assert view._rate.layout.display is None
    view._rate.value = 0.5
    view._add.value = "rmsprop"
    assert view._add.value == "nobody"
    view.experiment.optimizer = {"class_name": "Adam", "config": {"learning_rate": 0.123}}
    view._add.value = "own settings"
    plan = view.plan
    assert (plan.seeds, plan.epochs, plan.rates, plan.learning_rate) == (4, 7, "equal", 0.5)
    assert [one.name for one in plan.entrants][3:] == ["RMSprop", "Adam (2)"]
    assert plan.entrants[-1].optimizer.learning_rate == 0.123
    view._rates.value = "own"
    assert view._rate.layout.display == "none"


def test_nobody_enters_a_full_race_and_the_last_one_stays(view: FairRaceView) -> None:
    view.plan = view.plan.with_(entrants=["adam"] * 8)
    view._add.value = "sgd"
    assert "at most 8" in view._add.error
    view.plan = view.plan.with_(entrants=["adam"])
    say(view, {"kind": "remove", "line": 0})
    assert "at least one" in view.fault
    assert len(view.plan.entrants) == 1


def test_an_entrant_is_used_with_the_rate_that_it_raced_with(view: FairRaceView) -> None:
    view.plan = view.plan.with_(rates="equal", learning_rate=0.04)
    race(view)
    say(view, {"kind": "use", "line": 1})
    optimizer = view.experiment.optimizer
    assert (optimizer.name, optimizer.learning_rate, optimizer.config["momentum"]) == ("sgd", 0.04, 0.9)
    used = "SGD with momentum 0.9 with the learning rate 0.04 is your optimizer now"
    assert view.said == f"{used}. Press Run in Train."
    # a network that has been trained does not go without a word
    view.experiment.optimizer = "adam"
    view.experiment.step_updates(3)
    assert view.experiment.wait(PATIENT)
    trained = view.experiment.model.vector.copy()
    say(view, {"kind": "use", "line": 1})
    assert view.said.startswith(f"{used}: press Run in Train to train from the start. Undo brings")
    view.experiment.undo()
    np.testing.assert_array_equal(view.experiment.model.vector, trained)
    # one that goes on with another rate is not put away
    say(view, {"kind": "use", "line": 2})
    assert view.said.startswith("Adam")
    assert "Undo" not in view.said
    np.testing.assert_array_equal(view.experiment.model.vector, trained)


def test_a_removed_entrant_takes_its_curve_along_and_the_others_keep_theirs(view: FairRaceView) -> None:
    race(view)
    before = view.board.frame["lines"]
    say(view, {"kind": "remove", "line": 0})
    assert view.board.frame["lines"] == before[1:]
    view._add.value = "adagrad"
    assert view.board.frame["lines"][-1]["final"] == ""


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"kind": "use"},
        {"kind": "use", "line": True},
        {"kind": "use", "line": "0"},
        {"kind": "use", "line": 10**400},
        {"kind": "remove", "line": -1},
        {"kind": "remove", "line": None},
        {"kind": "remove", "line": float("nan")},
        {"kind": "file", "format": "../../etc/passwd"},
        {"kind": "file", "format": ["csv"]},
        {"kind": "x" * 10_000, "line": 0},
        [],
        "use",
        None,
        7,
    ],
)
def test_messages_that_mean_nothing_change_nothing(view: FairRaceView, content: object) -> None:
    plan, optimizer = view.plan, view.experiment.optimizer
    say(view, content)
    assert view.plan is plan
    assert view.experiment.optimizer == optimizer
    assert view.fault == ""


@pytest.mark.parametrize("value", [0.0, 11.0, float("nan"), float("inf"), "two", None])
def test_numbers_that_cannot_be_leave_the_plan_alone(view: FairRaceView, value: Any) -> None:  # noqa: ANN401
    view._seeds.set_state({"value": value})
    assert view.plan.seeds == 2


def test_a_plan_is_a_plan(view: FairRaceView) -> None:
    with pytest.raises(ConfigurationError, match="RacePlan"):
        view.plan = ["adam"]  # type: ignore[assignment]


def test_files_hold_every_point_of_every_run(view: FairRaceView, monkeypatch: pytest.MonkeyPatch) -> None:
    race(view)
    sent: list[dict[str, str]] = []
    monkeypatch.setattr(view.board, "send", sent.append)
    say(view, {"kind": "file", "format": "csv"})
    say(view, {"kind": "file", "format": "json"})
    rows = list(csv.DictReader(sent[0]["text"].splitlines()))
    runs = view.race.state.results
    assert len(rows) == sum(len(run.training.at) + len(run.validation.at) for run in runs)
    first = next(row for row in rows if row["optimizer"] == "Adam" and row["part"] == "validation")
    adam = next(run for run in runs if run.entrant == 2)
    assert float(first["loss"]) == adam.validation.loss[0]
    plain = json.loads(sent[1]["text"])
    assert [run["validation"]["loss"] for run in plain["runs"]] == [run.validation.loss for run in runs]
    assert plain["plan"]["seeds"] == [0, 1]


def test_it_says_when_data_or_network_have_changed_since(view: FairRaceView) -> None:
    race(view)
    assert "changed" not in view.board.frame["note"]
    view.experiment.learning_rate = 0.5  # no part of the race
    assert "changed" not in view.board.frame["note"]
    view.experiment.class_weight = {0: 1.0, 1: 5.0}
    assert "Data or network have changed since this race." in view.board.frame["note"]
    view.experiment.class_weight = None
    assert "changed" not in view.board.frame["note"]
    view.experiment.batch_size = 16
    assert "Data or network have changed since this race." in view.board.frame["note"]


def test_nothing_is_sent_of_a_race_that_nobody_sees(view: FairRaceView) -> None:
    serials: list[int] = []
    view.board.observe(lambda change: serials.append(change["new"]["serial"]), "frame")
    race(view)
    assert len(serials) <= 2  # the end, and the click


def test_a_closed_view_stops_its_race() -> None:
    experiment = Experiment("moons")
    one = FairRaceView(experiment)
    going = threading.Event()
    experiment.race.observe(lambda change: going.set() if change["new"].results else None, "state")
    one.plan = one.plan.with_(seeds=10, updates=100_000)
    one._start.click()
    assert going.wait(PATIENT)
    one.close()
    assert experiment.race.wait(PATIENT)
    assert experiment.race.state.status is RaceStatus.STOPPED
    experiment.close()


# ---- what the board says of results ----


def _state(runs: list[RunResult], **changes: Any) -> RaceState:  # noqa: ANN401 - fields of a state
    plan = RacePlan((Entrant.of("sgd"), Entrant.of("adam")), seeds=2)
    return RaceState(plan=plan, status=RaceStatus.RUNNING, results=tuple(runs), rates=(0.1, 0.2), **changes)


def _run(entrant: int, values: list[float], *, ended: str = "", finished: bool = True) -> RunResult:
    curve = Curve(list(range(len(values))), values, values)
    return RunResult(entrant, 0, 0.1, curve, curve, "accuracy", len(values), 2.0, ended, finished=finished)


def test_only_finished_runs_have_a_final_value() -> None:
    going = _run(1, [0.1, 0.7], finished=False)
    state = _state([_run(0, [0.1, 0.4, 0.8]), _run(0, [0.1], finished=False), going], total=4)
    assert state.plan is not None
    results = RaceResults(state, state.plan.entrants, "accuracy")
    sgd, adam = results.lines()
    assert (sgd["final"], sgd["runs"], sgd["reached"]) == ("80.0%", "1 of 2 runs", "2")
    assert (adam["final"], adam["runs"], adam["reached"], adam["seconds"]) == ("–", "0 of 2 runs", "", "")
    assert results.head[4] == "Updates to 80.0%"
    assert results.sentence() == "Final validation accuracy: SGD 80.0%."
    assert "runs so far" in results.legend
    np.testing.assert_allclose(
        results.bands("validation", "metric")[1].median, [0.1, 0.7]
    )  # its curve is shown
    nobody = RaceResults(_state([going], total=4), state.plan.entrants, "accuracy")
    assert nobody.sentence() == "No run has finished yet."
    assert nobody.head[4] == "Updates to …"
    runs = [_run(entrant, [0.1, 0.5]) for entrant in (0, 0, 1, 1)]
    whole = RaceResults(_state(runs, total=4), state.plan.entrants, "accuracy")
    assert [line["runs"] for line in whole.lines()] == ["", ""]
    assert "median of 2 seeds" in whole.legend


def test_a_metric_is_told_in_the_units_of_the_data_and_the_loss_as_it_is() -> None:
    state = _state([_run(0, [0.5, 0.25]), _run(1, [0.5, 0.5])])
    assert state.plan is not None
    results = RaceResults(state, state.plan.entrants, "mean_absolute_error", unit=80.0)
    np.testing.assert_allclose(results.bands("validation", "metric")[0].median, [40, 20])
    np.testing.assert_allclose(results.bands("validation", "loss")[0].median, [0.5, 0.25])
    assert [line["final"] for line in results.lines()] == ["20", "40"]


def test_runs_that_diverged_are_told() -> None:
    state = _state([_run(0, [0.1], ended="Too large."), _run(0, [0.1, 0.4]), _run(1, [0.1, 0.5])])
    assert state.plan is not None
    results = RaceResults(state, state.plan.entrants, "accuracy")
    sgd, adam = results.lines()
    assert (sgd["ended"], sgd["why"], sgd["final"]) == ("1 of 2 ended early", "Too large.", "–")
    assert (adam["final"], adam["reached"]) == ("50.0%", "1")
    assert "SGD ended early in 1 of 2 runs." in results.sentence()


def test_rates_that_were_tried_are_told() -> None:
    trials = {1: (Trial(0.1, 0.25), Trial(0.3, math.inf))}
    state = _state([_run(1, [0.5])], trials=trials)
    assert state.plan is not None
    lines = RaceResults(state, state.plan.entrants, "accuracy").lines()
    assert lines[1]["rates"] == "Rates tried: 0.1 (loss 0.25), 0.3 (diverged)"


def test_numbers_are_raced_for_a_small_error() -> None:
    experiment = Experiment("plane")
    view = FairRaceView(experiment, Race(experiment, executor=Inline(), at_once=1))
    view.plan = view.plan.with_(seeds=1, updates=20)
    race(view)
    frame = view.board.frame
    assert frame["head"][2] == "Final validation mean absolute error"
    assert not frame["quantities"][0]["percent"]
    view.close()
    experiment.close()
