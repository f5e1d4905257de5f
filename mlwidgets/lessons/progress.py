"""What a learner has done: answers, tries, hints and verdicts, as one frozen value and as plain JSON."""

from __future__ import annotations

import json
import math
import secrets
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any, Self, cast

from mlwidgets.errors import ConfigurationError, DataError
from mlwidgets.language import _
from mlwidgets.ranges import Interval, is_text, shown

if TYPE_CHECKING:
    from mlwidgets.lessons.lesson import Lesson

VERSION = 1
"""Of the form that `Progress.to_dict` writes."""

MOST_CHARACTERS = 1_000_000
"""So long may progress be as JSON; a learner who has done everything has a tenth of it."""

LONGEST_ANSWER = 4_000
"""Characters of an answer in words."""

MOST_NAMES = 500
DEEPEST = 20

SEED = Interval(name="seed", low=0, high=2**32 - 1, integer=True)
COUNT = Interval(name="count", low=0, high=1_000_000, integer=True)

Answer = str | int | float | None


def task_seed(seed: int, lesson: str, task: str, draws: int) -> int:
    """Return the seed with which a learner is asked a task that has been drawn so many times before."""
    return zlib.crc32(f"{seed}/{lesson}/{task}/{draws}".encode())


@dataclass(frozen=True, kw_only=True)
class TaskRecord:
    """What a learner has done with one task. Once it is solved, an answer that is wrong changes nothing.

    Attributes
    ----------
    seed : int
        The one with which it is asked now.
    draws : int
        How often other numbers have been drawn.
    tries : int
        How many answers were given until one was right.
    hints : int
        How many hints were looked at.
    answer : str, int, float or None
        The answer that counts: the one that was right, or else the last.
    answer_seed : int
        The seed with which that was asked.
    solved : bool or None
        Whether it is right; None if nothing was answered, or if that cannot be said yet.
    why : str
        What was said of it.
    evidence : Mapping
        The numbers that were judged, from which it can be judged again.
    seconds : int
        How long it has stood open until it was solved; long pauses count little.
    """

    seed: int
    draws: int = 0
    tries: int = 0
    hints: int = 0
    answer: Answer = None
    answer_seed: int = 0
    solved: bool | None = None
    why: str = ""
    evidence: Mapping[str, Any] = field(default_factory=dict)
    seconds: int = 0

    @property
    def waits(self) -> bool:
        """Whether an answer has been given to what is asked now, and cannot be marked yet."""
        return bool(self.tries) and self.solved is None and self.answer_seed == self.seed

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return {one.name: getattr(self, one.name) for one in fields(self)} | {"evidence": dict(self.evidence)}

    @classmethod
    def from_dict(cls, plain: object) -> Self:
        """Return what `to_dict` wrote down, or raise `ConfigurationError`."""
        given = _mapping("A record of a task", plain)
        names = {one.name for one in fields(cls)}
        if set(given) != names:
            odd = min(set(given) ^ names)
            raise ConfigurationError(
                f"A record of a task holds {', '.join(sorted(names))}; see {shown(odd)}."
            )
        if given["solved"] is not None and not isinstance(given["solved"], bool):
            raise ConfigurationError(f"solved is true, false or null; got {shown(given['solved'])}.")
        return cls(
            **{name: SEED.check_int(given[name]) for name in ("seed", "answer_seed")},
            **{name: COUNT.check_int(given[name]) for name in ("draws", "tries", "hints", "seconds")},
            answer=_answer(given["answer"]),
            solved=given["solved"],
            why=_text("why", given["why"]),
            evidence=_plain(_mapping("evidence", given["evidence"])),
        )


@dataclass(frozen=True)
class LessonRecord:
    """What a learner has done in one lesson.

    Attributes
    ----------
    step : int
        The step that was open last, from 0.
    tasks : Mapping of str to TaskRecord
        By the names of the tasks.
    """

    step: int = 0
    tasks: Mapping[str, TaskRecord] = field(default_factory=dict)


