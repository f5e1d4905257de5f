"""Lesson files changed at random: in their blocks, key by key, and in their text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from tests.interchange.saved.mutations import changed, places

if TYPE_CHECKING:
    import random

BLOCK = re.compile(r"(?ms)^(```(?:task|setup)\n)(.*?)(^```$)")

HOSTILE: tuple[Any, ...] = (
    *(None, True, 0, -1, 10**12, 1e300, "", " ", "x", [], {}, [[]], {"a": 1}, [None], ["a", 1], "no such"),
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))"),
    *("[x](JaVaScRiPt&#58;alert(1))", "[x](data:text/html,<script>)", "[x](vbscript:x)"),
    *('<https://x/" on="y>', "![x](https://x)", "$\\def\\a{\\a\\a}\\a$", "$\\frac{1}$", "$" + "{" * 500),
    *("$\\text{<script>}$", "$\\href{javascript:x}{y}$", "a" * 5000, "\u202e", "e\u0301" * 30, "{{7*7}}"),
    *("${x}", "__import__('os')", "!!python/object:os.system", "## A", {"check": "no such"}, {"check": []}),
    *([{"train": {"epochs": 10**9}}], [{"__class__": 1}], [["set"]], {"layers": [{"class_name": "Lambda"}]}),
    *({"dataset": {"name": "/etc/passwd"}}, {"name": "x", "with": {"x": {}}}),
)
"""What no key expects."""


def mutant(chance: random.Random, text: str) -> str:
    """Return a lesson in which one to three things are other than they should be."""
    ways = (_in_a_block, _in_a_block, _in_a_block, _in_the_head, _a_line, _spliced, _encoded)
    for _ in range(chance.randrange(1, 4)):
        text = chance.choice(ways)(chance, text)
    return text


def _in_a_block(chance: random.Random, text: str) -> str:
    blocks = list(BLOCK.finditer(text))
    if not blocks:
        return text
    block = chance.choice(blocks)
    return text[: block.start(2)] + _changed(chance, block[2]) + text[block.end(2) :]


def _in_the_head(chance: random.Random, text: str) -> str:
    _, head, *rest = text.split("---\n", 2) if text.startswith("---\n") else ("", "", "")
    return f"---\n{_changed(chance, head)}---\n{''.join(rest)}"


def _changed(chance: random.Random, block: str) -> str:
    """Drop, retype or repeat a key of a block, or put another in."""
    try:
        plain = yaml.safe_load(block)
    except (yaml.YAMLError, ValueError):
        return block
    if not isinstance(plain, dict) or not plain:
        return block
    if chance.random() < 0.1:
        return block + chance.choice(block.split("\n")) + "\n"
    if chance.random() < 0.1:
        plain[chance.choice(["nmae", "<b>", "on", "", "__class__", "x" * 300])] = chance.choice(HOSTILE)
    else:
        value = chance.choice((*HOSTILE, ..., ...))
        plain = changed(plain, chance.choice(list(places(plain))), value)
    return str(yaml.safe_dump(plain, allow_unicode=True, sort_keys=False))


def _a_line(chance: random.Random, text: str) -> str:
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    other = [str(chance.choice(HOSTILE))]
    put = chance.choice([[], [lines[at]] * 2, other, ["```"], ["---"], ["## "], ["\t- a: b"]])
    return "\n".join([*lines[:at], *put, *lines[at + 1 :]])


def _spliced(chance: random.Random, text: str) -> str:
    one, other = sorted(chance.randrange(len(text) + 1) for _ in range(2))
    return chance.choice([text[:one] + text[other:], text[:other], text[:other] + text[one:]])


def _encoded(chance: random.Random, text: str) -> str:
    old, new = chance.choice(
        [("\n", "\r\n"), ("\n", "\r"), (" ", "\t"), ("e", "е"), ("\n", "\n\ufeff"), (":", "："), ("a", "\0")]
    )
    return text.replace(old, new, chance.choice([-1, 1, 5]))
