"""What a lesson is, once its text file has been read and checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.lessons.task import Task


@dataclass(frozen=True)
class SetUp:
    """What a step puts before the learner.

    Attributes
    ----------
    lab : str
        Class of the lab beside the text, such as ``"TrainLab"``; empty: the one that is open stays.
    experiment : Mapping
        A part of what `Experiment.to_dict` writes. What is left out stays as it is.
    stage : str
        Shipped weights that the run starts from, by their name; empty for none.
    fresh : bool
        Whether the experiment begins anew from its defaults, before `experiment` is put into it.
    hidden, locked : tuple of str
        Controls that the step takes away or fixes, as `PageSetup` names them.
    point : str
        A control that the text is about, and that the page points at; empty for none.
    lines : Mapping
        Line of the block in the file, from 1, under (), and that of each value of `experiment`, by the keys
        and positions that lead to it; empty if the step has no such block.
    """

    lab: str = ""
    experiment: Mapping[str, Any] = field(default_factory=dict)
    stage: str = ""
    fresh: bool = False
    hidden: tuple[str, ...] = ()
    locked: tuple[str, ...] = ()
    point: str = ""
    lines: Mapping[tuple[str | int, ...], int] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True)
class Step:
    """One screen of a lesson: a text, what it is about, and perhaps a task.

    Attributes
    ----------
    title : str
        Its heading, plain text.
    html : str
        Its text as HTML that is safe to show: nothing of the file's own markup but Markdown's is in it, and
        formulas are MathML.
    text : str
        The same text as Markdown, for a notebook.
    setup : SetUp
        What stands beside it.
    task : Task or None
        What the learner is asked to do.
    line : int
        Line of the heading in the file, from 1.
    blocks : Mapping
        The blocks ``setup`` and ``task`` as plain values, for whoever writes the step down again.
    """

    title: str
    html: str
    text: str
    setup: SetUp
    task: Task | None
    line: int
    blocks: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True)
class Lesson:
    """A lesson.

    Attributes
    ----------
    name : str
        Name of its file without the ending, such as ``"7-gradient-descent"``.
    title, goal : str
        Plain text; the goal says what a learner can do afterwards.
    minutes : int
        About how long it takes.
    language : str
        Of its texts, such as ``"en"``.
    steps : tuple of Step
        In their order.
    """

    name: str
    title: str
    goal: str
    minutes: int
    language: str
    steps: tuple[Step, ...]

    @property
    def tasks(self) -> tuple[Task, ...]:
        """All tasks, in their order."""
        return tuple(step.task for step in self.steps if step.task is not None)

    def task(self, name: str) -> Task:
        """Return the task of that name, or raise `KeyError`."""
        return {task.name: task for task in self.tasks}[name]
