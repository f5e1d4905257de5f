"""Authoring: a lesson that is written beside an experiment, whose present state is each step's set-up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from traitlets import HasTraits, Instance, Int, Unicode

from mlwidgets.errors import ConfigurationError, DataError
from mlwidgets.language import _
from mlwidgets.lessons.capturing import captured
from mlwidgets.lessons.draft import LessonDraft, StepDraft, name_from
from mlwidgets.lessons.format.blocks import Block, read_block
from mlwidgets.lessons.format.faults import Faults, LessonError
from mlwidgets.lessons.format.reading import MOST_BYTES, read_text
from mlwidgets.lessons.format.set_ups import read_set_up
from mlwidgets.lessons.format.steps import MOST_STEPS
from mlwidgets.lessons.format.writing import step_at, written
from mlwidgets.lessons.session import Course
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.lessons.lesson import Lesson, SetUp
    from mlwidgets.session import Experiment

TRAINED = ("predict", "reach")
"""Kinds of tasks whose model answer trains: `mlwidgets lesson check` does it, not a page that waits."""

_STEP_TITLE = _("Step {number}")
_FULL = _("A lesson has at most {most} steps; remove one first.")
_TOO_LARGE = _("A lesson has at most {most:,} bytes; {file} is larger.")
_EMPTY = _("The lesson has no step yet. Press Add a step.")
_NO_TASK = _("Step {number}: its task cannot be read. {why}")
_IN_LESSON, _IN_STEP, _IN_LINE = (
    _("Lesson: {fault}"),
    _("Step {number}: {fault}"),
    _("Line {number}: {fault}"),
)

_HEAD = {"title": 200, "goal": 1_000, "language": 20}
_STEP = {"title": 200, "text": 20_000}


class Authoring(HasTraits):
    """A lesson that is being written.

    Parameters
    ----------
    experiment : Experiment
        What each new step takes as its set-up.

    Attributes
    ----------
    draft : LessonDraft
        The lesson as far as it goes.
    step : int
        Which of its steps is open, from 0.
    removed : StepDraft or None
        The step that was removed last, which can be brought back.
    task_fault : str
        Why the task that was typed cannot be taken, in a sentence; empty if it can.
    """

    draft = Instance(LessonDraft, ())
    step = Int(0)
    removed = Instance(StepDraft, allow_none=True)
    task_fault = Unicode("")

    def __init__(self, experiment: Experiment) -> None:
        super().__init__()
        self.experiment = experiment
        self._removed_at = 0

    @classmethod
    def of(cls, experiment: Experiment) -> Self:
        """Return the lesson that is written beside an experiment."""
        return experiment.beside(cls)

    @property
    def open(self) -> StepDraft | None:
        """The open step; None if there is none yet."""
        return self.draft.steps[self.step] if self.draft.steps else None

    # ---- the steps ----

    def add_step(self) -> None:
        """Add a step after the open one, set up as the page is now.

        Raises
        ------
        ConfigurationError
            There are too many, or the data cannot travel.
        """
        steps = self.draft.steps
        if len(steps) >= MOST_STEPS:
            raise ConfigurationError(_FULL.format(most=MOST_STEPS))
        at = self.step + 1 if steps else 0
        step = StepDraft(
            title=_STEP_TITLE.format(number=len(steps) + 1), setup=captured(self.experiment, self._before(at))
        )
        self._place(at, steps=(*steps[:at], step, *steps[at:]))

    def take_screen(self) -> None:
        """Let the open step be set up as the page is now; raises as `add_step` does."""
        self._change(setup=captured(self.experiment, self._before(self.step)))

    def choose(self, step: int) -> None:
        """Open another step."""
        if not 0 <= step < len(self.draft.steps):
            raise ConfigurationError(f"The lesson has {len(self.draft.steps)} steps; got {step + 1}.")
        self._place(step)

    def move(self, by: int) -> None:
        """Let the open step change places with its neighbour."""
        steps, to = list(self.draft.steps), self.step + (1 if by > 0 else -1)
        if 0 <= to < len(steps):
            steps[self.step], steps[to] = steps[to], steps[self.step]
            self._place(to, steps=tuple(steps))

    def remove(self) -> None:
        """Remove the open step; `bring_back` undoes it."""
        steps = self.draft.steps
        if steps:
            self.removed, self._removed_at = steps[self.step], self.step
            rest = steps[: self.step] + steps[self.step + 1 :]
            self._place(max(min(self.step, len(rest) - 1), 0), steps=rest)

    def bring_back(self) -> None:
        """Bring the step back that was removed last."""
        if self.removed is not None:
            steps, at = self.draft.steps, min(self._removed_at, len(self.draft.steps))
            self._place(at, steps=(*steps[:at], self.removed, *steps[at:]))
            self.removed = None

    # ---- what stands in them ----

    def write_head(self, name: str, value: str | int) -> None:
        """Write something else into the head of the lesson: title, goal, minutes or language."""
        if name == "minutes" and isinstance(value, int):
            self.draft = replace(self.draft, minutes=value)
        elif name in _HEAD and isinstance(value, str):
            line = " ".join(_checked(name, value, _HEAD[name]).split())
            changes: dict[str, Any] = {name: line}
            self.draft = replace(self.draft, **changes)

    def write_step(self, name: str, value: str) -> None:
        """Write something else into the open step: title or text."""
        if name == "title":
            self._change(title=" ".join(_checked(name, value, _STEP[name]).split()))
        elif name == "text":
            lines = _checked(name, value, _STEP[name]).replace("\r\n", "\n").replace("\r", "\n")
            self._change(text=lines.strip())

    def point_at(self, control: str) -> None:
        """Let a control stand out in the open step; none if the name is empty."""
        if self.open is not None:
            setup = {name: one for name, one in (self.open.setup or {}).items() if name != "point"}
            self._change(setup={**setup, "point": control} if control else setup)

    def set_task(self, task: Mapping[str, Any] | None) -> None:
        """Give the open step another task, as the file has it; it gets a name if it has none."""
        self.task_fault = ""
        if task is not None and self.open is not None and not task.get("name"):
            task = {"name": self._free_name(name_from(self.open.title)), **task}
        self._change(task=task)

    def set_task_text(self, text: str) -> None:
        """Give the open step the task that stands in a text, written as in a lesson's file."""
        faults = Faults()
        block = read_block(text, 1, faults)
        if block is None:
            self.task_fault = " ".join(
                _IN_LINE.format(number=fault.line, fault=fault.message) for fault in faults.found
            )
        else:
            self.set_task(block.values)

    # ---- the whole ----

    def open_text(self, text: str, name: str) -> None:
        """Go on with a lesson from its file.

        Raises
        ------
        LessonError
            Something is wrong with it; what was being written stays.
        """
        if len(text.encode()) > MOST_BYTES:
            raise DataError(_TOO_LARGE.format(most=MOST_BYTES, file=shown(name)))
        self._begin(LessonDraft.of(read_text(text, name_from(name.removesuffix(".md")), name)))

    def bring(self, kept: str) -> None:
        """Go on with a draft that a browser has kept, as `kept_text` writes them.

        Raises
        ------
        DataError
            It is damaged; what was being written stays.
        """
        from mlwidgets.lessons.kept_draft import read_kept  # noqa: PLC0415 - few pages bring one

        self._begin(read_kept(kept))

    def finished(self) -> tuple[str, Lesson]:
        """Return the text of the lesson's file, and the lesson.

        Raises
        ------
        MLWidgetsError
            It is none yet; all that is wrong is told, a sentence and a line each.
        """
        if not self.draft.steps:
            raise ConfigurationError(_EMPTY)
        if self.task_fault:
            raise ConfigurationError(_NO_TASK.format(number=self.step + 1, why=self.task_fault))
        try:
            return written(self.draft)
        except LessonError as error:
            raise DataError("\n".join(self._told(error))) from error

    def checked(self) -> str:
        """Return the text of the lesson's file once it has been rehearsed; raises as `finished` does.

        Tasks that train are left out, as their kinds in `TRAINED`: they may take minutes.
        """
        from mlwidgets.lessons.rehearsal import rehearse  # noqa: PLC0415 - only who is ready needs it

        text, lesson = self.finished()
        quick = tuple(
            replace(step, task=None) if step.task is not None and step.task.kind in TRAINED else step
            for step in lesson.steps
        )
        try:
            rehearse(replace(lesson, steps=quick))
        except LessonError as error:
            raise DataError("\n".join(self._told(error))) from error
        return text

    def try_out(self) -> None:
        """Open the lesson at its open step, as a learner sees it; raises as `finished` does."""
        _text, lesson = self.finished()
        course = Course.of(self.experiment)
        # Another name each time: what was answered in an earlier try is not there any more.
        tries = sum(name.startswith("draft-") for name in course.progress.lessons)
        course.try_out(replace(lesson, name=f"draft-{tries + 1}"), self.step)

    # ---- behind the scenes ----

    def _begin(self, draft: LessonDraft) -> None:
        """Go on with another draft, at its first step."""
        self.draft = draft
        self.removed = None
        self._place(0)

    def _told(self, error: LessonError) -> list[str]:
        told = []
        for fault in error.faults:
            at = step_at(self.draft, fault.line)
            told.append(
                _IN_LESSON.format(fault=fault.message)
                if at is None
                else _IN_STEP.format(number=at + 1, fault=fault.message)
            )
        return list(dict.fromkeys(told))

    def _before(self, at: int) -> list[SetUp]:
        """Return the set-ups of the steps before one."""
        found = []
        for number, step in enumerate(self.draft.steps[:at]):
            block = Block(dict(step.setup or {}), {(): 1})
            found.append(read_set_up(block, Faults(), first=number == 0))
        return found

    def _free_name(self, name: str) -> str:
        taken = {step.task.get("name") for step in self.draft.steps if step.task is not None}
        numbered = (f"{name[:50]}-{number}" for number in range(2, MOST_STEPS + 2))
        return next(one for one in (name, *numbered) if one not in taken)

    def _change(self, **changes: Any) -> None:  # noqa: ANN401 - fields of a StepDraft
        if self.draft.steps:
            self.draft = self.draft.with_step(self.step, **changes)

    def _place(self, step: int, **changes: Any) -> None:  # noqa: ANN401 - fields of a LessonDraft
        """Change the draft and the open step in one go."""
        with self.hold_trait_notifications():
            self.draft = replace(self.draft, **changes)
            self.step = step
            self.task_fault = ""


def _checked(name: str, value: str, longest: int) -> str:
    if len(value) > longest:
        raise ConfigurationError(f"{name} has {len(value):,} characters; at most {longest:,} are allowed.")
    return value
