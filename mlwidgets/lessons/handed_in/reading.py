"""Hand-ins read: the progress of many learners, marked again; what cannot be read is left out and told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlwidgets.errors import MLWidgetsError
from mlwidgets.interchange.files import read_file
from mlwidgets.interchange.saved.archive import LIMITS
from mlwidgets.lessons.course_files import progress_in
from mlwidgets.lessons.handed_in import texts
from mlwidgets.lessons.handed_in.marking import Result, results, unknown
from mlwidgets.ranges import shown
from mlwidgets.session.gather.files import told_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mlwidgets.lessons.lesson import Lesson
    from mlwidgets.lessons.progress import Progress

MOST_TOLD = 5
"""So many names of unknown tasks are listed in one sentence."""


@dataclass(frozen=True)
class HandIn:
    """What one file holds.

    Attributes
    ----------
    file : str
        The name of the file: the only name of a learner that there is.
    seed : int
        The learner's, from which numbers were drawn.
    results : tuple of Result
        Every task of the lessons that were opened, marked again.
    """

    file: str
    seed: int
    results: tuple[Result, ...]


@dataclass(frozen=True)
class HandIns:
    """What a class has handed in.

    Attributes
    ----------
    found : tuple of HandIn
        In the order of the files.
    lessons : tuple of Lesson
        Those that at least one learner has opened, in their order.
    refused : tuple of (str, str)
        The files that are no hand-ins, each with the reason.
    remarks : tuple of (str, str)
        What is odd about files that were read, each in a sentence.
    """

    found: tuple[HandIn, ...]
    lessons: tuple[Lesson, ...]
    refused: tuple[tuple[str, str], ...] = ()
    remarks: tuple[tuple[str, str], ...] = ()


def read_hand_ins(paths: Sequence[object], lessons: Iterable[Lesson]) -> HandIns:
    """Read the answers in many run files, and mark them again.

    Parameters
    ----------
    paths : sequence of path
        Files that `Course.save` or the page has written. Whatever else they are, the others are read.
    lessons : iterable of Lesson
        The lessons whose tasks can be marked.
    """
    known = tuple(lessons)
    found: list[HandIn] = []
    refused: list[tuple[str, str]] = []
    remarks: list[tuple[str, str]] = []
    for path, told in zip(paths, told_names(paths), strict=True):
        try:
            progress = progress_in(read_file(path, most=LIMITS.total))  # type: ignore[arg-type]  # it is checked
        except MLWidgetsError as error:
            refused.append((told, str(error)))
            continue
        hand_in = HandIn(told, progress.seed, results(progress, known))
        found.append(hand_in)
        remarks += [(told, sentence) for sentence in _odd(progress, hand_in, known)]
    remarks += _alike(found)
    opened = {result.lesson.name for one in found for result in one.results}
    return HandIns(
        tuple(found), tuple(one for one in known if one.name in opened), tuple(refused), tuple(remarks)
    )


def _odd(progress: Progress, hand_in: HandIn, lessons: Iterable[Lesson]) -> Iterator[str]:
    for result in hand_in.results:
        if result.contradicted:
            yield texts.CONTRADICTED.format(task=result.name)
    answered = [result for result in hand_in.results if result.record.answer is not None]
    chosen = [result.name for result in answered if not result.drawn_from(hand_in.seed)]
    if chosen:
        yield texts.OTHER_SEED.format(names=_listed(chosen))
    strange = unknown(progress, lessons)
    if strange:
        yield texts.UNKNOWN.format(names=_listed(strange))


def _listed(names: Sequence[str]) -> str:
    return ", ".join(map(shown, names[:MOST_TOLD])) + (", …" if len(names) > MOST_TOLD else "")


def _alike(found: Iterable[HandIn]) -> Iterator[tuple[str, str]]:
    """Tell files whose numbers were drawn from one seed: by chance that is one pair in four billion."""
    first: dict[int, str] = {}
    for one in found:
        if one.seed in first:
            yield one.file, texts.ALIKE.format(other=first[one.seed])
        first.setdefault(one.seed, one.file)
