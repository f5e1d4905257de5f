"""YAML as lesson files use it: plain values with their lines, and nothing of YAML that surprises.

Only maps, lists and scalars are read. Anchors, aliases and tags are refused, so nothing can grow while it is
read and no class is ever named; so are keys that stand twice. Scalars are those of JSON: ``no`` is a text and
``1e-3`` is a number, which YAML 1.1 has the other way round.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from mlwidgets.lessons.format.unreadable import ESCAPES, why_unreadable
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from mlwidgets.lessons.format.faults import Faults

MOST_CHARACTERS = 20_000
DEEPEST = 20

Path = tuple[str | int, ...]

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})", re.ASCII)
_NUMBER = re.compile(r"[-+]?((0|[1-9][0-9]*)(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]{1,3})?", re.ASCII)
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


class _RefusedError(Exception):
    """Something of YAML that a lesson does not use."""

    def __init__(self, line: int, message: str) -> None:
        self.line, self.message = line, message
        super().__init__(message)


@dataclass
class Block:
    """The values of one block of YAML.

    Attributes
    ----------
    values : dict
        Plain Python values.
    lines : dict of path to int
        Line of each value in the file, from 1, by the keys and positions that lead to it.
    """

    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[Path, int] = field(default_factory=dict)


def read_block(text: str, first_line: int, faults: Faults) -> Block | None:
    """Read a block of YAML.

    Parameters
    ----------
    text : str
        The YAML.
    first_line : int
        Line of the file on which it begins, from 1.
    faults : Faults
        Where to note what is wrong.

    Returns
    -------
    Block or None
        None if it cannot be read; the reason has been noted then.
    """
    if len(text) > MOST_CHARACTERS:
        faults.add(
            first_line, f"This block has {len(text):,} characters; at most {MOST_CHARACTERS:,} are read."
        )
        return None
    block = Block()
    try:
        _look_at_events(text)
        node = yaml.compose(text, yaml.SafeLoader)
        value = {} if node is None else _value(node, (), block.lines, text)
    except _RefusedError as refused:
        faults.add(first_line + refused.line, refused.message)
        return None
    except yaml.YAMLError as error:
        line, said = why_unreadable(error, text)
        faults.add(first_line + line, said)
        return None
    if not isinstance(value, dict):
        faults.add(first_line, f"A block is made of lines such as 'name: value'; got {shown(value)}.")
        return None
    block.values = value
    block.lines = {path: first_line + line for path, line in block.lines.items()}
    block.lines.setdefault((), first_line)
    return block


def _look_at_events(text: str) -> None:
    """Refuse what a lesson does not use before anything is built from it."""
    depth = documents = 0
    for event in yaml.parse(text, yaml.SafeLoader):
        line = event.start_mark.line
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise _RefusedError(
                line, "YAML's anchors (&) and aliases (*) are not used in lessons: write it out."
            )
        if getattr(event, "tag", None) is not None:
            raise _RefusedError(line, f"YAML's tags are not used in lessons; got {shown(event.tag)}.")
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _RefusedError(line, "A block holds one YAML document; take out the line ---.")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise _RefusedError(line, f"Lists and maps are nested more than {DEEPEST} deep here.")


def _value(node: yaml.Node, path: Path, lines: dict[Path, int], text: str) -> Any:  # noqa: ANN401 - plain values
    lines.setdefault(path, node.start_mark.line)
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line
            if not isinstance(key_node, yaml.ScalarNode):
                raise _RefusedError(line, "The name before a colon is a plain text.")
            key = str(key_node.value)
            if key in found:
                raise _RefusedError(line, f"{key} stands here twice; the second would replace the first.")
            lines[*path, key] = line
            found[key] = _value(value_node, (*path, key), lines, text)
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_value(one, (*path, at), lines, text) for at, one in enumerate(node.value)]
    return _scalar(node, text)


def _scalar(node: yaml.Node, text: str) -> Any:  # noqa: ANN401 - plain values
    value, line = str(node.value), node.start_mark.line
    if getattr(node, "style", None) == '"':
        source = text[node.start_mark.index : node.end_mark.index]
        if re.search(r"\$.*\\[A-Za-z]{2}", source, re.DOTALL):
            raise _RefusedError(line, ESCAPES)  # "\nu" would be a new line and a u
    if any(not letter.isprintable() and letter not in "\n\t\u00a0\u202f\u00ad\u200b" for letter in value):
        raise _RefusedError(line, f"This text has a character that cannot be shown. {ESCAPES}")
    if getattr(node, "style", None) is not None:
        return value
    if value in _WORDS:
        return _WORDS[value]
    if _INTEGER.fullmatch(value):
        return int(value)
    return float(value) if _NUMBER.fullmatch(value) else value
