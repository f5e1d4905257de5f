"""Settings for reading: checked once, written as plain JSON, and a control for each."""

from __future__ import annotations

import json
from dataclasses import fields

import pytest

from mlwidgets.data.tables.reading import READ_OPTIONS, ReadSettings
from mlwidgets.errors import ConfigurationError


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("encoding", "klingon"),
        ("separator", "abc"),
        ("separator", "\n"),
        ("separator", None),
        ("separator", ";;;;;"),
        ("quote", "ä"),
        ("quote", "''"),
        ("quote", 3),
        ("escape", "slash"),
        ("decimal", "x"),
        ("thousands", "."),
        ("skip_rows", -1),
        ("skip_rows", float("nan")),
        ("skip_rows", 10**400),
        ("header_rows", 11),
        ("header_rows", True),
        ("missing", "NA"),
        ("missing", ["x" * 41]),
        ("missing", ["a\nb"]),
        ("missing", [None]),
        ("missing", ["x"] * 51),
        ("date_order", "year first"),
        ("decimals", "."),
    ],
)
def test_what_no_setting_can_be_is_a_sentence(name: str, value: object) -> None:
    with pytest.raises(ConfigurationError) as caught:
        ReadSettings().with_(**{name: value})
    assert len(str(caught.value)) < 400


def test_a_separator_cannot_be_the_quote() -> None:
    with pytest.raises(ConfigurationError, match="must be different"):
        ReadSettings(separator="|", quote="|")


def test_settings_come_back_from_plain_json() -> None:
    settings = ReadSettings(separator="\t", missing=("NA", " ", "NA", "-"), skip_rows=3, decimal=",")
    assert settings.missing == ("NA", "-")
    assert ReadSettings.of(json.loads(json.dumps(settings.to_dict()))) == settings
    given: tuple[object, ...] = (None, [], "x", {"separators": ";"})
    for wrong in given:
        with pytest.raises(ConfigurationError):
            ReadSettings.of(wrong)


def test_every_setting_has_a_control_and_every_choice_is_possible() -> None:
    assert {option.name for option in READ_OPTIONS} == {field.name for field in fields(ReadSettings)}
    usual = ReadSettings(decimal=",")
    for option in READ_OPTIONS:
        for value, words in option.choices:
            base = usual.with_(thousands="", decimal=".") if value == "," else usual
            assert getattr(base.with_(**{option.name: value}), option.name) == value
            assert words


def test_the_words_say_what_was_found() -> None:
    words = ReadSettings(separator=";", skip_rows=1, header_rows=2, missing=("NA",), thousands=",").in_words()
    assert words[1] == "Separator: semicolon ;."
    assert "Skipped before the header: 1 line." in words
    assert "Missing: an empty cell, NA." in words
