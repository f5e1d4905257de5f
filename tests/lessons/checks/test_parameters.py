"""What an author may write under `with:`, and what is said of everything else."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from mlwidgets.errors import ConfigurationError
from mlwidgets.lessons.checks import CHECKS, QUESTIONS, parse_parameters

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.lessons.checks import Check, Question

    Found = Check | Question
    Among = Mapping[str, Check] | Mapping[str, Question]

HOSTILE: list[object] = [
    None,
    "",
    "__import__('os').system('true')",
    "a" * 100_000,
    "\ud800",
    [],
    [1, 2],
    [[[]]],
    {},
    {"at_least": 1},
    float("nan"),
    float("inf"),
    -float("inf"),
    10**400,
    -1e308,
    1e308,
    object(),
    b"bytes",
    (),
    lambda: 1,
    ConfigurationError,
]
"""What a text file or a page could bring in, and worse."""

EVERY = [(name, found, among) for among in (CHECKS, QUESTIONS) for name, found in among.items()]
IDS = [f"{'check' if among is CHECKS else 'question'}-{name}" for name, _, among in EVERY]


def is_a_sentence(text: str) -> bool:
    """Return whether a message is one that a person can be shown."""
    return text[0].isupper() and text.rstrip()[-1] in ".?" and len(text) < 2_500 and "Traceback" not in text


@pytest.mark.parametrize(("name", "found", "among"), EVERY, ids=IDS)
def test_hostile_values_are_refused_in_a_sentence_or_are_what_they_should_be(
    name: str, found: Found, among: Among
) -> None:
    refused = 0
    for parameter in found.parameters:
        for value in HOSTILE:
            refusal = refused_with(name, {parameter.name: value}, among)
            refused += bool(refusal)
            if refusal:
                assert is_a_sentence(refusal), refusal
            else:
                parsed = parse_parameters(name, {parameter.name: value}, among=among)[parameter.name]
                assert parsed is not None
                assert not isinstance(parsed, float) or math.isfinite(parsed)
    assert refused >= len(found.parameters) * (len(HOSTILE) - 3)


def refused_with(name: str, given: object, among: Among) -> str:
    """Return with what words parameters are refused; nothing if they are not."""
    try:
        parse_parameters(name, given, among=among)
    except ConfigurationError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(("name", "found", "among"), EVERY, ids=IDS)
def test_a_misspelt_parameter_gets_its_right_name_as_advice(name: str, found: Found, among: Among) -> None:
    with pytest.raises(ConfigurationError, match="has no parameter 'colour'"):
        parse_parameters(name, {"colour": "red"}, among=among)
    for parameter in found.parameters:
        wrong = f"{parameter.name}e"
        with pytest.raises(ConfigurationError, match=rf"Did you mean '{parameter.name}'\?"):
            parse_parameters(name, {wrong: 1}, among=among)


@pytest.mark.parametrize(("name", "found", "among"), EVERY, ids=IDS)
def test_only_a_mapping_with_texts_as_names_will_do(name: str, found: Found, among: Among) -> None:
    assert found.sentence[0].isupper()
    assert found.sentence.endswith(".")
    for given in (None, [], ["at_least"], "at_least: 1", 3, {3: 1}, {None: 1}, {("at_least",): 1}):
        with pytest.raises(ConfigurationError) as caught:
            parse_parameters(name, given, among=among)
        assert is_a_sentence(str(caught.value))


def test_what_has_been_parsed_can_be_parsed_again() -> None:
    for name, given in {
        "validation_accuracy": {"at_least": 1},
        "output_shape": {"shape": [26, 26, 8]},
        "optimizer": {"class_name": "adam"},
        "diverged": {},
        "convolution_setting": {"name": "strides", "value": 2.0},
    }.items():
        parsed = parse_parameters(name, given, among=CHECKS)
        assert parse_parameters(name, parsed, among=CHECKS) == parsed


def test_parameters_become_what_the_rule_takes() -> None:
    assert parse_parameters("optimizer", {"class_name": "sgd"}) == {"class_name": "SGD"}
    assert parse_parameters("layers", {"class_name": "max_pooling2d", "at_most": 0}) == {
        "at_most": 0,
        "class_name": "MaxPooling2D",
    }
    assert parse_parameters("output_shape", {"shape": 10}) == {"shape": (10,)}
    assert parse_parameters("diverged", {}) == {"expected": True}
    assert parse_parameters("convolution_setting", {"name": "strides", "value": 2.0})["value"] == 2
    assert parse_parameters("gradient_of_line", {}) == {"by": "slope", "points": 3}


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("updates", {}, "needs at least one of at_least, at_most, below"),
        ("updates", {"at_least": 5, "at_most": 3}, "can never hold: at_least must be smaller than at_most"),
        ("updates", {"at_least": 5, "below": 5}, "can never hold: at_least must be smaller than below"),
        ("updates", {"at_least": 2.5}, "must be a whole number"),
        ("validation_accuracy", {"at_least": 97}, r"must be a number in \[0, 1\]; got 97"),
        ("loss", {"kind": "test", "at_most": 1}, "must be one of 'training', 'validation'"),
        ("dataset_is", {"name": "spirla"}, "Did you mean 'spiral'"),
        ("optimizer", {"class_name": "rmspro"}, "Did you mean 'rmsprop'"),
        ("loss_is", {"class_name": 3}, "is chosen by its name"),
        ("output_shape", {}, "needs a value for shape"),
        ("output_shape", {"shape": [1, 2, 3, 4, 5]}, "a list of 1 to 4 whole numbers"),
        ("convolution_shape", {"shape": 3}, "a list of 2 to 3 whole numbers"),
        ("kernel_answers_only_to", {"edges": "diagonal"}, "'vertical', 'horizontal'"),
        ("convolution_setting", {"name": "padding", "value": "wide"}, "padding must be 'valid', 'same'"),
        ("convolution_setting", {"name": "strides", "value": 0}, "strides must be a whole number"),
        ("convolution_setting", {"name": "flip", "value": 1}, "flip must be True or False"),
        ("loss_value", {"kind": "hinge"}, "kind must be one of"),
        ("mean_squared_error_of_line", {"points": 1}, r"must be a whole number in \[2, 5\]"),
    ],
)
def test_what_cannot_be_is_refused(name: str, given: dict[str, object], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        parse_parameters(name, given)


def test_equal_limits_are_exactly_one_number() -> None:
    assert parse_parameters("updates", {"at_least": 13, "at_most": 13}) == {"at_least": 13, "at_most": 13}


@pytest.mark.parametrize("name", HOSTILE)
def test_an_unknown_name_is_refused_in_a_sentence(name: object) -> None:
    for among in (None, CHECKS, QUESTIONS):
        with pytest.raises(ConfigurationError, match="There is no"):
            parse_parameters(name, {}, among=among)


def test_the_nearest_name_is_advised() -> None:
    with pytest.raises(ConfigurationError, match=r"no check called 'divergd'\. Did you mean 'diverged'\?"):
        parse_parameters("divergd", {})
    with pytest.raises(ConfigurationError, match=r"no question called 'nextweight'\. Did you mean"):
        parse_parameters("nextweight", {}, among=QUESTIONS)


def test_a_name_of_both_kinds_is_a_check_unless_said_otherwise() -> None:
    assert "shape" in parse_parameters("output_shape", {"shape": [3]})
    assert parse_parameters("output_shape", {}, among=QUESTIONS) == {}
