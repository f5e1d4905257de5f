"""The race of an experiment: planned on the page, run in the background, stopped at once."""

from __future__ import annotations

import copy
import logging
import multiprocessing
import threading
import uuid
from collections import deque
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from traitlets import HasTraits, Instance

from mlwidgets.errors import ConfigurationError, MLWidgetsError, SessionStateError
from mlwidgets.language import _, n_
from mlwidgets.ranges import THREADS, shown
from mlwidgets.session.background import Owner, refuse_if_closed
from mlwidgets.session.race.executors import RaceThreads, Stopped, cores, own_executor
from mlwidgets.session.race.heats import best_rate, race_jobs, trial_jobs, trials_of
from mlwidgets.session.race.one_run import Problem, RunResult, release, run_job, run_steps
from mlwidgets.session.race.plan import RacePlan, usual_entrants
from mlwidgets.session.race.state import RaceState, RaceStatus
from mlwidgets.session.race.workers import WorkerProcesses
from mlwidgets.session.run.page_loop import SlicedWork, step_until

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlwidgets.session.race.one_run import Job

_log = logging.getLogger(__name__)

MOST_AT_ONCE = 8
"""Runs at once, at most, without an executor of somebody's own: each is a process with its own memory."""

_LOOK_SECONDS = 0.2
"""How often whoever watches is told how far the runs are."""

_EVERY = 20
"""The same in updates, where runs are made one after the other in the page's own time."""


class Raced(Owner, Protocol):
    """What a race needs of an experiment."""

    settings: Any


