"""The lessons as cards: what each is about, how much of it is done, and a button that opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipywidgets import CallbackDispatcher
from traitlets import Dict, List, Unicode

from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.static_files import bundle, style

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlwidgets.lessons.lesson import Lesson
    from mlwidgets.lessons.progress import Progress


class LessonList(BaseWidget):
    """Lessons to choose from. Fill it with `show`.

    Parameters
    ----------
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Attributes
    ----------
    cards : list of dict
        What is shown of each lesson.
    note : str
        A sentence below them.

    Raises
    ------
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> lessons = LessonList()
    >>> lessons.note = "No lessons are installed."
    """

    _esm = bundle("course/lesson_list")
    _css = style("course/lesson_list")

    cards: List[dict[str, Any]] = List(Dict()).tag(sync=True, from_page=False)
    note = Unicode("").tag(sync=True, from_page=False)

    def __init__(self, **others: Any) -> None:  # noqa: ANN401 - traits of every widget
        super().__init__(**others)
        self._openers = CallbackDispatcher()
        self.on_msg(self._hear)

    def on_open(self, callback: Callable[[str], None]) -> None:
        """Call back with the name of a lesson that the learner wants to open."""
        self._openers.register_callback(callback)

    def show(self, lessons: Sequence[Lesson], progress: Progress, opened: str) -> None:
        """Show lessons, how much of each is done, and which is open.

        Parameters
        ----------
        lessons : sequence of Lesson
            In their order.
        progress : Progress
            What the learner has done.
        opened : str
            Name of the lesson that is open; empty for none.
        """
        self.cards = [
            {
                "name": one.name,
                "title": one.title,
                "goal": one.goal,
                "minutes": one.minutes,
                "language": one.language,
                "tasks": len(one.tasks),
                "solved": progress.solved(one),
                "steps": len(one.steps),
                "step": progress.step(one.name),
                "open": one.name == opened,
            }
            for one in lessons
        ]

    def _hear(self, _widget: LessonList, content: dict[str, Any], _buffers: list[memoryview]) -> None:
        match content:
            case {"kind": "open", "name": str(name)}:
                self._openers(name)
