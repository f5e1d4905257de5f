"""The whole of a `.mlw`, to and from bytes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mlwidgets.engine.training.keyframe import Keyframe
from mlwidgets.errors import DataError
from mlwidgets.interchange.saved import archive
from mlwidgets.interchange.saved.arrays import read_npz, write_npz
from mlwidgets.interchange.saved.data import read_content, write_content
from mlwidgets.interchange.saved.history import read_record, write_record
from mlwidgets.interchange.saved.moments import read_changes, read_frames, write_changes, write_frames
from mlwidgets.interchange.saved.plain import Arrays, Fields, read_json, write_json
from mlwidgets.interchange.saved.saved_run import SavedData, SavedEntry, SavedMoments, SavedRun, SavedTest
from mlwidgets.language import _
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.engine.training.history import Record

VERSION = 1
"""Of the form that is written here; older ones are read, too."""

FORMAT = "mlwidgets run"

_LONGEST_NAME = 200
_DIGITS = frozenset("0123456789abcdef")
_SHA256 = 64

MOST_BESIDE = 1_000_000
"""So many characters has a text that is kept with a run at most."""


def write_run(run: SavedRun) -> bytes:
    """Return a run as the content of a `.mlw`; the same run gives the same bytes.

    Raises
    ------
    DataError
        There is too much in it for a file.
    """
    plain: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "settings": run.settings,
        "data": {"name": run.data.name, "sha256": run.data.sha256},
        "entry": _write_entry(run.entry),
        "edited": run.edited,
    }
    if run.beside:  # who does not know it reads the run all the same
        plain["beside"] = _write_beside(run.beside)
    files: dict[str, bytes] = {}
    if run.present is not None:
        counts = _lengths(run.present.history)
        frame = Keyframe(run.present, *counts, fixed=False)
        plain["present"], arrays = write_frames([frame])
        files[archive.PRESENT] = write_npz(arrays)
        record = run.present.history
        if run.moments is not None:
            record, newest = run.moments.record, run.moments.newest
            plain["moments"], arrays = write_frames(run.moments.frames)
            plain["moments"] |= {"newest": newest, "changes": write_changes(run.moments.changes)}
            files[archive.MOMENTS] = write_npz(arrays)
        plain["history"], arrays = write_record(record)
        files[archive.HISTORY] = write_npz(arrays)
    if run.data.content is not None:
        content, arrays = write_content(run.data.content)
        files[archive.CONTENT] = write_json(content)
        files[archive.DATA] = write_npz(arrays, compressed=True)
    return archive.pack({archive.RUN: write_json(plain), **files})


def read_run(content: bytes) -> SavedRun:
    """Return the run that the content of a `.mlw` holds.

    Whether it fits its data and its network is for whoever goes on with it to see.

    Raises
    ------
    DataError
        It is not a run file, or of a newer mlwidgets, or damaged, cut off, too large, or impossible.
    """
    files = archive.unpack(content)
    plain = read_json(files.pop(archive.RUN), archive.RUN)
    _check_version(plain)
    moments, present = None, None
    if "present" in plain:
        present, moments = _read_training(plain, files)
    data = plain.fields("data")
    sha256 = data.text("sha256")
    if len(sha256) != _SHA256 or not _DIGITS.issuperset(sha256):
        data.refuse("sha256", f"{_SHA256} hexadecimal digits")
    inside = None
    if archive.DATA in files:
        described = read_json(_file(files, archive.CONTENT), archive.CONTENT)
        inside = read_content(described, _arrays(files, archive.DATA))
    return SavedRun(
        settings=plain.mapping("settings"),
        data=SavedData(name=data.text("name", _LONGEST_NAME), sha256=sha256, content=inside),
        present=present,
        moments=moments,
        entry=_read_entry(plain.fields("entry")),
        edited=plain.flag("edited"),
        beside=_read_beside(plain),
    )


def read_beside(content: bytes) -> dict[str, str]:
    """Return the texts that the content of a `.mlw` holds beside its run; the run itself is not looked at.

    Raises
    ------
    DataError
        It is not a run file, or of a newer mlwidgets, or damaged, cut off or too large.
    """
    plain = read_json(archive.unpack(content)[archive.RUN], archive.RUN)
    _check_version(plain)
    return _read_beside(plain)


def _check_version(plain: Fields) -> None:
    if plain.any("format") != FORMAT:
        plain.refuse("format", shown(FORMAT))
    version = plain.whole("version")
    if version > VERSION:
        raise DataError(
            _(
                "This run was saved by a newer mlwidgets (form {version}; this one reads up to "
                "{known}). Update mlwidgets, then open it."
            ).format(version=version, known=VERSION)
        )
    if not version:
        plain.refuse("version", "1 or more")


def _read_training(plain: Fields, files: Mapping[str, bytes]) -> tuple[Any, SavedMoments | None]:
    """Return the present moment with its history, and what the run can go back to."""
    record = read_record(plain.fields("history"), _arrays(files, archive.HISTORY))
    frames = read_frames(plain.fields("present"), _arrays(files, archive.PRESENT))
    if len(frames) != 1:
        raise DataError(_("The run file holds several present moments. Save the run again."))
    present = frames[0]
    moments = None
    if "moments" in plain:
        described = plain.fields("moments")
        kept = read_frames(described, _arrays(files, archive.MOMENTS))
        changes = read_changes(described.parts("changes"), kept[0])
        newest = described.whole("newest")
        if not kept[0].iteration <= present.iteration <= newest or kept[-1].iteration > newest:
            raise DataError(_("The run file's present moment is not among its moments. Save the run again."))
        moments = SavedMoments(frames=kept, changes=changes, newest=newest, record=record)
    for frame in (present, *(moments.frames if moments else ())):
        _check_counts(frame, present, record)
    history = record.first(present.epochs, present.updates, present.marks)
    return replace(present.moment, history=history), moments


def _check_counts(frame: Keyframe, present: Keyframe, record: Record) -> None:
    """Raise unless a moment has so much of the history as there is, and as belongs to its place."""
    epochs, updates, marks = _lengths(record)
    known = frame.epochs <= epochs and frame.updates <= updates and frame.marks <= marks
    before = frame.iteration - frame.updates
    if not known or before < 0 or before != present.iteration - present.updates:
        raise DataError(_("A moment in the run file does not fit the history there. Save the run again."))


def _lengths(record: Record) -> tuple[int, int, int]:
    epochs = len(record.history.get("loss", ()))
    return epochs, len(record.batch_epochs), len(record.marks)


def _file(files: Mapping[str, bytes], name: str) -> bytes:
    if name not in files:
        raise DataError(_("The run file has no {name}: save the run again.").format(name=name))
    return files[name]


def _arrays(files: Mapping[str, bytes], name: str) -> Arrays:
    return Arrays(read_npz(_file(files, name)), name)


def _write_beside(texts: Mapping[str, str]) -> dict[str, str]:
    for name, text in texts.items():
        if len(text) > MOST_BESIDE:
            raise DataError(
                _("The {name} has {count:,} characters; at most {most:,} are kept with a run.").format(
                    name=name, count=len(text), most=MOST_BESIDE
                )
            )
    return dict(texts)


def _read_beside(plain: Fields) -> dict[str, str]:
    if "beside" not in plain:
        return {}
    beside = plain.fields("beside")
    return {name: beside.text(name, MOST_BESIDE) for name in plain.mapping("beside")}


def _write_entry(entry: SavedEntry) -> dict[str, Any]:
    return {
        "left": None if entry.left is None else list(entry.left),
        "tests": [
            {"epoch": test.epoch, "iteration": test.iteration, "logs": dict(test.logs)}
            for test in entry.tests
        ],
        "test_openings": entry.test_openings,
    }


def _read_entry(plain: Fields) -> SavedEntry:
    tests = []
    for test in plain.parts("tests"):
        logs = test.fields("logs")
        known = {name: logs.number(name) for name in test.mapping("logs")}
        tests.append(SavedTest(epoch=test.number("epoch"), iteration=test.whole("iteration"), logs=known))
    return SavedEntry(
        left=_left(plain),
        tests=tuple(tests),
        test_openings=plain.whole("test_openings", 10**9),
    )


def _left(plain: Fields) -> tuple[str, int] | None:
    match plain.any("left"):
        case [str(letter), int(iteration)] if len(letter) < _LONGEST_NAME and iteration >= 0:
            return letter, iteration
        case None:
            return None
    return plain.refuse("left", "a letter and a number of updates")
