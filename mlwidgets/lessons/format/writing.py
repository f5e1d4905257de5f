"""A draft of a lesson written as a lesson's file, which is read again before anybody gets it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import yaml

from mlwidgets.lessons.draft import LessonDraft
from mlwidgets.lessons.format import markdown
from mlwidgets.lessons.format.faults import Fault, LessonError
from mlwidgets.lessons.format.reading import MOST_BYTES, read_text
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from mlwidgets.lessons.lesson import Lesson

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./()+-]*( [A-Za-z0-9_./()+-]+)*", re.ASCII)
"""Texts that need no quotes, whatever reads the YAML."""
_WORDS = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))
_OF_MARKDOWN = re.compile(r"([\\`*_\[\]<>&$#!~|])")


def write(draft: LessonDraft) -> str:
    """Return the text of a lesson's file.

    Parameters
    ----------
    draft : LessonDraft
        What it is to hold.

    Raises
    ------
    LessonError
        It would be no lesson; all that is wrong is told, with the lines of the text.

    Examples
    --------
    >>> from mlwidgets.lessons.draft import StepDraft
    >>> step = StepDraft(title="One", text="Press **Run**.", setup={"lab": "TrainLab"})
    >>> print(write(LessonDraft(title="Steps", goal="Take one.", minutes=5, steps=(step,))))
    ---
    title: Steps
    goal: Take one.
    minutes: 5
    ---
    <BLANKLINE>
    ## One
    <BLANKLINE>
    Press **Run**.
    <BLANKLINE>
    ```setup
    lab: TrainLab
    ```
    <BLANKLINE>
    """
    text, _ = written(draft)
    return text


def written(draft: LessonDraft) -> tuple[str, Lesson]:
    """Return the text of a lesson's file, and the lesson that is read from it; raises as `write` does."""
    faults = [fault for at in range(len(draft.steps)) for fault in _begins_a_step(draft, at)]
    if faults:
        raise LessonError(f"{draft.file_name}.md", faults)
    text = _text(draft)
    lesson = read_text(text, draft.file_name)
    faults = _strays(draft, lesson)
    if len(text.encode()) > MOST_BYTES:
        faults = [Fault(1, f"A lesson has at most {MOST_BYTES:,} bytes; this one is larger.")]
    if faults:
        raise LessonError(f"{draft.file_name}.md", faults)
    return text, lesson


def step_at(draft: LessonDraft, line: int) -> int | None:
    """Return in which step of a draft, from 0, a line of its text is; None if it is in the head."""
    begins = [1]
    for part in _parts(draft)[:-1]:
        begins.append(begins[-1] + sum(piece.count("\n") + 2 for piece in part))
    return max((at for at, begin in enumerate(begins) if begin <= line), default=0) - 1 if line > 1 else None


def _text(draft: LessonDraft) -> str:
    return "\n\n".join(piece for part in _parts(draft) for piece in part) + "\n"


def _parts(draft: LessonDraft) -> list[list[str]]:
    """Return the pieces of the head, and those of each step."""
    head: dict[str, Any] = {"title": draft.title, "goal": draft.goal, "minutes": draft.minutes}
    if draft.language != "en":
        head["language"] = draft.language
    parts = [[f"---\n{block(head)}---"]]
    for step in draft.steps:
        pieces = ["## " + _OF_MARKDOWN.sub(r"\\\1", " ".join(step.title.split()))]
        if step.text:
            pieces.append(step.text)
        pieces += [
            f"```{kind}\n{block(values)}```"
            for kind, values in (("setup", step.setup), ("task", step.task))
            if values is not None
        ]
        parts.append(pieces)
    return parts


def _begins_a_step(draft: LessonDraft, at: int) -> list[Fault]:
    """Say where the text of a step would begin another one, or hold a block."""
    first = 1 + sum(len(piece.split("\n")) + 1 for part in _parts(draft)[: at + 1] for piece in part)
    faults = []
    for token in markdown.parse(draft.steps[at].text):
        line = first + 2 + (token.map[0] if token.map else 0)
        if token.type == "heading_open" and token.level == 0 and token.tag in ("h1", "h2"):
            faults.append(Fault(line, "A line that begins with '# ' or '## ' begins a step; write '### '."))
        elif token.type == "fence" and token.info.strip() in ("setup", "task"):
            faults.append(Fault(line, "A text holds no set-up and no task: they have places of their own."))
    return faults


def _strays(draft: LessonDraft, lesson: Lesson) -> list[Fault]:
    """Say where a text has been read as something else: a heading in it begins a step, a fence is a block."""
    found = replace(LessonDraft.of(lesson), name=draft.name)
    if found == draft:
        return []
    for at, (mine, read) in enumerate(zip(draft.steps, found.steps, strict=False)):
        if mine != read:
            return [
                Fault(
                    lesson.steps[at].line,
                    f"The step {shown(mine.title)} cannot be written as it is: its text begins a listing "
                    "with ``` and does not close it, or has signs that no file keeps. Close the listing.",
                )
            ]
    return [Fault(1, "The head of the lesson cannot be written as it is: use plain letters and signs.")]


def block(values: Mapping[str, Any]) -> str:
    """Return plain values as YAML, in the form in which lesson files are read."""
    if not values:
        return ""
    return str(
        yaml.dump(
            _Block(_plain(values)),
            Dumper=_Dumper,
            sort_keys=False,
            allow_unicode=True,
            default_flow_style=None,
            width=100_000,
        )
    )


def _plain(value: Any) -> Any:  # noqa: ANN401 - JSON of any shape
    """Return values as those classes that YAML writes."""
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value


class _Block(dict[str, Any]):
    """A whole block: its names stand on lines of their own."""


class _Dumper(yaml.SafeDumper):
    """Writes what the reader of lessons takes for the same value: it has JSON's scalars, and no aliases."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - as inherited
        return True


def _text_node(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS
    style = "" if plain else "|" if "\n" in text else "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style or None)


def _block_node(dumper: _Dumper, values: _Block) -> yaml.MappingNode:
    return dumper.represent_mapping("tag:yaml.org,2002:map", values, flow_style=False)


_Dumper.add_representer(str, _text_node)
_Dumper.add_representer(_Block, _block_node)
