"""Lessons of the course, damaged at random: each is read, or refused in sentences."""

from __future__ import annotations

import numpy as np
import pytest

from mlwidgets import lessons
from mlwidgets.lessons.format.faults import LessonError
from mlwidgets.lessons.format.reading import MOST_BYTES, read_text
from mlwidgets.lessons.shelf import SHIPPED
from tests.lessons.format.test_markdown import Seen

PIECES = [
    *(
        "\n",
        "\n\n",
        "---\n",
        "```",
        "```task\n",
        "```setup\n",
        "## ",
        "$",
        "$$",
        "`",
        "- ",
        ": ",
        "'",
        '"',
        "{",
        "}",
    ),
    *(
        "[",
        "]",
        "&a",
        "*a",
        "!!x",
        "|",
        ">",
        "#",
        "\\",
        "\t",
        "\0",
        "\x1b",
        "<script>",
        "![x](y)",
        "[x](javascript:y)",
    ),
    *("kind: reach\n", "true", "1e999", "null", "𝔘", "\u202e", "\ufeff"),
]


def damaged(text: str, rng: np.random.Generator) -> str:
    """Take pieces out of a text, put others in, and exchange lines."""
    for _ in range(int(rng.integers(1, 6))):
        at, length = int(rng.integers(len(text) + 1)), int(rng.integers(1, 200))
        kind = int(rng.integers(4))
        if kind == 0:
            text = text[:at] + text[at + length :]
        elif kind == 1:
            text = text[:at] + PIECES[int(rng.integers(len(PIECES)))] + text[at:]
        elif kind == 2:
            lines = text.split("\n")
            one, other = (int(rng.integers(len(lines))) for _ in range(2))
            lines[one], lines[other] = lines[other], lines[one]
            text = "\n".join(lines)
        else:
            text = text[:at] + text[max(0, at - length) :]
    return text


@pytest.mark.parametrize("name", lessons.names())
def test_whatever_is_damaged_it_is_told_in_sentences_or_read_safely(name: str) -> None:
    whole = (SHIPPED / f"{name}.md").read_text(encoding="utf-8")
    rng = np.random.default_rng(len(name))
    refused = 0
    for _ in range(40):
        text = damaged(whole, rng)
        try:
            lesson = read_text(text, name)
        except LessonError as error:
            refused += 1
            count = len(text.split("\n")) + text.count("\r")
            for fault in error.faults:
                assert 1 <= fault.line <= count, fault
                assert fault.message.endswith((".", "?", "…")), fault
            continue
        html = " ".join(step.html for step in lesson.steps)
        html += " ".join(part for task in lesson.tasks for part in (task.question, *task.hints))
        seen = Seen(html)
        assert seen.elements.isdisjoint(
            {"script", "img", "iframe", "style", "svg", "object", "form", "input"}
        )
        assert not any(attribute.startswith("on") for attribute, _ in seen.attributes)
    assert refused > 10


@pytest.mark.parametrize("sign", ["[", "![", "](", "*a ", "`a``b", "<a", "$a$ ", "> ", "- ", "|", "\\", "_a"])
def test_signs_without_end_are_read(sign: str) -> None:
    head = "---\ntitle: a\ngoal: b\nminutes: 3\n---\n## A\n\n"
    text = head + sign * ((MOST_BYTES // 10 - len(head)) // len(sign))
    try:
        assert read_text(text, "x").steps
    except LessonError as error:
        assert error.faults  # noqa: PT017 - either is right


def test_a_file_with_thousands_of_faults_lists_a_hundred() -> None:
    with pytest.raises(LessonError) as caught:
        read_text("---\ntitle: a\ngoal: b\nminutes: 3\n---\n## A\n" + "![x](y)\n\n" * 2_000, "x")
    lines = str(caught.value).splitlines()
    assert len(lines) == 101
    assert lines[-1] == "x.md: 1,900 more faults are not listed."
