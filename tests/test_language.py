"""Which language a page is in, and when a text is translated."""

from __future__ import annotations

import json
from contextvars import copy_context
from gettext import NullTranslations
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets import language
from mlwidgets.errors import ConfigurationError
from mlwidgets.language import PluralText, _, between_numerals, numeral, written

if TYPE_CHECKING:
    from collections.abc import Iterator

TRAIN = _("Train")


@pytest.fixture
def german() -> Iterator[None]:
    language.use("de")
    yield
    language.use(None)


@pytest.fixture
def german_numbers(german: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:  # noqa: ARG001 - goes first
    class Numbers(NullTranslations):
        def gettext(self, message: str) -> str:
            return {"1,234.5%": "1.234,5\u202f%"}.get(message, message)

    monkeypatch.setattr(language, "catalogue", lambda _: Numbers())
    language._marks.cache_clear()
    yield
    language._marks.cache_clear()


@pytest.mark.parametrize(
    ("query", "accepted", "expected"),
    [
        ("lang=de", "en", "de"),
        ("notebook=a&lang=de-AT", "", "de"),
        ("lang=tlh&lang=de", "", "de"),
        ("lang=../../etc/passwd", "de", "de"),
        ("lang=en", "fr", "en"),
        ("", "", "en"),
        ("", "fr;q=0.9, en;q=0.8", "en"),
        ("", "de;q=", "en"),
        ("lang=de" * 5_000, "x" * 50_000, "en"),
    ],
)
def test_a_page_asks_for_a_language(query: str, accepted: str, expected: str) -> None:
    assert language.asked_for(query, accepted) == expected


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("de-CH, en;q=0.5", "de"),
        ("en, de", "en"),
        ("en;q=0.4,de;q=0.7", "de"),
        ("de;q=0", "en"),
        ("fr", "en"),
    ],
)
def test_a_browsers_preference_chooses_among_complete_languages(
    accepted: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(language, "OFFERED", frozenset({"de"}))
    language.asked_for.cache_clear()
    assert language.asked_for("", accepted) == expected
    language.asked_for.cache_clear()


def test_a_kernel_is_in_the_language_of_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    assert str(TRAIN) == "Train"
    monkeypatch.setenv("QUERY_STRING", "lang=de")
    assert str(TRAIN) == "Trainieren"


def test_a_server_answers_each_request_in_its_language() -> None:
    def answer(query: str) -> str:
        language.serve(query, "")
        return str(TRAIN)

    assert [copy_context().run(answer, query) for query in ("lang=de", "", "lang=de")] == [
        "Trainieren",
        "Train",
        "Trainieren",
    ]
    assert str(TRAIN) == "Train"


@pytest.mark.usefixtures("german")
def test_a_text_is_translated_when_it_leaves() -> None:
    number = _("Row {number} ({part})")
    assert number.format(number=3, part=_("validation")) == "Zeile 3 (Validierung)"
    assert f"{TRAIN}:" == TRAIN + ":" == "Trainieren:"
    assert "» " + TRAIN == "» Trainieren"


@pytest.mark.usefixtures("german")
def test_as_a_key_a_text_is_english() -> None:
    assert {"Train": 1}[TRAIN] == 1
    assert TRAIN == "Train"


@pytest.mark.usefixtures("german")
def test_a_text_without_a_translation_stays_english() -> None:
    assert str(_("Nobody has marked this {name}.")) == "Nobody has marked this {name}."


@pytest.mark.usefixtures("german")
def test_values_are_translated_however_deep() -> None:
    frame: dict[str, Any] = {"titles": [TRAIN, ("a", TRAIN)], "count": 3, "bytes": b"Train", "plain": "Train"}
    assert language.translated(frame) == {
        "titles": ["Trainieren", ("a", "Trainieren")],
        "count": 3,
        "bytes": b"Train",
        "plain": "Train",
    }
    assert json.dumps(language.translated(TRAIN)) == '"Trainieren"'


@pytest.mark.usefixtures("german")
def test_a_plural_follows_the_number() -> None:
    updates = PluralText("{count} update", "{count} updates")
    assert updates.format(1) == "1 Update"
    assert updates.format(1000, count="1.000") == "1.000 Updates"


def test_in_english_a_number_is_written_as_python_writes_it() -> None:
    assert (numeral(12_500), numeral(0.5, ".2f"), between_numerals()) == ("12,500", "0.50", ", ")
    assert (
        _("{count:,} of {all}, {share:.1%}").format(count=1000, all="2,000", share=0.5)
        == "1,000 of 2,000, 50.0%"
    )


@pytest.mark.usefixtures("german_numbers")
def test_a_number_is_written_as_the_pages_language_writes_it() -> None:
    assert (numeral(12_500), numeral(0.5, ".2f"), between_numerals()) == ("12.500", "0,50", "; ")
    assert (written("−1,234.5 s"), written("<0.1%")) == ("−1.234,5 s", "<0,1\u202f%")


@pytest.mark.usefixtures("german_numbers")
def test_a_number_in_a_sentence_is_written_so_and_a_text_stays_as_it_is() -> None:
    sentence = _("{count:,} of {rate} in {0:.2f} {version} {flag}")
    assert sentence.format(np.float32(0.25), count=1000, rate=0.5, version="1.5", flag=True) == (
        "1.000 of 0,5 in 0,25 1.5 True"
    )
    assert PluralText("{count:,} cell", "{count:,} cells").format(1000) == "1.000 cells"


@pytest.mark.usefixtures("german")
def test_a_catalogue_without_marks_leaves_numbers_as_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "catalogue", lambda _: NullTranslations())
    language._marks.cache_clear()
    assert numeral(12_500.5, ",.1f") == "12,500.5"
    language._marks.cache_clear()


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ConfigurationError, match=r"^language must be one of de, en; got 'xx'\.$"):
        language.use("xx")
