"""The steps of a lesson: a heading each, a text, and the blocks ``setup`` and ``task``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mlwidgets.lessons.format import markdown
from mlwidgets.lessons.format.blocks import read_block
from mlwidgets.lessons.format.set_ups import read_set_up
from mlwidgets.lessons.lesson import SetUp, Step
from mlwidgets.lessons.tasks import read_task
from mlwidgets.ranges import nearest, shown

if TYPE_CHECKING:
    from markdown_it.token import Token

    from mlwidgets.lessons.format.faults import Faults
    from mlwidgets.lessons.task import Task

MOST_STEPS = 30

_BLOCKS = ("setup", "task")
_BEGIN = "a step begins with a line such as '## One step by hand'"


@dataclass
class _Draft:
    """A step while its parts are gathered."""

    title: str
    line: int  # of the heading, from 1
    tokens: list[Token] = field(default_factory=list)
    setup: SetUp | None = None
    task: Task | None = None
    blocks: list[str] = field(default_factory=list)  # kinds of those that it has, readable or not
    values: dict[str, dict[str, Any]] = field(default_factory=dict)  # what stands in those that are readable


def read_steps(lines: list[str], first: int, faults: Faults) -> tuple[Step, ...]:
    """Read the steps of a lesson.

    Parameters
    ----------
    lines : list of str
        All lines of the file.
    first : int
        The first one after the head, from 0.
    faults : Faults
        Where to note what is wrong.
    """
    return _Steps(lines, first, faults).read()


class _Steps:
    def __init__(self, lines: list[str], first: int, faults: Faults) -> None:
        self._lines, self._first, self._faults = lines, first, faults
        self._drafts: list[_Draft] = []
        self._cut: set[int] = set()  # lines of blocks, which are not text
        self._lab = ""  # the one that is open after the steps so far, if they say which

    def read(self) -> tuple[Step, ...]:
        tokens = iter(markdown.parse("\n".join(self._lines[self._first :])))
        for token in tokens:
            line = self._first + 1 + (token.map[0] if token.map else 0)
            if token.type == "heading_open" and token.level == 0 and token.tag in ("h1", "h2"):
                self._begin(token.tag, next(tokens), line)
                next(tokens)  # the end of the heading
            elif not self._drafts:
                if token.level == 0 and token.map:
                    self._faults.add(line, f"Text must stand in a step; {_BEGIN}.")
            elif token.type == "fence" and self._is_block(token, line):
                self._take_block(token, line)
            else:
                self._drafts[-1].tokens.append(token)
        if not self._drafts:
            self._faults.add(self._first, f"A lesson needs at least one step; {_BEGIN}.")
        if len(self._drafts) > MOST_STEPS:
            line = self._drafts[MOST_STEPS].line
            self._faults.add(line, f"A lesson has at most {MOST_STEPS} steps; this is one too many.")
            del self._drafts[MOST_STEPS:]
        begins = [draft.line - 1 for draft in self._drafts]
        ends = [*begins[1:], len(self._lines)] if begins else []
        return tuple(
            self._finished(draft, end, fresh=not at)
            for at, (draft, end) in enumerate(zip(self._drafts, ends, strict=True))
        )

    def _begin(self, tag: str, heading: Token, line: int) -> None:
        """Begin a step."""
        if tag == "h1":
            self._faults.add(line, "A step begins with '## '; the title of the lesson stands in its head.")
        title = markdown.plain(heading)
        if not title:
            self._faults.add(line, "A step needs a title after '## '.")
        self._drafts.append(_Draft(title, line))

    def _is_block(self, token: Token, line: int) -> bool:
        """Return whether a fence is a set-up or a task, and not a listing for the reader."""
        info = token.info.strip()
        if info in _BLOCKS:
            if token.level:
                self._faults.add(line, f"A block '{info}' must not stand inside a list or a quotation.")
            return True
        advice = nearest(info, _BLOCKS)
        if advice:
            self._faults.add(line, f"A block begins with ```setup or ```task; got {shown(info)}.{advice}")
        return bool(advice)

    def _take_block(self, token: Token, line: int) -> None:
        step, kind = self._drafts[-1], token.info.strip()
        assert token.map is not None  # noqa: S101 - a fence has lines
        begin, end = (self._first + at for at in token.map)
        self._cut.update(range(begin, end))
        last = self._lines[end - 1].strip()
        if len(last) < len(token.markup) or last.strip(token.markup[0]):
            self._faults.add(line, f"This block does not end; close it with a line {token.markup}.")
            return
        if kind in step.blocks:
            advice = "begin another step with '## '" if kind == "task" else "put the two into one"
            self._faults.add(line, f"A step has one block '{kind}' at most; {advice}.")
        step.blocks.append(kind)
        block = read_block(token.content, line + 1, self._faults)
        if block is None:
            return
        step.values[kind] = block.values
        if kind == "task":
            step.task = read_task(block, line, self._faults)
        else:
            first = len(self._drafts) == 1
            step.setup = read_set_up(block, self._faults, first=first, before=self._lab)
            self._lab = step.setup.lab or self._lab

    def _finished(self, draft: _Draft, end: int, *, fresh: bool) -> Step:
        markdown.check(draft.tokens, self._first + 1, self._faults)
        if not draft.tokens and "task" not in draft.blocks:
            self._faults.add(draft.line, f"The step {shown(draft.title)} is empty; give it a text or a task.")
        text = "\n".join(self._lines[at] for at in range(draft.line, end) if at not in self._cut).strip()
        html = markdown.render(draft.tokens)
        setup = draft.setup or SetUp(fresh=fresh)
        return Step(draft.title, html, text, setup, draft.task, draft.line, draft.values)
