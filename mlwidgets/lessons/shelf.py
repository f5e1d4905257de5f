"""The lessons that ship with the package."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlwidgets.lessons.lesson import Lesson

SHIPPED = Path(__file__).parent / "course"
"""Their folder; their names begin with the number that orders them."""


@cache
def shipped_lessons() -> tuple[Lesson, ...]:
    """Return the lessons that ship with the package, in their order; read when first asked for."""
    from mlwidgets.lessons.format.reading import read_file  # noqa: PLC0415 - its parsers take a moment

    return tuple(read_file(path) for path in sorted(SHIPPED.glob("*.md"), key=_place))


def _place(path: Path) -> tuple[int, str]:
    number = re.match(r"[0-9]+", path.name)
    return int(number[0]) if number else 0, path.name
