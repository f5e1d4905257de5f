"""How large a network may be that a lesson asks for: as large as the network lab lets a learner build one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.errors import ShapeError
from mlwidgets.explain.stack.describe import describe_stack
from mlwidgets.session.task import Task

if TYPE_CHECKING:
    from mlwidgets.spec.settings import Settings


def check_network(settings: Settings) -> None:
    """Raise if the network of these settings cannot be built in the memory of a small server.

    Raises
    ------
    ShapeError
        It is too large, or has a layer whose weights cannot be made. Nothing has been built.
    """
    task = Task.of(settings)
    report = describe_stack(task.input_shape, [spec.to_dict() for spec in task.stack])
    found = next((row.error for row in report.rows if row.error), report.error)
    if found:
        raise ShapeError(found)
