"""A race of optimizers: fair, the same on every executor, stopped at once, with nothing left behind."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import psutil  # type: ignore[import-untyped]
import pytest

from mlwidgets.errors import ConfigurationError, MissingDependencyError, SessionStateError
from mlwidgets.session import Experiment
from mlwidgets.session.race import one_run, workers
from mlwidgets.session.race.dask_cluster import dask_executor
from mlwidgets.session.race.heats import race_jobs
from mlwidgets.session.race.one_run import Curve, Job, Problem, RunResult, grid, run_job, run_steps
from mlwidgets.session.race.plan import RacePlan, usual_entrants
from mlwidgets.session.race.race import Race
from mlwidgets.session.race.state import RaceState, RaceStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

QUICK: dict[str, Any] = {"seeds": 2, "updates": 40}
LONG: dict[str, Any] = {"seeds": 10, "updates": 100_000}
PATIENT = 30


@pytest.fixture
def experiment() -> Iterator[Experiment]:
    made = Experiment("moons", batch_size=8)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def nothing_stays() -> Iterator[None]:
    yield
    deadline = time.monotonic() + 10
    while our_processes() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not our_processes()


def our_processes() -> list[Any]:
    return [one for one in multiprocessing.active_children() if one.name == "mlwidgets-race"]


def numbers(race: Race) -> list[tuple[Any, ...]]:
    """Everything a race has measured, but for the time it took."""
    assert race.wait(PATIENT)
    assert race.state.status is RaceStatus.FINISHED, race.state.error
    return [
        (
            *(one.entrant, one.seed, one.learning_rate, one.updates, one.ended),
            *_points(one.training),
            *_points(one.validation),
        )
        for one in race.state.results
    ]


def _points(curve: Curve) -> tuple[tuple[float, ...], ...]:
    return tuple(curve.at), tuple(curve.loss), tuple(curve.metric)


class Inline(Executor):
    """Makes every call at once, and copies nothing."""

    def __init__(self) -> None:
        self.with_data = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401
        self.with_data += len(args) - 1
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


# ---- fairness ----


def test_all_entrants_of_a_seed_start_alike_and_get_the_same_batches(experiment: Experiment) -> None:
    first, *others = experiment.layers
    experiment.layers = [first, {"class_name": "Dropout", "config": {"rate": 0.2}}, *others]
    problem = Problem("key", experiment.settings)
    plan = RacePlan(usual_entrants(), seeds=2)
    jobs = race_jobs("key", plan, experiment.settings, 30, [0.1, 0.01, 0.002])
    starts: dict[int, list[Any]] = {}
    for job in jobs:
        trainer = problem.trainer(job)
        orders = [trainer._next_indices().tolist()]
        start = trainer.model.vector.tobytes()
        for _ in range(30):
            next(trainer)
            orders.append(trainer._next_indices().tolist())
        starts.setdefault(job.seed, []).append((start, orders))
    for seed, known in starts.items():
        assert len(known) == 3
        assert all(one == known[0] for one in known), seed
    assert starts[0][0][0] != starts[1][0][0]
    assert starts[0][0][1] != starts[1][0][1]


def test_the_first_seed_is_the_experiments_own_run(experiment: Experiment) -> None:
    experiment.change(optimizer="adam", epochs=2)
    updates = 2 * -(-len(experiment.split.x_train) // 8)
    experiment.race.start(entrants=[experiment.optimizer], seeds=1, epochs=2)
    experiment.run()
    assert experiment.wait(PATIENT)
    assert experiment.race.wait(PATIENT)
    (result,) = experiment.race.state.results
    snapshot = experiment.snapshot
    assert snapshot is not None
    assert snapshot.validation is not None
    assert result.updates == snapshot.iteration == updates
    assert result.validation.loss[-1] == pytest.approx(snapshot.validation.evaluation.logs["loss"], rel=1e-6)
    assert result.training.loss[-1] == pytest.approx(
        np.mean(snapshot.history.batch_logs["loss"][result.training.at[-2] :]), rel=1e-6
    )


def test_every_executor_gives_the_same_numbers_bit_by_bit(
    experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    race = experiment.race
    race.start(rates="tuned", **QUICK)
    in_processes = numbers(race)
    assert "process" in race.state.where
    assert len(in_processes) == 6
    assert len({row[2] for row in in_processes}) == 3

    inline = Race(experiment, executor=Inline(), at_once=1)
    inline.start(rates="tuned", **QUICK)
    assert numbers(inline) == in_processes

    with ThreadPoolExecutor(3) as pool:
        threads = Race(experiment, executor=pool, at_once=3)
        threads.start(rates="tuned", **QUICK)
        assert numbers(threads) == in_processes

    def refuse(*_: object) -> None:
        raise OSError("no processes here")

    monkeypatch.setattr(workers, "_start", refuse)
    fallback = Race(experiment, at_once=2)
    fallback.start(rates="tuned", **QUICK)
    assert numbers(fallback) == in_processes
    assert fallback.state.where == "2 threads"

    def no_threads(_: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", no_threads)
    page = Race(experiment)
    page.start(rates="tuned", **QUICK)
    assert page.state.busy
    assert numbers(page) == in_processes
    assert page.state.where == "this page"


def test_equal_rates_are_equal(experiment: Experiment) -> None:
    race = Race(experiment, executor=Inline(), at_once=1)
    race.start(rates="equal", learning_rate=0.02, **QUICK)
    assert {row[2] for row in numbers(race)} == {0.02}
    assert race.state.rates == (0.02,) * 3


def test_the_data_travel_once_to_a_worker(experiment: Experiment) -> None:
    executor = Inline()
    race = Race(experiment, executor=executor, at_once=1)
    race.start(**QUICK)
    numbers(race)
    assert executor.with_data == 1


def test_the_experiment_stays_as_it_is(experiment: Experiment) -> None:
    before, settings = experiment.model.vector.copy(), experiment.settings
    experiment.race.start(**QUICK)
    assert experiment.race.wait(PATIENT)
    np.testing.assert_array_equal(experiment.model.vector, before)
    assert experiment.settings is settings
    assert experiment.snapshot is None


# ---- while it runs ----


def test_curves_arrive_while_runs_go_on(experiment: Experiment) -> None:
    seen: list[RaceState] = []
    race = experiment.race
    enough = threading.Event()

    def watch(change: dict[str, Any]) -> None:
        seen.append(change["new"])
        if any(one.training.at and not one.finished for one in change["new"].results):
            enough.set()

    race.observe(watch, "state")
    race.start(**LONG)
    assert enough.wait(PATIENT)
    race.stop()
    assert race.wait(PATIENT)
    assert [state.status for state in seen][:2] == [RaceStatus.STARTING, RaceStatus.STARTING]
    assert seen[-1].status is RaceStatus.STOPPED
    assert all(one.total == 30 for one in seen if one.status is RaceStatus.RUNNING)
    assert any(one.training.at for one in seen[-1].results)  # what has been measured stays


def test_it_stops_at_once_and_leaves_no_process(experiment: Experiment) -> None:
    race = experiment.race
    race.start(**LONG)
    running(race)
    pids = race._executor.pids  # type: ignore[union-attr]
    assert all(psutil.pid_exists(pid) for pid in pids)
    race.stop()
    began = time.monotonic()
    assert race.wait(PATIENT)
    assert time.monotonic() - began < 5
    assert not any(psutil.pid_exists(pid) for pid in pids)
    race.start(**QUICK)  # and another may start
    numbers(race)


def running(race: Race) -> None:
    """Wait until the processes of a race are at work."""
    deadline = time.monotonic() + PATIENT
    while not race.state.results:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_it_stops_while_its_processes_start(experiment: Experiment) -> None:
    experiment.race.start(**LONG)
    experiment.race.stop()
    assert experiment.race.wait(PATIENT)
    assert experiment.race.state.status is RaceStatus.STOPPED


def test_threads_stop_too(experiment: Experiment, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise ImportError("_multiprocessing")

    monkeypatch.setattr(workers, "_start", refuse)
    experiment.race.start(**LONG)
    running(experiment.race)
    experiment.race.stop()
    assert experiment.race.wait(20)
    assert experiment.race.state.status is RaceStatus.STOPPED
    assert not one_run._held  # nor do its data stay in memory


def test_it_stops_at_once_while_a_process_is_replaced(
    experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    race = experiment.race
    race.start(**LONG)
    running(race)
    executor = race._executor
    assert isinstance(executor, workers.WorkerProcesses)
    busy, over = threading.Event(), threading.Event()

    def slow(*_: object) -> None:
        busy.set()
        over.wait(PATIENT)
        raise EOFError

    monkeypatch.setattr(workers, "_greet", slow)
    psutil.Process(executor.pids[0]).kill()
    assert busy.wait(PATIENT)
    stopped = threading.Thread(target=race.stop)
    stopped.start()
    stopped.join(5)
    came = not stopped.is_alive()
    over.set()
    assert came
    assert race.wait(PATIENT)


@pytest.mark.parametrize("end", ["close", "rest"])
def test_a_closed_or_sleeping_lab_ends_its_race(experiment: Experiment, end: str) -> None:
    experiment.race.start(**LONG)
    running(experiment.race)
    getattr(experiment, end)()
    assert experiment.race.wait(PATIENT)
    assert experiment.race.state.status is RaceStatus.STOPPED
    if end == "close":
        with pytest.raises(SessionStateError, match="closed"):
            experiment.race.start()


@pytest.mark.parametrize("name", ["race", "rate_test", "loss_slice"])
def test_what_is_first_asked_for_after_the_end_does_not_start(name: str) -> None:
    experiment = Experiment("moons")
    experiment.close()
    with pytest.raises(SessionStateError, match="This experiment is closed"):
        getattr(experiment, name).start()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"plan": 5}, r"plan must be a RacePlan; got 5\. .*"),
        ({"plan": "adam"}, r"plan must be a RacePlan; got 'adam'\. .*"),
        ({"foo": 1}, r"A race has no setting 'foo'; it has entrants, seeds, .*\."),
        ({"entrants": 5}, r"entrants must be a list of optimizers; got 5\."),
    ],
)
def test_a_start_that_cannot_be_is_explained(
    experiment: Experiment, given: dict[str, Any], message: str
) -> None:
    with pytest.raises(ConfigurationError, match=f"^{message}$"):
        experiment.race.start(**given)
    assert experiment.race.state.status is RaceStatus.READY


def test_only_one_race_at_a_time(experiment: Experiment) -> None:
    experiment.race.start(**LONG)
    with pytest.raises(SessionStateError, match="Stop it"):
        experiment.race.start()


KERNEL = """
import os, time
from mlwidgets.session import Experiment
race = Experiment("moons").race
race.start(seeds=10, updates=100_000)
while not race.state.results:
    time.sleep(0.01)
