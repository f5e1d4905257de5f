"""The spread of a class's answers: for each task how many gave which, as an HTML page for a teacher."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mlwidgets.explain.wording import duration_text
from mlwidgets.language import numeral
from mlwidgets.lessons.handed_in import texts
from mlwidgets.lessons.handed_in.html_page import bar, facts, foreign, language, page, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mlwidgets.lessons.handed_in.marking import Result
    from mlwidgets.lessons.handed_in.reading import HandIn, HandIns
    from mlwidgets.lessons.lesson import Lesson, Step

Answers = list[tuple[str, "Result"]]
"""The learners' files, each with what was answered."""

_RIGHT, _WRONG, _WAITS = "#009e73", "#d55e00", "#888"
"""As everywhere; the words beside a bar say it, too."""


def spread_page(hand_ins: HandIns) -> str:
    """Return the page: no script, nothing from elsewhere, every text of a learner escaped."""
    parts = [f"<h1>{texts.SPREAD}</h1>", _figures(hand_ins), _learners(hand_ins)]
    for lesson in hand_ins.lessons:
        parts.append(f"<section><h2{language(lesson)}>{plain(lesson.title)}</h2>")
        parts += [_task(lesson, step, hand_ins.found) for step in lesson.steps if step.task is not None]
        parts.append("</section>")
    parts += _remarks(hand_ins)
    parts.append(f'<p class="small">{texts.SPREAD_NOTE}</p>')
    return page(texts.SPREAD, parts)


def _figures(hand_ins: HandIns) -> str:
    return facts(
        [
            (texts.HAND_INS, numeral(len(hand_ins.found))),
            (texts.OPENED, numeral(len(hand_ins.lessons))),
            (texts.TASKS_SOLVED, numeral(sum(_solved(one.results) for one in hand_ins.found))),
        ]
    )


def _learners(hand_ins: HandIns) -> str:
    """Return a table with a row for each learner and a column for each lesson."""
    lessons = hand_ins.lessons
    names = "".join(f'<th scope="col" class="name"{language(one)}>{plain(one.title)}</th>' for one in lessons)
    rows = []
    for one in hand_ins.found:
        counts = [_solved(result for result in one.results if result.lesson is lesson) for lesson in lessons]
        cells = "".join(
            f'<td class="number">{texts.SHARE.format(count=count, all=len(lesson.tasks))}</td>'
            for count, lesson in zip(counts, lessons, strict=True)
        )
        rows.append(
            f'<tr><th scope="row">{foreign(one.file)}</th>{cells}<td class="number">{sum(counts)}</td></tr>'
        )
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{texts.LEARNERS}">'
        f'<table><caption>{texts.LEARNERS}</caption><thead><tr><th scope="col">{texts.FILE}</th>{names}'
        f'<th scope="col" class="name">{texts.ALL}</th></tr></thead><tbody>{"".join(rows)}</tbody></table>'
        "</div>"
    )


def _task(lesson: Lesson, step: Step, found: Sequence[HandIn]) -> str:
    task = step.task
    answers = [
        (one.file, result)
        for one in found
        for result in one.results
        if result.lesson is lesson and result.task is task and result.solved is not None
    ]
    if task is None or not answers:
        question, rest = ("" if task is None else task.asked(0).html), f"<p>{texts.NOBODY}</p>"
    else:
        question = answers[0][1].asked.html
        words = _own_words(answers) if answers[0][1].asked.entry == "text" else ""
        rest = f"<p>{_summary(answers, len(found))}</p>{_bars(answers)}{words}"
    said = language(lesson)
    return (
        f'<article class="long"><h3{said}>{plain(step.title)}</h3><div{said}>{question}</div>{rest}</article>'
    )


def _summary(answers: Answers, learners: int) -> str:
    records = [result.record for _, result in answers]
    seconds = sum(one.seconds for one in records)
    return texts.WHO_ANSWERED.format(
        answered=len(answers),
        all=learners,
        solved=_solved(result for _, result in answers),
        tries=_mean([one.tries for one in records]),
        hints=_mean([one.hints for one in records]),
        time=duration_text(seconds / len(records)) if seconds else "0 s",
    )


def _bars(answers: Answers) -> str:
    """Return a row for each answer: what it is, how many gave it, and that as a bar."""
    rows = []
    for name, count, colour in _counts(answers):
        share = texts.SHARE.format(count=count, all=len(answers))
        rows.append(
            f'<tr><th scope="row">{name}</th><td class="number">{share}</td>'
            f'<td class="bar">{bar(count, len(answers), colour, share)}</td></tr>'
        )
    return f"<table><tbody>{''.join(rows)}</tbody></table>"


def _counts(answers: Answers) -> Iterator[tuple[str, int, str]]:
    """Yield what answers are called, as safe HTML, how many there are, and a colour."""
    names = {one.key: one.html for one in answers[0][1].task.headings()} or {texts.SOLVED: texts.SOLVED}
    counts: Counter[tuple[str, str]] = Counter()
    for _, result in answers:
        heading = result.task.heading(result.record.answer, result.record.answer_seed)
        if heading is None:
            key = name = _without_heading(result)
        else:
            key, name = heading.key, heading.html
        names.setdefault(key, name)
        counts[key, _RIGHT if result.solved else _WAITS if result.waits else _WRONG] += 1
    for key, name in names.items():
        right, wrong, waits = (counts[key, colour] for colour in (_RIGHT, _WRONG, _WAITS))
        if right or not wrong + waits:
            yield f'<span class="solved">✓</span> {name}' if right else name, right, _RIGHT
        if wrong:
            yield name, wrong, _WRONG
        if waits:
            yield f'{name} <span class="small">({texts.WAITING})</span>', waits, _WAITS


def _without_heading(result: Result) -> str:
    """Return what an answer is called of which only its worth is known."""
    if result.solved:
        return texts.SOLVED
    return texts.OTHER if result.asked.entry == "number" else texts.NOT_SOLVED


def _own_words(answers: Answers) -> str:
    quotes = "".join(
        f'<blockquote><p class="small">{foreign(file)}</p><p>{foreign(result.words)}</p></blockquote>'
        for file, result in answers
        if result.words
    )
    return f"<h4>{texts.OWN_WORDS}</h4>{quotes}" if quotes else ""


def _remarks(hand_ins: HandIns) -> Iterator[str]:
    listed = [*hand_ins.remarks]
    listed += [(file, texts.LEFT_OUT.format(reason=reason)) for file, reason in hand_ins.refused]
    if listed:
        rows = "".join(
            f'<tr><th scope="row">{foreign(file)}</th><td>{plain(said)}</td></tr>' for file, said in listed
        )
        yield f"<section><h2>{texts.REMARKS}</h2><table><tbody>{rows}</tbody></table></section>"


def _solved(results: Iterable[Result]) -> int:
    return sum(one.solved is True for one in results)


def _mean(numbers: Sequence[int]) -> str:
    return f"{sum(numbers) / len(numbers):.2g}"
