"""CourseLab: the lessons of the course, and the one that is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.errors import MLWidgetsError
from mlwidgets.lessons.session import Course
from mlwidgets.widgets.base import texts as common
from mlwidgets.widgets.base.lab import Lab
from mlwidgets.widgets.base.view import Change, as_experiment
from mlwidgets.widgets.course import texts
from mlwidgets.widgets.course.lesson_side import LessonSide, open_link
from mlwidgets.widgets.shell.lab_header import LabHeader

if TYPE_CHECKING:
    from mlwidgets.data import Dataset
    from mlwidgets.session import Experiment


class CourseLab(Lab):
    """The lessons of the course as a list. The open lesson stands beside it, in a dashboard beside every lab.

    Parameters
    ----------
    source : Experiment, Dataset or str, optional
        What the lessons set up, and what is checked; an experiment of its own if nothing is given. Show other
        labs on the same experiment below it: ``TrainLab(course.experiment)``.

    Attributes
    ----------
    course : Course
        The open lesson and what has been done, for Python.

    Examples
    --------
    >>> lab = CourseLab("circle")
    >>> lab.course.lesson is None
    True
    >>> lab.close()
    """

    def __init__(self, source: Experiment | Dataset | str | None = None) -> None:
        # Not with every dashboard.
        from mlwidgets.widgets.course.lesson_list import LessonList  # noqa: PLC0415 - as above
        from mlwidgets.widgets.course.work_view import WorkView  # noqa: PLC0415 - as above

        experiment, owned = as_experiment(source)
        self.course = Course.of(experiment)
        self.list = LessonList()
        self.work = WorkView(experiment)
        side = [] if self.course.beside_labs else [LessonSide(experiment)]
        super().__init__(
            experiment,
            LabHeader(common.COURSE_TITLE, task=texts.COURSE_TRY, text=texts.COURSE_WHY),
            owns_experiment=owned,
            controls=[],
            picture=[*side, self.work, self.list],
        )
        self.add_class("mlw-course-lab")
        self.list.on_open(self.safely(self._open))
        self.watch(self.course, ("lesson", "progress", "kept", "refused"), self._show)
        self._show()

    def _outdated(self, _: Change) -> None:
        """Stay: the lessons are the same for all data."""

    def open_link(self, link: Change) -> None:
        """Take the configuration of a link, or open the lesson that it names."""
        open_link(self.experiment, link)

    def _open(self, name: str) -> None:
        self.forget_messages()
        self.course.open_lesson(name)

    def _show(self, _: Change = None) -> None:
        course = self.course
        try:
            lessons = tuple(course.lessons.values())
        except MLWidgetsError as error:
            self.list.note = str(error)
            return
        with self.list.hold_sync():
            self.list.show(lessons, course.progress, "" if course.lesson is None else course.lesson.name)
            kept = texts.KEPT if course.kept else texts.NOT_KEPT
            note = course.refused or (kept if lessons else texts.NO_LESSONS)
            self.list.note = " ".join(map(str, (note, *course.lessons_left_out)))
