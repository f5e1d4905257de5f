"""The course's page without a browser: cards, the column, and what a dashboard does with an open lesson."""

from __future__ import annotations

import random
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from mlwidgets import CourseLab, Dashboard, Experiment
from mlwidgets.errors import DataError
from mlwidgets.lessons.session import Course
from mlwidgets.session.held import Held
from mlwidgets.widgets.base.lifetime import whole
from mlwidgets.widgets.controls.choice_control import ChoiceControl
from mlwidgets.widgets.course import texts
from mlwidgets.widgets.course.lesson_column import LessonColumn
from mlwidgets.widgets.export.link_controls import LABS as LINKED_LABS
from mlwidgets.widgets.training.run_panel import STARTS, RunPanel
from tests.data.pictures.test_still import written
from tests.lessons.sample_lessons import READ, WALK
from tests.widgets.hostility import send_hostile
from tests.widgets.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mlwidgets.widgets.shell.run_keeper import RunKeeper

SECONDS = 60.0
PICTURE = written()


@pytest.fixture(autouse=True)
def lessons(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the lessons that ship be those of these tests."""
    monkeypatch.setattr("mlwidgets.lessons.shelf.shipped_lessons", lambda: (WALK, READ))


@pytest.fixture
def dashboard() -> Iterator[Dashboard]:
    made = Dashboard(Experiment("circle"))
    yield made
    made.close()
    made.experiment.close()


def open_tab(page: Dashboard, title: str) -> Any:  # noqa: ANN401 - a lab of any kind
    page._bar.selected = page._bar.labs.index(title)
    return page._pages[page._bar.selected].show()


def tab(page: Dashboard) -> str:
    return page._bar.labs[page._bar.selected]


def start(page: Dashboard, name: str = "walk") -> LessonColumn:
    say(open_tab(page, "Course").list, kind="open", name=name)
    column = page._side.column
    assert column is not None
    return column


def say(widget: Any, **content: Any) -> None:  # noqa: ANN401 - as a page says it
    widget._handle_custom_msg(content, [])


def state(frame: dict[str, Any]) -> tuple[str, int]:
    return frame["lesson"], frame["step"]


# ---- where it stands ----


def test_the_course_is_the_first_tab_and_the_dashboard_opens_where_it_did(dashboard: Dashboard) -> None:
    assert dashboard._bar.labs[0] == "Course"
    assert tab(dashboard) == "Train"
    learned = Dashboard()
    assert tab(learned) == "Predict"
    assert learned._side.children == ()
    learned.close()
    assert LINKED_LABS["CourseLab"] == "Course"


def test_no_lesson_is_read_and_no_parser_imported_before_the_tab_is_opened() -> None:
    code = (
        "import sys; from mlwidgets import Dashboard; page = Dashboard()\n"
        "late = {'markdown_it', 'mdit_py_plugins', 'yaml', 'latex2mathml', 'mlwidgets.lessons.shelf'}\n"
        "print(sorted(late & set(sys.modules)))\n"
        "page._bar.selected = 0\n"
        "print('mlwidgets.lessons.shelf' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.split("\n")[:2] == ["[]", "True"]


def test_a_lesson_stands_beside_the_lab_that_its_step_names(dashboard: Dashboard) -> None:
    column = start(dashboard)
    assert (tab(dashboard), dashboard.experiment.dataset.name) == ("Train", "spiral")
    assert dashboard._side.children == (column,)
    assert state(column.frame) == ("walk", 0)
    assert column.frame["steps"] == ["One", "Two", "Three", "Four"]
    say(column, kind="go", step=3)
    assert (tab(dashboard), dashboard.experiment.dataset.name) == ("Predict", "mnist")
    open_tab(dashboard, "Loss")  # whoever looks elsewhere keeps the lesson
    assert dashboard._side.children == (column,)
    say(column, kind="close")
    assert (tab(dashboard), dashboard._side.children, dashboard._side.column) == ("Course", (), None)
    assert column.comm is None


def test_hidden_and_locked_controls_come_back_when_the_lesson_is_left(dashboard: Dashboard) -> None:
    column = start(dashboard)
    lab = dashboard._pages[dashboard._bar.selected].show()
    (menu,) = [one for one in whole(lab) if isinstance(one, ChoiceControl) and one.label == "Optimizer"]
    assert (dashboard.experiment.page.access("seed"), menu.access) == ("hidden", "free")
    say(column, kind="go", step=1)
    assert (dashboard.experiment.page.access("seed"), menu.access) == ("free", "locked")
    assert lab.header.restricted
    say(column, kind="close")
    assert menu.access == "free"
    assert not lab.header.restricted


def test_the_control_that_a_step_is_about_stands_out(dashboard: Dashboard) -> None:
    column = start(dashboard)
    lab = dashboard._pages[dashboard._bar.selected].show()

    def pointed() -> list[str]:
        controls = [one for one in whole(lab) if "mlw-pointed" in getattr(one, "_dom_classes", ())]
        return [getattr(one, "label", type(one).__name__) for one in controls]

    assert pointed() == []
    say(column, kind="go", step=1)
    assert pointed() == ["Learning rate"]
    say(column, kind="go", step=2)
    assert pointed() == []


def test_undo_brings_back_what_a_step_has_replaced(dashboard: Dashboard) -> None:
    start(dashboard)
    lab = dashboard._pages[dashboard._bar.selected].show()
    assert lab.header.note == "Set up step 1 of “A walk”."
    assert lab.header.offers_undo
    say(lab.header, kind="undo")
    assert dashboard.experiment.dataset.name == "circle"


def test_an_address_opens_a_lesson_and_a_wrong_one_is_a_sentence(dashboard: Dashboard) -> None:
    say(dashboard._bar, kind="link", text="?token=1&lesson=read")
    assert dashboard._side.column is not None
    assert state(dashboard._side.column.frame) == ("read", 0)
    say(dashboard._bar, kind="link", text="#lesson=%3Cb%3E")
    header = dashboard._pages[dashboard._bar.selected].show().header
    assert "There is no lesson '<b>'" in header.error
    assert state(dashboard._side.column.frame) == ("read", 0)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Dashboard]]:
    """Make dashboards that a page was asked for with a query, as Voilà hands it over."""
    made: list[Dashboard] = []

    def make(query: str) -> Dashboard:
        monkeypatch.setenv("QUERY_STRING", query)
        made.append(Dashboard())
        return made[-1]

    yield make
    for page in made:
        page.close()


def test_a_lesson_that_the_query_names_is_open_before_any_lab_is_made(
    asked: Callable[[str], Dashboard],
) -> None:
    page = asked("token=1&lesson=walk&lang=en")
    column = page._side.column
    assert column is not None
    assert state(column.frame) == ("walk", 0)
    assert page._bar.lesson_opened
    assert column.frame["linked"]
    assert [title for title, one in page._all.items() if one.children] == ["Train"]
    assert page.experiment.dataset.name == "spiral"
    header = page._pages[page._bar.selected].show().header
    assert (header.error, header.note) == ("", "")  # nothing of the learner's has been replaced
    say(column, kind="close")
    page.rebuild()
    assert page._side.children == ()  # and it is not opened again


@pytest.mark.parametrize("query", ["", "lang=de", "mylesson=walk", "lessons=walk", "lesson", "lesson="])
def test_another_query_opens_no_lesson(asked: Callable[[str], Dashboard], query: str) -> None:
    page = asked(query)
    assert (page._side.children, page._bar.lesson_opened, tab(page)) == ((), False, "Predict")


@pytest.mark.parametrize("name", ["wark", "%3Cb%3E", "../../etc/passwd", "%ff", "a" * 100_000])
def test_a_lesson_that_is_not_there_is_a_sentence_on_a_whole_page(
    asked: Callable[[str], Dashboard], name: str
) -> None:
    page = asked(f"lesson={name}")
    assert (page._side.children, tab(page)) == ((), "Predict")
    header = page._pages[page._bar.selected].show().header
    assert "There is no lesson" in header.error
    assert len(header.error) < 500
    say(page._bar, kind="link", text="#lesson=walk")
    assert page._side.column is not None


def test_a_page_with_an_experiment_of_the_notebooks_leaves_the_lesson_to_the_pages_script(
    dashboard: Dashboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUERY_STRING", "lesson=walk")
    page = Dashboard(dashboard.experiment)
    assert (page._side.children, page._bar.lesson_opened) == ((), False)
    page.close()


def test_a_lab_of_its_own_opens_the_lesson_of_an_address() -> None:
    lab = CourseLab("circle")
    say(lab.header, kind="link", text="?lesson=walk")
    assert lab.header.error == ""
    assert lab.course.lesson is WALK
    lab.close()


def test_a_lab_of_its_own_shows_the_lesson_above_its_list() -> None:
    lab = CourseLab("circle")
    say(lab.list, kind="open", name="walk")
    (column,) = [one for one in whole(lab) if isinstance(one, LessonColumn)]
    assert state(column.frame) == ("walk", 0)
    assert lab.course is Course.of(lab.experiment)
    assert lab.experiment.dataset.name == "spiral"  # and the lab is not built anew for it
    assert column.comm is not None
    lab.close()


def test_a_dashboard_that_is_built_anew_has_the_same_lesson(dashboard: Dashboard) -> None:
    start(dashboard)
    dashboard.rebuild()
    column = dashboard._side.column
    assert column is not None
    assert state(column.frame) == ("walk", 0)
    assert column.comm is not None
    say(column, kind="go", step=1)
    assert state(column.frame) == ("walk", 1)


def test_nothing_is_left_alive() -> None:
    page = Dashboard(Experiment("circle"))
    column = start(page)
    parts = list(whole(page))
    assert column in parts
    page.close()
    assert [one for one in parts if one.comm is not None] == []
    page.experiment.close()


# ---- the list ----


def test_cards_say_how_far_a_learner_is(dashboard: Dashboard) -> None:
    lab = open_tab(dashboard, "Course")
    first, second = lab.list.cards
    assert (first["title"], first["tasks"], first["solved"], first["step"]) == ("A walk", 4, 0, None)
    assert second["tasks"] == 0
    column = start(dashboard)
    say(
        column,
        kind="answer",
        task="double",
        value=str(2 * (Course.of(dashboard.experiment).record.seed % 97)),
    )
    assert (lab.list.cards[0]["solved"], lab.list.cards[0]["open"]) == (1, True)


def test_lessons_that_cannot_be_read_are_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise DataError("1-data.md:3: no title.")

    monkeypatch.setattr("mlwidgets.lessons.shelf.shipped_lessons", broken)
    lab = CourseLab("circle")
    assert (lab.list.cards, lab.list.note) == ([], "1-data.md:3: no title.")
    lab.close()


# ---- tasks ----


def test_an_answer_is_marked_and_told_also_the_same_one_twice(dashboard: Dashboard) -> None:
    column = start(dashboard)
    say(column, kind="answer", task="double", value="0,5")
    assert column.frame["reply"] == {"html": "Not 0.5.", "kind": "wrong", "serial": 1}
    say(column, kind="answer", task="double", value="0,5")
    assert column.frame["reply"]["serial"] == 2
    assert column.frame["task"]["tries"] == 2
    say(column, kind="hint", task="double")
    assert (column.frame["task"]["hints"], column.frame["task"]["more"]) == (["<p>Add it to itself.</p>"], 1)
    before = column.frame["task"]["html"]
    for _ in range(3):
        say(column, kind="draw", task="double")
    assert column.frame["task"]["html"] != before
    assert (column.frame["reply"], column.frame["task"]["answer"]) == (None, None)


def test_a_new_reply_is_never_seen_with_what_was_said_before(dashboard: Dashboard) -> None:
    column = start(dashboard)
    say(column, kind="answer", task="double", value="0,5")
    frames: list[dict[str, Any]] = []
    column.observe(lambda change: frames.append(change["new"]), "frame")
    say(column, kind="answer", task="double", value="0,75")
    assert {frame["reply"]["html"] for frame in frames} == {"Not 0.75."}


def test_a_prediction_is_marked_when_the_run_rests(dashboard: Dashboard) -> None:
    column = start(dashboard)
    say(column, kind="go", step=1)
    say(column, kind="answer", task="guess", value=0)
    assert column.frame["reply"]["kind"] == "waiting"
    dashboard.experiment.step_batch()
    assert dashboard.experiment.wait(SECONDS)
    assert column.frame["reply"]["html"] == "There were 1 updates."
    assert column.frame["task"]["solved"]


def test_an_answer_to_a_task_that_is_gone_is_none(dashboard: Dashboard) -> None:
    column = start(dashboard)
    say(column, kind="answer", task="guess", value=0)
    say(column, kind="answer", value=0)
    assert column.frame["reply"] is None
    assert Course.of(dashboard.experiment).record.tries == 0


def test_what_cannot_be_done_is_told_in_the_column(dashboard: Dashboard) -> None:
    column = start(dashboard)
    say(column, kind="go", step=77)
    assert column.frame["reply"]["kind"] == "fault"
    assert "has the steps 0 to 3; got 77" in column.frame["reply"]["html"]
    say(column, kind="hint", task="double")
    assert column.frame["reply"] is None


def test_a_fault_is_shown_as_text(dashboard: Dashboard) -> None:
    column = start(dashboard)
    dashboard._side.fault = "<img src=x onerror=alert(1)>"
    assert column.frame["reply"]["html"] == "&lt;img src=x onerror=alert(1)&gt;"


def test_no_page_can_set_what_is_shown(dashboard: Dashboard) -> None:
    column = start(dashboard)
    before = column.frame
    Wire(column).arrive({"frame": {"html": "<script>"}})
    assert column.frame == before
    lab = open_tab(dashboard, "Course")
    cards = lab.list.cards
    Wire(lab.list).arrive({"cards": [], "note": "x"})
    assert (lab.list.cards, lab.list.note) == (cards, texts.NOT_KEPT)


@pytest.mark.parametrize("step", range(4))
def test_whatever_a_page_says_to_an_open_lesson_it_goes_on(dashboard: Dashboard, step: int) -> None:
    column = start(dashboard)
    say(column, kind="go", step=step)
    side = dashboard._side
    assert list(send_hostile(side, random.Random(step), 150)) == []  # noqa: S311
    Course.of(dashboard.experiment).open_lesson("walk", 0)
    assert side.column is not None
    assert state(side.column.frame) == ("walk", 0)


# ---- what the page's storage keeps ----


class Storage:
    """A browser's storage, and the script that speaks for it."""

    def __init__(
        self, keeper: RunKeeper, text: str | None = None, pictures: dict[str, bytes] | None = None
    ) -> None:
        self.keeper, self.text, self.stored = keeper, text, 0
        self.pictures = dict(pictures or {})
        keeper.send = self._receive  # type: ignore[method-assign]

    def _receive(self, content: dict[str, Any], buffers: list[bytes] | None = None) -> None:
        if content["kind"] == "progress":
            self.text = content["text"]
            self.stored += 1
        elif content["kind"] == "picture":
            (self.pictures[content["name"]],) = buffers or []
            self.stored += 1
        elif content["kind"] == "no pictures":
            self.pictures.clear()

    def open_page(self, *, keep: bool = True) -> None:
        if self.text is not None and keep:
            say(self.keeper, kind="progress", text=self.text)
        for name, content in list(self.pictures.items()) if keep else ():
            message = {"kind": "picture", "name": name}
            self.keeper._handle_custom_msg(message, [memoryview(content)])
        say(self.keeper, kind="ready", keep=keep)


def keeper_of(page: Dashboard) -> RunKeeper:
    keeper = page._side._keeper
    assert keeper is not None
    return keeper


def test_progress_is_kept_and_comes_back_in_the_next_session(dashboard: Dashboard) -> None:
    storage = Storage(keeper_of(dashboard))
    storage.open_page()
    assert storage.stored == 0  # nothing has been done
    column = start(dashboard)
    seed = Course.of(dashboard.experiment).record.seed
    say(column, kind="answer", task="double", value=str(2 * (seed % 97)))
    say(column, kind="go", step=2)
    lab = open_tab(dashboard, "Course")
    assert lab.list.note == texts.KEPT

    later = Dashboard(Experiment("circle"))
    again = Storage(keeper_of(later), storage.text)
    again.open_page()
    assert tab(later) == "Train"  # no lesson opens by itself
    assert later._side.children == ()
    card = open_tab(later, "Course").list.cards[0]
    assert (card["solved"], card["step"]) == (1, 2)
    assert again.stored == 0  # what is there needs not be stored again
    column = start(later)
    assert state(column.frame) == ("walk", 2)
    say(column, kind="go", step=0)
    assert column.frame["task"]["solved"]
    assert column.frame["reply"] is None  # nothing of the storage is ever shown as HTML
    later.close()
    later.experiment.close()


def test_a_lesson_opened_before_the_storage_is_read_goes_on_where_it_was_left(
    dashboard: Dashboard, asked: Callable[[str], Dashboard]
) -> None:
    storage = Storage(keeper_of(dashboard))
    storage.open_page()
    column = start(dashboard)
    say(column, kind="go", step=2)
    seed = Course.of(dashboard.experiment).seed

    later = asked("lesson=walk")
    course = Course.of(later.experiment)
    assert course.step == 0
    again = Storage(keeper_of(later), storage.text)
    again.open_page()
    assert (course.step, course.seed) == (2, seed)
    assert later._side.column is not None
    assert state(later._side.column.frame) == ("walk", 2)
    # Nobody who has chosen a step or done anything is moved.
    for done in ("a step", "a setting", "a training"):
        busy = asked("lesson=walk")
        theirs = Course.of(busy.experiment)
        if done == "a step":
            theirs.open_lesson("walk", 0)
        elif done == "a setting":
            busy.experiment.epochs = 3
        else:
            busy.experiment.step_batch()
            assert busy.experiment.wait(SECONDS)
        Storage(keeper_of(busy), storage.text).open_page()
        assert theirs.step == 0, done
    # What another window does later moves nobody.
    other = course.progress.with_step("walk", 3).to_json()
    say(again.keeper, kind="progress", text=other)
    assert course.step == 2


def test_what_another_window_has_stored_is_put_together(dashboard: Dashboard) -> None:
    storage = Storage(keeper_of(dashboard))
    storage.open_page()
    start(dashboard, "read")
    mine = storage.text
    other = Course(Experiment("circle"), [WALK], seed=9)
    other.open_lesson("walk", 1)
    other.answer(0)
    say(storage.keeper, kind="progress", text=other.progress.to_json())
    assert mine is not None
    assert storage.text is not None
    assert "guess" in storage.text
    assert '"read"' in storage.text
    other.experiment.close()


@pytest.mark.parametrize(
    "text", ["", "{}", '{"version":7}', "<script>", '{"version":1,"seed":-1,"lessons":{}}']
)
def test_damaged_progress_is_told_and_replaced(dashboard: Dashboard, text: str) -> None:
    storage = Storage(keeper_of(dashboard), text)
    storage.open_page()
    lab = open_tab(dashboard, "Course")
    assert lab.list.note.startswith("What this browser has kept of your progress cannot be used")
    start(dashboard)
    assert storage.text != text
    storage.open_page()
    assert lab.list.note == texts.KEPT


def test_a_page_that_keeps_nothing_is_sent_nothing(dashboard: Dashboard) -> None:
    storage = Storage(keeper_of(dashboard))
    storage.open_page(keep=False)
    start(dashboard)
    assert storage.stored == 0
    assert open_tab(dashboard, "Course").list.note == texts.NOT_KEPT
    storage.open_page()  # somebody has switched it on
    assert storage.stored == 1


# ---- pictures of what was seen ----


def picture(column: LessonColumn, content: bytes, task: str = "double") -> None:
    column._handle_custom_msg({"kind": "picture", "lesson": "walk", "task": task}, [memoryview(content)])


def solve(page: Dashboard) -> LessonColumn:
    column = start(page)
    seed = Course.of(page.experiment).record.seed
    say(column, kind="answer", task="double", value=str(2 * (seed % 97)))
    return column


def test_a_picture_of_a_solved_task_is_kept_and_comes_back(dashboard: Dashboard) -> None:
    storage = Storage(keeper_of(dashboard))
    storage.open_page()
    column = solve(dashboard)
    picture(column, PICTURE)
    picture(column, PICTURE, "guess")  # that is not solved
    picture(column, written((60, 40)))  # there is one already
    assert storage.pictures == {"walk/double": PICTURE}
    assert Course.of(dashboard.experiment).pictures.of == storage.pictures

    later = Dashboard(Experiment("circle"))
    again = Storage(keeper_of(later), storage.text, storage.pictures)
    again.open_page()
    course = Course.of(later.experiment)
    assert course.pictures.of == {"walk/double": PICTURE}
    assert again.stored == 0
    course.start_over()
    assert again.pictures == {}
    course.undo_start_over()
    assert again.pictures == {"walk/double": PICTURE}
    later.close()
    later.experiment.close()


@pytest.mark.parametrize("content", [b"", b"<svg><script>", bytes(70_000), PICTURE[:-30]])
def test_what_is_no_picture_is_left_out_without_a_word(dashboard: Dashboard, content: bytes) -> None:
    storage = Storage(keeper_of(dashboard), pictures={"walk/double": content})
    storage.open_page()
    column = solve(dashboard)
    picture(column, content)
    assert not Course.of(dashboard.experiment).pictures
    assert column.frame["reply"]["kind"] == "right"
    assert dashboard._side.fault == ""
    assert storage.pictures == {}  # and it is not kept any longer


# ---- predict, then run ----


def test_the_run_buttons_wait_for_a_prediction(dashboard: Dashboard, monkeypatch: pytest.MonkeyPatch) -> None:
    held = Held(why="Choose first.", training=True)
    monkeypatch.setattr("tests.lessons.sample_lessons.Guess.held", held)
    column = start(dashboard)
    lab = dashboard._pages[dashboard._bar.selected].show()
    (panel,) = [one for one in whole(lab) if isinstance(one, RunPanel)]
    assert panel.held == ""
    say(column, kind="go", step=1)
    assert panel.held == "Choose first."
    for button in STARTS:
        say(panel, kind="press", button=button)
        assert lab.header.error == "Choose first."
    assert dashboard.experiment.newest == 0
    say(panel, kind="press", button="reset")
    assert lab.header.error == ""
    say(column, kind="answer", task="guess", value=1)
    assert panel.held == ""
    say(panel, kind="press", button="batch")
    assert dashboard.experiment.wait(SECONDS)
    assert dashboard.experiment.newest == 1


def test_a_control_waits_and_says_why(dashboard: Dashboard, monkeypatch: pytest.MonkeyPatch) -> None:
    held = Held(why="Choose first.", controls=("learning_rate", "optimizer"))
    monkeypatch.setattr("tests.lessons.sample_lessons.Guess.held", held)
    column = start(dashboard)
    lab = dashboard._pages[dashboard._bar.selected].show()
    controls = {one.label: one for one in whole(lab) if hasattr(one, "access_help")}
    rate, menu = controls["Learning rate"], controls["Optimizer"]
    say(column, kind="go", step=1)
    assert (rate.access, rate.access_help) == ("locked", "Choose first.")
    assert (menu.access, menu.access_help) == ("locked", "")  # as the step has it anyway
    say(column, kind="answer", task="guess", value=1)
    assert (rate.access, rate.access_help, menu.access) == ("free", "", "locked")
