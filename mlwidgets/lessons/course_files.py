"""What a learner has done in the course as a file: saved with the run, brought back, and as a report."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from traitlets import HasTraits, Instance, Unicode

from mlwidgets.errors import ConfigurationError, DataError, MLWidgetsError
from mlwidgets.interchange.saved.form import read_beside
from mlwidgets.language import _
from mlwidgets.lessons.pictures import Pictures
from mlwidgets.lessons.progress import Progress
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping
    from pathlib import Path

    from mlwidgets.lessons.lesson import Lesson
    from mlwidgets.session import Experiment

SAVED_AS = "course"
"""By which name the progress is kept in a run file."""

PICTURES_SAVED_AS = "course_pictures"
"""By which name the pictures are."""

_LEFT_OUT = _("Pictures in the file that cannot be used were left out: {count}.")
_NO_ANSWERS = _(
    "This run file holds no answers to the course: it was saved before any were given. Save it again on the "
    "page on which the tasks were solved."
)
_NOT_READ = _("The answers in the file cannot be read. {why}")


def progress_in(content: object) -> Progress:
    """Return the progress that the content of a run file holds; what it says is not yet believed.

    Raises
    ------
    DataError
        It is no run file, is damaged, or holds no answers.
    ConfigurationError
        It is no bytes at all.
    """
    if not isinstance(content, bytes | bytearray | memoryview):
        raise ConfigurationError(f"A run file's content is bytes; got {shown(content)}.")
    return _progress(read_beside(bytes(content)))


def _progress(texts: Mapping[str, str]) -> Progress:
    if SAVED_AS not in texts:
        raise DataError(_NO_ANSWERS)
    return Progress.from_json(texts[SAVED_AS])


class PictureKeeper:
    """Keeps the pictures of a course in run files, beside its answers."""

    def __init__(self, course: CourseFiles) -> None:
        self._course = course

    def to_text(self) -> str:
        """Return them as run files keep them; empty for none."""
        return self._course.pictures.to_json()

    def take_text(self, text: str) -> str:
        """Add those of a run file that was opened; return what of them was left out, empty if nothing was."""
        return self._course.take_pictures(text)


class CourseFiles(HasTraits):
    """A course that can be saved, and handed in."""

    experiment: Experiment
    progress = Instance(Progress)
    pictures = Instance(Pictures, ())
    refused = Unicode()
    left_out = Unicode()

    @property
    @abstractmethod
    def lessons(self) -> Mapping[str, Lesson]:
        """All lessons, by their names and in their order."""

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the progress into a run file, with the experiment as it stands; return where it is.

        `bring_back` reads it again, and `mlwidgets gather` reads those of a class. Nothing in it says who the
        learner is.

        Parameters
        ----------
        path : str or path
            Where to; without a suffix it gets ".mlw". A file that is there is replaced, once all is written.

        Raises
        ------
        DataError
            The file cannot be written, or the run is too large for one.
        """
        return self.experiment.save(path, moments="present")

    def to_bytes(self) -> bytes:
        """Return what `save` writes, for a download."""
        return self.experiment.to_bytes(moments="present")

    def bring_back(self, content: bytes) -> int:
        """Add the progress in a run file to this one: of each task the better counts, so nothing is lost.

        The experiment stays as it is; `Experiment.open_run` brings its run and the progress.

        Parameters
        ----------
        content : bytes
            That of a `.mlw`.

        Returns
        -------
        int
            How many tasks are solved that were not solved before.

        Raises
        ------
        DataError
            It is no run file, is damaged, or holds no answers.
        """
        found = progress_in(content)
        texts = read_beside(bytes(content))
        solved = self._merge(found)
        self.left_out = self.take_pictures(texts.get(PICTURES_SAVED_AS, ""))
        return solved

    def keep_picture(self, lesson: str, task: str, content: bytes) -> None:
        """Keep what a learner saw when a task was solved; the first picture of a task stays.

        Parameters
        ----------
        lesson, task : str
            Which task; without effect if it is not solved.
        content : bytes
            A PNG or WebP picture of at most 480 × 960 pixels and 60 kB.

        Raises
        ------
        DataError
            It is no such picture.
        """
        with self.experiment.lock:
            if self.progress.record(lesson, task).solved:
                self.pictures = self.pictures.with_picture(f"{lesson}/{task}", content)

    def take_pictures(self, text: str) -> str:
        """Add the pictures of a run file; return in a sentence what was left out, empty if nothing was."""
        if not text:
            return ""
        try:
            found, left_out = Pictures.from_json(text)
        except DataError as error:
            return str(error)
        with self.experiment.lock:
            self.pictures = self.pictures.merged(found)
        return _LEFT_OUT.format(count=left_out) if left_out else ""

    def report(self) -> str:
        """Return what has been done as an HTML page to print or to hand in; it needs no other file."""
        from mlwidgets.lessons.report import report  # noqa: PLC0415 - only when somebody asks

        return report(self.progress, self.lessons.values(), pictures=self.pictures)

    def to_text(self) -> str:
        """Return the progress as run files keep it; empty while nothing has been done."""
        return self.progress.to_json() if self.progress.lessons else ""

    def take_text(self, text: str) -> str:
        """Add the progress of a run file that was opened; return why that cannot be, empty if it can."""
        try:
            self._merge(Progress.from_json(text))
        except MLWidgetsError as error:
            self.refused = _NOT_READ.format(why=error)
            return self.refused
        return ""

    def _merge(self, found: Progress) -> int:
        from mlwidgets.lessons.handed_in.marking import marked_again  # noqa: PLC0415 - only with a file

        with self.experiment.lock:
            before = self.progress
            self.progress = before.merged(marked_again(found, self.lessons))
            return self.progress.solved_count - before.solved_count
