"""LessonSide: the open lesson, wherever it stands; and the way of the progress to the page's storage."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from mlwidgets.errors import MLWidgetsError
from mlwidgets.lessons.progress import Progress
from mlwidgets.lessons.session import Course
from mlwidgets.ranges import shown
from mlwidgets.widgets.base.view import Change, View, close_parts
from mlwidgets.widgets.course import texts

if TYPE_CHECKING:
    from mlwidgets.session import Experiment
    from mlwidgets.widgets.course.lesson_column import LessonColumn, Order, Picture
    from mlwidgets.widgets.shell.run_keeper import RunKeeper

_log = logging.getLogger("mlwidgets")


def open_link(experiment: Experiment, link: str) -> None:
    """Take the configuration of a link, or open the lesson that it names."""
    from mlwidgets.interchange.links import lesson_in  # noqa: PLC0415 - few pages are opened by a link

    lesson = lesson_in(link)
    if lesson is None:
        experiment.open_link(link)
    else:
        Course.of(experiment).open_lesson(lesson)


class LessonSide(View):
    """Nothing, or the open lesson as a column.

    Parameters
    ----------
    experiment : Experiment
        Whose course.
    keeper : RunKeeper, optional
        Keeps the progress in the page's storage, and brings it back.
    """

    children: Any  # a tuple of widgets; ipywidgets is untyped

    def __init__(self, experiment: Experiment, keeper: RunKeeper | None = None) -> None:
        self.course = Course.of(experiment)
        self.column: LessonColumn | None = None
        self._keeper = keeper
        self._serial = 0
        super().__init__(experiment, [])
        self.add_class("mlw-lesson-side")
        self.watch(self.course, ("lesson", "step", "progress", "verdict"), self._show)
        self.observe(self._show, "fault")
        if keeper is not None:
            self.watch(self.course, "progress", self._keep)
            self.watch(self.course, "pictures", self._keep_pictures)
            keeper.on_progress(self.safely(self._merge))
            keeper.on_picture(self.safely(self._merge_picture))
            keeper.on_wanted(self.safely(self._say_kept))
            if self.course.progress.lessons:  # a page that is built anew
                self._keep()
                self._keep_pictures()
        self._show()

    def _show(self, _: Change = None) -> None:
        if self.course.lesson is None:
            self._remove()
            return
        # Not before a lesson is open: every dashboard has this view, and few of them a lesson.
        from mlwidgets.widgets.course.lesson_column import LessonColumn  # noqa: PLC0415 - as above
        from mlwidgets.widgets.course.lesson_frame import lesson_frame  # noqa: PLC0415 - as above

        if self.column is None:
            self.column = LessonColumn()
            self.column.on_order(self.safely(self._obey))
            self.column.on_picture(self.safely(self._take_picture))
        self.column.frame = lesson_frame(self.course, self._serial, self.fault)
        if not self.children:
            self.children = (self.column,)

    def _remove(self) -> None:
        column, self.column = self.column, None
        if column is not None:
            self.children = ()
            close_parts(column)
            column.close()

    def _obey(self, order: Order) -> None:
        self.forget_messages()
        course = self.course
        match order:
            case ("go", int(step)):
                course.go(step)
            case ("answer", given):
                self._serial += 1
                course.answer(given)
                self._show()  # the same verdict a second time is no change of the course
            case ("hint", _):
                course.hint()
            case ("draw", _):
                course.draw_again()
            case _:
                self._leave()

    def _leave(self) -> None:
        """Go back to the list of lessons; from a trial to where the lesson is written."""
        course, tab = self.course, self.experiment.page.tab
        trial = course.lesson is not None and course.lesson.name not in course.lessons
        course.close_lesson()
        if trial:
            self.experiment.change_page(teaching=True, tab=tab)

    def _take_picture(self, picture: Picture) -> None:
        """Keep what the page says was seen. What is no picture is left out: our page sends none."""
        lesson, task, content = picture
        try:
            self.course.keep_picture(lesson, task, content)
        except MLWidgetsError:
            _log.debug("A picture of %s was left out.", shown(task), exc_info=True)

    # ---- what the page's storage keeps ----

    def _say_kept(self, wanted: Change) -> None:
        self.course.kept = bool(wanted)

    def _keep(self, _: Change = None) -> None:
        keeper, text = self._keeper, self.course.progress.to_json()
        if keeper is not None and text != keeper.progress:
            keeper.keep_progress(text)

    def _keep_pictures(self, _: Change = None) -> None:
        if self._keeper is not None:
            self._keeper.keep_pictures(self.course.pictures.of)

    def _merge_picture(self, picture: tuple[str, bytes]) -> None:
        """Add a picture that the page's storage has kept; of what is none, nothing is said."""
        name, content = picture
        try:
            self.course.pictures = self.course.pictures.with_picture(name, content)
        except MLWidgetsError:
            _log.debug("A picture in the page's storage was left out.", exc_info=True)

    def _merge(self, text: Change) -> None:
        try:
            found = Progress.from_json(text)
        except MLWidgetsError as error:
            self.course.refused = texts.NOT_READ.format(why=error)
            return
        course = self.course
        # The page has just come, and its address has opened a lesson.
        early = course.as_opened and not course.kept
        course.refused = ""
        course.progress = course.progress.merged(found)
        if early and course.lesson is not None:
            course.go(course.progress.left_at(course.lesson))
