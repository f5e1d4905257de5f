"""The table of misconceptions names all of them, and lessons, steps and pictures that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image

from mlwidgets import lessons
from tests.browser.misconceptions import MOST_BYTES, REFUTATIONS, WIDTH, Refutation

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "lessons"
PAGE = (FOLDER / "misconceptions.md").read_text(encoding="utf-8")

SIXTEEN = (
    "A convolution flattens the picture",
    "Networks flip the kernel",
    "“Hidden” means secret",
    "More layers always help",
    "A bad example is thrown away",
    "Loss is accuracy",
    "A lower loss is a higher accuracy",
    "The optimizer computes the gradient",
    "Adam needs no learning rate",
    "A larger learning rate is faster",
    "An epoch is one update",
    "A local minimum is the lowest point",
    "The test set is for tuning",
    "Scaling before the split is harmless",
    "Softmax is certainty",
    "Training accuracy is what counts",
)
ROW = re.compile(
    r"^\| \[(\d+)\]\(#\1\) \| (.+?) \| (\d), \*(.+?)\*, step (\d+): \*(.+?)\* \| (.+) \|$", re.MULTILINE
)
PICTURE = re.compile(r"^!\[(.*)\]\(pictures/(.+)\.webp\)$", re.MULTILINE)
ROWS = ROW.findall(PAGE)
PICTURES = PICTURE.findall(PAGE)


def test_the_table_names_all_sixteen() -> None:
    assert [(int(number), belief) for number, belief, *_ in ROWS] == list(enumerate(SIXTEEN, start=1))


@pytest.mark.parametrize(("row", "one"), list(zip(ROWS, REFUTATIONS, strict=True)))
def test_lesson_and_step_are_there(row: tuple[str, ...], one: Refutation) -> None:
    _, _, first, title, step, heading, _ = row
    found = [lesson for name in lessons.names() if (lesson := lessons.named(name)).title == title]
    assert [lesson.name[0] for lesson in found] == [first]
    shown = found[0].steps[int(step) - 1]
    assert shown.title == heading
    assert shown.task is not None
    # The picture is of the same step.
    assert (one.lesson, one.step) == (found[0].name, heading)


def test_each_has_its_picture_and_words_for_those_who_cannot_see_it() -> None:
    assert [name for _, name in PICTURES] == [one.picture for one in REFUTATIONS]
    assert sorted(path.stem for path in (FOLDER / "pictures").iterdir()) == sorted(
        one.picture for one in REFUTATIONS
    )
    for words, name in PICTURES:
        assert len(words) >= 60, name
        path = FOLDER / "pictures" / f"{name}.webp"
        assert path.stat().st_size <= MOST_BYTES
        with Image.open(path) as picture:
            assert picture.format == "WEBP"
            assert picture.width == WIDTH
