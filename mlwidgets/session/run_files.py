"""Runs as files: an experiment written down with its run, and gone on with elsewhere, bit for bit."""

from __future__ import annotations

from abc import abstractmethod
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from mlwidgets.errors import ConfigurationError, SessionStateError
from mlwidgets.interchange.files import as_path, read_file, write_file
from mlwidgets.interchange.saved.archive import LIMITS
from mlwidgets.interchange.saved.form import read_run, write_run
from mlwidgets.interchange.saved.saved_run import SavedEntry, SavedMoments, SavedRun, SavedTest
from mlwidgets.language import _
from mlwidgets.ranges import OneOf, check_flag, shown
from mlwidgets.session.beside_runs import BesideRuns
from mlwidgets.session.consistent import first_settings
from mlwidgets.session.convolution.experiment import Convolution
from mlwidgets.session.ledger import TestResult
from mlwidgets.session.restored import restored_run
from mlwidgets.session.saved import read
from mlwidgets.session.saved_data import found_data, saved_data
from mlwidgets.session.time_travel import TimeTravel
from mlwidgets.session.transcript.file_lines import run_line

if TYPE_CHECKING:
    import os
    from pathlib import Path

    from mlwidgets.data import Dataset
    from mlwidgets.engine.training.moment import Moment
    from mlwidgets.session.beside_runs import Keeper
    from mlwidgets.session.run.one_run import Run
    from mlwidgets.spec.settings import Settings

SUFFIX = ".mlw"

MOMENTS = OneOf(name="moments", options=("all", "present"))
"""What of a run is saved: every moment that time travel keeps, or the one where it stands."""

_TRIES = 5


