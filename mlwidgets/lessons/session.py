"""Course: which lesson is open at which step, what the learner works on, and what has been done."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING, Any, Self

from traitlets import Bool, Instance, Int, Unicode

from mlwidgets.errors import ConfigurationError, MLWidgetsError, SessionStateError
from mlwidgets.language import _
from mlwidgets.lessons.course_files import PICTURES_SAVED_AS, SAVED_AS, CourseFiles, PictureKeeper
from mlwidgets.lessons.lesson import Lesson
from mlwidgets.lessons.pictures import Pictures
from mlwidgets.lessons.progress import LONGEST_ANSWER, Progress, TaskRecord, plain_answer, plain_evidence
from mlwidgets.lessons.task import Asked, Task, Verdict
from mlwidgets.ranges import shown
from mlwidgets.session.held import Held
from mlwidgets.session.run.snapshot import Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlwidgets.lessons.shelf import OwnLessons
    from mlwidgets.session import Experiment
    from mlwidgets.session.page_setup import PageSetup

LONGEST_PAUSE = 300.0
"""Seconds that count as time spent on a task, if nothing at all has happened to it for longer."""

LIST_OF_LESSONS = "CourseLab"
"""The tab of a page that shows all lessons."""

_TOO_LONG = _("An answer has at most {most:,} characters; yours has {length:,}. Shorten it.")
_NOT_OPEN = "No lesson is open. Open one first: open_lesson(name)."


class Course(CourseFiles):
    """Somebody's way through lessons, beside an experiment.

    Every method is a whole: it changes everything under the experiment's lock, or raises and changes nothing.

    Parameters
    ----------
    experiment : Experiment
        What the learner works on; the set-up of a step is put into it.
    lessons : sequence of Lesson, optional
        What can be opened. If not given, the lessons that ship with the package and those of the folder that
        the environment names; they are read when somebody asks.
    seed : int, optional
        The learner's, from which the numbers of tasks are drawn; another one for each learner if not given.

    Attributes
    ----------
    lesson : Lesson or None
        The one that is open.
    step : int
        Its open step, from 0.
    progress : Progress
        What has been done. Assign `progress.merged(other)` to add what was done elsewhere.
    pictures : Pictures
        What the learner saw when tasks were solved.
    verdict : Verdict or None
        What is said of the answer to the open step's task that was given last.
    beside_labs : bool
        Whether a page shows the open lesson beside its labs, so that no lab has to.
    kept : bool
        Whether somebody keeps the progress for the next session.
    can_undo_start_over : bool
        Whether `undo_start_over` has anything to bring back.
    refused : str
        Why what was kept could not be used, in a sentence; empty otherwise.
    left_out : str
        What in the file that `bring_back` was given could not be used, in a sentence; empty if all could.
    """

    lesson = Instance(Lesson, allow_none=True)
    step = Int(0)
    progress = Instance(Progress)
    verdict = Instance(Verdict, allow_none=True)
    beside_labs = Bool(default_value=False)
    kept = Bool(default_value=False)
    can_undo_start_over = Bool(default_value=False)
    refused = Unicode()

    def __init__(
        self,
        experiment: Experiment,
        lessons: Sequence[Lesson] | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__(progress=Progress.begin(seed))
        self.experiment = experiment
        self._given = lessons
        self._page_before: PageSetup | None = None
        self._before_start: tuple[Progress, Pictures] | None = None
        self._since = monotonic()
        self._opened_at: tuple[object, ...] = ()
        experiment.observe(self._look_again, "status")
        self.observe(self._hold, ("lesson", "step", "progress"))
        experiment.save_beside(SAVED_AS, self)
        experiment.save_beside(PICTURES_SAVED_AS, PictureKeeper(self))

    @classmethod
    def of(cls, experiment: Experiment) -> Self:
        """Return the course beside an experiment: every view of it has the same."""
        return experiment.beside(cls)

    @cached_property
    def lessons(self) -> Mapping[str, Lesson]:
        """All lessons, by their names and in their order."""
        from mlwidgets.lessons.shelf import shipped_lessons  # noqa: PLC0415 - reading takes a moment

        given = (*shipped_lessons(), *self._own.lessons) if self._given is None else self._given
        return {one.name: one for one in given}

    @property
    def lessons_left_out(self) -> tuple[str, ...]:
        """What is wrong with lessons of one's own that cannot be opened, a sentence each."""
        return self._own.left_out if self._given is None else ()

    @cached_property
    def _own(self) -> OwnLessons:
        from mlwidgets.lessons.shelf import own_lessons  # noqa: PLC0415 - the same

        return own_lessons()

    @property
    def seed(self) -> int:
        """The learner's seed."""
        return self.progress.seed

    @property
    def task(self) -> Task | None:
        """The task of the open step, if it has one."""
        return None if self.lesson is None else self.lesson.steps[self.step].task

    @property
    def record(self) -> TaskRecord:
        """What has been done with the task of the open step."""
        lesson, task = self._open_task()
        return self.progress.record(lesson.name, task.name)

    @property
    def asked(self) -> Asked:
        """The task of the open step as this learner is asked it."""
        return self._open_task()[1].asked(self.record.seed)

    def open_lesson(self, name: str, step: int | None = None) -> None:
        """Open a lesson, where it was left if no step is given.

        Raises
        ------
        ConfigurationError
            There is no such lesson or step, or it cannot be set up.
        """
        with self.experiment.lock:
            if name not in self.lessons:
                from mlwidgets.lessons.shelf import OwnLessons, unknown  # noqa: PLC0415 - it takes a moment

                own = self._own if self._given is None else OwnLessons()
                raise unknown(name, tuple(self.lessons), own)
            lesson = self.lessons[name]
            to = self.progress.left_at(lesson) if step is None else step
            self._turn_to(lesson, None, to)
            self._opened_at = self._moment if step is None else ()

    @property
    def as_opened(self) -> bool:
        """Whether a lesson has been opened where it was left, and nothing has been done since."""
        return self.lesson is not None and self._opened_at == self._moment

    @property
    def _moment(self) -> tuple[object, ...]:
        experiment = self.experiment
        return self.progress, experiment.settings, experiment.restarts, experiment.newest

    def try_out(self, lesson: Lesson, step: int = 0) -> None:
        """Open a lesson that is not among `lessons`, as one that is being written.

        Raises
        ------
        ConfigurationError
            There is no such step, or it cannot be set up.
        """
        with self.experiment.lock:
            self._turn_to(lesson, None, step)

    def go(self, step: int) -> None:
        """Go to another step of the open lesson, and set it up.

        Raises
        ------
        ConfigurationError
            There is no such step, or it cannot be set up.
        SessionStateError
            No lesson is open.
        """
        with self.experiment.lock:
            if self.lesson is None:
                raise SessionStateError(_NOT_OPEN)
            if step != self.step:
                self._turn_to(self.lesson, self.step, step)

    def answer(self, given: object = None) -> Verdict:
        """Answer the task of the open step, and return what is said of it.

        Parameters
        ----------
        given : object
            As `Task.mark` takes it. It may be anything: it comes from a page.

        Raises
        ------
        SessionStateError
            No lesson is open, or the step has no task.
        """
        with self.experiment.lock:
            lesson, task = self._open_task()
            if isinstance(given, str) and len(given) > LONGEST_ANSWER:
                self.verdict = Verdict(
                    solved=False,
                    why=_TOO_LONG.format(most=LONGEST_ANSWER, length=len(given)),
                )
                return self.verdict
            before = self._timed(self.record)
            verdict = task.mark(given, before.seed, self.experiment)
            answered = verdict.solved is not None or plain_answer(given) is not None
            record = _marked(before, given, verdict, tries=before.tries + 1) if answered else before
            self._say(lesson, task, record, verdict)
            return verdict

    def hint(self) -> str:
        """Return the next hint for the task of the open step, as safe HTML; empty if there are no more."""
        with self.experiment.lock:
            lesson, task = self._open_task()
            seen = self.record.hints
            if seen >= len(task.hints):
                return ""
            self._keep(lesson, task, replace(self._timed(self.record), hints=seen + 1))
            return task.hints[seen]

    def draw_again(self) -> None:
        """Ask the task of the open step with other numbers. What is solved stays so."""
        with self.experiment.lock:
            lesson, task = self._open_task()
            self._note_time()
            self._keep(lesson, task, self.progress.drawn_again(lesson.name, task.name))
            self.verdict = None

    def start_over(self) -> None:
        """Forget what has been done in all lessons, and leave the one that is open.

        The experiment stays as it is. `undo_start_over` brings back what was forgotten.
        """
        with self.experiment.lock:
            self.close_lesson()
            before = self.progress, self.pictures
            self._place(progress=Progress.begin(), pictures=Pictures(), refused="")
            self._before_start = before
            self.can_undo_start_over = True

    def undo_start_over(self) -> None:
        """Bring back what `start_over` has forgotten, and keep what has been done since.

        Raises
        ------
        SessionStateError
            Nobody has started over, or it has been undone.
        """
        with self.experiment.lock:
            if self._before_start is None:
                raise SessionStateError("Nothing has been started over, so there is nothing to bring back.")
            progress, pictures = self._before_start
            brought = progress if self.progress.untouched else progress.merged(self.progress)
            self._place(progress=brought, pictures=pictures.merged(self.pictures))
            self._before_start, self.can_undo_start_over = None, False

    def close_lesson(self) -> None:
        """Go back to the list of lessons; the experiment stays, with all its controls."""
        with self.experiment.lock:
            if self.lesson is None:
                return
            self._note_time()
            page = self.experiment.page if self._page_before is None else self._page_before
            self._page_before = None
            self._place(lesson=None, step=0, verdict=None)
            self.experiment.change_page(
                tab=LIST_OF_LESSONS, hidden=page.hidden, locked=page.locked, lifted=page.lifted, point=""
            )

    def close(self) -> None:
        """Stop following the experiment."""
        with suppress(ValueError):  # an experiment that has ended has forgotten its observers
            self.experiment.unobserve(self._look_again, "status")
        self.unobserve_all()
        self.experiment.held = Held()

    # ---- behind the scenes ----

    def _turn_to(self, lesson: Lesson, now: int | None, to: int) -> None:
        if isinstance(to, bool) or not isinstance(to, int) or not 0 <= to < len(lesson.steps):
            raise ConfigurationError(
                f"“{lesson.title}” has the steps 0 to {len(lesson.steps) - 1}; got {shown(to)}."
            )
        from mlwidgets.lessons.setting_up import prepared  # noqa: PLC0415 - a page opens without a lesson

        put, page = prepared(self.experiment, lesson, now, to), self.experiment.page
        self._note_time()
        before = {name: getattr(self, name) for name in ("lesson", "step", "verdict", "progress")}
        progress = self.progress.with_step(lesson.name, to)
        self._place(lesson=lesson, step=to, verdict=None, progress=progress)
        try:
            put()
        except BaseException:
            self._place(**before)
            raise
        if before["lesson"] is None:
            self._page_before = page

    def _place(self, **traits: Any) -> None:  # noqa: ANN401 - traits of several types
        """Change several traits; observers are told when all of them are in place."""
        with self.hold_trait_notifications():
            for name, value in traits.items():
                setattr(self, name, value)

    def _open_task(self) -> tuple[Lesson, Task]:
        if self.lesson is None:
            raise SessionStateError(_NOT_OPEN)
        task = self.task
        if task is None:
            raise SessionStateError(f"Step {self.step + 1} of “{self.lesson.title}” has no task.")
        return self.lesson, task

    def _note_time(self) -> None:
        """Count the time for which the task of the open step has been open, before something else is."""
        if self.lesson is None or self.task is None:
            self._since = monotonic()
            return
        before = self.record
        timed = self._timed(before)
        if timed != before:
            self._keep(self.lesson, self.task, timed)
        self._since = monotonic()

    def _timed(self, record: TaskRecord) -> TaskRecord:
        """Return a record with the time in it that has gone by; none more once it is solved."""
        if record.solved:
            return record
        now = monotonic()
        gone = int(min(now - self._since, LONGEST_PAUSE))
        self._since = max(self._since + gone, now - 1)  # what is left of a second counts the next time
        return replace(record, seconds=record.seconds + gone)

    def _say(self, lesson: Lesson, task: Task, record: TaskRecord, verdict: Verdict) -> None:
        """Keep a record and say what it is worth, in one go: nobody sees it with what was said before."""
        self._place(progress=self.progress.with_record(lesson.name, task.name, record), verdict=verdict)

    def _keep(self, lesson: Lesson, task: Task, record: TaskRecord) -> None:
        self.progress = self.progress.with_record(lesson.name, task.name, record)

    def _hold(self, _: Any) -> None:  # noqa: ANN401 - a change of a trait
        """Let the page wait for an answer where a task is a prediction; an answer once given is enough."""
        task = self.task
        answered = task is None or self.record.answer is not None or self.record.solved is True
        self.experiment.held = Held() if task is None or answered else task.held

    def _look_again(self, _: Any) -> None:  # noqa: ANN401 - a change of a trait
        """Mark an answer that waited for a run, now that the run rests."""
        task = self.task
        if task is None or self.lesson is None or self.experiment.status is Status.RUNNING:
            return
        before = self.record
        if not before.waits:
            return
        try:
            verdict = task.mark(before.answer, before.seed, self.experiment)
        except MLWidgetsError:
            return  # the learner can have it checked, and is told then
        if verdict.solved is not None:
            record = _marked(self._timed(before), before.answer, verdict, tries=before.tries)
            self._say(self.lesson, task, record, verdict)


def _marked(before: TaskRecord, given: object, verdict: Verdict, *, tries: int) -> TaskRecord:
    """Return a record with an answer in it; one that is solved keeps the answer that solved it."""
    if before.solved:
        return before
    return replace(
        before,
        tries=tries,
        answer=plain_answer(given),
        answer_seed=before.seed,
        solved=verdict.solved,
        why=str(verdict.why) if len(str(verdict.why)) <= LONGEST_ANSWER else "",
        evidence=plain_evidence(verdict.evidence),
    )
