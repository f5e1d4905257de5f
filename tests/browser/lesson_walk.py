"""A lesson worked through on the page as a learner does it, every wrong answer and every hint included."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from playwright.sync_api import Locator, expect

from mlwidgets.lessons.progress import Progress
from mlwidgets.lessons.tasks.choose import Choose
from mlwidgets.lessons.tasks.common import shuffled
from mlwidgets.lessons.tasks.compute import Compute
from mlwidgets.lessons.tasks.explain import Explain
from mlwidgets.lessons.tasks.predict import Predict
from mlwidgets.lessons.tasks.reach import Reach
from tests.browser.lesson_actions import Bench

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.lessons.lesson import Lesson, Step
    from mlwidgets.session import Experiment
    from tests.browser.hands import Hands
    from tests.browser.harness import Visit


def page_of(seed: int) -> list[str]:
    """Return the dashboard of a learner from whose seed numbers are drawn, and the order of answers."""
    return f"""
from mlwidgets import Dashboard
from mlwidgets.lessons.progress import Progress
from mlwidgets.lessons.session import Course
dashboard = Dashboard()
Course.of(dashboard.experiment).progress = Progress.begin({seed})
dashboard
""".strip().splitlines()


WORDS = """(html) => {
  const words = document.createElement("div");
  words.innerHTML = html;
  return words.textContent;
}"""


class Learner:
    """Somebody who works through lessons.

    Parameters
    ----------
    visit : Visit
        Their page.
    hands : Hands
        What they work with.
    seed : int
        Theirs: that of the page.
    """

    def __init__(self, visit: Visit, hands: Hands, seed: int) -> None:
        self.visit, self.page, self.hands, self.seed = visit, visit.page, hands, seed
        self.bench = Bench(visit, hands)
        self.column = self.page.locator(".mlw-lesson")
        self.task = self.column.locator(".mlw-task")
        self.said = self.task.locator(".mlw-task-reply > div")
        self.radios = self.task.get_by_role("radio")

    def work_through(self, lesson: Lesson, seen: Callable[[Lesson, int], None] | None = None) -> None:
        """Open a lesson from the list, do every step, and see that the list says so.

        Parameters
        ----------
        lesson : Lesson
            Which.
        seen : callable, optional
            Is told of each step when its task is solved, while it is on the page.
        """
        self.open(lesson)
        for at, step in enumerate(lesson.steps):
            expect(self.column.locator(".mlw-lesson-heading")).to_have_text(step.title)
            expect(self.column.locator(".mlw-lesson-count")).to_have_text(
                f"Step {at + 1} of {len(lesson.steps)}"
            )
            self.visit.comes_to_rest()
            if step.task is not None:
                self.solve(lesson, step)
            if seen is not None:
                seen(lesson, at)
            faults = self.visit.unexpected()  # at once, or nobody knows in which step it was
            assert not faults, f"Step {at + 1}: {faults}"
            last = at == len(lesson.steps) - 1
            self.hands.press(self.column.get_by_role("button", name="Finish" if last else "Next", exact=True))
        expect(self.column).to_have_count(0)
        card = self.card(lesson)
        expect(card).to_contain_text(f"{len(lesson.tasks)} of {len(lesson.tasks)} solved")
        expect(card.get_by_text("✓ Solved")).to_be_visible()
        self.visit.comes_to_rest()

    def card(self, lesson: Lesson) -> Locator:
        """Return a lesson's card in the list."""
        return self.page.locator(".mlw-lesson-card").filter(has_text=lesson.goal)

    def open(self, lesson: Lesson) -> None:
        """Go to the list, leaving the lesson that is open, and start."""
        if self.column.count():
            self.hands.press(self.column.get_by_role("button", name="Back to the list"))
            expect(self.column).to_have_count(0)
        else:
            self.hands.turn_to(self.page.get_by_role("tab", name="Course", exact=True))
        self.hands.press(self.card(lesson).get_by_role("button", name=re.compile("^Start")))

    def solve(self, lesson: Lesson, step: Step) -> None:
        """Ask for every hint, give every wrong answer, and then the right one."""
        task = step.task
        assert task is not None
        seed = Progress.begin(self.seed).record(lesson.name, task.name).seed
        expect(self.task).to_have_attribute("data-solved", "false")
        for count in range(1, len(task.hints) + 1):
            self.hands.press(self.task.get_by_role("button", name=re.compile("^Hint")))
            expect(self.task.locator(".mlw-task-hints > li")).to_have_count(count)
        match task:
            case Choose():
                self.choose(task, seed)
            case Compute():
                self.compute(task, seed)
            case Explain():
                self.explain(task, seed)
            case Reach():
                self.reach(task)
            case Predict():
                self.predict(task, seed)
        expect(self.task).to_have_attribute("data-solved", "true")
        expect(self.task.locator(".mlw-lesson-solved")).to_be_visible()

    def words(self, html: str) -> str:
        """Return what is read of HTML."""
        return _plain(str(self.page.evaluate(WORDS, html)))

    def check(self, kind: str, *why: str) -> None:
        """Press the button below the task, and read what is said: of what kind it is, and the words in it.

        Parameters
        ----------
        kind : str
            "right", "wrong" or "waiting".
        *why : str
            HTML; its words must be said.
        """
        self.said.evaluate_all("(all) => all.forEach((one) => one.dataset.read = 'yes')")
        self.hands.press(self.task.locator(".mlw-task-check"))
        self.hear(kind, *why)

    def hear(self, kind: str, *why: str) -> None:
        """Read the reply that is new."""
        new = self.task.locator(".mlw-task-reply > div:not([data-read])")
        expect(new).to_be_visible()
        for html in why:
            expect(new).to_contain_text(self.words(html))
        expect(new.locator("xpath=..")).to_have_attribute("data-kind", re.compile(kind))

    def choose(self, task: Choose, seed: int) -> None:
        """Choose all wrong answers, and then the right one."""
        right = shuffled(task.name, seed, len(task.answers)).index(task.right)
        for at in [*(one for one in range(len(task.answers)) if one != right), right]:
            self.hands.choose(self.radios, at)
            self.check("right" if at == right else "wrong", task.mark(at, seed, NOBODY).why)

    def compute(self, task: Compute, seed: int) -> None:
        """Type every wrong answer that has a reply, and then the right one."""
        field = self.task.get_by_role("textbox", name="Your answer")
        right = task.model_answer(seed, NOBODY)
        for answer in [*task.wrong_answers(seed, right), right]:
            self.hands.write(field, str(answer))
            self.check("right" if answer == right else "wrong", task.mark(answer, seed, NOBODY).why)

    def explain(self, task: Explain, seed: int) -> None:
        """Write too little, and then enough."""
        field = self.task.get_by_role("textbox", name="Your answer")
        for answer, kind in (("Because.", "waiting"), (task.model, "right")):
            self.hands.write(field, answer)
            self.check(kind, task.mark(answer, seed, NOBODY).why)

    def reach(self, task: Reach) -> None:
        """Have it checked too soon, do what the model answer does, and have it checked again."""
        self.check("wrong")
        for action in task.model:
            self.bench.do(action)
        self.check("right")

    def predict(self, task: Predict, seed: int) -> None:
        """Predict, try it out, read what is said of it, and see what the other answers would have got."""
        order = shuffled(task.name, seed, len(task.answers))
        self.hands.choose(self.radios, 0)
        self.check("waiting", "Your prediction is kept.", task.do)
        self.said.evaluate_all("(all) => all.forEach((one) => one.dataset.read = 'yes')")
        for action in task.model:
            self.bench.do(action)
        kinds = []
        for at in range(len(order)):
            self.hands.choose(self.radios, at)
            self.check("right|wrong", task.answers[order[at]].reply)
            kinds.append(self.task.locator(".mlw-task-reply").get_attribute("data-kind"))
        assert sorted(filter(None, kinds)) == ["right", *["wrong"] * (len(order) - 1)]


NOBODY = cast("Experiment", None)
"""Kinds of tasks that are answered with words or numbers look at no experiment."""


def _plain(words: str) -> str:
    return " ".join(words.split())
