"""What a learner has done in the course as a file: saved with the run, brought back, and as a report."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from traitlets import HasTraits, Instance, Unicode

from mlwidgets.errors import ConfigurationError, DataError, MLWidgetsError
from mlwidgets.interchange.saved.form import read_beside
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
    texts = read_beside(bytes(content))
    if SAVED_AS not in texts:
        raise DataError(
            "This run file holds no answers to the course: it was saved before any were given. Save it again "
            "on the page on which the tasks were solved."
        )
    return Progress.from_json(texts[SAVED_AS])


class CourseFiles(HasTraits):
    """A course that can be saved, and handed in."""

    experiment: Experiment
    progress = Instance(Progress)
    refused = Unicode()

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
        return self._merge(progress_in(content))

    def report(self) -> str:
        """Return what has been done as an HTML page to print or to hand in; it needs no other file."""
        from mlwidgets.lessons.report import report  # noqa: PLC0415 - only when somebody asks

        return report(self.progress, self.lessons.values())

    def to_text(self) -> str:
        """Return the progress as run files keep it; empty while nothing has been done."""
        return self.progress.to_json() if self.progress.lessons else ""

    def take_text(self, text: str) -> str:
        """Add the progress of a run file that was opened; return why that cannot be, empty if it can."""
        try:
            self._merge(Progress.from_json(text))
        except MLWidgetsError as error:
            self.refused = f"The answers in the file cannot be read. {error}"
            return self.refused
        return ""

    def _merge(self, found: Progress) -> int:
        from mlwidgets.lessons.handed_in.marking import marked_again  # noqa: PLC0415 - only with a file

        with self.experiment.lock:
            before = self.progress
            self.progress = before.merged(marked_again(found, self.lessons))
            return self.progress.solved_count - before.solved_count
