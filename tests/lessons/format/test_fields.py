"""Every field of a lesson missing, of a wrong type or misspelt: a sentence each, at its line."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from mlwidgets.lessons.format.faults import LessonError
from mlwidgets.lessons.format.reading import read_text
from tests.lessons.texts import CHOOSE, HEAD, SETUP, TASKS, faults, with_task

if TYPE_CHECKING:
    from collections.abc import Iterator

OPTIONAL = {"hints", "with", "least", "question of compute"}

WRONG: list[Any] = [7, True, "", [], [7], {"x": 7}, [[]], None, "<b>", "x" * 5_000]


def without(yaml_text: str, name: str) -> str:
    given = yaml.safe_load(yaml_text)
    del given[name]
    return yaml.safe_dump(given, sort_keys=False)


def fields() -> Iterator[tuple[str, str]]:
    for kind, text in TASKS.items():
        for name in yaml.safe_load(text):
            yield kind, name


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 - plain values
    """Yield the way to everything in a value."""
    if path:
        yield path
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in pairs:
        yield from paths(one, (*path, key))


def put(value: Any, path: tuple[Any, ...], new: object) -> str:  # noqa: ANN401 - plain values
    changed = copy.deepcopy(value)
    at = changed
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = new
    return yaml.safe_dump(changed, sort_keys=False, allow_unicode=True)


@pytest.mark.parametrize(("kind", "name"), list(fields()))
def test_a_missing_field_is_named(kind: str, name: str) -> None:
    found = faults(with_task(without(TASKS[kind], name)))
    if name in OPTIONAL and kind != "reach":
        assert found == [] or name == "with"
    elif f"{name} of {kind}" in OPTIONAL:
        assert found == []
    elif name == "with":
        assert [line for line, _ in found] == [20]  # where the check is named
        assert "needs at least one of" in found[0][1]
    else:
        assert (17, f"A task needs {name}.") in found


@pytest.mark.parametrize("name", ["title", "goal", "minutes"])
def test_a_missing_line_of_the_head_is_named(name: str) -> None:
    lines = [line for line in HEAD.splitlines() if not line.startswith(name)]
    text = "\n".join(lines) + "\n## A\n\nx\n"
    assert faults(text) == [(2, f"The head of a lesson needs {name}.")]


@pytest.mark.parametrize("name", ["text", "reply", "right"])
def test_a_missing_part_of_an_answer_is_told_at_the_answer(name: str) -> None:
    given = yaml.safe_load(CHOOSE)
    del given["answers"][1][name]
    text = with_task(yaml.safe_dump(given, sort_keys=False))
    ((line, said),) = faults(text)
    if name == "right":
        assert said == "Exactly one answer needs 'right: true'; here are 0."
    else:
        assert said == f"An answer needs {name}."
        assert text.splitlines()[line - 1].startswith("- ")


@pytest.mark.parametrize("kind", TASKS)
def test_whatever_stands_in_a_field_the_author_gets_sentences(kind: str) -> None:
    given = yaml.safe_load(TASKS[kind])
    for path in list(paths(given)):
        for new in WRONG:
            text = with_task(put(given, path, new))
            length = len(text.splitlines())
            for line, said in faults(text):
                assert 1 <= line <= length
                assert said.endswith((".", "?")), said
                assert len(said) < 1_200, said


def test_whatever_stands_in_a_set_up_the_author_gets_sentences() -> None:
    given = yaml.safe_load(SETUP) | {
        "stage": "all",
        "hidden": ["seed"],
        "locked": ["epochs"],
        "point": "seed",
        "fresh": True,
    }
    for path in list(paths(given)):
        for new in WRONG:
            for _, said in faults(with_task(CHOOSE, put(given, path, new))):
                assert said.endswith((".", "?")), said


@pytest.mark.parametrize("name", ["title", "goal", "minutes", "language"])
def test_whatever_stands_in_the_head_the_author_gets_sentences(name: str) -> None:
    given = yaml.safe_load(HEAD.replace("---", "")) | {"language": "en"}
    for new in WRONG:
        head = put(given, (name,), new)
        found = faults(f"---\n{head}---\n## A\n\nx\n")
        fine = new is None and name == "language"
        fine |= name == "minutes" and new == 7
        fine |= isinstance(new, str) and 0 < len(new) < 99 and name in ("title", "goal")
        assert bool(found) != fine, (new, found)
        assert all(said.endswith((".", "?")) for _, said in found)


@pytest.mark.parametrize(
    ("kind", "old", "new", "words"),
    [
        ("choose", "kind: choose", "kind: chose", "Did you mean 'choose'?"),
        ("choose", "hints:", "hint:", "A task has no 'hint'. Did you mean 'hints'?"),
        ("choose", "right: true", "correct: true", "An answer has no 'correct'."),
        ("choose", "name: first-step", "name: First step", "small letters, digits and hyphens"),
        ("choose", "right: true", "right: yes", "right must be true or false; got 'yes'."),
        ("reach", "check: updates", "check: update", "Did you mean 'updates'?"),
        ("reach", "at_least: 3", "at_lest: 3", "Did you mean 'at_least'?"),
        ("reach", "at_least: 3", "at_least: many", "at_least must be"),
        ("reach", "train: {steps: 3}", "trian: {steps: 3}", "Did you mean 'train'?"),
        ("reach", "train: {steps: 3}", "train: {step: 3}", "train must be {epochs: …} or {steps: …}"),
        ("reach", "train: {steps: 3}", "train: {steps: 1e9}", "steps must be a whole number"),
        ("reach", "train: {steps: 3}", "set: {epoch: 3}", "Did you mean 'epochs'?"),
        ("reach", "train: {steps: 3}", "python: print()", "There is no action 'python'."),
        ("reach", "train: {steps: 3}", "kernel: 3", "kernel must be a list of rows"),
        ("reach", "train: {steps: 3}", "reset: false", "reset must be true, or left out."),
        ("reach", "train: {steps: 3}", "picture: 3", "picture must be a name"),
        ("reach", "train: {steps: 3}", "convolution: 3", "convolution must be a map"),
        ("reach", "train: {steps: 3}", "convolution: {stride: 2}", "Did you mean 'strides'?"),
        ("reach", "train: {steps: 3}", "run: true, reset: true", "An action is a map with one name"),
        ("compute", "compute: next_weight", "compute: nextweight", "Did you mean 'next_weight'?"),
        ("explain", "least: 20", "least: 2000", "least must be a whole number in [1, 1,000]"),
        ("explain", "least: 20", "least: 900", "an answer must have at least 900"),
        ("predict", "ready: {check: updates", "ready: {chek: updates", "needs check"),
    ],
)
def test_what_is_unknown_is_told_with_the_nearest_name(kind: str, old: str, new: str, words: str) -> None:
    assert old in TASKS[kind]
    found = faults(with_task(TASKS[kind].replace(old, new)))
    assert any(words in said for _, said in found), found


@pytest.mark.parametrize(
    ("setup", "words"),
    [
        ("lab: TrianLab", "Did you mean 'TrainLab'?"),
        ("experiment: {datset: mnist}", "Did you mean 'dataset'?"),
        ("experiment: {version: 2}", "needs no version"),
        ("experiment: mnist", "experiment must be a map"),
        ("stage: 11", "stage must be one of 0, 10, 100, all; got '11'."),
        ("hidden: seed", "hidden must be a list"),
        ("hidden: [a b]", "There is no control 'a b'."),
        ("hidden: [sede]", "There is no control 'sede'. Did you mean 'seed'?"),
        ("locked: [TrianLab]", "Did you mean 'TrainLab'?"),
        ("point: <b>", "There is no control '<b>'."),
        ("point: TrainLab", "There is no control 'TrainLab'."),
        ("fresh: 1", "fresh must be true or false"),
        ("hide: [seed]", "A set-up has no 'hide'."),
    ],
)
def test_a_set_up_is_looked_at_when_it_is_read(setup: str, words: str) -> None:
    found = faults(with_task(CHOOSE, setup))
    assert any(words in said for _, said in found), found


def test_a_stage_may_be_written_as_the_number_that_it_is() -> None:
    for stage in ("10", "'10'", "all"):
        (step,) = read_text(with_task(CHOOSE, f"stage: {stage}"), "x").steps
        assert step.setup.stage == stage.strip("'")


def test_a_task_of_an_unknown_kind_is_one_fault_and_not_many() -> None:
    assert len(faults(with_task(CHOOSE.replace("kind: choose", "kind: sing")))) == 1


def test_the_error_names_the_file() -> None:
    with pytest.raises(LessonError, match=r"^my-lesson\.md:1: "):
        read_text("", "my-lesson")
