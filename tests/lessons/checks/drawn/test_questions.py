"""Every question, drawn hundreds of times: what is right is right, and nothing wrong is taken for it."""

from __future__ import annotations

import itertools
import re
from functools import cache
from gettext import NullTranslations
from typing import Any

import numpy as np
import pytest

from mlwidgets import language
from mlwidgets.errors import MLWidgetsError
from mlwidgets.lessons.checks import QUESTIONS, Drawn, Question
from mlwidgets.lessons.checks.question import is_near

DRAWS = 100

LOSS_KINDS = (
    "squared_error",
    "mean_squared_error",
    "cross_entropy",
    "mean_cross_entropy",
    "binary_cross_entropy",
)

Given = dict[str, Any]

VARIANTS: list[tuple[str, Given]] = [
    (name, {}) for name, one in QUESTIONS.items() if not any(p.required for p in one.parameters)
]
VARIANTS += [("loss_value", {"kind": kind}) for kind in LOSS_KINDS]
VARIANTS += [
    (name, {"by": by, "points": points})
    for name in ("gradient_of_line", "line_step")
    for by in ("slope", "intercept")
    for points in (1, 2, 5)
]
VARIANTS += [
    ("output_shape", {"padding": padding, "strides": strides})
    for padding in ("valid", "same")
    for strides in (1, 2, 3)
]
VARIANTS += [
    ("mean_squared_error_of_line", {"points": 2}),
    ("mean_squared_error_of_line", {"points": 5}),
    ("output_shape", {"padding": "same"}),
    ("parameter_count", {"network": "convolution"}),
    ("parameter_count", {"layers": 1}),
    ("parameter_count", {"layers": 3}),
    ("updates_per_epoch", {"epochs": 2}),
    ("updates_per_epoch", {"epochs": 100}),
    ("standardized_value", {"given": "rows"}),
]
"""Every question, with its defaults and with all else that can be said."""

IDS = [f"{name}-{'-'.join(map(str, given.values()))}".rstrip("-") for name, given in VARIANTS]


def fresh(name: str, given: Given, seed: int) -> Drawn:
    """Draw a question as a lesson does."""
    question = QUESTIONS[name]
    return question.draw(np.random.default_rng(seed), **question.parse(given))


def draw(name: str, given: Given, seed: int) -> Drawn:
    """Draw a question, or return what was drawn before: the tests look at the same ones."""
    return kept(name, tuple(given.items()), seed)


@cache
def kept(name: str, given: tuple[tuple[str, object], ...], seed: int) -> Drawn:
    """Draw a question once."""
    return fresh(name, dict(given), seed)


@pytest.mark.parametrize(("name", "given"), VARIANTS, ids=IDS)
def test_the_answer_is_right_and_every_near_one_is_wrong(name: str, given: Given) -> None:
    for seed in range(DRAWS):
        drawn = draw(name, given, seed)
        assert drawn.right(drawn.answer)
        assert drawn.reply(drawn.answer) == ""
        assert drawn.near.keys() == drawn.replies.keys() & drawn.near.keys()
        assert len(drawn.near) >= 3
        for kind, wrong in drawn.near.items():
            assert not drawn.right(wrong), (kind, drawn)
            assert drawn.reply(wrong) == drawn.replies[kind], (kind, drawn)


@pytest.mark.parametrize(("name", "given"), VARIANTS, ids=IDS)
def test_no_two_answers_are_so_near_that_one_typed_number_could_be_both(name: str, given: Given) -> None:
    for seed in range(DRAWS):
        drawn = draw(name, given, seed)
        for one, other in itertools.combinations([drawn.answer, *drawn.near.values()], 2):
            if isinstance(one, tuple) or isinstance(other, tuple):
                assert one != other
            else:
                assert abs(one - other) > 2 * drawn.tolerance


@pytest.mark.parametrize(("name", "given"), VARIANTS, ids=IDS)
def test_an_answer_rounded_to_its_tolerance_is_right(name: str, given: Given) -> None:
    for seed in range(DRAWS):
        drawn = draw(name, given, seed)
        answer, tolerance = drawn.answer, drawn.tolerance
        if isinstance(answer, tuple):
            assert tolerance == 0
            assert all(isinstance(side, int) and side > 0 for side in answer)
            continue
        assert isinstance(answer, float)
        assert np.isfinite(answer)
        if tolerance == 0:
            assert answer == int(answer), "only whole numbers must be met exactly"
            continue
        decimals = int(np.floor(-np.log10(2 * tolerance))) if tolerance < 0.5 else 0
        decimals += 10.0**-decimals / 2 > tolerance
        assert drawn.right(round(answer, decimals))
        assert decimals <= 4, "nobody types more decimals than that"
        assert not drawn.right(answer + 1.01 * tolerance)
        assert not drawn.right(answer - 1.01 * tolerance)


@pytest.mark.parametrize(("name", "given"), VARIANTS, ids=IDS)
def test_the_same_seed_gives_the_same_question_and_others_give_others(name: str, given: Given) -> None:
    drawn = [draw(name, given, seed) for seed in range(DRAWS)]
    assert drawn == [fresh(name, given, seed) for seed in range(DRAWS)]
    assert len({one.text for one in drawn}) > DRAWS / 3


