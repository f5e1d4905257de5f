"""The report and the spread of answers: what they say, and that nothing in them runs."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from mlwidgets.lessons.handed_in.reading import HandIns, read_hand_ins
from mlwidgets.lessons.handed_in.spread import spread_page
from mlwidgets.lessons.handed_in.table import COLUMNS, answers_csv
from mlwidgets.lessons.progress import Progress
from mlwidgets.lessons.report import report
from mlwidgets.lessons.shelf import shipped_lessons
from tests.lessons.handed_in.hand_ins import done, hand_in, on_paper, with_answer
from tests.lessons.handed_in.pages_read import assert_harmless

if TYPE_CHECKING:
    from pathlib import Path

LESSONS = shipped_lessons()
EXPLAIN = next((lesson, task) for lesson in LESSONS for task in lesson.tasks if task.kind == "explain")
COMPUTE = next((lesson, task) for lesson in LESSONS for task in lesson.tasks if task.kind == "compute")
HOSTILE = (
    "<script>alert(1)</script>", "</main></body><img src=x onerror=alert(1)>", "<b>5 & 6</b>",
    "\0\x1b[31m\x08",
    "\u202egnp.exe", "]]>", "<!--", "&lt;script&gt;", "<svg/onload=alert(1)>", "javascript:alert(1)",
    "{title}",
    '" onmouseover="alert(1)', "=cmd|' /C calc'!A0", "x;=1+1", "@SUM(A1)", "a\n=1+1", "𝔘𝔫𝔦", "\ufffe\uffff",
)  # fmt: skip


def gathered(folder: Path, **work: Progress) -> HandIns:
    for name, progress in work.items():
        (folder / f"{name}.mlw").write_bytes(hand_in(progress))
    return read_hand_ins(sorted(folder.glob("*.mlw")), LESSONS)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> HandIns:
    """Return six hand-ins: three with every answer right, three with every answer wrong."""
    work = {f"learner-{seed}": done(seed, right=seed < 3) for seed in range(6)}
    return gathered(tmp_path_factory.mktemp("class"), **work)


def test_a_report_tells_every_task_as_it_was_asked_answered_and_marked() -> None:
    progress = done(5)
    read = assert_harmless(report(progress, LESSONS, "ada.mlw"))
    tasks = [task for lesson in LESSONS for task in lesson.tasks]
    assert read.elements["article"] == len(tasks)
    assert read.text.count("✓ Solved") == on_paper(LESSONS)
    assert read.text.count("Not answered") == len(tasks) - on_paper(LESSONS)
    assert read.elements["math"] > 5
    assert "ada.mlw" in read.text
    assert f"{on_paper(LESSONS)} of {len(tasks)}" in read.text
    for lesson in LESSONS:
        assert lesson.title in read.text
    lesson, task = COMPUTE
    record = progress.record(lesson.name, task.name)
    assert task.asked(record.answer_seed).html in report(progress, LESSONS)
    assert str(record.answer) in read.text
    lesson, task = EXPLAIN
    assert str(progress.record(lesson.name, task.name).answer) in read.text


def test_a_report_of_nothing_and_of_lessons_that_are_not_known() -> None:
    empty = assert_harmless(report(Progress.begin(1), LESSONS))
    assert "No lesson has been opened yet." in empty.text
    assert empty.text.count("Not opened: ") == 1
    strange = assert_harmless(report(Progress.begin(1).with_step("<i>mine</i>", 0), LESSONS))
    assert "cannot be marked here: <i>mine</i>" in strange.text


def test_a_lesson_in_another_language_than_the_page_says_so() -> None:
    begun = Progress.begin(1).with_step(LESSONS[0].name, 0)
    page = report(begun, [replace(LESSONS[0], language="fr")])
    assert '<html lang="en">' in page
    assert f'<h2 lang="fr">{LESSONS[0].title}</h2>' in page
    assert ' lang="fr"' not in report(begun, LESSONS)


def test_a_report_does_not_believe_what_the_file_says() -> None:
    lesson, task = COMPUTE
    lie = with_answer(Progress.begin(1), lesson.name, task.name, tries=1, answer="12345", solved=True)
    assert "✓" not in report(lie, LESSONS)
    assert report(lie, LESSONS).count("✗ Not solved") == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_learner_writes_stays_text(text: str, tmp_path: Path) -> None:
    words = f"{text} {'and forty characters more, ' * 4}"
    progress = done(4)
    for lesson, task in (EXPLAIN, COMPUTE):
        progress = with_answer(progress, lesson.name, task.name, tries=1, answer=words)
    progress = with_answer(progress, EXPLAIN[0].name, "strange", why=text[:90] or "x")
    read = assert_harmless(report(progress, LESSONS, text))
    told = gathered(tmp_path, work=progress)
    both = assert_harmless(spread_page(told))
    seen = re.sub("[\x00-\x08\x0b-\x1f\ufffe\uffff]", "\ufffd", text)
    assert seen in read.text
    assert seen in both.text
    rows = list(csv.reader(io.StringIO(answers_csv(told))))
    assert {len(row) for row in rows} == {len(COLUMNS)}
    for row in rows:
        for cell in row:
            assert not re.match(r"\s*[=+\-@](?!\d)", cell), cell
            assert not re.search(r";\s*[=@+-]", cell), cell


def test_the_table_has_a_row_for_each_task_of_each_learner(found: HandIns) -> None:
    rows = list(csv.DictReader(io.StringIO(answers_csv(found))))
    tasks = sum(len(lesson.tasks) for lesson in LESSONS)
    assert len(rows) == 6 * tasks
    assert tuple(rows[0]) == COLUMNS
    answered = [row for row in rows if row["solved"]]
    assert len(answered) == 6 * on_paper(LESSONS)
    assert {(row["solved"], row["file"] < "learner-3") for row in answered} == {("1", True), ("0", False)}
    assert {(row["tries"], row["hints"], row["seconds"]) for row in answered} == {("2", "1", "61")}
    assert all(row["answer"] for row in answered)
    assert not any(row["answer"] for row in rows if not row["solved"])


def test_the_spread_counts_each_answer(found: HandIns) -> None:
    read = assert_harmless(spread_page(found))
    lesson, task = next(
        (lesson, task) for lesson in LESSONS for task in lesson.tasks if task.kind == "choose"
    )
    part = spread_page(found).split(f"<div>{task.asked(0).html}</div>")[1].split("</article>")[0]
    shares = [int(one) for one in re.findall(r"(\d+) of 6</td>", part)]
    assert sum(shares) == 6
    assert max(shares) >= 3
    assert len(shares) == len(task.headings())
    assert "6 of 6 answered, 3 solved it. On average: tries 2, hints 1, time 60 s." in part
    bars = [value for tag, name, value in read.attributes if (tag, name) == ("svg", "aria-label")]
    assert len(bars) == read.elements["svg"] > 50
    assert all(re.fullmatch(r"\d+ of \d+", one) for one in bars)
    assert read.text.count("learner-0.mlw") == 1 + sum(
        one.kind == "explain" for each in LESSONS for one in each.tasks
    )
    assert lesson.title in read.text


def test_answers_from_one_misconception_stand_together(tmp_path: Path) -> None:
    lesson, task = COMPUTE
    work = {}
    for seed in range(3):
        progress = Progress.begin(seed)
        asked = progress.record(lesson.name, task.name).seed
        wrong = task.wrong_answers(asked, None)[0]  # type: ignore[attr-defined]  # it is one of a file
        work[f"a{seed}"] = with_answer(
            progress, lesson.name, task.name, tries=1, answer=wrong, answer_seed=asked
        )
    page = spread_page(gathered(tmp_path, **work))
    assert len({work[one].record(lesson.name, task.name).answer for one in work}) > 1
    assert page.count("3 of 3</td>") == 1


def test_nobody_has_answered(tmp_path: Path) -> None:
    told = gathered(tmp_path, work=Progress.begin(1).with_step(LESSONS[0].name, 0))
    read = assert_harmless(spread_page(told))
    assert read.text.count("Nobody has answered this.") == len(LESSONS[0].tasks)


def test_a_choice_that_nobody_could_mark_yet_is_not_wrong(tmp_path: Path) -> None:
    lesson, task = next(
        (lesson, task) for lesson in LESSONS for task in lesson.tasks if task.kind == "predict"
    )
    work = {
        f"a{seed}": with_answer(
            Progress.begin(seed), lesson.name, task.name, tries=1, answer=0, solved=None if seed else False
        )
        for seed in range(3)
    }
    told = gathered(tmp_path, **work)
    assert [one.waits for each in told.found for one in each.results if one.task is task] == [
        False,
        True,
        True,
    ]
    assert spread_page(told).count('fill="#888"') >= 1
    assert "Not marked yet" in report(work["a1"], LESSONS)
    assert "Not marked yet" not in report(work["a0"], LESSONS)
