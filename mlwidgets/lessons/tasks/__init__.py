"""The kinds of tasks. Each knows its keys in a lesson's file, how it is asked, and how it is marked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mlwidgets.lessons.format.fields import Fields
from mlwidgets.lessons.tasks.choose import Choose
from mlwidgets.lessons.tasks.compute import Compute
from mlwidgets.lessons.tasks.explain import Explain
from mlwidgets.lessons.tasks.predict import Predict
from mlwidgets.lessons.tasks.reach import Reach
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from mlwidgets.lessons.format.blocks import Block
    from mlwidgets.lessons.format.faults import Faults
    from mlwidgets.lessons.tasks.common import Readable

KINDS: Final[dict[str, type[Readable]]] = {
    kind.kind: kind for kind in (Choose, Predict, Reach, Compute, Explain)
}
"""Every kind by its name."""

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}", re.ASCII)


def read_task(block: Block, line: int, faults: Faults) -> Readable | None:
    """Read a task from its block.

    Parameters
    ----------
    block : Block
        What stands between the fences.
    line : int
        Line of the file on which the block begins.
    faults : Faults
        Where to note what is wrong.

    Returns
    -------
    Readable or None
        None if its kind is not known, or it cannot be made at all; the reason has been noted then.
    """
    fields = Fields(block, faults, "a task")
    name = fields.text("name", longest=60)
    if name and not _NAME.fullmatch(name):
        fields.fault(
            "name", f"The name of a task is made of small letters, digits and hyphens; got {shown(name)}."
        )
    kind = fields.one_of("kind", tuple(KINDS))
    needed = not kind or KINDS[kind].question_needed
    common = {
        "name": name,
        "line": line,
        "text": fields.text("question", needed=needed),
        "question": fields.html("question", needed=needed),
        "hints": fields.htmls("hints", most=10),
    }
    if not kind:
        return None  # which other names are right depends on it
    task = KINDS[kind].read(fields, common)
    fields.close()
    return task
