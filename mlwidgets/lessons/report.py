"""A learner's report: every task of the lessons that were opened, as it was asked, answered and marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.explain.wording import duration_text
from mlwidgets.language import numeral
from mlwidgets.lessons.handed_in import texts
from mlwidgets.lessons.handed_in.html_page import facts, foreign, language, page, plain
from mlwidgets.lessons.handed_in.marking import Result, results, unknown
from mlwidgets.lessons.pictures import Pictures

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mlwidgets.lessons.lesson import Lesson
    from mlwidgets.lessons.progress import Progress


def report(
    progress: Progress, lessons: Iterable[Lesson], name: str = "", pictures: Pictures | None = None
) -> str:
    """Return what a learner has done as an HTML page of one file, for a screen and for A4.

    Parameters
    ----------
    progress : Progress
        What was done; whether a task is solved is worked out again.
    lessons : iterable of Lesson
        Those that can be marked; a task of another is named, and no more.
    name : str
        What stands below the title, such as the name of a file.
    pictures : Pictures, optional
        What the learner saw when tasks were solved.

    Returns
    -------
    str
        The page: no script, nothing from elsewhere, every text of the learner escaped.
    """
    known = tuple(lessons)
    marked = results(progress, known)
    opened = [one for one in known if one.name in progress.lessons]
    parts = [f"<h1>{texts.REPORT}</h1>"]
    if name:
        parts.append(f"<p>{foreign(name)}</p>")
    parts.append(_figures(opened, known, marked))
    parts += [f"<p>{texts.NOTHING}</p>"] if not opened else []
    for lesson in opened:
        parts += _lesson(lesson, [one for one in marked if one.lesson is lesson], pictures or Pictures())
    parts += _notes(progress, known)
    return page(texts.REPORT, parts)


def _figures(opened: Sequence[Lesson], known: Sequence[Lesson], marked: Sequence[Result]) -> str:
    return facts(
        [
            (texts.OPENED, texts.SHARE.format(count=len(opened), all=len(known))),
            (texts.TASKS_SOLVED, texts.SHARE.format(count=_solved(marked), all=len(marked))),
            (texts.TRIES, numeral(sum(one.record.tries for one in marked))),
            (texts.HINTS, numeral(sum(one.record.hints for one in marked))),
            (texts.TIME, _time(sum(one.record.seconds for one in marked))),
        ]
    )


def _lesson(lesson: Lesson, marked: Sequence[Result], pictures: Pictures) -> Iterator[str]:
    said = language(lesson)
    yield f"<section><h2{said}>{plain(lesson.title)}</h2><p{said}>{plain(lesson.goal)}</p>"
    yield f"<p><strong>{texts.REPORT_OF.format(solved=_solved(marked), tasks=len(marked))}</strong></p>"
    for result in marked:
        yield _task(result, _picture(result, pictures))
    yield "</section>"


def _picture(result: Result, pictures: Pictures) -> str:
    """Return what was seen when a task was solved, as HTML; nothing if it is not solved after all."""
    address = pictures.as_address(result.name) if result.solved else ""
    if not address:
        return ""
    told = texts.PICTURE.format(lesson=result.lesson.title, step=result.step.title, task=result.task.name)
    return f'<img src="{address}" alt="{plain(told)}">'


def _task(result: Result, picture: str) -> str:
    asked, record, said = result.asked, result.record, language(result.lesson)
    note = f'<p class="small">{plain(asked.note)}</p>' if asked.note else ""
    values = [
        (texts.RESULT, verdict(result)),
        (texts.ANSWER, answer(result)),
        (texts.MEASURED, plain(result.seen)),
        (texts.TRIES, numeral(record.tries) if record.tries else ""),
        (
            texts.HINTS,
            texts.SHARE.format(count=record.hints, all=len(result.task.hints)) if record.hints else "",
        ),
        (texts.TIME, _time(record.seconds)),
        (texts.IN_THE_LAB, picture),
    ]
    return (
        f'<article class="{"long" if asked.entry == "text" else "task"}">'
        f"<h3{said}>{plain(result.step.title)}</h3>"
        f"<div{said}>{asked.html}</div>{note}{facts(values)}</article>"
    )


def verdict(result: Result) -> str:
    """Return whether a task is solved, as HTML; a sign says it where colours are not seen."""
    if result.solved is None:
        return texts.NOT_ANSWERED
    if result.solved:
        return f'<span class="solved">✓ {texts.SOLVED}</span>'
    if result.waits:
        return texts.WAITS
    return f'<span class="not-solved">✗ {texts.NOT_SOLVED}</span>'


def answer(result: Result) -> str:
    """Return an answer as safe HTML: a choice as it was shown, anything else as it was typed."""
    if result.solved is None:
        return ""
    if result.asked.entry == "state":
        return texts.DONE_IN_THE_LAB if result.solved else ""
    given = result.record.answer
    heading = result.task.heading(given, result.seed) if result.asked.entry == "choice" else None
    if heading is not None:
        return heading.html
    return foreign(str(given)) if given not in (None, "") else ""


def _notes(progress: Progress, known: Sequence[Lesson]) -> Iterator[str]:
    left = [one.title for one in known if one.name not in progress.lessons]
    if left:
        yield f"<p>{plain(texts.NOT_BEGUN.format(lessons='; '.join(left)))}</p>"
    strange = unknown(progress, known)
    if strange:
        yield f"<p>{plain(texts.NOT_KNOWN.format(names=', '.join(strange)))}</p>"
    yield f'<p class="small">{texts.REPORT_NOTE}</p>'


def _solved(marked: Iterable[Result]) -> int:
    return sum(one.solved is True for one in marked)


def _time(seconds: int) -> str:
    return duration_text(seconds) if seconds else ""