@pytest.mark.parametrize(("name", "given"), VARIANTS, ids=IDS)
def test_texts_are_whole_sentences_with_closed_formulas(name: str, given: Given) -> None:
    for seed in range(DRAWS):
        drawn = draw(name, given, seed)
        for text in (drawn.text.replace("|---", ""), drawn.working):
            assert text.count("$") % 2 == 0
            assert text.count("{") == text.count("}")
            assert not re.search(r"nan|inf\b|None|\+ -|--|\$-0\$|−", text), text
            assert not re.search(r"\d,\d{3}", text), "a formula has no commas between thousands"
            assert not re.search(r"\d\.\d{7,}", text), "no number is longer than anybody would read"
            assert "  " not in text
        assert "?" in drawn.text
        for reply in drawn.replies.values():
            assert reply[0].isupper()
            assert reply.endswith(".")
            assert "$" not in reply


@pytest.mark.parametrize(("name", "given"), VARIANTS, ids=IDS)
def test_the_working_ends_with_the_answer(name: str, given: Given) -> None:
    for seed in range(DRAWS):
        drawn = draw(name, given, seed)
        written = [float(one) for one in re.findall(r"(?<![\d.])-?\d+(?:\.\d+)?", drawn.working)]
        wanted = drawn.answer if isinstance(drawn.answer, tuple) else (drawn.answer,)
        for number in wanted:
            closest = min(abs(one - number) for one in written)
            assert closest <= max(drawn.tolerance / 2, 0.0006 * abs(number)), drawn


def test_answers_of_another_kind_are_wrong() -> None:
    shape = Drawn(
        text="?", answer=(3, 3), tolerance=0.0, working="", near={"flat": (9,)}, replies={"flat": "No."}
    )
    assert shape.right((3, 3))
    assert not shape.right((3, 3, 1))
    assert not shape.right(9.0)
    assert shape.reply((9,)) == "No."
    assert shape.reply((8,)) == ""
    number = Drawn(text="?", answer=0.125, tolerance=0.005, working="")
    assert number.right(0.12)
    assert number.right(0.13)
    assert not number.right(0.1)
    assert not number.right((0, 125))
    assert not number.right(float("nan"))
    assert not is_near(float("inf"), 1.0, 0.1)


def test_a_wrong_fraction_beside_a_whole_number_is_known_also_rounded() -> None:
    whole = Drawn(
        text="?", answer=-33.0, tolerance=0.0, working="", near={"mean": -33 / 9}, replies={"mean": "No."}
    )
    assert whole.reply(-3.67) == "No."
    assert whole.reply(-3.66666666667) == "No."
    assert not whole.right(-33.001)
    assert whole.reply(-4.0) == ""


def test_a_question_that_never_tells_its_answers_apart_says_so() -> None:
    same = Drawn(
        text="?", answer=1.0, tolerance=0.1, working="", near={"same": 1.05}, replies={"same": "No."}
    )
    with pytest.raises(MLWidgetsError, match="found no numbers that tell its answers apart"):
        Question("twins", "None.", lambda _: same).draw(np.random.default_rng(0))


def test_the_generator_alone_decides() -> None:
    np.random.seed(0)  # noqa: NPY002 - to show that the global one does not matter
    one = fresh("next_weight", {}, 5)
    np.random.seed(1)  # noqa: NPY002 - the same
    assert fresh("next_weight", {}, 5) == one


MISCONCEPTIONS: list[tuple[str, Given, str]] = [
    ("output_cell", {}, "flipped"),
    ("next_weight", {}, "plus"),
    ("line_step", {}, "plus"),
    ("gradient_of_line", {}, "sign"),
    ("parameter_count", {}, "no_bias"),
    ("parameter_count", {"network": "convolution"}, "no_bias"),
    ("output_shape", {"padding": "same"}, "padding"),
    ("output_shape", {"padding": "valid"}, "padding"),
    ("output_shape", {}, "flat"),
    ("updates_per_epoch", {}, "epoch_as_update"),
    ("mean_squared_error_of_line", {}, "not_averaged"),
    ("loss_value", {"kind": "mean_squared_error"}, "not_averaged"),
    ("loss_value", {"kind": "mean_cross_entropy"}, "not_averaged"),
    ("loss_value", {"kind": "cross_entropy"}, "base_ten"),
    ("loss_value", {"kind": "binary_cross_entropy"}, "base_ten"),
    ("standardized_value", {"given": "rows"}, "all_rows"),
    ("accuracy_of_rows", {}, "probability"),
    ("adam_first_step", {}, "plain"),
]


@pytest.mark.parametrize(("name", "given", "kind"), MISCONCEPTIONS)
def test_each_known_misconception_is_known_in_every_draw(name: str, given: Given, kind: str) -> None:
    for seed in range(DRAWS):
        assert kind in draw(name, given, seed).near


class Told(NullTranslations):
    """A language in which it can be told of each text that it has been translated."""

    def gettext(self, message: str) -> str:
        return f"«{message}»"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"«{msgid1 if n == 1 else msgid2}»"


@pytest.mark.parametrize(("name", "given"), VARIANTS, ids=IDS)
def test_in_another_language_the_words_are_others_and_the_numbers_the_same(
    name: str, given: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    english = fresh(name, given, 1)
    monkeypatch.setattr(language, "catalogue", lambda _: Told())
    told = fresh(name, given, 1)
    assert (told.answer, told.near) == (english.answer, english.near)
    assert "«" in told.text
    assert all("«" in str(reply) for reply in told.replies.values())
    for words, same in ((told.text, english.text), (told.working, english.working)):
        assert re.sub("[«»]", "", words) == same


def test_a_working_in_german_ends_in_a_number_that_the_answer_field_reads() -> None:
    language.use("de")
    try:
        for seed in range(DRAWS):
            for given in ({"network": "convolution"}, {"layers": 3}):
                drawn = fresh("parameter_count", given, seed)
                assert f"{drawn.answer:.0f}" in drawn.working
    finally:
        language.use(None)
