"""Lessons with keys dropped, retyped and repeated: each is read safely, or refused with line and reason."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mlwidgets import lessons
from mlwidgets.lessons.format.faults import LessonError
from mlwidgets.lessons.format.reading import read_text
from mlwidgets.lessons.shelf import SHIPPED
from tests.lessons.format.mutations import mutant
from tests.lessons.format.test_markdown import Seen

if TYPE_CHECKING:
    from mlwidgets.lessons.lesson import Lesson

GUIDE = Path(__file__).parents[3] / "docs" / "lessons" / "README.md"
CASES = 25

ALLOWED = {
    *("p", "a", "b", "i", "em", "strong", "code", "pre", "ul", "ol", "li", "br", "hr", "blockquote", "div"),
    *("table", "thead", "tbody", "tr", "th", "td", "h3", "h4", "h5", "h6", "math", "menclose", "mfrac", "mi"),
    *("mmultiscripts", "mn", "mo", "mover", "mpadded", "mphantom", "mprescripts", "mroot", "mrow", "ms"),
    *("mspace", "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder"),
    *("munderover", "none"),
}


def sources() -> dict[str, str]:
    """Return the text of every lesson that ships, and of the example of the guide."""
    found = {name: (SHIPPED / f"{name}.md").read_text(encoding="utf-8") for name in lessons.names()}
    example = re.search(r"(?s)````markdown\n(.*?)````", GUIDE.read_text(encoding="utf-8"))
    assert example
    return {**found, "guide": example[1]}


def shown(lesson: Lesson) -> str:
    """Return everything of a lesson that a page shows as HTML."""
    parts = [step.html for step in lesson.steps]
    for task in lesson.tasks:
        asked = task.asked(1)
        parts += [
            asked.html,
            *asked.choices,
            *task.hints,
            getattr(task, "do", ""),
            getattr(task, "model_html", ""),
        ]
        parts += [answer.reply for answer in getattr(task, "answers", ())]
    return " ".join(parts)


def judge(text: str, name: str) -> bool:
    """Read a lesson, and return whether it was refused; fail if it was neither told nor read safely."""
    try:
        lesson = read_text(text, name)
    except LessonError as error:
        count = len(re.sub(r"\r\n?", "\n", text).split("\n"))
        for fault in error.faults:
            assert 1 <= fault.line <= count, fault
            assert len(fault.message) < 3000
            assert fault.message.endswith((".", "?", "…")), fault
        return True
    seen = Seen(shown(lesson))
    assert seen.elements <= ALLOWED, seen.elements - ALLOWED
    for attribute, value in seen.attributes:
        assert not attribute.startswith("on")
        assert attribute != "href" or (value or "").lower().startswith(("http://", "https://"))
    return False


@pytest.mark.parametrize(("name", "text"), sources().items(), ids=sources())
def test_a_lesson_with_wrong_keys_is_told_or_read_safely(name: str, text: str) -> None:
    chance = random.Random(name)  # noqa: S311 - no secret
    assert not judge(text, name)
    assert sum(judge(mutant(chance, text), name) for _ in range(CASES)) > CASES / 2