class Race(HasTraits):
    """Races optimizers on an experiment's data and network, in the background; the experiment stays as it is.

    All entrants of a seed start with the same weights and get the same batches in the same order: both
    follow from the seed alone.

    Parameters
    ----------
    experiment : Experiment
        Whose settings are raced with, as they are when a race starts.
    executor : concurrent.futures.Executor, optional
        Who makes the runs: for example ``client.get_executor()`` of a Dask client. It is left open. Without
        one they are made by processes of this machine, never more at once than it has cores; where no
        process can be started, by threads.
    at_once : int, optional
        How many runs are made at once; as many as there are cores if not given, and 8 at most.

    Attributes
    ----------
    state : RaceState
        How the race stands. Observers are called in a thread of the race, under the experiment's lock.

    Examples
    --------
    >>> from mlwidgets.session import Experiment
    >>> race = Race(Experiment("moons"))
    >>> race.start(entrants=["sgd", "adam"], seeds=2, updates=50)
    >>> race.wait()
    True
    >>> len(race.state.results)
    4
    """

    state = Instance(RaceState, ())

    def __init__(
        self, experiment: Raced, *, executor: Executor | None = None, at_once: int | None = None
    ) -> None:
        super().__init__()
        if executor is not None and not isinstance(executor, Executor):
            raise ConfigurationError(
                f"executor must be a concurrent.futures.Executor; got {shown(executor)}. Of a Dask client, "
                "give client.get_executor()."
            )
        self._experiment, self._given = experiment, executor
        self._at_once = min(cores(), MOST_AT_ONCE) if at_once is None else THREADS.check_int(at_once)
        self._stop = threading.Event()
        self._resting = threading.Event()
        self._resting.set()  # another race may start
        self._told = threading.Event()
        self._told.set()  # everybody knows how the last one has ended
        self._executor: Executor | None = None
        self._news: dict[int, RunResult] = {}
        self._slices: SlicedWork | None = None

    def start(self, plan: RacePlan | None = None, **changes: Any) -> None:  # noqa: ANN401 - fields of a plan
        """Start a race; it goes on in the background.

        Parameters
        ----------
        plan : RacePlan, optional
            What is raced; SGD, SGD with momentum and Adam if not given.
        **changes
            What is to be otherwise in it.

        Raises
        ------
        SessionStateError
            A race is under way already, or the experiment is closed.
        ConfigurationError
            The plan cannot be.
        """
        if not isinstance(plan, RacePlan | None):
            raise ConfigurationError(
                f"plan must be a RacePlan; got {shown(plan)}. Without one, say what is to be otherwise than "
                'usual: race.start(entrants=["sgd", "adam"], seeds=2).'
            )
        wanted = (plan or RacePlan(usual_entrants())).with_(**changes)
        refuse_if_closed(self._experiment, "race")
        if not self._resting.is_set():
            raise SessionStateError(_("A race is under way. Stop it, then start another."))
        if multiprocessing.parent_process() is not None and self._given is None:
            raise SessionStateError(
                "A race cannot start in a process that was made for one. In a script, put the lines that "
                'start it under if __name__ == "__main__":'
            )
        settings = self._experiment.settings
        problem = Problem(uuid.uuid4().hex, settings)
        updates = wanted.updates_of(settings, len(problem.split.x_train))
        self._stop.clear()
        self._resting.clear()
        self._told.clear()
        self._publish(RaceState(plan=wanted, settings=settings, status=RaceStatus.STARTING, updates=updates))
        thread = threading.Thread(
            target=self._conduct, args=(problem,), name="mlwidgets-race-conductor", daemon=True
        )
        self._slices = None
        try:
            thread.start()
        except RuntimeError:  # there are none in Pyodide
            works = iter([self._conduct_here(problem)])
            self._slices = SlicedWork(lambda: next(works, None))
            self._slices.wake()

    def stop(self) -> None:
        """Stop the race at once; what has been measured stays. Without a race nothing happens.

        A run that has begun on somebody else's executor goes on there, and its result is thrown away.
        """
        self._stop.set()
        executor = self._executor
        if isinstance(executor, WorkerProcesses):
            executor.stop()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until no race is under way and all observers know it; return whether that came in time."""
        if self._slices is None:
            return self._told.wait(timeout)
        return step_until(self._told, lambda: self._slices, timeout)

    # ---- in the race's own thread ----

    def _conduct(self, problem: Problem) -> None:
        """Make the runs, and say how the race has ended when nothing of it is left."""
        executor, end = self._given, RaceState()
        try:
            if executor is None:
                executor = own_executor(self._at_once, problem, self._hear, self._stop)
            self._executor = executor
            if self._stop.is_set():  # while the processes started
                self.stop()
            for end in self._race(problem, executor):  # noqa: B007 - the last one counts
                pass
        except Exception as error:  # noqa: BLE001 - a thread that dies would leave the page waiting
            end = self._failed(error)
        finally:
            self._executor = None
            if executor is not None and executor is not self._given:
                executor.shutdown(wait=True, cancel_futures=True)
            release(problem)
            self._rest(end)

    def _conduct_here(self, problem: Problem) -> Iterator[None]:
        """Make the runs in slices of the page's own time."""
        end = RaceState()
        for end in self._race(problem, None):  # noqa: B007 - the last one counts
            yield
        self._rest(end)

    def _rest(self, end: RaceState) -> None:
        self._resting.set()
        self._publish(end)
        if self._resting.is_set():  # nobody who heard of it has started another
            self._told.set()

    def _race(self, problem: Problem, executor: Executor | None) -> Iterator[RaceState]:
        """Yield how the race stands wherever it can be stopped, and how it has ended."""
        try:
            yield from self._heats(problem, executor)
            yield replace(self.state, status=RaceStatus.FINISHED)
        except Stopped:
            yield replace(self.state, status=RaceStatus.STOPPED)
        except Exception as error:  # noqa: BLE001 - whatever it is, the learner gets a sentence
            yield self._failed(error)

    def _heats(self, problem: Problem, executor: Executor | None) -> Iterator[RaceState]:
        """Make the trials, where rates are tuned, and then the runs of the race."""
        plan, updates = self.state.plan, self.state.updates
        assert plan is not None  # noqa: S101 - `start` has put it there
        self._publish(replace(self.state, where=_where(executor, self._at_once)))
        rates, trials = [one.optimizer.learning_rate for one in plan.entrants], 0
        if plan.rates == "tuned":
            jobs = trial_jobs(problem.key, plan, problem.settings, updates)
            trials = len(jobs)
            self._publish(replace(self.state, status=RaceStatus.TUNING, total=trials))
            yield from self._make(jobs, problem, executor)
            found = trials_of([self._news[job.number] for job in jobs])
            rates = [best_rate(found[number], own) for number, own in enumerate(rates)]
            self._publish(replace(self.state, trials=found))
        elif plan.rates == "equal":
            rates = [plan.learning_rate] * len(rates)
        jobs = race_jobs(problem.key, plan, problem.settings, updates, rates, first=trials)
        running = replace(self.state, status=RaceStatus.RUNNING, done=0, total=len(jobs), rates=tuple(rates))
        self._publish(running)
        yield from self._make(jobs, problem, executor)

    def _make(self, jobs: Sequence[Job], problem: Problem, executor: Executor | None) -> Iterator[RaceState]:
        """Make runs, never more at once than wanted."""
        self._news = {}
        if executor is None:
            return self._make_here(jobs, problem)
        return self._make_there(jobs, problem, executor)

    def _make_here(self, jobs: Sequence[Job], problem: Problem) -> Iterator[RaceState]:
        """Make them one after the other in slices of the page's own time."""
        for job in jobs:
            for number, result in enumerate(run_steps(job, problem)):
                if self._stop.is_set():
                    raise Stopped
                if number % _EVERY == 0 or result.finished:
                    self._news[job.number] = copy.deepcopy(result)
                    self._tell(jobs)
                yield self.state

    def _make_there(self, jobs: Sequence[Job], problem: Problem, executor: Executor) -> Iterator[RaceState]:
        waiting, flying = deque(jobs), dict[Future[RunResult | None], "Job"]()
        try:
            while waiting or flying:
                while waiting and len(flying) < self._at_once:
                    job = waiting.popleft()
                    flying[executor.submit(run_job, job)] = job
                done, _ = wait(flying, timeout=_LOOK_SECONDS, return_when=FIRST_COMPLETED)
                if self._stop.is_set():
                    raise Stopped
                for future in done:
                    job = flying.pop(future)
                    result = _result_of(future, job)
                    if result is None:  # that worker has no data yet
                        flying[executor.submit(run_job, job, problem)] = job
                    else:
                        self._news[job.number] = result
                self._tell(jobs)
                yield self.state
        finally:
            for future in flying:
                future.cancel()

    def _hear(self, number: int, result: RunResult) -> None:
        """Take how far a run is; called in whichever thread."""
        before = self._news.get(number)
        if before is None or not before.finished:
            self._news[number] = result

    def _tell(self, jobs: Sequence[Job]) -> None:
        """Tell whoever watches how far the runs are."""
        known = [self._news[job.number] for job in jobs if job.number in self._news]
        done = sum(result.finished for result in known)
        shown_ = tuple(known) if self.state.status is RaceStatus.RUNNING else ()
        self._publish(replace(self.state, done=done, results=shown_))

    def _failed(self, error: Exception) -> RaceState:
        if not isinstance(error, MLWidgetsError):
            _log.exception("A race failed.", exc_info=error)
        sentence = str(error) if isinstance(error, MLWidgetsError) else f"{type(error).__name__}: {error}"
        return replace(
            self.state, status=RaceStatus.FAILED, error=_("The race has failed: {why}").format(why=sentence)
        )

    def _publish(self, state: RaceState) -> None:
        with self._experiment.lock:
            try:
                self.state = state
            except Exception:  # noqa: BLE001 - whatever a view raises
                _log.exception("An observer of a race failed.")


def _result_of(future: Future[RunResult | None], job: Job) -> RunResult | None:
    """Return the result of a run; one that could not be made is a result, too."""
    try:
        return future.result()
    except (Stopped, CancelledError):
        raise Stopped from None
    except Exception as error:  # noqa: BLE001 - the other runs go on
        failed = RunResult.of(job)
        failed.ended, failed.finished = _("This run could not be made: {why}").format(why=error), True
        return failed


def _where(executor: Executor | None, at_once: int) -> str:
    """Say who makes the runs."""
    if isinstance(executor, WorkerProcesses):
        return n_("{count} process", "{count} processes").format(at_once)
    if isinstance(executor, RaceThreads):
        return n_("{count} thread", "{count} threads").format(at_once)
    return str(_("this page")) if executor is None else type(executor).__name__