@dataclass(frozen=True)
class Progress:
    """What a learner has done in all lessons.

    Attributes
    ----------
    seed : int
        The learner's: the numbers of a task are drawn from it.
    lessons : Mapping of str to LessonRecord
        By the names of the lessons; those that have never been open are not there.

    Examples
    --------
    >>> progress = Progress.begin(seed=7).with_step("1-data", 2)
    >>> Progress.from_json(progress.to_json()) == progress
    True
    """

    seed: int
    lessons: Mapping[str, LessonRecord] = field(default_factory=dict)

    @classmethod
    def begin(cls, seed: int | None = None) -> Self:
        """Return the progress of somebody who has done nothing yet; another seed for each if not given."""
        return cls(secrets.randbelow(2**32) if seed is None else SEED.check_int(seed))

    def record(self, lesson: str, task: str) -> TaskRecord:
        """Return what has been done with a task; nothing yet, if nobody has answered it."""
        known = self.lessons.get(lesson, LessonRecord()).tasks.get(task)
        return TaskRecord(seed=task_seed(self.seed, lesson, task, 0)) if known is None else known

    def step(self, lesson: str) -> int | None:
        """Return the step that was open last in a lesson; None if it has never been open."""
        known = self.lessons.get(lesson)
        return None if known is None else known.step

    def solved(self, lesson: Lesson) -> int:
        """Return how many tasks of a lesson are solved."""
        return sum(self.record(lesson.name, task.name).solved is True for task in lesson.tasks)

    def left_at(self, lesson: Lesson) -> int:
        """Return the step at which a lesson goes on: the first if all of it has been done."""
        left = min(self.step(lesson.name) or 0, len(lesson.steps) - 1)
        done = left == len(lesson.steps) - 1 and self.solved(lesson) == len(lesson.tasks)
        return 0 if done else left

    @property
    def solved_count(self) -> int:
        """How many tasks are solved, of whatever lesson."""
        return sum(one.solved is True for lesson in self.lessons.values() for one in lesson.tasks.values())

    @property
    def untouched(self) -> bool:
        """Whether nothing has been done but opening lessons."""
        return all(one == LessonRecord() for one in self.lessons.values())

    def with_record(self, lesson: str, task: str, record: TaskRecord) -> Self:
        """Return the progress with something else done in a task."""
        known = self.lessons.get(lesson, LessonRecord())
        return self._with(lesson, replace(known, tasks={**known.tasks, task: record}))

    def drawn_again(self, lesson: str, task: str) -> TaskRecord:
        """Return the record of a task that is asked with other numbers; what is solved stays so."""
        known = self.record(lesson, task)
        draws = known.draws + 1
        drawn = replace(known, draws=draws, seed=task_seed(self.seed, lesson, task, draws))
        return drawn if known.solved else replace(drawn, answer=None, solved=None, why="", evidence={})

    def with_step(self, lesson: str, step: int) -> Self:
        """Return the progress with another step open in a lesson."""
        return self._with(lesson, replace(self.lessons.get(lesson, LessonRecord()), step=step))

    def _with(self, lesson: str, record: LessonRecord) -> Self:
        return replace(self, lessons={**self.lessons, lesson: record})

    def merged(self, other: Progress) -> Self:
        """Return this progress with what somebody has done elsewhere, of each task the better.

        Whoever has done nothing here goes on with the seed and the steps of there.
        """
        if self.untouched:
            return replace(self, seed=other.seed, lessons={**self.lessons, **other.lessons})
        lessons = dict(other.lessons)
        for name, mine in self.lessons.items():
            theirs = lessons.get(name, LessonRecord())
            tasks = dict(theirs.tasks)
            for task, record in mine.tasks.items():
                tasks[task] = max((record, tasks.get(task, record)), key=_worth)
            lessons[name] = LessonRecord(mine.step, tasks)
        return replace(self, lessons=lessons)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON values, with a version."""
        lessons = {
            name: {"step": one.step, "tasks": {task: record.to_dict() for task, record in one.tasks.items()}}
            for name, one in self.lessons.items()
        }
        return {"version": VERSION, "seed": self.seed, "lessons": lessons}

    def to_json(self) -> str:
        """Return it as a text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, allow_nan=False, separators=(",", ":"))

    @classmethod
    def from_dict(cls, plain: object) -> Self:
        """Return what `to_dict` wrote down.

        Raises
        ------
        DataError
            It is something else, is damaged, or is of a version that is not known here.
        """
        if not isinstance(plain, Mapping) or "version" not in plain:
            raise DataError(_("This is not a learner's progress: it is {got}.").format(got=shown(plain)))
        version = plain["version"]
        if isinstance(version, bool) or version != VERSION:
            raise DataError(
                _(
                    "This progress is of version {version}; this mlwidgets reads version {known}. Update "
                    "mlwidgets."
                ).format(version=shown(version), known=VERSION)
            )
        try:
            return cls(*_parts(plain))
        except ConfigurationError as error:
            raise DataError(_("This progress is damaged: {error}").format(error=error)) from error

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return what `to_json` wrote; raises as `from_dict` does."""
        if len(text) > MOST_CHARACTERS:
            long = _("Progress has at most {most:,} characters; this has {count:,}.")
            raise DataError(long.format(most=MOST_CHARACTERS, count=len(text)))
        try:
            plain = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise DataError(_("This progress is damaged: it is not valid JSON.")) from error
        return cls.from_dict(plain)


def _worth(record: TaskRecord) -> tuple[bool, int, int, int]:
    return record.solved is True, record.draws, record.tries, record.hints


def _parts(plain: Mapping[str, Any]) -> tuple[int, dict[str, LessonRecord]]:
    if set(plain) != {"version", "seed", "lessons"}:
        raise ConfigurationError("It holds a version, a seed and the lessons, and nothing else.")
    lessons = _mapping("lessons", plain["lessons"])
    return SEED.check_int(plain["seed"]), {_name(name): _lesson_record(one) for name, one in lessons.items()}


def _lesson_record(plain: object) -> LessonRecord:
    given = _mapping("A lesson", plain)
    if set(given) != {"step", "tasks"}:
        raise ConfigurationError(f"A lesson has a step and tasks; got {shown(sorted(given))}.")
    tasks = _mapping("tasks", given["tasks"])
    return LessonRecord(
        COUNT.check_int(given["step"]),
        {_name(name): TaskRecord.from_dict(one) for name, one in tasks.items()},
    )


def _mapping(what: str, value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping) or len(value) > MOST_NAMES:
        raise ConfigurationError(
            f"{what} must be an object with at most {MOST_NAMES} keys; got {shown(value)}."
        )
    if not all(isinstance(name, str) for name in value):
        raise ConfigurationError(f"{what} must have texts as its keys; got {shown(value)}.")
    return cast("Mapping[str, Any]", value)


def _name(value: str) -> str:
    if not 0 < len(value) <= 100 or not is_text(value):  # noqa: PLR2004 - no file has a longer name
        raise ConfigurationError(f"A name has 1 to 100 characters; got {shown(value)}.")
    return value


def _text(what: str, value: object) -> str:
    if not is_text(value) or len(str(value)) > LONGEST_ANSWER:
        raise ConfigurationError(
            f"{what} must be a text of at most {LONGEST_ANSWER:,} characters; got {shown(value)}."
        )
    return str(value)


def _answer(value: object) -> Answer:
    if isinstance(value, str):
        return _text("answer", value)
    kept = plain_answer(value)
    if kept is None and value is not None:
        raise ConfigurationError(f"answer must be a text, a number or null; got {shown(value)}.")
    return kept


def plain_answer(value: object) -> Answer:
    """Return an answer as it is kept: what is no text and no number that JSON knows is not."""
    if isinstance(value, str):
        return _whole(value[:LONGEST_ANSWER])
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if abs(value) < 2**53 else None  # a script's whole numbers end there


def plain_evidence(value: object) -> Any:  # noqa: ANN401 - JSON of any shape
    """Return evidence as it is kept: JSON has no numbers that are not finite, and none of NumPy's."""
    if isinstance(value, Mapping):
        return {_whole(str(name)): plain_evidence(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain_evidence(one) for one in value]
    if isinstance(value, str):
        return _whole(value)
    if isinstance(value, Real) and not isinstance(value, bool):
        return _plain_number(value)
    return value if value is None or isinstance(value, bool) else shown(value)


def _plain_number(value: Real) -> int | float | None:
    if isinstance(value, Integral):
        return int(value)
    return float(value) if math.isfinite(value) else None


def _whole(text: str) -> str:
    """Return a text without half letters, which a page can send and no file can hold."""
    return text if is_text(text) else text.encode("utf-8", "replace").decode()


def _plain(value: Any, level: int = 0) -> Any:  # noqa: ANN401 - JSON of any shape
    """Return JSON values, or raise if there are others, or if they are nested too deeply."""
    if level > DEEPEST:
        raise ConfigurationError(f"evidence is nested more than {DEEPEST} deep.")
    if isinstance(value, Mapping):
        return {_whole(str(name)): _plain(one, level + 1) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one, level + 1) for one in value]
    if isinstance(value, float) and not math.isfinite(value):
        raise ConfigurationError("evidence holds a number that is not finite.")
    if isinstance(value, str):
        return _whole(value)
    if value is None or isinstance(value, int | float):
        return value
    raise ConfigurationError(f"evidence must hold plain JSON values; got {shown(value)}.")
