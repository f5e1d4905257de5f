"""What each column of a table seems to be for."""

from __future__ import annotations

import numpy as np
import pytest

from mlwidgets.data.prepare.choices import Role
from mlwidgets.data.prepare.guess import as_target, guesses, words_of
from mlwidgets.data.tables.bundled import bundled_table, bundled_tables
from mlwidgets.data.tables.table import Column, Kind
from tests.data.prepare.makers import categories, dates, numbers, penguins, table

DRAW = np.random.default_rng(0)
TARGETS = {
    "penguins": "species",
    "iris": "species",
    "wine": "cultivar",
    "breast_cancer": "diagnosis",
    "diabetes": "progression",
    "phishing": "result",
}


@pytest.mark.parametrize("name", bundled_tables())
def test_of_a_bundled_table_the_right_column_is_the_target_and_all_others_are_features(name: str) -> None:
    found = guesses(bundled_table(name))
    roles = {column: guess.role for column, guess in found.items()}
    assert roles.pop(TARGETS[name]) is Role.TARGET
    assert set(roles.values()) == {Role.FEATURE}
    assert found[TARGETS[name]].kind is (Kind.NUMBER if name == "diabetes" else Kind.CATEGORY)


def test_titanic_as_it_is_on_the_web() -> None:
    rows = 200
    found = guesses(
        table(
            numbers("PassengerId", range(1, rows + 1)),
            numbers("Survived", (DRAW.random(rows) < 0.4).tolist()),
            numbers("Pclass", DRAW.integers(1, 4, rows).tolist()),
            categories("Name", [f"Mr {one}" for one in range(rows)], Kind.TEXT),
            categories("Sex", ["male", "female"] * 100),
            numbers("Age", [None if one % 5 else 20 + one / 4 for one in range(rows)]),
            categories("Ticket", [f"A/{one}" for one in range(rows)]),
            categories("Cabin", [f"C{one}" if one % 2 else None for one in range(rows)]),
        )
    )
    ignored = {name: guess.reason for name, guess in found.items() if guess.role is Role.IGNORED}
    assert set(ignored) == {"PassengerId", "Name", "Ticket", "Cabin"}
    assert ignored["PassengerId"] == "it numbers or names the rows"
    assert found["Survived"].role is Role.TARGET
    assert found["Survived"].kind is Kind.CATEGORY  # zeros and ones are two classes


def test_columns_that_cannot_help_are_ignored_with_the_reason() -> None:
    rows = 300
    found = guesses(
        table(
            numbers("constant", [7] * rows),
            categories("empty", [None] * rows),
            numbers("sparse", [1.5 if one < 9 else None for one in range(rows)]),
            dates("when", [f"2024-01-{one % 28 + 1:02}" for one in range(rows)]),
            categories("remark", [f"I think {one}" for one in range(rows)], Kind.TEXT),
            categories("city", [f"town {one % 120}" for one in range(rows)]),
            numbers("size", DRAW.normal(size=rows).tolist()),
            numbers("answer", DRAW.normal(size=rows).tolist()),
        )
    )
    reasons = [found[name].reason for name in ("constant", "empty", "sparse", "when", "remark", "city")]
    assert reasons == [
        "it has one value only",
        "all of its values are missing",
        "97% of its values are missing",
        "it is a date",
        "it is free text",
        "120 different values are too many for a category",
    ]
    assert found["answer"].role is Role.TARGET  # the last one that can be


@pytest.mark.parametrize(
    ("column", "ignored"),
    [
        (numbers("case", range(100, 150)), True),
        (numbers("customer_id", DRAW.permutation(1000)[:50].tolist()), True),
        (categories("code", [f"x{one}" for one in range(50)]), True),
        (numbers("year", range(1950, 2000)), False),
        (numbers("mass", [one + 0.5 for one in range(50)]), False),
        (numbers("grams", DRAW.permutation(1000)[:50].tolist()), False),
        (categories("level", ["low", "high"] * 25), False),
        (numbers("id", [1, 2] * 25), False),
    ],
)
def test_identifiers(column: Column, ignored: bool) -> None:
    rest = numbers("y", DRAW.normal(size=50).tolist())
    assert (guesses(table(column, rest))[column.name].role is Role.IGNORED) is ignored


def test_words_with_few_different_ones_are_categories_even_if_they_were_read_as_text() -> None:
    column = categories("answer", ["yes", "no", "I do not know"] * 10, Kind.TEXT)
    found = guesses(table(numbers("x", range(0, 60, 2)), column))
    assert (found["answer"].role, found["answer"].kind) == (Role.TARGET, Kind.CATEGORY)


def test_a_table_may_have_nothing_to_predict() -> None:
    found = guesses(table(dates("when", ["2024-01-01", "2024-02-01"]), numbers("same", [1, 1])))
    assert {guess.role for guess in found.values()} == {Role.IGNORED}


def test_whole_numbers_are_classes_only_where_they_are_few() -> None:
    assert as_target(numbers("stars", [1, 2, 3, 4, 5] * 20)).kind is Kind.CATEGORY
    assert as_target(numbers("age", range(100))).kind is Kind.NUMBER
    assert as_target(numbers("size", [1.5, 2.5] * 20)).kind is Kind.NUMBER
    assert as_target(penguins().column("species")).kind is Kind.CATEGORY


def test_names_are_taken_apart_into_words() -> None:
    assert words_of("PassengerId") == "passenger_id"
    assert words_of("Unnamed: 0") == "unnamed_0"
    assert words_of("  sepal length (cm)") == "sepal_length_cm"
    assert words_of("URL") == "url"
