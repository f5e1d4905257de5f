"""The table that a person reads: what was measured, its goal, and under which conditions."""

from __future__ import annotations

import json
import math
import sys
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.load.watch import Watch


@dataclass
class Row:
    """One figure.

    Parameters
    ----------
    name : str
        What it is.
    value : float
        How much.
    unit : str
        Of the value and its goal.
    goal : float, optional
        What it must reach; None for a figure that is only told.
    least : bool
        Whether more is better.
    note : str
        What else is worth knowing.
    """

    name: str
    value: float
    unit: str = ""
    goal: float | None = None
    least: bool = False
    note: str = ""
    load: float = 0.0
    client: float = 0.0
    late: float = 0.0

    @property
    def missed(self) -> bool:
        """Whether it has a goal that it does not reach; a value that is not a number reaches none."""
        if self.goal is None:
            return False
        return not (self.value >= self.goal if self.least else self.value <= self.goal)

    def cells(self, before: float | None) -> list[str]:
        """Return what stands in the table."""
        goal = "" if self.goal is None else f"{'≥' if self.least else '≤'} {_text(self.goal, self.unit)}"
        verdict = "" if self.goal is None else "MISSED" if self.missed else "ok"
        machine = f"{self.load:.1f}, {100 * self.client:.0f} %, {self.late:.0f} ms"
        past = "" if before is None else _text(before, self.unit)
        return [self.name, past, _text(self.value, self.unit), goal, verdict, machine, self.note]


def _text(value: float, unit: str) -> str:
    if not math.isfinite(value):
        return "never" if value > 0 else "none"  # an infinite time; a number that is none
    digits = 0 if value == round(value) or abs(value) >= 100 else 2 if abs(value) < 10 else 1
    return f"{value:,.{digits}f} {unit}".strip()


HEADINGS = ["", "before", "now", "goal", "", "load, learners, late", ""]
WORDS = (0, 4, 6)  # columns that begin at the left

EXPLANATION = (
    "load: the system's load average when it was measured. learners: the part of one core that the measuring "
    "itself took. late: by how much it noticed things too late in 19 of 20 cases; shorter times say little."
)


@dataclass
class Table:
    """All rows, printed as they come and once more together at the end.

    Parameters
    ----------
    title : str
        What was measured, and where.
    before : dict of str to float
        Values of an earlier run, by the names of their rows.
    """

    title: str
    before: dict[str, float] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)

    def add(self, row: Row, watch: Watch) -> None:
        """Take a figure, and say it at once: the whole run takes a while."""
        row.load, row.client, row.late = watch.load, watch.client, watch.late
        self.rows.append(row)
        _, _, value, goal, verdict, machine, note = row.cells(None)
        say(f"  {row.name}: {value}  {goal} {verdict}  [{machine}]  {note}".rstrip())

    @property
    def missed(self) -> list[Row]:
        """The rows that do not reach their goals."""
        return [row for row in self.rows if row.missed]

    def text(self) -> str:
        """Return the whole table."""
        lines = [HEADINGS, *(row.cells(self.before.get(row.name)) for row in self.rows)]
        used = [column for column in range(len(HEADINGS)) if column != 1 or self.before]
        widths = {column: max(len(line[column]) for line in lines) for column in used}
        text = []
        for line in lines:
            cells = [
                line[column].ljust(widths[column]) if column in WORDS else line[column].rjust(widths[column])
                for column in used
            ]
            text.append("  ".join(cells).rstrip())
        return "\n".join([self.title, "", *text, "", EXPLANATION])

    def save(self, path: Path) -> None:
        """Keep the rows, to print them beside those of another run."""
        content = {"title": self.title, "rows": [asdict(row) for row in self.rows]}
        path.write_text(json.dumps(content, indent=1), encoding="utf-8")


def read_before(path: Path) -> dict[str, float]:
    """Read what `Table.save` has written."""
    content = json.loads(path.read_text(encoding="utf-8"))
    return {str(row["name"]): float(row["value"]) for row in content["rows"]}


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
