"""The line about a learner's work: saved, opened, as a report, started over; hostile files lose nothing."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest

from mlwidgets import CourseLab
from mlwidgets.lessons.session import Course
from mlwidgets.session import Experiment
from mlwidgets.widgets.course import work_texts as texts
from mlwidgets.widgets.course.work_board import WISHES
from mlwidgets.widgets.course.work_view import MOST_BYTES, WorkView
from tests.data.pictures.test_still import written
from tests.lessons.handed_in.pages_read import assert_harmless
from tests.lessons.sample_lessons import READ, WALK
from tests.widgets.hostility import send_hostile
from tests.widgets.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Iterator


class Page:
    """The work of one learner, and the page that hears of it."""

    def __init__(self) -> None:
        self.experiment = Experiment("circle")
        self.view = WorkView(self.experiment)
        self.course = Course.of(self.experiment)
        self.sent: list[tuple[dict[str, Any], bytes]] = []
        self.view.board.send = lambda content, buffers=(): self.sent.append((content, b"".join(buffers)))  # type: ignore[method-assign]

    def wish(self, wish: str) -> None:
        """Press a button."""
        self.view.board._handle_custom_msg({"kind": "wish", "wish": wish}, [])

    def open(self, content: bytes, name: str = "work.mlw") -> str:
        """Open a file as the page does, piece by piece; return why it is not taken."""
        upload = self.view.upload
        upload._handle_custom_msg({"kind": "begin", "upload": "a", "name": name, "size": len(content)}, [])
        for at in range(0, len(content), upload._chunk):
            piece = memoryview(content)[at : at + upload._chunk]
            upload._handle_custom_msg({"kind": "chunk", "upload": "a", "at": at}, [piece])
        return upload.error

    def solve(self, step: int = 0) -> None:
        """Open a step of the walk and solve its task."""
        self.course.open_lesson("walk", step)
        task = self.course.task
        assert task is not None
        assert self.course.answer(task.model_answer(self.course.record.seed, self.experiment)).solved

    def close(self) -> None:
        """End it."""
        self.view.close()
        self.experiment.close()


@pytest.fixture(autouse=True)
def lessons(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the lessons that ship be those of these tests."""
    monkeypatch.setattr("mlwidgets.lessons.shelf.shipped_lessons", lambda: (WALK, READ))


@pytest.fixture
def page() -> Iterator[Page]:
    made = Page()
    yield made
    made.close()


@pytest.fixture
def other() -> Iterator[Page]:
    made = Page()
    yield made
    made.close()


def test_the_work_is_saved_and_opened_elsewhere(page: Page, other: Page) -> None:
    page.solve(0)
    page.solve(2)
    page.wish("save")
    ((message, content),) = page.sent
    assert message == {"kind": "file", "name": "course.mlw"}
    other.solve(2)
    before = other.experiment.settings
    assert other.open(content) == ""
    assert other.view.board.said == "“work.mlw” is open: 1 more task is solved."
    assert other.course.progress.solved(WALK) == 2
    assert other.experiment.settings == before
    assert other.open(content, "again.mlw") == ""
    assert other.view.board.said == texts.NONE_MORE.format(name="again.mlw")


def test_pictures_that_were_left_out_are_told(
    page: Page, other: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.solve()
    page.course.keep_picture("walk", "double", written())
    monkeypatch.setattr(other.course, "take_pictures", lambda _text: "Two were left out.")
    assert other.open(page.course.to_bytes()) == ""
    assert other.view.board.said == "“work.mlw” is open: 1 more task is solved. Two were left out."


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\3\4" + bytes(100), "is not a run saved by mlwidgets"),
        (b"", "is empty: it has 0 bytes"),
        (b"<script>alert(1)</script>", ""),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), ""),
    ],
)
def test_hostile_files_get_a_sentence_and_nothing_is_lost(page: Page, content: bytes, words: str) -> None:
    page.solve()
    before = page.course.progress
    said = page.open(content)
    assert said.endswith(".")
    assert words in said
    assert page.course.progress == before
    assert page.view.board.said == ""


def test_damaged_foreign_and_huge_files_too(page: Page, other: Page) -> None:
    page.solve()
    content = page.course.to_bytes()
    assert "damaged" in other.open(content[: len(content) // 2]) or "cut off" in other.view.upload.error
    assert "holds no answers to the course" in other.open(other.experiment.to_bytes())
    upload = other.view.upload
    upload._handle_custom_msg({"kind": "begin", "upload": "b", "name": "x.mlw", "size": MOST_BYTES + 1}, [])
    assert "this page opens up to 64 MB" in upload.error
    assert not other.course.progress.lessons
    assert other.open(content) == ""  # and a good one is taken all the same


def test_the_report_is_a_page_that_runs_nothing(page: Page) -> None:
    page.solve()
    page.course.keep_picture("walk", "double", written())
    page.wish("report")
    ((message, content),) = page.sent
    assert message == {"kind": "report", "name": "course-report.html"}
    read = assert_harmless(content.decode())
    assert (read.elements["img"], "A walk" in read.text) == (1, True)


def test_no_tab_waits_for_a_report_that_cannot_be_made(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> str:
        raise RuntimeError("no report")

    monkeypatch.setattr(page.course, "report", fail)
    page.wish("report")
    assert page.sent == [({"kind": "refused"}, b"")]
    assert "no report" in page.view.fault


def test_starting_over_is_offered_when_there_is_something_and_can_be_undone(page: Page) -> None:
    board = page.view.board
    assert (board.begun, board.can_undo) == (False, False)
    page.solve()
    assert board.begun
    page.wish("start over")
    assert (board.begun, board.can_undo, board.said) == (False, True, texts.STARTED_OVER)
    assert not page.course.progress.lessons
    page.wish("undo")
    assert (board.begun, board.can_undo, board.said) == (True, False, texts.BACK)
    assert page.course.progress.solved(WALK) == 1
    page.wish("undo")  # of a page that was a moment behind
    assert "nothing to bring back" in page.view.fault


def test_no_page_can_say_what_was_done(page: Page) -> None:
    Wire(page.view.board).arrive({"said": "<script>", "begun": True, "can_undo": True})
    assert (page.view.board.said, page.view.board.begun, page.view.board.can_undo) == ("", False, False)


def test_whatever_a_page_says_it_goes_on(page: Page) -> None:
    assert list(send_hostile(page.view, random.Random(5), 150)) == []  # noqa: S311
    for wish in WISHES:
        page.wish(wish)
    page.solve()
    assert page.view.board.begun


def test_it_stands_above_the_list() -> None:
    lab = CourseLab("circle")
    (picture,) = [one for one in lab.children if "mlw-columns" in one._dom_classes]
    order = [type(one).__name__ for one in picture.children[1].children]
    assert order == ["LessonSide", "WorkView", "LessonList"]
    lab.close()
