"""The line of the course's page about a learner's work: saved, opened, as a report, and started over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.lessons.session import Course
from mlwidgets.widgets.base.view import View
from mlwidgets.widgets.controls.file_rules import FileRules
from mlwidgets.widgets.controls.file_upload import FileUpload
from mlwidgets.widgets.course import work_texts as texts
from mlwidgets.widgets.course.work_board import WorkBoard

if TYPE_CHECKING:
    from mlwidgets.session import Experiment
    from mlwidgets.widgets.base.view import Change

MOST_BYTES = 64 * 2**20
"""The largest file that is sent through a page."""

WORK_FILES = FileRules(
    good=("a ZIP archive or an office document",),
    limit=MOST_BYTES,
    accept=".mlw",
    hint=texts.HINT,
    empty=texts.EMPTY,
    large=texts.LARGE,
    kind=texts.KIND,
    several=texts.SEVERAL,
    progress=texts.PROGRESS,
)


class WorkView(View):
    """Buttons that save a learner's work, show it as a report and start over, and an upload for a file.

    Parameters
    ----------
    experiment : Experiment
        Whose course it is.
    """

    def __init__(self, experiment: Experiment) -> None:
        self.course = Course.of(experiment)
        self.board = WorkBoard(label=texts.LABEL)
        self.upload = FileUpload(WORK_FILES, label=texts.OPEN)
        super().__init__(experiment, [self.board, self.upload])
        self.add_class("mlw-work")
        self.board.on_wish(self.safely(self._obey))
        self.upload.on_upload(self._open)
        self.watch(self.course, ("progress", "can_undo_start_over"), self._show)
        self._show()

    def _show(self, _: Change = None) -> None:
        with self.board.hold_sync():
            self.board.begun = bool(self.course.progress.lessons)
            self.board.can_undo = self.course.can_undo_start_over

    def _say(self, sentence: str) -> None:
        self.board.said = ""  # the same sentence a second time is news, too
        self.board.said = sentence

    def _obey(self, wish: str) -> None:
        self.forget_messages()
        self.board.said = ""
        match wish:
            case "save":
                self.board.save(texts.FILE, self.course.to_bytes())
            case "report":
                self._report()
            case "start over":
                self.course.start_over()
                self._say(texts.STARTED_OVER)
            case _:
                self.course.undo_start_over()
                self._say(texts.BACK)

    def _report(self) -> None:
        try:
            self.board.open_report(texts.REPORT_FILE, self.course.report())
        except Exception:
            self.board.refuse()
            raise

    def _open(self, name: str, content: bytes) -> None:
        """Add the work in a file; what is raised is told beside the button, and nothing has changed then."""
        self.board.said = ""
        count = self.course.bring_back(content)
        more = texts.MORE.format(count, name=name) if count else texts.NONE_MORE.format(name=name)
        self._say(" ".join(filter(None, (more, str(self.course.left_out)))))
