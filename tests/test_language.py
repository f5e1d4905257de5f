"""Which language a page is in, and when a text is translated."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from mlwidgets import language
from mlwidgets.errors import ConfigurationError
from mlwidgets.language import PluralText, _

if TYPE_CHECKING:
    from collections.abc import Iterator

TRAIN = _("Train")


@pytest.fixture
def german() -> Iterator[None]:
    language.use("de")
    yield
    language.use(None)


@pytest.mark.parametrize(
    ("query", "accepted", "expected"),
    [
        ("lang=de", "en", "de"),
        ("notebook=a&lang=de-AT", "", "de"),
        ("lang=tlh&lang=de", "", "de"),
        ("lang=../../etc/passwd", "de", "en"),  # German is not complete: nobody gets it unasked
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


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ConfigurationError, match=r"^language must be one of de, en; got 'xx'\.$"):
        language.use("xx")
