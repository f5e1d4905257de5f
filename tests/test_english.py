"""The test of the tests: what counts as English."""

from __future__ import annotations

import pytest
from babel.messages import pofile

from mlwidgets.language import LOCALES
from tests.english import english_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Press Run; then remove a neuron", ["then"]),
        ("The network is untrained", ["The", "is"]),
        ("Drücke Start und sieh dann nach", []),
        ("Nach {number} Updates, siehe `the.code` und „not a number“", []),
        ("One-hot", []),
    ],
)
def test_words_of_english_sentences_are_found(text: str, words: list[str]) -> None:
    assert english_words(text) == words


def test_no_german_text_has_english_words() -> None:
    with (LOCALES / "de.po").open("rb") as file:
        catalogue = pofile.read_po(file, locale="de")
    said = [
        one.string if isinstance(one.string, (tuple, list)) else (one.string,) for one in catalogue if one.id
    ]
    texts = [text for forms in said for text in forms if text]
    assert {text: words for text in texts if (words := english_words(text))} == {}
