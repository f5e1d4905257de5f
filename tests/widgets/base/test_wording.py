"""Words that depend on the page's language: what is a rule of English stays in English."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlwidgets import language
from mlwidgets.widgets.base.wording import times, with_article, within
from mlwidgets.widgets.predict import texts

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def german() -> Iterator[None]:
    language.use("de")
    yield
    language.use(None)


def test_how_often_something_was_done() -> None:
    assert [times(count) for count in (1, 2, 3, 1_250)] == ["once", "twice", "3 times", "1,250 times"]


def test_a_label_begins_small_within_a_sentence() -> None:
    assert within("Learning rate") == "learning rate"


@pytest.mark.usefixtures("german")
def test_another_language_has_its_own_nouns_and_articles() -> None:
    assert within("Lernrate") == "Lernrate"
    assert with_article("8") == "8"


def test_a_stage_is_chosen_by_a_key_that_no_language_changes() -> None:
    assert [key for key, _ in texts.STAGES] == ["0", "10", "100", "all"]
    assert {type(key) for key, _ in texts.STAGES} == {str}