print(*race._executor.pids, flush=True)
{end}
"""


@pytest.mark.parametrize("end", ["time.sleep(600)", "pass", "raise SystemExit(3)"])
def test_the_death_or_the_end_of_the_kernel_leaves_no_workers(end: str) -> None:
    command = [sys.executable, "-c", KERNEL.format(end=end)]
    with subprocess.Popen(  # noqa: S603 - our own script
        command, stdout=subprocess.PIPE, text=True, env=os.environ
    ) as kernel:
        assert kernel.stdout is not None
        pids = [int(pid) for pid in kernel.stdout.readline().split()]
        assert pids
        if "sleep" in end:
            kernel.kill()
        kernel.wait(timeout=30)
    deadline = time.monotonic() + 20
    while any(psutil.pid_exists(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(psutil.pid_exists(pid) for pid in pids)


def test_a_worker_that_dies_costs_its_run_and_no_more(experiment: Experiment) -> None:
    race = experiment.race
    race.start(seeds=1, updates=1500)
    running(race)
    psutil.Process(race._executor.pids[0]).kill()  # type: ignore[union-attr]
    assert race.wait(PATIENT)
    assert race.state.status is RaceStatus.FINISHED
    ended = [one.ended for one in race.state.results if one.ended]
    assert len(ended) == 1
    assert "could not be made" in ended[0]


# ---- what goes wrong is a result ----


def test_a_run_that_diverges_ends_there_and_says_so(experiment: Experiment) -> None:
    experiment.change(loss="mean_squared_error", layers=[{"class_name": "Dense", "config": {"units": 1}}])
    race = Race(experiment, executor=Inline(), at_once=1)
    race.start(entrants=["sgd", "adam"], rates="equal", learning_rate=10.0, seeds=1, updates=200)
    assert race.wait(PATIENT)
    sgd, adam = race.state.results
    assert race.state.status is RaceStatus.FINISHED
    assert 0 < sgd.updates < 200
    assert "learning rate 10" in sgd.ended
    assert np.isfinite(sgd.training.loss).all()
    assert np.isfinite(sgd.validation.loss).all()
    assert sgd.final_loss == float("inf")
    assert not adam.ended
    assert adam.updates == 200


def test_an_executor_that_fails_is_a_sentence(experiment: Experiment) -> None:
    class Broken(Executor):
        def submit(self, *_: object, **__: object) -> Future[Any]:
            raise RuntimeError("cannot schedule new futures after shutdown")

    race = Race(experiment, executor=Broken())
    race.start(**QUICK)
    assert race.wait(PATIENT)
    assert race.state.status is RaceStatus.FAILED
    assert "cannot schedule" in race.state.error


def test_what_is_no_executor_is_refused(experiment: Experiment) -> None:
    with pytest.raises(ConfigurationError, match="get_executor"):
        Race(experiment, executor=object())  # type: ignore[arg-type]
    for bad in (0, -1, 10**400, float("nan"), "two"):
        with pytest.raises(ConfigurationError):
            Race(experiment, at_once=bad)  # type: ignore[arg-type]


def test_data_without_validation_are_raced_by_their_training_loss(experiment: Experiment) -> None:
    experiment.validation_split = 0.0
    race = Race(experiment, executor=Inline(), at_once=1)
    race.start(rates="tuned", **QUICK)
    assert all(not row[8] for row in numbers(race))
    assert len(race.state.trials[0]) == 5


def test_an_observer_that_fails_does_not_end_a_race(experiment: Experiment) -> None:
    race = Race(experiment, executor=Inline(), at_once=1)

    def fail(_: object) -> None:
        raise ValueError("a view that cannot draw")

    race.observe(fail, "state")
    race.start(**QUICK)
    assert race.wait(PATIENT)
    assert race.state.status is RaceStatus.FINISHED


# ---- one run ----


def test_curves_have_few_points_however_long_the_run() -> None:
    assert grid(7, 60) == [1, 2, 3, 4, 5, 6, 7]
    assert len(grid(200_000, 60)) == 60
    assert grid(200_000, 60)[-1] == 200_000
    assert grid(1, 12) == [1]


def test_a_worker_without_the_data_asks_for_them(experiment: Experiment) -> None:
    job = Job("unheard of", 0, 0, experiment.optimizer, 0, 5)
    assert run_job(job) is None
    result = run_job(job, Problem("unheard of", experiment.settings))
    assert isinstance(result, RunResult)
    assert result.updates == 5
    assert run_job(job) is not None


def test_the_training_curve_is_the_mean_of_the_batches_since_the_point_before(experiment: Experiment) -> None:
    job = Job("key", 0, 0, experiment.optimizer, 3, 130)
    problem = Problem("key", experiment.settings)
    *_, result = run_steps(job, problem)
    trainer = problem.trainer(job)
    losses = [next(trainer).logs["loss"] for _ in range(130)]
    ends = [0, *result.training.at]
    means = [np.mean(losses[start:end]) for start, end in pairwise(ends)]
    np.testing.assert_allclose(result.training.loss, means)
    assert result.finished
    assert result.validation.at[0] == 0


def test_without_dask_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingDependencyError, match=r"mlwidgets\[dask\]"):
        dask_executor("tcp://127.0.0.1:8786")