class RunFiles(TimeTravel):
    """An experiment that can be saved with its run."""

    _opened: Run | None = None  # the run of a file that is being opened

    def save(self, path: str | os.PathLike[str], *, moments: str = "all", data: bool = False) -> Path:
        """Write the experiment and its run into a file, as `to_bytes` gives it; return where it is.

        Parameters
        ----------
        path : str or path
            Where to; without a suffix it gets ".mlw". A file that is there is replaced, once all is written.
        moments : {"all", "present"}
            See `to_bytes`.
        data : bool
            See `to_bytes`.

        Raises
        ------
        DataError
            The file cannot be written, or the run is too large for one.

        Examples
        --------
        >>> import tempfile
        >>> from mlwidgets.session import Experiment
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = Experiment("circle").save(f"{folder}/run")
        ...     path.name, Experiment.load(path).dataset.name
        ('run.mlw', 'circle')
        """
        target = as_path(path)
        target = target if target.suffix else target.with_suffix(SUFFIX)
        write_file(target, self.to_bytes(moments=moments, data=data))
        return target

    def to_bytes(self, *, moments: str = "all", data: bool = False) -> bytes:
        """Return the experiment and its run as the content of a `.mlw`; the training may be going on.

        It holds the settings, which data they are and their SHA-256, the weights, the optimizer's memory, the
        position within the epoch, the history, and the results on the test examples; and the answers to the
        course, if any were given.

        Parameters
        ----------
        moments : {"all", "present"}
            Whether every moment is saved that time travel keeps, or only the one where the run stands.
        data : bool
            Whether own data of up to 20 MB are put in, too; the file then opens anywhere.

        Raises
        ------
        ConfigurationError
            There is no such choice.
        DataError
            There is too much for a file.
        SessionStateError
            The experiment is closed.
        """
        MOMENTS.check(moments)
        check_flag("data", data)
        return write_run(self.saved_run(moments=moments, data=data))

    @classmethod
    def load(cls, path: str | os.PathLike[str], *, dataset: Dataset | None = None) -> Self:
        """Return the experiment of a file that `save` has written; its training can go on, bit for bit.

        Parameters
        ----------
        path : str or path
            Where the file is.
        dataset : Dataset, optional
            Its data, if they were made in Python and are not in the file.

        Raises
        ------
        DataError
            There is no such file, or see `from_bytes`.
        """
        return cls.from_bytes(read_file(path, most=LIMITS.total), dataset=dataset)

    @classmethod
    def from_bytes(cls, content: bytes, *, dataset: Dataset | None = None) -> Self:
        """Return the experiment of which `to_bytes` has returned the content.

        Raises
        ------
        DataError
            It is not a run file, is damaged, or comes from a newer mlwidgets; or its data are not open here,
            or differ.
        ConfigurationError, ShapeError
            What it holds does not fit together.
        """
        saved = _checked(content)
        known = {**read(saved.settings), "dataset": found_data(saved, dataset)}
        experiment = cls(**known)
        try:
            with experiment.lock:
                experiment._take(saved, experiment.settings)
                experiment.note = experiment._beside_runs.take(saved.beside)
        except BaseException:
            experiment.close()  # type: ignore[attr-defined]  # a subclass ends what it has begun
            raise
        return experiment

    def open_run(
        self, content: bytes, name: str = _("a saved run"), *, dataset: Dataset | None = None
    ) -> None:
        """Go on with what a run file holds, in place of what is here; one undo brings that back.

        Parameters
        ----------
        content : bytes
            That of a `.mlw`.
        name : str
            What the file is called.
        dataset : Dataset, optional
            Its data, if they were made in Python and are not in the file.

        Raises
        ------
        DataError, ConfigurationError, ShapeError
            See `from_bytes`. Nothing has changed then.
        SessionStateError
            The experiment is closed.
        """
        saved = _checked(content)
        known = read(saved.settings)
        convolution = Convolution.from_dict(known.pop("convolution")) if "convolution" in known else None
        found = found_data(saved, dataset)
        settings = first_settings(found, {**known, "dataset": found})
        done = _("Opened {name}.").format(name=name)
        with self.lock:
            self._settle()
            with self.as_one_step(done, line=run_line(name)):
                self.note = ""
                self._take(saved, settings)
                self._files[self._run_number] = name
                self.convolution.return_to((convolution or Convolution()).setup)
            self.note = f"{done} {self._beside_runs.take(saved.beside)}".rstrip()

    def save_beside(self, name: str, keeper: Keeper) -> None:
        """Let somebody keep a text in every run file of this experiment.

        Parameters
        ----------
        name : str
            By which name; whoever is called so already is replaced.
        keeper : Keeper
            Asked for the text, and given the text of a file that was opened or is being opened.
        """
        with self.lock:
            self._beside_runs.join(name, keeper)

    @cached_property
    def _beside_runs(self) -> BesideRuns:
        return BesideRuns()

    def _take(self, saved: SavedRun, settings: Settings) -> None:
        """Take settings with the run that belongs to them."""
        number = self._runner.next_number()
        run = None
        if saved.present is not None:
            split = settings.dataset.split(settings.validation_split, settings.seed)
            run = restored_run(saved, settings, split, number, self._runner.max_bytes)
        self._stop_reading()
        self._opened = run
        try:
            self._put(settings, other_run=True)
        finally:
            self._opened = None
        if run is not None:
            self._follow_settings()
        entry = saved.entry
        if entry.tests or entry.test_openings:
            tests = tuple(TestResult(one.epoch, one.iteration, dict(one.logs)) for one in entry.tests)
            self.ledger.take_over(number, tests, entry.test_openings)

    def _stop_reading(self) -> None:
        """Give up the reading of a file: when done, it would replace what is being opened."""
        draft = self.__dict__.get("data_draft")
        if draft is not None:
            draft.stop()

    def saved_run(self, *, moments: str = "all", data: bool = False, urgent: bool = True) -> SavedRun:
        """Return what `to_bytes` writes, as plain values; unless it is urgent, when a long step has ended."""
        for _try in range(_TRIES):
            saved = self._saved_now(moments, data=data, urgent=urgent)
            if saved is not None:
                return saved
        with self.lock:  # now nobody can replace the run
            saved = self._saved_now(moments, data=data, urgent=True)
        if saved is not None:
            return saved
        if self.closed:
            raise SessionStateError(
                _("This experiment is closed, so there is no run to save. Make a new one.")
            )
        raise SessionStateError(_("The run was replaced while it was being saved. Save it again."))

    def _saved_now(self, moments: str, *, data: bool, urgent: bool) -> SavedRun | None:
        """Return what is saved; None if another run has taken its place, or the end has come."""
        if self.closed:
            return None
        with self.lock:
            number = self._runner.number
        kept = self._runner.inspect(_everything if moments == "all" else _present, urgent=urgent)
        with self.lock:
            if kept is None or number != self._runner.number:
                return None
            present, others, edited = kept
            return SavedRun(
                settings=self.to_dict(),
                data=saved_data(self.settings.dataset, content=data),
                present=present,
                moments=others,
                entry=self._entry(),
                edited=edited,
                beside=self._beside_runs.texts(),
            )

    def _entry(self) -> SavedEntry:
        """Return what the ledger knows of the present run; nothing if nobody has asked for it."""
        ledger, seen = self.__dict__.get("ledger"), self.present
        if ledger is None:
            return SavedEntry()
        letters = {run.number: run.letter for run in ledger.past}
        origin = None if seen is None else seen.origin
        return SavedEntry(
            left=None if origin is None else (letters.get(origin.run, "deleted"), origin.iteration),
            tests=tuple(
                SavedTest(epoch=one.epoch, iteration=one.iteration, logs=one.logs) for one in ledger.tests
            ),
            test_openings=ledger.test_openings,
        )

    @abstractmethod
    def to_dict(self) -> dict[str, Any]:
        """Return all settings as plain JSON values, with a version."""


def _present(run: Run) -> tuple[Moment, SavedMoments | None, bool]:
    """Return the moment where a run stands."""
    run.timeline.note_settings(run.trainer)
    return run.trainer.moment(), None, run.edited


def _everything(run: Run) -> tuple[Moment, SavedMoments | None, bool]:
    """Return the moment where a run stands, and all that it can go back to."""
    trainer, timeline = run.trainer, run.timeline
    timeline.leave(trainer)  # the newest moment is kept, too
    frames, changes = timeline.kept
    history = trainer.history if timeline.whole is None else timeline.whole
    moments = SavedMoments(frames=frames, changes=changes, newest=timeline.newest, record=history.record())
    return trainer.moment(), moments, run.edited


def _checked(content: object) -> SavedRun:
    if not isinstance(content, bytes | bytearray | memoryview):
        raise ConfigurationError(f"A run file's content is bytes; got {shown(content)}.")
    return read_run(bytes(content))
