"""YAML in lessons: what is used of it is read as written, and the rest is refused before it does harm."""

from __future__ import annotations

import time
from typing import Any

import pytest

from mlwidgets.lessons.format.blocks import DEEPEST, MOST_CHARACTERS, read_block
from mlwidgets.lessons.format.faults import Faults


def values(text: str) -> dict[str, Any]:
    faults = Faults()
    block = read_block(text, 1, faults)
    assert faults.found == ()
    assert block is not None
    return block.values


def fault(text: str, first_line: int = 1) -> tuple[int, str]:
    faults = Faults()
    assert read_block(text, first_line, faults) is None
    (found,) = faults.found
    return found.line, found.message


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("No", "No"),
        ("yes", "yes"),
        ("on", "on"),
        ("true", True),
        ("false", False),
        ("null", None),
        ("", None),
        ("12", 12),
        ("-3", -3),
        ("010", "010"),
        ("1e-3", 0.001),
        ("0.1", 0.1),
        (".5", 0.5),
        ("1:30", "1:30"),
        ("2026-11-26", "2026-11-26"),
        ("1_000", "1_000"),
        ("0x10", "0x10"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("'12'", "12"),
        (r"'\eta'", r"\eta"),
        ("|\n  a\n  b", "a\nb\n"),
        ("[a, {b: 1}]", ["a", {"b": 1}]),
    ],
)
def test_scalars_are_what_they_look_like(text: str, value: object) -> None:
    found = values(f"x: {text}\n")["x"]
    assert (found, type(found)) == (value, type(value))


def test_lines_are_kept() -> None:
    block = read_block("a: 1\nb:\n  - c\n  - d: 2\n    e: |\n      x\n", 11, Faults())
    assert block is not None
    assert block.lines == {
        (): 11,
        ("a",): 11,
        ("b",): 12,
        ("b", 0): 13,
        ("b", 1): 14,
        ("b", 1, "d"): 14,
        ("b", 1, "e"): 15,
    }


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + at)}: &{chr(98 + at)} [{', '.join([f'*{chr(97 + at)}'] * 9)}]\n" for at in range(9)
)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (BOMB, 1, "anchors"),
        ("x: 1\ny: *a", 2, "aliases"),
        ("x: &a 1", 1, "anchors"),
        ("x: 1\ny: !!python/object/apply:os.system [ls]", 2, "tags"),
        ("x: !!binary aGk=", 1, "tags"),
        ("x: !own 1", 1, "tags"),
        ("x: 1\ny: 2\nx: 3", 3, "x stands here twice"),
        ("x: {y: 1,\n y: 2}", 2, "y stands here twice"),
        ("<<: {x: 1}\n<<: {x: 2}", 2, "<< stands here twice"),
        ("? [a, b]\n: 1", 1, "plain text"),
        ("x: 1\n---\ny: 2", 2, "one YAML document"),
        ("[1, 2]", 1, "'name: value'"),
        ("just a text", 1, "'name: value'"),
        ("x: a: b", 1, "stands in quotes"),
        ("x: [a, Why?]", 1, "a line of its own"),
        ("x: @a", 1, "stands in quotes"),
        ("x: [1, 2", 1, "The [ that stands here is not closed by ]."),
        ("a: 1\n\tb: 2", 2, "There is a tab; indent with spaces."),
        ('x: "\\d"', 1, "single quotes"),
        ('x: "$\\nu$"', 1, "single quotes"),
        ('x: "$\\frac{1}{2}$"', 1, "single quotes"),
        ('x: "\\b"', 1, "cannot be shown"),
        ("x: a\0b", 1, "does not allow"),
        ("x: a\x1bb", 1, "does not allow"),
        ("x: " + "[" * (DEEPEST + 5) + "]" * (DEEPEST + 5), 1, "nested more than"),
        ("x: " + "[" * 9_000, 1, "nested more than"),
        ("x: " + "y" * MOST_CHARACTERS, 1, "at most 20,000"),
        ('x: "\\ud800"', 1, "cannot be shown"),
    ],
)
def test_the_rest_is_refused_in_a_sentence(text: str, line: int, words: str) -> None:
    began = time.perf_counter()
    at, said = fault(text)
    assert time.perf_counter() - began < 2
    assert at == line
    assert words in said


def test_a_fault_has_the_line_of_the_file() -> None:
    assert fault("x: 1\nx: 2", first_line=40)[0] == 41


INDENTED = "This line is indented too far or not far enough."


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a:\n  b: 1\n\tc: 2", 3, "There is a tab; indent with spaces."),
        ("a:\t1", 1, "There is a tab; write a space in its place."),
        ("a: 1\n  b: 2", 2, INDENTED),
        ("a:\n  b: 1\n c: 2", 3, INDENTED),
        ("a:\n  - b\n - c", 3, INDENTED),
        ("  a: 1\nb: 2", 2, INDENTED),
        ("a:\n  - text: b\n   reply: c", 3, INDENTED),
        ("a:\n  - text: b\n     reply: c", 3, INDENTED),
        ("a: |\n  b\n c", 3, INDENTED),
        ("a: b\nkind reach\nc: d", 2, "This line has no colon"),
        ("kind\nb: 1", 1, "This line has no colon"),
        ("a: 1\nb", 2, "This line has no colon"),
        ("a: What comes\n  next here: this", 2, "stands in quotes: 'so: it works'"),
        ("a: 'it's'", 1, "stands in quotes"),
        ("a: 1\nb: 'c\nd: e", 2, "The quotation mark that begins here has no end."),
        ("a: [b, Why?]", 1, "Inside [ ] and { } a text with"),
        ("a: {b: Why?, c: d}", 1, "Inside [ ] and { } a text with"),
        ("a: 1\nb: {c: 1\nd: 2", 2, "The { that stands here is not closed by }."),
        ("a: {b: [1, 2}", 1, "The [ that stands here is not closed by ]."),
        ("a: [b]]", 1, "There is one ] too many."),
        ("a: 1\u2028b: 'c' d", 2, "stands in quotes"),
        ("a: - b", 1, "A list begins on the line after its name"),
    ],
)
def test_what_cannot_be_read_is_told_without_the_parsers_words(text: str, line: int, words: str) -> None:
    at, said = fault(text)
    assert (at, words in said) == (line, True), said
    assert "block" not in said
    assert "<" not in said
    assert ("quotes" in said) == ("quotes" in words or words.startswith("Inside")), said
